"""What a machine can refuse in a registry before two people look at it. Each rule has an id and a way out.

Poisoning the registry is the best attack on this program: a change that adds one number. So an active value
needs a page of an official host as its source, or a reason that a test pins; tombstones stay; and what was
found never to exist cannot be added at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.model.contact import Channel, Registry
from gopay_help.model.errors import Problem

Place = Callable[[tuple[str | int, ...]], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Banned:
    """What must never become an active contact of a brand."""

    brand: str
    kinds: frozenset[str]
    prefix: str
    why: str

    def forbids(self, channel: Channel) -> bool:
        """True if *channel* is one of those."""
        value = channel.value or ""
        return channel.brand == self.brand and channel.kind in self.kinds and value.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Draft:
    """A registry before it is accepted, with what its rules need beside it."""

    file: str
    registry: Registry
    data: Lookalikes
    accepted: Mapping[str, str] = field(default_factory=dict)
    """Ids that may be active without a page of an official host, and why."""
    banned: tuple[Banned, ...] = ()
    twins: Mapping[str, str] = field(default_factory=dict)
    """Ids whose value is, on purpose, that of another one."""
    caveats: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Per language, the keys of the texts about contacts."""
    place: Place = lambda _trail: (0, 0)

    def problem(self, rule: str, channel: Channel | None, message: str, fix: str, key: str = "") -> Problem:
        """A problem at a channel, or at one *key* of it, or at the file as a whole."""
        line, column = (0, 0)
        if channel is not None:
            trail = ("channels", self._index(channel))
            line, column = self.place((*trail, key) if key else trail)
        about = f"{channel.id}: " if channel else ""
        return Problem(rule, about + message, fix, self.file, line, column)

    def _index(self, channel: Channel) -> int:
        return next(index for index, other in enumerate(self.registry.channels) if other is channel)


Rule = Callable[[Draft], Iterator[Problem]]


def lint(draft: Draft, rules: tuple[Rule, ...]) -> list[Problem]:
    """Every problem that *rules* find, in the order of the file."""
    problems = [problem for rule in rules for problem in rule(draft)]
    return sorted(problems, key=lambda problem: (problem.line, problem.rule))


def draft_of(
    document: Mapping[str, object],
    registry: Registry,
    data: Lookalikes,
    *,
    file: str,
    texts: Mapping[str, Mapping[str, object]],
    place: Place = lambda _trail: (0, 0),
) -> Draft:
    """The draft of an already parsed registry, with what only its document says."""
    return Draft(
        file=file,
        registry=registry,
        data=data,
        accepted=_words(document.get("no_primary_source")),
        banned=tuple(_banned(document.get("banned"))),
        twins=dict(_twins(document.get("channels"))),
        caveats={lang: frozenset(entries) for lang, entries in texts.items()},
        place=place,
    )


def _words(part: object) -> dict[str, str]:
    return {str(key): str(text) for key, text in part.items()} if isinstance(part, Mapping) else {}


def _banned(part: object) -> Iterator[Banned]:
    for entry in part if isinstance(part, list) else ():
        yield Banned(entry["brand"], frozenset(entry["kinds"]), entry["prefix"], entry["why"])


def _twins(part: object) -> Iterator[tuple[str, str]]:
    for entry in part if isinstance(part, list) else ():
        if "same_value_as" in entry:
            yield entry["id"], entry["same_value_as"]
