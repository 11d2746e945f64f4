"""A closed vocabulary of observations, and the fold that makes them of a run's findings.

An observation is a name with one of a few values, or it is missing: not looked at, or not applicable. Before the
bar stand the values of a healthy network. Nothing here judges; `hypotheses.py` says what each value means.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from gopay_help.model.addresses import kind_of
from gopay_help.model.check import Finding, Status
from gopay_help.network.findings import FindingsView, data_lost, late_ones
from gopay_help.network.machine import family_of

Observations = Mapping[str, str]
Seen = dict[str, str | None]

_TEXT = """
link            ok | no_link link_local
routes          both v4 v6 | none
route_now       kept | lost
tunnel          no yes |
detour          none dead | works
gateway         alive | dead half
hosts           none agrees alone | override
proxy           none works unsupported | dead refuses inspects
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
repeat          same | alternates
intercepted     no | yes
system          ok | none fails silent lied stale astray
felt            quick | slow
late            no | yes
cold            no | yes
answer          usable private_used | private at_home sink
home            apart same |
tcp             ok | silent closed unreachable denied mixed unrouted
tcp_peer        ok | silent closed unreachable denied mixed unrouted
tcp_control     ok | silent closed unreachable denied mixed unrouted
family          both one | v4_silent v4_closed v4_mute v6_silent v6_closed v6_mute
family_control  ok | dead
one_address     no | dead family mute foreign unproved
port80          own closed | silent cut portal login page other
port80_peer     own closed | silent cut portal login page other
port80_control  own closed | silent cut portal login page other
captive         no told | yes
tls             ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
tls_peer        ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
tls_control     ok | expired not_yet untrusted wrong_name alert not_tls error reset eof silent
flight          none | some
swap            silent alert | served
cut_from        near far |
small           silent alert | served
small_http      silent | served
chain           matches | other
shared          no | address everywhere
identity        yes no |
dates           reachable | beyond
strict          ok | provider all
reached         direct proxy | plain no
http            ok | elsewhere unexpected loop maintenance maintenance_page overloaded rate_limited moved policy \
server_error server_error_once origin silent stalled cut short
front           ok | moved
loss            none | hint seen
latency         ok | high
rate            ok | slow
recovered       no | yes answer
"""
HEALTHY: dict[str, frozenset[str]] = {}
BAD: dict[str, frozenset[str]] = {}
for _line in filter(None, _TEXT.splitlines()):
    _name, _, _values = _line.partition(" ")
    _good, _, _rest = _values.partition("|")
    HEALTHY[_name], BAD[_name] = frozenset(_good.split()), frozenset(_rest.split())
SOFT = frozenset({"wildcard", "port80", "port80_peer", "port80_control", "felt", "loss", "latency", "forged", "captive",
                  "tcp_control", "tls_control", "dns_control", "dns_peer", "tcp_peer", "tls_peer", "zone", "recovered",
                  "strict", "repeat", "one_address", "dns_tcp", "family_control", "gateway", "resolver_hop", "intercepted", "cold"})  # fmt: skip
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
_SLOW_MS, _LATE_MS, _COLD_MS, _REPEATED_MS = 2000, 1000, 450, 1000
_FAR_TIMES, _FAR_MS = 3, 5
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
_SLOWNESS = {
    ("late", "yes"),
    ("cold", "yes"),
    ("felt", "slow"),
    ("latency", "high"),
    ("rate", "slow"),
    ("cut_from", "far"),
}
_UNPROVED = {"expired", "not_yet", "untrusted", "bad_cert", "wrong_name"}
_STUBS = frozenset({"127.0.0.53", "127.0.0.54"})


def fold(findings: Sequence[Finding], asked: str) -> Observations:
    """The observations that *findings* support about the service *asked* about."""
    view = FindingsView(findings, asked)
    seen: Seen = {}
    for look in (_device, _names, _way, _secure, _quality):
        seen.update(look(view))
    if view.has("pulse", "busy"):  # this machine itself had no time
        seen = {name: value for name, value in seen.items() if (name, value) not in _SLOWNESS}
    return {name: value for name, value in seen.items() if value and (name, value) in BITS}


def first_of(order: Iterable[tuple[str, str]], words: set[str]) -> str | None:
    """The observation for the first word of *order* that is among *words*."""
    return next((value for word, value in order if word in words), None)


def pick(*cases: tuple[str | None, object]) -> str | None:
    """The first value whose condition holds."""
    return next((value for value, holds in cases if holds), None)


# The device and its link.


def _device(view: FindingsView) -> Seen:
    routed = tuple(family for family in (4, 6) if view.routed(family))
    hops = view.values(view.all("gateway")) - {"unknown"}
    detours = view.values(view.all("detour"))
    departures = view.values(view.all("departures")) - {"queued"}
    proxies, tcp = view.values(view.all("proxy")), view.mine("tcp")
    lost = tcp and all(
        item.value == "no_route" and view.routed(int(str(item.evidence.get("family")))) for item in tcp
    )
    return {
        "link": first_of(
            (("ok", "ok"), ("no_link", "no_link"), ("link_local_only", "link_local")), view.words("link")
        ),
        "routes": pick((_ROUTES.get(routed, "none"), view.all("route"))),
        "route_now": pick(
            ("lost", lost or view.has("route_again", "none")), ("kept", tcp or view.dns("dns_direct"))
        ),
        "tunnel": pick((None, not routed), ("yes", view.all("route", tunnel=True)), ("no", True)),
        "detour": pick(("works", "ok" in detours), ("dead", detours)),
        "gateway": pick(("half", len(hops) > 1), (next(iter(hops), None), True)),
        "hosts": _hosts(view),
        "proxy": pick(
            ("works", "ok" in proxies),
            ("unsupported", proxies & {"inside", "unsupported"}),
            ("refuses", proxies & {"auth", "refuses"}),
            ("inspects", "tls_untrusted" in proxies),
            ("dead", proxies),
            ("none", view.has("proxy_config", "none")),
        ),
        "departures": next(iter(departures), None),
        "here": "yes" if view.on_this_machine else "no",
        "clock": _clock(view),
    }


_ROUTES = {(4, 6): "both", (4,): "v4", (6,): "v6"}


def _hosts(view: FindingsView) -> str | None:
    entry = view.hosts_entry
    named = entry & view.named_addresses and not view.valid_addresses
    return pick(
        ("agrees", entry & view.valid_addresses or named),
        ("alone", entry & view.well_answered),
        ("override", entry),
        ("none", view.mine("hosts")),
    )


def _clock(view: FindingsView) -> str | None:
    """The clock against servers; one server, or less than an hour, proves little by itself."""
    told = {
        (item.target, ahead)
        for item in view.all("clock")
        if isinstance(ahead := item.evidence.get("offset_s"), int)
    }
    off = [offset for _, offset in told if abs(offset) >= _CLOCK_LIMIT_S]
    strong = len({host for host, _ in told}) > 1 and min(map(abs, off), default=0) >= _CLOCK_FAR_S
    back, forth = any(offset > 0 for offset in off), any(offset < 0 for offset in off)
    return pick(
        ("before_build", "slow" in view.values(view.all("clock", "device"))),
        (None, not told),
        ("ok", not off),
        ("split", len(off) < len(told) or (back and forth)),
        ("behind" if strong else "lag", back),
        ("ahead" if strong else "lead", forth),
    )


# Names.


def _names(view: FindingsView) -> Seen:
    listed = (*(view.resolvers or ()), *(str(item.evidence.get("server")) for item in view.all("dns_direct")))
    words = {server: _server_word(view, view.asked, server) for server in dict.fromkeys(listed)}
    given = {server: word for server, word in words.items() if word}
    deaf = view.has("dns_plain", "ok")  # it ignores every question with EDNS, so silence says nothing
    root, zone = (
        _overall(_DNS_WORDS.get(word, "garbled") for word in view.words(check))
        for check in ("dns_root", "dns_zone")
    )
    whole = {
        "root": root,
        "zone": "ok" if zone == "nodata" else zone,
        "dns_peer": _of_hosts(view, control=False),
        "dns_control": _of_hosts(view, control=True),
    }
    wild, tcp53 = view.words("dns_wildcard"), view.words("dns_tcp")
    answers = [item for item in view.dns("dns_direct") if item.value == "ok"]
    late = any(item.elapsed_ms > _LATE_MS and item.evidence.get("tries") == 1 for item in answers)
    opened = min((item.elapsed_ms for item in view.all("tcp") if item.value == "ok"), default=_COLD_MS)
    cold = (
        any(item.elapsed_ms > _COLD_MS for item in answers) and opened * 4 < _COLD_MS
    )  # on a line that is quick
    return {
        **{name: None if deaf and word == "silent" else word for name, word in whole.items()},
        "dns": "ok" if deaf else _overall(given.values()),
        "servers": _agreement(view, given),
        "forged": pick(("yes", view.mine("dns_second")), ("no", given)),
        "aaaa": None if deaf else _aaaa(view),
        "wildcard": first_of((("ok", "answered"), ("nxdomain", "denied")), wild),
        "dns_tcp": "ok" if "ok" in tcp53 else next((_TCP_WORDS.get(word) for word in sorted(tcp53)), None),
        "repeat": _repeat(view),
        "intercepted": pick(
            ("yes", view.has("dns_intercepted", "answered")), ("no", view.all("dns_intercepted"))
        ),
        "late": pick(("yes", late), ("no", given)),
        "cold": pick(("yes", cold), ("no", given)),
        **_system(view, given),
        **_resolver(view, words),
        **_answer(view),
    }


def _repeat(view: FindingsView) -> str | None:
    """Whether the same question has answers with nothing in common, some of them dead."""
    again = view.mine("dns_again")
    if not again:
        return None
    first = view.all("dns_direct", view.asked, qtype="A", server=again[0].evidence.get("server"))
    answers = [set(view.addresses(item)) for item in (*again, *first) if item.value == "ok"]
    apart = any(not one & other for one in answers for other in answers)
    words = {view.tcp_last.get(address, "over_budget") for group in answers for address in group} - {
        "over_budget"
    }
    return "alternates" if apart and "ok" in words and len(words) > 1 else "same"


def _server_word(view: FindingsView, target: str, server: str) -> str | None:
    """What *server* says of *target*, both kinds of address together."""
    found = view.all("dns_direct", target, server=server)
    words = {str(item.evidence.get("qtype")): _DNS_WORDS.get(item.value, "garbled") for item in found}
    said = set(words.values())
    told = next((words[kind] for kind in ("A", "AAAA") if words.get(kind, "nodata") != "nodata"), None)
    return pick(
        ("ok", "ok" in said), ("contradicts", said == {"nxdomain", "nodata"}), (told, told), ("nodata", words)
    )


def _overall(words: Iterable[str]) -> str | None:
    return first_of(((word, word) for word in ("ok", *_TALKATIVE)), set(words))


def _agreement(view: FindingsView, words: Mapping[str, str]) -> str | None:
    real = [word for server, word in words.items() if server not in _STUBS or len(words) == 1]
    if len(real) < 2:  # noqa: PLR2004 (two can disagree)
        return "one" if real else None
    first, others = real[0], real[1:]
    same = {view.addresses(item) for item in view.dns("dns_direct", "A") if item.value == "ok"}
    return pick(
        ("spare_bad" if first == "ok" else "agree", "ok" not in others),
        ("differ" if len(same) > 1 else "agree", first == "ok"),
        ("first_denies", first in {"nxdomain", "contradicts"}),
        ("first_dead", first in {"silent", "closed", "unreachable", "no_route"}),
        ("first_bad", True),
    )


def _of_hosts(view: FindingsView, *, control: bool) -> str | None:
    items = [item for item in view.all("dns_direct", control=control) if item.target != view.asked]
    pairs = {(item.target, str(item.evidence.get("server"))) for item in items}
    return _overall(word for pair in pairs if (word := _server_word(view, *pair)))


def _aaaa(view: FindingsView) -> str | None:
    """Whether a server that answers A answers AAAA too; an error counts only where programs feel it."""
    good = {item.evidence.get("server") for item in view.dns("dns_direct", "A") if item.status is Status.PASS}
    words = view.values(
        item for item in view.dns("dns_direct", "AAAA") if item.evidence.get("server") in good
    )
    others = view.values(item for item in view.all("dns_direct", qtype="AAAA") if item.target != view.asked)
    alone = others and others <= {"ok", "nodata"}  # for other names the server answers
    hurt = alone or _felt(view) or "ok" not in view.values(view.mine("dns_system"))
    return pick(
        (None, not words),
        ("ok", "ok" in words),
        ("silent", "timeout" in words),
        # That the name does not exist, or that the question is not known, is never right beside an address.
        ("bad", words & {"nxdomain", "rcode"} or ("servfail" in words and hurt)),
        ("ok", True),
    )


def _felt(view: FindingsView) -> bool:
    return any(item.value == "timeout" or item.elapsed_ms > _SLOW_MS for item in view.mine("dns_system"))


def _system(view: FindingsView, given: Mapping[str, str]) -> Seen:
    found = view.mine("dns_system")
    if not found:
        return {}
    told, proved = set(view.addresses(found[0])), view.valid_addresses
    wrong = given and proved and told and not told & proved and not view.hosts_entry
    return {
        "felt": "slow" if _felt(view) else "quick",
        "system": pick(
            (_SYSTEM_WORDS.get(found[0].value), found[0].value != "ok"),
            ("ok", not (wrong and view.named_addresses & proved)),
            ("lied", told & view.named_addresses),
            # Several names at one stranger's address: no old answer, somebody or something bends them.
            ("astray", told & _strangers(view)),
            ("stale", True),
        ),
    }


def _strangers(view: FindingsView) -> set[str]:
    """Addresses that cannot prove the names, several of them, that lead there."""
    found = {
        (str(item.evidence["address"]), item.target)
        for item in view.all("chain")
        if item.value == "other_name"
    }
    names = Counter(address for address, _ in found)
    return {address for address, number in names.items() if number > 1}


def _resolver(view: FindingsView, words: Mapping[str, str | None]) -> Seen:
    """Where the first name server lives; behind a stub that is the first one it hands questions to."""
    if not view.resolvers:
        return {"resolver": None if view.resolvers is None else "none"}
    stubs = [server for server in view.resolvers if server in _STUBS]
    first = next((server for server in view.resolvers if server not in _STUBS), view.resolvers[0])
    places = {item.target: item.value for item in view.all("resolver")}
    kinds = {"global": "far", "nat64": "far", "loopback": "loopback"}
    unknown = (
        first in _STUBS and words.get(first) != "closed"
    )  # the stub lives, and whom it asks is not known
    dead = stubs and words.get(stubs[0]) in {"closed", "silent"} and "ok" in words.values()
    return {
        "resolver": "lan" if unknown else places.get(first) or kinds.get(kind_of(first), "lan"),
        "resolver_family": f"v{family_of(first)}",
        "resolver_hop": next(iter(view.values(view.all("resolver_hop", first)) - {"unknown"}), None),
        "stub": pick(("dead", dead), ("ok", stubs), ("none", True)),
    }


def _answer(view: FindingsView) -> Seen:
    mine, kinds = view.mine("answer"), view.values(view.mine("answer"))
    others = [item for item in view.all("answer", control=False) if item.target != view.asked]
    homes, peers = ({item.evidence["address"] for item in items} for items in (mine, others))
    near = {item.evidence.get("home") for item in mine} & {"router", "own", "lan"}
    used = any(item.evidence.get("contacted") for item in mine)
    return {
        "home": pick((None, not (homes and peers)), ("same", homes & peers), ("apart", True)),
        "answer": pick(
            (None, not mine),
            ("private_used", used and kinds <= {"private", "loopback", "link_local"}),
            ("usable", used),
            ("sink", kinds <= {"loopback", "unspecified"}),
            ("at_home", near and view.has("resolver", "far")),
            ("private", True),
        ),
    }


# The way: TCP, families, plain HTTP.


def _whose(view: FindingsView) -> dict[str, Callable[[Finding], bool]]:
    return {
        "": lambda item: item.target == view.asked,
        "_peer": lambda item: item.target != view.asked and not item.evidence.get("control"),
        "_control": lambda item: bool(item.evidence.get("control")),
    }


def _way(view: FindingsView) -> Seen:
    family = _family(view)
    number = int(family[1]) if family and family[1:2] in {"4", "6"} else 0
    mute = family is not None and family.endswith("mute")
    controls = view.values(view.all("tls" if mute else "tcp", control=True, family=number))
    whose, left = _whose(view), view.has("departures", "left")
    pages = {host: view.values(filter(chosen, view.all("http80"))) for host, chosen in whose.items()}
    return {
        **{f"tcp{host}": _tcp(filter(chosen, view.all("tcp")), left=left) for host, chosen in whose.items()},
        **{f"port80{host}": first_of(_PLAIN_ORDER, found) for host, found in pages.items()},
        "family": family,
        "family_control": pick(("ok", "ok" in controls), ("dead", controls - {"no_route"})),
        "one_address": _one_address(view),
        "captive": pick(("yes", view.has("portal_api", "captive")), ("told", view.has("os_view", "portal"))),
    }


def _tcp(found: Iterable[Finding], *, left: bool) -> str | None:
    """What connecting came to. Where packets have *left* this machine, who forbids it is further away."""
    tried = [item for item in found if item.value != "over_budget"]
    words = {item.value for item in tried if item.status is not Status.SKIP}
    kinds = {_TCP_WORDS.get(word, "silent") for word in words}
    return pick(
        ("ok", "ok" in words),
        ("unrouted" if tried else None, not words),
        ("denied", "denied" in kinds and not left),
        (next(iter(kinds), None), len(kinds) == 1 and "denied" not in kinds),
        ("unreachable", kinds <= {"denied", "unreachable"}),
        ("silent", kinds <= {"silent", "unreachable", "denied"}),
        ("mixed", True),
    )


def _family(view: FindingsView) -> str | None:
    """Which family fails at every address of the provider while the other works; there is a route for both.

    Where the provider has addresses of one family alone, the other works at a control.
    """
    good = [family for family in (4, 6) if view.family_ok(family)]
    spare = [family for family in (4, 6) if view.family_ok(family, control=True)]
    for family, other in ((6, 4), (4, 6)):
        words = view.family_words(family)
        alone = not good and spare == [other] and not view.family_words(other)
        if words and (good == [other] or alone) and view.routed(family):
            return f"v{family}_" + ("closed" if all(word == {"refused"} for word in words) else "silent")
        spoken = view.values(item for item in view.tls_first if item.evidence.get("family") == family)
        if spoken == {"timeout"} and any(family_of(at) == other for at in view.valid_addresses):
            return f"v{family}_mute"
    return pick(("both", len(good) > 1), ("one", good))


def _one_address(view: FindingsView) -> str | None:
    """An address of the service that fails beside others that work."""
    failed = {item.evidence.get("address") for item in view.tls_first}
    other = {item.evidence.get("address") for item in view.mine("chain") if item.value == "other_name"}
    bad = [at for at, word in view.tcp_last.items() if word not in {"ok", "over_budget"}]
    lost = {family_of(at) for at in view.tcp_last} - {family_of(at) for at in view.tcp_last if at not in bad}
    mute = view.values(view.tls_first) & {"reset", "timeout", "eof", "alert", "tls_error"}
    return pick(
        (None, not view.tcp_last),
        ("foreign", view.reached and failed & other),
        (
            "family" if lost else "dead",
            "ok" in view.tcp_last.values() and any(view.family_ok(family_of(at)) for at in bad),
        ),
        ("mute", view.reached and mute),
        ("unproved", view.reached and view.values(view.tls_first) & _UNPROVED),
        ("no", True),
    )


# TLS and HTTP.


def _secure(view: FindingsView) -> Seen:
    chains = view.values(view.mine("chain"))
    strict = {bool(item.evidence.get("control")) for item in view.all("strict") if item.value == "invalid"}
    stalled = [item for item in view.tls_first if item.value == "timeout"]
    looked = view.mine("tcp") or view.mine("dns_direct") or view.mine("dns_system")
    foreign = [item for item in view.all("chain") if item.value == "other_name"]
    places = {
        (item.evidence["mark"], ":" in str(item.evidence["address"]), item.evidence["address"])
        for item in foreign
    }
    homes = {(item.evidence["address"], item.target) for item in foreign}
    return {
        **{f"tls{host}": _tls(view, chosen) for host, chosen in _whose(view).items()},
        # Bytes of a handshake that then fell silent.
        "flight": pick(("some", any(item.evidence.get("received") for item in stalled)), ("none", stalled)),
        "swap": _contrast(view, "sni_swap"),
        "cut_from": _cut_from(view),
        "small": _contrast(view, "small_mss"),
        "small_http": next(iter(view.values(view.mine("small_mss", stage="https"))), None),
        "chain": pick(("matches", "matches" in chains), ("other", "other_name" in chains)),
        # One foreign certificate at several addresses: the way is bent. Several names at one address: the names are.
        "shared": pick(
            ("everywhere", len({place[:2] for place in places}) < len(places)),
            ("address", len({address for address, _ in homes}) < len(homes)),
            ("no", view.all("chain")),
        ),
        "dates": _dates(view),
        "identity": pick(("yes", view.mine("chain", identity_proved=True)), ("no", chains)),
        "strict": pick(("all", len(strict) > 1), ("provider", strict), ("ok", view.all("strict"))),
        "reached": pick(
            ("direct", view.valid_addresses),
            ("proxy", view.reached_by_proxy),
            ("plain", view.plain_reached),
            ("no", looked),
        ),
        "http": _http(view),
        "front": next(iter(view.values(view.mine("front"))), None),
    }


def _dates(view: FindingsView) -> str | None:
    """Whether the service's certificate would hold at the time that servers tell."""
    out = [by for item in view.mine("chain") if isinstance(by := item.evidence.get("out_by_s"), int) and by]
    told = [by for item in view.all("clock") if isinstance(by := item.evidence.get("offset_s"), int)]
    if not (out and told) or view.reached:
        return None
    reachable = any(by * ahead < 0 and abs(by) <= abs(ahead) for by in out for ahead in told)
    return "reachable" if reachable else "beyond"


def _tls(view: FindingsView, chosen: Callable[[Finding], bool]) -> str | None:
    items = [item for item in view.all("tls") if chosen(item) and item.status is not Status.SKIP]
    firsts = view.values(item for item in items if item.evidence.get("attempt") == 1)
    return "ok" if "ok" in view.values(items) else first_of(_TLS_ORDER, firsts)


def _cut_from(view: FindingsView) -> str | None:
    """Whether a cut took clearly longer to come than the home router takes to answer."""
    cuts = [item.elapsed_ms for item in view.mine("tls") if item.value in {"reset", "eof"}]
    opened = [item.elapsed_ms for item in view.mine("tcp") if item.value == "ok"]
    hops = [item.elapsed_ms for item in view.all("hop")]
    if not (cuts and opened and hops):
        return None
    return "far" if min(cuts + opened) > _FAR_TIMES * min(hops) + _FAR_MS else "near"


def _contrast(view: FindingsView, check: str) -> str | None:
    words = view.values(item for item in view.mine(check) if item.evidence.get("stage") is None)
    return first_of(((word, word) for word in ("served", "alert", "silent")), words)


def _http(view: FindingsView) -> str | None:
    answer = view.answer
    if answer is None:
        return None
    value, status, received = answer.value, answer.evidence.get("status"), answer.evidence.get("received")
    came = received if isinstance(received, int) else 0
    again = len(view.mine("https")) > 1
    # To http, from where the usual redirect leads back.
    back = "redirect_own" in view.values(view.mine("http80"))
    return pick(
        ("maintenance" if status == 503 else "maintenance_page", value == "maintenance"),  # noqa: PLR2004
        ("server_error" if again else "server_error_once", value == "server_error"),
        ("loop" if back else "ok", value == "redirect_down"),
        (_HTTP_WORDS.get(value), value in _HTTP_WORDS),
        ("stalled" if came > _TICKETS else "silent", value == "timeout"),
        ("short" if status or came else "cut", True),
    )


# Quality of the line.


def _quality(view: FindingsView) -> Seen:
    looked = bool(view.all("tcp")) or bool(view.all("dns_direct"))
    # Where every greeting takes longer than the kernel waits, that it repeats them shows no loss.
    took = {
        look: [item.elapsed_ms for item in view.all(look) if item.value == "ok"] for look in ("tcp", "tls")
    }
    distant = all(min(times, default=0) > _REPEATED_MS for times in took.values())
    lost = packet_loss(view) and not distant
    back = not (lost or distant) and view.reached and (_recovered(view) or _came_at_last(view))
    apologised = "server_error" in view.values(view.mine("https", attempt=1))
    return {
        "loss": pick(
            (None, not looked),
            ("seen", lost),
            ("hint", (view.sample_lost or _names_lost(view)) and not distant),
            ("none", True),
        ),
        "latency": pick(("high", distant or view.has("quality", "latency")), ("ok", looked)),
        "rate": pick(("slow", not lost and _throttled(view)), ("ok", looked)),
        "recovered": pick(("answer", back and apologised), ("yes", back), ("no", looked)),
    }


def _names_lost(view: FindingsView) -> bool:
    """Nothing came about the name, and of the other answers some came only when they were asked for again."""
    found = [item for look in ("dns_direct", "dns_root", "dns_zone") for item in view.all(look)]
    again = [item for item in found if item.value == "ok" and item.evidence.get("tries") != 1]
    return view.values(view.mine("dns_direct")) == {"timeout"} and len(again) > 1


def packet_loss(view: FindingsView) -> bool:
    """A spaced sample lost packets, and so did the check itself; a full queue loses only what comes late."""
    if view.has("goodput", "slow") and not view.asked_again:
        return False
    if view.sample_lost:
        return view.sample_lost > 1 or view.losses > 1
    return scattered(view)


def scattered(view: FindingsView) -> bool:
    """Some connections lost their first packet, here and there; not all, which would be a moment's fault."""
    late = len(late_ones(view))
    return view.early_losses > 1 and late > 0 and (late * 2 <= len(view.opened) or data_lost(view))


LONG_TENTHS = 15
"""A line that was slow for so long needs no second look."""


def _throttled(view: FindingsView) -> bool:
    """Data trickles although connecting is quick, confirmed by length or by one handshake with the line to itself."""
    tenths = [item.evidence.get("tenths") for item in view.all("goodput")]
    long = sum(number for number in tenths if isinstance(number, int)) >= LONG_TENTHS
    shown = view.has("rate", "slow") or (long and not view.has("rate", "ok"))
    return view.has("goodput", "slow", "drips") and shown


def _recovered(view: FindingsView) -> bool:
    """What failed at first worked when it was tried again."""
    tried = [item for check in ("tcp", "tls", "https") for item in view.all(check)]
    marks = {
        attempt: {
            (item.id, item.target, item.evidence.get("address"))
            for item in tried
            if item.evidence.get("attempt") == attempt and item.status is status
        }
        for attempt, status in ((1, Status.FAIL), (2, Status.PASS))
    }
    return bool(marks[1] & marks[2])


def _came_at_last(view: FindingsView) -> bool:
    """Most connections opened late; or no name at first and then all, each asked for three times or more."""
    late = len(late_ones(view))
    tries = [item.evidence.get("tries") for item in view.all("dns_direct") if item.value == "ok"]
    often = [number for number in tries if isinstance(number, int) and number > 2]  # noqa: PLR2004
    named = len(often) > 1 and len(often) == len(tries) and view.quick and not view.sample_lost
    return (late > 1 and late * 2 > len(view.opened)) or named
