"""What in a sentence asks nothing of its reader, though the words are those of asking.

What is forbidden, what others are said to ask, what the sender does himself, what is done already: such a
stretch loses its verb and no more, so that a request beside it is still seen. A guard reaches only over words
that it knows, never over a comma, and on from verb to verb only where nothing is to come to the sender. Where
it is in doubt it does not guard: a missed request for a secret is the worst that can happen here.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from gopay_help.contacts.phrases import Words

GAP: Final = r"[^,;:\uff0c\uff1b\uff1a\n]"
"""Anything within one breath."""
_NEXT: Final = r"[ \-/]{0,3}"
_TELLING: Final = ("ask", "urged", "want", "report", "aloud")
_DOING: Final = ("paying", "pay", "move", "screen", "access", "shift", "act")
_OPEN: Final = "(?:[\u201c\u2018\u300c\u300e]|(?<!\\w)[\"'])"
_CLOSE: Final = "(?:[\u201d\u2019\u300d\u300f]|[\"'](?!\\w))"
_CHAIN: Final = 3
FORBIDDEN: Final = " \u2205 "
"""Stands where a verb stood that nobody is asked to obey."""
_LEFT_OUT: Final = " \u2026 "


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: as it was written, and as it is read once the guards have been over it."""

    written: str
    read: str
    calm: str
    """Also without clauses about what others ask; empty if it calls something a fraud. For lesser signs."""


class Guards:
    """Reads sentences; built once for a pack."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._innocent = words.pattern("innocent")
        self._fraud = words.pattern("scam")

    def sentence(self, written: str) -> Sentence:
        """*written* with what asks for nothing left out."""
        bare = self._innocent.sub(_LEFT_OUT, written.casefold())
        read = self._guarded(bare)
        if self._fraud.search(bare):
            return Sentence(written, read, "")
        calm = self._told_of.sub(_LEFT_OUT, bare)
        return Sentence(written, read, read if calm == bare else self._guarded(calm))

    def _guarded(self, sentence: str) -> str:
        for guard in self._of_the_sender:
            sentence = guard.sub(_LEFT_OUT, sentence)
        return self._of_others(sentence)

    def _of_others(self, sentence: str) -> str:
        """*sentence* without what nobody should do, and what somebody else is said to want."""
        sentence = self._quoted.sub(_LEFT_OUT, sentence)
        left, at = [], 0
        for found in self._forbidden.finditer(sentence):
            if found.start() >= at:
                left += [
                    sentence[at : found.start()],
                    FORBIDDEN,
                    found["forbidden"] or found["wanted"] or "",
                    " ",
                ]
                at = self._end_of_chain(sentence, found)
        return "".join((*left, sentence[at:]))

    def _end_of_chain(self, sentence: str, found: re.Match[str]) -> int:
        """Where the verbs end that hang on the one that was found: ask you to send, give or tell."""
        at = found.end()
        for _ in range(_CHAIN):
            more = self._more.match(sentence, at)
            if more is None and found["wanted"] is not None:
                more = self._more_of_others.match(sentence, at)
            if more is None:
                break
            at = more.end()
        return at

    @cached_property
    def _told_of(self) -> re.Pattern[str]:
        """What others ask, or the sender never asks, and the rest of that clause."""
        word = self._words.any
        never = rf"{word('never')}(?:{_NEXT}{word('filler')}){{0,6}}{_NEXT}"
        return re.compile(rf"(?:{word('others')}{GAP}{{0,40}}?|{never}){word('report')}{GAP}{{0,200}}")

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        return re.compile(rf"{self._words.any('others')}[^\n]{{0,40}}?{_OPEN}[^\n]{{0,160}}?{_CLOSE}")

    @cached_property
    def _forbidden(self) -> re.Pattern[str]:
        """A prohibition, or somebody else, up to the verb; the things named on the way stay."""
        word = self._words.any
        between = rf"(?:{_NEXT}{word('filler', 'secret', 'code', 'identity')}){{0,6}}"
        return re.compile(
            rf"{word('never')}(?P<forbidden>{between}){_NEXT}{word(*_TELLING, *_DOING)}"
            rf"|{word('others')}(?P<wanted>{GAP}{{0,40}}?){word('report')}"
        )

    @cached_property
    def _more(self) -> re.Pattern[str]:
        """The next verb: asked of somebody, or right behind unless with it the sender is to get something."""
        word = self._words.any
        links = rf"(?:{_NEXT}{word('and', 'filler')}){{0,4}}{_NEXT}"
        mine = rf"(?!{GAP}{{0,30}}?{word('me')})"
        verb = word(*_TELLING, *_DOING)
        return re.compile(rf"{_NEXT}{word('made_to')}{_NEXT}{verb}|{links}{verb}{mine}")

    @cached_property
    def _more_of_others(self) -> re.Pattern[str]:
        """The same some words on, after a link: asks you to open a page and type."""
        word = self._words.any
        mine = rf"(?!{GAP}{{0,30}}?{word('me')})"
        further = rf"(?: \w{{1,12}}){{0,4}} {word('and')}(?:{_NEXT}{word('and')}){{0,2}}{_NEXT}"
        return re.compile(rf"{further}{word('ask', 'urged', 'aloud')}{mine}")

    @cached_property
    def _of_the_sender(self) -> tuple[re.Pattern[str], ...]:
        """What the sender will do, what is done, and where the code itself is told."""
        word = self._words.any
        will, done, own = rf"{word('speaker')} ?{word('will')}", word("done"), rf"(?:{word('speaker')} ?)?"
        told = rf"{word('secret', 'code')}\W{{0,3}}(?:\w{{1,6}}\W{{1,3}})?\d{{4,8}}(?!\d)"
        return tuple(
            map(
                re.compile,
                (
                    rf"{will}{GAP}{{0,8}}?{word('hurry', 'act')}",
                    rf"{will} {{0,2}}(?:\w{{1,12}} )?{word('ask', 'paying')}",
                    rf"{done} ?{own}{word('paying', 'pay', 'passive')}",
                    rf"{done} ?{word('speaker')} ?{word('ask')}",
                    rf"{word('enter')}{GAP}{{0,30}}?{told}",
                ),
            )
        )
