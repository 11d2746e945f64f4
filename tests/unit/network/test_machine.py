"""Recorded outputs of Linux, macOS and Windows, and what is read from them."""

# ruff: noqa: E501 (a table keeps a row on a line)

import socket
import struct
import sys

import pytest

from gopay_help.network import linux, macos, windows
from gopay_help.network.look_local import parse_hosts
from gopay_help.network.machine import Gateway, Neighbour, output_of

ROUTE = """Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0
"""
ROUTE6 = """00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000001 00000400 00000001 00000000 00000003    wlan0
20010db8000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001    wlan0
00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
"""
MAC_ROUTE = """   route to: default
destination: default
       mask: default
    gateway: 192.168.1.1
  interface: en0
      flags: <UP,GATEWAY,DONE,STATIC,PRCLONING,GLOBAL>
"""
MAC_ARP = """? (192.168.1.1) at 11:22:33:44:55:66 on en0 ifscope [ethernet]
? (192.168.1.9) at (incomplete) on en0 ifscope [ethernet]
"""
MAC_DNS = """DNS configuration

resolver #1
  search domain[0] : home
  nameserver[0] : 10.8.0.1
  nameserver[1] : fe80::1%en0
  if_index : 14 (utun3)

resolver #2
  domain   : local
  options  : mdns

DNS configuration (for scoped queries)

resolver #1
  nameserver[0] : 192.168.1.1
"""
WIN_ROUTES = '[{"NextHop":"192.168.1.1","InterfaceAlias":"Wi-Fi"},{"NextHop":"fe80::1","InterfaceAlias":"Wi-Fi"},{"NextHop":"0.0.0.0","InterfaceAlias":"VPN"}]'
WIN_SERVERS = '["fec0:0:0:ffff::1","192.168.1.1","1.2.3.4","192.168.1.1"]'


def test_linux_gateways():
    assert list(linux.parse_route(ROUTE)) == [Gateway(4, "192.168.1.1", "wlan0")]
    assert list(linux.parse_ipv6_route(ROUTE6)) == [Gateway(6, "fe80::1", "wlan0")]
    assert list(linux.parse_route("")) == []


def test_linux_neighbours_come_from_the_kernels_own_message():
    address = socket.inet_aton("192.168.1.1")
    entry = struct.pack("=LHHLL", 36, 28, 2, 1, 0) + struct.pack("=BxxxiHBB", 2, 1, 0x20, 0, 0)
    entry += struct.pack("=HH", 8, 1) + address
    assert list(linux.parse_neighbours(entry, socket.AF_INET)) == [("192.168.1.1", 0x20)]
    assert list(linux.parse_neighbours(b"short", socket.AF_INET)) == []


def test_linux_resolvers_are_the_three_that_are_used():
    text = "# home\nsearch x\nnameserver 192.168.1.1\nnameserver fe80::1%eth0\nnameserver 1.2.3.4\nnameserver 5.6.7.8\n"
    assert linux.parse_resolv_conf(text) == ("192.168.1.1", "fe80::1%eth0", "1.2.3.4")


@pytest.mark.parametrize(
    "lease", ['option captive-portal "https://p.example/api";', "CAPTIVE_PORTAL=https://p.example/api"]
)
def test_linux_portal_api_of_a_lease(lease):
    assert linux.parse_portal(lease) == "https://p.example/api"
    assert linux.parse_portal("") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks this kernel")
def test_linux_answers_for_real():
    assert linux.running("lo")
    assert not linux.running("no-such-card")
    assert linux.neighbour(Gateway(4, "198.51.100.77", "lo")) is Neighbour.UNKNOWN
    assert linux.packets_out() is None or linux.packets_out() >= 0
    assert isinstance(linux.gateways(), tuple)


def test_macos():
    assert macos.parse_route(MAC_ROUTE, 4) == Gateway(4, "192.168.1.1", "en0")
    assert macos.parse_route("route: writing to routing socket: not in table", 6) is None
    assert macos.parse_arp(MAC_ARP, "192.168.1.1") is Neighbour.ALIVE
    assert macos.parse_arp(MAC_ARP, "192.168.1.9") is Neighbour.SILENT
    assert macos.parse_arp(MAC_ARP, "192.168.1.8") is Neighbour.UNKNOWN
    assert macos.parse_scutil_dns(MAC_DNS) == ("10.8.0.1", "fe80::1%en0")


def test_windows():
    assert windows.parse_routes(WIN_ROUTES) == (
        Gateway(4, "192.168.1.1", "Wi-Fi"),
        Gateway(6, "fe80::1", "Wi-Fi"),
    )
    assert windows.parse_routes('{"NextHop":"10.0.0.1","InterfaceAlias":"Ethernet"}') == (
        Gateway(4, "10.0.0.1", "Ethernet"),
    )
    assert windows.parse_routes("") == ()
    assert windows.parse_servers(WIN_SERVERS) == ("192.168.1.1", "1.2.3.4")
    assert windows.parse_neighbour("Reachable\n") is Neighbour.ALIVE
    assert windows.parse_neighbour("Unreachable\n") is Neighbour.SILENT
    assert windows.parse_neighbour("Stale\n") is Neighbour.UNKNOWN


def test_a_tool_that_is_missing_or_fails_says_nothing():
    assert output_of("no-such-tool-at-all") == ""
    assert output_of("false") == ""
    assert output_of("echo", "hello") == "hello\n"


def test_hosts_lines():
    text = "127.0.0.1 localhost\n1.2.3.4  a.example HELP.example # mine\n#5.6.7.8 help.example\n"
    assert parse_hosts(text, "help.example") == ("1.2.3.4",)
