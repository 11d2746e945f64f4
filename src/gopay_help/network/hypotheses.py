"""What can be wrong: one row a cause and a place, and which observations each row allows.

A row says of an observation which values it allows; of those it does not name it allows the healthy ones, or that
nothing was seen. Signs before the values:

``!a b``  one of these must be seen            ``!~``  any value that is not healthy must be seen
``+a b``  these, and the healthy ones          ``~``   any value
``^``     any value that is not healthy, or nothing      ``-``   nothing

A *blind* row is a fault under which nothing further away can be judged: it allows any value of what it does not name.
There is no order. The weight says how common a fault is among those that look alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from gopay_help.model.check import Blame, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.observations import BAD, EVERY, HEALTHY, SPARED, mask

DEVICE, LOCAL, ISP = Blame.DEVICE, Blame.LOCAL_NETWORK, Blame.ISP
PROVIDER, EITHER, UNKNOWN, NOBODY = Blame.PROVIDER, Blame.PROVIDER_OR_PATH, Blame.INCONCLUSIVE, Blame.NONE
LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH
FAIL, DEGRADED, FINE = Health.FAIL, Health.DEGRADED, Health.OK
_WELL, _ANYTHING = mask(HEALTHY), sum(EVERY.values()) & ~mask({"here": BAD["here"]})


@dataclass(frozen=True)
class Hypothesis:
    """One row of the table. What it allows and needs is kept as sets of bits (`observations.BITS`)."""

    cause: NetCause
    place: Blame
    weight: float
    allows: Mapping[str, str]
    status: Health = FAIL
    blind: bool = False
    most: Confidence = HIGH
    """How sure it can be at most: some evidence is of one kind only."""
    says: str | None = None
    """Whose words to use, where those of the cause would say too much."""
    aside: bool = False
    """True for what stands beside a verdict and is never the verdict."""
    required: Mapping[str, frozenset[str]] = field(init=False, repr=False)
    """What must be seen: the values of an observation, one of them."""
    allowed: int = field(init=False, repr=False)
    needed: int = field(init=False, repr=False)
    """The bits of what is required."""
    firm: int = field(init=False, repr=False)
    """Values that refute the row where it does not allow them."""
    excluded: int = field(init=False, repr=False)
    """Observations of which no healthy value is allowed: a second fault does not excuse one."""

    def __post_init__(self) -> None:
        """Work out the sets that the signs stand for.

        Raises:
            ValueError: the row names an observation or a value that does not exist.
        """
        if unknown := set(self.allows) - set(HEALTHY):
            raise ValueError(f"{self.id}: no such observation: {min(unknown)}")
        allowed, needed, firm, excluded = (_ANYTHING if self.blind else _WELL), 0, ~SPARED, 0
        required = {}
        for name, text in self.allows.items():
            values, bits = _values(name, text)
            allowed = allowed & ~EVERY[name] | bits
            if text[0] == "!":
                required[name] = values
                needed |= bits
                firm |= EVERY[name]
            elif text in {"^", "-"}:
                excluded |= EVERY[name]
        found = {
            "required": required,
            "allowed": allowed,
            "needed": needed,
            "firm": firm,
            "excluded": excluded,
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    @cached_property
    def id(self) -> str:
        """The row's name: cause, place, and what it must see."""
        needs = " ".join(f"{name}={text[1:]}" for name, text in sorted(self.allows.items()) if text[0] == "!")
        return f"{self.cause}/{self.place}: {needs}"


@cache
def _values(name: str, text: str) -> tuple[frozenset[str], int]:
    """The values that a sign and the words after it stand for, and their bits."""
    every, named = HEALTHY[name] | BAD[name], frozenset(text[1:].split())
    if text in {"~", "^", "!~", "-"}:
        values = every if text == "~" else BAD[name] if text != "-" else frozenset[str]()
    elif named - every or text[0] not in "!+":
        raise ValueError(f"{name}: no such value: {text}")
    else:
        values = named if text[0] == "!" else HEALTHY[name] | named
    return values, mask({name: values})


Allowed = Mapping[str, str]


def _all(names: str, text: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), text)


def _rows(
    cause: str,
    places: "Mapping[Blame, float] | str",
    text: str,
    *groups: Allowed,
    blind: bool = False,
    status: Health = FAIL,
    most: Confidence = HIGH,
    says: str | None = None,
    aside: bool = False,
) -> Iterator[Hypothesis]:
    """The same fault at each of its places; a name of _BY_RESOLVER puts it where the first name server lives."""
    allows = {name: values for group in groups for name, values in group.items()}
    for part in filter(None, map(str.strip, text.split(";"))):
        names, _, values = part.partition(" ")
        allows |= dict.fromkeys(names.split(","), values.strip())
    homes = _BY_RESOLVER[places] if isinstance(places, str) else [("", *place) for place in places.items()]
    for home, blame, weight in homes:
        given = {**allows, "resolver": home} if home else allows
        yield Hypothesis(NetCause(cause), blame, weight, given, status, blind, most, says, aside)


# fmt: off
_BY_RESOLVER: Mapping[str, tuple[tuple[str, Blame, float], ...]] = {
    "its reach": (("!far", ISP, 6), ("!far", LOCAL, 6), ("!router lan", LOCAL, 10), ("!own loopback tunnel", DEVICE, 10)),
    "its word": (("!far", ISP, 10), ("!router lan", LOCAL, 10), ("!own loopback tunnel", DEVICE, 10)),
    "its house": (("!router lan", LOCAL, 10), ("!own loopback tunnel", DEVICE, 10)),
    "its pace": (("!far", ISP, 6), ("!far", LOCAL, 6), ("!router lan own loopback tunnel", LOCAL, 10)),
}
"""A name server at home is the home's, one on this device the device's. What a far one *says* is its own; that it is
silent or slow can also be due to the network between here and there."""

# Groups of observations that rows share.
_FIRST = _all("link routes gateway detour", "+")
"""Link, routes and first hop are well: for blind rows, which would allow anything there."""
_UNHEARD = _all("tls tcp reached", "^")
"""Nothing came back from the service."""
_BEYOND = _all(
    "tcp tcp_peer tcp_control tls tls_peer tls_control port80 port80_peer port80_control family family_control "
    "one_address small small_http swap chain shared identity dates strict http front home recovered", "~"
)
"""Everything after the names: what is wrong there follows from a wrong name, or from a way that is bent."""
_SLOW = _all("felt late cold", "~")
_NAMELESS = _BEYOND | _UNHEARD | {"reached": "!no"} | _all("answer system", "^") | _all("servers felt late cold aaaa dns_tcp", "~")
"""Nobody named an address."""
_PEERS = _all("tcp_peer tls_peer port80_peer dns_peer home", "~")
"""Other hosts of the provider do as they like."""
_CONTROLS = _all("tcp_control tls_control port80_control dns_control", "~")
_SERVED = _PEERS | _all("chain shared identity port80", "~") | {"reached": "!direct proxy"}
"""The service works, whatever one of its addresses or other hosts do."""
_SAID = _PEERS | {"reached": "!direct proxy plain", "port80": "~"}
"""The service spoke for itself: what other hosts and plain HTTP do changes nothing of that."""
_NOISE = (
    _all("dns root zone dns_peer dns_control dns_tcp port80 port80_peer port80_control aaaa", "+silent")
    | _all("tcp tcp_peer tcp_control", "+silent mixed")
    | _all("tls tls_peer tls_control", "+silent reset eof")
    | _all("reached family_control small small_http swap felt late cold recovered loss rate latency one_address", "~")
    | {"flight": "~", "http": "+silent stalled cut short", "system": "+silent fails none", "family": "+v4_silent v6_silent",
       "servers": "+first_dead"}
)
"""What a bad line can bring about: silences and delays anywhere, and never a word of anybody's."""
_QUIET, _CUT = "silent closed unreachable no_route", "reset eof silent"
_WAY = {LOCAL: 10.0, ISP: 5.0}


def _device_rows() -> Iterator[Hypothesis]:
    sure = _UNHEARD | _FIRST
    yield from _rows("no_link", {DEVICE: 10}, "link !no_link", _UNHEARD, blind=True)
    yield from _rows("no_address", {LOCAL: 10}, "link !link_local; routes !none", _UNHEARD, blind=True)
    yield from _rows("no_route", {DEVICE: 10}, "link +; routes !none", _UNHEARD, blind=True)
    yield from _rows("no_route", {DEVICE: 10}, "gateway ~; route_now !lost", sure, blind=True, most=MEDIUM)
    # Another way out works, and the preferred one leads nowhere.
    yield from _rows("no_route", {DEVICE: 10}, "gateway ~; tunnel !yes; detour !works", sure, blind=True, says="vpn_left")
    yield from _rows("egress_blocked", {LOCAL: 10}, "tunnel !no; detour !works", sure, blind=True, says="line_dead")
    yield from _rows("gateway_dead", {LOCAL: 10}, "gateway !dead; detour ~", sure, blind=True)
    yield from _rows("gateway_dead", {LOCAL: 10}, "gateway !dead half; family !~; reached !direct", _SERVED, _SLOW, _CONTROLS, {"family_control": "~"}, status=DEGRADED, most=MEDIUM)
    yield from _rows("proxy_broken", {DEVICE: 10}, "proxy !dead refuses; reached !direct", _SAID)
    yield from _rows("proxy_broken", {DEVICE: 10}, "proxy !dead refuses; dns,dns_peer,dns_control,root,zone,dns_tcp,clock,answer,system ~", _NAMELESS, most=MEDIUM)
    # It lets things through, and shows certificates of its own making.
    for reached, more in (("!direct", _SAID), ("^", _NAMELESS | {"reached": "!no"})):
        yield from _rows("tls_intercepted", {DEVICE: 10, LOCAL: 10}, f"proxy !inspects; reached {reached}; dns,dns_peer,dns_control,root,zone,dns_tcp,clock,answer,system ~", more, most=MEDIUM)
    yield from _rows("proxy_required", {NOBODY: 10}, "proxy !works; reached !proxy; http +; dns,dns_peer,dns_control,root,zone,dns_tcp,"
                     "answer,system ~; tcp,tls ^", _BEYOND, _SLOW, status=FINE, most=MEDIUM)
    yield from _rows("hosts_override", {DEVICE: 10}, "hosts !override; answer,system,felt ~; reached !direct", _BEYOND)
    yield from _rows("hosts_override", {DEVICE: 10}, "hosts !override; answer,system,felt ~; reached ^", _BEYOND, most=MEDIUM)
    yield from _rows("firewall_local", {DEVICE: 10}, "departures !none_left", sure, blind=True)
    yield from _rows("firewall_local", {DEVICE: 10}, "tcp !denied", sure, blind=True, most=MEDIUM)
    yield from _rows("firewall_local", {DEVICE: 10}, "dns !denied", sure, blind=True, most=MEDIUM)


def _name_rows() -> Iterator[Hypothesis]:
    none = _NAMELESS | _all("root dns_peer dns_control", "^") | _all("zone dns_tcp resolver_hop", "~")
    yield from _rows("dns_none", {DEVICE: 10}, "resolver !none; dns,reached ^", none)
    # The whole line may be dead; only at home does somebody who refuses show himself.
    yield from _rows("dns_unreachable", "its reach", f"dns !{_QUIET}", none, most=MEDIUM)
    yield from _rows("dns_unreachable", "its house", "dns !closed", none)
    yield from _rows("dns_unreachable", {DEVICE: 10}, "stub !dead; system !fails silent none; dns +", _SERVED, _SLOW)
    bad = "servfail refused garbled"
    # Whose a far name server is, nobody can see: most are the provider's of the line.
    for place, most in (("its word", MEDIUM), ("its house", HIGH)):
        yield from _rows("dns_failing", place, f"dns !{bad}; root !{bad} {_QUIET}", none, most=most)
        yield from _rows("dns_failing", place, "dns !refused; root,zone ~", none, most=most)
    yield from _rows("dns_failing", "its reach", "dns !nodata; root !nodata; zone ~", none, says="dns_empty", most=MEDIUM)
    yield from _rows("dns_failing", "its reach", "dns !nxdomain contradicts nodata; root !nxdomain; zone ~", none, says="dns_empty", most=MEDIUM)
    lives = _NAMELESS | _all("zone dns_peer", "~") | {"root": "!ok"}
    yield from _rows("provider_dns", {PROVIDER: 10}, "dns !servfail; dns_control !ok", lives)
    yield from _rows("provider_dns", {EITHER: 10}, "dns !servfail; dns_control ^", lives, most=MEDIUM)
    yield from _rows("provider_dns", {EITHER: 10}, "dns !servfail; resolver !router lan own loopback tunnel", lives, most=MEDIUM)
    # One server's word on one zone: that it cannot find the way itself is rarer, and never quite out.
    yield from _rows("dns_failing", {ISP: 0.9, LOCAL: 0.9}, "dns !servfail", lives, most=MEDIUM)
    yield from _rows("provider_dns", {EITHER: 10}, "dns !garbled", lives, most=MEDIUM)
    # Where other answers were lost too, that this one did not come says nothing of whom it is about.
    yield from _rows("provider_dns", {EITHER: 10}, "dns !silent; loss !none", lives, most=MEDIUM)
    yield from _rows("dns_failing", "its word", "dns !refused", lives, most=MEDIUM)
    yield from _rows("host_gone", {EITHER: 10}, "dns !nxdomain; zone +", lives, most=MEDIUM)
    yield from _rows("host_gone", {EITHER: 10}, "dns !nxdomain; zone !~", lives, most=LOW)
    yield from _rows("host_gone", {EITHER: 10}, "dns !nodata", lives, most=LOW)
    yield from _rows("host_gone", {EITHER: 10}, "dns !nodata; root ~; dns_control !ok", lives, most=LOW)
    yield from _rows("host_gone", {EITHER: 3}, "system !none; dns,root ^", _NAMELESS, most=LOW)
    # A box at home that picks out names; a router hands questions on, and so does a far server.
    yield from _rows("dns_tampered", {LOCAL: 120}, "dns !nxdomain; resolver !lan", lives, most=MEDIUM, says="hidden")
    yield from _rows("dns_tampered", {DEVICE: 120}, "dns !nxdomain; resolver !own loopback tunnel", lives, most=MEDIUM, says="hidden")
    yield from _rows("dns_tampered", {ISP: 0.9, LOCAL: 0.9}, "dns !nxdomain; resolver !far router", lives, most=MEDIUM, says="hidden")
    yield from _rows("dns_tampered", "its word", "dns !contradicts", lives, most=MEDIUM, says="hidden")
    # Somebody on the way answers whomever one asks, and denies this name.
    yield from _rows("dns_tampered", {ISP: 120}, "dns !nxdomain; resolver !far; intercepted !yes", lives, most=MEDIUM, says="hidden")
    wrong = _BEYOND | _UNHEARD | _all("aaaa system servers felt root zone dns_peer dns_control wildcard", "~")
    yield from _rows("dns_tampered", "its word", "answer !sink", wrong, most=MEDIUM, says="hidden")
    yield from _rows("dns_tampered", "its word", "answer !private", wrong, most=LOW)
    # A name server far away cannot know an address of this home: a box here answers in its place.
    yield from _rows("dns_tampered", {LOCAL: 10}, "answer !at_home", wrong, most=MEDIUM, says="hidden")
    yield from _rows("dns_tampered", {ISP: 10}, "forged !yes; tcp ~", wrong, most=MEDIUM)
    yield from _rows("dns_tampered", "its word", "servers !first_denies; system !none fails", _SERVED, most=MEDIUM)
    yield from _rows("dns_tampered", "its word", "system !lied; one_address,servers ~", _SERVED, most=MEDIUM)
    # Both hosts led to one stranger: a name server's doing. One host of which one server is a stranger: its owner's.
    yield from _rows("dns_tampered", "its word", "one_address !foreign; home !same; servers,family ~", _SERVED, status=DEGRADED, most=MEDIUM)
    yield from _rows("cert_wrong_host", {EITHER: 0.9}, "one_address !foreign; servers,family ~", _SERVED, status=DEGRADED, most=MEDIUM)
    yield from _rows("dns_failing", {DEVICE: 10}, "system !none fails stale; one_address ~; stub +", _SERVED, most=MEDIUM)
    yield from _rows("dns_tampered", {DEVICE: 10}, "system !astray; one_address,tls_control,tcp_control ~", _SERVED, most=MEDIUM)
    yield from _rows("dns_aaaa_broken", "its pace", "aaaa !silent; system ~", _SERVED, _SLOW, status=DEGRADED, most=MEDIUM)
    yield from _rows("dns_aaaa_broken", "its pace", "aaaa !bad; system ~", _SERVED, _SLOW, status=DEGRADED, most=MEDIUM, says="aaaa_wrong")
    waits = _SERVED | _SLOW | {"stub": "~", "zone": "~", "reached": "~"}
    yield from _rows("dns_slow", "its pace", "servers !first_dead; system +silent fails", waits, status=DEGRADED, most=MEDIUM)
    yield from _rows("dns_slow", "its pace", "late !yes; system +silent fails", waits, status=DEGRADED, most=MEDIUM)
    yield from _rows("dns_slow", "its pace", "felt !slow; system +", waits, status=DEGRADED, most=MEDIUM)
    yield from _rows("dns_slow", "its pace", "felt !slow; system !silent; stub +", waits, status=DEGRADED, most=MEDIUM)


def _bent_rows() -> Iterator[Hypothesis]:
    """Somebody else answers in the service's place."""
    bent = _BEYOND | _UNHEARD | _all("tls_peer tls_control", "^") | _all("tcp clock wildcard answer aaaa felt captive", "~")
    yield from _rows("captive_portal", {LOCAL: 10}, "port80 !portal; shared +everywhere", bent)
    yield from _rows("captive_portal", {LOCAL: 10}, "port80 !portal login; wildcard !answered; root,zone ~", bent)
    yield from _rows("captive_portal", {LOCAL: 10}, "port80 !page other; wildcard !answered; root,zone ~", bent, most=MEDIUM)
    yield from _rows("captive_portal", {LOCAL: 10}, "port80_peer !portal; shared +everywhere", bent)
    yield from _rows("captive_portal", {LOCAL: 10}, "captive !yes", bent)
    yield from _rows("captive_portal", {LOCAL: 10}, f"port80 !login; tls +{_CUT}; tcp ~", bent, most=MEDIUM)
    yield from _rows("captive_portal", {LOCAL: 10}, "port80 !page login; shared !everywhere", bent, most=MEDIUM)
    alike = "untrusted wrong_name expired not_yet"
    yield from _rows("captive_portal", {LOCAL: 10}, f"shared !everywhere; tls !{alike}; tls_control !{alike}", bent, most=MEDIUM)
    yield from _rows("captive_portal", {LOCAL: 10}, "port80_control !portal login; tls_control ^; tcp_control ~; reached !direct", _PEERS, status=DEGRADED, most=MEDIUM)
    for cut in ("tcp_control !silent closed", "tls_control !reset eof silent"):  # a bare page for every host, and nothing else
        yield from _rows("captive_portal", {LOCAL: 10}, f"port80 !page other; port80_peer !page other; {cut}", bent, most=MEDIUM)
    picked = _BEYOND | _UNHEARD | _all("tcp aaaa felt", "~") | _all("tls_control tcp_control port80_control", "+")
    for other in ("tls_control !ok", "tls_control -; tls_peer !ok"):
        yield from _rows("dns_tampered", {ISP: 20}, f"port80 !portal login page; home !same; {other}", picked, most=MEDIUM)
        # The addresses are their own, and nothing but a hint where to look on comes back from them.
        yield from _rows("captive_portal", _WAY, f"port80 !portal login; home !apart; tls +{_CUT}; swap,chain +; {other}", picked, most=MEDIUM)
        # With certificates of its own making, in the service's name.
        yield from _rows("tls_intercepted", {UNKNOWN: 10}, f"port80 !portal login page; tls !untrusted; chain !matches; {other}", picked, most=LOW)
        yield from _rows("blocked_sni", {ISP: 1.9}, f"port80 !portal login page; chain +; {other}", picked, most=LOW)
        # A notice that several names lead to, with a certificate of its own making.
        page = f"port80 !portal login page; chain !other; {other}"
        yield from _rows("dns_tampered", "its word", f"{page}; home !same; tls !untrusted expired not_yet", picked)
        yield from _rows("dns_tampered", "its word", f"{page}; home !same; tls !wrong_name", picked, most=MEDIUM)
        yield from _rows("dns_tampered", "its word", f"{page}; tls !untrusted expired not_yet", picked, most=MEDIUM)
        # One host with somebody else's certificate from a known maker: most often its owner's mistake.
        yield from _rows("cert_wrong_host", {EITHER: 12}, f"port80 !page other; tls !wrong_name; chain !other; home !apart; {other}", picked, most=MEDIUM)
        yield from _rows("dns_tampered", "its word", f"port80 !portal login page other; tls !wrong_name; chain !other; {other}", picked, most=LOW)
    # Whether it is so everywhere was not looked at: a portal has no certificate in the service's name either.
    yield from _rows("tls_intercepted", {UNKNOWN: 10}, "port80 !portal login page; tls !untrusted; chain !matches; tls_control -", picked, most=LOW)
    foreign = picked | {"chain": "!other"}
    yield from _rows("dns_tampered", "its word", "port80 ^; tls !untrusted expired not_yet", foreign, most=LOW)
    yield from _rows("dns_tampered", "its word", "shared !address; wildcard +", foreign, most=MEDIUM)
    yield from _rows("cert_wrong_host", {PROVIDER: 10}, "port80 +silent cut; tls !wrong_name; tls_control !ok; home !apart", foreign, most=MEDIUM)
    yield from _rows("cert_wrong_host", {EITHER: 0.9}, "port80 +silent cut other; tls !wrong_name; tls_control ~", foreign, most=MEDIUM)
    yield from _rows("cert_wrong_host", {EITHER: 3}, "port80 +silent cut other; tls !untrusted expired not_yet", foreign, most=MEDIUM)


def _way_rows() -> Iterator[Hypothesis]:
    dead = _BEYOND | _UNHEARD | {"felt": "~"}
    nobody = (
        dead
        | _all("tcp_peer tls_peer tls_control", "^")
        | _all("port80 port80_peer port80_control", "+silent cut")
    )
    for words in ("silent unreachable", "closed mixed"):
        yield from _rows("egress_blocked", _WAY, f"tcp !{words}; tcp_control ^", nobody, most=MEDIUM)
    yield from _rows("egress_blocked", _WAY, f"tcp ~; tcp_peer ~; tls !{_CUT}; tls_control !{_CUT}; swap,small +", nobody, most=MEDIUM)
    # Whatever the host, what answers is no TLS: a box in between, or a program on this device.
    words = "alert not_tls error"
    yield from _rows("egress_blocked", {**_WAY, DEVICE: 5}, f"tcp ~; tcp_peer ~; tls !{words}; tls_control !{words}; flight ~; port80,port80_peer,port80_control +", nobody, most=MEDIUM)
    alone = dead | _all("tcp_control tls_control family_control", "+") | {"port80": "+silent cut other"}
    yield from _rows("tcp_unreachable", {EITHER: 12}, "tcp !silent unreachable mixed", alone, most=MEDIUM)
    yield from _rows("provider_down", {EITHER: 12}, "tcp !closed", alone, most=MEDIUM)
    mute = alone | {"tcp": "~"}
    yield from _rows("provider_down", {EITHER: 10}, f"tls !{_CUT}; swap !silent; small +", mute, most=MEDIUM)
    yield from _rows("throttled", {EITHER: 10}, "tls !silent; flight !some; swap,small +", mute, most=MEDIUM, says="freezes")
    yield from _rows("provider_down", {EITHER: 10}, "tls !alert not_tls error; flight ~", mute, most=MEDIUM)
    yield from _rows("ipv4_broken", {LOCAL: 10}, "routes !v6; tcp !unrouted", dead, most=MEDIUM)
    yield from _rows("ipv6_broken", {LOCAL: 10}, "routes !v4; tcp !unrouted", dead, most=MEDIUM)
    half = _SAID | _CONTROLS | {"one_address": "~", "reached": "~"}
    for family, cause in (("v6", "ipv6_broken"), ("v4", "ipv4_broken")):
        words = f"family !{family}_silent {family}_closed {family}_mute"
        yield from _rows(cause, _WAY, f"{words}; family_control !dead; tcp !silent closed unreachable mixed; port80 +silent cut", dead, most=MEDIUM)
        yield from _rows(cause, {LOCAL: 10, ISP: 10}, f"{words}; family_control !dead", half, status=DEGRADED)
        yield from _rows(cause, {LOCAL: 10, ISP: 10}, f"{words}; family_control -", half, status=DEGRADED, most=MEDIUM)
        yield from _rows(cause, {EITHER: 10}, f"family !{family}_closed; family_control -", half, status=DEGRADED, most=MEDIUM)
        yield from _rows(cause, {EITHER: 10}, f"{words}; family_control !ok", half, status=DEGRADED, most=MEDIUM)
        yield from _rows(cause, {LOCAL: 10}, f"{words}; resolver_family !{family}; servers !first_dead; family_control,system ~", half, _SLOW, status=DEGRADED, most=MEDIUM)
    named = _BEYOND | _all("tls_control tcp_control http", "+") | {"reached": "^"}
    # Sure only of a cut that came from further away than home.
    yield from _rows("blocked_sni", {ISP: 10}, "tls !reset eof; swap !served alert; cut_from !far", named)
    yield from _rows("blocked_sni", {ISP: 10}, "tls !reset eof; swap !served alert", named, most=MEDIUM)
    yield from _rows("blocked_sni", {ISP: 10}, "tls !silent; swap !served", named, most=MEDIUM)
    yield from _rows("blocked_sni", {ISP: 10}, "tls !silent; swap !alert; small +", named, most=MEDIUM)
    yield from _rows("blocked_sni", {ISP: 10}, "one_address !mute; swap !served alert; family +v4_mute v6_mute", _SERVED, status=DEGRADED, most=MEDIUM)
    big = _BEYOND | {"reached": "^", "http": "+", "felt": "~", "flight": "~"}
    yield from _rows("pmtu_blackhole", _WAY, "tls !silent; small !served; swap !silent", big)
    # A filter for names that small pieces evade looks the same where the server answers no other name.
    yield from _rows("pmtu_blackhole", _WAY, "tls !silent; small !served; swap +", big, most=MEDIUM)
    yield from _rows("pmtu_blackhole", _WAY, "one_address !mute; small !served; swap +; tls_control,family,family_control,flight ~", _SERVED, status=DEGRADED)
    yield from _rows("pmtu_blackhole", _WAY, "http !silent stalled; small_http !served; one_address,tls_control ~", _SERVED, most=MEDIUM)


def _certificate_rows() -> Iterator[Hypothesis]:
    cert = _BEYOND | {"reached": "^", "http": "+", "family": "+"}
    every = cert | _all("tls_peer tls_control", "^")
    for word, off, contrary in (("not_yet", "behind lag", "ahead lead"), ("expired", "ahead lead", "behind lag")):
        yield from _rows("clock_wrong", {DEVICE: 10}, f"tls !{word}; clock !{off}; dates +", every)
        # Two servers agree by hours: then one certificate, fresh or about to end, is enough.
        yield from _rows("clock_wrong", {DEVICE: 10}, f"tls !{word}; clock !{off.split()[0]}; identity +; tls_peer,tls_control +; dates +", cert, most=MEDIUM)
        yield from _rows("clock_wrong", {DEVICE: 10}, f"tls !{word}; tls_peer !{word}; clock -", every, most=LOW)
        right = f"clock !ok split {contrary}"
        # No clock that is off by hours explains a certificate that is off by days.
        yield from _rows("cert_expired", {PROVIDER: 10}, f"tls !{word}; identity !yes; dates !beyond; clock ~; tls_peer ~", cert)
        yield from _rows("cert_expired", {PROVIDER: 10}, f"tls !{word}; identity !yes; {right}", cert)
        yield from _rows("cert_expired", {PROVIDER: 10}, f"tls !{word}; tls_control !ok; clock +{contrary}; chain +; port80 +silent cut", cert, most=MEDIUM)
        yield from _rows("cert_expired", {EITHER: 10}, f"tls !{word}; tls_control,identity ^; {right}", cert, most=MEDIUM)
        yield from _rows("cert_expired", {EITHER: 10}, f"tls !{word}; tls_control ^; tls_peer !ok; clock -", cert, most=MEDIUM)
        yield from _rows("cert_expired", {UNKNOWN: 5}, f"tls !{word}; tls_control,tls_peer -; clock -", cert, most=LOW)
    yield from _rows("clock_wrong", {DEVICE: 10}, "clock !before_build; tls,reached ^", _FIRST, blind=True)
    yield from _rows("clock_wrong", {DEVICE: 10}, "clock !behind ahead before_build", _SAID, status=DEGRADED, most=MEDIUM)
    made = cert | {"chain": "!matches", "tls": "!untrusted", "port80": "+silent cut"}
    yield from _rows("tls_intercepted", {LOCAL: 10, DEVICE: 10}, "tls_peer ^; tls_control !untrusted", made, most=MEDIUM)
    yield from _rows("tls_intercepted", {UNKNOWN: 10}, "tls_peer ^; tls_control +", made, most=MEDIUM)
    yield from _rows("tls_intercepted", {UNKNOWN: 10}, "tls_peer !ok; tls_control +", made, most=LOW)
    yield from _rows("tls_intercepted", {DEVICE: 10, LOCAL: 3}, "strict !all", _SAID, status=DEGRADED, most=MEDIUM, says="scanner")


def _line_rows() -> Iterator[Hypothesis]:
    yield from _rows("packet_loss", {UNKNOWN: 10}, "loss !seen", _NOISE, status=DEGRADED, most=MEDIUM)
    yield from _rows("high_latency", {UNKNOWN: 10}, "latency !high; system +silent; dns_tcp ~", _SAID, _SLOW, status=DEGRADED, most=MEDIUM)
    yield from _rows("high_latency", {UNKNOWN: 10}, "latency !high; reached !no", _NOISE | {"reached": "!no"}, status=DEGRADED, most=MEDIUM)
    yield from _rows("throttled", {LOCAL: 10, ISP: 10}, "rate !slow", _NOISE, status=DEGRADED, most=MEDIUM)
    came_back = (
        _SAID | _SLOW | _CONTROLS | _all("system family family_control loss aaaa one_address swap small", "~")
    )
    yield from _rows("flapping", {UNKNOWN: 10}, "recovered !yes", came_back, status=DEGRADED, most=MEDIUM)
    # A greeting and an answer are cut, now here, now there.
    yield from _rows("flapping", {UNKNOWN: 10}, "http !cut short; one_address !mute", came_back, status=DEGRADED, most=MEDIUM)
    yield from _rows("provider_error", {PROVIDER: 10}, "recovered !answer", came_back, status=DEGRADED, most=MEDIUM)
    yield from _rows("flapping", {EITHER: 10}, "repeat !alternates; tcp,tls,http,reached ~", came_back, status=DEGRADED, most=MEDIUM, says="half_dead")
    yield from _rows("throttled", {ISP: 6}, "http !stalled; small_http +", _SAID, most=MEDIUM, says="freezes")
    yield from _rows("provider_error", {EITHER: 6}, "http !stalled; small_http +", _SAID, most=MEDIUM)


def _service_rows() -> Iterator[Hypothesis]:
    spoke = _SAID | _CONTROLS
    for words, cause, most in (
        ("maintenance", "maintenance", HIGH), ("maintenance_page", "maintenance", MEDIUM), ("overloaded", "overloaded", MEDIUM),
        ("rate_limited", "rate_limited", HIGH), ("moved", "host_moved", MEDIUM), ("policy", "policy_block", MEDIUM),
        ("server_error", "provider_error", HIGH), ("server_error_once origin loop", "provider_error", MEDIUM),
        ("silent", "provider_error", MEDIUM), ("elsewhere", "host_moved", MEDIUM),
    ):
        yield from _rows(cause, {PROVIDER: 10}, f"http !{words}; small_http +", spoke, most=most)
    # What broke off may have been cut on the way.
    yield from _rows("provider_error", {EITHER: 10}, "http !cut short; small_http +", spoke, most=MEDIUM, says="breaks_off")
    yield from _rows("host_moved", {PROVIDER: 10}, "front !moved; http ~", spoke, most=MEDIUM)
    yield from _rows("provider_error", {PROVIDER: 10}, "http !unexpected", spoke, most=LOW)
    # Sure only where everything was looked at that would show the opposite.
    looked = "recovered !no; aaaa !ok; rate !ok; latency !ok; loss !none hint; one_address !no dead; late !no; family !both one; clock !ok split lag lead"
    yield from _rows("ok", {NOBODY: 20}, f"http !ok; reached !direct proxy; home,forged ~; {looked}", status=FINE)
    yield from _rows("ok", {NOBODY: 20}, "http !ok; reached !direct proxy; home,forged ~", status=FINE, most=MEDIUM)
    # Programs have a way to names of their own, which our questions did not find.
    unasked = _all("root zone dns_peer dns_control dns_tcp aaaa", "~")
    yield from _rows("ok", {NOBODY: 20}, "http !ok; reached !direct; system !ok; dns !~; home ~", unasked, status=FINE, most=MEDIUM)
    yield from _rows("ok", {NOBODY: 20}, "http !ok; reached !plain; home,forged ~", status=FINE, most=MEDIUM, says="ok_plain")
    yield from _rows("tcp_unreachable", {EITHER: 10}, "one_address !dead family mute unproved; http,recovered,swap,small,family ~", _SAID, aside=True, status=DEGRADED, most=MEDIUM, says="one_address")


TABLE: tuple[Hypothesis, ...] = (
    *_device_rows(), *_name_rows(), *_bent_rows(), *_way_rows(), *_certificate_rows(), *_line_rows(), *_service_rows(),
)
