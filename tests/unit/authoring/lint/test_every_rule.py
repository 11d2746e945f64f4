"""The rules: each for the packs that it concerns, and knowing what can be found out."""

import inspect
from dataclasses import replace

import pytest

from fakes import SHIPPED, WARUNG
from gopay_help.authoring.lint.engine import RULES, rules_for
from gopay_help.authoring.lint.rule import load_source
from gopay_help.authoring.lint.rules_files import FOUND_OUT
from gopay_help.model.tree import UNKNOWN
from gopay_help.network import verdict
from gopay_help.wizard import session


@pytest.mark.slow
def test_the_shipped_pack_beside_an_earlier_one_is_held_against_every_rule():
    source = load_source(SHIPPED)
    assert {rule.id for rule in rules_for(replace(source, before=source))} == set(RULES)


def test_a_pack_without_a_file_is_not_asked_for_it():
    ids = {rule.id for rule in rules_for(load_source(WARUNG))}
    assert {"REG001", "SAFE005"} <= ids
    assert {"REG003", "REG016", "REG017", "SAFE006", "REG007", "SCH004"} & ids == set()


@pytest.mark.parametrize(
    ("source", "fact", "made_by"),
    [
        ("check", "network", verdict._network),
        ("check", "service", verdict._service),
        ("calendar", "window", session.window_of),
    ],
)
def test_what_is_found_out_is_what_the_program_gives(source: str, fact: str, made_by):
    code = inspect.getsource(made_by).replace("return UNKNOWN", f'return "{UNKNOWN}"') + (
        str(verdict._SERVICE) if fact == "service" else ""
    )
    values = FOUND_OUT[source][fact]
    assert [value for value in values if f'"{value}"' not in code and f"'{value}'" not in code] == []
    if fact == "service":
        assert set(verdict._SERVICE.values()) <= values
