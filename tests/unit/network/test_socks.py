"""SOCKS 5 as it goes over the wire, and as a check uses it."""

import asyncio
import base64

import pytest
from fake_network import FakeNetwork

from gopay_help.model.check import NetCause
from gopay_help.network.check import run_check
from gopay_help.network.machine import Proxy
from gopay_help.network.targets import parse_targets
from gopay_help.network.wire import AUTH, OK, REFUSES, open_way

LOGIN = base64.b64encode(b"me:secret").decode()
TARGETS = parse_targets(
    {"format": "gopay-help/targets@1", "provider": [{"id": "help", "url": "https://help.wallet.example/"}]}
)


def talk(answers, host="help.example", credentials=None):
    """What the proxy's *answers* came to, and what was said to it."""
    waiting, said = bytearray(answers), []

    async def send(data):
        said.append(data)

    async def read(size):
        piece, waiting[:size] = bytes(waiting[:size]), b""
        if len(piece) < size:
            raise EOFError
        return piece

    return asyncio.run(open_way(send, read, (host, 443), credentials)), said


@pytest.mark.parametrize("bound", [b"\x01" + bytes(6), b"\x04" + bytes(18), b"\x03\x03abc\x01\xbb"])
def test_a_way_is_opened_by_name(bound):
    outcome, said = talk(b"\x05\x00" + b"\x05\x00\x00" + bound)
    assert outcome == OK
    assert said == [b"\x05\x01\x00", b"\x05\x01\x00\x03\x0chelp.example\x01\xbb"]


def test_an_address_goes_as_an_address():
    good = b"\x05\x00\x05\x00\x00\x01" + bytes(6)
    assert talk(good, "20.1.1.1")[1][1] == b"\x05\x01\x00\x01\x14\x01\x01\x01\x01\xbb"
    assert talk(good, "2a00::1")[1][1][3:6] == b"\x04\x2a\x00"


def test_a_log_in_is_given_if_it_is_wanted():
    outcome, said = talk(b"\x05\x02\x01\x00\x05\x00\x00\x01" + bytes(6), credentials=LOGIN)
    assert (outcome, said[0], said[1]) == (OK, b"\x05\x02\x00\x02", b"\x01\x02me\x06secret")


@pytest.mark.parametrize(
    ("answers", "credentials", "outcome"),
    [
        (b"\x05\xff", None, AUTH),
        (b"\x05\x02", None, AUTH),
        (b"\x05\x02\x01\x01", LOGIN, AUTH),
        (b"\x05\x00\x05\x02\x00\x01" + bytes(6), None, REFUSES),
    ],
)
def test_refusals(answers, credentials, outcome):
    assert talk(answers, credentials=credentials)[0] == outcome


def test_something_else_is_no_socks():
    with pytest.raises(ConnectionResetError):
        talk(b"HTTP/1.1 400")
    with pytest.raises(EOFError):
        talk(b"\x05")


@pytest.mark.parametrize(
    ("scheme", "status", "value", "cause"),
    [
        ("socks5", 200, "ok", NetCause.OK),
        ("socks5h", 407, "auth", NetCause.PROXY_BROKEN),
        ("socks", 502, "refuses", NetCause.PROXY_BROKEN),
        ("socks4", 200, "unsupported", NetCause.OK),
    ],
)
def test_in_a_check(scheme, status, value, cause):
    network = FakeNetwork(proxy=Proxy(scheme, "192.168.1.9", 1080), proxy_status=status)
    report = run_check(TARGETS, network=network)
    assert [item.value for item in report.checks if item.id == "proxy"] == [value]
    assert report.verdict.cause is cause
    assert network.tunnels == ([] if value == "unsupported" else [("help.wallet.example", 443, True)])
