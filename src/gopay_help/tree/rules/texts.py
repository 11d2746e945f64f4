"""Texts: every language says everything, from the present English, and no text holds a contact."""

import difflib
import re
import unicodedata
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.document import Data, Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import needs_script
from gopay_help.tree.lock import is_stale, recorded
from gopay_help.tree.nearest import nearest
from gopay_help.tree.needed import left_over, needed_keys
from gopay_help.tree.own_words import english_of, own_english
from gopay_help.tree.pack import is_lent
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import all_texts, safety_keys

CONTACT = re.compile(
    r"""(?ix)
    https?: | www\. | \b[\w-]+\.(?:com|co|id|cz|net|org|io|me|link|app)\b   # an address
    | \b(?:dot|titik)\s(?:com|co|id|cz|net|org|io|me)\b                   # one that is spelt out
    | \S@\S | (?<!\w)@\w                                                    # a mailbox, a handle
    | [*\#]+\d                                                              # a dial code
    | \+?\(?\d(?:[\s.()-]*\d){6,}                                           # a number of seven digits or more
    """
)
_DATE = re.compile(r"\b20\d\d-[01]\d-[0-3]\d(?: [0-2]\d:[0-5]\d)?\b")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}｛｝][^{}｛｝]{0,20}[{}｛｝]?|'\{[a-z_]+\}'")
_NEAR = 0.8
"""From here on two names are probably one and a slip of the finger."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?\Z")
_SUMMARIES = re.compile(r"outcome\.(?P<outcome>[a-z0-9_]+)\.(?:title|summary)\Z")


@rule("I18N011", Stage.REFERENCES)
def check_languages(draft: Draft) -> Iterator[Problem]:
    """There are texts in every language of the tree and in no other, and its tag says how it is written."""
    languages = draft.tree.languages
    for index, lang in enumerate(languages):
        trail = ("languages", index)
        if not _TAG.match(lang) or needs_script(lang):
            message = f"{lang!r} does not say which language this is, and how it is written"
            fix = "write a tag of BCP 47 such as id or zh-Hans"
            yield draft.tree_file.problem("I18N011", trail, message, fix)
        elif lang not in draft.texts:
            fix = f"add text/{lang}.yaml"
            yield draft.tree_file.problem("I18N011", trail, f"there is no text in {lang}", fix)
    for lang, documents in draft.texts.items():
        for document in documents if lang not in languages else ():
            message = f"{lang!r} is no language of the tree"
            yield document.problem("I18N011", (), message, "name it in `languages`, or remove the file")


@rule("I18N001", Stage.MEANING)
def check_complete(draft: Draft) -> Iterator[Problem]:
    """Every text the pack needs exists in English, and every English text in every language.

    A missing translation is shown in English: a warning, unless the text keeps money safe.
    """
    needed = dict.fromkeys(key for key in needed_keys(draft) if not _SUMMARIES.match(key))
    english = dict.fromkeys(key for one in draft.texts[SOURCE_LANGUAGE] for key in one.data)
    safety = safety_keys(draft)
    for lang in draft.tree.languages:
        documents = draft.texts[lang]
        present = {key for document in documents for key in document.data}
        for key in sorted((needed | english).keys() - present):
            grave = lang == SOURCE_LANGUAGE or key not in english or key in safety
            message = f"the text {key!r} is missing in {lang}"
            fix = f"add `{key}: …`" + (_misnamed(draft, key) if key not in english else "")
            found = documents[0].problem("I18N001", (), message, fix)
            yield found if grave else found._replace(level=Level.WARNING)


def _misnamed(draft: Draft, key: str) -> str:
    """What a step without words is probably called, and where it is named: a slip of the finger is there."""
    room, _, step = key.partition(".")
    known = [
        one.partition(".")[2]
        for file in draft.texts[SOURCE_LANGUAGE]
        for one in file.data
        if one.startswith("step.")
    ]
    near = difflib.get_close_matches(step, known, 1, _NEAR) if room == "step" else []
    if not near:
        return ""
    places = (place for trail, place in draft.tree_file.places.items() if step in _named_at(draft, trail))
    line = min((place.line for place in places), default=0)
    return f", or correct the name in line {line} of tree.yaml: did you mean {near[0]!r}?"


def _named_at(draft: Draft, trail: Trail) -> tuple[str, ...]:
    """The step that an outcome names at a place of the tree, if it names one there."""
    value: Data = draft.tree_file.data
    if not trail or trail[0] != "outcomes" or not isinstance(trail[-1], int):
        return ()
    for part in trail:
        value = value[part]  # type: ignore[index]
    return (value,) if isinstance(value, str) else ()


@rule("OUT007", Stage.MEANING)
def check_summaries(draft: Draft) -> Iterator[Problem]:
    """Every outcome has a title, and says what is known: it may be all that somebody offline ever gets."""
    for outcome in draft.outcomes:
        for part in ("title", "summary"):
            key = f"outcome.{outcome.id}.{part}"
            if not (draft.text(SOURCE_LANGUAGE, key) or "").strip():
                trail = ("outcomes", outcome.id)
                message = f"the outcome {outcome.id} has no {part}: nobody is told what is known"
                fix = f"add `{key}: …` to text/{SOURCE_LANGUAGE}.yaml"
                yield draft.tree_file.problem("OUT007", trail, message, fix)


@rule("I18N002", Stage.MEANING, Level.WARNING)
def check_orphans(draft: Draft) -> Iterator[Problem]:
    """No text is left over: nothing shows it any more, or its English text is gone."""
    gone = set(left_over(draft))
    for text in all_texts(draft):
        if text.english is None and english_of(text.key) is None:
            yield text.problem("I18N002", f"{text.key} has no English text", _mended(text.key))
        elif text.key in gone:
            message = f"nothing in this pack shows {text.key}"
            yield text.problem("I18N002", message, "remove it in every language, or correct the key")


def _mended(key: str) -> str:
    """A word of the program's own that has no English is a slip of the finger, not an idea."""
    room = key.partition(".")[0]
    near = [own for own in own_english() if own.startswith(f"{room}.")] if is_lent(key) else []
    return nearest(key, near) if near else "remove it, or give it an English text"


@rule("I18N003", Stage.MEANING)
def check_stale(draft: Draft) -> Iterator[Problem]:
    """A translation was made from the present English: an error where it keeps money safe."""
    safety = safety_keys(draft)
    for text in all_texts(draft):
        if not text.is_translation or text.lang not in draft.locks:
            continue
        if is_stale(draft, text.lang, text.key, text.english or ""):
            message = f"{text.key} was translated from an English text that has changed: now {text.english!r}"
            fix = f"translate it again, then `i18n confirm --lang {text.lang}` or `i18n import`"
            found = text.problem("I18N003", message, fix)
            yield found if text.key in safety else found._replace(level=Level.WARNING)
        elif recorded(draft, text.lang, text.key) is None:
            message = f"nobody wrote down from which English {text.key} was translated"
            fix = "compare it with the English, then run `gopay-help tree fmt`"
            yield text.problem("I18N003", message, fix)._replace(level=Level.WARNING)


@rule("I18N012", Stage.REFERENCES)
def check_twice(draft: Draft) -> Iterator[Problem]:
    """A text stands in one file of its language only."""
    for documents in draft.texts.values():
        seen: dict[str, str] = {}
        for document in documents:
            for key in document.data:
                if key in seen:
                    message = f"{key!r} stands in {seen[key]} too"
                    yield document.problem("I18N012", (key,), message, "keep one of them")
                seen.setdefault(key, document.file)


@rule("I18N005", Stage.MEANING)
def check_contacts(draft: Draft) -> Iterator[Problem]:
    """A contact in a text could not be proved, dated or withdrawn; contacts live in the registry."""
    values = {str(row["value"]) for row in draft.channels().values() if row.get("value")}
    short = [re.escape(value) for value in values if value.isdigit()]
    numbers = re.compile(rf"(?<!\d)(?:{'|'.join(short)})(?!\d)" if short else r"(?!)")
    for text in all_texts(draft):
        folded = unicodedata.normalize("NFKC", text.said)  # full-width digits and signs are contacts too
        folded = _DATE.sub(" ", folded)
        if found := CONTACT.search(folded) or numbers.search(folded):
            message = f"{text.key} holds what looks like a contact: {found.group()!r}"
            yield text.problem("I18N005", message, "name the channel; its value is in channels.yaml")


@rule("I18N004", Stage.MEANING)
def check_placeholders(draft: Draft) -> Iterator[Problem]:
    """A translation fills in the same {names} as the English text, written as names are."""
    for text in all_texts(draft):
        english = text.english if text.english is not None else english_of(text.key)
        wanted = set(_PLACEHOLDER.findall(text.said if english is None else english))
        names = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
        odd = _BRACE.search(re.sub(r"(?<!')\{[a-z_]+\}(?!')", "", text.said))
        if odd:
            message = f"{text.key} holds {odd.group()!r}, which is no name to fill in"
            yield text.problem("I18N004", message, f"use: {names}")
        elif set(_PLACEHOLDER.findall(text.said)) != wanted:
            message = f"{text.key} fills in other names than the English text"
            yield text.problem("I18N004", message, f"use: {names}")
