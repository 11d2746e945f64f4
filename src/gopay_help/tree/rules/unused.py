"""What stands in a pack and does nothing: often a word that was meant elsewhere and misspelt."""

from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.tree import Cause
from gopay_help.tree.draft import CHECKLISTS, Draft
from gopay_help.tree.rules.outcomes import named_claims
from gopay_help.tree.rules.registry import Stage, rule


@rule("REF006", Stage.MEANING, Level.WARNING)
def check_used(draft: Draft) -> Iterator[Problem]:
    """Every fact, claim and checklist item is used by something."""
    yield from _facts(draft)
    yield from _claims(draft)
    yield from _items(draft)


def _facts(draft: Draft) -> Iterator[Problem]:
    used = {fact for table in draft.tables for fact in table.facts}
    used |= {fact for node in draft.questions for inference in node.infer for fact in inference.when}
    for fact in draft.tree.facts:
        if fact not in used:
            message = f"no table and no `infer` looks at the fact {fact!r}"
            fix = "let one look at it, or remove it"
            yield draft.tree_file.problem("REF006", ("facts", fact), message, fix)


def _claims(draft: Draft) -> Iterator[Problem]:
    used = {claim for _, _, claim in named_claims(draft)}
    for index, row in draft.rows("claims", "claims"):
        if row["id"] not in used:
            message = f"nothing rests on the claim {row['id']!r}"
            fix = "name it where it is told (`claims:` of an outcome or item), or remove it"
            yield draft.documents["claims"].problem("REF006", ("claims", index), message, fix)


def _items(draft: Draft) -> Iterator[Problem]:
    """Items are shown for causes; one whose causes no outcome has is never shown."""
    causes = {outcome.cause for outcome in draft.outcomes}
    extra = {item for outcome in draft.outcomes for item in outcome.funds}
    for name in CHECKLISTS:
        for index, row in draft.rows(name="checklists", key=name):
            shown = row["causes"] == "all" or any(Cause(cause) in causes for cause in row["causes"])
            if not shown and not (name == "funds" and row["id"] in extra):
                message = f"{row['id']!r} is shown for causes that no outcome has"
                fix = f"give it causes of: {', '.join(sorted(causes))}"
                yield draft.documents["checklists"].problem("REF006", (name, index), message, fix)
