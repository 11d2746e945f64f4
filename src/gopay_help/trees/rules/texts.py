"""Texts: every language says everything, and no text holds a contact."""

import re
import unicodedata
from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import Outcome, Question
from gopay_help.trees.document import Document
from gopay_help.trees.draft import CHECKLISTS, Draft
from gopay_help.trees.rules.registry import Stage, rule

CONTACT = re.compile(
    r"""(?ix)
    https?: | www\. | \b[\w-]+\.(?:com|co|id|cz|net|org|io|me|link|app)\b   # an address
    | \S@\S | (?<!\w)@\w                                                    # a mailbox, a handle
    | [*\#]+\d                                                              # a dial code
    | \+?\(?\d(?:[\s.()-]*\d){6,}                                           # a number of seven digits or more
    """
)
NAMING = ("ui.unofficial", "ui.other_languages")
"""Words of the program that say whose help this is not, and in what it speaks: true of one pack alone."""
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@rule("I18N011", Stage.REFERENCES)
def check_languages(draft: Draft) -> Iterator[Problem]:
    """There are texts in every language of the tree, and in no other."""
    languages = draft.tree.languages
    for index, lang in enumerate(languages):
        if lang not in draft.texts:
            trail = ("languages", index)
            fix = f"add text/{lang}.yaml"
            yield draft.tree_file.problem("I18N011", trail, f"there is no text in {lang}", fix)
    for lang, documents in draft.texts.items():
        for document in documents if lang not in languages else ():
            message = f"{lang!r} is no language of the tree"
            yield document.problem("I18N011", (), message, "name it in `languages`, or remove the file")


@rule("I18N001", Stage.MEANING)
def check_complete(draft: Draft) -> Iterator[Problem]:
    """Every text the pack needs exists in every language."""
    needed = sorted(set(needed_keys(draft)))
    for lang in draft.tree.languages:
        documents = draft.texts[lang]
        present = {key for document in documents for key in document.data}
        for key in needed:
            if key not in present:
                message = f"the text {key!r} is missing in {lang}"
                yield documents[0].problem("I18N001", (), message, f"add `{key}: …`")


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
    for document, key, text in _texts(draft):
        folded = unicodedata.normalize("NFKC", text)  # full-width digits and signs are contacts too
        if found := CONTACT.search(folded) or numbers.search(folded):
            message = f"{key} holds what looks like a contact: {found.group()!r}"
            fix = "name the channel; its value is in channels.yaml"
            yield document.problem("I18N005", (key,), message, fix)


@rule("I18N004", Stage.MEANING)
def check_placeholders(draft: Draft) -> Iterator[Problem]:
    """A translation fills in the same {names} as the English text."""
    for document, key, text in _texts(draft):
        english = draft.text(SOURCE_LANGUAGE, key) or text
        wanted = set(_PLACEHOLDER.findall(english))
        if set(_PLACEHOLDER.findall(text)) != wanted:
            names = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "none"
            message = f"{key} fills in other names than the English text"
            yield document.problem("I18N004", (key,), message, f"use: {names}")


def needed_keys(draft: Draft) -> Iterator[str]:
    """Every key that a run of this pack can ask for, beside the program's own words."""
    yield from NAMING
    for question in draft.questions:
        yield from _question_keys(question)
    for outcome in draft.outcomes:
        yield from _outcome_keys(draft, outcome)
        yield from (f"cause.{cause}" for cause in (outcome.cause, *outcome.also))
    yield from (f"claim.{claim}" for claim in draft.claims())
    for name in CHECKLISTS:
        for _, row in draft.rows("checklists", name):
            yield from (f"{name}.{row['id']}", f"{name}.{row['id']}.why")
    for channel_id, row in draft.channels().items():
        if row.get("status") == "active":
            yield f"channel.{channel_id}.label"
        if row.get("print") == "caveat":
            yield f"channel.{channel_id}.caveat"


def _question_keys(question: Question) -> Iterator[str]:
    yield from (f"{question.id}.text", f"{question.id}.why")
    yield from (f"{question.id}.opt.{option.id}" for option in question.options)
    for inference in question.infer:  # an answer filled in from evidence says which evidence
        yield from (f"fact.{fact}.{value}" for fact, values in inference.when.items() for value in values)


def _outcome_keys(draft: Draft, outcome: Outcome) -> Iterator[str]:
    yield from (f"outcome.{outcome.id}.title", f"outcome.{outcome.id}.summary")
    yield from (f"step.{step}" for step in (*outcome.do, *outcome.do_not, *outcome.follow_up.steps))
    reason = f"outcome.{outcome.id}.no_route"
    if draft.text(SOURCE_LANGUAGE, reason):
        yield reason


def _texts(draft: Draft) -> Iterator[tuple[Document, str, str]]:
    for documents in draft.texts.values():
        for document in documents:
            yield from ((document, key, str(text)) for key, text in document.data.items())
