"""The signature: a C2PA manifest that says who made an episode, of which article, sentence by sentence (C2PA 2.2).

It stands in MP3 and M4A themselves, and beside other files as `NAME.c2pa`. The library (c2pa-python, the extra
`provenance`) salts what it signs, so that no two signatures are alike: what is signed already is taken over as it is.
"""

from __future__ import annotations

import io
import json
import os
import shlex
import signal
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from briefing import documents, packages
from briefing.errors import SettingsError
from briefing.files import content, sha256_of, write_bytes
from briefing.kinds import BYTES
from briefing.model import DigitalSource
from briefing.provenance import IPTC, MADE_BY, SOURCE_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from briefing.provenance import Original, Statement

PACKAGE = "c2pa-python"
SIDECAR = ".c2pa"
# The labels of what we say beyond the standard's own assertions.
SENTENCES, VOICE, APPROVAL = "arabic-briefing.sentences", "arabic-briefing.voice", "arabic-briefing.approval"
LIST_FILE = ".signed.json"  # hidden: what of an episode is signed, by which key
# What holds its signature itself, by the kinds that the library knows, and what has it beside it.
EMBEDDED = {".mp3": "audio/mpeg", ".m4a": "audio/mp4"}
BESIDE = frozenset({".opus", ".epub"})
SIGNED = BESIDE | EMBEDDED.keys()
_TEXT = "text/plain"
# Of certificates for e-mail, for documents, and those of C2PA itself.
_PURPOSES = frozenset({"1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1"})
_SHORTEST_RSA_BITS = 2048
_SIGNER_S = 60
_CURVES = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512"}
_HASHES = {"ES256": "SHA256", "ES384": "SHA384", "ES512": "SHA512", "PS256": "SHA256"}
_COMMAND_REMEDY = "it is given what to sign on stdin, and has to give back the signature on stdout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs: a key file, or a command that signs; with the certificates, the signer's own first.

    `approved_by` is the editor who stands for the episode, "" for nobody.
    """

    certificates: Path
    key: Path | None = None
    command: str = ""
    approved_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What of an episode's folder is signed: the digest of what was signed, by file, and of the signed file."""

    of: dict[str, str]
    digests: dict[str, str]


class Signer:
    """Signs the files of episodes with one key."""

    def __init__(self, signing: Signing) -> None:
        """Read key and certificates. Raises SettingsError where they are broken, foreign to each other, or expired."""
        if unusable_because():
            raise SettingsError("--sign", "needs a package that is not installed", packages.install(PACKAGE))
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        self._signing = signing
        self._chain = _chain(signing.certificates)
        self._public = self._chain[0].public_key()
        self._algorithm = _algorithm(self._public, signing.certificates)
        self._private = _private(signing.key) if signing.key else None
        where = str(signing.key or signing.certificates)
        if self._private:
            ours, theirs = (
                key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
                for key in (self._private.public_key(), self._public)
            )
            if ours != theirs:
                remedy = f"give the key that {signing.certificates} was issued for, the signer's certificate first"
                raise SettingsError(where, "is not the key of the certificate", remedy)
        # The same names of people in another certificate are another signer.
        self.identity = f"{self._chain[0].fingerprint(_hash('SHA256')).hex()} {signing.approved_by}"

    def sign(self, path: Path, statement: Statement, articles: Sequence[str], earlier: Path | None) -> Path:
        """Sign a file as it stands, and return what was written: the file, or its sidecar.

        `articles` are the texts that were told; `earlier` is the folder of the episode that stands now: what is signed
        there in the same way is taken over, nothing where it is None. Raises OutputError, or SettingsError where the
        signer fails.
        """
        target = path if holds(path) else path.with_name(f"{path.name}{SIDECAR}")
        manifest = json.dumps(_manifest(path, statement, self._signing.approved_by), ensure_ascii=False, sort_keys=True)
        unsigned = path.read_bytes()
        wanted = sha256(b"\0".join((unsigned, manifest.encode("utf-8", "replace"), self.identity.encode()))).hexdigest()
        signed = _taken_over(earlier, target.name, wanted) if earlier else None
        if signed is None:
            ingredients = [
                (_ingredient(number, original), text.encode("utf-8", "surrogatepass"))
                for number, (original, text) in enumerate(zip(statement.originals, articles, strict=True))
            ]
            signed = self._signed(unsigned, manifest, EMBEDDED.get(path.suffix, ""), ingredients)
        write_bytes(target, signed)
        _note(path.parent, target, wanted)
        return target

    def try_out(self) -> None:
        """Sign a word, so that a certificate or a command that cannot sign is told of before anything is made.

        Raises SettingsError.
        """
        action = _action((), f"{IPTC}{DigitalSource.ALGORITHM}", {"name": "briefing"})
        manifest = {"title": "briefing", "format": BYTES, "assertions": [action]}
        self._signed(b"briefing", json.dumps(manifest), "", ())

    def _signed(self, unsigned: bytes, manifest: str, kind: str, ingredients: Sequence[tuple[str, bytes]]) -> bytes:
        """Return the signed file where it is of a kind that holds its signature, else the signature."""
        import c2pa

        failures: list[BaseException] = []
        try:
            with (
                c2pa.Signer.from_callback(
                    self._callback(failures), getattr(c2pa.C2paSigningAlg, self._algorithm), self._pem(), None
                ) as signer,
                c2pa.Builder(manifest) as builder,
            ):
                for told, text in ingredients:
                    builder.add_ingredient(told, _TEXT, io.BytesIO(text))
                if not kind:
                    builder.set_no_embed()
                signed = io.BytesIO()
                beside = builder.sign(signer, kind or BYTES, io.BytesIO(unsigned), signed)
        except c2pa.C2paError as error:
            if failures:
                raise failures[0] from error
            remedy = "look at the certificate: it has to be one for signing, as docs/provenance.md says"
            why = _unfit(self._chain) or _told(error)
            raise SettingsError(str(self._signing.certificates), f"does not sign: {why}", remedy) from error
        return signed.getvalue() if kind else bytes(beside)

    def _callback(self, failures: list[BaseException]) -> Callable[[bytes], bytes]:
        """Return what signs; the library keeps no error of it, nor Ctrl-C, so these are put into `failures`."""

        def sign(data: bytes) -> bytes:
            try:
                key: Any = self._private
                return self._raw(key.sign(data, *self._scheme()) if key else self._by_command(data), data)
            except BaseException as error:  # noqa: BLE001 - raised again when the library has returned
                failures.append(error)
                return b""

        return sign

    def _scheme(self) -> tuple[Any, ...]:
        """Return what a key is told besides the data and the signature: how it pads and what it hashes with."""
        from cryptography.hazmat.primitives.asymmetric import ec, padding

        if self._algorithm == "ED25519":
            return ()
        hashed = _hash(_HASHES[self._algorithm])
        if self._algorithm == "PS256":
            return padding.PSS(padding.MGF1(hashed), padding.PSS.DIGEST_LENGTH), hashed
        return (ec.ECDSA(hashed),)

    def _by_command(self, data: bytes) -> bytes:
        where = self._signing.command
        try:
            command = shlex.split(where)
            # In a session of its own, so that all that it starts ends with it.
            ran = subprocess.Popen(  # noqa: S603 - the user's own command
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else f"is no command: {error}"
            raise SettingsError(where, f"cannot sign: {why}", _COMMAND_REMEDY) from error
        with ran:
            try:
                signature, stderr = ran.communicate(data, timeout=_SIGNER_S)
            except subprocess.TimeoutExpired as error:
                raise SettingsError(where, f"cannot sign: no answer in {_SIGNER_S} s", _COMMAND_REMEDY) from error
            finally:
                if ran.poll() is None:
                    os.killpg(ran.pid, signal.SIGKILL)
        if ran.returncode or not signature:
            said = stderr.decode("utf-8", "replace").strip().splitlines()
            why = said[-1] if said else f"exit code {ran.returncode}"
            raise SettingsError(where, f"does not sign: {why}", _COMMAND_REMEDY)
        return signature

    def _raw(self, signature: bytes, data: bytes) -> bytes:
        """Return a signature as COSE wants it, once it is known to be one: two numbers side by side for a curve."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import utils

        key: Any = self._public
        is_curve = self._algorithm in _CURVES.values()
        length = (key.key_size + 7) // 8 if is_curve else 0
        try:
            if is_curve and len(signature) == 2 * length:
                r, s = (int.from_bytes(half) for half in (signature[:length], signature[length:]))
                signature = utils.encode_dss_signature(r, s)
            key.verify(signature, data, *self._scheme())
            if not is_curve:
                return signature
            return b"".join(number.to_bytes(length) for number in utils.decode_dss_signature(signature))
        except (InvalidSignature, ValueError) as error:
            where = self._signing.command or str(self._signing.key)
            what = "gives no signature of the certificate's key"
            raise SettingsError(where, what, f"{_COMMAND_REMEDY}, by {self._algorithm}") from error

    def _pem(self) -> str:
        from cryptography.hazmat.primitives.serialization import Encoding

        return "".join(one.public_bytes(Encoding.PEM).decode() for one in self._chain)


def holds(path: Path) -> bool:
    """Say whether a file holds its signature itself."""
    return path.suffix in EMBEDDED


@cache
def ready(signing: Signing) -> Signer:
    """Return the signer, read once a process. Raises SettingsError."""
    return Signer(signing)


def unusable_because() -> str | None:
    """Say in one line why nothing can be signed here and how to get it, or None where it can."""
    missing = [name for name in ("c2pa", "cryptography") if find_spec(name) is None]
    return f"needs a package: {packages.install(PACKAGE)}" if missing else None


def _chain(path: Path) -> list[Any]:
    """Read the certificates of a file. Raises SettingsError."""
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as error:
        remedy = "give a PEM file with the signer's certificate first, then those that issued it"
        raise SettingsError(str(path), "has no certificate that can be read", remedy) from error
    now, own = datetime.now(UTC), found[0]
    if now > own.not_valid_after_utc:
        what = f"has expired, on {own.not_valid_after_utc:%Y-%m-%d}"
        raise SettingsError(str(path), what, "ask your authority for a new certificate")
    if now < own.not_valid_before_utc:
        raise SettingsError(
            str(path), f"is valid from {own.not_valid_before_utc:%Y-%m-%d} on only", "wait, or use another"
        )
    return list(found)


def _unfit(chain: Sequence[Any]) -> str:
    """Say what a chain of certificates lacks for signing documents; "" where nothing that is known here."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import rsa

    own, public = chain[0].extensions, chain[0].public_key()
    try:
        usage = own.get_extension_for_class(x509.KeyUsage).value
        purposes = {one.dotted_string for one in own.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except x509.ExtensionNotFound as error:
        kind = "key usage" if error.oid == x509.KeyUsage.oid else "extended key usage"
        return f"its certificate does not say what it is for ({kind})"
    if not usage.digital_signature:
        return "its certificate is not for digital signatures (key usage)"
    if not purposes & _PURPOSES:
        return "its certificate is for something else than e-mail or documents (extended key usage)"
    if isinstance(public, rsa.RSAPublicKey) and public.key_size < _SHORTEST_RSA_BITS:
        return f"its key has {public.key_size} bits, and RSA needs {_SHORTEST_RSA_BITS}"
    if any(one.issuer != other.subject for one, other in pairwise(chain)):
        return "its certificates do not follow each other: the signer's first, then who issued it, and so on"
    return ""


def _private(path: Path) -> Any:  # noqa: ANN401 - the library's own kinds
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(path.read_bytes(), None)
    except TypeError as error:
        remedy = "give one without a passphrase, or a command that asks for it, with --signer"
        raise SettingsError(str(path), "is locked with a passphrase", remedy) from error
    except (OSError, ValueError, UnsupportedAlgorithm) as error:
        raise SettingsError(str(path), "has no private key that can be read", "give a PEM file") from error


def _algorithm(public: object, where: Path) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in _CURVES:
        return _CURVES[public.curve.name]
    if isinstance(public, ed25519.Ed25519PublicKey):
        return "ED25519"
    if isinstance(public, rsa.RSAPublicKey):
        return "PS256"
    raise SettingsError(str(where), "is of a kind that C2PA does not sign with", "use P-256, P-384, Ed25519 or RSA")


def _hash(name: str) -> Any:  # noqa: ANN401 - the library's own kinds
    from cryptography.hazmat.primitives import hashes

    return getattr(hashes, name)()


def _told(error: Exception) -> str:
    return str(error).rpartition(": ")[2][:120] or type(error).__name__


def _manifest(path: Path, statement: Statement, approved_by: str) -> dict[str, Any]:
    """Say all that is signed. Lists of small numbers would be taken for bytes, so places are objects."""
    name, _, version = statement.tags[MADE_BY].rpartition(" ")
    agent = {"name": name, "version": version}
    ingredients = [f"article-{number}" for number in range(len(statement.originals))]
    sentences = [
        {
            "written": said.written,
            "speaker": said.speaker,
            "start_ms": said.start_ms,
            "source": json.loads(documents.written(said.source)) if said.source else None,
            "edits": [json.loads(documents.written(edit)) for edit in said.edits],
        }
        for said in statement.said
    ]
    assertions: list[dict[str, Any]] = [
        _action(ingredients, statement.tags[SOURCE_TYPE], agent),
        {"label": VOICE, "data": {"name": statement.voice, **statement.tags}},
        {"label": SENTENCES, "data": {"sentences": sentences}},
    ]
    if approved_by:
        assertions.append({"label": APPROVAL, "data": {"by": approved_by}})
    return {
        "claim_generator_info": [agent],
        "title": statement.title,
        "format": EMBEDDED.get(path.suffix, BYTES),
        "assertions": assertions,
    }


def _action(ingredients: Sequence[str], source_type: str, agent: Mapping[str, str]) -> dict[str, Any]:
    """Say that it was created, how, by which program, of which articles."""
    created = {
        "action": "c2pa.created",
        "digitalSourceType": source_type,
        "softwareAgent": agent,
        "parameters": {"ingredientIds": list(ingredients)},
    }
    return {"label": "c2pa.actions.v2", "data": {"actions": [created]}}


def _ingredient(number: int, original: Original) -> str:
    ingredient = {
        "title": original.title,
        "relationship": "inputTo",
        "label": f"article-{number}",
        "instance_id": f"sha256:{original.sha256}",
        "description": f"sha256:{original.sha256}",
        **({"informational_URI": original.url} if original.url else {}),
    }
    return json.dumps(ingredient, ensure_ascii=False)


def _taken_over(earlier: Path, name: str, wanted: str) -> bytes | None:
    """Return what is signed already in the episode that stands, where it is the same and nobody changed it."""
    signed = documents.read_file(Signed, earlier / LIST_FILE)
    if signed is None or signed.of.get(name) != wanted:
        return None
    found = content(earlier / name)
    return found if found is not None and sha256(found).hexdigest() == signed.digests.get(name) else None


def _note(folder: Path, target: Path, wanted: str) -> None:
    known = documents.read_file(Signed, folder / LIST_FILE) or Signed(of={}, digests={})
    digest = sha256_of(target)
    noted = Signed(of={**known.of, target.name: wanted}, digests={**known.digests, target.name: digest})
    write_bytes(folder / LIST_FILE, documents.written(noted).encode())
