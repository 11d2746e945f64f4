"""The rules of redaction, in their order: what a rule has claimed, a later one leaves alone."""

from gopay_help.cases.rules_codes import codes
from gopay_help.cases.rules_kept import dated, guard_public, numbered, references
from gopay_help.cases.rules_long import accounts, cards, emails, phones
from gopay_help.cases.rules_spoken import answers, notes, passwords_near, passwords_said, recovery
from gopay_help.cases.rules_tokens import tokens
from gopay_help.cases.rules_worded import birthdays, parts, spelled

__all__ = ["RULES", "guard_public"]

RULES = (
    tokens,
    dated,
    cards,
    emails,
    passwords_said,
    notes,
    recovery,
    numbered,
    phones,
    answers,
    passwords_near,
    birthdays,
    references,
    accounts,
    spelled,
    codes,
    parts,
)
"""All of them but `guard_public`, which comes first and needs to know the public values."""
