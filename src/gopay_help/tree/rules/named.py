"""What files beside the tree name: brands, channels, outcomes, steps and languages that there are."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.document import Document, Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.own_words import english_of
from gopay_help.tree.rules.registry import Stage, rule

Named = tuple[Document, Trail, str, str]
"""Where something is named, its name, and what it is."""


@rule("REF010", Stage.REFERENCES)
def check_named(draft: Draft) -> Iterator[Problem]:
    """Brands, channels, outcomes, steps and languages that other files name are there."""
    known = _known(draft)
    for file, trail, name, kind in _named(draft):
        if name not in known[kind]:
            message = f"{name!r} is no {kind}"
            yield file.problem("REF010", trail, message, nearest(name, known[kind]))


@rule("CASE001", Stage.MEANING)
def check_recipients(draft: Draft) -> Iterator[Problem]:
    """A complaint goes to the company that it is about."""
    file, channels = draft.documents.get("case"), draft.channels()
    for index, row in _rows(file, "recipients"):
        for at, name in enumerate(row.get("channels") or ()):
            brand = channels.get(name, {}).get("brand")
            if file and brand not in (None, row["brand"]):
                message = f"complaints about {row['brand']} would go to {name}, a contact of {brand}"
                trail: Trail = ("recipients", index, "channels", at)
                yield file.problem("CASE001", trail, message, f"name a contact of {row['brand']}")


@rule("CASE002", Stage.MEANING, Level.WARNING)
def check_evidence(draft: Draft) -> Iterator[Problem]:
    """For every cause that a run can end with, it is said what a complaint about it needs."""
    file = draft.documents.get("case")
    listed = {row.get("cause") for _, row in _rows(file, "evidence")}
    causes = dict.fromkeys(outcome.cause.value for outcome in draft.outcomes)
    for cause in (cause for cause in causes if file and listed and cause not in listed):
        message = f"nothing is said of what a complaint about {cause} needs"
        fix = f"add `- {{cause: {cause}, needs: […]}}`"
        yield cast("Document", file).problem("CASE002", ("evidence",), message, fix)


@rule("CASE003", Stage.MEANING)
def check_topics(draft: Draft) -> Iterator[Problem]:
    """Every outcome has one topic, and each topic its words: a draft says what happened to this person."""
    file = draft.documents.get("case")
    listed: set[str] = set()
    for index, row in _rows(file, "topics"):
        for at, name in enumerate(row["outcomes"]):
            if name in listed:
                trail: Trail = ("topics", index, "outcomes", at)
                yield cast("Document", file).problem(
                    "CASE003", trail, f"{name} has two topics", "name it once"
                )
            listed.add(name)
    for outcome in (one.id for one in draft.outcomes if file and one.id not in listed):
        message = f"no topic says what a draft about {outcome} is about"
        yield cast("Document", file).problem("CASE003", ("topics",), message, f"name {outcome} under a topic")
    yield from _wordless(draft)


def _wordless(draft: Draft) -> Iterator[Problem]:
    file = draft.documents.get("case")
    for index, row in _rows(file, "topics"):
        for part, key in (("topic", "what"), ("subject", "problem"), ("ask", "ask")):
            wanted = f"draft.{key}.{row[part]}"
            if draft.text(SOURCE_LANGUAGE, wanted) is None and english_of(wanted) is None:
                trail: Trail = ("topics", index, part)
                yield cast("Document", file).problem(
                    "CASE003", trail, f"there is no text {wanted}", "write it"
                )


def _known(draft: Draft) -> Mapping[str, Collection[str]]:
    steps = {step for one in draft.outcomes for step in (*one.do, *one.do_not, *one.follow_up.steps)}
    return {
        "brand of channels.yaml": draft.brands(),
        "channel": draft.channels(),
        "step of an outcome": sorted(steps),
        "outcome of the tree": [str(one.id) for one in draft.outcomes],
        "language of the tree": draft.tree.languages,
    }


def _named(draft: Draft) -> Iterator[Named]:
    yield from _hosts(draft)
    if case := draft.documents.get("case"):
        for key in ("languages", "recipients", "regulators", "topics"):
            for index, row in _rows(case, key):
                yield from ((case, (key, index, *inner), name, kind) for inner, name, kind in _in_row(row))
        for key in ("complain_now", "urgent"):
            for index, step in enumerate(cast("list[str]", case.data.get(key) or [])):
                yield case, (key, index), step, "step of an outcome"


def _hosts(draft: Draft) -> Iterator[Named]:
    brand = "brand of channels.yaml"
    if targets := draft.documents.get("targets"):
        for name in cast("Mapping[str, Any]", targets.data.get("brands") or {}):
            yield targets, ("brands", name), name, brand
    if lookalikes := draft.documents.get("lookalikes"):
        for index, name in enumerate(cast("list[str]", lookalikes.data.get("home_brands") or [])):
            yield lookalikes, ("home_brands", index), name, brand
        for index, row in _rows(lookalikes, "hosts"):
            yield lookalikes, ("hosts", index), str(row.get("brand")), brand


def _in_row(row: Mapping[str, Any]) -> Iterator[tuple[Trail, str, str]]:
    """What one row of `case.yaml` names."""
    kinds = {"brand": "brand of channels.yaml", "lang": "language of the tree", "to": "channel"}
    yield from (((key,), row[key], kind) for key, kind in kinds.items() if key in row)
    for key, kind in (("channels", "channel"), ("outcomes", "outcome of the tree")):
        yield from (((key, at), name, kind) for at, name in enumerate(row.get(key) or ()))


def _rows(file: Document | None, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = cast("list[Mapping[str, Any]]", file.data.get(key) or []) if file else []
    yield from enumerate(listed)
