"""One way of writing at a time: a sentence each, with what must be hidden of it or what must be kept."""

from pathlib import Path

import pytest
import yaml
from other_hand import PUBLIC

from gopay_help.cases.redact.engine import redact

SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    "row", [row for row in SENTENCES if "hidden" in row], ids=lambda row: row["text"][:40]
)
def test_it_is_hidden(row):
    covered = _covered(row["text"])
    for span in row["hidden"]:
        at = row["text"].rindex(span)
        letters = [index for index in range(at, at + len(span)) if row["text"][index].isalnum()]
        assert letters
        assert covered.issuperset(letters), redact(row["text"], public=PUBLIC).text


@pytest.mark.parametrize("row", [row for row in SENTENCES if "kept" in row], ids=lambda row: row["text"][:40])
def test_it_is_kept(row):
    covered = _covered(row["text"])
    for span in row["kept"]:
        at = row["text"].index(span)
        assert covered.isdisjoint(range(at, at + len(span))), redact(row["text"], public=PUBLIC).text


def test_twice_is_once():
    for row in SENTENCES:
        once = redact(row["text"], public=PUBLIC).text
        assert redact(once, public=PUBLIC).text == once


def _covered(text):
    return {index for span in redact(text, public=PUBLIC).hidden for index in range(span.start, span.end)}
