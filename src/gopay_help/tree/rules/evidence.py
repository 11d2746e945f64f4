"""Stated facts: how good their source is, and when it was read."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from gopay_help.model.errors import Problem
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule


@rule("CLM001", Stage.MEANING)
def check_grades(draft: Draft) -> Iterator[Problem]:
    """A claim of grade A names the official page that was read: that is what the letter tells people."""
    for index, row in draft.rows("claims", "claims"):
        if row["grade"] == "A" and not urlsplit(row["source"]).hostname:
            trail: Trail = ("claims", index, "grade")
            message = f"{row['id']} has grade A, and its source is no address of a page: {row['source']!r}"
            fix = "cite the official page, or grade it B (press, a dated copy) or C (others)"
            yield draft.documents["claims"].problem("CLM001", trail, message, fix)


@rule("CLM002", Stage.MEANING)
def check_dates(draft: Draft) -> Iterator[Problem]:
    """No source of a claim is younger than the pack, and none that is read again is of a day to come."""
    today = max(str(draft.documents["channels"].data.get("date", "")), _as_date(draft.tree.version))
    for index, row in draft.rows("claims", "claims"):
        day = row["date"] or ""
        if day > today[: len(day)]:
            trail: Trail = ("claims", index, "date")
            message = f"{row['id']} is of {day}, and this pack of {today}"
            fix = "mend the date, or count up `version` of the tree and `date` of channels.yaml"
            yield draft.documents["claims"].problem("CLM002", trail, message, fix)


def _as_date(version: str) -> str:
    """A version that is a day, as a date; nothing for any other."""
    parts = version.split(".")
    year = len(parts) == len(("year", "month", "day")) and len(parts[0]) == len("2026")
    return "-".join(part.zfill(2) for part in parts) if year else ""
