"""Advice that keeps money and proof safe: what no list may lack, what no step may say without a warning."""

from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.tree import Cause
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import Lexicon, clauses, lexicon
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import all_texts, not_to_do

_ADVICE = ("step.", "funds.", "prevention.", "outcome.", "channel.", "check.fix.", "verify.advice.")
"""Keys of texts that tell people what to do."""


@rule("SAFE002", Stage.MEANING)
def check_must_have(draft: Draft) -> Iterator[Problem]:
    """What `must_have` promises for a cause is in that cause's fund-safety list, and is known."""
    file = draft.documents["checklists"]
    rows = {row["id"]: row for _, row in draft.rows("checklists", "funds")}
    promised = file.data.get("must_have")
    for cause, items in promised.items() if isinstance(promised, dict) else ():
        for index, item in enumerate(items if isinstance(items, list) else ()):
            row, trail = rows.get(str(item)), ("must_have", cause, index)
            if row is None:
                yield file.problem(
                    "SAFE002", trail, f"{item!r} is no fund-safety item", nearest(str(item), rows)
                )
            elif row["causes"] != "all" and cause not in row["causes"]:
                message = f"the fund-safety list of {Cause(cause)} lacks {item!r}, which it must have"
                yield file.problem("SAFE002", trail, message, f"add {cause} to the causes of {item!r}")


@rule("SAFE003", Stage.MEANING, may_allow=True)
def check_advice(draft: Draft) -> Iterator[Problem]:
    """Advice that can cost money or proof comes with a warning: reinstall, reset, pay again."""
    forbidden = not_to_do(draft)
    for text in all_texts(draft):
        if text.key in forbidden or not text.key.startswith(_ADVICE):
            continue
        if risky := _unwarned(lexicon(draft, text.lang), text.said):
            message = f"{text.key} advises what can cost money or proof, and does not warn: {risky!r}"
            fix = 'say what has to be sure first ("only after …"), or advise something harmless'
            yield text.problem("SAFE003", message, fix)


def _unwarned(words: Lexicon, said: str) -> str | None:
    if words.find("warned", said):
        return None
    risky = (words.find("risky", clause) for clause in clauses(said) if not words.find("not", clause))
    return next(filter(None, risky), None)
