"""Codes that a telephone obeys instead of dialling: one asterisk hands every call to a stranger."""

import re
from typing import Final
from unicodedata import normalize

from gopay_help.contacts.lookalikes import PhonePlan

_SPACES: Final = re.compile(r"[\s().\-]+")
_CODE: Final = re.compile(r"([*#]{1,2})(\d{1,4})((?:\*[\d+]*)*)#?\Z")
_IN_TEXT: Final = re.compile(r"[*#]{1,2}\d{2,3}\*[+\d][\d\s\-]{2,20}#?|[*#]{1,2}\d{2,3}[*#]")
_ASTERISKS: Final = str.maketrans(dict.fromkeys("\u2217\u2731\u204e\ufe61\uff0a", "*"))


def is_code(text: str) -> bool:
    """True if *text* is a code and not a number."""
    return _CODE.match(_tidy(text)) is not None


def forwards_calls(text: str, plan: PhonePlan) -> bool:
    """True if dialling *text* would switch call forwarding on."""
    found = _CODE.match(_tidy(text))
    return found is not None and found.group(1) in ("*", "**") and found.group(2) in plan.forwarding


def stops_forwarding(text: str, plan: PhonePlan) -> bool:
    """True if dialling *text* would switch call forwarding off, and nothing else."""
    found = _CODE.match(_tidy(text))
    return (
        found is not None
        and found.group(1) in ("#", "##")
        and found.group(2) in plan.forwarding
        and not found.group(3)
    )


def codes_in(text: str) -> list[str]:
    """The codes that stand in a longer text."""
    return [
        found.group().strip() for found in _IN_TEXT.finditer(normalize("NFKC", text).translate(_ASTERISKS))
    ]


def without_codes(text: str) -> str:
    """*text* with its codes left out, so that their digits are not taken for a number."""
    return _IN_TEXT.sub(" ", text)


def _tidy(text: str) -> str:
    return _SPACES.sub("", normalize("NFKC", text).translate(_ASTERISKS))
