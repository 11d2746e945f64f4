"""Figures over whole runs. All but the time need a model, and that needs evidence: without it, silence.

MET001 is TERM004, an error of the graph; MET010 is what `tree test` has to cover.
"""

from collections.abc import Callable, Iterator

from gopay_help.model.errors import DataError, Level, Problem
from gopay_help.tree import model_doc
from gopay_help.tree.document import Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.expected import expect, information
from gopay_help.tree.influence import influences
from gopay_help.tree.measures import structure, worst_seconds
from gopay_help.tree.model_doc import NAME, Model, parse_model
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.space import Space
from gopay_help.tree.swaps import plan

MOST_OVER_BOUND = 3
LEAST_CERTAIN = 0.6
LEAST_BITS = 0.02
MOST_VAGUE = 0.15
LONGEST_S = 60
MOST_TOLD = 5

rule("MOD001", Stage.REFERENCES)(model_doc.check_sums)
rule("MOD002", Stage.REFERENCES)(model_doc.check_names)
rule("MOD003", Stage.REFERENCES)(model_doc.check_gaps)

Look = Callable[[Draft, Space, Model], Iterator[Problem]]


def _with_model(rule_id: str, level: Level = Level.WARNING) -> Callable[[Look], Look]:
    """Register a rule that looks only where the pack has a model."""

    def register(look: Look) -> Look:
        def check(draft: Draft) -> Iterator[Problem]:
            document = draft.documents.get(NAME)
            if document is not None:
                yield from look(draft, Space(draft.tree), parse_model(document.data))

        check.__doc__ = look.__doc__
        rule(rule_id, Stage.MEASURES, level)(check)
        return look

    return register


@_with_model("MET002")
def check_expected_questions(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """No more questions in the mean than the author promises."""
    mean, promised = expect(space, model).questions, model.max_expected_questions
    if promised is not None and mean > promised:
        message = f"a run asks {mean:.2f} questions in the mean; {promised:g} are promised"
        yield _said(draft, "MET002", ("max_expected_questions",), message, "ask less, or promise less")


@_with_model("MET003")
def check_bound(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """Not many times the questions that any tree would need."""
    asked = expect(space, model).diagnostic
    bound = information(space, model).bound(structure(space).widest)
    if asked > MOST_OVER_BOUND * bound > 0:
        message = f"{asked:.2f} questions about the cause in the mean; {bound:.2f} would do in theory"
        yield _said(draft, "MET003", (), message, "ask first what tells most: gopay-help tree stats")


@_with_model("MET004")
def check_certain(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """An outcome that names a cause is right about it more often than not."""
    expected = expect(space, model)
    for node in draft.outcomes:
        share = expected.certainty(node.id, node.cause)
        if node.cause in model.priors and share < LEAST_CERTAIN:
            message = f"{node.id} says {node.cause}, and that is so for {share:.0%} of those who come there"
            fix = "ask one more question before it, or say that it is not sure"
            yield draft.tree_file.problem("MET004", ("outcomes", node.id, "cause"), message, fix)


@_with_model("MET005")
def check_order(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """No other order of two questions would save one in ten people a question."""
    del space
    found = plan(draft.tree, model)
    if found is not None:
        swapped = ", then ".join(f"{swap.earlier} and {swap.later}" for swap in found.swaps)
        message = f"to swap {swapped} saves {found.saves:.2f} questions in the mean"
        trail = ("nodes", found.swaps[0].earlier)
        yield draft.tree_file.problem(
            "MET005", trail, message, "see gopay-help tree stats for what to ask when"
        )


@_with_model("MET006")
def check_probes(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """Every fact tells something of the cause that the others do not."""
    for fact, bits in information(space, model).probes.items():
        if bits < LEAST_BITS:
            message = f"{fact} adds {bits:.3f} bits to what the other facts tell of the cause"
            fix = "drop it: what is looked at costs time and contacts somebody"
            yield draft.tree_file.problem("MET006", ("facts", fact), message, fix)


@_with_model("MET007")
def check_vague(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """Few runs end without a cause, and few in an emergency that is none."""
    expected = expect(space, model)
    for share, what in ((expected.undetermined, "without a cause"), (expected.emergency, "as an emergency")):
        if share > MOST_VAGUE:
            message = f"{share:.0%} of runs end {what}; {MOST_VAGUE:.0%} are bearable"
            yield _said(draft, "MET007", (), message, "see where they come from: gopay-help tree stats")


@rule("MET008", Stage.MEASURES, Level.WARNING)
def check_time(draft: Draft) -> Iterator[Problem]:
    """No run keeps a frightened person for more than a minute."""
    try:
        seconds = worst_seconds(Space(draft.tree))
    except DataError as error:
        yield draft.tree_file.problem(
            "MET008", ("facts",), str(error), "let tables look at fewer facts at once"
        )
        return
    if seconds > LONGEST_S:
        message = f"a run can take {seconds:.0f} seconds; {LONGEST_S} are bearable"
        fix = "ask less on the longest way, or lower `probe_wait_s`"
        yield draft.tree_file.problem("MET008", ("limits",), message, fix)


@_with_model("MET009", Level.ADVICE)
def check_influence(draft: Draft, space: Space, model: Model) -> Iterator[Problem]:
    """Which figures should be measured better: a change by half would make an outcome say the wrong cause."""
    for one in [one for one in influences(space, model) if one.flips][:MOST_TOLD]:
        message = f"{one.name}, times {one.factor:g}: the likeliest cause at {', '.join(one.flips)} changes"
        yield _said(draft, "MET009", (), message, "measure this figure better before you trust the order")


def _said(draft: Draft, rule_id: str, trail: Trail, message: str, fix: str) -> Problem:
    return draft.documents[NAME].problem(rule_id, trail, message, fix)
