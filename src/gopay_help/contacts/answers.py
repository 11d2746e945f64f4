"""What `verify` says of one value, and what a scan says of a message (contracts.md, `verify@1`).

Then what a classifier says of a value: verdict, reasons, and whose it is where that is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gopay_help.model.contact import Provenance
from gopay_help.model.text import safe_line


class ValueVerdict(StrEnum):
    """Who a value belongs to, as far as the registry can say. UNKNOWN never means safe."""

    OFFICIAL = "official"
    RETIRED = "retired"
    OTHER_COMPANY = "other_company"
    LOOKALIKE = "lookalike"
    DANGER = "danger"
    UNKNOWN = "unknown"
    INVALID = "invalid"


class ValueKind(StrEnum):
    """What a value is read as."""

    PHONE = "phone"
    URL = "url"
    DOMAIN = "domain"
    EMAIL = "email"
    HANDLE = "handle"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Why:
    """One rule that spoke, by id, with what its sentence names. Words stand in the catalogues."""

    id: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer for one value."""

    input: str
    kind: ValueKind
    normalized: str
    verdict: ValueVerdict
    reasons: tuple[Why, ...]
    stale: bool = False
    """An official value whose proof is old, undated or disputed: not good enough to act on."""
    of: str | None = None
    """The channel it is, or was."""
    provenance: Provenance | None = None
    record: str | None = None
    """The id that a batch line came with."""

    @property
    def fresh_official(self) -> bool:
        """The only answer that is a success."""
        return self.verdict is ValueVerdict.OFFICIAL and not self.stale


class MessageLevel(StrEnum):
    """How loudly a message is warned of. NONE means that no known sign was found, and no more."""

    DANGER = "danger"
    CAREFUL = "careful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Signal:
    """Something in a message that should stop a reader, with the words that gave it away."""

    id: str
    quote: str
    level: MessageLevel = MessageLevel.DANGER


@dataclass(frozen=True, slots=True)
class MessageScan:
    """What a pasted message gives away. Nothing found never means that the message is harmless."""

    signals: tuple[Signal, ...]
    contacts: tuple[Verification, ...]
    truncated: bool = False

    @property
    def level(self) -> MessageLevel:
        """The gravest of all that was found."""
        contacts = {answer.verdict for answer in self.contacts}
        levels = {signal.level for signal in self.signals}
        if MessageLevel.DANGER in levels or contacts & {ValueVerdict.DANGER, ValueVerdict.LOOKALIKE}:
            return MessageLevel.DANGER
        return MessageLevel.CAREFUL if levels or ValueVerdict.RETIRED in contacts else MessageLevel.NONE


_GRAVEST = (
    ValueVerdict.DANGER,
    ValueVerdict.LOOKALIKE,
    ValueVerdict.RETIRED,
    ValueVerdict.OTHER_COMPANY,
    ValueVerdict.INVALID,
    ValueVerdict.UNKNOWN,
    ValueVerdict.OFFICIAL,
)


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a value is, and how well that is proved."""

    verdict: ValueVerdict
    owner: str
    country: str | None
    provenance: Provenance
    channel: str | None = None
    kind: str = "web"
    role: str = "contact"
    """contact, or the role of a host that is none: domain, backend, deeplink, site, affiliate, company."""
    disputed: bool = False
    strangers: bool = False
    """A host where anybody can publish: no page of it is official for the host's sake."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict with its reasons, and whom the value belongs to where that is known."""

    verdict: ValueVerdict
    normalized: str
    reasons: tuple[Why, ...]
    known: Known | None = None

    def noting(self, *notes: Why) -> "Assessment":
        """The same answer with more said."""
        return Assessment(self.verdict, self.normalized, (*self.reasons, *notes), self.known)


def why(rule: str, **values: str) -> Why:
    """A reason; what it names is made safe to print."""
    return Why(rule, tuple((key, safe_line(value)) for key, value in values.items()))


def unknown(normalized: str, *reasons: Why) -> Assessment:
    """Nobody's we know."""
    return Assessment(ValueVerdict.UNKNOWN, normalized, reasons or (why("not_listed"),))


def worst(answers: Iterable[Assessment]) -> Assessment:
    """The gravest of several answers, the first of equals; at least one is needed."""
    return min(answers, key=lambda answer: _GRAVEST.index(answer.verdict))


def invalid(normalized: str, rule: str) -> Assessment:
    """Nothing that can be read."""
    return Assessment(ValueVerdict.INVALID, normalized, (why(rule),))


def of_known(known: Known, normalized: str) -> Assessment:
    """The answer for a value that is somebody's we know."""
    match known.verdict:
        case ValueVerdict.OTHER_COMPANY:
            reason = why("other_company", name=known.owner, country=known.country or "?")
        case ValueVerdict.RETIRED:
            reason = why("retired_value" if known.channel else "retired_host")
        case _ if known.role == "contact":
            reason = why("listed", owner=known.owner)
        case _ if known.role == "domain":
            reason = why("official_domain", owner=known.owner)
        case _:
            reason = why("company_host", owner=known.owner)
    return Assessment(known.verdict, normalized, (reason,), known)
