"""What must not be done: on one list only, without an exception, and never a promise in its place.

These rules guess from words: those of `trees/lexicon.yaml` and of a pack's `terms.yaml`.
"""

from collections import defaultdict
from collections.abc import Iterator

from gopay_help.model.errors import Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.document import Document, Trail
from gopay_help.tree.draft import CHECKLISTS, Draft
from gopay_help.tree.lexicon import Lexicon, clauses, lexicon
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import all_texts, not_to_do, safety_keys

_TOLD = ("step.", "funds.", "prevention.", "outcome.", "channel.", "cause.", "ui.", "verify.", "check.")
"""Keys of what this pack says in its own name. A claim (`claim.`) says what its source says."""
_MOST = 0.75
"""From here on it is how a pack says it, and no chance."""


@rule("OUT015", Stage.MEANING)
def check_one_list(draft: Draft) -> Iterator[Problem]:
    """A step is one to do or one not to do, in all outcomes alike: its words can only be one of both."""
    seen: dict[str, dict[str, list[Trail]]] = defaultdict(lambda: {"do": [], "do_not": []})
    for outcome in draft.outcomes:
        for key, steps in (("do", outcome.do), ("do_not", outcome.do_not)):
            for index, step in enumerate(steps):
                seen[step][key].append(("outcomes", outcome.id, key, index))
    for step, places in seen.items():
        rarer, other = sorted(places, key=lambda key: len(places[key]))
        for trail in places[rarer] if places[other] else ():
            message = f"{step!r} stands under `{rarer}` here, and under `{other}` at {places[other][0][1]}"
            yield draft.tree_file.problem("OUT015", trail, message, f"move it to `{other}`")


@rule("SAFE007", Stage.MEANING, may_allow=True)
def check_exceptions(draft: Draft) -> Iterator[Problem]:
    """A "do not" that keeps money safe has no exception: a thief would say that he is the one."""
    forbidden = not_to_do(draft) & safety_keys(draft)
    for text in all_texts(draft):
        if text.key not in forbidden:
            continue
        words = lexicon(draft, text.lang)
        if found := words.find("except", text.said):
            message = f"{text.key} forbids, and makes an exception: {found!r}"
            yield text.problem("SAFE007", message, "say it without the exception, or in a text of its own")
        elif found := words.find("weak", text.said):
            message = f"{text.key} only advises against it: {found!r}"
            yield text.problem("SAFE007", message, 'say plainly "do not" or "never"')


@rule("SAFE008", Stage.MEANING, may_allow=True)
def check_right_list(draft: Draft) -> Iterator[Problem]:
    """A thing to do does not say "do not"; a thing not to do says so, if most of the pack's do.

    A pack may say "Force the door." under "What not to do"; one that says "Do not force it." says so always.
    """
    words = lexicon(draft, SOURCE_LANGUAGE)
    listed = [(*entry, said) for entry in _listed(draft) if (said := draft.text(SOURCE_LANGUAGE, entry[2]))]
    forbidding = [bool(words.find("not", said)) for *_, to_do, said in listed if not to_do]
    spelt_out = sum(forbidding) > _MOST * len(forbidding)
    for file, trail, key, to_do, said in listed:
        if to_do and words.begins("forbid", said):
            message = f"{key} stands among the things to do, and says not to do it: {said!r}"
            yield file.problem("SAFE008", trail, message, _other_list(trail))
        elif not to_do and spelt_out and not words.find("not", said):
            message = f"{key} stands among the things not to do, and forbids nothing: {said!r}"
            yield file.problem("SAFE008", trail, message, _other_list(trail))


@rule("SAFE009", Stage.MEANING, may_allow=True)
def check_promises(draft: Draft) -> Iterator[Problem]:
    """Nobody is promised what we cannot know: that money is safe or comes back, or when they answer."""
    for text in all_texts(draft):
        if not text.key.startswith(_TOLD):
            continue
        if found := _promised(lexicon(draft, text.lang), text.said):
            message = f"{text.key} promises what nobody here can know: {found!r}"
            yield text.problem("SAFE009", message, "say what was seen, or name the claim that says it")


def _promised(words: Lexicon, said: str) -> str | None:
    """A promise that its own clause does not take back."""
    if not words.find("promise", said):
        return None
    for clause in clauses(said):
        found = words.find("promise", clause)
        if found and not words.find("not", words.without("promise", clause)):
            return found
    return None


def _listed(draft: Draft) -> Iterator[tuple[Document, Trail, str, bool]]:
    """Every step and item where it is first listed, its key, and whether it is a thing to do."""
    seen: set[tuple[str, bool]] = set()
    for outcome in draft.outcomes:
        plan = outcome.follow_up.steps
        lists = (("do", outcome.do, True), ("do_not", outcome.do_not, False), ("follow_up", plan, True))
        for key, steps, to_do in lists:
            for index, step in enumerate(steps):
                if (step, to_do) not in seen:
                    seen.add((step, to_do))
                    inner = ("steps", index) if key == "follow_up" else (index,)
                    yield draft.tree_file, ("outcomes", outcome.id, key, *inner), f"step.{step}", to_do
    for name in CHECKLISTS:
        for index, row in draft.rows("checklists", name):
            yield draft.documents["checklists"], (name, index, "do"), f"{name}.{row['id']}", bool(row["do"])


def _other_list(trail: Trail) -> str:
    if trail[-1] == "do":
        return "write `do: true` for a thing to do and `do: false` for one not to do, or mend the text"
    return "move it to the other list (`do` or `do_not`), or mend the text"
