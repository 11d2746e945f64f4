"""What must not get lost beside the advice: an answer that did not count, a fault of the network."""

import io

import pytest

from gopay_help.cli.diagnose import diagnose
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup


def run(*answers, facts=None, lang="en"):
    setup = Setup(
        Settings(lang=lang, offline=True, no_input=True, now="2026-12-01T03:00:00Z"),
        environ={"LANG": "C.UTF-8"},
        stdin=io.StringIO(facts or ""),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    code = diagnose(setup, answer=list(answers), facts="-" if facts else None, no_save=True)
    return code, setup


def test_an_answer_that_did_not_count_in_an_emergency_is_named_with_the_missing_question():
    code, setup = run("red_flag=yes", "what_happened=shared_code")
    assert code == 0
    assert setup.words.say("ui.emergency") in setup.stdout.getvalue()
    assert "what_happened=shared_code" in setup.stderr.getvalue()
    assert "--answer flag_gopay=" in setup.stderr.getvalue()
    assert run("red_flag=yes")[1].stderr.getvalue() == ""


WAY = ("red_flag=no", "your_gopay=gopay_id", "symptom=money_missing", "missing_what=sent_out")


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_a_fault_of_the_network_is_told_though_the_trouble_is_another(lang):
    for facts, told in (("network: broken", True), ("network: ok", False)):
        _, setup = run(*WAY, facts=facts, lang=lang)
        assert (setup.words.say("ui.looked.too") in setup.stdout.getvalue()) is told
