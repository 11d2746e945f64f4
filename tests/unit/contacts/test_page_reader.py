"""`channels recheck` fetches through httpx: a server that will not behave ends in time, as unreachable."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.lab.pki import Pki

from gopay_help.contacts.recheck import Page, PageReader, Result, classify_page, first_address, visible_text
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.addresses import is_public, kind_of
from gopay_help.model.contact import ChannelStatus
from growth import grows_faster_than_its_input
from verifying import channel, registry

NAME = "help.ours.example"
LIMIT_S = 0.6
LINE = parse_registry(registry(channel(id="line", value="1500999"))).channels[0]
HEAD = b"HTTP/1.1 200 OK\r\n"


class Certificates(NamedTuple):
    server: Path
    stranger: Path
    trust: Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Certificates:
    folder = tmp_path_factory.mktemp("pki")
    pki = Pki(folder, datetime.now(UTC), "recheck")
    server, stranger = pki.issue("server", [NAME]), pki.issue("stranger", ["other.example"])
    return Certificates(server, stranger, folder / "trust.pem")


class Server:
    """Answers each connection with *answer*, which writes to it for as long as it likes."""

    def __init__(self, pem: Path, answer: Callable[[ssl.SSLSocket], None]) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(pem)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.answer = answer
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        self.over = threading.Event()
        self.context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            try:
                with self.context.wrap_socket(plain, server_side=True) as link:
                    self.requests.append(link.recv(65536))
                    self.answer(link)
            except OSError:
                pass


def sends(raw: bytes) -> Callable[[ssl.SSLSocket], None]:
    return lambda link: link.sendall(raw)


def drips(first: bytes, drop: bytes, pause_s: float) -> Callable[[ssl.SSLSocket], None]:
    def answer(link: ssl.SSLSocket) -> None:
        link.sendall(first)
        for _ in range(10_000):
            link.sendall(drop)
            time.sleep(pause_s)

    return answer


@pytest.fixture
def serve(certificates) -> Iterator[Callable[..., tuple[Server, PageReader]]]:
    servers = []

    def start(answer, pem=certificates.server, **changes) -> tuple[Server, PageReader]:
        server = Server(pem, answer)
        servers.append(server)
        tls = ssl.create_default_context(cafile=certificates.trust)
        wanted = {
            "resolve": lambda _host: "127.0.0.1",
            "may_contact": lambda _address: True,
            "port": server.port,
            "tls": tls,
            "limit_s": 30.0,  # a busy machine takes a second to load what fetches
        }
        return server, PageReader(**wanted | changes)

    yield start
    for server in servers:
        server.listener.close()


def page(body: bytes, more: bytes = b"") -> bytes:
    return HEAD + more + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_a_page_is_fetched_from_the_address_that_was_checked(serve, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9/")
    server, fetch = serve(sends(page(b"Call 1500-999\xff")))
    assert fetch(f"https://{NAME}/bantuan") == Page(200, "Call 1500-999\ufffd")
    assert server.requests[0].startswith(b"GET /bantuan HTTP/1.1\r\n")
    assert f"\r\nhost: {NAME}\r\n".encode() in server.requests[0].lower()
    assert server.names == [NAME]


BOMB = gzip.compress(bytes(64 * 1024 * 1024))
HOSTILE = {
    "a dripping body": drips(HEAD + b"Content-Length: 100000\r\n\r\n", b"x", 0.02),
    "dripping headers": drips(HEAD, b"X-A: b\r\n", 0.02),
    "a header that never ends": drips(HEAD + b"X-A: ", b"b", 0.01),
    "endless 100 Continue": drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50, 0.0),
    "a gzip bomb": sends(page(BOMB, b"Content-Encoding: gzip\r\n")),
    "silence": lambda link: link.recv(1),
    "a body without end": drips(HEAD + b"Connection: close\r\n\r\n", b"x" * 65536, 0.0),
    "nothing of HTTP": sends(b"220 mail.ours.example ESMTP\r\n"),
    "open script tags": sends(page(b"<script " * 65536)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_server_that_will_not_behave_is_unreachable_in_time(serve, what):
    _, fetch = serve(HOSTILE[what], limit_s=LIMIT_S)
    since = time.monotonic()
    found = classify_page(LINE, "https://elsewhere.example/", fetch(f"https://{NAME}/"))
    assert found is Result.UNREACHABLE
    assert time.monotonic() - since < LIMIT_S + 10, "they go on for minutes"


def test_a_page_of_the_largest_size_is_read_and_one_byte_more_is_not(serve):
    _, fetch = serve(sends(page(b"x" * 1000)), max_bytes=1000)
    assert fetch(f"https://{NAME}/").status == 200
    _, fetch = serve(sends(page(b"x" * 1001)), max_bytes=1000)
    assert fetch(f"https://{NAME}/").status is None


def test_a_redirect_is_told_and_not_followed(serve):
    server, fetch = serve(
        sends(b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
    )
    assert fetch(f"https://{NAME}/").status == 302
    assert len(server.requests) == 1


def test_a_certificate_for_another_name_is_no_answer(serve, certificates):
    server, fetch = serve(sends(page(b"x")), pem=certificates.stranger)
    assert fetch(f"https://{NAME}/").status is None
    assert server.requests == []


def test_a_name_that_leads_inside_is_not_contacted(serve):
    server, fetch = serve(sends(page(b"x")), may_contact=is_public)
    assert fetch(f"https://{NAME}/").status is None
    time.sleep(0.1)
    assert server.names == []


def test_a_name_service_that_hangs_ends_in_time():
    since = time.monotonic()
    fetch = PageReader(resolve=lambda _host: time.sleep(8) or "127.0.0.1", limit_s=0.3)
    assert fetch(f"https://{NAME}/").status is None
    assert time.monotonic() - since < 6


def test_a_name_without_an_address_cannot_be_fetched(monkeypatch):
    def nothing(*_args: object, **_more: object) -> list[object]:
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    assert PageReader()("https://gopay.co.id/") == Page(None)


def test_the_first_address_counts(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [(0, 0, 0, "", ("1.1.1.1", 443))])
    assert first_address("gopay.co.id") == "1.1.1.1"


INSIDE = [
    "127.0.0.1",
    "10.1.2.3",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "0.0.0.0",  # noqa: S104
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fd00::1",
    "ff0e::1",
    "2001:db8::1",
    "2001::1",
    "2001:10::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "64:ff9b::7f00:1",
    "64:ff9b::a01:203",
    "64:ff9b:1::1",
    "64:ff9b:1::808:808",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::808:808",
    "100::1",
    "x",
    "127.1",
    "0x7f000001",
    "localhost",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_the_public_internet_is_refused(address):
    assert not is_public(address)
    assert PageReader(resolve=lambda _host: address)("https://gopay.co.id/").status is None


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "::ffff:1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "2001:4860:4860::8888"],
)
def test_what_is_public_may_be_asked(address):
    assert is_public(address)


def test_a_stand_in_of_a_vpn_has_a_kind_of_its_own():
    assert (kind_of("198.18.0.9"), kind_of("64:ff9b::101:101"), kind_of("2002:808:808::1")) == (
        "fake_ip",
        "nat64",
        "private",
    )


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>a</p>b", " a b"),
        ("a<script>if (1 < 2) x</SCRIPT >b", "a b"),
        ("a<STYLE media=x>p{}</style>b &amp; c", "a b & c"),
        ("no tags", "no tags"),
        ("breaks off <p", None),
        ("<script>never closed", None),
    ],
)
def test_what_a_page_shows(html, shown):
    assert visible_text(html) == shown


@pytest.mark.parametrize("piece", ["<script ", "<", "<script>", "</script", "<style", "&", "<a>"])
def test_reading_a_page_is_linear(piece):
    assert not grows_faster_than_its_input(visible_text, piece * (2**18 // len(piece)))


def test_a_live_contact_of_a_page_that_breaks_off_is_not_called_changed():
    assert LINE.status is ChannelStatus.ACTIVE
    assert classify_page(LINE, "https://x.example/", Page(200, "1500999 <p")) is Result.UNREACHABLE
