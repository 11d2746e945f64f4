"""Sockets, TLS and HTTP for real, on the loopback: every step fails with its own name."""

import asyncio
import contextlib
import datetime as dt
import os
import socket
import ssl
import struct

import dns.message
import dns.rcode
import dns.rrset
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gopay_help.network import wire
from gopay_help.network.findings import word_for
from gopay_help.network.machine import Neighbour, OverBudgetError, Trust
from gopay_help.network.system import SystemNetwork, ask_tcp, ask_udp
from gopay_help.network.wire import TrustStore, open_link

NAME = "help.wallet.example"
HELLO = b"HTTP/1.1 200 OK\r\nDate: Fri, 01 Jan 2100 00:00:00 GMT\r\nContent-Length: 5\r\n\r\nhello"


def certificate(folder, names=(NAME,), days=(-1, 1)):
    now = dt.datetime.now(dt.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lab")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + dt.timedelta(days=days[0]))
        .not_valid_after(now + dt.timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    (folder / "trust.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path


@contextlib.asynccontextmanager
async def server(answer, pem=None):
    context = None
    if pem is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)

    async def serve(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            if answer is not None:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(answer)
                await writer.drain()
            writer.close()
            await writer.wait_closed()

    running = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    try:
        yield running.sockets[0].getsockname()[1]
    finally:
        running.close()


@pytest.fixture
def trusting(tmp_path, monkeypatch):
    """A store that trusts the certificate of this test; SSL_CERT_FILE is honoured."""
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trust.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    return pem


async def opened(port, store=None, *, small=False):
    arrivals = []
    link = await open_link(("127.0.0.1", port), 2.0, store or TrustStore(), arrivals, small=small)
    return link, arrivals


def test_a_page_over_trusted_tls(trusting):
    async def main():
        async with server(HELLO, trusting) as port:
            link, arrivals = await opened(port)
            secured = await link.secure(NAME, Trust.FULL)
            reply = await link.fetch(NAME, "/x")
            resent = link.resent()
            link.close()
            return secured, reply, arrivals, resent

    secured, reply, arrivals, resent = asyncio.run(main())
    assert secured.version.startswith("TLSv1")
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"hello", "5")
    assert sum(size for _, size in arrivals) > len(HELLO)
    assert resent is None or resent >= 0


@pytest.mark.parametrize(
    ("names", "days", "name", "trusts", "word"),
    [
        ((NAME,), (-1, 1), "other.example", Trust.FULL, "wrong_name"),
        ((NAME,), (-9, -1), NAME, Trust.FULL, "expired"),
        ((NAME,), (1, 9), NAME, Trust.FULL, "not_yet"),
        ((NAME,), (-9, -1), NAME, Trust.ANY_TIME, None),
        ((NAME,), (-9, -1), "other.example", Trust.ANY_TIME, "wrong_name"),
        (("x.example",), (-9, -1), NAME, Trust.NOTHING, None),
        (("x.example",), (-9, -1), None, Trust.NOTHING, None),
    ],
)
def test_each_kind_of_trust(tmp_path, monkeypatch, names, days, name, trusts, word):
    pem = certificate(tmp_path, names, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trust.pem"))

    async def main():
        async with server(HELLO, pem) as port:
            store = TrustStore()
            link, _ = await opened(port, store)
            try:
                await link.secure(name, trusts)
            except ssl.SSLError as error:
                return word_for(error)
            finally:
                link.close()
        return None

    assert asyncio.run(main()) == word


def test_leaving_the_dates_out_once_does_not_stay(tmp_path, monkeypatch):
    pem = certificate(tmp_path, days=(-9, -1))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trust.pem"))

    async def main():
        async with server(HELLO, pem) as port:
            store, words = TrustStore(), []
            for kind in (Trust.ANY_TIME, Trust.FULL):
                link, _ = await opened(port, store)
                try:
                    await link.secure(NAME, kind)
                    words.append("ok")
                except ssl.SSLError as error:
                    words.append(word_for(error))
                link.close()
            return words

    assert asyncio.run(main()) == ["ok", "expired"]


def test_a_stranger_is_untrusted(tmp_path, monkeypatch):
    pem = certificate(tmp_path)
    (tmp_path / "other").mkdir()
    certificate(tmp_path / "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other/trust.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "other"))

    async def main():
        async with server(HELLO, pem) as port:
            link, _ = await opened(port)
            with pytest.raises(ssl.SSLCertVerificationError) as caught:
                await link.secure(NAME, Trust.FULL)
            link.close()
            return word_for(caught.value)

    assert asyncio.run(main()) == "untrusted"


def test_without_a_store_of_openssls_the_systems_is_asked(monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    store = TrustStore()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    assert store.wrap(incoming, outgoing, NAME, Trust.ANY_TIME) is not None
    assert wire.TrustStore is TrustStore


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (None, "eof"),
        (b"SSH-2.0-odd\r\n\r\n", "reset"),
        (b"HTTP/1.1 200 OK\r\n", "eof"),
        (b"HTTP/1.1 abc\r\n\r\n", "reset"),
    ],
)
def test_what_is_no_answer_has_a_word(answer, word):
    async def main():
        async with server(answer) as port:
            link, _ = await opened(port)
            with pytest.raises((OSError, EOFError)) as caught:
                await link.fetch(NAME, "/")
            link.close()
            return word_for(caught.value)

    assert asyncio.run(main()) in {word, "reset"}


def test_plain_talk_on_a_tls_port_is_not_tls():
    async def main():
        async with server(b"HTTP/1.1 400 Bad\r\n\r\n\r\n") as port:
            link, _ = await opened(port)
            with pytest.raises((OSError, EOFError)):
                async with asyncio.timeout(1):
                    await link.secure(NAME, Trust.NOTHING)
            link.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("answer", "status", "length"),
    [
        (b"HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n", 204, 0),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 9000, 200, 4096),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200, 2),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut", 200, 3),
    ],
)
def test_only_what_is_needed_is_read(answer, status, length):
    async def main():
        async with server(answer) as port:
            link, _ = await opened(port, small=True)
            reply = await link.fetch(NAME, "/")
            link.close()
            return reply

    reply = asyncio.run(main())
    assert (reply.status, len(reply.body)) == (status, length)


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut", False),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000, True),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", True),
    ],
)
def test_a_body_that_ends_too_soon_is_told(answer, whole):
    async def main():
        async with server(answer) as port:
            link, _ = await opened(port)
            reply = await link.fetch(NAME, "/")
            link.close()
            return reply.whole

    assert asyncio.run(main()) is whole


def test_a_tunnel_gives_its_status():
    async def main():
        async with server(b"HTTP/1.1 407 Login\r\n\r\n") as port:
            link, _ = await opened(port)
            status = await link.tunnel("2a00::1", 443, "c2VjcmV0")
            link.close()
            return status

    assert asyncio.run(main()) == 407


def test_a_closed_port_refuses_at_once():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(opened(port))


@pytest.mark.parametrize(("after_s", "error"), [(0.1, OverBudgetError), (1.0, TimeoutError)])
def test_a_wait_can_be_stopped_and_a_long_one_was_a_silence(after_s, error):
    async def quiet(_reader, writer):
        await asyncio.sleep(5)
        writer.close()

    async def real():
        running = await asyncio.start_server(quiet, "127.0.0.1", 0)
        try:
            port = running.sockets[0].getsockname()[1]
            link, _ = await opened(port)
            waiting = asyncio.create_task(link.secure(NAME, Trust.NOTHING))
            await asyncio.sleep(after_s)
            link.stop()
            with pytest.raises(error):
                await waiting
            link.close()
        finally:
            running.close()

    asyncio.run(real())


@pytest.mark.skipif(not hasattr(socket, "TCP_QUICKACK"), reason="only this kernel saves and counts packets")
def test_a_page_takes_few_packets_and_they_are_counted_after_the_end(trusting):
    async def main():
        async with server(HELLO, trusting) as port:
            link, _ = await opened(port)
            link.prepare(NAME, Trust.FULL)
            await link.secure(NAME, Trust.FULL)
            before = link.sent()
            await link.fetch(NAME, "/")
            link.close()
            return before, link.sent()

    before, after = asyncio.run(main())
    assert before[0] <= 3  # a greeting, our hello and at most one bare acknowledgement
    assert before[0] < after[0] <= 6
    assert after[1] > before[1] > 200


# --- questions to a resolver


class Resolver(asyncio.DatagramProtocol):
    """Keeps silent for the first questions, then answers; rubbish and other people's answers come before."""

    def __init__(self, silent=0, rcode="NOERROR", *, cut=False) -> None:
        self.silent, self.rcode, self.cut, self.heard = silent, rcode, cut, 0

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        self.heard += 1
        if self.heard <= self.silent:
            return
        self.transport.sendto(b"rubbish", peer)
        self.transport.sendto(answer_to(dns.message.make_query("other.example", "A").to_wire()), peer)
        self.transport.sendto(answer_to(data, self.rcode, cut=self.cut), peer)


def answer_to(data, rcode="NOERROR", *, cut=False):
    query = dns.message.from_wire(data)
    reply = dns.message.make_response(query)
    reply.set_rcode(dns.rcode.from_text(rcode))
    if cut:
        reply.flags |= dns.flags.TC
    elif rcode == "NOERROR":
        name = query.question[0].name
        reply.answer.append(dns.rrset.from_text(name, 1, "IN", "CNAME", "cdn.example."))
        reply.answer.append(dns.rrset.from_text("cdn.example.", 1, "IN", "A", "20.1.1.1", "20.1.1.2"))
    return reply.to_wire()


def asked(resolver, limit_s=2.5):
    async def main():
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(lambda: resolver, local_addr=("127.0.0.1", 0))
        try:
            return await ask_udp(
                "127.0.0.1", NAME, "A", limit_s, port=transport.get_extra_info("sockname")[1]
            )
        finally:
            transport.close()

    return asyncio.run(main())


def test_an_answer_is_told_from_rubbish_and_from_others():
    reply = asked(Resolver())
    assert (reply.rcode, set(reply.addresses), reply.tries) == ("NOERROR", {"20.1.1.1", "20.1.1.2"}, 1)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("30.1.1.1",), ("20.1.1.1", "20.1.1.2"), [("20.1.1.1", "20.1.1.2")]),
        (("20.1.1.2",), ("20.1.1.1", "20.1.1.2"), []),  # the same packet twice, turned round
        ((), ("20.1.1.1",), [("20.1.1.1",)]),
        (("20.1.1.1",), (), []),
    ],
)
def test_a_second_answer_that_contradicts_the_first_is_told_while_others_work(first, second, told):
    class Forger(Resolver):
        def datagram_received(self, data, peer):
            self.question, self.peer = dns.message.from_wire(data), peer
            self.say(first)

        def say(self, addresses):
            reply = dns.message.make_response(self.question)
            if addresses:
                name = self.question.question[0].name
                reply.answer.append(dns.rrset.from_text(name, 1, "IN", "A", *addresses))
            self.transport.sendto(reply.to_wire(), self.peer)

    async def main():
        loop, heard = asyncio.get_running_loop(), []
        transport, forger = await loop.create_datagram_endpoint(Forger, local_addr=("127.0.0.1", 0))
        port = transport.get_extra_info("sockname")[1]
        reply = await ask_udp("127.0.0.1", NAME, "A", 2.0, port=port, contradicted=heard.append)
        assert (reply.addresses, heard) == (first, [])
        forger.say(second)
        until = loop.time() + (0.9 if told else 0.2)
        while loop.time() < until and not heard:  # noqa: ASYNC110 (nobody could tell that nothing comes)
            await asyncio.sleep(0.01)
        transport.close()
        return heard

    assert [tuple(sorted(addresses)) for addresses in asyncio.run(main())] == told


def test_a_lost_question_is_asked_again():
    assert asked(Resolver(silent=1)).tries == 2


def test_refusals_are_answers():
    assert asked(Resolver(rcode="REFUSED")).rcode == "REFUSED"
    assert asked(Resolver(cut=True)).rcode == "TRUNCATED"


def test_silence_ends():
    with pytest.raises(TimeoutError):
        asked(Resolver(silent=99), limit_s=0.3)


def test_a_closed_port_says_so_at_once():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(ask_udp("127.0.0.1", NAME, "A", 2.0, port=port))


@pytest.mark.parametrize("hangs_up", [False, True])
def test_over_tcp(hangs_up):
    async def serve(reader, writer):
        size = struct.unpack("!H", await reader.readexactly(2))[0]
        reply = answer_to(await reader.readexactly(size))
        if not hangs_up:
            writer.write(struct.pack("!H", len(reply)) + reply)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def main():
        running = await asyncio.start_server(serve, "127.0.0.1", 0)
        try:
            return await ask_tcp("127.0.0.1", NAME, "A", 2.0, port=running.sockets[0].getsockname()[1])
        finally:
            running.close()

    if hangs_up:
        with pytest.raises(EOFError):
            asyncio.run(main())
    else:
        assert set(asyncio.run(main()).addresses) == {"20.1.1.1", "20.1.1.2"}


# --- the real machine, as far as a test may ask it


def test_this_machine_describes_itself(monkeypatch):
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    net = SystemNetwork()
    assert all(adapter.name != "lo" for adapter in net.adapters())
    assert net.source_for("127.0.0.1") == "127.0.0.1"
    assert net.proxy_for(NAME) is None
    assert isinstance(net.hosts_file(), str)
    assert net.resolvers() is None or isinstance(net.resolvers(), tuple)
    assert net.packets_out() is None or net.packets_out() >= 0
    assert all(net.neighbour(gateway) in Neighbour for gateway in net.gateways())
    assert net.portal_api() is None or net.portal_api().startswith("http")


@pytest.mark.parametrize(
    ("value", "scheme", "host", "port", "login"),
    [
        ("http://proxy.example:3128", "http", "proxy.example", 3128, None),
        ("proxy.example:3128", "http", "proxy.example", 3128, None),
        ("http://u:p%40@proxy.example", "http", "proxy.example", 8080, "dTpwQA=="),
        ("socks5://proxy.example", "socks5", "proxy.example", 1080, None),
        ("http://proxy.example:notaport", "http", "", 0, None),
    ],
)
def test_proxy_settings(monkeypatch, value, scheme, host, port, login):
    monkeypatch.setenv("https_proxy", value)
    monkeypatch.setenv("no_proxy", "left.example")
    net = SystemNetwork()
    proxy = net.proxy_for(NAME)
    assert (proxy.scheme, proxy.host, proxy.port, proxy.credentials) == (scheme, host, port, login)
    assert net.proxy_for("left.example") is None


def test_everything_contacted_is_noted_once():
    async def main():
        net = SystemNetwork()
        async with server(None) as port:
            await net.reach("127.0.0.1", port, 1.0)
            await net.reach("127.0.0.1", port, 1.0)
            return net.contacted, port

    contacted, port = asyncio.run(main())
    assert contacted == [f"127.0.0.1:{port}/tcp"]


def test_a_lookup_of_an_address_needs_nobody():
    assert asyncio.run(SystemNetwork().lookup("127.0.0.1")) == ("127.0.0.1",)
