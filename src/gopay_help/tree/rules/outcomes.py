"""Outcomes: what they say holds together, rests on something, and keeps the money safe."""

from collections.abc import Iterator
from datetime import timedelta

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import Cause
from gopay_help.tree.document import Document, Trail
from gopay_help.tree.draft import CHECKLISTS, Draft
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule

NO_OTP = "no_otp"
"""The fund-safety item that no outcome may lack."""
_A_DAY = timedelta(days=1)


@rule("OUT009", Stage.MEANING)
def check_order_in_time(draft: Draft) -> Iterator[Problem]:
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
def check_soon(draft: Draft) -> Iterator[Problem]:
    """Where money may be at risk now, one looks again within a day."""
    for outcome in draft.outcomes:
        recheck = outcome.follow_up.recheck
        if outcome.critical and (recheck.working_days > 1 or recheck.span > _A_DAY):
            trail: Trail = ("outcomes", outcome.id, "follow_up", "recheck")
            message = f"{outcome.id} is critical, and looks again after more than a day"
            yield draft.tree_file.problem("OUT016", trail, message, "write `{after: P1D}` or less")


@rule("OUT002", Stage.MEANING, Level.WARNING)
def check_causes(draft: Draft) -> Iterator[Problem]:
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
def check_other_causes(draft: Draft) -> Iterator[Problem]:
    """`also` holds other causes than the outcome's own."""
    for outcome in draft.outcomes:
        for index, cause in enumerate(outcome.also):
            if cause is outcome.cause:
                trail: Trail = ("outcomes", outcome.id, "also", index)
                message = f"{outcome.id} says {cause} twice: as its cause and under `also`"
                yield draft.tree_file.problem("OUT010", trail, message, "remove it from `also`")


@rule("OUT011", Stage.MEANING, Level.WARNING)
def check_further(draft: Draft) -> Iterator[Problem]:
    """Whoever gets no answer on the route is told whom to take it to."""
    for outcome in draft.outcomes:
        if outcome.route and not outcome.follow_up.to:
            trail: Trail = ("outcomes", outcome.id, "follow_up", "to")
            message = f"{outcome.id} names nobody to take it to when the route does not answer"
            fix = "name a channel in `follow_up.to`: a regulator, or another desk"
            yield draft.tree_file.problem("OUT011", trail, message, fix)


@rule("OUT012", Stage.MEANING)
def check_steps(draft: Draft) -> Iterator[Problem]:
    """No outcome tells a person to do what it tells them not to do."""
    for outcome in draft.outcomes:
        for step in (step for step in outcome.do_not if step in {*outcome.do, *outcome.follow_up.steps}):
            trail: Trail = ("outcomes", outcome.id, "do_not", outcome.do_not.index(step))
            message = f"{outcome.id} says to do {step!r}, and not to do it"
            yield draft.tree_file.problem("OUT012", trail, message, "keep it in one of the two lists")


@rule("OUT013", Stage.MEANING, Level.WARNING)
def check_extra_items(draft: Draft) -> Iterator[Problem]:
    """`funds` adds items that the cause does not bring with it."""
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for outcome in draft.outcomes:
        own = {row["id"] for row in rows if row["causes"] == "all" or outcome.cause.value in row["causes"]}
        for index, item in enumerate(outcome.funds):
            if item in own:
                trail: Trail = ("outcomes", outcome.id, "funds", index)
                message = f"{item!r} comes with the cause {outcome.cause} already"
                yield draft.tree_file.problem("OUT013", trail, message, "remove it from `funds`")


@rule("OUT014", Stage.MEANING, Level.WARNING)
def check_offer(draft: Draft) -> Iterator[Problem]:
    """Whoever is told to verify what a stranger gave finds it judged by the look-alike data of this pack."""
    for outcome in draft.outcomes:
        if outcome.offer == "verify" and "lookalikes" not in draft.documents:
            trail: Trail = ("outcomes", outcome.id, "offer")
            message = f"{outcome.id} offers `verify`, and this pack has nothing to judge with"
            fix = "remove `offer`, or add lookalikes.yaml"
            yield draft.tree_file.problem("OUT014", trail, message, fix)


@rule("SAFE001", Stage.MEANING)
def check_checklist(draft: Draft) -> Iterator[Problem]:
    """Every cause's fund-safety list holds "never give away a code"."""
    file = draft.documents["checklists"]
    rows = [row for _, row in draft.rows("checklists", "funds")]
    for cause in Cause:
        listed = {row["id"] for row in rows if row["causes"] == "all" or cause.value in row["causes"]}
        if NO_OTP not in listed:
            message = f"the fund-safety list of {cause} lacks {NO_OTP!r}"
            yield file.problem("SAFE001", ("funds",), message, f"give {NO_OTP!r} `causes: all`")


@rule("REF005", Stage.REFERENCES)
def check_references(draft: Draft) -> Iterator[Problem]:
    """Claims and extra fund-safety items exist."""
    claims = draft.claims()
    funds = [row["id"] for _, row in draft.rows("checklists", "funds")]
    for file, trail, claim in named_claims(draft):
        if claim not in claims:
            message = f"there is no claim {claim!r} in claims.yaml"
            yield file.problem("REF005", trail, message, nearest(claim, claims))
    for outcome in draft.outcomes:
        for index, item in enumerate(outcome.funds):
            if item not in funds:
                place: Trail = ("outcomes", outcome.id, "funds", index)
                message = f"{item!r} is no fund-safety item"
                yield draft.tree_file.problem("REF005", place, message, nearest(item, funds))


def named_claims(draft: Draft) -> Iterator[tuple[Document, Trail, str]]:
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
