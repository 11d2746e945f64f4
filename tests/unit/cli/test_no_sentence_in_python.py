"""No error that somebody in trouble can meet is a sentence in Python: its words stand in the catalogues."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from fakes import ROOT, SHIPPED
from gopay_help.cli.packs import room_catalogue

SOURCE = ROOT / "src" / "gopay_help"
ENGLISH = room_catalogue(SHIPPED, "faults", lambda _found: "en").entries

AUTHORS_ALONE = {
    "authoring": "the authors' bench, where no run of a user comes",
    "cases/redact/words.py": "nothing is installed, so there are no words to say it in",
    "contacts/lookalikes.py": "names every wrong value to whoever wrote the file; a wheel's was checked",
    "contacts/registry.py": "likewise",
    "cli/i18n.py": "for translators",
    "cli/tree.py": "for authors, and maintainers of the registry",
    "cli/tree_show.py": "for authors",
    "network/targets.py": "names every wrong value to whoever wrote a file of targets; a wheel's was checked",
    "tree/pack.py": "nothing is installed, so there are no words to say it in",
}
"""Where an error may be an English sentence, and why nobody in trouble meets it."""
SAYING = {"Phrase", "not_written", "say", "tell"}
"""What makes a line of an error: a phrase, or a text of the catalogues."""
PASSED_ON = {"*error.args", "*wrong"}
"""Lines of another error, and phrases that were gathered."""


NAMES = [file.relative_to(SOURCE).as_posix() for file in sorted(SOURCE.rglob("*.py"))]


@cache
def modules() -> dict[str, ast.Module]:
    return {name: ast.parse((SOURCE / name).read_text("utf-8")) for name in NAMES}


def is_for_authors(name: str) -> bool:
    return name in AUTHORS_ALONE or name.partition("/")[0] in AUTHORS_ALONE


def last(node: ast.expr) -> str:
    return ast.unparse(node).rpartition(".")[2]


@cache
def error_classes() -> tuple[set[str], set[str]]:
    """Errors that are told as lines: those raised with the lines, and those that make their own."""
    plain, own = {"UsageError", "DataError"}, {"TreeError"}
    classes = [
        node for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    ]
    for _ in range(4):
        for each in classes:
            if each.name not in plain | own and {last(base) for base in each.bases} & (plain | own):
                makes = any(
                    isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in each.body
                )
                (own if makes else plain).add(each.name)
    return plain | {"GopayHelpError"}, own


def lines_of(tree: ast.Module) -> Iterator[tuple[ast.expr, set[str]]]:
    """Every line that is given to an error, with the parameters around it that are phrases."""
    plain, own = error_classes()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last(node.func) in plain:
            yield from ((line, set()) for line in node.args)
        if isinstance(node, ast.ClassDef) and node.name in own - {"TreeError"}:
            for made in ast.walk(node):
                if isinstance(made, ast.FunctionDef):
                    phrases = {
                        one.arg
                        for one in made.args.args
                        if one.annotation and last(one.annotation) == "Phrase"
                    }
                    for call in ast.walk(made):
                        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
                            yield from ((line, phrases) for line in call.args)


def is_said(line: ast.expr, phrases: set[str]) -> bool:
    if isinstance(line, ast.Call):
        return last(line.func) in SAYING
    return ast.unparse(line) in PASSED_ON | phrases


def sentences(tree: ast.Module) -> list[str]:
    """The lines of errors in a module that do not come from the catalogues."""
    return [ast.unparse(line) for line, phrases in lines_of(tree) if not is_said(line, phrases)]


@pytest.mark.parametrize("name", [name for name in NAMES if not is_for_authors(name)])
def test_no_error_of_a_user_is_a_sentence_in_python(name):
    assert sentences(modules()[name]) == []


@pytest.mark.parametrize("name", AUTHORS_ALONE)
def test_whoever_is_excused_needs_it(name):
    of = [tree for module, tree in modules().items() if module == name or module.startswith(f"{name}/")]
    assert of
    assert any(map(sentences, of))


def test_the_errors_are_found():
    plain, own = error_classes()
    assert {"UsageError", "DataError", "BusyError"} <= plain
    assert {"TreeError", "StoreError", "DamagedError", "ShapeError", "MissingAnswer"} <= own
    said = [line for name, tree in modules().items() if not is_for_authors(name) for line in lines_of(tree)]
    assert len(said) > 40


@pytest.mark.parametrize(
    "planted",
    [
        'raise UsageError("there is no case")',
        'raise UsageError(f"{x} is no case")',
        'message = "no"\nraise DataError(message)',
        'raise errors.BusyError("a" + b)',
        'raise UsageError(*["no"])',
        'raise UsageError(Phrase("fault.at"), "no")',
        'class StoreError(DataError):\n    def __init__(self, x: str): super().__init__(f"{x}")',
    ],
)
def test_a_planted_sentence_is_seen(planted):
    assert sentences(ast.parse(planted))


def phrases_in_code() -> Iterator[tuple[str, set[str]]]:
    """Keys of phrases that stand in the code, each with the names it fills."""
    for tree in modules().values():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and last(node.func) == "Phrase"
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value), {str(word.arg) for word in node.keywords}


def test_every_phrase_has_words_that_it_fills():
    found = [(key, names) for key, names in phrases_in_code() if key.startswith("fault.")]
    assert len(found) > 40
    for key, names in found:
        assert set(re.findall(r"\{(\w+)\}", ENGLISH[key])) == names, key


def test_no_words_of_an_error_are_left_over():
    code = "".join(file.read_text("utf-8") for file in SOURCE.rglob("*.py"))
    unused = [key for key in ENGLISH if f'"{key}"' not in code]
    assert all(key.startswith("fault.reason.") for key in unused)
    assert all(f'"{key.rpartition(".")[2]}"' in code for key in unused)
