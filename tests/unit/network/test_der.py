"""Our reader of certificates against a real library's, and against rubbish."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from gopay_help.network.wire import read_certificate

KEY = ec.generate_private_key(ec.SECP256R1())


def made(names=("a.example", "*.b.example"), issuer="Some Maker", year=2020, years=5):
    before = datetime(year, 1, 2, 3, 4, 5, tzinfo=UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "subject.example")]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)] if issuer else []))
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(before)
        .not_valid_after(before + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
        )
    return builder.sign(KEY, hashes.SHA256())


def der(certificate):
    return certificate.public_bytes(serialization.Encoding.DER)


@pytest.mark.parametrize(("year", "years"), [(1999, 5), (2020, 1), (2020, 60)])
def test_it_reads_what_a_real_library_wrote(year, years):
    certificate = made(year=year, years=years)
    read = read_certificate(der(certificate))
    assert read.issuer == "Some Maker"
    assert read.subject == "subject.example"
    assert read.names == ("a.example", "*.b.example")
    assert read.not_before == certificate.not_valid_before_utc
    assert read.not_after == certificate.not_valid_after_utc


def test_names_match_as_browsers_do():
    read = read_certificate(der(made()))
    assert read.is_for("A.example")
    assert read.is_for("x.b.example")
    assert not read.is_for("b.example")
    assert not read.is_for("y.x.b.example")
    assert not read.is_for("subject.example")
    assert read_certificate(der(made(names=()))).is_for("subject.example")


def test_many_names_and_no_maker():
    names = tuple(f"n{number}.example" for number in range(300))
    assert read_certificate(der(made(names=names, issuer=""))).names == names


@given(st.binary(max_size=300))
def test_rubbish_is_refused(data):
    with pytest.raises(ValueError):
        read_certificate(data)


GOOD = der(made())


@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_byte_is_read_or_refused_and_nothing_else(at, value):
    with contextlib.suppress(ValueError):
        read_certificate(GOOD[:at] + bytes([value]) + GOOD[at + 1 :])


@given(st.integers(0, len(GOOD) - 1))
def test_a_cut_one_is_refused(length):
    with pytest.raises(ValueError):
        read_certificate(GOOD[:length])
