"""Judges a host or an account that is nobody's we know: does it pass itself off as a protected name?"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from gopay_help.contacts.hostname import Host, HostReader
from gopay_help.contacts.letters import alike
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.marks import Mark, Marks

_SEVERAL: Final = 7
"""Fewer letters stand in a stranger's words by chance."""
_ALL_SEPARATORS: Final = re.compile(r"[-_.]+")


class HostMarks:
    """Searches hosts and accounts for the names of a pack, and hosts for an official one in front."""

    def __init__(self, data: Lookalikes, marks: Marks, official: Iterable[str], reader: HostReader) -> None:
        self._marks = marks
        self._reader = reader
        self._names = data.names
        self._official: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._hosts = sorted(set(official))
        for host in self._hosts:
            parts = tuple(_ALL_SEPARATORS.split(host))
            self._official.setdefault(parts[0], []).append((parts, host))

    def embedded(self, host: str) -> str | None:
        """The official host that stands whole inside *host*, in front of its real owner."""
        parts = _ALL_SEPARATORS.split(host)
        for at, part in enumerate(parts):
            for wanted, official in self._official.get(part, ()):
                if tuple(parts[at : at + len(wanted)]) == wanted and at + len(wanted) < len(parts):
                    return official
        return None

    def put_together(self, host: Host) -> str | None:
        """The official host below a domain whose words *host* is made of: a-b.id or a.b.com for a.b.id."""
        joined = _ALL_SEPARATORS.sub("", "".join(host.labels))
        return next((official for words, official in self._below_a_domain if words in joined), None)

    @cached_property
    def _below_a_domain(self) -> list[tuple[str, str]]:
        """Official hosts of several words, their words joined; one word alone is too often innocent."""
        read = filter(None, map(self._reader.read, self._hosts))
        several = [host for host in read if len(host.labels) > 1]
        joined = [("".join(host.labels), host.ascii) for host in several]
        return [(words, host) for words, host in joined if len(words) >= _SEVERAL]

    def in_host(self, host: Host) -> Mark | None:
        """The mark that makes *host* a look-alike, else a note, else None."""
        labels = [_words(label) for label in host.labels]
        everything = [word for label in labels for word in label]
        weak: list[Mark] = []
        for index, words in enumerate(labels):
            for mark in self._in_words(words):
                around = everything if mark.rule == "word" else words
                bare = index == len(labels) - 1 and len(words) == 1 and host.suffix in mark.name.suffixes
                if sure := self._sure(mark, around, bare=bare, odd=host.odd):
                    return sure
                weak.append(mark)
        return self._spread(host) or _note(weak) or self._anywhere("".join(host.labels))

    def in_account(self, name: str, *, odd: bool) -> Mark | None:
        """The same for an account name or the front part of an address, already plain."""
        words = _words(name)
        weak: list[Mark] = []
        for mark in self._in_words(words):
            if sure := self._sure(mark, words, bare=False, odd=odd):
                return sure
            weak.append(mark)
        return _note(weak) or self._anywhere(name)

    def _in_words(self, words: list[str]) -> Iterator[Mark]:
        for word in words:
            if mark := self._marks.in_word(word):
                yield mark
        for left, right in pairwise(words):
            yield from self._cut(left, right)

    def _cut(self, left: str, right: str) -> Iterator[Mark]:
        """A name cut by a separator: all of it, or an accepted spelling with more behind it."""
        joined = alike(left + right)
        for name in self._names:
            whole = joined == name.letters
            longer = joined.startswith(name.letters) and f"{left}-" in {
                _head(spelt) for spelt in name.spellings
            }
            if whole or (longer and not name.goes_on(joined[len(name.letters) :])):
                yield Mark("cut", name, f"{left}-{right}")

    def _sure(self, mark: Mark, around: list[str], *, bare: bool, odd: bool) -> Mark | None:
        """The mark, if what stands around it makes it a look-alike."""
        if mark.strong:
            return mark
        lure = self._marks.has_lure([word for word in around if word != mark.word])
        if mark.rule == "word":
            return replace(mark, rule="with_lure") if lure else None
        if bare and mark.rule in ("typo", "near"):
            return replace(mark, rule="one_letter_off")
        return replace(mark, rule="one_letter_off") if mark.rule == "typo" and (odd or lure) else None

    def _spread(self, host: Host) -> Mark | None:
        """A name cut by dots, on a suffix of the name's own: go.pay.co.id."""
        joined = alike("".join(host.labels))
        for name in self._names:
            if joined == name.letters and host.suffix in name.suffixes:
                return Mark("cut", name, ".".join(host.labels))
        return None

    def _anywhere(self, text: str) -> Mark | None:
        """The bare letters of a name anywhere in the text: worth a note."""
        joined = alike(_ALL_SEPARATORS.sub("", text))
        for name in self._names:
            if name.strength != "exact" and name.letters in joined:
                return Mark("note", name, name.name)
        return None


def _words(label: str) -> list[str]:
    return [word for word in _ALL_SEPARATORS.split(label) if word]


def _head(spelling: str) -> str:
    """The part of a spelling up to its hyphen: "go-" of "go-pay"."""
    return spelling.partition("-")[0] + "-"


def _note(weak: list[Mark]) -> Mark | None:
    for mark in weak:
        if mark.rule in ("note", "near") and mark.name.strength != "exact":
            return replace(mark, rule="note")
    return None
