"""PO files, for Poedit, Weblate and msgfmt: ``msgctxt`` is our key, ``msgid`` English, ``msgstr`` the text.

polib writes and reads them. It takes damaged lines without a word (a missing quote costs a letter), so every
line is held against the grammar first.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import polib

from gopay_help.authoring import translations
from gopay_help.authoring.lint import rules_texts, rules_translations
from gopay_help.authoring.lint.engine import allows_of
from gopay_help.authoring.lint.rule import CHECKLISTS, RULES, Check, PackSource, mark, run_rule
from gopay_help.authoring.lint.schema import check_shape, nearest
from gopay_help.authoring.lint.words import OPTION_CELLS, safety_keys
from gopay_help.authoring.lint.yaml import Document, Place, parse_yaml
from gopay_help.model.errors import Filled, Level, Problem, TreeError, UsageError
from gopay_help.model.text import SOURCE_LANGUAGE, escape, hidden_in
from gopay_help.model.tree import NodeId, Outcome, Question, Table
from gopay_help.tree.pack import read_bytes, schemas_folder

_STRING = r'"(?:[^"\\]|\\[nt"\\])*"'
_LINE = re.compile(rf"\s*+(?:#.*|(?:(?P<word>msgctxt|msgid|msgstr)\s+)?{_STRING})?\s*\Z")
_HEADER = re.compile(r'\A(?:[^\S\n]*+(?:#.*+)?\n)*+\s*+msgid\s++""[^\S\n]*+\n\s*+msgstr\s++""')
_AFTER = {"msgstr": ("msgctxt", "msgid"), "msgctxt": ("msgid",), "msgid": ("msgstr",)}
"""Which words may follow a word of an entry."""
_FUZZY = "fuzzy"


class PoRow(NamedTuple):
    """One entry of a PO file, as a translator left it."""

    line: int
    key: str | None
    english: str
    translation: str
    fuzzy: bool


class PoFile(NamedTuple):
    """A PO file that was read: its language as the header names it, and its entries in order."""

    language: str
    rows: tuple[PoRow, ...]


def write_po(
    entries: Iterable[translations.TextEntry],
    note: Callable[[translations.TextEntry], str],
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
        stale = lang is not None and entry.state is translations.TextState.STALE
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
        numbered = enumerate(text.split("\n"), 1)
        _header, *lines = (number for number, line in numbered if line.lstrip().startswith("msgid"))
        rows = tuple(
            PoRow(line, entry.msgctxt, entry.msgid, entry.msgstr, fuzzy=_FUZZY in entry.flags)
            for line, entry in zip(lines, live, strict=True)
        )
    except (OSError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        raise TreeError([_damage(file, line, "entries run into each other")]) from error
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
            message = Filled("a hidden character ({sign}) stands here", sign=escape(found[0]))
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


def _damage(file: str, line: int, message: str) -> Problem:
    fix = "export the file again, and move the lines that are whole into it"
    return Problem("SYN000", message, fix, file, line, 1)


# What a translator has to know of a text and cannot see: who reads it, where, how wide it may be.
# The notes are English and cite texts, never ids or contacts: whoever translates needs neither.


_NAME = re.compile(r"\{[a-z_]+\}")
_SHOWN = 3
"""Places that are cited; of a step that forty outcomes share, the others are counted."""

_ROOMS = {
    "text-ui": "The program's own words",
    "text-case": "Case file, letters and helper",
    "text-channels": "About a contact; the contact itself is never in the text",
    "text-check": "Network check",
    "text-faults": "An error: one line that says what, where and what to do",
    "text-verify": "Says whether a number, link or account is genuine",
}
_LISTS = {"funds": "Checklist: keeping the money safe", "prevention": "Checklist: so that it happens less"}


class Notes:
    """The notes on every text of a pack."""

    def __init__(self, draft: PackSource) -> None:
        self._draft = draft
        self._safety = safety_keys(draft)
        self._where: dict[str, list[str]] = {}
        for question in draft.questions:
            self._take_question(question)
        for outcome in draft.outcomes:
            self._take_outcome(outcome)
        self._take_lists()

    def of(self, entry: translations.TextEntry) -> str:
        """The notes on one text, a line each."""
        return "\n".join(self._lines(entry))

    def _lines(self, entry: translations.TextEntry) -> Iterator[str]:
        where = self._where.get(entry.key, [])
        if not where and (room := _ROOMS.get(entry.room)):
            where = [room]
        yield from where[:_SHOWN]
        if len(where) > _SHOWN:
            yield f"and in {len(where) - _SHOWN} more"
        if entry.key in self._safety:
            yield 'Keeps people\'s money safe: a "never" stays a "never".'
        if names := sorted(set(_NAME.findall(entry.english))):
            yield f"Is filled in, leave as it is: {' '.join(names)}"

    def _say(self, key: str) -> str:
        return self._draft.text(SOURCE_LANGUAGE, key) or ""

    def _note(self, key: str, line: str) -> None:
        self._where.setdefault(key, []).append(line)

    def _take_question(self, question: Question) -> None:
        asked = self._say(f"{question.id}.text")
        first = "Everybody is asked this first. " if question.alarm else ""
        self._note(f"{question.id}.text", f"{first}A question, at most two sentences and 160 cells")
        self._note(f"{question.id}.why", f'Why we ask: "{asked}"')
        for option in question.options:
            key = f"{question.id}.opt.{option.id}"
            self._note(key, f'An answer, at most {OPTION_CELLS} cells, to: "{asked}"')
            self._note(key, f"Choosing it leads to {self._describe(question.target(option.id))}")
        for inference in question.infer:
            for fact, values in inference.when.items():
                for value in sorted(values):
                    self._note(f"fact.{fact}.{value}", f'Why an answer was filled in, to: "{asked}"')

    def _describe(self, node_id: NodeId) -> str:
        node = self._draft.tree.nodes.get(node_id)
        if isinstance(node, Outcome):
            page = "the EMERGENCY page" if node.critical else "the page"
            title = self._say(f"outcome.{node_id}.title")
            return f'{page} "{title}"'
        if isinstance(node, Question):
            advice = f"{self._describe(node.advise)}, and " if node.advise else ""
            asked = self._say(f"{node_id}.text")
            return f'{advice}the question "{asked}"'
        if isinstance(node, Table):
            ends = dict.fromkeys(row.to for row in node.rows)
            return " or ".join(self._describe(end) for end in list(ends)[:_SHOWN] if end != node_id)
        return "nothing"

    def _take_outcome(self, outcome: Outcome) -> None:
        title = self._say(f"outcome.{outcome.id}.title")
        page = f'{"EMERGENCY page" if outcome.critical else "page"} "{title}"'
        self._note(
            f"outcome.{outcome.id}.title", f"Title of a{'n EMERGENCY' if outcome.critical else ''} page"
        )
        self._note(f"outcome.{outcome.id}.summary", f"What we know, on the {page}")
        self._note(f"outcome.{outcome.id}.first", f"Whom to reach before any contact, on the {page}")
        self._note(f"outcome.{outcome.id}.then", f"When and whom to turn to at last, on the {page}")
        self._note(f"outcome.{outcome.id}.no_route", f"Why no contact is shown, on the {page}")
        steps: Mapping[str, tuple[str, ...]] = {
            "To do": outcome.do,
            "NOT to do": outcome.do_not,
            "To prepare for later": outcome.follow_up.steps,
        }
        for heading, names in steps.items():
            for name in names:
                self._note(f"step.{name}", f"{heading}, on the {page}")
        for cause in (outcome.cause, *outcome.also):
            self._note(f"cause.{cause}", f"A probable cause, within a sentence, on the {page}")
        for claim in outcome.claims:
            self._note(f"claim.{claim}", f"A stated fact: say no more than it says. On the {page}")

    def _take_lists(self) -> None:
        for name in CHECKLISTS:
            for _, row in self._draft.rows("checklists", name):
                kind = "a thing to do" if row["do"] else "a thing NOT to do"
                item = f"{name}.{row['id']}"
                self._note(item, f"{_LISTS[name]}; {kind}")
                self._note(f"{item}.why", f'Why: "{self._say(item)}"')


# Takes a translated PO file back into a pack: all is checked first, and one error keeps all of it out.


OF_ONE_TEXT: tuple[Check, ...] = (
    rules_texts.check_placeholders,
    rules_texts.check_contacts,
    rules_texts.check_markup,
    rules_texts.check_width,
    rules_texts.check_nothing_evaluated,
    rules_translations.check_translated,
    rules_translations.check_terms,
    rules_texts.check_secrets,
    rules_texts.check_question_length,
    rules_texts.check_one_question,
    rules_texts.check_advice,
)
"""Rules that look at each text by itself: what a translator sends is held against them before it is taken."""


class Merge(NamedTuple):
    """What a PO file would change in a pack."""

    lang: str
    problems: tuple[Problem, ...]
    files: Mapping[Path, str]
    """New contents by file; empty where there is an error, or nothing to change."""
    changed: int
    """Texts that say something else afterwards."""
    same: int
    left: int
    """Entries that were not taken: still fuzzy, or still empty."""
    is_new: bool
    """True for a language that the tree does not name yet."""

    @property
    def refused(self) -> bool:
        """True if an error keeps everything out."""
        return any(problem.level is Level.ERROR for problem in self.problems)


def plan_merge(folder: Path, draft: PackSource, po: PoFile, file: str) -> Merge:
    """Check a PO file against the pack in *folder*, and say what it would change. Nothing is written."""
    lang, wrong = _language(po, draft, file)
    taken = {row.key: row for row in po.rows if row.key and row.translation.strip() and not row.fuzzy}
    problems = list(wrong)
    problems += _check_rows(po.rows, draft, lang, file)
    if lang:
        problems += _check_texts(folder, draft, lang, taken, file)
    problems.sort(key=lambda problem: (problem.line, problem.column))
    before = {key: draft.text(lang, key) for key in taken}
    changed = sum(before[key] != row.translation for key, row in taken.items())
    merge = Merge(
        lang, tuple(problems), {}, changed, len(taken) - changed, len(po.rows) - len(taken),
        is_new=lang not in draft.tree.languages,
    )  # fmt: skip
    return merge if merge.refused else merge._replace(files=_new_files(folder, draft, lang, taken))


def _language(po: PoFile, draft: PackSource, file: str) -> tuple[str, list[Problem]]:
    """The language of a PO file; "" and a problem where it cannot be trusted."""
    fix = "set `Language:` in the header to the language that the texts are in"
    try:
        lang = translations.name_language(po.language, draft.tree.languages)
    except UsageError as error:
        return "", [Problem("I18N011", f"the header: {error}", fix, file, 1, 1)]
    if lang == SOURCE_LANGUAGE:
        message = "the header says that these are the English texts; they are the source, not a translation"
        return "", [Problem("I18N011", message, fix, file, 1, 1)]
    named = Path(file).stem
    if named in draft.tree.languages and named != lang:
        message = f"the file is called {named}, but its header says {lang}"
        return "", [Problem("I18N011", message, "correct the one that is wrong", file, 1, 1)]
    return lang, []


def _check_rows(rows: Sequence[PoRow], draft: PackSource, lang: str, file: str) -> Iterator[Problem]:
    """What is wrong with entries as such, whatever their texts say."""
    english = {key: str(text) for one in draft.texts[SOURCE_LANGUAGE] for key, text in one.data.items()}
    count = Counter(row.key for row in rows)
    for row in rows:
        found = _check_row(row, english, count[row.key], draft.text(lang, row.key or ""))
        if found:
            rule, message, fix, level = found
            yield Problem(rule, message, fix, file, row.line, 1, level)


def _check_row(
    row: PoRow, english: Mapping[str, str], count: int, present: str | None
) -> tuple[str, str, str, Level] | None:
    if not row.key:
        return "I18N002", "this entry has no msgctxt", "export the file again", Level.ERROR
    if count > 1:
        return "I18N012", f"the msgctxt {row.key!r} stands here {count} times", "keep one", Level.ERROR
    if row.key not in english:
        message = f"the pack has no text {row.key!r}"
        return "I18N002", message, nearest(row.key, english), Level.ERROR
    if not row.translation.strip() and (row.translation or present):
        message = f"the translation of {row.key} is empty"
        return "I18N001", message, "translate it, or mark it fuzzy to keep what is there", Level.ERROR
    if row.translation and not row.fuzzy and row.english != english[row.key]:
        message = f"{row.key} was translated from an English text that has changed; it stays stale"
        return "I18N003", message, f"now it says: {english[row.key]!r}", Level.WARNING
    return None


def _check_texts(
    folder: Path, draft: PackSource, lang: str, taken: Mapping[str, PoRow], file: str
) -> Iterator[Problem]:
    """What the rules of texts say of what is new, at the lines of the PO file."""
    known = {key for one in draft.texts[SOURCE_LANGUAGE] for key in one.data}
    rows = {
        key: row for key, row in taken.items() if key in known and row.translation != draft.text(lang, key)
    }
    document = Document(
        file,
        {key: row.translation for key, row in rows.items()},
        {(key,): Place(row.line, 1) for key, row in rows.items()},
    )
    yield from check_shape(document, schemas_folder(folder) / "text.schema.json")
    key_at = {row.line: key for key, row in rows.items()}
    others = [
        replace(one, data={key: text for key, text in one.data.items() if key not in rows})
        for one in draft.texts.get(lang, ())
    ]
    candidate = replace(draft, texts={**draft.texts, lang: (*others, document)})
    homes = {key: one for one in draft.texts.get(lang, ()) for key in one.data}
    allows = allows_of(homes.values())
    for rule in (rule for rule in RULES.values() if rule.check in OF_ONE_TEXT):
        for problem in run_rule(rule, candidate):
            key = key_at[problem.line] if problem.file == file else ""
            home = homes.get(key)
            there = home.problem(rule.id, (key,), "", "") if home else None  # where the author may allow it
            if problem.file == file and not (there and any(allow.covers(there) for allow in allows)):
                yield problem


def _new_files(folder: Path, draft: PackSource, lang: str, taken: Mapping[str, PoRow]) -> dict[Path, str]:
    """The contents of the files that change: texts where they stand, new ones where the English stands."""
    orders = {translations.room_of(one): list(one.data) for one in draft.texts[SOURCE_LANGUAGE]}
    home = {key: room for room, keys in orders.items() for key in keys}
    home |= {key: translations.room_of(one) for one in draft.texts.get(lang, ()) for key in one.data}
    rooms: dict[str, dict[str, str]] = {}
    for key, row in taken.items():
        if draft.text(lang, key) != row.translation:
            rooms.setdefault(home[key], {})[key] = row.translation
    files = {
        folder / room / f"{lang}.yaml": _with_texts(folder / room, lang, texts, orders.get(room, []))
        for room, texts in rooms.items()
    }
    lock = translations.write_lock(draft, lang, {key: mark(row.english) for key, row in taken.items()})
    target = translations.lock_file(folder, lang)
    if not target.is_file() or lock != read_bytes(target).decode():
        files[target] = lock
    return files


def _with_texts(shelf: Path, lang: str, texts: Mapping[str, str], order: Sequence[str]) -> str:
    """A file of texts after the change, read back to be sure that it says what it should."""
    file = shelf / f"{lang}.yaml"
    if file.is_file():
        content = translations.set_texts(read_bytes(file).decode(), texts, order)
    else:
        content = translations.like(read_bytes(shelf / f"{SOURCE_LANGUAGE}.yaml").decode(), texts)
    said = parse_yaml(content.encode(), str(file)).data
    if any(said.get(key) != text for key, text in texts.items()):
        raise AssertionError(f"{file} would not say what the PO file says")
    return content
