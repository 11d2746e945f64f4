"""Certificate makers of a lab world: one that the client trusts, and some that it does not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey


def _name(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, text), x509.NameAttribute(NameOID.ORGANIZATION_NAME, text)]
    )


def _pem(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


class Pki:
    """Writes chains into a folder."""

    def __init__(self, folder: Path, now: datetime, label: str) -> None:
        self.folder, self.now = folder, now
        self.makers: dict[str, tuple[Key, x509.Certificate]] = {}
        for maker in ("root", "scanner", "stranger"):
            self.makers[maker] = self._maker(f"{label} {maker}", strict=maker != "scanner")
        self.makers["other"] = self._maker(f"{label} other", strict=True)
        self.makers["middle"] = self._maker(f"{label} middle", strict=True, under="root")
        self.makers["late"] = self._maker(f"{label} late", strict=True, under="root", days=(-3650, -9))
        trusted = b"".join(
            self.makers[maker][1].public_bytes(serialization.Encoding.PEM) for maker in ("root", "other")
        )
        (folder / "trust.pem").write_bytes(trusted)

    def _maker(
        self, name: str, *, strict: bool, under: str = "", days: tuple[int, int] = (-3650, 3650)
    ) -> tuple[Key, x509.Certificate]:
        """A root, or a maker that stands *under* one."""
        key = ec.generate_private_key(ec.SECP256R1())
        above_key, above = self.makers[under] if under else (key, None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(above.subject if above else _name(name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + timedelta(days=days[0]))
            .not_valid_after(self.now + timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=strict)
        )
        if above is not None:
            builder = builder.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(above_key.public_key()), critical=False
            )
        if strict:
            usage = x509.KeyUsage(
                digital_signature=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            )
            builder = builder.add_extension(usage, critical=True)
            builder = builder.add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
        return key, builder.sign(above_key, hashes.SHA256())

    def issue(
        self,
        label: str,
        names: list[str],
        issuer: str = "root",
        days: tuple[int, int] = (-30, 60),
        pad: int = 0,
        *,
        sends: bool = True,
    ) -> Path:
        """A certificate for *names*; its maker's beside it if that is no root and the server *sends* it."""
        key = ec.generate_private_key(ec.SECP256R1())
        maker_key, maker = self.makers.get(issuer, (key, None))
        padded = [*names, *(f"padding-name-number-{number}.{names[0]}" for number in range(pad))]
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name(names[0][:60]))
            .issuer_name(maker.subject if maker else _name(names[0][:60]))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + timedelta(days=days[0]))
            .not_valid_after(self.now + timedelta(days=days[1]))
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name) for name in padded]), critical=False
            )
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(maker_key.public_key()), critical=False
            )
            .sign(maker_key, hashes.SHA256())
        )
        path = self.folder / f"{label}.pem"
        chain = [certificate, *([maker] if maker and sends and issuer in ("middle", "late") else [])]
        path.write_bytes(
            _pem(key) + b"".join(item.public_bytes(serialization.Encoding.PEM) for item in chain)
        )
        return path


def make(folder: Path, certificates: dict[str, dict[str, object]], shift_s: int, label: str) -> None:
    pki = Pki(folder, datetime.now(UTC) + timedelta(seconds=shift_s), label)
    for name, wanted in certificates.items():
        pki.issue(name, **wanted)
