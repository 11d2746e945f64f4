"""The data that look-alikes are found with, and the search for protected names in words, hosts and accounts.

Data is built once from an already read document. Words are stored as `hosts.alike` makes them, so that one
comparison covers every spelling.

A name that is spelled right in somebody else's word is the usual lure; a misspelling is rare and easily
innocent. So: the name alone, or at the start, counts; after other letters it counts if those are words that
lures are built from, or if the name hardly ever arises by accident; one wrong letter is only a candidate.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from rapidfuzz.distance import OSA

from gopay_help.contacts.answers import MessageLevel
from gopay_help.contacts.hosts import Host, HostReader, alike, readings
from gopay_help.model.build import Builder
from gopay_help.model.contact import Provenance, Source
from gopay_help.model.errors import DataError

SHAPES: Final = (
    "link",
    "risky_link",
    "short_link",
    "mailbox",
    "dial_code",
    "long_code",
    "sum",
    "phone",
    "premium",
    "number",
)
"""Roles that no phrase gives: how something is written."""
USUAL_WINDOW: Final = 3
"""Sentences in a row in which the roles of a sign have to stand."""
FORMAT: Final = "gopay-help/lookalikes@1"
ALONE: Final = "alone"
"""The role of a text in which one kind of sign was found, and no other."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name to protect, and how far its letters alone carry (the data file explains each field)."""

    name: str
    letters: str
    spellings: frozenset[str]
    compare: str
    strength: str
    suffixes: frozenset[str]
    typos: bool
    swallows: int
    continues: frozenset[str]
    continues_with: tuple[str, ...]
    hidden: tuple[str, ...]

    def goes_on(self, after: str) -> bool:
        """True if *after* makes another word of the name: go + payments."""
        return after in self.continues or after.startswith(self.continues_with)


@dataclass(frozen=True, slots=True)
class OwnHost:
    """A host of the company that is no contact: a back end, a link into the app, a sister product."""

    host: str
    whole_domain: bool
    brand: str
    role: str
    retired: bool
    strangers: bool
    """Anybody can publish there: shops, payment pages, links that lead on."""
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Company:
    """Another company of the same name."""

    name: str
    country: str | None
    domains: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts by what they are for."""

    shared: frozenset[str]
    free_mail: frozenset[str]
    shorteners: frozenset[str]
    messengers: Mapping[str, str]
    chats: tuple[str, ...]
    """Messengers that have accounts and no links."""
    social: Mapping[str, str]
    platforms: Mapping[str, str]
    remote_control: tuple[str, ...]
    app_files: tuple[str, ...]
    app_names: frozenset[str]
    """How app stores name the brand's apps; they look like hosts."""


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """What has to be known of the numbers of the pack's country."""

    region: str
    country_code: str
    forwarding: frozenset[str]
    cancel: str


@dataclass(frozen=True, slots=True)
class SignRule:
    """Roles that make a sign together: one of each group of `all`, none of `none`."""

    sign: str
    level: MessageLevel
    all: tuple[frozenset[str], ...]
    none: frozenset[str]
    within: int
    """In how many sentences in a row."""

    @property
    def wanted(self) -> frozenset[str]:
        """Every role that it may be made of."""
        return frozenset().union(*self.all)

    def speaks(self, roles: AbstractSet[str]) -> bool:
        """True if a passage with these *roles* shows the sign."""
        return self.none.isdisjoint(roles) and not any(map(roles.isdisjoint, self.all))


@dataclass(frozen=True, slots=True)
class Frame:
    """Roles by which a text that leads nowhere shows that it asks for nothing."""

    calms: frozenset[str]
    """Signs that are none in such a text; empty for all but app files."""
    all: tuple[frozenset[str], ...]
    none: frozenset[str]
    live: frozenset[str]
    """Roles of which none may stand in a clause that wants something of its reader now."""
    firm: bool
    """Also for what the sender asks for himself."""

    def speaks(self, told: AbstractSet[str], asked: AbstractSet[str], live: AbstractSet[str]) -> bool:
        """True if one role of each group is told somewhere, and none that is excluded is asked for."""
        return (
            self.none.isdisjoint(asked)
            and self.live.isdisjoint(live)
            and not any(map(told.isdisjoint, self.all))
        )


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Everything that `verify` compares with beside the registry."""

    version: str
    home_brands: frozenset[str]
    names: tuple[Name, ...]
    near_names: frozenset[str]
    lures: frozenset[str]
    words: frozenset[str]
    """All words a name may be built from, lures among them."""
    hosts: tuple[OwnHost, ...]
    companies: tuple[Company, ...]
    contested: frozenset[str]
    places: Places
    phones: PhonePlan
    message: Mapping[str, tuple[str, ...]]
    """Words that sentences are read with, by what they do in one."""
    phrases: Mapping[str, tuple[str, ...]]
    """Phrases by the role that they play in a sign."""
    signs: tuple[SignRule, ...]
    frames: tuple[Frame, ...]


def parse_lookalikes(document: Mapping[str, Any]) -> Lookalikes:
    """The look-alike data that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names those.
    """
    if (found := document.get("format")) != FORMAT:
        raise DataError(f"the look-alike data has the format {found!r}; this program reads {FORMAT}")
    builder = Builder()
    built = None
    try:
        built = _built(builder, document)
    except (AttributeError, KeyError, TypeError) as error:
        builder.problems.append(f"{type(error).__name__} {error}")
    if built is None or builder.problems:
        raise DataError("the look-alike data cannot be used:\n" + "\n".join(builder.problems))
    return built


def _built(builder: Builder, document: Mapping[str, Any]) -> Lookalikes:
    lures = frozenset(
        alike(word) for kinds in document["lures"].values() for words in kinds.values() for word in words
    )
    places = {
        "shared": frozenset(document["shared_hosts"]),
        "chats": tuple(document.get("chats", ())),
        "messengers": _inverted(document["messengers"]),
        "social": _inverted(document["social"]),
        "platforms": dict(document["platform_words"]),
    }
    parts = {
        "names": tuple(_name(builder, row, f"names[{at}]") for at, row in enumerate(document["names"])),
        "near_names": frozenset(map(alike, document["near_names"])),
        "lures": lures,
        "words": lures | {alike(word) for words in document["words"].values() for word in words},
        "hosts": tuple(_own_host(builder, row, f"hosts[{at}]") for at, row in enumerate(document["hosts"])),
        "companies": tuple(
            builder.build(Company, row, f"other_companies[{at}]", provenance=_provenance(row, "C"))
            for at, row in enumerate(document["other_companies"])
        ),
        "contested": frozenset(row["value"] for row in document["contested"]),
        "places": builder.build(Places, document, "lookalikes", **places),
        "message": _of_all_languages(document["message"]),
        "phrases": _of_all_languages(document.get("phrases", {})),
        "signs": tuple(
            builder.build(
                SignRule, row, f"signs[{at}]", **_roles(row), within=row.get("within", USUAL_WINDOW)
            )
            for at, row in enumerate(document.get("signs", ()))
        ),
        "frames": tuple(
            builder.build(
                Frame,
                row,
                f"frames[{at}]",
                calms=frozenset(row.get("calms", ())),
                live=frozenset(row.get("live", ())),
                firm=bool(row.get("firm")),
                **_roles(row),
            )
            for at, row in enumerate(document.get("frames", ()))
        ),
    }
    built = builder.build(Lookalikes, document, "lookalikes", **parts)
    roles = {*built.message, *built.phrases, *SHAPES, ALONE}
    shelves: dict[str, Sequence[SignRule | Frame]] = {"signs": built.signs, "frames": built.frames}
    for name, rules in shelves.items():
        for at, rule in enumerate(rules):
            for role in sorted(
                rule.none.union(*rule.all, rule.live if isinstance(rule, Frame) else ()) - roles
            ):
                builder.wrong(
                    f"{name}[{at}]", f"made of roles that exist, and no phrase has the role {role!r}"
                )
    return built


def with_words_of(ours: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    """*document* with what is the same everywhere, of *ours*, beside its own.

    Fraud speaks alike of every wallet, with the same programs, short links and lures: a pack with few words
    of its own must not be nearly blind. Where it names no ending on which a misspelling counts, that of the
    name's own address is one.
    """

    def joined(lists: Mapping[str, list[str]], more: Mapping[str, list[str]]) -> dict[str, list[str]]:
        return {
            lang: [*dict.fromkeys([*lists.get(lang, ()), *more.get(lang, ())])] for lang in {**lists, **more}
        }

    shelves: dict[str, Any] = {}
    for shelf in ("message", "phrases"):
        lent, own = ours.get(shelf, {}), document.get(shelf, {})
        shelves[shelf] = {role: joined(lent.get(role, {}), own.get(role, {})) for role in {**lent, **own}}
    for shelf in _LENT_LISTS:
        shelves[shelf] = [*ours.get(shelf, ())]
        shelves[shelf] += [each for each in document.get(shelf, ()) if each not in shelves[shelf]]
    for shelf in ("messengers", "social", "words"):
        shelves[shelf] = joined(ours[shelf], document[shelf])
    lures = [document["lures"], ours["lures"]]
    shelves["lures"] = {
        lang: joined(*(each.get(lang, {}) for each in lures)) for lang in {**lures[0], **lures[1]}
    }
    shelves["platform_words"] = {**ours["platform_words"], **document["platform_words"]}
    shelves["names"] = [
        {**row, "suffixes": row["suffixes"] or _own_endings(row)} for row in document["names"]
    ]
    return {**document, **shelves}


_LENT_LISTS: Final = (
    "signs",
    "frames",
    "shared_hosts",
    "free_mail",
    "shorteners",
    "chats",
    "remote_control",
    "app_files",
)


def _own_endings(row: Mapping[str, Any]) -> list[str]:
    """Of the address that a name is compared with: all behind its first dot, and behind its last."""
    whole = row["compare"]
    return (
        sorted({whole.partition(".")[2], whole.rpartition(".")[2]}) if row["typos"] and "." in whole else []
    )


def _of_all_languages(lists: Mapping[str, Mapping[str, list[str]]]) -> dict[str, tuple[str, ...]]:
    """Per list, the words of all languages: a message says not which language it is in."""
    return {
        name: tuple(word.casefold() for words in languages.values() for word in words)
        for name, languages in lists.items()
    }


def _roles(row: Mapping[str, Any]) -> dict[str, Any]:
    """The roles that a row names: one of each group of `all`, none of `none`."""
    return {
        "all": tuple(frozenset(either.split("|")) for either in row["all"]),
        "none": frozenset(row.get("none", ())),
    }


def _name(builder: Builder, row: Mapping[str, Any], at: str) -> Name:
    after = [alike(word) for word in row["continues"]]
    letters = {
        "letters": alike(row["name"]),
        "continues": frozenset(word for word in after if not word.endswith("*")),
        "continues_with": tuple(word[:-1] for word in after if word.endswith("*")),
        "hidden": tuple(map(alike, row["hidden"])),
    }
    return builder.build(Name, row, at, **letters)


def _own_host(builder: Builder, row: Mapping[str, Any], at: str) -> OwnHost:
    whole, retired = row["match"] == "domain", row["status"] == "retired"
    proof = _provenance(row, row["grade"])
    told = {"strangers": False} if "strangers" not in row else {}
    return builder.build(OwnHost, row, at, whole_domain=whole, retired=retired, provenance=proof, **told)


def _provenance(row: Mapping[str, Any], grade: str) -> Provenance:
    seen = date.fromisoformat(row["last_seen"]) if row.get("last_seen") else None
    source = Source(row["source"], seen, "third_party")
    return Provenance(grade, None, seen, "observed" if seen else "unknown", (source,))


def _inverted(hosts: Mapping[str, list[str]]) -> dict[str, str]:
    return {host: platform for platform, listed in hosts.items() for host in listed}


MIN_TYPO: Final = 5
"""Shorter names have too many innocent neighbours."""
_LONG_LURE: Final = 4
_SHORT: Final = 5
_PLURAL: Final = ("s", "es", "ss", "z", "ku", "mu")
"""Endings that leave a name the same name."""
_LONGEST_WORD: Final = 20
_NUMBERED: Final = re.compile(r"\d{2}")
"""As in the names of betting sites: no word of another language ends so."""
_PIECES: Final = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A name found in a word. `rule` says how; "note", "typo", "near" and "word" need more around them."""

    rule: str
    name: Name
    word: str

    @property
    def strong(self) -> bool:
        """True if it is a look-alike whatever stands around it."""
        return self.rule not in ("note", "typo", "near", "word")


def pieces(text: str) -> list[str]:
    """The runs of letters and of digits in *text*."""
    return _PIECES.findall(text)


class WordMarks:
    """Searches words for the names of a pack."""

    def __init__(self, data: Lookalikes) -> None:
        self._names = data.names
        self._near = data.near_names
        self._words = data.words
        self._lures = data.lures

    def in_word(self, word: str) -> Mark | None:
        """The strongest mark in *word* (plain letters and digits, no separators)."""
        if len(word) < 3:  # noqa: PLR2004 (no name is that short)
            return None
        weak: Mark | None = None
        for mark in self._marks(word):
            if mark.strong:
                return mark
            weak = weak or mark
        return weak

    def _marks(self, word: str) -> Iterator[Mark]:
        read = readings(word)
        for name in self._names:
            rules = list(dict.fromkeys(rule for reading in read if (rule := self._rule(name, reading))))
            if name.typos and rules in ([], ["note"]) and self._one_letter_off(name, read):
                yield Mark("near" if rules else "typo", name, word)
            for rule in rules:
                yield Mark(rule, name, word)

    def _one_letter_off(self, name: Name, read: tuple[str, ...]) -> bool:
        if len(name.letters) < MIN_TYPO or read[0] in self._near:
            return False
        return any(OSA.distance(reading, name.letters, score_cutoff=1) == 1 for reading in read)

    def _rule(self, name: Name, reading: str) -> str | None:
        """How *name* stands in one reading of a word; None if it does not."""
        best = None
        at = reading.find(name.letters)
        while at >= 0:
            rule = self._place(name, reading[:at], reading[at + len(name.letters) :])
            if rule != "note":
                return rule
            best = rule
            at = reading.find(name.letters, at + 1)
        return best

    def _place(self, name: Name, before: str, after: str) -> str:
        if name.strength == "exact":
            if not before and after in _PLURAL and len(name.letters) > _SHORT:
                return "prefix"
            return "word" if not before and not after else "note"
        if name.goes_on(after):
            return "note"
        if not before:
            return "token" if not after or after.isdigit() else "prefix"
        return "suffix" if self._carries(name, before, after) else "note"

    def _carries(self, name: Name, before: str, after: str) -> bool:
        """True if the letters around the name make it the name, not part of another word."""
        stutter = len(before) > 1 and name.letters.startswith(before)
        if self.made_of_words(before) or _NUMBERED.search(before) or stutter:
            return True
        if (before + name.letters[: name.swallows]).endswith(name.hidden):
            return False
        if name.strength == "distinctive" or not before.isascii():
            return True
        lengths = range(_LONG_LURE, min(len(before), _LONGEST_WORD) + 1)
        ends_in_lure = any(before[-length:] in self._lures for length in lengths)
        return ends_in_lure or (after in self._lures and len(after) >= _LONG_LURE)

    def made_of_words(self, text: str) -> bool:
        """True if *text* is nothing but known words and digits."""
        reach = [True] + [False] * len(text)
        for end in range(1, len(text) + 1):
            char = text[end - 1]
            if char.isdigit():
                reach[end] = reach[end - 1]
            else:
                starts = range(max(0, end - _LONGEST_WORD), end)
                reach[end] = any(reach[start] and text[start:end] in self._words for start in starts)
        return reach[-1]

    def has_lure(self, words: AbstractSet[str] | list[str]) -> bool:
        """True if one of *words* is a word of lures, letter pairs like i and l made one."""
        return any(alike(piece) in self._lures for word in words for piece in (word, *pieces(word)))


_SEVERAL: Final = 7
"""Fewer letters stand in a stranger's words by chance."""
_ALL_SEPARATORS: Final = re.compile(r"[-_.]+")


class NameSearch:
    """Searches hosts and accounts for the names of a pack, and hosts for an official one in front."""

    def __init__(
        self, data: Lookalikes, marks: WordMarks, official: Iterable[str], reader: HostReader
    ) -> None:
        self._marks = marks
        self._reader = reader
        self._names = data.names
        self._official: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._hosts = sorted(set(official))
        glued = {_ALL_SEPARATORS.sub("", host): host for host in self._hosts}
        self._glued = {letters: host for letters, host in glued.items() if len(letters) >= _SEVERAL}
        """Official hosts without their dots: ojkgo.id is made of ojk.go.id."""
        for host in self._hosts:
            parts = tuple(_ALL_SEPARATORS.split(host))
            self._official.setdefault(parts[0], []).append((parts, host))

    def embedded(self, host: str) -> str | None:
        """The official host that stands whole inside *host*, in front of its real owner."""
        parts = _ALL_SEPARATORS.split(host)
        for at, part in enumerate(parts):
            for wanted, official in self._official.get(part, ()):
                if tuple(parts[at : at + len(wanted)]) == wanted and at + len(wanted) < len(parts):
                    return official
        return None

    def put_together(self, host: Host) -> str | None:
        """The official host below a domain whose words *host* is made of: a-b.id or a.b.com for a.b.id."""
        if official := self._glued.get(_ALL_SEPARATORS.sub("", host.ascii)):
            return official
        joined = _ALL_SEPARATORS.sub("", "".join(host.labels))
        return next((official for words, official in self._below_a_domain if words in joined), None)

    @cached_property
    def _below_a_domain(self) -> list[tuple[str, str]]:
        """Official hosts of several words, their words joined; one word alone is too often innocent."""
        read = filter(None, map(self._reader.read, self._hosts))
        several = [host for host in read if len(host.labels) > 1]
        joined = [("".join(host.labels), host.ascii) for host in several]
        return [(words, host) for words, host in joined if len(words) >= _SEVERAL]

    def in_host(self, host: Host) -> Mark | None:
        """The mark that makes *host* a look-alike, else a note, else None."""
        labels = [_words(label) for label in host.labels]
        everything = [word for label in labels for word in label]
        weak: list[Mark] = []
        for index, words in enumerate(labels):
            for mark in self._in_words(words):
                around = everything if mark.rule == "word" else words
                bare = index == len(labels) - 1 and len(words) == 1 and host.suffix in mark.name.suffixes
                if sure := self._sure(mark, around, bare=bare, odd=host.odd):
                    return sure
                weak.append(mark)
        return self._spread(host) or _note(weak) or self._anywhere("".join(host.labels))

    def in_account(self, name: str, *, odd: bool) -> Mark | None:
        """The same for an account name or the front part of an address, already plain."""
        words = _words(name)
        weak: list[Mark] = []
        for mark in self._in_words(words):
            if sure := self._sure(mark, words, bare=False, odd=odd):
                return sure
            weak.append(mark)
        return _note(weak) or self._anywhere(name)

    def _in_words(self, words: list[str]) -> Iterator[Mark]:
        for word in words:
            if mark := self._marks.in_word(word):
                yield mark
        for left, right in pairwise(words):
            yield from self._cut(left, right)

    def _cut(self, left: str, right: str) -> Iterator[Mark]:
        """A name cut by a separator: all of it, or an accepted spelling with more behind it."""
        joined = alike(left + right)
        for name in self._names:
            whole = joined == name.letters
            longer = joined.startswith(name.letters) and f"{left}-" in {
                _head(spelt) for spelt in name.spellings
            }
            if whole or (longer and not name.goes_on(joined[len(name.letters) :])):
                yield Mark("cut", name, f"{left}-{right}")

    def _sure(self, mark: Mark, around: list[str], *, bare: bool, odd: bool) -> Mark | None:
        """The mark, if what stands around it makes it a look-alike."""
        if mark.strong:
            return mark
        lure = self._marks.has_lure([word for word in around if word != mark.word])
        if mark.rule == "word":
            return replace(mark, rule="with_lure") if lure else None
        if bare and mark.rule in ("typo", "near"):
            return replace(mark, rule="one_letter_off")
        return replace(mark, rule="one_letter_off") if mark.rule == "typo" and (odd or lure) else None

    def _spread(self, host: Host) -> Mark | None:
        """A name cut by dots, on a suffix of the name's own: go.pay.co.id."""
        joined = alike("".join(host.labels))
        for name in self._names:
            if joined == name.letters and host.suffix in name.suffixes:
                return Mark("cut", name, ".".join(host.labels))
        return None

    def _anywhere(self, text: str) -> Mark | None:
        """The bare letters of a name anywhere in the text: worth a note."""
        joined = alike(_ALL_SEPARATORS.sub("", text))
        for name in self._names:
            if name.strength != "exact" and name.letters in joined:
                return Mark("note", name, name.name)
        return None


def _words(label: str) -> list[str]:
    words = [word for word in _ALL_SEPARATORS.split(label) if word]
    return ["".join(words)] if len(words) > 3 and max(map(len, words)) == 1 else words  # noqa: PLR2004 (g-o-p-a-y)


def _head(spelling: str) -> str:
    """The part of a spelling up to its hyphen: "go-" of "go-pay"."""
    return spelling.partition("-")[0] + "-"


def _note(weak: list[Mark]) -> Mark | None:
    for mark in weak:
        if mark.rule in ("note", "near") and mark.name.strength != "exact":
            return replace(mark, rule="note")
    return None
