"""What a classifier says of a value: verdict, reasons, and whose it is where that is known."""

from collections.abc import Iterable
from dataclasses import dataclass

from gopay_help.contacts.lookalikes import Mark
from gopay_help.model.contact import Provenance
from gopay_help.model.text import safe_line
from gopay_help.model.verification import ValueVerdict, Why

_GRAVEST = (
    ValueVerdict.DANGER,
    ValueVerdict.LOOKALIKE,
    ValueVerdict.RETIRED,
    ValueVerdict.OTHER_COMPANY,
    ValueVerdict.INVALID,
    ValueVerdict.UNKNOWN,
    ValueVerdict.OFFICIAL,
)
_RULES = {
    "token": "name_alone",
    "prefix": "name_in_front",
    "suffix": "name_at_end",
    "cut": "name_cut",
    "one_letter_off": "one_letter_off",
    "with_lure": "name_with_lure",
}


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


def of_mark(mark: Mark, normalized: str, owner: str) -> Assessment:
    """The answer for a name found in a value whose *owner* is somebody else."""
    if mark.rule == "note":
        return unknown(normalized, why("contains_name", name=mark.name.name))
    reason = why(
        _RULES[mark.rule], name=mark.name.name, compare=mark.name.compare, word=mark.word, owner=owner
    )
    return Assessment(ValueVerdict.LOOKALIKE, normalized, (reason,))
