"""Keeps a run as it goes, one save for each answer, and plans what follows its outcome.

A run never fails because nothing can be kept. The plan says when to look again, when to complain in writing
and when to take it further, at the times that the advice named.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from gopay_help.cases.store import Store, StoreError, new_id, new_key, not_saved
from gopay_help.model.case import Case, CaseTree, Due, DueKind, EvidenceEntry, EvidenceKind, Seen, SeenFinding
from gopay_help.model.check import CheckReport
from gopay_help.model.result import Answer, Fact
from gopay_help.model.tree import UNKNOWN, After, FactId, FollowUp, Outcome, State, Tree, moment


def build_plan(
    outcome: Outcome,
    start: datetime,
    complain_now: frozenset[str] = frozenset(),
    urgent: frozenset[str] = frozenset(),
    times: tuple[datetime, datetime] | None = None,
) -> tuple[Due, ...]:
    """The steps of an outcome, in the order of their times; where money is at risk, those of *urgent* first.

    *times* are those that the advice named: when to look again, and when to take it further.

    An outcome whose advice names a step of *complain_now* has nothing to wait for before a complaint.
    """
    now = bool(complain_now.intersection(outcome.do))
    acts = (step for step in outcome.do if outcome.critical and step in urgent)
    at = moment(After(), start)
    steps = [Due(DueKind.ACT, at, None, (), step=step) for step in acts]
    plan = outcome.follow_up
    recheck, escalate = times or (moment(plan.recheck, start), moment(plan.escalate, start))
    later = _steps(plan, outcome.route, start, (recheck, escalate), now=now)
    return (*steps, *sorted(later, key=lambda due: due.at))


def _steps(
    follow_up: FollowUp,
    route: tuple[str, ...],
    start: datetime,
    times: tuple[datetime, datetime],
    *,
    now: bool,
) -> Iterator[Due]:
    recheck, escalate = (at.astimezone(UTC) for at in times)
    yield Due(DueKind.RECHECK, recheck, follow_up.recheck.claim, ())
    if route:
        at = moment(After(), start) if now else recheck
        yield Due(DueKind.COMPLAINT, at, None, route)
    if follow_up.to:
        yield Due(DueKind.ESCALATE, max(recheck, escalate), follow_up.escalate.claim, follow_up.to)


def done(case: Case, kind: DueKind, now: datetime) -> Case:
    """The case with the first open step of *kind* done at *now*; unchanged if there is none."""
    steps = list(case.plan)
    for index, due in enumerate(steps):
        if due.kind is kind and due.done is None:
            steps[index] = replace(due, done=now)
            return replace(case, plan=tuple(steps), updated=now)
    return case


def acted(case: Case, number: int, now: datetime) -> Case:
    """The case with its urgent step of this *number* done; one that was done before keeps its time.

    Raises:
        KeyError: there is no such step.
    """
    if not 1 <= number <= len(case.acts):
        raise KeyError(number)
    wanted = case.acts[number - 1]
    plan = tuple(replace(due, done=due.done or now) if due is wanted else due for due in case.plan)
    return replace(case, plan=plan, updated=now)


def without(case: Case, entry: EvidenceEntry, now: datetime) -> Case:
    """The case without *entry*; a step that was done by noting it is open again."""
    left = list(case.evidence)
    left.remove(entry)
    plan = case.plan
    if entry.kind is EvidenceKind.ATTEMPT:
        asked = (DueKind.COMPLAINT, DueKind.ESCALATE)
        plan = tuple(
            replace(due, done=None) if due.kind in asked and due.done == entry.at else due for due in plan
        )
    return replace(case, evidence=tuple(left), plan=plan, updated=now)


def attempted(case: Case, channel: str, now: datetime) -> Case:
    """The case after support, or a public body of its plan, was asked: that step is done."""
    further = {name for due in case.plan if due.kind is DueKind.ESCALATE for name in due.channels}
    return done(case, DueKind.ESCALATE if channel in further else DueKind.COMPLAINT, now)


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


def step(case: Case, state: State, now: datetime) -> Case:
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


def _brand(state: State, before: str) -> str:
    """The brand stated, or answered; question ids that name a brand are those of the tree."""
    stated = state.facts.get(FactId("brand"), UNKNOWN)
    return stated if stated != UNKNOWN else before


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

    def on_step(self, state: State) -> None:
        """Keep an answer; the hook of the session."""
        self._keep(step(self.case, state, self.clock()))

    def look(self, seen: Seen) -> None:
        """Note what the check of this run saw; the next save has it."""
        self.case = record_check(self.case, seen, self._seen)
        self._seen = seen

    def on_outcome(
        self, outcome: Outcome, brand: str, times: tuple[datetime, datetime] | None = None
    ) -> None:
        """Keep what the run came to, and when to look again. A case that had this outcome keeps its plan."""
        case, now = self.case, self.clock()
        plan = case.plan if case.outcome == outcome.id else ()
        after = replace(
            case,
            outcome=outcome.id,
            cause=outcome.cause,
            critical=outcome.critical,
            brand=brand,
            plan=plan or build_plan(outcome, now, self.complain_now, self.urgent, times),
            updated=now,
            closed=None,
        )
        self._keep(after)

    def close(self) -> None:
        """Let other programs have the case."""
        self._hold.close()

    def _keep(self, after: Case) -> None:
        if self.broken:
            return
        try:
            if not self.kept:
                self._hold.enter_context(self.store.hold(self.case.id))
            self.store.save(after)
            self.case, self.kept = after, True
        except (StoreError, OSError) as error:
            self.broken = True
            folder = self.store.file(self.case.id).parent
            self.tell(error if isinstance(error, StoreError) else not_saved(folder, error))
