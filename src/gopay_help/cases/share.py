"""What of a case may leave the store: its own key never, names of others only where the person shows them."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from gopay_help.cases.evidence import PERSONAL
from gopay_help.cases.hints import PLACEHOLDER
from gopay_help.cases.scrub import name_of
from gopay_help.model.case import Case, EvidenceEntry
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Phrase, quoted


@dataclass(frozen=True, slots=True)
class Shared:
    """A case as it may be handed over, and how much of it is hidden, by field."""

    case: Case
    hidden: Mapping[str, int]

    @property
    def count(self) -> int:
        """How many places are hidden."""
        return sum(self.hidden.values())


def share(case: Case, reveal: frozenset[str] = frozenset()) -> Shared:
    """The case with personal fields masked, but those that *reveal* names, and without its key.

    Raises:
        UsageError: *reveal* names a field that is not hidden.
    """
    unknown = sorted(reveal - PERSONAL)
    if unknown:
        raise UsageError(
            Phrase("fault.choose", what=f"--reveal {quoted(unknown[0])}", known=tuple(sorted(PERSONAL)))
        )
    hidden: Counter[str] = Counter()
    evidence = tuple(_entry(entry, case.key, reveal, hidden) for entry in case.evidence)
    return Shared(replace(case, evidence=evidence, key=""), dict(hidden))


def _entry(entry: EvidenceEntry, key: str, reveal: frozenset[str], hidden: Counter[str]) -> EvidenceEntry:
    fields = []
    for name, value in entry.fields:
        shown = value
        if name in PERSONAL and name not in reveal:
            shown = mask_number(value, key)
            hidden[name] += 1
        else:
            hidden[name] += sum(1 for _ in PLACEHOLDER.finditer(value.lower()))
        fields.append((name, shown))
    for name in [name for name, count in hidden.items() if not count]:
        del hidden[name]
    return replace(entry, fields=tuple(fields))


def mask_number(value: str, key: str) -> str:
    """A number of somebody: its last four digits, and a short name that tells it from another."""
    digits = re.sub(r"\D", "", value)
    return f"[account **{digits[-4:]} {name_of(key, digits)}]"
