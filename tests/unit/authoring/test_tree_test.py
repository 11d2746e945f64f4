"""`tree test` from what is typed to what is written: stories, failures, JUnit, documents, codes."""

import io
import json
import re
import shlex
import subprocess
import sys

import junitparser
import pytest
import workbench

from fakes import ROOT, SHIPPED, Seeded, run_program
from gopay_help.authoring.lint.space import ElementKind
from gopay_help.authoring.trial.recorded import read_scenarios
from gopay_help.authoring.trial.whole_pack import Bench, command_of, document, junit, lines, try_out
from gopay_help.cli import tree
from gopay_help.model.errors import DataError, TreeError, UsageError

STORY = """\
format: gopay-help/scenario@1
id: late
title: "Money is late"
says: "I paid yesterday and nothing came."
source: {from: "made up", date: null}
true_cause: pending_funds
facts: {brand: warung, window: night}
answers:
  alarm: "no"
  door: late
expect:
  outcome: late_money
  cause: pending_funds
  critical: false
  confidence: high
  max_questions: 2
  shows: [mail, board]
  hides: [hotline]
"""


@pytest.fixture
def stories(pack: Seeded):
    folder = pack.folder / "scenarios"
    folder.mkdir()
    (folder / "late.yaml").write_text(STORY, "utf-8")
    return folder


def setup_in(pack, **settings):
    setup = workbench.setup_of()
    setup.folder = pack.folder
    setup.settings = setup.settings._replace(**settings)
    setup.stdout = io.StringIO()
    return setup


def ran(pack, **options):
    setup = setup_in(pack)
    code = tree.try_tree(setup, **options)
    return code, setup.stdout.getvalue()


def bench_of(setup=None, *desks, **changes):
    setup = setup or workbench.setup_of()
    chosen = desks or [workbench.desk(setup, lang=lang) for lang in setup.pack.tree.languages]
    return Bench(setup.pack.tree, setup.registry, chosen, workbench.pseudo(setup), **changes)


def problem_of(pack, stories, old, new):
    file = stories / "late.yaml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    report = try_out(bench_of(scenarios=read_scenarios(stories), folder=pack.folder))
    (failure,) = [failure for attempt in report.attempts for failure in attempt.failures]
    return failure


def test_a_clean_pack_with_its_story(pack, stories):
    code, text = ran(pack)
    assert code == 0
    assert "1; 1 of 1 end in what it turned out to be" in text
    assert re.search(r"cells +11 of 11; 3 of 14 can never arise \(sort: 3; --json names each\)", text)
    assert text.endswith("failures    none\n")


UNASKED = "'your_app' is never asked after alarm=no, door=late"
OTHER_CAUSE = "cause is pending_funds; expected: fraud"
NO_ANSWER = "the story is asked 'door' and has no answer to it"


WRONG = (
    ("door: late", "dor: late", "SCN001", "'dor' is no question", "dor"),
    ("door: late", "door: latte", "SCN001", "'latte' is no option of door", "door"),
    ("brand: warung", "brnd: warung", "SCN001", "'brnd' is no fact", "brnd"),
    ("brand: warung", "brand: other", "SCN001", "'other' is no value of brand", "brand"),
    ("late_money", "late_monney", "SCN001", "'late_monney' is no outcome", "outcome"),
    ("board]", "bord]", "SCN001", "'bord' is no channel of the registry", "bord"),
    ("[hotline]", "[hotlin]", "SCN001", "'hotlin' is no channel of the registry", "hotlin"),
    ("  door: late", "  door: late\n  your_app: other", "SCN002", UNASKED, "your_app"),
    ("  door: late\n", "", "SCN003", NO_ANSWER, "answers"),
    ("late_money", "lock", "SCN004", "outcome is late_money; expected: lock", "outcome"),
    ("  cause: pending_funds", "  cause: fraud", "SCN004", OTHER_CAUSE, "cause"),
    ("critical: false", "critical: true", "SCN004", "critical is false; expected: true", "critical"),
    ("confidence: high", "confidence: low", "SCN004", "confidence is high; expected: low", "confidence"),
    ("questions: 2", "questions: 1", "SCN004", "2 questions are asked; expected: at most 1", "max_"),
    ("board]", "hotline]", "SCN004", "hotline is not shown; expected: shown", "hotline"),
    ("[hotline]", "[mail]", "SCN004", "mail is shown; expected: not shown", "mail"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "rule", "message", "at"),
    [pytest.param(*row, marks=pytest.mark.slow if number % 3 else ()) for number, row in enumerate(WRONG)],
)
def test_a_story_that_is_wrong_is_one_clear_problem(pack, stories, old, new, rule, message, at):
    failure = problem_of(pack, stories, old, new)
    problem = failure.problem
    assert (problem.rule, problem.message) == (rule, message)
    assert problem.fix
    file = stories / "late.yaml"
    assert failure.message.startswith(f"{file}:{problem.line}:{problem.column}: {rule} ")
    line = file.read_text("utf-8").splitlines()[problem.line - 1]
    assert line[problem.column - 1 :].startswith(at)


def test_files_that_are_no_stories_are_all_told_at_once(pack, stories):
    (stories / "again.yaml").write_text(STORY, "utf-8")
    (stories / "shape.yaml").write_text(STORY.replace("title:", "titel:"), "utf-8")
    (stories / "syntax.yaml").write_text("id: [\n", "utf-8")
    with pytest.raises(TreeError) as caught:
        read_scenarios(stories)
    rules = [problem.rule for problem in caught.value.problems]
    assert "SCN005" in rules
    assert "SCH001" in rules
    assert any(rule.startswith("SYN") for rule in rules)


def test_a_story_may_leave_to_the_evidence_what_it_answers(pack, stories):
    text = STORY.replace("window: night", "network: broken").replace("  door: late\n", "")
    text = text[: text.index("expect:")] + "expect: {outcome: no_network}\n"
    (stories / "late.yaml").write_text(text, "utf-8")
    report = try_out(bench_of(scenarios=read_scenarios(stories)))
    assert not report.failed
    assert report.true_causes == (0, 1)


def test_a_folder_of_stories_has_to_be_one(pack, tmp_path):
    with pytest.raises(UsageError, match="there is no such folder"):
        ran(pack, scenarios=tmp_path / "none")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DataError, match="holds no story"):
        ran(pack, scenarios=tmp_path / "empty")


def test_the_document_keeps_its_schema(pack, stories, document_fits):
    setup = setup_in(pack, json=True)
    assert tree.try_tree(setup) == 0
    made = json.loads(setup.stdout.getvalue())
    document_fits("tree-test", made)
    assert made["coverage"]["cells"] == {"taken": 11, "possible": 11, "written": 14}
    assert len(made["never"]) == 3
    assert made["scenarios"] == {"played": 1, "true_cause": {"named": 1, "known": 1}}


def failing_report():
    setup = workbench.setup_of()
    bad = workbench.changed(setup, outcome__lock__summary="Call +622150000000 & <now>")
    return try_out(bench_of(setup, bad, folder=ROOT / "tests" / "packs" / "warung"))


def test_failures_are_told_once_each_with_the_command_that_shows_them():
    report = failing_report()
    told = [line for line in lines(report) if line.startswith("FAIL")]
    assert len(told) == 1
    assert re.match(r"FAIL run \d+ to lock \[en\]: '.*' must never be shown", told[0])
    assert re.search(r"\(and in \d+ more\)|\| ", told[0])
    command = told[0].rpartition(" | gopay-help ")[2]
    assert command.startswith("diagnose --no-input --offline --pack ")
    assert "--answer door=locked" in command


def test_a_failing_document_keeps_its_schema_too(document_fits):
    report = failing_report()
    made = document(report)
    document_fits("tree-test", json.loads(json.dumps(made)))
    assert made["exit_code"] == 3
    assert {failure["group"] for failure in made["failures"]} == {"run"}


def test_junit_is_read_by_its_parser(tmp_path):
    for report, failures in ((try_out(bench_of()), 0), (failing_report(), 1)):
        file = tmp_path / "out.xml"
        file.write_text(junit(report), "utf-8")
        suites = junitparser.JUnitXml.fromfile(str(file))
        assert suites.tests == len(report.attempts)
        assert bool(suites.failures) is bool(failures)
        assert [suite.name for suite in suites][:2] == ["warung run", "warung fault"]
        bad = [case for suite in suites for case in suite if case.result]
        assert len(bad) == suites.failures
        assert all("gopay-help diagnose" in case.result[0].text for case in bad)


@pytest.mark.slow
def test_the_command_of_a_run_ends_where_the_run_does():
    """What a failure names can be pasted: facts, answers and the pack lead to the same outcome."""
    setup = workbench.setup_of("penyu")
    report = try_out(bench_of(setup, workbench.desk(setup, spoil=lambda advice: advice._replace(funds=()))))
    failures = {attempt.name: attempt.failures[0].command for attempt in report.attempts if attempt.failures}
    with_facts = next(name for name, command in failures.items() if command.startswith("echo"))
    folder = ROOT / "tests" / "packs" / "penyu"
    command = failures[with_facts].replace("gopay-help", f"{shlex.quote(sys.executable)} -m gopay_help")
    done = subprocess.run(
        ["sh", "-c", f"{command} --pack {folder} --json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["outcome"] == with_facts.partition(" to ")[2]


def test_a_command_quotes_what_a_shell_would_read():
    command = command_of({"q": "a"}, {"brand": "x"}, ROOT / "a folder", "zh-Hans")
    assert command.startswith("""echo '{"brand": "x"}' | gopay-help diagnose --no-input --offline --pack '""")
    assert command.endswith("--lang zh-Hans --facts - --answer q=a")


def test_what_no_run_can_take_is_a_failure_but_for_cells():
    setup = workbench.setup_of()
    tree = setup.pack.tree
    door = tree.nodes["door"]
    dead = door._replace(infer=(*door.infer, door.infer[0]._replace(when={"network": frozenset({"broken"})})))
    bench = bench_of(setup)._replace(tree=tree._replace(nodes={**tree.nodes, "door": dead}))
    report = try_out(bench)
    (attempt,) = [attempt for attempt in report.attempts if attempt.failures]
    assert (attempt.group, attempt.name) == ("coverage", "door inference 2")
    assert report.counts[ElementKind.INFERENCE] == (2, 2, 3)
    assert report.failed


def test_as_it_is_typed(pack, stories, tmp_path):
    out = tmp_path / "out.xml"
    result = run_program("tree", "test", str(pack.folder), "--junit", str(out))
    assert result.exit_code == 0, result.output
    assert out.is_file()
    (stories / "late.yaml").write_text(STORY.replace("outcome: late_money", "outcome: lock"), "utf-8")
    result = run_program("tree", "test", str(pack.folder))
    assert result.exit_code == 3
    assert "SCN004" in result.output
    nowhere = tmp_path / "none" / "out.xml"
    result = run_program("tree", "test", str(pack.folder), "--junit", str(nowhere))
    assert result.exit_code == 4


@pytest.mark.slow
def test_the_shipped_pack_passes_and_every_story_ends_in_its_true_cause():
    setup = workbench.setup_of().anew()
    setup.pack, setup.folder, setup.stdout = workbench.shipped(), SHIPPED, io.StringIO()
    setup.settings = setup.settings._replace(json=True)
    assert tree.try_tree(setup) == 0
    made = json.loads(setup.stdout.getvalue())
    assert made["failures"] == []
    for counts in made["coverage"].values():
        assert counts["taken"] == counts["possible"]
    assert made["scenarios"] == {"played": 66, "true_cause": {"named": 32, "known": 32}}
