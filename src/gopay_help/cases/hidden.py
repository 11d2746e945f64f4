"""What redaction left behind, in words: a reader sees that something is gone, and no gap to be filled in."""

import re

from gopay_help.cases.hints import PLACEHOLDER
from gopay_help.cases.mask import Sort
from gopay_help.model.text import Catalogue

_OF_PEOPLE = frozenset({Sort.PHONE, Sort.ACCOUNT, Sort.EMAIL})
"""What only names somebody; all else was secret."""
_LEFT = re.compile(PLACEHOLDER.pattern, re.IGNORECASE)


def worded(text: str, words: Catalogue, *, marks: bool = True) -> str:
    """*text* with each hidden spot in the words of its reader; `marks` tell one number from another."""
    return _LEFT.sub(lambda left: _spot(left[0], words, marks=marks), text)


def secret_in(text: str) -> bool:
    """True if something secret stood in *text* before it was taken out."""
    return any(_sort(left[0]) not in _OF_PEOPLE for left in _LEFT.finditer(text))


def _sort(left: str) -> Sort:
    return Sort(left[1:-1].split(maxsplit=1)[0].lower())


def _spot(left: str, words: Catalogue, *, marks: bool) -> str:
    sort = _sort(left)
    what = words.say(f"case.hidden.{sort}")
    for part in left[1:-1].split()[1:]:
        if part.startswith("**"):
            what = words.say("case.hidden.tail", what=what, digits=part[2:])
        elif marks:
            what = words.say("case.hidden.mark", what=what, mark=part)
    return words.say("case.hidden.masked" if sort in _OF_PEOPLE else "case.hidden.gone", what=what)
