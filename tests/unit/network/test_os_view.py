"""C07: recorded words of NetworkManager, networkd, macOS and Windows, and that they are a hint only."""

import asyncio
import time

import pytest
from fake_network import FakeNetwork

from gopay_help.model.check import NetCause, Status
from gopay_help.model.tree import Confidence
from gopay_help.network import linux, look_local, macos, windows
from gopay_help.network.budget import CheckRun, FindingsLog
from gopay_help.network.check import run_check
from gopay_help.network.look_local import ask_system
from gopay_help.network.targets import parse_targets

TARGETS = parse_targets(
    {"format": "gopay-help/targets@1", "provider": [{"id": "help", "url": "https://help.wallet.example/"}]}
)
NWI_ONLINE = """Network information

IPv4 network interface information
     en0 : flags      : 0x5 (IPv4,DNS)
           address    : 192.168.1.23
           reach      : 0x00000002 (Reachable)

   REACH : flags 0x00000002 (Reachable)

IPv6 network interface information
   No IPv6 states found


   REACH : flags 0x00000000 (Not Reachable)

Network interfaces: en0
"""
NWI_OFFLINE = """Network information

IPv4 network interface information
   No IPv4 states found

   REACH : flags 0x00000000 (Not Reachable)

IPv6 network interface information
   No IPv6 states found

   REACH : flags 0x00000000 (Not Reachable)
"""


@pytest.mark.parametrize(
    ("parse", "text", "word"),
    [
        (linux.parse_nmcli, "full\n", "full"),
        (linux.parse_nmcli, "portal\n", "portal"),
        (linux.parse_nmcli, "", None),
        (linux.parse_nmcli, "Error: NetworkManager is not running.\n", None),
        (linux.parse_networkmanager, "u 4\n", "full"),
        (linux.parse_networkmanager, "u 2\n", "portal"),
        (linux.parse_networkmanager, "u 0\n", "unknown"),
        (linux.parse_networkmanager, "u 9\n", None),
        (linux.parse_networkmanager, "", None),
        (linux.parse_networkd, 's "online"\n', "unknown"),
        (linux.parse_networkd, 's "partial"\n', "limited"),
        (linux.parse_networkd, 's "offline"\n', "none"),
        (linux.parse_networkd, "", None),
        (macos.parse_nwi, NWI_ONLINE, "unknown"),
        (macos.parse_nwi, NWI_OFFLINE, "none"),
        (macos.parse_nwi, "No network information\n", None),
        (windows.parse_profiles, "Internet\nNoTraffic\n", "full"),
        (windows.parse_profiles, "NoTraffic\nNoTraffic\nInternet\nLocalNetwork\n", "full"),
        (windows.parse_profiles, "LocalNetwork\nNoTraffic\n", "limited"),
        (windows.parse_profiles, "Disconnected\nDisconnected\n", "none"),
        (windows.parse_profiles, "", None),
    ],
)
def test_recorded_words(parse, text, word):
    assert parse(text) == word


def test_without_a_bus_nobody_is_asked(monkeypatch, tmp_path):
    monkeypatch.setattr(linux, "_BUS", tmp_path / "none")
    monkeypatch.setattr(linux, "output_of", lambda *_: pytest.fail("asked"))
    assert linux.connectivity() is None


def test_the_first_manager_that_has_a_view_is_believed(monkeypatch, tmp_path):
    asked = []

    def output_of(*command):
        asked.append(command[0])
        return "" if command[0] == "nmcli" else "u 2\n"

    monkeypatch.setattr(linux, "_BUS", tmp_path)
    monkeypatch.setattr(linux, "output_of", output_of)
    assert (linux.connectivity(), asked) == ("portal", ["nmcli", "busctl"])


@pytest.mark.parametrize(
    ("view", "value", "status"),
    [
        ("full", "full", Status.PASS),
        ("portal", "portal", Status.WARN),
        ("unknown", "unknown", Status.UNKNOWN),
        (None, "no_tool", Status.SKIP),
        (OSError(1, "no"), "unknown", Status.UNKNOWN),
    ],
)
def test_the_word_is_noted(view, value, status):
    run = CheckRun(FakeNetwork(view=view), FindingsLog(8.0), TARGETS, allow_private=False)
    asyncio.run(ask_system(run))
    assert [(item.id, item.value, item.status) for item in run.log.findings] == [("os_view", value, status)]


def test_a_system_that_does_not_answer_holds_nobody(monkeypatch):
    """Whoever waited for it would wait for a minute: the bound tells that apart on the busiest machine."""
    monkeypatch.setattr(look_local, "_LIMIT_S", 60.0)
    began = time.monotonic()
    report = run_check(TARGETS, network=FakeNetwork(view="hang"), budget_s=60)
    assert (report.verdict.cause, time.monotonic() - began < 10) == (NetCause.OK, True)


@pytest.mark.parametrize("view", ["portal", "limited", "none"])
def test_a_hint_against_alarms_nobody(view):
    verdict = run_check(TARGETS, network=FakeNetwork(view=view)).verdict
    assert (verdict.cause, verdict.confidence) == (NetCause.OK, Confidence.HIGH)


def test_a_hint_in_favour_cancels_nothing():
    network = FakeNetwork(view="full", tcp=lambda _address, port: None if port == 80 else TimeoutError())
    assert run_check(TARGETS, network=network).verdict.cause is not NetCause.OK
