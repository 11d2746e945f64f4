"""From which English a translation was made: eight hexadecimal digits a text, in `lock/<lang>.yaml`.

The digits change with every letter of the English text, so a translation of an earlier one is told apart from
one that was only never looked at. It is called stale: kept, shown, and pointed out.
"""

import hashlib

from gopay_help.tree.draft import Draft

FOLDER = "lock"
"""Where the locks of a pack lie, one file a language, so that each can have its own owner."""

_DIGITS = 8


def mark(english: str) -> str:
    """The digits of an English text: the first eight of its SHA-256."""
    return hashlib.sha256(english.encode()).hexdigest()[:_DIGITS]


def recorded(draft: Draft, lang: str, key: str) -> str | None:
    """The digits of the English that a translation was made from; None where nobody wrote them down."""
    lock = draft.locks.get(lang)
    found = lock.data.get(key) if lock else None
    return found if isinstance(found, str) else None


def is_stale(draft: Draft, lang: str, key: str, english: str) -> bool:
    """True if the translation is known to have been made from another English than *english*."""
    return recorded(draft, lang, key) not in (None, mark(english))
