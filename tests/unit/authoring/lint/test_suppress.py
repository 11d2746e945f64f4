"""An author may take back one finding, with a reason; never one that makes the pack unsafe."""

import pytest

from fakes import Seeded
from gopay_help.authoring.lint.engine import compile_pack, lint_pack
from gopay_help.model.errors import TreeError

ROUTE = "    # lint: allow OUT005 a small pack\n    route: [hotline]\n"
"""A finding of OUT005 stands at the key of the route."""


def rules(pack: Seeded) -> list[str]:
    return [problem.rule for problem in lint_pack(pack.folder).problems]


def test_on_the_line_or_on_lines_of_its_own_above(pack: Seeded):
    assert rules(pack) == []
    assert (
        rules(pack.change("tree.yaml", ROUTE, "    route: [hotline]  # lint: allow OUT005 a small pack\n"))
        == []
    )


def test_further_up_it_is_not_heard(pack: Seeded):
    pack.change("tree.yaml", ROUTE, ROUTE.replace("\n    route", "\n\n    route"))
    assert sorted(rules(pack)) == ["LINT002", "OUT005"]


def test_several_may_stand_above_one_another(pack: Seeded):
    pack.change("tree.yaml", ROUTE, ROUTE.replace("    route", "    # and why\n    route"))
    assert rules(pack) == []


def test_inside_a_text_it_is_a_text(pack: Seeded):
    pack.change("text/en.yaml", '"Money comes first."', '"Money # lint: allow I18N001 x"')
    assert "LINT002" not in rules(pack)


def test_without_a_reason_it_is_lint001_and_not_heard(pack: Seeded):
    assert sorted(rules(pack.change("tree.yaml", ROUTE, ROUTE.replace(" a small pack", "")))) == [
        "LINT001",
        "OUT005",
    ]


@pytest.mark.parametrize(
    "said", ["# lint: allow", "# lint: allow OUT999 because", "# lint: allow out005 because"]
)
def test_of_no_rule_it_is_lint001(pack: Seeded, said: str):
    assert rules(pack.add("claims.yaml", said + "\n")) == ["LINT001"]


def test_that_nothing_needs_it_is_lint002(pack: Seeded):
    problems = lint_pack(pack.add("claims.yaml", "# lint: allow OUT005 because\n").folder).problems
    assert [(problem.rule, problem.level.name) for problem in problems] == [("LINT002", "WARNING")]


def test_nobody_says_so_of_a_rule_that_had_to_wait(pack: Seeded):
    pack.add("claims.yaml", "# lint: allow OUT005 because\n").change(
        "tree.yaml", "start: alarm", "start: alrm"
    )
    assert rules(pack) == ["REF001"]


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("REF001", "      - {id: late, to: late_money}\n", "      - {id: late, to: late_mony}"),
        ("TAB001", "      - {when: {brand: [unknown]}, to: your_app}\n", ""),
        ("ASK001", "      - {id: unsure, to: door}\n", ""),
    ],
)
def test_what_is_unsafe_cannot_be_allowed(pack: Seeded, rule: str, old: str, new: str):
    said = f"# lint: allow {rule} it is fine\n"
    if new:
        pack.change("tree.yaml", old, f"{new}  {said}")
    else:
        pack.change("tree.yaml", old, "")
        place = next(problem for problem in lint_pack(pack.folder).problems if problem.rule == rule)
        lines = (pack.folder / "tree.yaml").read_text("utf-8").splitlines(keepends=True)
        lines[place.line - 1] = lines[place.line - 1].rstrip() + "  " + said
        (pack.folder / "tree.yaml").write_text("".join(lines), "utf-8")
    assert {"LINT003", rule} <= set(rules(pack))
    with pytest.raises(TreeError):
        compile_pack(pack.folder)


@pytest.mark.parametrize("rule", ["SYN001", "SCH001"])
def test_syntax_and_shape_cannot_be_allowed(pack: Seeded, rule: str):
    assert rules(pack.add("claims.yaml", f"# lint: allow {rule} because\n")) == ["LINT003"]


def test_the_build_hears_it_too(pack: Seeded):
    text = "# Call 0812 3456 7890\n"
    pack.change("checklists.yaml", "format:", text + "format:")
    with pytest.raises(TreeError, match="CON004"):
        compile_pack(pack.folder)
    pack.change("checklists.yaml", text, "# lint: allow CON004 a number of nobody's\n" + text)
    assert compile_pack(pack.folder)
