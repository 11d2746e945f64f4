"""Holds many like documents against one JSON Schema, and looks at each different part of them once.

jsonschema needs 15 ms for one diagnosis; a test of a tree prints a thousand, of which hardly a part is new.
What a keyword says of a value depends on both alone, so a part found right once is right everywhere.
"""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from jsonschema import validators

Fault = Any
"""A `jsonschema.ValidationError`, which does not say its types."""


class Shape:
    """The schema of one of our documents, by its name, for example ``diagnosis``."""

    def __init__(self, name: str) -> None:
        text = (files("gopay_help") / "schemas" / f"{name}.schema.json").read_text("utf-8")
        kind: Any = validators
        base = kind.validator_for(json.loads(text))
        self._right: set[tuple[int, str]] = set()
        plain = base.VALIDATORS
        remembered = {word: self._remembering(plain[word]) for word in ("properties", "items")}
        self._validator = kind.extend(base, remembered)(json.loads(text))

    def faults(self, document: Mapping[str, Any]) -> Iterator[str]:
        """What is wrong with *document*, in the words of jsonschema, with the place of it."""
        for fault in self._validator.iter_errors(document):
            yield f"{fault.json_path}: {fault.message[:200]}"

    def _remembering(self, keyword: Any) -> Any:  # noqa: ANN401 (jsonschema does not say its types)
        def check(validator: Any, schema: Any, instance: Any, parent: Any) -> Iterator[Fault]:  # noqa: ANN401
            key = (id(schema), repr(instance))
            if key in self._right:
                return
            found = list(keyword(validator, schema, instance, parent))
            if found:
                yield from found
            else:
                self._right.add(key)

        return check
