"""The texts of a pack as a translator meets them: key, English, translation, state; changed in their files.

Lock files say from which English a translation was made; the history of the folder says what it said before.
"""

import math
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gopay_help.authoring.lint.rule import LOCKS, PackSource, is_stale, mark, needed_keys, recorded
from gopay_help.authoring.lint.words import safety_keys
from gopay_help.authoring.lint.yaml import Document
from gopay_help.model.errors import UsageError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue
from gopay_help.screen.page import cells

Edit = tuple[int, int, str]
"""Where a piece of a file begins and ends, and what shall stand there."""


class _TextLine(NamedTuple):
    """A key of the file: where it begins, and where its text begins and ends."""

    key: str
    begin: int
    start: int
    end: int


def set_texts(source: str, texts: Mapping[str, str], order: Sequence[str]) -> str:
    """*source* with *texts* in it; comments, order and quotes of all other lines untouched.

    Args:
        source: a file whose top is a flat mapping of keys to strings; it may hold no key at all.
        texts: what keys shall say instead. A key that is not there yet is put behind the one before it.
        order: every key in the order of the English file.
    """
    lines = list(_lines(source))
    changed = [(line.start, line.end, quote(texts[line.key])) for line in lines if line.key in texts]
    return _apply(source, [*changed, *_insertions(source, lines, texts, order)])


def like(source: str, texts: Mapping[str, str]) -> str:
    """A new file after the pattern of *source*: its comments and order, with *texts* for its keys.

    Keys that *texts* lacks are left out.
    """
    return _apply(
        source,
        [
            (line.start, line.end, quote(texts[line.key]))
            if line.key in texts
            else (line.begin, _end_of_line(source, line.end), "")
            for line in _lines(source)
        ],
    )


def quote(text: str) -> str:
    """*text* as a YAML string in double quotes, on one line; letters of every script stay readable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _lines(source: str) -> Iterator[_TextLine]:
    top = yaml.compose(source, Loader=yaml.SafeLoader)  # in Python: its marks count characters
    for key, value in top.value if isinstance(top, yaml.MappingNode) else ():
        start, end = value.start_mark.index, value.end_mark.index
        end = start + len(source[start:end].rstrip("\n"))  # a block of text ends behind its line break
        yield _TextLine(key.value, key.start_mark.index, start, end)


def _insertions(
    source: str, lines: Sequence[_TextLine], texts: Mapping[str, str], order: Sequence[str]
) -> Iterator[Edit]:
    """A new line for each key that is not there yet, behind the nearest key that comes before it."""
    ends = {line.key: _end_of_line(source, line.end) for line in lines}
    behind = lines[0].begin if lines else len(source)
    for key in order:
        if key in ends:
            behind = ends[key]
        elif key in texts:
            broken = "" if behind == 0 or source[behind - 1] == "\n" else "\n"
            yield behind, behind, f"{broken}{key}: {quote(texts[key])}\n"


def _end_of_line(source: str, at: int) -> int:
    """Behind the line break that ends the line of *at*; where a block ends, that is *at* itself."""
    if at and source[at - 1] == "\n":
        return at
    found = source.find("\n", at)
    return len(source) if found < 0 else found + 1


def _apply(source: str, edits: Iterable[Edit]) -> str:
    """*source* after all edits; those at one place stay in their order."""
    parts, done = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        parts += [source[done:start], new]
        done = end
    return "".join((*parts, source[done:]))


# The texts of a pack as a translator meets them: a key, its English, its translation, its state.


_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?\Z")
_SCRIPT_OF_REGION = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant"}


class TextState(StrEnum):
    """How far the translation of one text is."""

    DONE = "done"
    MISSING = "missing"
    STALE = "stale"
    """It was made from an earlier English text."""


class TextEntry(NamedTuple):
    """One text."""

    key: str
    room: str
    """The folder it stands in, for example ``text-ui``."""
    english: str
    translation: str | None
    state: TextState


def read_entries(draft: PackSource, lang: str) -> list[TextEntry]:
    """Every text that the pack has in English, in the order of the files, with its translation."""
    return [
        TextEntry(
            key, room_of(document), english, text := draft.text(lang, key), _state(draft, lang, key, text)
        )
        for document in draft.texts.get(SOURCE_LANGUAGE, ())
        for key, english in _texts(document)
    ]


def room_of(document: Document) -> str:
    """The folder that a file of texts stands in."""
    return Path(document.file).parent.name


def name_language(said: str, known: Sequence[str]) -> str:
    """The language tag that *said* means, one of *known* or a new one.

    PO editors write ``zh_Hans`` or ``zh_CN`` where the pack writes ``zh-Hans``.

    Raises:
        UsageError: it is no tag that a pack can have.
    """
    tag = said.strip().partition(".")[0].partition("@")[0].replace("_", "-")
    tag = _SCRIPT_OF_REGION.get(tag.lower(), tag)
    exact: Mapping[str, str] = {lang.lower(): lang for lang in known}
    if tag.lower() in exact:
        return exact[tag.lower()]
    if not _TAG.match(tag) or tag == "zh":
        raise UsageError(f"{said!r} names no language of a pack: write a tag such as id, ms or zh-Hans")
    return tag


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    return ((key, str(text)) for key, text in document.data.items())


def _state(draft: PackSource, lang: str, key: str, text: str | None) -> TextState:
    if text is None:
        return TextState.MISSING
    english = draft.text(SOURCE_LANGUAGE, key) or ""
    return TextState.STALE if is_stale(draft, lang, key, english) else TextState.DONE


# What the English said before: asked of the history of the folder, where git keeps one. A lock
# knows that the English changed, not from what. Translators see the old words beside the new ones
# where they can be had; where they cannot, nothing else is missing.


_VERSIONS = 200
"""How far back the history is read."""


def former_english(folder: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """The earlier English of the keys in *wanted*, which holds the digits of each.

    Returns:
        What was found, by key; nothing at all where there is no git or no history.
    """
    found: dict[str, str] = {}
    files = [f"./{file.parent.name}/{file.name}" for file in folder.glob(f"text*/{SOURCE_LANGUAGE}.yaml")]
    versions = _git(folder, "log", f"-{_VERSIONS}", "--format=%H", "--", *files).split() if wanted else []
    for version in versions:
        for file in files:
            texts = _former_texts(_git(folder, "show", f"{version}:{file}"))
            found |= {
                key: text
                for key, text in texts.items()
                if key not in found and wanted.get(key) == mark(str(text))
            }
        if len(found) == len(wanted):
            break
    return found


def _git(folder: Path, *words: str) -> str:
    """What git says, or nothing; no program that a repository names is run."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "--no-pager", "-c", "core.fsmonitor=false", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=10)  # noqa: S603 (our words)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _former_texts(source: str) -> Mapping[str, str]:
    try:
        data = yaml.load(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (strings only)
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


# Writes down from which English the texts of a language were made; the rules of translations read it.


_HEAD = """\
# yaml-language-server: $schema=../../schema/lock.schema.json
# From which English each text was made. Written by `i18n import`, `i18n confirm` and `tree fmt`.
"""


def lock_file(folder: Path, lang: str) -> Path:
    """Where the lock of a language lies in a pack."""
    return folder / LOCKS / f"{lang}.yaml"


def write_lock(draft: PackSource, lang: str, made_from: Mapping[str, str]) -> str:
    """The lock of a language with the digits of *made_from* in it, in the order of the English files.

    Keys that the pack no longer has in English are left out.
    """
    english = [key for document in draft.texts.get(SOURCE_LANGUAGE, ()) for key in document.data]
    digits = {key: made_from.get(key) or recorded(draft, lang, key) for key in english}
    return _HEAD + "".join(f'{key}: "{found}"\n' for key, found in digits.items() if found)


# How far each language of a pack is.


SCHEMA = "gopay-help/i18n-status@1"


class LanguageStatus(NamedTuple):
    """One language: keys of texts, sorted into what is done and what is not."""

    lang: str
    tracked: bool
    """Whether a lock says from which English the texts were made; without one nothing is seen to be stale."""
    total: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    stale_safety: tuple[str, ...]
    """Those of the stale that keep money safe."""
    fell_back: tuple[str, ...]
    """Those of the missing that English stands in for; the others have no text at all."""

    @property
    def translated(self) -> int:
        """Texts that there are, stale ones too."""
        return self.total - len(self.missing)

    @property
    def whole(self) -> bool:
        """True if nothing is missing and nothing is stale."""
        return not self.missing and not self.stale


def read_status(draft: PackSource) -> list[LanguageStatus]:
    """Each language of the tree, English first, in the order of the tree."""
    safety = safety_keys(draft)
    return [_status(draft, lang, safety) for lang in draft.tree.languages]


def status_document(
    draft: PackSource, found: Sequence[LanguageStatus], required: Sequence[str]
) -> dict[str, Any]:
    """The document of ``i18n status --json`` (schemas/i18n-status.schema.json)."""
    return {
        "schema": SCHEMA,
        "pack": {"id": draft.tree.id, "version": draft.tree.version},
        "languages": [
            {
                "lang": one.lang,
                "tracked": one.tracked,
                "total": one.total,
                "translated": one.translated,
                "missing": list(one.missing),
                "stale": list(one.stale),
                "stale_safety": list(one.stale_safety),
                "fell_back": list(one.fell_back),
                "whole": one.whole,
            }
            for one in found
        ],
        "required": list(required),
        "ok": all(one.whole for one in found if one.lang in required),
    }


def _status(draft: PackSource, lang: str, safety: frozenset[str]) -> LanguageStatus:
    english = read_entries(draft, lang)
    known = {entry.key for entry in english}
    lost = [
        key for key in dict.fromkeys(needed_keys(draft)) if key not in known and not draft.text(lang, key)
    ]
    states: Mapping[str, TextState] = {entry.key: entry.state for entry in english}
    fell_back = tuple(key for key, state in states.items() if state is TextState.MISSING)
    stale = tuple(key for key, state in states.items() if state is TextState.STALE)
    return LanguageStatus(
        lang=lang,
        tracked=lang == SOURCE_LANGUAGE or lang in draft.locks,
        total=len(states) + len(lost),
        missing=(*fell_back, *lost),
        stale=stale,
        stale_safety=tuple(key for key in stale if key in safety),
        fell_back=fell_back,
    )


# A language that nobody speaks, made from English, to try how the program bears a translation.
# Every text stands in full-width brackets, is marked letter by letter and grows by two fifths, with
# letters two cells wide as Chinese has them. What a page shows outside the brackets came from no
# catalogue: `unmarked` finds it. A bracket that is not closed shows a text that was cut; a line
# that is too long, one not measured.


TAG = "en-XA"
"""The tag that CLDR keeps for English with accents."""

GROWTH = 1.4
"""Cells of a pseudo-text for each of the English one, at least: German and Indonesian grow no more."""

_OPEN, _CLOSE = "［", "］"
_PAD = "ｗｉｄｅ"
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćďéƒģħíĵķĺɱńóƥʠŕśţúṽŵẋýžÁƁĆĎÉƑĢĦÍĴĶĹṀŃÓƤɊŔŚŢÚṼŴẊÝŽ",
)
_NAME = re.compile(r"(\{[a-z_]+\})")


def pseudo(text: str) -> str:
    """An English text in the pseudo-language; its ``{names}`` stay as they are."""
    parts = _NAME.split(text)  # every second part is a name
    marked = "".join(part if index % 2 else part.translate(_ACCENTS) for index, part in enumerate(parts))
    missing = GROWTH * cells(text) - cells(f"{_OPEN}{marked}{_CLOSE}")
    words = max(0, math.ceil(missing / (1 + 2 * len(_PAD))))  # in words: a line has to break between them
    return f"{_OPEN}{marked}{f' {_PAD}' * words}{_CLOSE}"


def pseudo_catalogue(english: Mapping[str, str]) -> Catalogue:
    """A catalogue of pseudo-texts; nothing is behind it, so a missing key is an error and not English."""
    return Catalogue(
        TAG,
        {
            key: (" ".join(map(pseudo, text.split())) if key in _NAMES else pseudo(text))
            for key, text in english.items()
        },
    )


_NAMES = frozenset({"ui.weekdays", "ui.months"})
"""Texts of which one word is shown at a time: each is a text of its own."""


def unmarked(page: str) -> list[str]:
    """The words of a page that stand in no bracket, in order: data, or sentences from no catalogue."""
    depth, outside = 0, [""]
    for char in page:
        if char == _OPEN:
            depth += 1
        elif char == _CLOSE:
            depth = max(depth - 1, 0)
            outside.append("")
        elif not depth:
            outside[-1] += char
    return [word for part in outside for word in re.findall(r"[^\W\d_][\w'-]*", part)]


def is_cut(page: str) -> bool:
    """True if some text of a page was cut: its closing bracket is missing."""
    return page.count(_OPEN) != page.count(_CLOSE)
