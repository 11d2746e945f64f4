"""A replay shows what was on the screen, byte for byte, and says so where it cannot."""

import io
import json
from dataclasses import replace

import pytest

from casefile import LANGUAGES, NOW, Terminal, case, shipped, store_in
from gopay_help.authoring.trial.walked import Echo
from gopay_help.cases.store import HOME
from gopay_help.cli import diagnose, tree_show
from gopay_help.cli.diagnose import hosts_of
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.case import CaseTree
from gopay_help.model.errors import Aborted, DataError, UsageError
from gopay_help.model.result import Answer, Fact

CLOCK = "2026-11-20T08:00:00Z"
LATE = {"symptom": "money_missing", "missing_what": "topup", "sent_when": "today"}
WAYS = (
    {"red_flag": "no", "your_gopay": "gopay_id", **LATE},
    {"red_flag": "yes", "flag_gopay": "gopay_id", "what_happened": "phone_lost"},
    {"red_flag": "no", "your_gopay": "gopay_zh"},
)
"""Who reads Indonesian is not asked which GoPay it is: their language says it."""


class EchoTerminal(Echo):
    def isatty(self) -> bool:
        return True


def said(**answers):
    return tuple(Answer(name, option, "user") for name, option in answers.items())


def digits(way):
    tree = shipped().tree
    return [
        str([option.id for option in tree.nodes[name].options].index(answer) + 1)
        for name, answer in way.items()
    ]


def setup_on(screen, home, keys, **settings):
    setup = Setup(
        Settings(**{"plain": True, "offline": True, **settings}),
        environ={HOME: str(home), "LANG": "C.UTF-8"},
        stdin=EchoTerminal(keys, screen),
        stdout=screen,
        stderr=screen,
    )
    setup.pack = shipped()
    return setup


def original(home, lang, keys, now=CLOCK, **options):
    """The run as a person has it, who types what is asked and no more; the screen, and the id of its case."""
    screen = Terminal()
    setup = setup_on(screen, home, keys, lang=lang, now=now)
    try:
        diagnose.diagnose(setup, **options)
    except Aborted as error:
        screen.write(f"{error}\n")
    (kept,) = setup.store.ids()
    return screen.getvalue(), kept


def replayed(home, name, **settings):
    """The screen of the replay, what was said beside it, and the code."""
    screen, beside = Terminal(), io.StringIO()
    setup = setup_on(screen, home, [], **settings)
    setup.stderr = beside
    code = tree_show.replay(setup, name)
    return screen.getvalue(), beside.getvalue(), code


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("way", WAYS)
def test_the_screens_are_those_that_the_person_saw(tmp_path, lang, way):
    asked = {name: option for name, option in way.items() if (name, lang) != ("your_gopay", "id")}
    seen, kept = original(tmp_path, lang, digits(asked))
    shown, beside, code = replayed(tmp_path, kept, lang="en")
    assert shown == seen
    assert len(shown) > 1000
    assert "The tree is the same." in beside
    assert code == 0


@pytest.mark.parametrize("columns", ["40", "120"])
def test_they_are_as_wide_as_the_terminal_is_now(tmp_path, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    seen, kept = original(tmp_path, "zh-Hans", digits(WAYS[0]))
    assert replayed(tmp_path, kept)[0] == seen


def test_a_brand_and_answers_of_the_command_line_are_not_asked_again(tmp_path):
    keys = digits({"symptom": "login", "login_what": "otp"})
    seen, kept = original(tmp_path, "zh-Hans", keys, brand="gopay_id", answer=["red_flag=no"])
    assert replayed(tmp_path, kept)[0] == seen


def test_what_was_looked_at_after_the_last_answer_was_kept(tmp_path):
    """At night a table sends another way; the answers alone would end elsewhere."""
    way = {
        "red_flag": "no",
        "your_gopay": "gopay_id",
        "symptom": "fails",
        "fails_how": "notice",
    }
    ends = []
    for now, asked in ((CLOCK, {**way, "notice_says": "soon"}), ("2026-11-20T17:00:00Z", way)):
        home = tmp_path / now[11:13]
        seen, kept = original(home, "zh-Hans", digits(asked), now=now)
        shown, _, code = replayed(home, kept, now=CLOCK)
        assert (shown, code) == (seen, 0)
        ends.append(setup_on(io.StringIO(), home, []).store.load(kept).outcome)
    assert ends == ["repair_notice", "bank_window"]


def test_a_run_that_was_stopped_stops_at_the_same_question(tmp_path):
    seen, kept = original(tmp_path, "en", digits({"red_flag": "no", "your_gopay": "gopay_id"}))
    shown, beside, code = replayed(tmp_path, kept)
    assert shown == seen
    assert code == 0
    assert beside.count("\n") == 2


def test_what_the_check_saw_is_on_the_page_again(tmp_path):
    tree = shipped().tree
    facts = {"brand": "gopay_id", "network": "broken", "service": "unknown", "check.cause": "captive_portal"}
    kept = case(
        tree=CaseTree(tree.id, tree.version, tree.sha256),
        answers=said(red_flag="no", symptom="fails", fails_how="unsure"),
        facts=tuple(Fact(name, value, "run", NOW) for name, value in facts.items()),
        outcome="own_network",
    )
    store_in(tmp_path, kept)
    words = shipped().catalogue("en")
    shown, _, code = replayed(tmp_path, kept.id)
    assert code == 0
    told = " ".join(shown.split())
    assert words.say("check.cause.captive_portal") in told
    assert words.say("fact.network.broken") in told  # why an answer was offered
    hosts = hosts_of(setup_on(io.StringIO(), tmp_path, [], offline=False), "gopay_id")
    assert hosts
    assert words.say("ui.checking", hosts=", ".join(hosts)) in told


def test_a_case_of_another_tree_is_no_replay_and_says_so(tmp_path):
    tree = shipped().tree
    old = case(
        tree=CaseTree(tree.id, "2025.1.1", "0" * 64),
        answers=said(red_flag="no", gone="yes", your_gopay="gopay_zh"),
        facts=(),
        outcome="topup_overdue",
    )
    store_in(tmp_path, old)
    shown, beside, code = replayed(tmp_path, "abcdefghijk2")
    assert "WARNING" in beside
    assert "2025.1.1 (000000000000)" in beside
    assert f"{tree.version} ({tree.sha256[:12]})" in beside
    assert "as it would be today" in beside
    assert "It ended in topup_overdue then; it ends in wallet_zh now." in beside
    assert code == 3
    assert shown


def test_a_diagnosis_document_is_replayed_too(tmp_path):
    screen = io.StringIO()
    setup = setup_on(screen, tmp_path, [], lang="id", now=CLOCK, json=True)
    setup.stdout, setup.stdin = screen, io.StringIO()
    pairs = tuple(f"{name}={answer}" for name, answer in WAYS[0].items())
    diagnose.diagnose(setup, answer=list(pairs))
    file = tmp_path / "advice.json"
    file.write_text(screen.getvalue(), "utf-8")
    page = io.StringIO()
    plain = setup_on(page, tmp_path, [], lang="id", now=CLOCK)
    plain.stdout, plain.stdin = page, io.StringIO()
    diagnose.diagnose(plain, answer=list(pairs))
    again = io.StringIO()
    replay = setup_on(again, tmp_path, [])
    replay.stderr = io.StringIO()
    assert tree_show.replay(replay, str(file)) == 0
    assert again.getvalue() == page.getvalue()


def test_as_a_document(tmp_path, document_fits):
    _, kept = original(tmp_path, "zh-Hans", digits(WAYS[2]))
    screen = io.StringIO()
    setup = setup_on(screen, tmp_path, [], json=True)
    assert tree_show.replay(setup, kept) == 0
    made = json.loads(screen.getvalue())
    document_fits("replay", made)
    assert made["outcome"] == {"then": "wallet_zh", "now": "wallet_zh"}
    assert made["same_tree"] is True
    assert "GoPay钱包" in made["screens"]


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("none.json", None, DataError),
        ("list.json", "[]", DataError),
        ("broken.json", "{", DataError),
        ("other.json", '{"schema": "gopay-help/check@1"}', DataError),
        ("hollow.json", '{"schema": "gopay-help/diagnosis@1"}', DataError),
        ("case.json", '{"format": "gopay-help/case@9"}', DataError),
        ("nonsense", None, UsageError),
        ("abcdefghijk2", None, UsageError),
    ],
)
def test_what_is_no_case_is_one_clear_line(tmp_path, monkeypatch, name, text, error):
    monkeypatch.chdir(tmp_path)
    if text is not None:
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(error) as caught:
        replayed(tmp_path, name)
    assert "\n" not in str(caught.value)


def test_a_case_of_another_pack_or_language_is_refused(tmp_path):
    tree = shipped().tree
    mine = CaseTree(tree.id, tree.version, tree.sha256)
    store_in(tmp_path, case(tree=replace(mine, id="warung")), case(id="zzzzzzzzzzz2", tree=mine, lang="eo"))
    with pytest.raises(UsageError, match="name its pack with --pack"):
        replayed(tmp_path, "abcdefghijk2")
    with pytest.raises(UsageError, match="in 'eo'"):
        replayed(tmp_path, "zzzzzzzzzzz2")
