"""Every text that a run of a pack can ask for, beside the program's own words."""

import re
from collections.abc import Iterator

from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import Outcome, Question
from gopay_help.tree.draft import CHECKLISTS, Draft

NAMING = ("ui.unofficial", "ui.other_languages")
"""Words of the program that say whose help this is not, and in what it speaks: true of one pack alone."""

_OF_PACK = re.compile(
    r"(?:step|say|claim|funds|prevention)\.[a-z0-9_]+(?:\.why)?"
    r"|outcome\.[a-z0-9_]+\.(?:title|summary|calm|no_route)"
    r"|channel\.(?P<channel>[a-z0-9_]+)\.(?:label|how|caveat)"
    r"|(?!(?:consent|ui)\.)[a-z0-9_]+\.(?:text|why|opt\.[a-z0-9_]+)"
)
"""Keys of texts that belong to a question, outcome, step, claim, item or channel of the pack."""


def needed_keys(draft: Draft) -> Iterator[str]:
    """Every key that a run of this pack can ask for, beside the program's own words."""
    yield from NAMING
    for question in draft.questions:
        yield from _question_keys(question)
    for outcome in draft.outcomes:
        yield from _outcome_keys(draft, outcome)
        yield from (f"cause.{cause}" for cause in (outcome.cause, *outcome.also))
    yield from (f"claim.{claim}" for claim in draft.claims())
    for name in CHECKLISTS:
        for _, row in draft.rows("checklists", name):
            yield from (f"{name}.{row['id']}", f"{name}.{row['id']}.why")
    for channel_id, row in draft.channels().items():
        if row.get("status") == "active":
            yield f"channel.{channel_id}.label"
        if row.get("print") == "caveat":
            yield f"channel.{channel_id}.caveat"


def left_over(draft: Draft) -> list[str]:
    """Keys of English texts whose question, outcome, step, claim, item or channel is gone."""
    needed, channels = set(needed_keys(draft)), draft.channels()
    keys = (key for document in draft.texts.get(SOURCE_LANGUAGE, ()) for key in document.data)
    matches = ((key, _OF_PACK.fullmatch(key)) for key in keys if key not in needed)
    return [key for key, match in matches if match and match["channel"] not in channels]


def _question_keys(question: Question) -> Iterator[str]:
    yield from (f"{question.id}.text", f"{question.id}.why")
    yield from (f"{question.id}.opt.{option.id}" for option in question.options)
    for inference in question.infer:  # an answer filled in from evidence says which evidence
        yield from (f"fact.{fact}.{value}" for fact, values in inference.when.items() for value in values)


def _outcome_keys(draft: Draft, outcome: Outcome) -> Iterator[str]:
    yield from (f"outcome.{outcome.id}.title", f"outcome.{outcome.id}.summary")
    yield from (f"step.{step}" for step in (*outcome.do, *outcome.do_not, *outcome.follow_up.steps))
    yield from (f"say.{act.say}" for act in outcome.acts.values() if act.say)
    for part in ("calm", "no_route"):
        if draft.text(SOURCE_LANGUAGE, f"outcome.{outcome.id}.{part}"):
            yield f"outcome.{outcome.id}.{part}"
