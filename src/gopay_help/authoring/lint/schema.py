"""The shape of a data file, held against its JSON Schema; each fault said so that an author can mend it."""

import difflib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gopay_help.authoring.lint.yaml import Document, Trail
from gopay_help.model.errors import DataError, Filled, Problem
from gopay_help.tree.pack import read_bytes

_NEAR = 0.7
"""From here on two words are probably one and a slip of the finger; below, the guess misleads."""
_COMPARED = 500
"""More words than this are not compared: a thousand problems have to be told at once."""
_LISTED = 20
_FEW = 9
"""So many words are told beside the one that was probably meant: the guess may be wrong."""


def nearest(word: str, known: Collection[str]) -> str:
    """The known word nearest to *word*, or the known words, the first of them where there are many."""
    near = difflib.get_close_matches(word, known, 1, _NEAR) if len(known) <= _COMPARED else []
    if near:
        word, few = repr(near[0]), ", ".join(known) if 1 < len(known) <= _FEW else ""
        if few:
            return Filled("did you mean {word}? Allowed here: {words}", word=word, words=few)
        return Filled("did you mean {word}?", word=word)
    listed = list(known)[:_LISTED]
    return Filled(
        "allowed here: {words}", words=", ".join([*listed, "…"] if len(known) > _LISTED else listed)
    )


RULE = "SCH001"
_SHOWN = 60

_KINDS = {
    "object": "a mapping (`key: value` lines)",
    "array": "a list ([a, b] or `- a` lines)",
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}
_FIXES = {
    "minItems": "add what is missing",
    "maxItems": "remove some, or split it",
    "uniqueItems": "keep one of them",
    "minProperties": "add an entry",
    "minLength": "write it",
    "maxLength": "shorten it",
}

_WIDE_MARKS = {"，": ",", "、": ",", "；": ",", "：": ":", "“": '"', "”": '"'}
"""Marks of a Chinese keyboard, and what YAML wants in their place."""

Fault = Any
"""A `jsonschema.ValidationError`, which does not say its types."""


def explain(document: Document, error: Fault) -> Iterator[Problem]:
    """What is wrong with each thing to mend; one that several errors are about comes several times."""
    trail: Trail = tuple(error.absolute_path)
    if "propertyNames" in list(error.relative_schema_path)[-3:]:
        message = Filled("{key} is not right as a key", key=shown(error.instance))
        yield document.problem(RULE, (*trail, error.instance), message, _described(error))
        return
    if error.validator in ("anyOf", "oneOf"):
        yield from _forms(document, error, trail)
        return
    yield from _EXPLAINED.get(error.validator, _other)(document, error, trail)


def shown(value: object) -> str:
    """A value as it may stand in a message: short, and never a whole part of the file."""
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _unknown_key(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    known = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key not in known:
            message = Filled("the key {key} is not known here", key=shown(key))
            fix = _belongs(key, error.schema) or nearest(key, known)
            yield document.problem(RULE, (*trail, key), message, fix)


def _belongs(key: str, schema: Mapping[str, Any]) -> str | None:
    """The key one level further in to which *key* belongs, if there is one: it was indented too little."""
    for name, inner in schema.get("properties", {}).items():
        if key in inner.get("properties", {}):
            return f"it belongs under `{name}:`; move it two spaces to the right"
    return None


def _missing_key(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    """All that are missing: the error is raised once for each and does not say for which."""
    for key in error.validator_value:
        if key not in error.instance:
            inside = bool(trail) and isinstance(trail[-1], str)
            where = repr(trail[-1]) if inside else ""
            template = "the key {key} is missing in {where}" if inside else "the key {key} is missing"
            message = Filled(template, key=repr(key), where=where)
            yield document.problem(RULE, trail, message, Filled("add `{key}: …`", key=key))


def _wrong_word(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
    fix = nearest(str(error.instance), [str(word) for word in allowed])
    key = next((part for part in reversed(trail) if isinstance(part, str)), "")
    template = "{value} is not allowed as `{key}`" if key else "{value} is not allowed here"
    yield document.problem(RULE, trail, Filled(template, value=shown(error.instance), key=key), fix)


def _wrong_type(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    kind = _KINDS.get(error.validator_value, str(error.validator_value))
    yield document.problem(
        RULE,
        trail,
        Filled("{value} is not {kind}", value=shown(error.instance), kind=kind),
        f"write {kind} here",
    )


def _twice(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    for index, entry in enumerate(error.instance):
        if entry in error.instance[:index]:
            message = Filled("{value} stands here twice", value=shown(entry))
            yield document.problem(RULE, (*trail, index), message, "keep one of them")


def _lacks(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    word = error.validator_value.get("const")
    yield document.problem(RULE, trail, f"{word!r} is missing in this list", f"add {word!r}")


def _other(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    value, limit = error.instance, error.validator_value
    message = {
        "minItems": "the list is too short",
        "maxItems": Filled("the list has more than {count} entries", count=limit),
        "minProperties": "nothing stands here",
        "minLength": "the text is empty" if value == "" else "the text is too short",
        "maxLength": Filled("the text has more than {count} characters", count=limit),
        "minimum": f"{value} is less than {limit}",
        "maximum": f"{value} is more than {limit}",
        "format": f"{shown(value)} is a day that does not exist",
    }.get(error.validator, f"{shown(value)} is not in the right form")
    yield document.problem(RULE, trail, message, _mistyped(value) or _described(error))


def _mistyped(value: object) -> str | None:
    """What slipped in where an id was meant, if that can be seen: it is hard to see in the value."""
    if not isinstance(value, str):
        return None
    if mark := next((char for char in value if char in _WIDE_MARKS), None):
        return f"write {_WIDE_MARKS[mark]!r} instead of {mark!r}"
    if ";" in value:
        return "part the entries with commas, not with semicolons"
    odd = next((char for char in value if char.isalpha() and not char.isascii()), None)
    if odd and any(char.isascii() and char.isalpha() for char in value):
        return f"type {odd!r} again: it is not the letter of the keyboard that it looks like"
    return None


def _described(error: Fault) -> str:
    described = error.schema.get("description")
    return f"write {described}" if described else _FIXES.get(error.validator, "see the schema of this file")


def _forms(document: Document, error: Fault, trail: Trail) -> Iterator[Problem]:
    """None of several forms fits, or more than one does. Where one was clearly meant, say what it lacks."""
    titles = [str(form.get("title", "another form")) for form in error.validator_value]
    if not error.context:
        message = "this says two things of which only one can be meant"
        yield document.problem(RULE, trail, message, f"keep either {' or '.join(titles)}")
        return
    scalars = [fault for fault in error.context if fault.validator in ("pattern", "format", "minLength")]
    if len({fault.relative_schema_path[0] for fault in scalars}) == 1 and isinstance(error.instance, str):
        yield from explain(document, scalars[0])
        return
    for index in range(len(titles)):
        inner = [fault for fault in error.context if fault.relative_schema_path[0] == index]
        if inner and all(fault.relative_path for fault in inner):
            for fault in inner:
                yield from explain(document, fault)
            return
    yield document.problem(RULE, trail, "this fits none of the allowed forms", f"write {' or '.join(titles)}")


_EXPLAINED: dict[str, Callable[[Document, Fault, Trail], Iterator[Problem]]] = {
    "additionalProperties": _unknown_key,
    "required": _missing_key,
    "enum": _wrong_word,
    "const": _wrong_word,
    "type": _wrong_type,
    "uniqueItems": _twice,
    "contains": _lacks,
}


def check_shape(document: Document, schema_file: Path) -> list[Problem]:
    """Every place where *document* leaves its schema, in file order.

    Raises:
        DataError: the file is of a newer format than this program knows, or its schema is missing.
    """
    validator = _validator(schema_file)
    _refuse_newer(document, validator.schema)
    problems = {
        problem: None
        for error in validator.iter_errors(document.data)
        for problem in explain(document, error)
    }
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


@cache
def _validator(schema_file: Path) -> Any:  # noqa: ANN401 (jsonschema does not say its types)
    # Authors' files only: a compiled pack was checked when it was built.
    from jsonschema import FormatChecker, validators

    kind: Any = validators
    schema = json.loads(read_bytes(schema_file))

    def ref(validator: Any, ref: str, instance: object, _schema: object) -> Iterator[Any]:  # noqa: ANN401
        """Ours point into their own file alone; the general way to find them takes a third of a lint."""
        _, defs, name = ref.split("/")
        yield from validator.descend(instance, schema[defs][name])

    strict = kind.extend(kind.Draft202012Validator, {"pattern": _pattern, "$ref": ref})
    days = FormatChecker(formats=["date"])
    return strict(schema, format_checker=days)


def _pattern(validator: Any, pattern: str, instance: object, _schema: object) -> Iterator[Any]:  # noqa: ANN401
    """As the schema means it: Python's ``$`` would let a line break through at the end."""
    from jsonschema import ValidationError, validators

    if isinstance(instance, str) and instance.endswith("\n"):
        yield ValidationError(f"{instance!r} ends in a line break")
    else:
        yield from validators.Draft202012Validator.VALIDATORS["pattern"](
            validator, pattern, instance, _schema
        )


def _refuse_newer(document: Document, schema: dict[str, Any]) -> None:
    expected = str(schema.get("properties", {}).get("format", {}).get("const", ""))
    name, _, known = expected.rpartition("@")
    stated_name, _, stated = str(document.data.get("format", "")).rpartition("@")
    if name and stated_name == name and stated.isdecimal() and int(stated) > int(known):
        raise DataError(
            f"{document.file} is of format {name}@{stated}; this program knows {expected}: update gopay-help"
        )
