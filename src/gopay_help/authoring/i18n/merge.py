"""Takes a translated PO file back into a pack: all is checked first, and one error keeps all of it out."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gopay_help.authoring.i18n.entries import like, lock_file, name_language, room_of, set_texts, write_lock
from gopay_help.authoring.i18n.po import PoFile, PoRow
from gopay_help.authoring.lint import rules_texts, rules_translations
from gopay_help.authoring.lint.draft import PackSource, mark
from gopay_help.authoring.lint.engine import allows_of
from gopay_help.authoring.lint.rule import RULES, Check, run_rule
from gopay_help.authoring.lint.schema import check_shape, nearest
from gopay_help.authoring.lint.yaml import Document, Place, parse_yaml
from gopay_help.model.errors import Level, Problem, UsageError
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.pack import schemas_folder
from gopay_help.tree.read import read_bytes

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
        lang = name_language(po.language, draft.tree.languages)
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
    for rule in (rule for rule in RULES.values() if rule.check in OF_ONE_TEXT):
        found = (problem for problem in run_rule(rule, candidate) if problem.file == file)
        yield from (
            problem for problem in found if not _is_allowed(draft, lang, rule.id, key_at[problem.line])
        )


def _is_allowed(draft: PackSource, lang: str, rule: str, key: str) -> bool:
    """True if the pack's author allows a text to break a rule, where it stands."""
    homes = [one for one in draft.texts.get(lang, ()) if key in one.data]
    allows = allows_of(homes)
    return any(allow.covers(one.problem(rule, (key,), "", "")) for one in homes for allow in allows)


def _new_files(folder: Path, draft: PackSource, lang: str, taken: Mapping[str, PoRow]) -> dict[Path, str]:
    """The contents of the files that change: texts where they stand, new ones where the English stands."""
    orders = {room_of(one): list(one.data) for one in draft.texts[SOURCE_LANGUAGE]}
    home = {key: room for room, keys in orders.items() for key in keys}
    home |= {key: room_of(one) for one in draft.texts.get(lang, ()) for key in one.data}
    rooms: dict[str, dict[str, str]] = {}
    for key, row in taken.items():
        if draft.text(lang, key) != row.translation:
            rooms.setdefault(home[key], {})[key] = row.translation
    files = {
        folder / room / f"{lang}.yaml": _with_texts(folder / room, lang, texts, orders.get(room, []))
        for room, texts in rooms.items()
    }
    lock = write_lock(draft, lang, {key: mark(row.english) for key, row in taken.items()})
    target = lock_file(folder, lang)
    if not target.is_file() or lock != read_bytes(target).decode():
        files[target] = lock
    return files


def _with_texts(shelf: Path, lang: str, texts: Mapping[str, str], order: Sequence[str]) -> str:
    """A file of texts after the change, read back to be sure that it says what it should."""
    file = shelf / f"{lang}.yaml"
    if file.is_file():
        content = set_texts(read_bytes(file).decode(), texts, order)
    else:
        content = like(read_bytes(shelf / f"{SOURCE_LANGUAGE}.yaml").decode(), texts)
    said = parse_yaml(content.encode(), str(file)).data
    if any(said.get(key) != text for key, text in texts.items()):
        raise AssertionError(f"{file} would not say what the PO file says")
    return content
