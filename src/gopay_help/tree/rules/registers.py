"""Lists that other files name by id: an id stands once, a day exists, a span ends after it begins."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gopay_help.model.errors import Problem
from gopay_help.model.tree import UNKNOWN
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule

LONGEST_DAYS = 60
"""No holiday lasts longer; a year was mistyped."""

_LISTS = (
    ("channels", "channels"),
    ("checklists", "funds"),
    ("checklists", "prevention"),
    ("claims", "claims"),
    ("calendar", "windows"),
)


@rule("REF009", Stage.REFERENCES)
def check_once(draft: Draft) -> Iterator[Problem]:
    """No list holds an id twice; the second would silently win."""
    for name, key in _LISTS:
        seen: set[str] = set()
        for index, row in draft.rows(name, key):
            if row["id"] in seen:
                trail = (key, index, "id")
                message = f"the id {row['id']!r} stands in `{key}` twice"
                yield draft.documents[name].problem("REF009", trail, message, "rename or remove one of them")
            seen.add(row["id"])


@rule("REF008", Stage.REFERENCES)
def check_brands(draft: Draft) -> Iterator[Problem]:
    """A fact that says which brand it is knows the brands of the registry only."""
    known = {*draft.brands(), UNKNOWN}
    for fact in draft.tree.facts.values():
        for index, value in enumerate(fact.values if fact.source == "brand" else ()):
            if value not in known:
                trail = ("facts", fact.id, "values", index)
                fix = f"use one of: {', '.join(draft.brands())}"
                yield draft.tree_file.problem("REF008", trail, f"{value!r} is no brand of the registry", fix)


@rule("CAL001", Stage.REFERENCES)
def check_calendar(draft: Draft) -> Iterator[Problem]:
    """Days of the calendar exist, and a window ends after it begins."""
    file = draft.documents["calendar"]
    for index, window in draft.rows("calendar", "windows"):
        key = "dates" if "dates" in window else "daily"
        trail: Trail = ("windows", index, key)
        wrong = _wrong_span(window[key], are_days=key == "dates")
        if wrong:
            yield file.problem(
                "CAL001", trail, f"the window {window['id']!r} {wrong}", "correct `from` or `to`"
            )


def _wrong_span(span: Mapping[str, Any], *, are_days: bool) -> str | None:
    """What is wrong with a span, if anything. Hours may run over midnight, so only equal ones are wrong."""
    if not are_days:
        return "is empty" if span["from"] == span["to"] else None
    try:
        start, end = date.fromisoformat(span["from"]), date.fromisoformat(span["to"])
    except ValueError:
        return "names a day that does not exist"
    if end < start:
        return "ends before it begins"
    days = (end - start).days + 1
    return f"lasts {days} days" if days > LONGEST_DAYS else None
