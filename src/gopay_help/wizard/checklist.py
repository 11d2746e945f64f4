"""Checklists: what keeps the money safe in a case, and what makes it happen less."""

from collections.abc import Iterator, Mapping
from typing import Any

from gopay_help.model.result import Item
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Cause


def items(
    checklists: Mapping[str, Any],
    name: str,
    catalogue: Catalogue,
    *,
    cause: Cause | None = None,
    extra: tuple[str, ...] = (),
) -> tuple[Item, ...]:
    """The items of checklist *name* ("funds" or "prevention") for a cause, in the order of the file.

    Without a cause: all of them. *extra* adds items that this case needs whatever their causes.
    """
    return tuple(
        Item(
            id=row["id"],
            text=catalogue.say(f"{name}.{row['id']}"),
            why=catalogue.say(f"{name}.{row['id']}.why"),
            covers=tuple(row["covers"]),
            do=row["do"],
        )
        for row in _chosen(checklists[name], cause, extra)
    )


def _chosen(
    rows: list[Mapping[str, Any]], cause: Cause | None, extra: tuple[str, ...]
) -> Iterator[Mapping[str, Any]]:
    for row in rows:
        if cause is None or row["causes"] == "all" or cause.value in row["causes"] or row["id"] in extra:
            yield row
