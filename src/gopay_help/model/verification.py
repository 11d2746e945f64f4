"""What `verify` says of one value, and what a scan says of a message (contracts.md, `verify@1`)."""

from dataclasses import dataclass
from enum import StrEnum

from gopay_help.model.contact import Provenance


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

    @property
    def asks_for_secret(self) -> bool:
        """True if it wants a code that only its owner may know."""
        return any(signal.id == "secret" for signal in self.signals)
