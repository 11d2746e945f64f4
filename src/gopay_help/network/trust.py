"""Whom this machine trusts: the system's own store, loaded once a run."""

import ssl

import truststore

from gopay_help.network.network import Trust

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module passes on and has no name for."""


class TrustStore:
    """Makes the TLS object for a connection, by how much it should believe."""

    def __init__(self) -> None:
        self._full = _system_context()
        self._none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._none.check_hostname = False
        self._none.verify_mode = ssl.CERT_NONE

    def wrap(
        self, incoming: ssl.MemoryBIO, outgoing: ssl.MemoryBIO, name: str | None, trust: Trust
    ) -> ssl.SSLObject:
        """A client-side TLS object.

        ANY_TIME is FULL without the dates where the system can leave them out.
        """
        if trust is Trust.NOTHING:
            return self._none.wrap_bio(incoming, outgoing, server_hostname=name)
        if trust is Trust.FULL or isinstance(self._full, truststore.SSLContext):
            return self._full.wrap_bio(incoming, outgoing, server_hostname=name)
        flags = self._full.verify_flags
        try:
            # OpenSSL copies the flags into the connection, so the shared context can have them back at once.
            self._full.verify_flags = ssl.VerifyFlags(int(flags) | _NO_CHECK_TIME)
            return self._full.wrap_bio(incoming, outgoing, server_hostname=name)
        finally:
            self._full.verify_flags = flags


def _system_context() -> ssl.SSLContext:
    """The system's store: OpenSSL's own paths (and SSL_CERT_FILE) if they hold anything, else truststore.

    truststore loads the store anew for each connection on Linux, which costs more than the connection.
    Python 3.13 made checks strict that browsers do not make; a virus scanner's root must not look like an
    attack.
    """
    context = ssl.create_default_context()
    if context.cert_store_stats()["x509_ca"] or ssl.get_default_verify_paths().capath:
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
        return context
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
