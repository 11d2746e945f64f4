"""`check --offline` on a real kernel: a firewall's counter sees no packet leave, and stderr stays empty."""

import json
import re
import subprocess
import sys
import tempfile

import pytest
from tests.lab.run import ROOT, _environ, available

pytestmark = pytest.mark.lab

WORLD = """
ip link set lo up
ip link add eth type veth peer name far
{link}
nft -f - <<'END'
table inet lab {{
  chain out {{
    type filter hook output priority 0
    meta l4proto {{ tcp, udp }} counter
  }}
}}
END
code=0
{python} -m gopay_help check --json {options} >"$scratch/document" || code=$?
nft list chain inet lab out >"$scratch/counted"
cat "$scratch/document" "$scratch/counted"
exit $code
"""
UP = """
ip link set eth up
ip link set far up
ip addr add 93.184.216.99/24 dev eth
ip route add default via 93.184.216.1
"""


def checked(options, link=UP):
    """Exit code, document, packets that wanted to leave."""
    script = WORLD.format(link=link, python=sys.executable, options=options)
    with tempfile.TemporaryDirectory() as scratch:
        done = subprocess.run(
            ["unshare", "-Urnm", "sh", "-c", script],
            capture_output=True,
            text=True,
            check=False,
            env={**_environ(), "scratch": scratch},
            cwd=ROOT,
            timeout=60,
        )
    assert done.stderr == ""
    document, _, counted = done.stdout.partition("\n")
    packets = re.search(r"counter packets (\d+)", counted)
    return done.returncode, json.loads(document), int(packets[1])


@pytest.fixture(scope="module", autouse=True)
def _namespaces():
    why = available()
    if why:
        pytest.skip(why)


def test_not_one_packet_wants_to_leave():
    code, document, packets = checked("--offline")
    assert (code, document["verdict"]["cause"], document["contacted"], packets) == (
        19,
        "inconclusive",
        [],
        0,
    )


def test_a_missing_link_is_seen_without_one():
    code, document, packets = checked("--offline", link="")
    assert (code, document["verdict"]["cause"], packets) == (12, "no_link", 0)


def test_the_counter_counts():
    """The same machine without --offline: nobody is there, and the check is called off in the middle."""
    code, document, packets = checked("--budget 3")
    assert (code, document["verdict"]["cause"]) == (12, "gateway_dead")
    assert packets > 0
