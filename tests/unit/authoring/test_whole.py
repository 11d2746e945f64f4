"""The rules from beside the engine: all there, under their own ids, and knowing what can be found out."""

import inspect

import pytest

from fakes import SHIPPED, WARUNG
from gopay_help.authoring.whole import COMPARING, FOUND_OUT, REGISTRY, rules_of
from gopay_help.contacts.lint import PROOF_RULES, VALUE_RULES
from gopay_help.network import verdict
from gopay_help.tree.check import RULES
from gopay_help.tree.load import load_draft
from gopay_help.wizard import evidence


def test_every_rule_of_the_registry_is_run_under_its_own_id():
    ours = {**REGISTRY, **COMPARING}
    assert set(ours.values()) == {*VALUE_RULES, *PROOF_RULES}
    assert [rule for rule, check in ours.items() if not (check.__doc__ or "").startswith(f"{rule}:")] == []


def test_no_id_is_used_twice():
    draft = load_draft(SHIPPED)
    ids = [rule.id for rule in rules_of(draft, draft)]
    assert len(ids) == len(set(ids))
    assert set(ids) & set(RULES) == set()


def test_a_pack_without_a_file_is_not_asked_for_it():
    ids = {rule.id for rule in rules_of(load_draft(WARUNG))}
    assert {"REG001", "SAFE005"} <= ids
    assert {"REG003", "REG016", "SAFE006", "REG007", "SCH004"} & ids == set()


@pytest.mark.parametrize(
    ("source", "fact", "made_by"),
    [
        ("check", "network", verdict._network),
        ("check", "service", verdict._service),
        ("calendar", "window", evidence.window_of),
    ],
)
def test_what_is_found_out_is_what_the_program_gives(source: str, fact: str, made_by):
    code = inspect.getsource(made_by) + (str(verdict._SERVICE) if fact == "service" else "")
    values = FOUND_OUT[source][fact]
    assert [value for value in values if f'"{value}"' not in code and f"'{value}'" not in code] == []
    if fact == "service":
        assert set(verdict._SERVICE.values()) <= values
