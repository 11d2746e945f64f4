"""The short page: four steps at most, each short in every language, and whom to reach is at its top."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import cast

from gopay_help.authoring.lint.rule import PackSource, Stage, rule
from gopay_help.authoring.lint.rules_contacts import is_usable
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.words import cells
from gopay_help.authoring.lint.yaml import Broken, Document, Trail
from gopay_help.model.errors import Level

ROOM = 76
"""Cells of a line of 80 columns behind the number of a step."""
LINES = 2
"""A step takes so many at most; one whose contact and sentence stand behind it takes one."""
FIRST = 2
"""Whom to reach stands in one of so many steps."""


@rule("PAGE001", Stage.MEANING)
def check_short(draft: PackSource) -> Iterator[Broken]:
    """The short page holds steps of `do`, and fund-safety items of the cause or of `funds`."""
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for outcome in draft.outcomes:
        own = [row["id"] for row in rows if row["causes"] == "all" or outcome.cause in row["causes"]]
        items = (*own, *outcome.funds)
        for key, names, known in (
            ("short", outcome.short, outcome.do),
            ("short_funds", outcome.short_funds, items),
        ):
            for index, name in enumerate(names):
                if name not in known:
                    yield draft.found(
                        ("outcomes", outcome.id, key, index), name=name, fix=nearest(name, known)
                    )


@rule("PAGE002", Stage.MEANING)
def check_acts(draft: PackSource) -> Iterator[Broken]:
    """A step that reaches somebody names a channel that this person can use, and the way that it is used."""
    channels = draft.channels()
    for outcome in draft.outcomes:
        for step, act in outcome.acts.items():
            trail: Trail = ("outcomes", outcome.id, "do", outcome.do.index(step), act.how)
            channel = channels.get(act.channel)
            if channel is None:
                near = nearest(act.channel, channels)
                yield draft.found(trail, "unknown", channel=act.channel, fix=near)
            elif not is_usable(channel, outcome):
                yield draft.found(trail, channel=act.channel, step=step)
            elif (channel["kind"] == "phone") != (act.how == "call"):
                kind = channel["kind"]
                yield draft.found(trail, "kind", channel=act.channel, kind=kind, step=step, how=act.how)


@rule("PAGE003", Stage.MEANING, Level.WARNING)
def check_room(draft: PackSource) -> Iterator[Broken]:
    """A step of the short page takes two lines of 80 columns at most, what calms and what to say one."""
    wanted: dict[str, int] = {}
    for outcome in draft.outcomes:
        wanted[f"outcome.{outcome.id}.calm"] = 1
        for step in outcome.short:
            act = outcome.acts.get(step)
            lines = 1 if act else LINES
            wanted[f"step.{step}"] = min(lines, wanted.get(f"step.{step}", LINES))
            if act and act.say:
                wanted[f"say.{act.say}"] = 1
    for documents in (*draft.texts.values(), tuple(draft.desks.values())):
        for document in documents:
            for key in wanted.keys() & document.data.keys():
                taken = lines_of(str(document.data[key]))
                if taken > wanted[key]:
                    yield document.found((key,), key=key, taken=taken, wanted=wanted[key])


@rule("PAGE004", Stage.MEANING, Level.WARNING)
def check_first(draft: PackSource) -> Iterator[Broken]:
    """Whoever can be reached is named in the first or second step of the short page."""
    for outcome in draft.outcomes:
        if outcome.acts and outcome.route and not outcome.acts.keys() & set(outcome.short[:FIRST]):
            yield draft.found(("outcomes", outcome.id, "short"))


@rule("PAGE005", Stage.MEANING)
def check_says(draft: PackSource) -> Iterator[Broken]:
    """What to say at a desk is there in the language of the desk."""
    channels, brands = draft.channels(), draft.brands()
    for outcome in draft.outcomes:
        for step, act in outcome.acts.items():
            brand = channels.get(act.channel, {}).get("brand", "")
            lang = str(brands.get(brand, {}).get("speaks") or "")
            if act.say and (not lang or draft.desk_text(lang, f"say.{act.say}") is None):
                trail: Trail = ("outcomes", outcome.id, "do", outcome.do.index(step), "say")
                variant = "" if lang else "nobody"
                yield draft.found(trail, variant, say=act.say, lang=lang, channel=act.channel)


def lines_of(text: str, room: int = ROOM) -> int:
    """How many lines of *room* cells a text takes: broken at spaces, and between wide letters."""
    lines, used = 1, 0
    for word in text.split(" "):
        for piece in _pieces(word):
            width = cells(piece)
            if used and used + width > room:
                lines, used = lines + 1, 0
            used += width
        used += 1
    return lines


def _pieces(word: str) -> Iterator[str]:
    """A word as it may be broken: Latin letters hold together, each wide letter stands alone."""
    start = 0
    for index, char in enumerate(word):
        if cells(char) > 1:
            if start < index:
                yield word[start:index]
            yield char
            start = index + 1
    if start < len(word):
        yield word[start:]


# The door in one's own words: each outcome is found by what people say, and no two by the same words.


NOWHERE = "nowhere."
"""Begins the name of a kind of trouble that has no place in the tree."""
LEAST, MOST = 8, 15
"""Phrases of an outcome in a language."""


@rule("SAY001", Stage.MEANING)
def check_goals(draft: PackSource) -> Iterator[Broken]:
    """Phrases lead to outcomes of the tree, or to a kind that is known to have no place in it."""
    known = [outcome.id for outcome in draft.outcomes]
    for document in draft.phrases.values():
        for goal in document.data:
            if goal not in known and not goal.startswith(NOWHERE):
                yield document.found((goal,), goal=goal, fix=nearest(goal, known))


@rule("SAY002", Stage.MEANING, Level.WARNING)
def check_number(draft: PackSource) -> Iterator[Broken]:
    """Each outcome has enough phrases in each language to be found, and does not drown the others."""
    for lang, document in draft.phrases.items():
        spoken = _phrases(document)
        for outcome in draft.outcomes:
            count = len(spoken.get(outcome.id, ()))
            if not LEAST <= count <= MOST:
                trail = (outcome.id,) if outcome.id in document.data else ()
                yield document.found(
                    trail, outcome=outcome.id, count=count, lang=lang, least=LEAST, most=MOST
                )


@rule("SAY003", Stage.MEANING)
def check_apart(draft: PackSource) -> Iterator[Broken]:
    """The same words, in whatever order, lead to one outcome."""
    for document in draft.phrases.values():
        first: dict[frozenset[str], str] = {}
        for goal, phrases in _phrases(document).items():
            for index, phrase in enumerate(phrases):
                for chosen in product(*(word.split("|") for word in phrase.casefold().split())):
                    other = first.setdefault(frozenset(chosen), goal)
                    if other != goal:
                        yield document.found((goal, index), phrase=" ".join(chosen), other=other)


def _phrases(document: Document) -> Mapping[str, Sequence[str]]:
    return cast("Mapping[str, Sequence[str]]", document.data)
