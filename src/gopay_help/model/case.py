"""A case: what one person's run knows, kept between runs. It has no place for a secret."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gopay_help.model.result import Answer, Fact

FORMAT = "gopay-help/case@1"


class EvidenceKind(StrEnum):
    """What a person can put into a case."""

    NOTE = "note"
    TRANSACTION = "transaction"
    SCREENSHOT = "screenshot"
    ATTEMPT = "attempt"
    """Support was contacted, and what it said."""


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One entry. `fields` are named and allow-listed; the free ones were scrubbed before they came here."""

    kind: EvidenceKind
    at: datetime
    fields: tuple[tuple[str, str], ...]

    def field(self, name: str) -> str:
        """A field's text, or nothing."""
        return dict(self.fields).get(name, "")


class DueKind(StrEnum):
    """The steps of a follow-up, in their order."""

    ACT = "act"
    """What must not wait: to block, to tell the bank, the scam desk, the police. One of each urgent step."""
    RECHECK = "recheck"
    COMPLAINT = "complaint"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class Due:
    """One step of the follow-up. `claim` is the stated fact its time rests on; None is our suggestion."""

    kind: DueKind
    at: datetime
    claim: str | None
    channels: tuple[str, ...]
    done: datetime | None = None
    step: str = ""
    """Of an act: the step of the outcome."""


@dataclass(frozen=True, slots=True)
class SeenFinding:
    """What one check of a look saw, in words of the program: no address, no name of a network or machine."""

    id: str
    target: str
    status: str
    value: str
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look at the network came to (`check@1`): the verdict, and the findings behind it."""

    at: datetime
    status: str
    cause: str
    blame: str
    confidence: str
    findings: tuple[SeenFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseTree:
    """The tree that the answers belong to."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case file. `cursor` counts the answers that lie behind the person (see `trees.walk.State`)."""

    id: str
    created: datetime
    updated: datetime
    lang: str
    brand: str
    tree: CaseTree
    key: str
    """Random, this case's own: gives a masked number its short name. Never leaves the store."""
    answers: tuple[Answer, ...] = ()
    cursor: int = 0
    facts: tuple[Fact, ...] = ()
    outcome: str | None = None
    cause: str | None = None
    critical: bool = False
    evidence: tuple[EvidenceEntry, ...] = ()
    plan: tuple[Due, ...] = ()
    checks: tuple[Seen, ...] = ()
    closed: datetime | None = None

    def due(self, now: datetime) -> tuple[Due, ...]:
        """Steps that are due at *now*, in their order; none once the case is closed."""
        return () if self.closed else tuple(step for step in self.plan if not step.done and step.at <= now)

    @property
    def acts(self) -> tuple[Due, ...]:
        """The urgent steps in their order, done or not: the place of each is its number."""
        return tuple(step for step in self.plan if step.kind is DueKind.ACT)

    def open_steps(self) -> tuple[Due, ...]:
        """Steps not done yet, due or not."""
        return () if self.closed else tuple(step for step in self.plan if not step.done)

    @property
    def complained(self) -> bool:
        """True if support was contacted in writing or by phone, as far as the case knows."""
        return any(entry.kind is EvidenceKind.ATTEMPT for entry in self.evidence)
