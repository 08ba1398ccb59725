"""Keys and certificates of the tests' own, made when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

_PEM = serialization.Encoding.PEM
_DAY = timedelta(days=1)
_USES = (
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The files of a signer: key, certificate with its authority's behind it, the authority's own."""

    key: Path
    chain: Path
    authority: Path


def make(folder: Path, kind: str = "P-256", *, ends: timedelta = 30 * _DAY, begins: timedelta = -_DAY) -> Keys:
    """Write the files of a signer, "مكتب التحرير" of "دار الخبر", into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    now, root, key = datetime.now(UTC), ec.generate_private_key(ec.SECP256R1()), _key(kind)
    of_authority = _name("هيئة الاختبار")
    authority = _certificate(of_authority, root.public_key(), of_authority, root, (now - 3 * _DAY, now + 90 * _DAY))
    own = _certificate(_name("مكتب التحرير"), key.public_key(), of_authority, root, (now + begins, now + ends))
    keys = Keys(key=folder / "key.pem", chain=folder / "chain.pem", authority=folder / "authority.pem")
    keys.key.write_bytes(pem(key))
    keys.chain.write_bytes(own.public_bytes(_PEM) + authority.public_bytes(_PEM))
    keys.authority.write_bytes(authority.public_bytes(_PEM))
    return keys


def pem(key: PrivateKeyTypes, passphrase: bytes = b"") -> bytes:
    """Write a private key."""
    locked = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    return key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, locked)


def _key(kind: str) -> ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey:
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key({"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "K-256": ec.SECP256K1()}[kind])


def _name(common: str) -> x509.Name:
    organization = x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "دار الخبر")
    return x509.Name([organization, x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name,
    public: object,
    issuer: x509.Name,
    root: ec.EllipticCurvePrivateKey,
    valid: tuple[datetime, datetime],
) -> x509.Certificate:
    is_root = subject == issuer
    usage = x509.KeyUsage(digital_signature=True, key_cert_sign=is_root, **dict.fromkeys(_USES, False))
    purpose = [x509.ExtendedKeyUsageOID.EMAIL_PROTECTION]
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)  # type: ignore[arg-type]
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), critical=False)
    )
    if not is_root:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purpose), critical=False)
    return builder.sign(root, hashes.SHA256())
