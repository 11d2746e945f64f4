"""PO files, for Poedit, Weblate and msgfmt: ``msgctxt`` is our key, ``msgid`` English, ``msgstr`` the text.

polib writes and reads them. It takes damaged lines without a word (a missing quote costs a letter), so every
line is held against the grammar first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import polib

from gopay_help.authoring.translation.entries import Entry, State
from gopay_help.model.errors import Problem, TreeError
from gopay_help.model.text import escape, hidden_in

_STRING = r'"(?:[^"\\]|\\[nt"\\])*"'
_LINE = re.compile(rf"\s*(?:#.*|(?:(?P<word>msgctxt|msgid|msgstr)\s+)?{_STRING})?\s*\Z")
_HEADER = re.compile(r'\A(?:\s*(?:#.*)?\n)*\s*msgid\s+""\s*\n\s*msgstr\s+""')
_AFTER = {"msgstr": ("msgctxt", "msgid"), "msgctxt": ("msgid",), "msgid": ("msgstr",)}
"""Which words may follow a word of an entry."""
_FUZZY = "fuzzy"


class Row(NamedTuple):
    """One entry of a PO file, as a translator left it."""

    line: int
    key: str | None
    english: str
    translation: str
    fuzzy: bool


class PoFile(NamedTuple):
    """A PO file that was read: its language as the header names it, and its entries in order."""

    language: str
    rows: tuple[Row, ...]


def write_po(
    entries: Iterable[Entry],
    note: Callable[[Entry], str],
    *,
    project: str,
    lang: str | None,
    former: Mapping[str, str],
) -> str:
    """A PO file; the same entries give the same bytes.

    Args:
        entries: in the order that the file keeps.
        note: the comment for the translator.
        project: name and version of the pack.
        lang: the language; None for a template, with empty translations.
        former: the English that a stale translation was made from, by key, where it is known.
    """
    file = polib.POFile(wrapwidth=100)
    file.header = f"Texts of {project}. Translate msgstr; leave msgctxt, msgid and {{names}} as they are."
    file.metadata = {
        "Project-Id-Version": project,
        "PO-Revision-Date": "",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": (lang or "").replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for entry in entries:
        stale = lang is not None and entry.state is State.STALE
        file.append(
            polib.POEntry(
                msgctxt=entry.key,
                msgid=entry.english,
                msgstr=(entry.translation or "") if lang else "",
                comment=note(entry),
                flags=[_FUZZY] if stale else [],
                previous_msgid=former.get(entry.key) if stale else None,
            )
        )
    return str(file)


def read_po(raw: bytes, file: str) -> PoFile:
    """Read a PO file.

    Raises:
        TreeError: it is damaged; every place that is.
    """
    text = _decode(raw, file)
    problems = [*_find_hidden(text, file), *_find_damage(text, file)]
    if problems:
        raise TreeError(problems)
    try:
        parsed = polib.pofile(text)
        live = [entry for entry in parsed if not entry.obsolete]
        rows = tuple(
            Row(line, entry.msgctxt, entry.msgid, entry.msgstr, fuzzy=_FUZZY in entry.flags)
            for line, entry in zip(_lines_of_entries(text), live, strict=True)
        )
    except (OSError, ValueError) as error:
        raise TreeError([_damage(file, _line_of(str(error)), "entries run into each other")]) from error
    return PoFile(parsed.metadata.get("Language", ""), rows)


def _decode(raw: bytes, file: str) -> str:
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise TreeError([_damage(file, line, "this is not UTF-8 text")]) from error


def _find_hidden(text: str, file: str) -> Iterator[Problem]:
    """Characters that a translator cannot see, and that steer a terminal or turn the reading direction."""
    for number, line in enumerate(text.split("\n"), 1):
        if found := hidden_in(line):
            message = f"a hidden character ({escape(found[0])}) stands here"
            yield Problem("SYN005", message, "delete it", file, number, line.index(found[0]) + 1)


def _find_damage(text: str, file: str) -> Iterator[Problem]:
    """Lines that no PO file has, and entries that lack a part."""
    before = "msgstr"
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.match(line)
        if not match:
            yield _damage(file, number, "this is no line of a PO file: look at quotes and backslashes")
        elif word := match["word"]:
            if word not in _AFTER[before]:
                yield _damage(file, number, f"{word} stands where {' or '.join(_AFTER[before])} has to")
            before = word
    if before != "msgstr":
        yield _damage(file, text.count("\n"), f"the last entry lacks its {_AFTER[before][0]}")
    if not _HEADER.search(text):
        yield _damage(file, 1, "the header is missing, or does not come first")


def _lines_of_entries(text: str) -> list[int]:
    """The line of each entry's msgid, without the header's."""
    lines = enumerate(text.split("\n"), 1)
    return [number for number, line in lines if line.lstrip().startswith("msgid")][1:]


def _line_of(said: str) -> int:
    found = re.search(r"line (\d+)", said)
    return int(found[1]) if found else 0


def _damage(file: str, line: int, message: str) -> Problem:
    fix = "export the file again, and move the lines that are whole into it"
    return Problem("SYN000", message, fix, file, line, 1)
