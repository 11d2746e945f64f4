"""Each error has one word, and the certificate's comes before the number that looks like a permission."""

import errno
import socket
import ssl

import pytest

from gopay_help.network.findings import failure_for, word_for


def refusal(code):
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return error


def tls(reason):
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (refusal(10), "expired"),
        (refusal(9), "not_yet"),
        (refusal(18), "untrusted"),
        (refusal(20), "untrusted"),
        (refusal(62), "wrong_name"),
        (refusal(24), "bad_cert"),
        (ssl.SSLEOFError(8, "eof"), "eof"),
        (tls("WRONG_VERSION_NUMBER"), "not_tls"),
        (tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "alert"),
        (tls("TLSV1_UNRECOGNIZED_NAME"), "alert"),
        (tls("ODD"), "tls_error"),
        (tls(None), "tls_error"),
        (TimeoutError(), "timeout"),
        (EOFError(), "eof"),
        (ConnectionRefusedError(errno.ECONNREFUSED, ""), "refused"),
        (ConnectionResetError(errno.ECONNRESET, ""), "reset"),
        (OSError(errno.EHOSTUNREACH, ""), "unreachable"),
        (OSError(errno.ENETUNREACH, ""), "no_route"),
        (OSError(errno.EACCES, ""), "denied"),
        (OSError(99999, ""), "error"),
        (socket.gaierror(socket.EAI_NONAME, ""), "noname"),
        (socket.gaierror(socket.EAI_AGAIN, ""), "again"),
        (socket.gaierror(-999, ""), "lookup_error"),
        (RuntimeError(), "error"),
    ],
)
def test_words(error, word):
    assert word_for(error) == word


def test_failure_codes_are_stable():
    assert failure_for("refused") == "connection_refused"
    assert failure_for("nxdomain") == "dns_nxdomain_error"
    assert failure_for("no_link") == "no_link"
