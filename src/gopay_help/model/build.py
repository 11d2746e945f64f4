"""Builds frozen values from plain ones (JSON, checked YAML) by the type hints of their classes.

Used where a schema or a certificate came first: what is wrong all the same is noted with its place, all
of it at once. Classes are named tuples or dataclasses; their hints are made of str, int, float, bool, date,
moments, words of an enum, new types, other such classes, ``X | None``, tuples and sets of one type, mappings.
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, NewType, TypeVar, Union, cast, get_args, get_origin

T = TypeVar("T")
Place = str | tuple["Place", str | int]
"""The way to a value: a name, or a way with one key or index more."""
Read = Callable[["Builder", Any, Place], Any]

_PLAIN = {str: "a string", int: "a whole number", bool: "true or false"}
_NO_DEFAULT = object()


class Builder:
    """Builds the values of one document; `problems` names every place that is not as its hint says."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def build(self, kind: type[T], data: Any, at: Place, **given: object) -> T:  # noqa: ANN401 (from outside)
        """A value of *kind*, not to be used where there are problems.

        Args:
            kind: a class with type hints.
            data: the mapping that its fields stand in; other keys of it are passed over.
            at: the way to it.
            given: fields that are taken as they are.
        """
        if not isinstance(data, Mapping):
            wrong: T = self.wrong(at, "a mapping")
            return wrong
        for name, read, default in _fields(cast("Hashable", kind), tuple(given)):
            if name in data:
                given[name] = read(self, data[name], (at, name))
            else:
                given[name] = self.wrong((at, name), "there") if default is _NO_DEFAULT else default
        return kind(**given)

    def wrong(self, at: Place, expected: str) -> Any:  # noqa: ANN401 (stands in for a value of any type)
        """Note that the value *at* a place is not what it should be."""
        way: list[str] = []
        while isinstance(at, tuple):
            at, key = at
            way.append(f"[{key}]" if isinstance(key, int) else f".{key}")
        self.problems.append(f"{at}{''.join(reversed(way))}: should be {expected}")


@cache
def _fields(kind: Hashable, given: tuple[str, ...]) -> tuple[tuple[str, Read, object], ...]:
    """The fields of a class that are not *given*: how each is read, and what it is where nothing is said."""
    defaults: Mapping[str, object] | None = getattr(kind, "_field_defaults", None)
    if defaults is None:
        from dataclasses import MISSING  # noqa: PLC0415 (with `inspect` 7 ms, and many a start has none)

        fields: Mapping[str, Any] = getattr(kind, "__dataclass_fields__", {})
        defaults = {name: one.default for name, one in fields.items() if one.default is not MISSING}
    hints = {name: hint for name, hint in kind.__annotations__.items() if name not in given}
    nothing = {name: None if NoneType in get_args(hint) else _NO_DEFAULT for name, hint in hints.items()}
    return tuple((name, _reader(hint), defaults.get(name, nothing[name])) for name, hint in hints.items())


@cache
def _reader(hint: Any) -> Read:  # noqa: ANN401 (a type, or a form of typing)
    """How a value of a type is read."""
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is None:
        return _one(hint)
    if origin in (UnionType, Union):  # the latter of new types
        (inner,) = (_reader(part) for part in parts if part is not NoneType)
        return lambda builder, data, at: None if data is None else inner(builder, data, at)
    if origin is Mapping:
        return partial(_mapping, _reader(parts[1]), dict)
    if get_origin(parts[0]) is tuple:  # pairs, which stand as a mapping
        return partial(_mapping, _reader(get_args(parts[0])[1]), tuple)
    part: Any = parts[0]
    while isinstance(part, NewType):
        part = part.__supertype__
    return partial(_list, _reader(part), part if part in _PLAIN else None, origin)


def _one(kind: type) -> Read:
    if plain := _PLAIN.get(kind):
        return lambda builder, data, at: data if type(data) is kind else builder.wrong(at, plain)
    if kind is float:
        return lambda builder, data, at: (
            float(data) if type(data) in (int, float) else builder.wrong(at, "a number")
        )
    if kind is date:
        return lambda builder, data, at: _tried(
            date.fromisoformat, builder, data, at, "a date such as 2026-11-22"
        )
    if kind is datetime:
        return lambda builder, data, at: _tried(parse_moment, builder, data, at, "a moment with its zone")
    if issubclass(kind, StrEnum):
        words = f"one of {', '.join(kind)}"
        return lambda builder, data, at: _tried(kind, builder, data, at, words)
    return lambda builder, data, at: builder.build(kind, data, at)


def parse_moment(text: str) -> datetime:
    """A moment with its zone as ISO 8601 writes it, in UTC.

    Raises:
        ValueError: it is none.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(UTC)


def _tried(read: Callable[[Any], Any], builder: Builder, data: Any, at: Place, expected: str) -> Any:  # noqa: ANN401
    try:
        return read(data)
    except (TypeError, ValueError, OverflowError):
        return builder.wrong(at, expected)


def _list(
    each: Read,
    plain: object,
    kind: Callable[[Any], Any],
    builder: Builder,
    data: Any,  # noqa: ANN401
    at: Place,
) -> Any:  # noqa: ANN401
    if not isinstance(data, list | tuple):
        return builder.wrong(at, "a list")
    if set(map(type, data)) <= {plain}:  # most are lists of strings: all looked at at once
        return kind(data)
    return kind(each(builder, one, (at, index)) for index, one in enumerate(data))


def _mapping(each: Read, kind: Callable[[Any], Any], builder: Builder, data: Any, at: Place) -> Any:  # noqa: ANN401
    if not isinstance(data, Mapping):
        return builder.wrong(at, "a mapping")
    return kind([(key, each(builder, one, (at, key))) for key, one in data.items()])
