"""The words of redaction are data: each list is used, each name is known, without them nothing is kept."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from gopay_help.cases.redact import words
from gopay_help.model.errors import DataError

DATA = Path(__file__).resolve().parents[3] / "decision_trees" / "redaction.yaml"
LISTS = yaml.safe_load(DATA.read_text("utf-8"))
SHAPES = Path(words.__file__).read_text("utf-8")


def test_every_list_is_used_and_every_name_is_known():
    text = SHAPES + DATA.read_text("utf-8")
    named = set(re.findall(r"\{([a-z_]+)\}", text)) | set(re.findall(r'words_of\("([a-z_]+)"\)', text))
    put_together = {"name", "word", "at", "dot"}  # of the docstring, and of strings that are put together
    assert named - set(LISTS) <= put_together
    assert set(LISTS) - named == set()


def test_a_list_has_words_and_none_of_them_is_nothing():
    for name in LISTS.keys() - {
        "not_a_code",
        "maybe_not_a_code",
    }:  # those are shapes
        assert words.words_of(name), name
        assert re.compile(words.any_of(name)).search("") is None, f"{name}: found everywhere"


def test_a_word_ends_where_its_list_says():
    found = re.compile(words.any_of("postal"))
    assert found.search("a zip here")
    assert not found.search("zipper")
    assert not found.search("unzip")


def test_no_word_is_a_capital_that_folded_text_never_has():
    for name, text in LISTS.items():
        lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("# "))
        assert not re.search(r"(?<!\\)[A-Z]", lines), name


def test_compiled_words_read_as_those_of_the_checkout(tmp_path, monkeypatch):
    compiled = tmp_path / "redaction.json"
    compiled.write_text(json.dumps(LISTS), "utf-8")
    monkeypatch.setattr(words, "_PLACES", (compiled,))
    words._lists.cache_clear()
    try:
        assert words._lists() == LISTS
    finally:
        words._lists.cache_clear()


def test_without_its_words_nothing_is_let_through(tmp_path, monkeypatch):
    monkeypatch.setattr(words, "_PLACES", (tmp_path / "gone.json",))
    words._lists.cache_clear()
    try:
        with pytest.raises(DataError):
            words.any_of("code")
    finally:
        words._lists.cache_clear()


def test_a_run_without_free_text_reads_none_of_them():
    """A case is kept, with no word typed: neither the rules nor YAML are loaded."""
    run = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path; import tempfile\n"
        "from gopay_help.cases.store import Store, new_id\n"
        "from gopay_help.model.case import Case, CaseTree\n"
        "now = datetime.now(UTC)\n"
        "case = Case(new_id(), now, now, 'en', 'x', CaseTree('a', '1', 'b'), 'k')\n"
        "Store(Path(tempfile.mkdtemp()) / 'cases').save(case)\n"
        "print({'yaml', 'gopay_help.cases.redact.words', 'gopay_help.cases.redact.said'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
