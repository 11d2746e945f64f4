"""The pack that is shipped passes every rule, and has every word that the program says."""

import re

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import PROVED, load_source
from gopay_help.model.errors import TreeError

WORD = re.compile(r"""["'](ui\.[a-z_.]+[a-z])["']""")


def test_the_shipped_pack_has_no_problem():
    try:
        problems = judge(load_source(SHIPPED)).problems
    except TreeError as error:
        problems = list(error.problems)
    assert not problems, "\n".join(str(problem) for problem in problems[:40])


@pytest.mark.parametrize("name", [*PROVED, "targets", "text"])
def test_every_document_has_a_schema(name: str):
    assert (SHIPPED.parent / "schema" / f"{name}.schema.json").is_file()


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "id"])
def test_every_word_that_the_program_says_is_there(lang: str):
    said = {
        key
        for file in (ROOT / "src" / "gopay_help").rglob("*.py")
        for key in WORD.findall(file.read_text("utf-8"))
    }
    there = {key for document in load_source(SHIPPED).texts[lang] for key in document.data}
    assert said
    assert sorted(said - there) == []
