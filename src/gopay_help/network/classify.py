"""The one place that turns what the machine raised into a word."""

import errno
import socket
import ssl

from gopay_help.network.network import OverBudgetError

OVER_BUDGET = "over_budget"
"""The word for a look that was left out: no failure of anybody's."""
VERIFY_WORDS = {
    9: "not_yet",
    10: "expired",
    18: "untrusted",
    19: "untrusted",
    20: "untrusted",
    21: "untrusted",
    62: "wrong_name",
    64: "wrong_name",
}
"""OpenSSL's verify codes (man verify) that mean something of their own to the rules."""

ERRNO_WORDS = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.ECONNABORTED: "reset",
    errno.EPIPE: "reset",
    errno.EHOSTUNREACH: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.ENETUNREACH: "no_route",
    errno.ENETDOWN: "no_route",
    errno.EADDRNOTAVAIL: "no_route",
    errno.EACCES: "denied",
    errno.EPERM: "denied",
    errno.ETIMEDOUT: "timeout",
}
LOOKUP_WORDS = {
    socket.EAI_NONAME: "noname",
    socket.EAI_AGAIN: "again",
    socket.EAI_FAIL: "servfail",
    getattr(socket, "EAI_NODATA", socket.EAI_NONAME): "noname",
}

FAILURE_CODES = {
    "timeout": "generic_timeout_error",
    "refused": "connection_refused",
    "reset": "connection_reset",
    "unreachable": "host_unreachable",
    "no_route": "network_unreachable",
    "denied": "operation_denied",
    "eof": "eof_error",
    "not_yet": "ssl_certificate_not_yet_valid",
    "expired": "ssl_certificate_expired",
    "untrusted": "ssl_unknown_authority",
    "wrong_name": "ssl_invalid_hostname",
    "bad_cert": "ssl_invalid_certificate",
    "alert": "ssl_alert",
    "not_tls": "ssl_not_tls",
    "nxdomain": "dns_nxdomain_error",
    "rcode_refused": "dns_refused_error",
    "noname": "dns_nxdomain_error",
    "again": "dns_temporary_failure",
    "servfail": "dns_server_failure",
}


_KIND_WORDS = ((OverBudgetError, OVER_BUDGET), (TimeoutError, "timeout"), (EOFError, "eof"))


def word_for(error: BaseException) -> str:
    """One lower-case word for *error*. Certificate errors come first: their errno is 1, which is EPERM."""
    if isinstance(error, ssl.SSLError):
        return _tls_word(error)
    for kind, word in _KIND_WORDS:
        if isinstance(error, kind):
            return word
    if isinstance(error, socket.gaierror):
        return LOOKUP_WORDS.get(error.errno or 0, "lookup_error")
    if isinstance(error, OSError):
        return ERRNO_WORDS.get(error.errno or 0, "error")
    return "error"


def _tls_word(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return VERIFY_WORDS.get(error.verify_code, "bad_cert")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "eof"
    reason = error.reason or ""
    if reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "PACKET_LENGTH_TOO_LONG"}:
        return "not_tls"
    return "alert" if "ALERT" in reason or "UNRECOGNIZED_NAME" in reason else "tls_error"


def failure_for(word: str) -> str:
    """The stable failure code of a word."""
    return FAILURE_CODES.get(word, word)
