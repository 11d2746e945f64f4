"""The files themselves: an editor knows their schema, and no contact hides in a comment."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from gopay_help.model.errors import Level, Problem
from gopay_help.tree.document import Document
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.rules.texts import CONTACT

_MODELINE = re.compile(r"yaml-language-server:\s*\$schema=(\S*)")
_CITING = frozenset({"channels", "claims", "calendar", "targets", "lookalikes", "case"})
"""Files whose matter is sources and contacts."""
_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


@rule("SCH003", Stage.REFERENCES, Level.WARNING)
def check_modelines(draft: Draft) -> Iterator[Problem]:
    """The first line of a file tells an editor its schema, so that it helps while one writes."""
    for name, document in draft.documents.items():
        yield from _modeline(document, f"../schema/{name}.schema.json")
    for documents in draft.texts.values():
        for document in documents:
            yield from _modeline(document, "../../schema/text.schema.json")


def _modeline(document: Document, path: str) -> Iterator[Problem]:
    if not document.places:  # compiled: nobody edits it
        return
    fix = f"write `# yaml-language-server: $schema={path}` as the first line"
    said = [(comment, found[1]) for comment in document.comments if (found := _MODELINE.match(comment.text))]
    if not said:
        message = "no editor can help here: the line that names the schema is missing"
        yield Problem("SCH003", message, fix, document.file, 1, 1)
    for comment, schema in said:
        if PurePosixPath(schema).name != PurePosixPath(path).name:
            message = f"the schema of this file is {PurePosixPath(path).name}, not {schema!r}"
            yield Problem("SCH003", message, fix, document.file, comment.line, comment.column)
        elif "://" not in schema and schema.count("../") < path.count("../"):
            message = f"no editor can help here: {schema!r} leads into the pack itself, which has no schemas"
            yield Problem("SCH003", message, fix, document.file, comment.line, comment.column)


@rule("CON004", Stage.MEANING, may_allow=True)
def check_comments(draft: Draft) -> Iterator[Problem]:
    """A contact in a comment is one that nobody proves, dates or withdraws; somebody will copy it."""
    quiet = [document for name, document in draft.documents.items() if name not in _CITING]
    for document in (*quiet, *(file for files in draft.texts.values() for file in files)):
        for comment in document.comments:
            said = "" if _MODELINE.match(comment.text) else _DATE.sub("", comment.text)
            if found := CONTACT.search(said):
                message = f"this comment holds what looks like a contact: {found.group()!r}"
                fix = "name the channel instead; its value is in channels.yaml"
                yield Problem("CON004", message, fix, document.file, comment.line, comment.column)
