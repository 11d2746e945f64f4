"""A case that is taken up again: its dates and its language are those it had, and going back is kept."""

import io
from datetime import UTC, datetime, timedelta

import pytest

from gopay_help.cases.record import Recorder, new_case
from gopay_help.cli.case import resume_case
from gopay_help.cli.diagnose import SavedCase, build_advice
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.case import DueKind
from gopay_help.model.tree import FactId
from gopay_help.screen.pages import value_for
from gopay_help.tree.walk import State
from gopay_help.wizard.session import Back, Session, Stated

FIRST = datetime(2026, 12, 1, 3, tzinfo=UTC)


def setup_at(folder, now, lang=None):
    settings = Settings(lang=lang, now=now.isoformat(), offline=True)
    out = io.StringIO()
    environ = {"GOPAY_HELP_HOME": str(folder), "LANG": "C.UTF-8"}
    return Setup(settings, environ=environ, stdin=io.StringIO(), stdout=out, stderr=io.StringIO())


class First:
    """Takes the first answer that leads on calmly, and goes back where it is told to."""

    def __init__(self, *script) -> None:
        self.script = list(script)

    def ask(self, question, *, number, kept, hint):
        if self.script:
            said = self.script.pop(0)
            if said is Back:
                raise Back
            return said
        calm = next((option.id for option in question.options if option.id == "no"), None)
        return kept or calm or question.options[0].id


def ended(setup, lang):
    """A case that came to an outcome whose matter can be taken further."""
    pack, stated = setup.pack, Stated({})
    case = new_case(pack.tree, lang, setup.now)
    recorder = Recorder(setup.store, case, lambda: setup.now, pytest.fail)
    run = Session(
        tree=pack.tree,
        evidence=stated,
        advise=lambda end: build_advice(setup, end, stated),
        prompter=First(),
        state=State(facts={FactId("brand"): "gopay_id"}),
        on_step=recorder.on_step,
    )
    end = run.run()
    advice = build_advice(setup, end, stated)
    plan = advice.follow_up
    assert plan.escalate_to
    recorder.on_outcome(end.outcome, advice.brand, (plan.recheck_at, plan.escalate_at))
    recorder.close()
    return recorder.case, end, advice


def test_a_deadline_counts_from_the_first_outcome_and_is_told_when_it_has_passed(tmp_path):
    setup = setup_at(tmp_path, FIRST, "en")
    case, end, advice = ended(setup, "en")
    due = next(due.at for due in case.plan if due.kind is DueKind.ESCALATE)
    for days in (1, 20):
        later = setup_at(tmp_path, FIRST + timedelta(days=days), "en")
        saved = SavedCase(later, tell=pytest.fail, case=case)
        again = saved.dated(build_advice(later, end, Stated({})))
        assert again.follow_up.escalate_at == due == advice.follow_up.escalate_at
        assert again.follow_up.recheck_at > later.now
    resume_case(setup_at(tmp_path, FIRST, "en"))
    late = setup_at(tmp_path, due + timedelta(days=1), "en")
    resume_case(late)
    contact = value_for(advice.follow_up.escalate_to[0], late.words)
    told = next(line for line in late.stdout.getvalue().splitlines() if "has passed. Contact now:" in line)
    assert contact in told


def test_a_case_is_resumed_in_its_language_unless_another_is_asked_for(tmp_path):
    case, _, _ = ended(setup_at(tmp_path, FIRST, "id"), "id")
    for asked, spoken in ((None, "id"), ("en", "en")):
        setup = setup_at(tmp_path, FIRST, asked)
        resume_case(setup, case.id)
        title = setup_at(tmp_path, FIRST, spoken).words.say(f"outcome.{case.outcome}.title")
        assert title in setup.stdout.getvalue()


def test_who_goes_back_and_stops_is_asked_again(tmp_path):
    setup, kept = setup_at(tmp_path, FIRST, "en"), []
    run = Session(
        tree=setup.pack.tree,
        evidence=Stated({}),
        advise=lambda end: build_advice(setup, end, Stated({})),
        prompter=First("no", Back, KeyboardInterrupt),
        state=State(facts={FactId("brand"): "gopay_id"}),
        on_step=kept.append,
    )
    run.prompter.ask = stopping(run.prompter.ask)
    with pytest.raises(KeyboardInterrupt):
        run.run()
    assert [state.cursor for state in kept] == [1, 0]


def stopping(ask):
    def asked(question, **how):
        answer = ask(question, **how)
        if answer is KeyboardInterrupt:
            raise KeyboardInterrupt
        return answer

    return asked
