"""What if a look goes wrong? Each fact forced to each value, lost, late; then everything lost, as offline."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from gopay_help.authoring.runs.checks import Complaint
from gopay_help.authoring.runs.cover import EDGES, Run, cover
from gopay_help.authoring.runs.stand_ins import Decided, Late, Undisturbed
from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import UNKNOWN, FactId, Tree
from gopay_help.tree.space import Space
from gopay_help.wizard.evidence import Background, Stated
from gopay_help.wizard.ports import Evidence
from gopay_help.wizard.session import End, Session

LOOKED_AT = ("check", "calendar")
"""Sources of facts that somebody has to find out; the brand is simply said."""


class Fault(NamedTuple):
    """One thing that goes wrong, and what the wizard then has to do with."""

    name: str
    fixed: Mapping[FactId, str]
    """Facts that have one value because of it."""
    evidence: Callable[[Mapping[str, str]], Evidence]
    """From all facts of a run to what the wizard is handed."""


def faults(tree: Tree) -> Iterator[Fault]:
    """Every fault of every fact, one at a time; then all at once."""
    for fact, spec in tree.facts.items():
        for value in spec.values:
            yield Fault(f"{fact} is {value}", {fact: value}, Stated)
        yield Fault(f"{fact} is a word that the tree does not know", {fact: UNKNOWN}, _odd(fact))
        if spec.source in LOOKED_AT:
            yield Fault(f"{fact} crashed", {fact: UNKNOWN}, _without(fact, Stated))
            yield Fault(f"{fact} timed out", {fact: UNKNOWN}, _without(fact, Late))
    nothing = dict.fromkeys(tree.facts, UNKNOWN)
    yield Fault("offline", nothing, lambda _facts: Stated({}))
    yield Fault("the whole check crashed", nothing, lambda _facts: Background(_crash))


def withstand(tree: Tree, fault: Fault) -> Iterator[tuple[Run, list[Complaint]]]:
    """Every run that is still possible under *fault* and meets it, and what is wrong with it.

    A run that does not look at what is at fault is the run that it always was.
    """
    for run in cover(Space(tree, fault.fixed), EDGES):
        if not fault.fixed.keys().isdisjoint(run.facts):
            yield run, list(_complaints(tree, run, fault))


def _complaints(tree: Tree, run: Run, fault: Fault) -> Iterator[Complaint]:
    known = {str(fact): value for fact, value in run.facts.items()}
    session = Session(
        tree=tree,
        evidence=fault.evidence(known),
        advise=_unheard,
        prompter=Decided(run.answers),
        listener=Undisturbed(),
    )
    try:
        end = session.run()
    except Exception as error:  # noqa: BLE001 (whatever it is, the run did not end)
        yield Complaint(f"the run broke off: {type(error).__name__}: {error}")
        return
    if end.outcome.id != run.outcome:
        yield Complaint(f"ends in {end.outcome.id}, and should in {run.outcome}")
    if len(end.passed) > tree.limits.max_questions:
        yield Complaint(f"asks {len(end.passed)} questions, {tree.limits.max_questions} are promised")


def _without(fact: FactId, kind: Callable[[Mapping[str, str]], Evidence]) -> Callable[..., Evidence]:
    return lambda facts: kind({name: value for name, value in facts.items() if name != fact})


def _odd(fact: FactId) -> Callable[[Mapping[str, str]], Evidence]:
    return lambda facts: Stated({**facts, fact: "?"})


def _crash() -> Mapping[str, str]:
    raise RuntimeError("a look that fails")


def _unheard(_end: End) -> Diagnosis:
    """First aid under a fault is the first aid of other runs; who hears it here does not listen."""
    return None  # type: ignore[return-value]
