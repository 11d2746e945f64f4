"""Messages written by hand: dangers are seen as what they are, and innocent ones are left alone.

Each file was written before the reader that it first measured. A line: number, label, the signs that must be
seen, language, the message. The seventh has what only sounds like fraud, and fraud that borrows such words;
the eighth has the kinds that lists for the public name, in English and Indonesian; the ninth has talk about
fraud, good news and shared lives, and frauds that borrow such words (less one that is missed).
"""

from pathlib import Path

import pytest

from verifying import TODAY, shipped

FILES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
FALSE_ALARMS = 0.03
MISSED = {("fifth", "8"), ("sixth", "26")}
"""A bare noun, and a question that ends in its verb: what would see them would see too much."""


def rows(name: str) -> list[list[str]]:
    text = (Path(__file__).parent / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def signs(message: str) -> set[str]:
    return {signal.id for signal in shipped().scan(message, TODAY).signals}


DANGERS = [
    (name, number, wanted, text)
    for name in FILES
    for number, label, wanted, _, text in rows(name)
    if label == "danger"
]
INNOCENT = [text for name in FILES for _, label, _, _, text in rows(name) if label == "none"]


def case(name: str, number: str, wanted: str, text: str):
    marks = (
        [pytest.mark.xfail(reason="asks without a verb: what would see it would see too much")]
        if (name, number) in MISSED
        else []
    )
    return pytest.param(wanted, text, id=f"{name}-{number}", marks=marks)


@pytest.mark.parametrize(("wanted", "text"), [case(*row) for row in DANGERS])
def test_a_danger_is_seen_as_what_it_is(wanted: str, text: str):
    assert set(wanted.split()) <= signs(text)


def test_innocent_messages_raise_few_alarms():
    flagged = {text: found for text in INNOCENT if (found := signs(text))}
    assert len(flagged) <= FALSE_ALARMS * len(INNOCENT), flagged


def test_what_only_sounds_like_fraud_is_left_alone():
    honest = [text for _, label, _, _, text in rows("seventh") if label == "none"]
    assert {text: found for text in honest if (found := signs(text))} == {}


def test_there_are_enough_of_both():
    assert len(DANGERS) > 200
    assert len(INNOCENT) > 200
