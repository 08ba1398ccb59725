"""Reads a signature back: who signed, what is claimed, and whether the file is the one that was signed."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing import packages
from briefing.errors import InputError, SettingsError, UnprovenError
from briefing.files import content
from briefing.kinds import BYTES
from briefing.production.sign import APPROVAL, EMBEDDED, PACKAGE, SENTENCES, SIDECAR, VOICE
from briefing.provenance import MADE_BY, MODEL, SOURCE_TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Others embed a signature in more than we do.
_EMBEDDED = {**EMBEDDED, ".wav": "audio/wav", ".flac": "audio/flac"}
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
    """What a signed file says.

    `signer` and `organisation` are what the signer's certificate says of itself; `trusted` is whether somebody who is
    trusted vouches for that. `is_ours`: this program made it. `faults` are the standard's own names of them.
    """

    signer: str
    organisation: str
    algorithm: str
    program: str
    is_ours: bool
    trusted: bool
    voice: str = ""
    model: str = ""
    source_type: str = ""
    approved_by: str = ""
    sentences: tuple[str, ...] = ()
    originals: tuple[Original, ...] = ()
    faults: tuple[str, ...] = ()

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
    """Read the manifest of a file, or of its sidecar where the file can hold none; None where there is none.

    `anchors` are certificates in PEM whose signers are trusted. Raises InputError where the file cannot be read,
    UnprovenError where its manifest cannot, SettingsError where the library is missing.
    """
    try:
        import c2pa
    except ImportError as error:
        raise SettingsError("verify", "needs a package that is not installed", packages.install(PACKAGE)) from error
    data, beside, kind = content(path), None, _EMBEDDED.get(path.suffix.lower(), BYTES)
    if data is None:
        raise InputError(str(path), "cannot be read", "give a sound file, or a book, of an episode")
    sidecar = path.with_name(f"{path.name}{SIDECAR}")
    if kind == BYTES and sidecar.exists():
        beside = content(sidecar)
        if beside is None:
            raise InputError(str(sidecar), "cannot be read", "look at its permissions")
    settings = {**_SETTINGS, **({"trust": {"user_anchors": anchors}} if anchors else {})}
    try:
        with (
            c2pa.Context.from_dict(settings) as context,
            c2pa.Reader(kind, io.BytesIO(data), manifest_data=beside, context=context) as reader,
        ):
            return _told(json.loads(reader.json()))
    except (c2pa.C2paError.ManifestNotFound, c2pa.C2paError.NotSupported):
        return None
    except (c2pa.C2paError, json.JSONDecodeError) as error:
        raise UnprovenError(str(path), "has a manifest that is damaged, or was tampered with") from error


def _told(document: object) -> Manifest | None:
    """Take what is told from a manifest, whoever wrote it: nothing in it has to be as we would write it."""
    active = _of(_of(document, "manifests"), str(_of(document, "active_manifest") or ""))
    if not isinstance(active, dict):
        return None
    said = {str(_of(one, "label")): _of(one, "data") for one in _list(_of(active, "assertions"))}
    voice, signature = said.get(VOICE), _of(active, "signature_info")
    generator = next(iter(_list(_of(active, "claim_generator_info"))), {})
    program = _text(voice, MADE_BY) or f"{_text(generator, 'name')} {_text(generator, 'version')}".strip()
    codes = (_text(one, "code") for one in _list(_of(document, "validation_status")))
    return Manifest(
        signer=_text(signature, "common_name"),
        organisation=_text(signature, "issuer"),
        algorithm=_text(signature, "alg"),
        program=program,
        is_ours=isinstance(voice, dict) and bool(_list(_of(said.get(SENTENCES), "sentences"))),
        trusted=_of(document, "validation_state") == "Trusted",
        voice=_text(voice, "name"),
        model=_text(voice, MODEL),
        source_type=_text(voice, SOURCE_TYPE),
        approved_by=_text(said.get(APPROVAL), "by"),
        sentences=tuple(_text(one, "written") for one in _list(_of(said.get(SENTENCES), "sentences"))),
        originals=tuple(
            Original(title=_text(one, "title"), digest=_text(one, "description"), url=_text(one, "informational_URI"))
            for one in _list(_of(active, "ingredients"))
        ),
        faults=tuple(code for code in codes if code != _UNTRUSTED),
    )


def _of(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object, name: str) -> str:
    found = _of(value, name)
    return found if isinstance(found, str) else ""
