"""Rules of questions, outcomes and their short page: "not sure" is an answer, first aid comes at once."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit

from gopay_help.authoring.lint.rule import CHECKLISTS, PackSource, Stage, rule
from gopay_help.authoring.lint.rules_contacts import is_usable
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.yaml import Broken, Document, Trail
from gopay_help.model.errors import Level
from gopay_help.model.tree import UNKNOWN, UNSURE, Outcome, Question
from gopay_help.screen.page import wrap

MIN_TARGETS = 2
HARMLESS = "no"
"""The one answer to the red flag that may lead anywhere but to first aid."""


@rule("ASK009", Stage.REFERENCES)
def check_option_ids(draft: PackSource) -> Iterator[Broken]:
    """A question offers each option once."""
    for node in draft.questions:
        for option_id, count in Counter(option.id for option in node.options).items():
            if count > 1:
                yield draft.found(("nodes", node.id, "options"), option=option_id)


@rule("REF004", Stage.REFERENCES)
def check_same_as(draft: PackSource) -> Iterator[Broken]:
    """`same_as` names an option of the question that has a target of its own."""
    for node, trail, option in draft.options:
        meant = node.option(option.same_as) if option.same_as else None
        if option.same_as and (meant is None or meant.to is None):
            names = ", ".join(other.id for other in node.options if other.to)
            yield draft.found((*trail, "same_as"), same_as=option.same_as, names=names)


@rule("ASK001", Stage.REFERENCES)
def check_unsure(draft: PackSource) -> Iterator[Broken]:
    """Every question lets a person say "not sure"."""
    for node in draft.questions:
        if node.option(UNSURE) is None:
            yield draft.found(("nodes", node.id, "options"), option="{id: unsure, same_as: …}")


@rule("TERM002", Stage.MEANING)
def check_asks_something(draft: PackSource) -> Iterator[Broken]:
    """A question that leads to one place whatever is answered should not be asked."""
    looked_at = {str(fact) for table in draft.tables for fact in table.facts}
    for node in draft.questions:
        if (
            node.id not in looked_at
            and len({option.to for option in node.options if option.to}) < MIN_TARGETS
        ):
            yield draft.found(("nodes", node.id))


@rule("OUT003", Stage.MEANING)
def check_red_flag_first(draft: PackSource) -> Iterator[Broken]:
    """The first question is the red flag: nobody in danger has to answer anything else first."""
    start = draft.tree.nodes[draft.tree.start]
    if not isinstance(start, Question) or not start.alarm:
        yield draft.found(("start",), start=start.id)


@rule("ASK002", Stage.MEANING)
def check_alarm(draft: PackSource) -> Iterator[Broken]:
    """Yes and "not sure" to the red flag lead to first aid at once."""
    for node, trail, option in draft.options:
        target = draft.tree.nodes[node.target(option.id)]
        if isinstance(target, Question) and target.advise:
            target = draft.tree.nodes[target.advise]
        first_aid = isinstance(target, Outcome) and target.critical
        if node.alarm and option.id != HARMLESS and not first_aid:
            yield draft.found(trail, option=option.id)


@rule("ASK008", Stage.MEANING)
def check_first_option(draft: PackSource) -> Iterator[Broken]:
    """The red flag does not begin with its harmless answer: a stray key must not wave danger through."""
    for node in draft.questions:
        if node.alarm and node.options[0].id == HARMLESS:
            yield draft.found(("nodes", node.id, "options", 0), option=HARMLESS)


@rule("ASK006", Stage.MEANING, Level.WARNING)
def check_unsure_last(draft: PackSource) -> Iterator[Broken]:
    """The answer "not sure" comes last: whoever reads from the top has seen every answer before it."""
    for node in draft.questions:
        ids = [option.id for option in node.options]
        if UNSURE in ids[:-1]:
            yield draft.found(("nodes", node.id, "options", ids.index(UNSURE)), option=UNSURE)


@rule("ASK010", Stage.MEANING)
def check_first_aid(draft: PackSource) -> Iterator[Broken]:
    """A question with first aid rests on nothing that has to be waited for."""
    for node, trail, infer in draft.inferences:
        slow = [fact for fact in infer.when if draft.tree.facts[fact].source == "check"]
        if slow and node.advise:
            yield draft.found(trail, names=", ".join(slow))


@rule("INF002", Stage.MEANING)
def check_red_flag(draft: PackSource) -> Iterator[Broken]:
    """Evidence never answers the red flag."""
    for node in draft.questions:
        if node.alarm and node.infer:
            yield draft.found(("nodes", node.id, "infer"))


@rule("REF003", Stage.MEANING)
def check_answers(draft: PackSource) -> Iterator[Broken]:
    """Evidence gives answers that the question offers."""
    for node, trail, inference in draft.inferences:
        if node.option(inference.answer) is None:
            fix = nearest(inference.answer, [option.id for option in node.options])
            yield draft.found((*trail, "answer"), answer=inference.answer, fix=fix)


@rule("INF001", Stage.MEANING)
def check_contradictions(draft: PackSource) -> Iterator[Broken]:
    """Evidence gives one answer at a time."""
    for node in draft.questions:
        for (first, one), (second, two) in itertools.combinations(enumerate(node.infer), 2):
            if one.answer != two.answer and all(
                one.when[fact] & two.when[fact] for fact in set(one.when) & set(two.when)
            ):
                said = f"{one.answer!r} and {two.answer!r}"
                yield draft.found(
                    ("nodes", node.id, "infer", second), first=first + 1, second=second + 1, text=said
                )


@rule("TAB005", Stage.MEANING)
def check_unknown(draft: PackSource) -> Iterator[Broken]:
    """An inference rests on something, and never on not knowing."""
    for _, trail, inference in draft.inferences:
        if not inference.when or any(UNKNOWN in values for values in inference.when.values()):
            yield draft.found(trail)


_A_DAY = timedelta(days=1)


@rule("OUT009", Stage.MEANING)
def check_order_in_time(draft: PackSource) -> Iterator[Broken]:
    """One looks again before one takes it further, not after."""
    for outcome in draft.outcomes:
        plan = outcome.follow_up
        spans = plan.recheck.working_days == 0 and plan.escalate.working_days == 0
        if (spans and plan.recheck.span > plan.escalate.span) or (
            plan.escalate.working_days and plan.recheck.working_days > plan.escalate.working_days
        ):
            yield draft.found(("outcomes", outcome.id, "follow_up", "escalate"))


@rule("OUT016", Stage.MEANING, Level.WARNING)
def check_soon(draft: PackSource) -> Iterator[Broken]:
    """Where money may be at risk now, one looks again within a day."""
    for outcome in draft.outcomes:
        recheck = outcome.follow_up.recheck
        if outcome.critical and (recheck.working_days > 1 or recheck.span > _A_DAY):
            yield draft.found(("outcomes", outcome.id, "follow_up", "recheck"))


@rule("OUT017", Stage.MEANING)
def check_sisters(draft: PackSource) -> Iterator[Broken]:
    """What one of several outcomes of a kind says, its sisters say too: nobody misses it by one answer."""
    for outcome, key, name in _owed(draft):
        has = {
            "steps": (*outcome.do, *outcome.follow_up.steps),
            "do_not": outcome.do_not,
            "claims": outcome.claims,
            "contacts": outcome.route,
        }
        if name not in has[key]:
            yield draft.found(("outcomes", outcome.id), name=name, key=key)


def _owed(draft: PackSource) -> Iterator[tuple[Outcome, str, str]]:
    """Each thing that each outcome of a group owes its sisters."""
    by_id = {str(outcome.id): outcome for outcome in draft.outcomes}
    for _, row in draft.rows("tree", "sisters"):
        for key in ("steps", "do_not", "claims", "contacts"):
            for name in row.get(key, ()):
                yield from ((by_id[one], key, name) for one in row["outcomes"] if one in by_id)


@rule("REF012", Stage.REFERENCES)
def check_named_sisters(draft: PackSource) -> Iterator[Broken]:
    """Sisters are outcomes of the tree."""
    known = [str(outcome.id) for outcome in draft.outcomes]
    for index, row in draft.rows("tree", "sisters"):
        for at, name in enumerate(row["outcomes"]):
            if name not in known:
                yield draft.found(("sisters", index, "outcomes", at), name=name, fix=nearest(name, known))


@rule("OUT002", Stage.MEANING, Level.WARNING)
def check_causes(draft: PackSource) -> Iterator[Broken]:
    """A cause that an outcome names beside its own has an outcome that deals with it."""
    causes = {outcome.cause for outcome in draft.outcomes}
    for _, trail, cause in draft.listed("also"):
        if cause not in causes:
            yield draft.found(trail, cause=cause)


@rule("OUT010", Stage.MEANING, Level.WARNING)
def check_other_causes(draft: PackSource) -> Iterator[Broken]:
    """`also` holds other causes than the outcome's own."""
    for outcome, trail, cause in draft.listed("also"):
        if cause == outcome.cause:
            yield draft.found(trail, cause=cause)


@rule("OUT011", Stage.MEANING, Level.WARNING)
def check_further(draft: PackSource) -> Iterator[Broken]:
    """Whoever gets no answer on the route is told whom to take it to."""
    for outcome in draft.outcomes:
        if outcome.route and not outcome.follow_up.to:
            yield draft.found(("outcomes", outcome.id, "follow_up", "to"))


@rule("OUT012", Stage.MEANING)
def check_steps(draft: PackSource) -> Iterator[Broken]:
    """No outcome tells a person to do what it tells them not to do."""
    for outcome in draft.outcomes:
        for step in (step for step in outcome.do_not if step in {*outcome.do, *outcome.follow_up.steps}):
            yield draft.found(("outcomes", outcome.id, "do_not", outcome.do_not.index(step)), step=step)


@rule("OUT013", Stage.MEANING, Level.WARNING)
def check_extra_items(draft: PackSource) -> Iterator[Broken]:
    """`funds` adds items that the cause does not bring with it."""
    for outcome, trail, item in draft.listed("funds"):
        if item in draft.items_for(outcome.cause):
            yield draft.found(trail, item=item, cause=outcome.cause)


@rule("OUT014", Stage.MEANING, Level.WARNING)
def check_offer(draft: PackSource) -> Iterator[Broken]:
    """Whoever is told to verify what a stranger gave finds it judged by the look-alike data of this pack."""
    for outcome in draft.outcomes:
        if outcome.offer == "verify" and "lookalikes" not in draft.documents:
            yield draft.found(("outcomes", outcome.id, "offer"))


@rule("SAFE001", Stage.MEANING)
def check_checklist(draft: PackSource) -> Iterator[Broken]:
    """What every fund-safety list must have (`must_have: all`), each cause's has, and each outcome's own."""
    file = draft.documents["checklists"]
    for item in cast("Mapping[str, list[str]]", file.data["must_have"])["all"]:
        for cause in draft.tree.causes:
            if item not in draft.items_for(cause):
                yield file.found(("funds",), cause=cause, item=item)
        for outcome in draft.outcomes:
            if outcome.short_funds and item not in (*outcome.short_funds, *outcome.funds):
                yield draft.found(("outcomes", outcome.id, "short_funds"), cause=outcome.id, item=item)


@rule("REF005", Stage.REFERENCES)
def check_references(draft: PackSource) -> Iterator[Broken]:
    """Claims and extra fund-safety items exist."""
    claims = draft.claims()
    funds = [row["id"] for _, row in draft.rows("checklists", "funds")]
    for file, trail, claim in named_claims(draft):
        if claim not in claims:
            yield file.found(trail, claim=claim, fix=nearest(claim, claims))
    for _, trail, item in draft.listed("funds"):
        if item not in funds:
            yield draft.found(trail, "funds", item=item, fix=nearest(item, funds))


def named_claims(draft: PackSource) -> Iterator[tuple[Document, Trail, str]]:
    """Every claim that is named, with where."""
    for _, trail, claim in draft.listed("claims"):
        yield draft.tree_file, trail, claim
    for outcome in draft.outcomes:
        for key, after in (("recheck", outcome.follow_up.recheck), ("escalate", outcome.follow_up.escalate)):
            if after.claim:
                yield draft.tree_file, ("outcomes", outcome.id, "follow_up", key, "claim"), after.claim
    for name, key in (*(("checklists", key) for key in CHECKLISTS), ("case", "regulators")):
        for index, row in draft.rows(name, key):
            for number, claim in enumerate(row.get("claims", ())):
                yield draft.documents[name], (key, index, "claims", number), claim


@rule("REF006", Stage.MEANING, Level.WARNING)
def check_used(draft: PackSource) -> Iterator[Broken]:
    """Every fact, claim and checklist item is used by something."""
    yield from _facts(draft)
    named = {claim for _, _, claim in named_claims(draft)}
    for index, row in draft.rows("claims", "claims"):
        if row["id"] not in named:
            yield draft.documents["claims"].found(("claims", index), "claim", claim=row["id"])
    yield from _items(draft)


def _facts(draft: PackSource) -> Iterator[Broken]:
    used = {fact for table in draft.tables for fact in table.facts}
    used |= {fact for node in draft.questions for inference in node.infer for fact in inference.when}
    for fact in draft.tree.facts:
        if fact not in used:
            yield draft.found(("facts", fact), "fact")


def _items(draft: PackSource) -> Iterator[Broken]:
    """Items are shown for causes; one whose causes no outcome has is never shown."""
    causes = {outcome.cause for outcome in draft.outcomes}
    extra = {item for outcome in draft.outcomes for item in outcome.funds}
    for name in CHECKLISTS:
        for index, row in draft.rows(name="checklists", key=name):
            shown = row["causes"] == "all" or any(cause in causes for cause in row["causes"])
            if not shown and not (name == "funds" and row["id"] in extra):
                yield draft.documents["checklists"].found(
                    (name, index), id=row["id"], names=", ".join(sorted(causes))
                )


@rule("CLM001", Stage.MEANING)
def check_grades(draft: PackSource) -> Iterator[Broken]:
    """A claim of grade A names the official page that was read: that is what the letter tells people."""
    for index, row in draft.rows("claims", "claims"):
        if row["grade"] == "A" and not urlsplit(row["source"]).hostname:
            yield draft.documents["claims"].found(
                ("claims", index, "grade"), id=row["id"], source=row["source"]
            )


@rule("CLM002", Stage.MEANING)
def check_dates(draft: PackSource) -> Iterator[Broken]:
    """No source of a claim is younger than the pack, and none that is read again is of a day to come."""
    parts = draft.tree.version.split(".")
    is_day = len(parts) == len(("year", "month", "day")) and len(parts[0]) == len("2026")
    of_tree = "-".join(part.zfill(2) for part in parts) if is_day else ""
    today = max(str(draft.documents["channels"].data.get("date", "")), of_tree)
    for index, row in draft.rows("claims", "claims"):
        day = row["date"] or ""
        if day > today[: len(day)]:
            yield draft.documents["claims"].found(
                ("claims", index, "date"), id=row["id"], day=day, today=today
            )


# The short page: four steps at most, each short in every language, and whom to reach is at its top.


ROOM = 76
"""Cells of a line of 80 columns behind the number of a step."""
LINES = 2
"""A step takes so many at most; one whose contact and sentence stand behind it takes one."""
FIRST = 2
"""Whom to reach stands in one of so many steps."""


@rule("PAGE001", Stage.MEANING)
def check_short(draft: PackSource) -> Iterator[Broken]:
    """The short page holds steps of `do`, and fund-safety items of the cause or of `funds`."""
    for outcome, trail, name in draft.listed("short"):
        if name not in outcome.do:
            yield draft.found(trail, name=name, fix=nearest(name, outcome.do))
    for outcome, trail, name in draft.listed("short_funds"):
        known = (*draft.items_for(outcome.cause), *outcome.funds)
        if name not in known:
            yield draft.found(trail, name=name, fix=nearest(name, known))


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
                taken = len(wrap(str(document.data[key]), ROOM))
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


# The door in one's own words: each outcome is found by what people say, and no two by the same words.


NOWHERE = "nowhere."
"""Begins the name of a kind of trouble that has no place in the tree."""
LEAST, MOST = 8, 15
"""Phrases of an outcome in a language."""


@rule("SAY001", Stage.MEANING)
def check_goals(draft: PackSource) -> Iterator[Broken]:
    """Phrases lead to outcomes of the tree, or to a kind that is known to have no place in it."""
    known = [outcome.id for outcome in draft.outcomes]
    places: list[tuple[Document, tuple[str, ...]]] = [
        (document, (goal,))
        for shelf in ("phrases", "examples")
        for document in draft.spoken.get(shelf, {}).values()
        for goal in document.data
    ]
    if shared := draft.documents.get("meanings"):
        parts = {
            part: cast("Mapping[str, object]", shared.data.get(part, {})) for part in ("goals", "elsewhere")
        }
        places += [(shared, (part, goal)) for part, goals in parts.items() for goal in goals]
    for document, trail in places:
        if trail[-1] not in known and not trail[-1].startswith(NOWHERE):
            yield document.found(trail, goal=trail[-1], fix=nearest(trail[-1], known))


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
                for chosen in itertools.product(*(word.split("|") for word in phrase.casefold().split())):
                    other = first.setdefault(frozenset(chosen), goal)
                    if other != goal:
                        yield document.found((goal, index), phrase=" ".join(chosen), other=other)


def _phrases(document: Document) -> Mapping[str, Sequence[str]]:
    return cast("Mapping[str, Sequence[str]]", document.data)
