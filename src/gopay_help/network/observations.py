"""A closed vocabulary of observations, and the fold that makes them of a run's findings.

An observation is a name with one of a few values, or it is missing: not looked at, or not applicable. Before the
bar stand the values of a healthy network. Nothing here judges; `hypotheses.py` says what each value means.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from gopay_help.model.addresses import kind_of
from gopay_help.model.result import Finding, Status
from gopay_help.network.findings import FindingsView, data_lost, late_ones
from gopay_help.network.machine import family_of

Observations = Mapping[str, str]
Seen = dict[str, str | None]

_TEXT = """
link            ok | no_link link_local
routes          both v4 v6 | none
route_now       kept | lost
tunnel          no yes |
defaults        one two |
detour          none dead | works
gateway         alive | dead half
hosts           none agrees alone | override
proxy           none works unsupported | dead refuses
departures      left | none_left
here            no | yes
resolver        far router lan own loopback tunnel | none
resolver_family v4 v6 |
resolver_hop    alive | silent
stub            none ok | dead
clock           ok split lag lead | behind ahead before_build
dns             ok unasked | nxdomain contradicts nodata servfail refused garbled silent closed unreachable denied no_route
servers         one agree differ spare_bad first_bad | first_dead first_denies
forged          no | yes
aaaa            ok | silent bad
root            ok | nodata nxdomain servfail refused garbled silent closed unreachable denied no_route
zone            ok | nodata nxdomain servfail refused garbled silent closed unreachable denied no_route
wildcard        denied | answered
dns_peer        ok | nxdomain contradicts nodata servfail refused garbled silent closed unreachable denied no_route
dns_control     ok | nxdomain contradicts nodata servfail refused garbled silent closed unreachable denied no_route
dns_tcp         ok | silent closed unreachable
edns            ok ignored |
repeat          same | alternates
intercepted     no | yes
system          ok | none fails silent lied stale
felt            quick | slow
late            no | yes
cold            no | yes
answer          usable private_used | private at_home sink
home            apart same |
tcp             ok | silent closed unreachable denied mixed unrouted
tcp_peer        ok | silent closed unreachable denied mixed unrouted
tcp_control     ok | silent closed unreachable denied mixed unrouted
family          both one | v4_silent v4_closed v6_silent v6_closed
family_control  ok | dead
one_address     no | dead mute foreign
port80          own closed | silent cut portal login page other
port80_peer     own closed | silent cut portal login page other
port80_control  own closed | silent cut portal login page other
captive         no told | yes
tls             ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
tls_peer        ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
tls_control     ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
swap            silent alert | served
small           silent alert | served
small_http      silent | served
chain           matches | other
shared          no | address everywhere
identity        yes no |
strict          ok | provider all
reached         direct proxy | plain no
http            ok | elsewhere unexpected loop maintenance maintenance_page overloaded rate_limited moved policy \
server_error server_error_once origin silent stalled cut short
front           ok | moved
loss            none | hint seen
latency         ok | high
rate            ok | slow
recovered       no | yes
"""
HEALTHY: dict[str, frozenset[str]] = {}
BAD: dict[str, frozenset[str]] = {}
for _line in filter(None, _TEXT.splitlines()):
    _name, _, _values = _line.partition(" ")
    _good, _, _rest = _values.partition("|")
    HEALTHY[_name], BAD[_name] = frozenset(_good.split()), frozenset(_rest.split())
SOFT = frozenset({"wildcard", "port80", "port80_peer", "port80_control", "felt", "loss", "latency", "forged", "captive",
                  "tcp_control", "tls_control", "dns_control", "dns_peer", "tcp_peer", "tls_peer", "zone", "recovered",
                  "strict", "repeat", "one_address", "family_control", "gateway", "resolver_hop", "intercepted", "cold"})  # fmt: skip
"""Observations that refute no row; what a row leaves unexplained of them makes it less sure."""

BITS: dict[tuple[str, str], int] = {
    pair: 1 << place
    for place, pair in enumerate(
        (name, value) for name in HEALTHY for value in sorted(HEALTHY[name] | BAD[name])
    )
}
"""Each value of each observation as a bit, so that a row is compared with all of them at once."""


def mask(values: Mapping[str, Iterable[str]]) -> int:
    """The bits of *values* of each observation."""
    return sum(BITS[name, value] for name, some in values.items() for value in some)


EVERY = {name: mask({name: HEALTHY[name] | BAD[name]}) for name in HEALTHY}
SPARED = mask({name: BAD[name] for name in SOFT})
"""Values that refute no row."""

_DNS_WORDS = {"ok": "ok", "nodata": "nodata", "nxdomain": "nxdomain", "servfail": "servfail", "rcode_refused": "refused",
              "rcode": "garbled", "timeout": "silent", "refused": "closed", "unreachable": "unreachable",
              "denied": "denied", "no_route": "no_route"}  # fmt: skip
_TALKATIVE = ("nxdomain", "contradicts", "servfail", "refused", "nodata", "garbled", "closed", "unreachable", "denied",
              "no_route", "silent")  # fmt: skip
"""Where servers fail in different ways, the one that says most is the one to explain."""
_TCP_WORDS = {"timeout": "silent", "refused": "closed", "unreachable": "unreachable", "no_route": "unreachable",
              "denied": "denied", "reset": "closed"}  # fmt: skip
_TLS_ORDER = (("expired", "expired"), ("not_yet", "not_yet"), ("untrusted", "untrusted"), ("bad_cert", "untrusted"),
              ("wrong_name", "wrong_name"), ("alert", "alert"), ("not_tls", "not_tls"), ("reset", "reset"),
              ("eof", "eof"), ("timeout", "silent"), ("tls_error", "error"), ("error", "error"))  # fmt: skip
_PLAIN_ORDER = (("portal_511", "portal"), ("portal_redirect", "portal"), ("login_page", "login"), ("page", "page"),
                ("other", "other"), ("redirect_own", "own"), ("refused", "closed"), ("timeout", "silent"),
                ("unreachable", "silent"), ("reset", "cut"), ("eof", "cut"), ("error", "cut"))  # fmt: skip
_HTTP_WORDS = {"ok": "ok", "redirect_own": "ok", "redirect_other": "elsewhere", "unexpected": "unexpected",
               "loop": "loop", "maintenance": "maintenance", "overloaded": "overloaded", "rate_limited": "rate_limited",
               "moved": "moved", "gone": "moved", "policy": "policy", "origin": "origin"}  # fmt: skip
_SLOW_MS, _LATE_MS, _COLD_MS = 2000, 1000, 450
_TICKETS = 2000
"""Bytes that a server may send after a handshake before it says anything."""
_CLOCK_LIMIT_S, _CLOCK_FAR_S = 300, 3600
_SYSTEM_WORDS = {
    "noname": "none",
    "again": "fails",
    "servfail": "fails",
    "lookup_error": "fails",
    "timeout": "silent",
}
_STUBS = frozenset({"127.0.0.53", "127.0.0.54"})


def fold(findings: Sequence[Finding], asked: str) -> Observations:
    """The observations that *findings* support about the service *asked* about."""
    view = FindingsView(findings, asked)
    seen: Seen = {}
    for look in _LOOKS:
        seen.update(look(view))
    return {name: value for name, value in seen.items() if value and (name, value) in BITS}


def first_of(order: Iterable[tuple[str, str]], words: set[str]) -> str | None:
    """The observation for the first word of *order* that is among *words*."""
    return next((value for word, value in order if word in words), None)


# The device and its link.


def _device(view: FindingsView) -> Seen:
    link = {"ok": "ok", "no_link": "no_link", "link_local_only": "link_local"}
    routed = [family for family in (4, 6) if view.routed(family)]
    routes = (
        {(4, 6): "both", (4,): "v4", (6,): "v6"}.get(tuple(routed), "none") if view.all("route") else None
    )
    hops = view.values(view.all("gateway")) - {"unknown"}
    both_ways = {item.evidence.get("family") for item in view.all("default_route")}
    per_family = [len(view.all("default_route", family=family)) for family in both_ways]
    detour = {"ok": "works", "timeout": "dead"}
    other = view.values(view.all("detour"))
    return {
        "link": next((link[word] for word in link if view.has("link", word)), None),
        "routes": routes,
        "route_now": _route_now(view),
        "tunnel": None
        if not routed
        else "yes"
        if any(i.evidence.get("tunnel") for i in view.all("route"))
        else "no",
        "defaults": "two" if max(per_family, default=0) > 1 else "one" if per_family else None,
        "detour": "works" if "ok" in other else next((detour.get(word, "dead") for word in other), None),
        "gateway": "half" if len(hops) > 1 else next(iter(hops), None),
        "hosts": _hosts(view),
        "proxy": _proxy(view),
        "departures": next(iter(view.values(view.all("departures")) - {"queued"}), None),
        "here": "yes" if view.on_this_machine else "no",
        "clock": _clock(view),
    }


def _route_now(view: FindingsView) -> str | None:
    tcp, dns = view.mine("tcp"), view.dns("dns_direct")
    families = {int(str(item.evidence.get("family"))) for item in tcp}
    gone = bool(tcp) and all(item.value == "no_route" for item in tcp) and all(map(view.routed, families))
    again = view.has("route_again", "none")
    return "lost" if gone or again else "kept" if tcp or dns else None


def _hosts(view: FindingsView) -> str | None:
    entry = view.hosts_entry
    if not entry:
        return "none" if view.mine("hosts") else None
    if entry & view.valid_addresses or (entry & view.named_addresses and not view.valid_addresses):
        return "agrees"
    return "alone" if entry & view.well_answered else "override"


def _proxy(view: FindingsView) -> str | None:
    words = view.values(view.all("proxy"))
    if not words:
        return "none" if view.has("proxy_config", "none") else None
    if "ok" in words:
        return "works"
    if "unsupported" in words:
        return "unsupported"
    return "refuses" if words & {"auth", "refuses"} else "dead"


def _clock(view: FindingsView) -> str | None:
    """The clock against servers; one server, or less than an hour, proves little by itself."""
    if "slow" in view.values(view.all("clock", "device")):
        return "before_build"
    told = [
        (item.target, offset)
        for item in view.all("clock")
        if isinstance(offset := item.evidence.get("offset_s"), int)
    ]
    if not told:
        return None
    off = [offset for _, offset in told if abs(offset) >= _CLOCK_LIMIT_S]
    if not off:
        return "ok"
    if len(off) < len(told) or len({offset > 0 for offset in off}) > 1:
        return "split"
    strong = len({host for host, _ in told}) > 1 and min(map(abs, off)) >= _CLOCK_FAR_S
    return ("behind" if strong else "lag") if off[0] > 0 else ("ahead" if strong else "lead")


# Names.


def _names(view: FindingsView) -> Seen:
    words = {server: _server_word(view, view.asked, server) for server in _servers(view)}
    given = {server: word for server, word in words.items() if word}
    root, zone = (_best(view.values(view.all(check))) for check in ("dns_root", "dns_zone"))
    wild = view.values(view.all("dns_wildcard"))
    deaf = view.has("dns_plain", "ok")  # it ignores every question with EDNS, so silence says nothing
    peer, control = _of_hosts(view, control=False), _of_hosts(view, control=True)
    tcp53 = view.values(view.all("dns_tcp"))
    return {
        "dns": "ok" if deaf else _overall(list(given.values())),
        "servers": _agreement(view, given),
        "forged": "yes" if view.mine("dns_second") else "no" if given else None,
        "aaaa": None if deaf else _aaaa(view),
        "root": _unless_silent(root, deaf=deaf),
        "zone": _unless_silent("ok" if zone == "nodata" else zone, deaf=deaf),
        "wildcard": "answered" if "ok" in wild else "denied" if "nxdomain" in wild else None,
        "dns_peer": _unless_silent(peer, deaf=deaf),
        "dns_control": _unless_silent(control, deaf=deaf),
        "dns_tcp": "ok" if "ok" in tcp53 else next((_TCP_WORDS.get(word) for word in sorted(tcp53)), None),
        "edns": "ignored" if deaf else "ok" if given else None,
        "repeat": _repeat(view),
        "intercepted": {"answered": "yes"}.get(next(iter(view.values(view.all("dns_intercepted"))), ""), "no")
        if view.all("dns_intercepted")
        else None,
        "late": "yes" if _late(view) else "no" if given else None,
        "cold": "yes" if _cold(view) else "no" if given else None,
        **_system(view, given),
        **_resolver(view, words),
        **_answer(view),
    }


def _unless_silent(word: str | None, *, deaf: bool) -> str | None:
    return None if deaf and word == "silent" else word


def _repeat(view: FindingsView) -> str | None:
    """Whether the same question has answers with nothing in common, some of them dead."""
    again = view.mine("dns_again")
    if not again:
        return None
    items = [
        *again,
        *(
            i
            for i in view.dns("dns_direct", "A")
            if i.evidence.get("server") == again[0].evidence.get("server")
        ),
    ]
    answers = [set(map(str, _tuple(item.evidence.get("addresses")))) for item in items if item.value == "ok"]
    apart = any(not one & other for one in answers for other in answers)
    words = {view.tcp_last[address] for group in answers for address in group if address in view.tcp_last} - {
        "over_budget"
    }
    return "alternates" if apart and "ok" in words and len(words) > 1 else "same"


def _servers(view: FindingsView) -> list[str]:
    listed = list(view.resolvers or ())
    asked = [str(item.evidence.get("server")) for item in view.all("dns_direct")]
    return list(dict.fromkeys([*listed, *asked]))


def _server_word(view: FindingsView, target: str, server: str) -> str | None:
    """What *server* says of *target*, both kinds of address together."""
    found = [item for item in view.all("dns_direct", target) if item.evidence.get("server") == server]
    words = {str(item.evidence.get("qtype")): _DNS_WORDS.get(item.value, "garbled") for item in found}
    if "ok" in words.values():
        return "ok"
    if set(words.values()) == {"nxdomain", "nodata"}:
        return "contradicts"
    return next(
        (words[qtype] for qtype in ("A", "AAAA") if words.get(qtype, "nodata") != "nodata"), None
    ) or ("nodata" if words else None)


def _overall(words: list[str]) -> str | None:
    return "ok" if "ok" in words else next((word for word in _TALKATIVE if word in words), None)


def _best(values: set[str]) -> str | None:
    return _overall([_DNS_WORDS.get(value, "garbled") for value in values])


def _agreement(view: FindingsView, words: Mapping[str, str]) -> str | None:
    real = [(server, word) for server, word in words.items() if server not in _STUBS or len(words) == 1]
    if len(real) < 2:  # noqa: PLR2004 (two can disagree)
        return "one" if real else None
    first, others = real[0][1], [word for _, word in real[1:]]
    if first == "ok":
        same = {item.evidence.get("addresses") for item in view.dns("dns_direct", "A") if item.value == "ok"}
        return "spare_bad" if "ok" not in others else "differ" if len(same) > 1 else "agree"
    if "ok" not in others:
        return "agree"
    if first in {"nxdomain", "contradicts"}:
        return "first_denies"
    return "first_dead" if first in {"silent", "closed", "unreachable", "no_route"} else "first_bad"


def _of_hosts(view: FindingsView, *, control: bool) -> str | None:
    items = [item for item in view.all("dns_direct", control=control) if item.target != view.asked]
    pairs = {(item.target, str(item.evidence.get("server"))) for item in items}
    return _overall([word for pair in pairs if (word := _server_word(view, *pair))])


def _aaaa(view: FindingsView) -> str | None:
    """Whether a server that answers A answers AAAA too; an error counts only where programs feel it."""
    good = {item.evidence.get("server") for item in view.dns("dns_direct", "A") if item.status is Status.PASS}
    asked = [item for item in view.dns("dns_direct", "AAAA") if item.evidence.get("server") in good]
    words = view.values(asked)
    if not asked:
        return None
    if "ok" in words:
        return "ok"
    others = [item for item in view.all("dns_direct", qtype="AAAA") if item.target != view.asked]
    alone = bool(others) and view.values(others) <= {"ok", "nodata"}  # for other names the server answers
    hurt = alone or _felt(view) or "ok" not in view.values(view.mine("dns_system"))
    return "silent" if "timeout" in words else "bad" if "servfail" in words and hurt else "ok"


def _felt(view: FindingsView) -> bool:
    return any(item.value == "timeout" or item.elapsed_ms > _SLOW_MS for item in view.mine("dns_system"))


def _late(view: FindingsView) -> bool:
    late = (item for item in view.dns("dns_direct") if item.value == "ok" and item.elapsed_ms > _LATE_MS)
    return any(item.evidence.get("tries") == 1 for item in late)


def _cold(view: FindingsView) -> bool:
    """Whether the first answers of a near server took half a second on a line that is quick."""
    opened = [item.elapsed_ms for item in view.all("tcp") if item.value == "ok"]
    slow = [item for item in view.dns("dns_direct") if item.value == "ok" and item.elapsed_ms > _COLD_MS]
    return bool(slow) and min(opened, default=_COLD_MS) * 4 < _COLD_MS


def _system(view: FindingsView, given: Mapping[str, str]) -> Seen:
    found = view.mine("dns_system")
    if not found:
        return {}
    felt = "slow" if _felt(view) else "quick"
    if found[0].value != "ok":
        return {"system": _SYSTEM_WORDS.get(found[0].value), "felt": felt}
    told = {str(one) for one in _tuple(found[0].evidence.get("addresses"))}
    lost = bool(given) and view.valid_addresses and not told & view.valid_addresses
    wrong = lost and told and not view.hosts_entry and view.named_addresses & view.valid_addresses
    heard = {address for address in told if address in view.named_addresses}
    return {"system": "ok" if not wrong else "lied" if heard else "stale", "felt": felt}


def _tuple(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def _resolver(view: FindingsView, words: Mapping[str, str | None]) -> Seen:
    """Where the first name server lives; behind a stub that is the first one it hands questions to."""
    if view.resolvers is None:
        return {}
    if not view.resolvers:
        return {"resolver": "none"}
    stubs = [server for server in view.resolvers if server in _STUBS]
    real = [server for server in view.resolvers if server not in _STUBS] or list(view.resolvers)
    places = {item.target: item.value for item in view.all("resolver")}
    kinds = {"global": "far", "nat64": "far", "loopback": "loopback"}
    home = places.get(real[0]) or kinds.get(kind_of(real[0]), "lan")
    if real[0] in _STUBS and words.get(real[0]) != "closed":
        home = "lan"  # the stub lives, and whom it asks is not known
    hop = view.values(view.all("resolver_hop", real[0])) - {"unknown"}
    dead = bool(stubs) and words.get(stubs[0]) in {"closed", "silent"} and "ok" in words.values()
    return {
        "resolver": home,
        "resolver_family": f"v{family_of(real[0])}",
        "resolver_hop": next(iter(hop), None),
        "stub": "dead" if dead else "ok" if stubs else "none",
    }


def _answer(view: FindingsView) -> Seen:
    mine = view.mine("answer")
    peers = {
        str(item.evidence["address"])
        for item in view.all("answer", control=False)
        if item.target != view.asked
    }
    homes = {str(item.evidence["address"]) for item in mine}
    home = None if not mine or not peers else "same" if homes & peers else "apart"
    if not mine:
        return {"home": home, "answer": None}
    if any(item.evidence.get("contacted") for item in mine):
        inside = view.values(mine) <= {"private", "loopback", "link_local"}
        return {"home": home, "answer": "private_used" if inside else "usable"}
    if view.values(mine) <= {"loopback", "unspecified"}:
        return {"home": home, "answer": "sink"}
    near = {item.evidence.get("home") for item in mine} & {"router", "own", "lan"}
    return {"home": home, "answer": "at_home" if near and view.has("resolver", "far") else "private"}


# The way: TCP, families, plain HTTP.


def _way(view: FindingsView) -> Seen:
    family = _family(view)
    controls = (
        view.values(view.all("tcp", control=True, family=int(family[1])))
        if family[1:2] in {"4", "6"}
        else set()
    )
    words = {
        host: view.values([item for item in view.all("http80") if chosen(item)])
        for host, chosen in _WHOSE(view).items()
    }
    return {
        **{f"tcp{host}": _tcp(view, chosen) for host, chosen in _WHOSE(view).items()},
        **{f"port80{host}": first_of(_PLAIN_ORDER, found) for host, found in words.items()},
        "family": family or None,
        "family_control": "ok" if "ok" in controls else "dead" if controls - {"no_route"} else None,
        "one_address": _one_address(view),
        "captive": "yes"
        if view.has("portal_api", "captive")
        else "told"
        if view.has("os_view", "portal")
        else None,
    }


def _WHOSE(view: FindingsView) -> dict[str, Callable[[Finding], bool]]:  # noqa: N802
    return {
        "": lambda item: item.target == view.asked,
        "_peer": lambda item: item.target != view.asked and not item.evidence.get("control"),
        "_control": lambda item: bool(item.evidence.get("control")),
    }


def _tcp(view: FindingsView, chosen: Callable[[Finding], bool]) -> str | None:
    tried = [item for item in view.all("tcp") if chosen(item) and item.value != "over_budget"]
    words = {item.value for item in tried if item.status is not Status.SKIP}
    if "ok" in words:
        return "ok"
    if not words:
        return "unrouted" if tried else None
    kinds = {_TCP_WORDS.get(word, "silent") for word in words}
    if "denied" in kinds:
        return "denied"
    return (
        next(iter(kinds)) if len(kinds) == 1 else "silent" if kinds <= {"silent", "unreachable"} else "mixed"
    )


def _family(view: FindingsView) -> str:
    """Which family fails at every address of the provider while the other works; there is a route for both."""
    for family, other in ((6, 4), (4, 6)):
        words = view.family_words(family)
        if words and not view.family_ok(family) and view.routed(family) and view.family_ok(other):
            return f"v{family}_" + ("closed" if all(word == {"refused"} for word in words) else "silent")
    return (
        "both"
        if view.family_ok(4) and view.family_ok(6)
        else "one"
        if view.family_ok(4) or view.family_ok(6)
        else ""
    )


def _one_address(view: FindingsView) -> str | None:
    """An address of the service that fails beside others that work."""
    if not view.tcp_last:
        return None
    failed = {item.evidence.get("address") for item in view.tls_first}
    if view.reached and any(
        item.evidence.get("address") in failed and item.value == "other_name" for item in view.mine("chain")
    ):
        return "foreign"
    good = {family for family in (4, 6) if view.family_ok(family)}
    if "ok" in view.tcp_last.values() and any(
        word not in {"ok", "over_budget"} and family_of(address) in good
        for address, word in view.tcp_last.items()
    ):
        return "dead"
    return (
        "mute"
        if view.reached and view.tls_words() & {"reset", "timeout", "eof", "alert", "tls_error"}
        else "no"
    )


# TLS and HTTP.


def _secure(view: FindingsView) -> Seen:
    tls = {f"tls{host}": _tls(view, chosen) for host, chosen in _WHOSE(view).items()}
    chains = view.values(view.mine("chain"))
    strict = {bool(item.evidence.get("control")) for item in view.all("strict") if item.value == "invalid"}
    reached = (
        "direct"
        if view.valid_addresses
        else "proxy"
        if view.reached_by_proxy
        else "plain"
        if view.plain_reached
        else "no"
    )
    looked = view.mine("tcp") or view.mine("dns_direct") or view.mine("dns_system")
    return {
        **tls,
        "swap": _contrast(view, "sni_swap"),
        "small": _contrast(view, "small_mss"),
        "small_http": next(iter(view.values(view.mine("small_mss", stage="https"))), None),
        "chain": "other"
        if "other_name" in chains and "matches" not in chains
        else "matches"
        if chains & {"matches"}
        else None,
        "shared": "everywhere"
        if _same_everywhere(view)
        else "address"
        if _shared_address(view)
        else "no"
        if view.all("chain")
        else None,
        "identity": None
        if not chains
        else "yes"
        if any(i.evidence.get("identity_proved") for i in view.mine("chain"))
        else "no",
        "strict": "all"
        if len(strict) > 1
        else "provider"
        if strict
        else "ok"
        if view.all("strict")
        else None,
        "reached": reached if looked or reached != "no" else None,
        "http": _http(view),
        "front": next(iter(view.values(view.mine("front"))), None),
    }


def _tls(view: FindingsView, chosen: Callable[[Finding], bool]) -> str | None:
    items = [item for item in view.all("tls") if chosen(item) and item.status is not Status.SKIP]
    words = view.values(items)
    return (
        "ok"
        if "ok" in words
        else first_of(_TLS_ORDER, view.values(i for i in items if i.evidence.get("attempt") == 1))
    )


def _contrast(view: FindingsView, check: str) -> str | None:
    words = view.values(item for item in view.mine(check) if item.evidence.get("stage") is None) - {
        "unsupported"
    }
    return next((word for word in ("served", "alert", "silent") if word in words), None)


def _foreign(view: FindingsView) -> list[Finding]:
    return [item for item in view.all("chain") if item.value == "other_name"]


def _shared_address(view: FindingsView) -> bool:
    """True if different names were all led to one address that is none of theirs."""
    pairs = {(item.evidence["address"], item.target) for item in _foreign(view)}
    return len({address for address, _ in pairs}) < len(pairs)


def _same_everywhere(view: FindingsView) -> bool:
    """True if one foreign certificate stands at several addresses of a family: the way is bent, not the names."""
    places = {
        (str(i.evidence["mark"]), ":" in str(i.evidence["address"]), i.evidence["address"])
        for i in _foreign(view)
    }
    return len({place[:2] for place in places}) < len(places)


def _http(view: FindingsView) -> str | None:  # noqa: PLR0911 (a case each)
    answer = view.answer
    if answer is None:
        return None
    status, bytes_came = answer.evidence.get("status"), answer.evidence.get("received")
    if answer.value == "maintenance":
        return "maintenance" if status == 503 else "maintenance_page"  # noqa: PLR2004
    if answer.value == "server_error":
        return "server_error" if len(view.mine("https")) > 1 else "server_error_once"
    if answer.value == "redirect_down":  # to http, from where the usual redirect leads back
        return "loop" if "redirect_own" in view.values(view.mine("http80")) else "ok"
    if answer.value in _HTTP_WORDS:
        return _HTTP_WORDS[answer.value]
    if answer.value == "timeout":
        return "stalled" if isinstance(bytes_came, int) and bytes_came > _TICKETS else "silent"
    return "short" if status or bytes_came else "cut"


# Quality of the line.


def _quality(view: FindingsView) -> Seen:
    looked = bool(view.all("tcp")) or bool(view.all("dns_direct"))
    lost = packet_loss(view)
    back = not lost and view.reached and (_recovered(view) or _late_burst(view) or _names_came_back(view))
    return {
        "loss": None if not looked else "seen" if lost else "hint" if view.sample_lost else "none",
        "latency": "high" if view.has("quality", "latency") else "ok" if looked else None,
        "rate": "slow" if not lost and _throttled(view) else "ok" if looked else None,
        "recovered": "yes" if back else "no" if looked else None,
    }


def packet_loss(view: FindingsView) -> bool:
    """A spaced sample lost packets, and so did the check itself; a full queue loses only what comes late."""
    if view.has("goodput", "slow") and not view.asked_again:
        return False
    if view.sample_lost:
        return view.sample_lost > 1 or view.losses > 1
    return scattered(view)


def scattered(view: FindingsView) -> bool:
    """Some connections lost their first packet, here and there; not all, which would be a moment's fault."""
    opened = {(item.target, item.evidence.get("address")) for item in view.all("tcp") if item.value == "ok"}
    late = len(late_ones(view))
    return view.early_losses > 1 and late > 0 and (late * 2 <= len(opened) or data_lost(view))


LONG_TENTHS = 15
"""A line that was slow for so long needs no second look."""


def _throttled(view: FindingsView) -> bool:
    """Data trickles although connecting is quick, confirmed by length or by one handshake with the line to itself."""
    tenths = [item.evidence.get("tenths") for item in view.all("goodput")]
    long = sum(number for number in tenths if isinstance(number, int)) >= LONG_TENTHS
    return view.has("goodput", "slow", "drips") and (
        view.has("rate", "slow") or (long and not view.has("rate", "ok"))
    )


def _recovered(view: FindingsView) -> bool:
    for check in ("tcp", "tls", "https"):
        for second in view.all(check, attempt=2):
            firsts = view.all(check, second.target, attempt=1, address=second.evidence.get("address"))
            if second.status is Status.PASS and any(first.status is Status.FAIL for first in firsts):
                return True
    return False


def _late_burst(view: FindingsView) -> bool:
    opened = {(item.target, item.evidence.get("address")) for item in view.all("tcp") if item.value == "ok"}
    return len(late_ones(view)) > 1 and len(late_ones(view)) * 2 > len(opened)


def _names_came_back(view: FindingsView) -> bool:
    """No name at first, and then all of them: each question had to be asked three times or more."""
    tries = [item.evidence.get("tries") for item in view.all("dns_direct") if item.value == "ok"]
    often = [number for number in tries if isinstance(number, int) and number > 2]  # noqa: PLR2004
    return len(often) > 1 and len(often) == len(tries) and view.quick and not view.sample_lost


_LOOKS: tuple[Callable[[FindingsView], Seen], ...] = (_device, _names, _way, _secure, _quality)
