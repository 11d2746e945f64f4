"""YAML, compiled JSON and the model say the same, and the reader means what every YAML reader means."""

import json
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gopay_help.authoring.lint.yaml import parse_yaml, read_document
from gopay_help.model.errors import TreeError
from gopay_help.model.text import hidden
from gopay_help.tree.walk import fingerprint, parse_tree

IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda word: word not in {"y", "n", "on", "no"}
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).filter(
    lambda text: not any(hidden(char) for char in text) and "\ufffe" not in text and "\uffff" not in text
)
VALUES = st.recursive(
    st.one_of(st.booleans(), st.integers(0, 999_999), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=20,
)
DOCUMENTS = st.dictionaries(TEXTS, VALUES, max_size=6)


def quoted(data: object) -> str:
    """JSON is YAML with everything quoted; YAML does not know that of characters beyond its first plane."""
    return json.dumps(data, ensure_ascii=False)


def block(data: object, pad: str = "") -> str:
    """Indented YAML, as an author writes it; strings in quotes."""
    if isinstance(data, dict) and data:
        return "".join(f"\n{pad}{quoted(key)}: {block(value, pad + '  ')}" for key, value in data.items())
    if isinstance(data, list) and data:
        return "".join(f"\n{pad}- {block(value, pad + '  ')}" for value in data)
    return quoted(data)


@pytest.mark.slow
@given(DOCUMENTS)
@settings(deadline=None)
def test_quoted_values_come_back_as_they_were(data: dict[str, object]):
    assert parse_yaml(quoted(data).encode(), "a.yaml").data == data
    assert parse_yaml(block(data).encode(), "a.yaml").data == data


@pytest.mark.slow
@given(DOCUMENTS)
@settings(deadline=None)
def test_yaml_and_json_of_one_document_are_one_value(data: dict[str, object]):
    with tempfile.TemporaryDirectory() as folder:
        as_yaml, as_json = Path(folder) / "a.yaml", Path(folder) / "a.json"
        as_yaml.write_text(quoted(data), "utf-8")
        as_json.write_text(json.dumps(data), "utf-8")
        one, two = read_document(as_yaml).data, read_document(as_json).data
    assert one == two == data
    assert fingerprint(one) == fingerprint(two)


@given(st.binary(max_size=200) | TEXTS.map(str.encode))
@settings(deadline=None)
def test_whatever_it_is_given_the_reader_answers_or_says_where(raw: bytes):
    try:
        document = parse_yaml(raw, "a.yaml")
    except TreeError as error:
        assert all(problem.line >= 0 and problem.message and problem.fix for problem in error.problems)  # noqa: PT017
    else:
        assert isinstance(document.data, dict)


@given(st.text("ab:-[]{}&*!#|>'\"%@`,?\n \t0179~.", max_size=60))
@settings(deadline=None, max_examples=300)
def test_what_the_reader_takes_means_the_same_to_every_yaml_reader(text: str):
    try:
        taken = parse_yaml(text.encode(), "a.yaml").data
    except TreeError:
        return
    assert yaml.safe_load(text) == taken


@st.composite
def tree_documents(draw: st.DrawFn) -> dict[str, object]:
    """A tree of the right shape: what its ids mean does not matter here."""
    ids = draw(st.lists(IDS, min_size=3, max_size=8, unique=True))
    one_id = st.sampled_from(ids)
    when = st.dictionaries(one_id, st.lists(IDS, min_size=1, max_size=3, unique=True), max_size=2)
    option = st.fixed_dictionaries({"id": IDS, "to": one_id}) | st.fixed_dictionaries(
        {"id": IDS, "same_as": IDS}
    )
    question = st.fixed_dictionaries(
        {"kind": st.just("question"), "options": st.lists(option, min_size=2, max_size=4)},
        optional={"alarm": st.booleans(), "advise": one_id,
                  "infer": st.lists(st.fixed_dictionaries({"when": when, "answer": IDS}), max_size=2)},
    )  # fmt: skip
    table = st.fixed_dictionaries(
        {
            "kind": st.just("table"),
            "facts": st.lists(one_id, max_size=2),
            "rows": st.lists(st.fixed_dictionaries({"when": when, "to": one_id}), min_size=1, max_size=3),
        }
    )
    return {
        "format": "gopay-help/tree@1",
        "id": "t",
        "version": "1.0.0",
        "languages": ["en"],
        "start": draw(one_id),
        "limits": {"max_questions": draw(st.integers(1, 20)), "probe_wait_s": draw(st.integers(0, 20))},
        "causes": {"fraud": {"exit_code": draw(st.integers(10, 20)), "network": True}},
        "emergency": {"exit_code": 20},
        "facts": {
            name: {"source": "check", "values": ["ok", "unknown"]} for name in draw(st.lists(IDS, max_size=2))
        },
        "nodes": {name: draw(question | table) for name in ids},
        "outcomes": {},
    }


@pytest.mark.slow
@given(tree_documents())
@settings(deadline=None)
def test_yaml_json_and_model_are_equal(data: dict[str, object]):
    from_yaml = parse_yaml(block(data).encode(), "tree.yaml").data
    from_json = json.loads(json.dumps(data))
    assert from_yaml == from_json == data
    assert parse_tree(from_yaml) == parse_tree(from_json)
