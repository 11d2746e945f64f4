"""Frozen values are built by their type hints; every value of another kind is named with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, NewType

import pytest

from gopay_help.model.build import Builder

Name = NewType("Name", str)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Wheel(NamedTuple):
    size: float
    spokes: int = 32


@dataclass(frozen=True, slots=True)
class Bike:
    name: Name
    colour: Colour
    wheels: tuple[Wheel, ...]
    bought: date | None
    lent: bool
    tags: frozenset[str]
    labels: tuple[tuple[str, str], ...]
    parts: Mapping[str, tuple[int, ...]]


RIGHT = {
    "name": "Rocinante",
    "colour": "red",
    "wheels": [{"size": 28}, {"size": 27.5, "spokes": 24, "maker": "passed over"}],
    "bought": "2026-11-22",
    "lent": False,
    "tags": ["old", "old"],
    "labels": {"b": "2", "a": "1"},
    "parts": {"gear": [1, 2]},
}


def build(**changes):
    builder = Builder()
    return builder.build(Bike, {**RIGHT, **changes}, "bike"), builder.problems


def test_every_form_of_hint():
    bike, problems = build()
    assert problems == []
    assert bike == Bike(
        Name("Rocinante"), Colour.RED, (Wheel(28.0), Wheel(27.5, 24)), date(2026, 11, 22), False,  # noqa: FBT003
        frozenset({"old"}), (("b", "2"), ("a", "1")), {"gear": (1, 2)},
    )  # fmt: skip
    assert isinstance(bike.colour, Colour)
    assert isinstance(bike.wheels[0].size, float)


def test_what_may_be_missing_is_nothing_or_its_default():
    assert build(bought=None)[0].bought is None
    builder = Builder()
    left = {key: value for key, value in RIGHT.items() if key != "bought"}
    assert builder.build(Bike, left, "bike").bought is None
    assert builder.problems == []


def test_what_is_given_is_taken_as_it_is():
    builder = Builder()
    assert builder.build(Wheel, {"size": "odd"}, "wheel", size=1.5) == Wheel(1.5)
    assert builder.problems == []


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("name", 7, "bike.name: should be a string"),
        ("colour", "green", "bike.colour: should be one of red, blue"),
        ("wheels", "two", "bike.wheels: should be a list"),
        ("wheels", [{"size": 28}, 3], "bike.wheels[1]: should be a mapping"),
        ("wheels", [{}], "bike.wheels[0].size: should be there"),
        ("wheels", [{"size": True}], "bike.wheels[0].size: should be a number"),
        ("wheels", [{"size": 1, "spokes": True}], "bike.wheels[0].spokes: should be a whole number"),
        ("bought", "soon", "bike.bought: should be a date such as 2026-11-22"),
        ("bought", 7, "bike.bought: should be a date such as 2026-11-22"),
        ("lent", 0, "bike.lent: should be true or false"),
        ("tags", {"a": 1}, "bike.tags: should be a list"),
        ("labels", {"a": 1}, "bike.labels.a: should be a string"),
        ("labels", ["a"], "bike.labels: should be a mapping"),
        ("parts", {"gear": [1, "2"]}, "bike.parts.gear[1]: should be a whole number"),
    ],
)
def test_a_value_of_another_kind_is_named_with_its_place(key: str, value: object, told: str):
    assert build(**{key: value})[1] == [told]


def test_all_of_them_are():
    assert len(build(name=1, colour="", lent=None)[1]) == 3
