"""Rules of questions, inferences and outcomes: "not sure" is an answer, first aid at once."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import cast
from urllib.parse import urlsplit

from gopay_help.authoring.lint.draft import CHECKLISTS, PackSource
from gopay_help.authoring.lint.rule import Stage, rule
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.yaml import Document, Trail
from gopay_help.model.errors import Filled, Level, Problem
from gopay_help.model.tree import UNKNOWN, UNSURE, NodeId, Outcome, Question, When

MIN_TARGETS = 2
HARMLESS = "no"
"""The one answer to the red flag that may lead anywhere but to first aid."""


@rule("ASK009", Stage.REFERENCES)
def check_option_ids(draft: PackSource) -> Iterator[Problem]:
    """A question offers each option once."""
    for node in draft.questions:
        trail = ("nodes", node.id, "options")
        for option_id, count in Counter(option.id for option in node.options).items():
            if count > 1:
                message = f"{node.id} offers {option_id!r} twice"
                yield draft.tree_file.problem("ASK009", trail, message, "rename one of them")


@rule("REF004", Stage.REFERENCES)
def check_same_as(draft: PackSource) -> Iterator[Problem]:
    """`same_as` names an option of the question that has a target of its own."""
    for node in draft.questions:
        for index, option in enumerate(node.options):
            meant = node.option(option.same_as) if option.same_as else None
            if option.same_as and (meant is None or meant.to is None):
                message = f"{option.same_as!r} is no option of {node.id} with a target of its own"
                place = ("nodes", node.id, "options", index, "same_as")
                yield draft.tree_file.problem(
                    "REF004",
                    place,
                    message,
                    f"name one of: {', '.join(option.id for option in node.options if option.to)}",
                )


@rule("ASK001", Stage.REFERENCES)
def check_unsure(draft: PackSource) -> Iterator[Problem]:
    """Every question lets a person say "not sure"."""
    for node in draft.questions:
        if node.option(UNSURE) is None:
            trail = ("nodes", node.id, "options")
            message = Filled('{question} has no way to say "not sure"', question=node.id)
            fix = Filled("add `- {option}` or `to: …`", option="{id: unsure, same_as: …}")
            yield draft.tree_file.problem("ASK001", trail, message, fix)


@rule("TERM002", Stage.MEANING)
def check_asks_something(draft: PackSource) -> Iterator[Problem]:
    """A question that leads to one place whatever is answered should not be asked."""
    looked_at = {str(fact) for table in draft.tables for fact in table.facts}
    for node in draft.questions:
        if (
            node.id not in looked_at
            and len({option.to for option in node.options if option.to}) < MIN_TARGETS
        ):
            message = Filled("every answer to {question} leads to the same place", question=node.id)
            yield draft.tree_file.problem(
                "TERM002", ("nodes", node.id), message, "remove the question, or let its answers part"
            )


@rule("OUT003", Stage.MEANING)
def check_red_flag_first(draft: PackSource) -> Iterator[Problem]:
    """The first question is the red flag: nobody in danger has to answer anything else first."""
    start = draft.tree.nodes[draft.tree.start]
    if not isinstance(start, Question) or not start.alarm:
        message = f"`start:` leads to {start.id}, which is not the red flag"
        fix = "start with a question with `alarm: true`"
        yield draft.tree_file.problem("OUT003", ("start",), message, fix)


@rule("ASK002", Stage.MEANING)
def check_alarm(draft: PackSource) -> Iterator[Problem]:
    """Yes and "not sure" to the red flag lead to first aid at once."""
    for node in _alarms(draft):
        for index, option in enumerate(node.options):
            if option.id != HARMLESS and not _is_first_aid(draft, node.target(option.id)):
                message = f"{option.id!r} to the red flag does not lead to first aid at once"
                fix = "lead to a critical outcome, or to a question with `advise:` such an outcome"
                yield draft.tree_file.problem("ASK002", ("nodes", node.id, "options", index), message, fix)


@rule("ASK008", Stage.MEANING)
def check_first_option(draft: PackSource) -> Iterator[Problem]:
    """The red flag does not begin with its harmless answer: a stray key must not wave danger through."""
    for node in _alarms(draft):
        if node.options[0].id == HARMLESS:
            message = f"{node.id} offers {HARMLESS!r} first: one careless key says that no money is at risk"
            trail = ("nodes", node.id, "options", 0)
            yield draft.tree_file.problem("ASK008", trail, message, "move the alarming answer to the top")


@rule("ASK006", Stage.MEANING, Level.WARNING)
def check_unsure_last(draft: PackSource) -> Iterator[Problem]:
    """The answer "not sure" comes last: whoever reads from the top has seen every answer before it."""
    for node in draft.questions:
        ids = [option.id for option in node.options]
        if UNSURE in ids[:-1]:
            trail = ("nodes", node.id, "options", ids.index(UNSURE))
            message = f"{node.id} offers {UNSURE!r} before other answers"
            yield draft.tree_file.problem("ASK006", trail, message, "move it to the end of `options`")


@rule("ASK010", Stage.MEANING)
def check_first_aid(draft: PackSource) -> Iterator[Problem]:
    """A question with first aid rests on nothing that has to be waited for."""
    for node in draft.questions:
        for index, infer in enumerate(node.infer if node.advise else ()):
            slow = [fact for fact in infer.when if draft.tree.facts[fact].source == "check"]
            if slow:
                message = f"first aid before {node.id} would wait for the network check ({', '.join(slow)})"
                trail = ("nodes", node.id, "infer", index)
                yield draft.tree_file.problem("ASK010", trail, message, "remove this rule of `infer`")


def _alarms(draft: PackSource) -> Iterator[Question]:
    return (node for node in draft.questions if node.alarm)


def _is_first_aid(draft: PackSource, target: NodeId) -> bool:
    node = draft.tree.nodes[target]
    if isinstance(node, Question) and node.advise:
        node = draft.tree.nodes[node.advise]
    return isinstance(node, Outcome) and node.critical


@rule("INF002", Stage.MEANING)
def check_red_flag(draft: PackSource) -> Iterator[Problem]:
    """Evidence never answers the red flag."""
    for node in draft.questions:
        if node.alarm and node.infer:
            message = "evidence must not answer the red flag: it may raise an alarm, never cancel one"
            trail: Trail = ("nodes", node.id, "infer")
            yield draft.tree_file.problem("INF002", trail, message, "remove `infer`")


@rule("REF003", Stage.MEANING)
def check_answers(draft: PackSource) -> Iterator[Problem]:
    """Evidence gives answers that the question offers."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if node.option(inference.answer) is None:
                trail: Trail = ("nodes", node.id, "infer", index, "answer")
                fix = nearest(inference.answer, [option.id for option in node.options])
                message = Filled(
                    "{answer} is no option of {question}", answer=repr(inference.answer), question=node.id
                )
                yield draft.tree_file.problem("REF003", trail, message, fix)


@rule("INF001", Stage.MEANING)
def check_contradictions(draft: PackSource) -> Iterator[Problem]:
    """Evidence gives one answer at a time."""
    for node in draft.questions:
        for (first, one), (second, two) in itertools.combinations(enumerate(node.infer), 2):
            if one.answer != two.answer and all(
                (one.when[fact] & two.when[fact] for fact in set(one.when) & set(two.when))
            ):
                trail: Trail = ("nodes", node.id, "infer", second)
                said = f"{one.answer!r} and {two.answer!r}"
                message = f"rules {first + 1} and {second + 1} can both hold, and answer {said}"
                yield draft.tree_file.problem(
                    "INF001", trail, message, "let them ask for values that exclude each other"
                )


@rule("TAB005", Stage.MEANING)
def check_unknown(draft: PackSource) -> Iterator[Problem]:
    """An inference rests on something, and never on not knowing."""
    for node in draft.questions:
        for index, inference in enumerate(node.infer):
            if not inference.when or any(UNKNOWN in values for values in inference.when.values()):
                trail: Trail = ("nodes", node.id, "infer", index)
                message = "this infers an answer from what is not known"
                yield draft.tree_file.problem("TAB005", trail, message, "name facts, without `unknown`")


_A_DAY = timedelta(days=1)


@rule("OUT009", Stage.MEANING)
def check_order_in_time(draft: PackSource) -> Iterator[Problem]:
    """One looks again before one takes it further, not after."""
    for outcome in draft.outcomes:
        plan = outcome.follow_up
        spans = plan.recheck.working_days == 0 and plan.escalate.working_days == 0
        if (spans and plan.recheck.span > plan.escalate.span) or (
            plan.escalate.working_days and plan.recheck.working_days > plan.escalate.working_days
        ):
            trail: Trail = ("outcomes", outcome.id, "follow_up", "escalate")
            message = f"{outcome.id} is taken further before anyone looks again"
            yield draft.tree_file.problem("OUT009", trail, message, "make `recheck` shorter than `escalate`")


@rule("OUT016", Stage.MEANING, Level.WARNING)
def check_soon(draft: PackSource) -> Iterator[Problem]:
    """Where money may be at risk now, one looks again within a day."""
    for outcome in draft.outcomes:
        recheck = outcome.follow_up.recheck
        if outcome.critical and (recheck.working_days > 1 or recheck.span > _A_DAY):
            trail: Trail = ("outcomes", outcome.id, "follow_up", "recheck")
            message = f"{outcome.id} is critical, and looks again after more than a day"
            yield draft.tree_file.problem("OUT016", trail, message, "write `{after: P1D}` or less")


@rule("OUT017", Stage.MEANING)
def check_sisters(draft: PackSource) -> Iterator[Problem]:
    """What one of several outcomes of a kind says, its sisters say too: nobody misses it by one answer."""
    for outcome, key, name in _owed(draft):
        has = {
            "steps": (*outcome.do, *outcome.follow_up.steps),
            "do_not": outcome.do_not,
            "claims": outcome.claims,
            "contacts": outcome.route,
        }
        if name not in has[key]:
            message = f"{outcome.id} lacks {name!r}, which its sisters have ({key})"
            fix = "add it, or take the outcome, or what all share, out of `sisters`"
            yield draft.tree_file.problem("OUT017", ("outcomes", outcome.id), message, fix)


def _owed(draft: PackSource) -> Iterator[tuple[Outcome, str, str]]:
    """Each thing that each outcome of a group owes its sisters."""
    by_id = {str(outcome.id): outcome for outcome in draft.outcomes}
    for _, row in draft.rows("tree", "sisters"):
        for key in ("steps", "do_not", "claims", "contacts"):
            for name in row.get(key, ()):
                yield from ((by_id[one], key, name) for one in row["outcomes"] if one in by_id)


@rule("REF012", Stage.REFERENCES)
def check_named_sisters(draft: PackSource) -> Iterator[Problem]:
    """Sisters are outcomes of the tree."""
    known = [str(outcome.id) for outcome in draft.outcomes]
    for index, row in draft.rows("tree", "sisters"):
        for at, name in enumerate(row["outcomes"]):
            if name not in known:
                trail: Trail = ("sisters", index, "outcomes", at)
                yield draft.tree_file.problem(
                    "REF012", trail, f"{name!r} is no outcome", nearest(name, known)
                )


@rule("OUT002", Stage.MEANING, Level.WARNING)
def check_causes(draft: PackSource) -> Iterator[Problem]:
    """A cause that an outcome names beside its own has an outcome that deals with it."""
    causes = {outcome.cause for outcome in draft.outcomes}
    for outcome in draft.outcomes:
        for index, cause in enumerate(outcome.also):
            if cause not in causes:
                trail: Trail = ("outcomes", outcome.id, "also", index)
                message = f"{outcome.id} says that it may also be {cause}, and no outcome deals with that"
                fix = f"add an outcome with `cause: {cause}`, or remove it here"
                yield draft.tree_file.problem("OUT002", trail, message, fix)


@rule("OUT010", Stage.MEANING, Level.WARNING)
def check_other_causes(draft: PackSource) -> Iterator[Problem]:
    """`also` holds other causes than the outcome's own."""
    for outcome in draft.outcomes:
        for index, cause in enumerate(outcome.also):
            if cause == outcome.cause:
                trail: Trail = ("outcomes", outcome.id, "also", index)
                message = f"{outcome.id} says {cause} twice: as its cause and under `also`"
                yield draft.tree_file.problem("OUT010", trail, message, "remove it from `also`")


@rule("OUT011", Stage.MEANING, Level.WARNING)
def check_further(draft: PackSource) -> Iterator[Problem]:
    """Whoever gets no answer on the route is told whom to take it to."""
    for outcome in draft.outcomes:
        if outcome.route and not outcome.follow_up.to:
            trail: Trail = ("outcomes", outcome.id, "follow_up", "to")
            message = f"{outcome.id} names nobody to take it to when the route does not answer"
            fix = "name a channel in `follow_up.to`: a regulator, or another desk"
            yield draft.tree_file.problem("OUT011", trail, message, fix)


@rule("OUT012", Stage.MEANING)
def check_steps(draft: PackSource) -> Iterator[Problem]:
    """No outcome tells a person to do what it tells them not to do."""
    for outcome in draft.outcomes:
        for step in (step for step in outcome.do_not if step in {*outcome.do, *outcome.follow_up.steps}):
            trail: Trail = ("outcomes", outcome.id, "do_not", outcome.do_not.index(step))
            message = f"{outcome.id} says to do {step!r}, and not to do it"
            yield draft.tree_file.problem("OUT012", trail, message, "keep it in one of the two lists")


@rule("OUT013", Stage.MEANING, Level.WARNING)
def check_extra_items(draft: PackSource) -> Iterator[Problem]:
    """`funds` adds items that the cause does not bring with it."""
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for outcome in draft.outcomes:
        own = {row["id"] for row in rows if row["causes"] == "all" or outcome.cause in row["causes"]}
        for index, item in enumerate(outcome.funds):
            if item in own:
                trail: Trail = ("outcomes", outcome.id, "funds", index)
                message = f"{item!r} comes with the cause {outcome.cause} already"
                yield draft.tree_file.problem("OUT013", trail, message, "remove it from `funds`")


@rule("OUT014", Stage.MEANING, Level.WARNING)
def check_offer(draft: PackSource) -> Iterator[Problem]:
    """Whoever is told to verify what a stranger gave finds it judged by the look-alike data of this pack."""
    for outcome in draft.outcomes:
        if outcome.offer == "verify" and "lookalikes" not in draft.documents:
            trail: Trail = ("outcomes", outcome.id, "offer")
            message = f"{outcome.id} offers `verify`, and this pack has nothing to judge with"
            fix = "remove `offer`, or add lookalikes.yaml"
            yield draft.tree_file.problem("OUT014", trail, message, fix)


@rule("SAFE001", Stage.MEANING)
def check_checklist(draft: PackSource) -> Iterator[Problem]:
    """What every fund-safety list must have (`must_have: all`), every cause's list has."""
    file = draft.documents["checklists"]
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for item in cast("Mapping[str, list[str]]", file.data["must_have"])["all"]:
        for cause in draft.tree.causes:
            listed = {row["id"] for row in rows if row["causes"] == "all" or cause in row["causes"]}
            if item not in listed:
                message = f"the fund-safety list of {cause} lacks {item!r}"
                yield file.problem("SAFE001", ("funds",), message, f"give {item!r} `causes: all`")


@rule("REF005", Stage.REFERENCES)
def check_references(draft: PackSource) -> Iterator[Problem]:
    """Claims and extra fund-safety items exist."""
    claims = draft.claims()
    funds = [row["id"] for _, row in draft.rows("checklists", "funds")]
    for file, trail, claim in named_claims(draft):
        if claim not in claims:
            message = Filled("there is no claim {claim} in claims.yaml", claim=repr(claim))
            yield file.problem("REF005", trail, message, nearest(claim, claims))
    for outcome in draft.outcomes:
        for index, item in enumerate(outcome.funds):
            if item not in funds:
                place: Trail = ("outcomes", outcome.id, "funds", index)
                message = Filled("{item} is no fund-safety item", item=repr(item))
                yield draft.tree_file.problem("REF005", place, message, nearest(item, funds))


def named_claims(draft: PackSource) -> Iterator[tuple[Document, Trail, str]]:
    """Every claim that is named, with where."""
    for outcome in draft.outcomes:
        trail: Trail = ("outcomes", outcome.id)
        for index, claim in enumerate(outcome.claims):
            yield draft.tree_file, (*trail, "claims", index), claim
        for key, after in (("recheck", outcome.follow_up.recheck), ("escalate", outcome.follow_up.escalate)):
            if after.claim:
                yield draft.tree_file, (*trail, "follow_up", key, "claim"), after.claim
    for name, key in (*(("checklists", key) for key in CHECKLISTS), ("case", "regulators")):
        for index, row in draft.rows(name, key) if name in draft.documents else ():
            for number, claim in enumerate(row.get("claims", ())):
                yield draft.documents[name], (key, index, "claims", number), claim


@rule("REF006", Stage.MEANING, Level.WARNING)
def check_used(draft: PackSource) -> Iterator[Problem]:
    """Every fact, claim and checklist item is used by something."""
    yield from _facts(draft)
    yield from _claims(draft)
    yield from _items(draft)


def _facts(draft: PackSource) -> Iterator[Problem]:
    used = {fact for table in draft.tables for fact in table.facts}
    used |= {fact for node in draft.questions for inference in node.infer for fact in inference.when}
    for fact in draft.tree.facts:
        if fact not in used:
            message = Filled("no table and no `infer` looks at the fact {fact}", fact=repr(fact))
            fix = "let one look at it, or remove it"
            yield draft.tree_file.problem("REF006", ("facts", fact), message, fix)


def _claims(draft: PackSource) -> Iterator[Problem]:
    used = {claim for _, _, claim in named_claims(draft)}
    for index, row in draft.rows("claims", "claims"):
        if row["id"] not in used:
            message = Filled("nothing rests on the claim {claim}", claim=repr(row["id"]))
            fix = "name it where it is told (`claims:` of an outcome or item), or remove it"
            yield draft.documents["claims"].problem("REF006", ("claims", index), message, fix)


def _items(draft: PackSource) -> Iterator[Problem]:
    """Items are shown for causes; one whose causes no outcome has is never shown."""
    causes = {outcome.cause for outcome in draft.outcomes}
    extra = {item for outcome in draft.outcomes for item in outcome.funds}
    for name in CHECKLISTS:
        for index, row in draft.rows(name="checklists", key=name):
            shown = row["causes"] == "all" or any(cause in causes for cause in row["causes"])
            if not shown and not (name == "funds" and row["id"] in extra):
                message = f"{row['id']!r} is shown for causes that no outcome has"
                fix = f"give it causes of: {', '.join(sorted(causes))}"
                yield draft.documents["checklists"].problem("REF006", (name, index), message, fix)


@rule("CLM001", Stage.MEANING)
def check_grades(draft: PackSource) -> Iterator[Problem]:
    """A claim of grade A names the official page that was read: that is what the letter tells people."""
    for index, row in draft.rows("claims", "claims"):
        if row["grade"] == "A" and not urlsplit(row["source"]).hostname:
            trail: Trail = ("claims", index, "grade")
            message = f"{row['id']} has grade A, and its source is no address of a page: {row['source']!r}"
            fix = "cite the official page, or grade it B (press, a dated copy) or C (others)"
            yield draft.documents["claims"].problem("CLM001", trail, message, fix)


@rule("CLM002", Stage.MEANING)
def check_dates(draft: PackSource) -> Iterator[Problem]:
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
