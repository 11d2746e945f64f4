"""Keeps a run as it goes: one save for each answer. A run never fails because nothing can be kept."""

import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Protocol

from gopay_help.cases.plan import build_plan
from gopay_help.cases.scrub import new_id, new_key
from gopay_help.cases.store import Store, StoreError, not_saved
from gopay_help.model.case import Case, CaseTree, Seen, SeenFinding
from gopay_help.model.result import Answer, CheckReport, Fact
from gopay_help.model.tree import UNKNOWN, Outcome, Tree


class GivenAnswer(Protocol):
    """An answer as the walk holds it."""

    @property
    def option(self) -> str:
        """The option's id."""
        ...

    @property
    def source(self) -> str:
        """Who gave it."""
        ...


class Walked(Protocol):
    """What the walk's state shows of itself (`trees.walk.State`)."""

    @property
    def answers(self) -> Mapping[str, GivenAnswer]:
        """Answers by question, in the order given."""
        ...

    @property
    def facts(self) -> Mapping[str, str]:
        """Facts by id."""
        ...

    @property
    def cursor(self) -> int:
        """How many answers lie behind the person."""
        ...


def new_case(tree: Tree, lang: str, now: datetime) -> Case:
    """An empty case."""
    return Case(
        id=new_id(),
        created=now,
        updated=now,
        lang=lang,
        brand=UNKNOWN,
        tree=CaseTree(tree.id, tree.version, tree.sha256),
        key=new_key(),
    )


def step(case: Case, state: Walked, now: datetime) -> Case:
    """The case as *state* has it."""
    known = {fact.id: fact for fact in case.facts}
    facts = tuple(
        known[name] if name in known and known[name].value == value else Fact(name, value, "run", now)
        for name, value in state.facts.items()
    )
    answers = tuple(Answer(name, given.option, given.source) for name, given in state.answers.items())
    return replace(
        case,
        answers=answers,
        cursor=state.cursor,
        facts=facts,
        brand=_brand(state, case.brand),
        updated=now,
    )


def _brand(state: Walked, before: str) -> str:
    """The brand stated, or answered; question ids that name a brand are those of the tree."""
    stated = state.facts.get("brand", UNKNOWN)
    return stated if stated != UNKNOWN else before


def record_step(store: Store, case: Case, state: Walked, now: datetime | None = None) -> Case:
    """Keep the case as *state* has it now.

    Raises:
        StoreError: it could not be kept.
    """
    after = step(case, state, now or datetime.now(UTC))
    store.save(after)
    return after


def record_outcome(
    store: Store,
    case: Case,
    outcome: Outcome,
    brand: str,
    now: datetime,
    complain_now: frozenset[str] = frozenset(),
    urgent: frozenset[str] = frozenset(),
) -> Case:
    """Keep what the run came to, and when to look again. A case that had this outcome keeps its plan.

    Raises:
        StoreError: it could not be kept.
    """
    plan = case.plan
    if case.outcome != outcome.id or not plan:
        plan = build_plan(outcome, now, complain_now, urgent)
    after = replace(
        case,
        outcome=outcome.id,
        cause=outcome.cause,
        critical=outcome.critical,
        brand=brand,
        plan=plan,
        updated=now,
        closed=None,
    )
    store.save(after)
    return after


def seen_of(report: CheckReport) -> Seen:
    """A report as a case may keep it: words alone. Addresses and names of networks tell where one is."""
    verdict = report.verdict
    found = tuple(
        SeenFinding(
            _word(check.id),
            _word(check.target),
            _word(check.status),
            _word(check.value),
            check.elapsed_ms,
        )
        for check in report.checks[:_FINDINGS_KEPT]
    )
    return Seen(report.started_at, verdict.status, verdict.cause, verdict.blame, verdict.confidence, found)


_FINDINGS_KEPT = 60
_WORD = re.compile(r"[a-z][a-z0-9_-]{0,39}|\d{3}")


def _word(text: str) -> str:
    """A word of the program, or the code of an answer; whatever else stands there is not kept."""
    return text if _WORD.fullmatch(text) else "other"


def record_check(case: Case, seen: Seen, instead_of: Seen | None = None) -> Case:
    """The case with one more look at the network; twenty are kept, the last five with their findings.

    A look that went further than the one before it in the same run stands *instead of* that one.
    """
    before = [each for each in case.checks if each is not instead_of]
    bare = [replace(each, findings=()) for each in before[: -(_WITH_FINDINGS - 1)]]
    checks = (*bare, *before[-(_WITH_FINDINGS - 1) :], seen)
    return replace(case, checks=checks[-_CHECKS_KEPT:], updated=max(case.updated, seen.at))


_CHECKS_KEPT = 20
_WITH_FINDINGS = 5


@dataclass(slots=True)
class Recorder:
    """Keeps one run. After the first failure it says so once, and the run goes on without."""

    store: Store
    case: Case
    clock: Callable[[], datetime]
    tell: Callable[[StoreError], None]
    """Hears once why nothing can be saved."""
    complain_now: frozenset[str] = frozenset()
    """Steps that are a complaint (`needs.Rules`)."""
    urgent: frozenset[str] = frozenset()
    """Steps that must not wait (`needs.Rules`)."""
    kept: bool = False
    _seen: Seen | None = None
    broken: bool = False
    """True once something could not be saved; what was saved before stays."""
    _hold: ExitStack = field(default_factory=ExitStack)

    def on_step(self, state: Walked) -> None:
        """Keep an answer; the hook of the session."""
        self._try(lambda: step(self.case, state, self.clock()))

    def look(self, seen: Seen) -> None:
        """Note what the check of this run saw; the next save has it."""
        self.case = record_check(self.case, seen, self._seen)
        self._seen = seen

    def on_outcome(self, outcome: Outcome, brand: str) -> None:
        """Keep what the run came to."""
        if not self.broken:
            steps = (self.complain_now, self.urgent)
            self._guarded(lambda: record_outcome(self.store, self.case, outcome, brand, self.clock(), *steps))

    def close(self) -> None:
        """Let other programs have the case."""
        self._hold.close()

    def _try(self, change: Callable[[], Case]) -> None:
        def save() -> Case:
            after = change()
            self.store.save(after)
            return after

        if not self.broken:
            self._guarded(save)

    def _guarded(self, save: Callable[[], Case]) -> None:
        try:
            if not self.kept:
                self._hold.enter_context(self.store.hold(self.case.id))
            self.case = save()
            self.kept = True
        except (StoreError, OSError) as error:
            self.broken = True
            folder = self.store.file(self.case.id).parent
            self.tell(error if isinstance(error, StoreError) else not_saved(folder, error))
