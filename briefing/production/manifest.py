"""Reads a signature back: who signed, what is claimed, and whether the file is the one that was signed."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from briefing import packages
from briefing.errors import InputError, SettingsError
from briefing.files import content
from briefing.production.sign import APPROVAL, PACKAGE, SENTENCES, SIDECAR, VOICE
from briefing.provenance import MADE_BY, MODEL, SOURCE_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EMBEDDED = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/wav", ".flac": "audio/flac"}
_ANY = "application/octet-stream"
_UNTRUSTED = "signingCredential.untrusted"
_EXPIRED = ("signingCredential.expired", "claimSignature.outsideValidity", "timeStamp.outsideValidity")
_CHANGED = ("mismatch", "claimSignature", "hashedURI", "missing", "malformed")
# Never a request of its own, and no list of its own of whom to trust.
_SETTINGS: Mapping[str, Any] = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article as a manifest names it."""

    title: str
    digest: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a signed file says. `is_ours`: this program made it. `faults` are the standard's own names of them."""

    signer: str
    issuer: str
    algorithm: str
    program: str
    is_ours: bool
    trusted: bool
    voice: str = ""
    model: str = ""
    source_type: str = ""
    approved_by: str = ""
    sentences: int = 0
    originals: tuple[Original, ...] = ()
    faults: tuple[str, ...] = field(default_factory=tuple)

    @property
    def unchanged(self) -> bool:
        """Say whether the file is the one that was signed."""
        return not any(mark in fault for fault in self.faults for mark in _CHANGED)

    @property
    def expired(self) -> bool:
        """Say whether the signature is out of its time."""
        return any(fault in _EXPIRED for fault in self.faults)

    @property
    def holds(self) -> bool:
        """Say whether the signature is good, and is one of this program's."""
        return not self.faults and self.is_ours


def read(path: Path, anchors: str = "") -> Manifest | None:
    """Read the manifest of a file, or of its sidecar; None where there is none.

    `anchors` are certificates in PEM whose signers are trusted. Raises InputError where the file cannot be read,
    SettingsError where the library is missing or an anchor is none.
    """
    try:
        import c2pa
    except ImportError as error:
        raise SettingsError("verify", "needs a package that is not installed", packages.install(PACKAGE)) from error
    data, beside = content(path), content(path.with_name(f"{path.name}{SIDECAR}"))
    if data is None:
        raise InputError(str(path), "cannot be read", "give a sound file, or a book, of an episode")
    settings = {**_SETTINGS, **({"trust": {"user_anchors": anchors}} if anchors else {})}
    try:
        context = c2pa.Context.from_dict(settings)
    except c2pa.C2paError as error:
        raise SettingsError("--trust", "has no certificate that can be read", "give a PEM file") from error
    try:
        kind = _ANY if beside is not None else _EMBEDDED.get(path.suffix.lower(), _ANY)
        with c2pa.Reader(kind, io.BytesIO(data), manifest_data=beside, context=context) as reader:
            return _told(json.loads(reader.json()))
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError.NotSupported:
        return None
    except c2pa.C2paError as error:
        raise InputError(str(path), f"has a manifest that cannot be read: {str(error)[:120]}", "") from error


def _told(document: Mapping[str, Any]) -> Manifest | None:
    active = document.get("manifests", {}).get(document.get("active_manifest", ""))
    if active is None:
        return None
    said = {one["label"]: one.get("data", {}) for one in active.get("assertions", ())}
    voice, signature = said.get(VOICE, {}), active.get("signature_info", {})
    generators = active.get("claim_generator_info") or [{}]
    status = document.get("validation_status", ())
    trusted = document.get("validation_state") == "Trusted"
    faults = tuple(one["code"] for one in status if one["code"] != _UNTRUSTED)
    return Manifest(
        signer=str(signature.get("common_name") or ""),
        issuer=str(signature.get("issuer") or ""),
        algorithm=str(signature.get("alg") or ""),
        program=str(
            voice.get(MADE_BY) or " ".join(str(generators[0].get(key, "")) for key in ("name", "version")).strip()
        ),
        is_ours=SENTENCES in said and VOICE in said,
        trusted=trusted,
        voice=str(voice.get("name", "")),
        model=str(voice.get(MODEL, "")),
        source_type=str(voice.get(SOURCE_TYPE, "")),
        approved_by=str(said.get(APPROVAL, {}).get("by", "")),
        sentences=len(said.get(SENTENCES, {}).get("sentences", ())),
        originals=tuple(
            Original(
                title=str(one.get("title", "")),
                digest=str(one.get("description") or ""),
                url=str(one.get("informational_URI") or ""),
            )
            for one in active.get("ingredients", ())
        ),
        faults=faults,
    )
