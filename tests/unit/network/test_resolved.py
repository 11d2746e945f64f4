"""Recorded outputs of systemd-resolved, and whose fault a silent resolver is when the stub is told apart."""

import socket

import pytest
from fake_network import FakeNetwork

from gopay_help.model.check import Blame, NetCause
from gopay_help.network import linux
from gopay_help.network.check import run_check
from gopay_help.network.machine import DnsReply
from gopay_help.network.targets import parse_targets

TARGETS = parse_targets(
    {"format": "gopay-help/targets@1", "provider": [{"id": "help", "url": "https://help.wallet.example/"}]}
)
UPLINKS = """# This is /run/systemd/resolve/resolv.conf managed by man:systemd-resolved(8).
# Do not edit.

nameserver 192.168.1.1
nameserver fdb8:7b34:b3d9::1
nameserver fe80::1%2
search lan
"""
RESOLVECTL = """Global: 9.9.9.9#dns.quad9.net [2620:fe::fe]:9953#dns.quad9.net 1.1.1.1:853
Link 2 (enp0s31f6):
Link 5 (wlp4s0): 192.168.1.1 fdb8:7b34:b3d9::1 fe80::861e:a3ff:feb1:f8e7
"""
STUB = "127.0.0.53"
AGAIN = socket.gaierror(socket.EAI_AGAIN, "again")


def test_the_file_of_uplinks():
    assert list(linux.parse_nameservers(UPLINKS)) == ["192.168.1.1", "fdb8:7b34:b3d9::1", "fe80::1%2"]


def test_the_tools_output():
    assert list(linux.parse_resolvectl(RESOLVECTL)) == [
        "9.9.9.9",
        "2620:fe::fe",
        "1.1.1.1",
        "192.168.1.1",
        "fdb8:7b34:b3d9::1",
        "fe80::861e:a3ff:feb1:f8e7%wlp4s0",
    ]
    assert list(linux.parse_resolvectl("Failed to connect to bus\n")) == []


def test_without_a_stub_nothing_is_read(monkeypatch, tmp_path):
    monkeypatch.setattr(linux, "_UPSTREAMS", tmp_path / "none")
    monkeypatch.setattr(linux, "output_of", lambda *_: pytest.fail("asked"))
    assert linux.upstreams(("192.168.1.1",)) == ()


def test_behind_the_stub(monkeypatch, tmp_path):
    path = tmp_path / "resolv.conf"
    path.write_text(f"nameserver {STUB}\nnameserver 1.2.3.4\nnameserver 1.2.3.4\n")
    monkeypatch.setattr(linux, "_UPSTREAMS", path)
    assert linux.upstreams((STUB,)) == ("1.2.3.4",)
    path.unlink()
    monkeypatch.setattr(linux, "output_of", lambda *_: RESOLVECTL)
    assert linux.upstreams((STUB,))[0] == "9.9.9.9"


@pytest.mark.parametrize(
    ("servers", "blame"),
    [
        ((STUB, "40.1.1.1"), Blame.LOCAL_NETWORK),
        ((STUB, "192.168.1.1"), Blame.LOCAL_NETWORK),
        ((STUB,), Blame.LOCAL_NETWORK),
    ],
)
def test_the_silence_is_theirs_who_stand_behind(servers, blame):
    network = FakeNetwork(servers=servers, system=AGAIN, dns=lambda *_: TimeoutError())
    verdict = run_check(TARGETS, network=network).verdict
    assert (verdict.cause, verdict.blame) == (NetCause.DNS_UNREACHABLE, blame)


def test_a_stub_that_fails_alone_is_this_machines():
    def dns(server, _name, _qtype):
        return DnsReply("SERVFAIL", (), 1) if server == STUB else None

    network = FakeNetwork(servers=(STUB, "40.1.1.1"), system=AGAIN, dns=dns)
    verdict = run_check(TARGETS, network=network).verdict
    assert (verdict.cause, verdict.blame) == (NetCause.DNS_FAILING, Blame.DEVICE)
