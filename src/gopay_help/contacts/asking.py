"""Whether a sentence asks for something that only its reader may have.

It does if the thing stands beside a verb of asking, in a question, or in a plea, in whatever order, or if it
is to come to the sender by whatever verb. A code is often named in one sentence and asked for in the next.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from gopay_help.contacts.guards import FORBIDDEN, GAP
from gopay_help.contacts.phrases import Words

_TOLD: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""A sentence that holds a code tells it; what follows is not a request for it."""
_BREATH: Final = re.compile("[,;:\uff0c\uff1b\uff1a]")
_SHORT: Final = 25
"""A question of so few letters is about what was named before."""


class Asking:
    """Reads sentences that guards have been over; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._sure = re.compile(self._sure_thing)
        self._perhaps = re.compile(self._perhaps_thing)

    def commands(self, sentence: str) -> bool:
        """True if it tells its reader to give something, or says that the sender needs it."""
        return (
            self._has(sentence, "ask")
            or self._has(sentence, "want")
            or self._urges.search(sentence) is not None
        )

    def for_identity(self, sentence: str) -> bool:
        """True if it asks for papers or a face."""
        return self._has(sentence, "identity") and self.commands(sentence)

    def for_secret(self, sentence: str, before: Sequence[str]) -> bool:
        """True if it asks for a secret, named in it or in the sentences *before* it."""
        commands = self.commands(sentence)
        own = self._without_other_codes(sentence)
        if self._sure.search(own) and (commands or self._asks(self._asked_sure, own)):
            return True
        came = any(self._has(part, "inbox") or self._names(part) for part in (*before, sentence))
        if self._perhaps.search(sentence) and (came or self._has(sentence, "aloud")):
            return commands or self._hands_over(sentence) or self._asked_perhaps.search(sentence) is not None
        if self._has(sentence, "relay") and self._has(" ".join((*before, sentence)), "mail"):
            return self._has(sentence, "me")
        return any(map(self._names, before)) and self._points_back(sentence, commands=commands)

    def _points_back(self, sentence: str, *, commands: bool) -> bool:
        """True if it asks for what another sentence names."""
        if commands and (self._has(sentence, "me") or self._has(sentence, "tell")):
            return True
        return self._hands_over(sentence) or (len(sentence) <= _SHORT and self._has(sentence, "question"))

    def _asks(self, asked: re.Pattern[str], sentence: str) -> bool:
        return (
            asked.search(sentence) is not None
            or self._has(sentence, "how_much")
            or self._names_only(sentence)
        )

    def _names_only(self, sentence: str) -> bool:
        """True if it is nothing but the thing, "only", and words that say nothing: just the code, sir."""
        rest = self._words.pattern("only", "small").sub("", self._sure.sub("", sentence))
        return self._has(sentence, "only") and not any(map(str.isalnum, rest))

    def _hands_over(self, sentence: str) -> bool:
        """True if something is to come to the sender, by whatever verb, and nothing beside forbids that."""
        return any(
            self._has(breath, "to_me") and FORBIDDEN not in breath and not self._has(breath, "never")
            for breath in _BREATH.split(sentence)
        )

    def _names(self, sentence: str) -> bool:
        """True if a secret is named but not told."""
        return self._sure.search(self._without_other_codes(sentence)) is not None and not _TOLD.search(
            sentence
        )

    def _without_other_codes(self, sentence: str) -> str:
        """*sentence* without codes of shops and parcels: alone they are nobody's secret."""
        return self._words.pattern("other_code").sub(" \u2026 ", sentence)

    def _has(self, text: str, name: str) -> bool:
        return self._words.pattern(name).search(text) is not None

    @property
    def _sure_thing(self) -> str:
        word = self._words.any
        return rf"(?:{word('secret', 'code')}|{word('count')}[ \-]?{word('digits')})"

    @property
    def _perhaps_thing(self) -> str:
        return rf"(?:{self._sure_thing}|{self._words.any('digits', 'other_code')})"

    @cached_property
    def _asked_sure(self) -> re.Pattern[str]:
        return self._asked(self._sure_thing)

    @cached_property
    def _asked_perhaps(self) -> re.Pattern[str]:
        return self._asked(self._perhaps_thing)

    def _asked(self, thing: str) -> re.Pattern[str]:
        """The thing in a question or a plea."""
        question, plea = self._words.any("question"), self._words.any("plea")
        after = rf"{GAP}{{0,30}}?{question}|[ \-]{{0,2}}(?:\w{{1,12}} ){{0,3}}{plea}"
        return re.compile(rf"{thing}(?:{after})|(?:{question}{GAP}{{0,20}}?|{plea} {{0,2}}){thing}")

    @cached_property
    def _urges(self) -> re.Pattern[str]:
        """A form that is a command after a word of urging; or nobody but the sender is to have it."""
        word = self._words.any
        nobody_but_me = rf"{word('except')}\W{{0,3}}(?:\w{{1,8}} )?{word('me')}"
        return re.compile(rf"{word('please')}{GAP}{{0,20}}?{word('urged')}|{nobody_but_me}")
