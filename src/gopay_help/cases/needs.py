"""What a complaint about a cause needs, and who takes it: the pack's rules (`case.yaml`), read as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gopay_help.cases.moment import DayWords, parse_day_words
from gopay_help.model.case import Case, EvidenceKind


@dataclass(frozen=True, slots=True)
class Regulator:
    """A public body, and what it asks for."""

    id: str
    to: str
    channels: tuple[str, ...]
    after_complaint: bool
    claims: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a draft about an outcome says: ids of its opening, its subject and its request."""

    id: str
    outcomes: frozenset[str]
    subject: str
    ask: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a pack."""

    languages: Mapping[str, str]
    currencies: Mapping[str, str]
    """The currency of a sum that names none, by brand."""
    when: DayWords
    ways: Mapping[str, str]
    """How people call a way to ask for help, and its id; small letters."""
    recipients: Mapping[str, tuple[str, ...]]
    complain_now: frozenset[str]
    """Steps that are a complaint: an outcome that names one has nothing to wait for."""
    urgent: frozenset[str]
    """Steps that must not wait where money is at risk."""
    evidence: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    regulators: tuple[Regulator, ...]

    def language(self, brand: str) -> str:
        """The language that this brand's support reads; that of the country of the pack where it is open."""
        return self.languages.get(brand) or next(iter(self.languages.values()))

    def currency(self, brand: str) -> str | None:
        """The currency of a bare sum; that of the country of the pack where the brand is open."""
        named = brand in self.languages
        return self.currencies.get(brand) if named else next(iter(self.currencies.values()), None)

    def topic(self, outcome: str) -> Topic:
        """What a draft about *outcome* says; the first topic where the tree no longer has the outcome."""
        return next((topic for topic in self.topics if outcome in topic.outcomes), self.topics[0])

    def missing(self, case: Case) -> tuple[tuple[EvidenceKind, str], ...]:
        """Kinds and fields that the case does not hold yet, in the order to ask."""
        held = {(entry.kind, name) for entry in case.evidence for name, _ in entry.fields}
        needs = [need.split(".") for need in self.evidence.get(case.cause or "", ())]
        return tuple(
            (EvidenceKind(kind), name) for kind, name in needs if (EvidenceKind(kind), name) not in held
        )

    def regulator(self, channels: tuple[str, ...]) -> Regulator | None:
        """The first public body, in the order of *channels*, that the follow-up of an outcome names."""
        for channel in channels:
            for regulator in self.regulators:
                if channel in regulator.channels:
                    return regulator
        return None


def parse_rules(document: Mapping[str, Any]) -> Rules:
    """The rules in a document whose shape was checked with its pack."""
    return Rules(
        languages={row["brand"]: row["lang"] for row in document["languages"]},
        currencies={row["brand"]: row["currency"] for row in document["languages"] if "currency" in row},
        when=parse_day_words(document["when"]),
        ways={word: row["way"] for row in document["ways"] for word in row["words"]},
        recipients={row["brand"]: tuple(row["channels"]) for row in document["recipients"]},
        complain_now=frozenset(document["complain_now"]),
        urgent=frozenset(document["urgent"]),
        evidence={row["cause"]: tuple(row["needs"]) for row in document["evidence"]},
        topics=tuple(
            Topic(row["topic"], frozenset(row["outcomes"]), row["subject"], row["ask"])
            for row in document["topics"]
        ),
        regulators=tuple(
            Regulator(
                row["id"],
                row["to"],
                tuple(row["channels"]),
                row["after_complaint"],
                tuple(row["claims"]),
                tuple(row["documents"]),
            )
            for row in document["regulators"]
        ),
    )
