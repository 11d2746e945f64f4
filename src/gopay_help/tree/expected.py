"""What a tree does on average, where a model says how often what is the case. Exact, nothing is sampled.

Each situation carries, for each cause, the probability that a run is there and that cause the true one.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gopay_help.model.tree import Cause, FactId, NodeId, Outcome, Question
from gopay_help.tree.measures import QUESTION_S, in_order
from gopay_help.tree.model_doc import Model
from gopay_help.tree.space import Situation, Space, Step, what_matters

MAX_JOINT = 100_000
"""Combinations of facts up to which their joint information is worked out."""

Shares = tuple[float, ...]
"""One number a cause, in the order of the model's priors."""


class Asked(NamedTuple):
    """A question at its place: how often it is asked, and what the answer tells of the cause, in bits."""

    share: float
    gain: float
    """Told to whom knows what led there."""
    alone: float
    """Told to whom knows nothing else: what the question is worth at the very start."""

    @property
    def gain_per_second(self) -> float:
        """Bits for each second that a person needs to answer."""
        return self.gain / QUESTION_S


class Expected(NamedTuple):
    """A tree under a model."""

    questions: float
    """Asked in the mean; what the evidence answers is not asked."""
    diagnostic: float
    """The same without the red flag, which asks for danger and not for the cause."""
    residual_bits: float
    """What is not known of the cause at the end."""
    right: float
    """How often the outcome names the true cause."""
    undetermined: float
    emergency: float
    outcomes: Mapping[NodeId, Mapping[Cause, float]]
    """By outcome: how often it is reached while that cause is the true one."""
    asked: Mapping[NodeId, Asked]

    def certainty(self, outcome: NodeId, cause: Cause) -> float:
        """How likely *cause* is the true one, once *outcome* is reached; 1 where it never is."""
        joint = self.outcomes.get(outcome, {})
        total = math.fsum(joint.values())
        return joint.get(cause, 0.0) / total if total else 1.0


class Information(NamedTuple):
    """What is not known of the cause, in bits, before anything is asked."""

    prior: float
    probed: float | None
    """Once every fact is known; None where there are too many to work it out."""
    probes: Mapping[FactId, float]
    """By fact: bits that it adds to what all the others tell."""

    def bound(self, widest: int) -> float:
        """Questions in the mean that no tree can do without to name the cause for certain.

        Args:
            widest: the most options that one of them has.
        """
        bits = self.prior if self.probed is None else self.probed
        return bits / math.log2(widest) if widest > 1 else 0.0


def expect(space: Space, model: Model) -> Expected:
    """What the tree of *space* does on average under *model*."""
    nodes = space.tree.nodes
    weights = weigh(space, model)
    outcomes = {
        situation.node: dict(zip(model.priors, shares, strict=True))
        for situation, shares in weights.items()
        if isinstance(nodes[situation.node], Outcome)
    }
    asked = dict(_asked(space, model, weights))
    alarms = {node.id for node in nodes.values() if isinstance(node, Question) and node.alarm}

    def share(of: Callable[[Outcome, Cause], bool]) -> float:
        ends = ((nodes[name], joint) for name, joint in outcomes.items())
        return math.fsum(
            p
            for node, joint in ends
            if isinstance(node, Outcome)
            for cause, p in joint.items()
            if of(node, cause)
        )

    return Expected(
        questions=math.fsum(one.share for one in asked.values()),
        diagnostic=math.fsum(one.share for name, one in asked.items() if name not in alarms),
        residual_bits=math.fsum(unknown_bits(tuple(joint.values())) for joint in outcomes.values()),
        right=share(lambda node, cause: node.cause is cause),
        undetermined=share(lambda node, _: node.cause is Cause.UNDETERMINED),
        emergency=share(lambda node, _: node.critical),
        outcomes=outcomes,
        asked=asked,
    )


def weigh(space: Space, model: Model) -> dict[Situation, Shares]:
    """By situation: the probability, for each cause, that a run comes there."""
    weights: dict[Situation, list[float]] = {
        situation: [0.0] * len(model.priors) for situation in space.steps
    }
    weights[space.start] = list(model.priors.values())
    for situation in in_order(space):
        for step in _likely(space, situation):
            into = weights[step.to]
            for index, (cause, here) in enumerate(zip(model.priors, weights[situation], strict=True)):
                if here:
                    into[index] += here * _p(model, step, cause)
    return {situation: tuple(shares) for situation, shares in weights.items()}


def information(space: Space, model: Model) -> Information:
    """What facts alone tell of the cause."""
    tree = space.tree
    facts = tuple(sorted(what_matters(tree)[tree.start] & set(tree.facts)))
    sizes = math.prod(len(tree.facts[fact].values) for fact in facts)
    probed = _left_by(space, model, facts) if sizes <= MAX_JOINT else None
    probes = {}
    for fact in facts if probed is not None else ():
        others = tuple(other for other in facts if other != fact)
        probes[fact] = _left_by(space, model, others) - (probed or 0.0)
    return Information(entropy(tuple(model.priors.values())), probed, probes)


def entropy(shares: Sequence[float]) -> float:
    """Bits of a distribution, whole or not: it is brought to 1."""
    total = math.fsum(shares)
    return -math.fsum(p / total * math.log2(p / total) for p in shares if p > 0) if total > 0 else 0.0


def unknown_bits(shares: Sequence[float]) -> float:
    """What is not known here, times how often one is here."""
    return math.fsum(shares) * entropy(shares)


def _likely(space: Space, situation: Situation) -> Iterator[Step]:
    """The steps that runs take: where the evidence answers, nobody is asked."""
    steps = space.steps[situation]
    answered = {step.learned for step in steps if step.by_evidence}
    return (step for step in steps if step.by_evidence or step.learned not in answered)


def _p(model: Model, step: Step, cause: Cause) -> float:
    """How likely a step is taken under a cause."""
    p = math.prod(model.p(fact, value, cause) for fact, value in step.learned)
    if step.answer is not None and not step.by_evidence:
        question, option = step.answer
        p *= model.p(question, option, cause)
    return p


def _asked(space: Space, model: Model, weights: Mapping[Situation, Shares]) -> Iterator[tuple[NodeId, Asked]]:
    """How often each question is asked, and what the answers tell to whom knows what led there."""
    before: dict[NodeId, dict[object, list[float]]] = defaultdict(dict)
    after: dict[NodeId, dict[object, list[float]]] = defaultdict(dict)
    for situation, shares in weights.items():
        for step in _likely(space, situation):
            if step.answer is None or step.by_evidence:
                continue
            question, option = step.answer
            for index, (cause, here) in enumerate(zip(model.priors, shares, strict=True)):
                p = here * _p(model, step, cause)
                _add(before[question], situation, index, p, len(shares))
                _add(after[question], (situation, option), index, p, len(shares))
    for question, places in before.items():
        share = math.fsum(map(math.fsum, places.values()))
        left = math.fsum(map(unknown_bits, after[question].values()))
        gain = math.fsum(map(unknown_bits, places.values())) - left
        yield question, Asked(share, gain / share if share else 0.0, _alone(model, question))


def _alone(model: Model, question: NodeId) -> float:
    options = {value for row in model.likelihoods[question].values() for value in row}
    left = (
        tuple(prior * model.p(question, option, cause) for cause, prior in model.priors.items())
        for option in options
    )
    return entropy(tuple(model.priors.values())) - math.fsum(map(unknown_bits, left))


def _add(into: dict[object, list[float]], key: object, index: int, p: float, size: int) -> None:
    into.setdefault(key, [0.0] * size)[index] += p


def _left_by(space: Space, model: Model, facts: Iterable[FactId]) -> float:
    """Bits that are not known of the cause once *facts* are."""
    named = tuple(facts)
    domains = [space.tree.facts[fact].values for fact in named]
    return math.fsum(
        unknown_bits(
            tuple(
                prior
                * math.prod(model.p(fact, value, cause) for fact, value in zip(named, values, strict=True))
                for cause, prior in model.priors.items()
            )
        )
        for values in itertools.product(*domains)
    )
