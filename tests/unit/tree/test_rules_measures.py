"""MET and MOD rules: one seeded fault a rule; silent without a model, but for the time."""

import re
import shutil

import pytest

from fakes import ROOT, SHIPPED, Seeded
from gopay_help.model.errors import Level, TreeError
from gopay_help.tree.check import check_draft
from gopay_help.tree.load import load_draft
from gopay_help.tree.pack import compile_pack

WORKED = ROOT / "tests" / "packs" / "worked"


class Worked(Seeded):
    """A copy of the worked example, which has a model."""

    def __init__(self, folder) -> None:
        self.folder = folder / "worked"
        shutil.copytree(WORKED, self.folder)

    def found(self):
        """Every problem about figures, of any gravity."""
        found = check_draft(load_draft(self.folder))
        return [problem for problem in found if problem.rule.startswith(("MET", "MOD"))]

    def only(self):
        (problem,) = self.found()
        return problem


@pytest.fixture
def worked(tmp_path):
    return Worked(tmp_path)


def test_the_worked_example_is_clean(worked):
    assert worked.found() == []


def test_a_pack_without_a_model_has_no_figures_to_complain_of(pack):
    rules = {problem.rule for problem in check_draft(load_draft(pack.folder))}
    assert not {rule for rule in rules if rule.startswith(("MET", "MOD"))}


def test_the_shipped_pack_has_no_model():
    """Nobody has measured how often which cause is the case: a figure here would be made up."""
    assert "model" not in load_draft(SHIPPED).documents
    assert not list(SHIPPED.glob("model*"))


@pytest.mark.parametrize(
    "lost", ['p: "0.20", ', ', source: {url: "https://wallet.example/worked-example", date: "2026-09-01"}']
)
def test_a_prior_without_its_source_or_its_share_is_refused(worked, lost):
    line = next(line for line in (WORKED / "model.yaml").read_text("utf-8").splitlines() if "0.20" in line)
    worked.change("model.yaml", line, line.replace(lost, ""))
    with pytest.raises(TreeError) as caught:
        compile_pack(worked.folder)
    (problem,) = caught.value.problems
    assert problem.rule == "SCH001"
    assert "is missing" in problem.message
    assert problem.line == worked.place_of("model.yaml", line.replace(lost, ""))[0]


def test_a_likelihood_without_its_source_is_refused(worked):
    file = worked.folder / "model.yaml"
    text = file.read_text("utf-8")
    last = text.rindex("      source:")
    file.write_text(text[:last], "utf-8")
    assert worked.problem().message == "the key 'source' is missing in 'others'"


@pytest.mark.parametrize(
    "source",
    ['{url: "https://wallet.example/x"}', '{url: "ask me", date: "2026-09-01"}', "{}", '"somebody said so"'],
)
def test_a_source_is_an_address_with_its_day_or_a_claim(worked, source):
    old = '{p: "0.20", source: {url: "https://wallet.example/worked-example", date: "2026-09-01"}}'
    worked.change("model.yaml", old, f'{{p: "0.20", source: {source}}}')
    assert {problem.rule for problem in worked.problems()} == {"SCH001"}


def test_a_claim_may_be_the_source_if_there_is_one(worked):
    old = '{p: "0.20", source: {url: "https://wallet.example/worked-example", date: "2026-09-01"}}'
    worked.change("model.yaml", old, '{p: "0.20", source: {claim: counted}}')
    problem = worked.problem()
    assert (problem.rule, problem.message) == ("MOD002", "'counted' is no claim")
    worked.change(
        "claims.yaml", "claims: []", 'claims:\n  - {id: counted, grade: A, source: "a count", date: null}'
    )
    worked.add("text/en.yaml", 'claim.counted: "Somebody counted."\n')
    assert worked.found() == []


def test_shares_that_do_not_add_up_are_mod001(worked):
    problem = worked.change("model.yaml", 'network: {p: "0.25"', 'network: {p: "0.35"').problem()
    assert (problem.rule, problem.message) == ("MOD001", "these add up to 1.1")
    assert problem.line == worked.place_of("model.yaml", "priors:")[0]


def test_answers_that_do_not_add_up_are_mod001(worked):
    problem = worked.change("model.yaml", '{"yes": "0.80"', '{"yes": "0.70"').problem()
    assert (problem.rule, problem.message) == ("MOD001", "these add up to 0.9")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  q_notice:\n", "  q_notce:\n", "'q_notce' is no fact and no question"),
        ('{fail: "0.60"', '{fale: "0.60"', "reach is never 'fale'"),
    ],
)
def test_names_that_there_are_not_are_mod002(worked, old, new, message):
    file = worked.folder / "model.yaml"
    text = file.read_text("utf-8").replace('{ok: "0.30", fail: "0.60"', '{fail: "0.60", ok: "0.30"')
    file.write_text(text, "utf-8")
    problems = worked.change("model.yaml", old, new).problems()
    assert ("MOD002", message) in {(problem.rule, problem.message) for problem in problems}
    assert {problem.rule for problem in problems} == {"MOD002", "MOD003"}


def test_a_question_of_which_nothing_is_said_is_mod003(worked):
    text = (worked.folder / "model.yaml").read_text("utf-8")
    (worked.folder / "model.yaml").write_text(text[: text.index("  q_other_net:")], "utf-8")
    problem = worked.problem()
    assert (problem.rule, problem.message) == ("MOD003", "nothing is said of q_other_net")


def test_a_cause_of_which_nothing_is_said_is_mod003(worked):
    text = (worked.folder / "model.yaml").read_text("utf-8")
    cut = re.sub(r"(q_door:.*?)    account_lock:\n.*?\n.*?\n", r"\1", text, count=1, flags=re.DOTALL)
    (worked.folder / "model.yaml").write_text(cut, "utf-8")
    problem = worked.problem()
    assert (problem.rule, problem.message) == ("MOD003", "nothing is said of q_door under account_lock")


def test_more_questions_than_promised_are_met002(worked):
    worked.change("model.yaml", 'max_expected_questions: "3.0"', 'max_expected_questions: "1.9"')
    problem = worked.only()
    assert (problem.rule, problem.level) == ("MET002", Level.WARNING)
    assert problem.message == "a run asks 2.00 questions in the mean; 1.9 are promised"
    assert problem.line == worked.place_of("model.yaml", "max_expected_questions")[0]


def deaf(worked, variable, row):
    """A model in which *variable* is the same whatever the cause."""
    text = (worked.folder / "model.yaml").read_text("utf-8")
    source = '      source: {url: "https://wallet.example/worked-example", date: "2026-09-01"}\n'
    pattern = rf"  {variable}:\n(?:    .*\n)+"
    assert re.search(pattern, text)
    (worked.folder / "model.yaml").write_text(
        re.sub(pattern, f"  {variable}:\n    others:\n      p: {row}\n{source}", text), "utf-8"
    )
    return worked


def test_questions_that_tell_little_are_met003(worked):
    """The cause is nearly known at the start, and questions are asked as if it were not."""
    for cause, share in {"maintenance": "0.97", "peak_load": "0.01", "network": "0.01",
                         "channel_change": "0.005", "account_lock": "0.005"}.items():  # fmt: skip
        text = (worked.folder / "model.yaml").read_text("utf-8")
        (worked.folder / "model.yaml").write_text(
            re.sub(rf'  {cause}: {{p: "[0-9.]+"', f'  {cause}: {{p: "{share}"', text), "utf-8"
        )
    assert "MET003" in {problem.rule for problem in worked.found()}


def test_an_outcome_that_is_mostly_wrong_is_met004(worked):
    deaf(worked, "q_notice", '{"yes": "0.50", "no": "0.40", unsure: "0.10"}')
    found = {problem.message for problem in worked.found() if problem.rule == "MET004"}
    assert any(message.startswith("o_maintenance says maintenance, and that is so for ") for message in found)
    assert all(problem.file.endswith("tree.yaml") for problem in worked.found() if problem.rule == "MET004")


def test_a_better_order_is_met005(worked):
    worked.change("tree.yaml", "status: [ok, unknown]}, to: q_door}", "status: [ok, unknown]}, to: q_notice}")
    worked.change("tree.yaml", '{id: "no", to: o_peak_load}\n      - {id: unsure, to: twice_unsure}',
                  '{id: "no", to: q_door}\n      - {id: unsure, to: q_door}')  # fmt: skip
    worked.change("tree.yaml", "{id: busy, to: q_notice}", "{id: busy, to: o_peak_load}")
    worked.change("tree.yaml", "{id: unsure, to: q_notice}", "{id: unsure, to: o_undetermined}")
    worked.change("tree.yaml", '{id: "no", to: q_notice}', '{id: "no", to: o_peak_load}')
    text = (worked.folder / "tree.yaml").read_text("utf-8")
    table = text[text.index("  twice_unsure:") : text.index("  q_other_net:")]
    worked.change("tree.yaml", table, "")
    problem = worked.only()
    assert (problem.rule, problem.level) == ("MET005", Level.WARNING)
    assert re.match(r"to swap q_notice and q_door.* saves 0\.2\d questions in the mean", problem.message)
    assert problem.line == worked.place_of("tree.yaml", "  q_notice:\n")[0]


def test_a_look_that_tells_nothing_is_met006(worked):
    deaf(worked, "status", '{ok: "0.70", degraded: "0.05", maintenance: "0.05", unknown: "0.20"}')
    (problem,) = [problem for problem in worked.found() if problem.rule == "MET006"]
    assert problem.message == "status adds 0.000 bits to what the other facts tell of the cause"
    assert problem.line == worked.place_of("tree.yaml", "status: {source")[0]


@pytest.mark.parametrize(
    ("variable", "row", "what"),
    [
        ("q_risk", '{"yes": "0.10", "no": "0.80", unsure: "0.10"}', "20% of runs end as an emergency"),
        ("q_other_net", '{"yes": "0.05", "no": "0.05", unsure: "0.90"}', "of runs end without a cause"),
    ],
)
def test_vague_ends_are_met007(worked, variable, row, what):
    deaf(worked, variable, row)
    assert any(what in problem.message for problem in worked.found() if problem.rule == "MET007")


def test_a_run_of_more_than_a_minute_is_met008_with_or_without_a_model(pack, worked):
    worked.change("tree.yaml", "probe_wait_s: 6", "probe_wait_s: 20")
    late = [problem for problem in check_draft(load_draft(worked.folder)) if problem.rule == "MET008"]
    assert [problem.message for problem in late] == ["a run can take 72 seconds; 60 are bearable"]
    pack.change("tree.yaml", "probe_wait_s: 2", "probe_wait_s: 20")
    assert not [problem for problem in check_draft(load_draft(pack.folder)) if problem.rule == "MET008"]


def test_a_figure_that_an_outcome_hangs_on_is_met009(worked):
    text = (worked.folder / "model.yaml").read_text("utf-8")
    text = text.replace('maintenance: {p: "0.20"', 'maintenance: {p: "0.42"')
    (worked.folder / "model.yaml").write_text(
        text.replace('peak_load: {p: "0.30"', 'peak_load: {p: "0.08"'), "utf-8"
    )
    found = [problem for problem in worked.found() if problem.rule == "MET009"]
    assert 1 <= len(found) <= 5
    assert {problem.level for problem in found} == {Level.ADVICE}
    assert any("o_peak_load" in problem.message for problem in found)
