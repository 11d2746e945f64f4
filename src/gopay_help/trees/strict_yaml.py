"""Strict YAML: what YAML 1.1 would silently turn into something else is refused, with its place.

YAML 1.1 turns ``021500`` into 9024, ``17:00`` into 1020 and ``no`` into False, keeps the last of two equal
keys without a word and expands aliases without end. Here a plain scalar is a string, ``true``, ``false``,
``null`` or a small whole number; whatever else YAML 1.1 would make of it has to be quoted, and duplicate
keys, anchors, aliases, tags and depth are refused. All problems are reported, not only the first.
"""

import re
from dataclasses import dataclass

import yaml

from gopay_help.model.errors import Problem, TreeError
from gopay_help.trees.document import Data, Document, Place, Trail

MAX_DEPTH = 16

_RESOLVER = yaml.resolver.Resolver()
_LITERALS: dict[str, Data] = {"true": True, "false": False, "null": None}
_WHOLE_NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})\Z")
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def parse_yaml(raw: bytes, file: str) -> Document:
    """Parse YAML text whose top is a mapping.

    Raises:
        TreeError: all problems found, each with its place.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fix = "save it as UTF-8 text"
        raise TreeError([Problem("SYN005", "this is not UTF-8 text", fix, file, line, 1)]) from error
    builder = _Builder(file)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
    except _TooDeep:
        pass
    if builder.problems:
        raise TreeError(builder.problems)
    if not isinstance(builder.top, dict):
        problem = Problem("SYN006", "the file does not start with `key: value`", "start it with `format:`", file, 1, 1)
        raise TreeError([problem])
    return Document(file, builder.top, builder.places)


def _syntax_problem(error: yaml.YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    fix = "look at the indentation, colons and quotes here and in the line above"
    return Problem("SYN000", f"this is not YAML: {said}", fix, file, line, column)


class _TooDeep(Exception):  # noqa: N818 (a way out of the event loop, never seen outside)
    pass


@dataclass(slots=True)
class _Level:
    """A mapping or list that is being filled."""

    value: dict[str, Data] | list[Data]
    trail: Trail
    key: str | None = None


class _Builder:
    """Turns parser events into plain data; no recursion, so depth cannot hurt."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.top: Data = None
        self.places: dict[Trail, Place] = {}
        self.problems: list[Problem] = []
        self._stack: list[_Level] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        match type(event).__name__:
            case "ScalarEvent":
                self._refuse_decoration(event)
                self._scalar(event)
            case "MappingStartEvent":
                self._refuse_decoration(event)
                self._open({}, event)
            case "SequenceStartEvent":
                self._refuse_decoration(event)
                self._open([], event)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._stack.pop()
            case "AliasEvent":
                self._refuse("SYN003", event, "an alias (*) is not allowed", "write the value out")
                self._put("", event)
            case "DocumentStartEvent":
                self._documents += 1
                if self._documents > 1:
                    self._refuse("SYN003", event, "a second document (---) starts here", "keep one document a file")

    def _refuse(self, rule: str, event: yaml.Event, message: str, fix: str) -> None:
        place = _place(event)
        self.problems.append(Problem(rule, message, fix, self.file, place.line, place.column))

    def _refuse_decoration(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None):
            self._refuse("SYN003", event, "an anchor (&) is not allowed", "write the value out where it is needed")
        if getattr(event, "tag", None):
            self._refuse("SYN003", event, "a tag (!) is not allowed", "remove it; a quoted string stays a string")

    def _open(self, value: dict[str, Data] | list[Data], event: yaml.Event) -> None:
        trail = self._put(value, event)
        self._stack.append(_Level(value, trail))
        if len(self._stack) > MAX_DEPTH:
            self._refuse("SYN007", event, f"nested deeper than {MAX_DEPTH}", "flatten it")
            raise _TooDeep

    def _scalar(self, event: yaml.Event) -> None:
        level = self._stack[-1] if self._stack else None
        if level is not None and isinstance(level.value, dict) and level.key is None:
            self._take_key(level, event)
        else:
            self._put(self._value(event), event)

    def _take_key(self, level: _Level, event: yaml.Event) -> None:
        key = self._value(event)
        if not isinstance(key, str):
            self._refuse("SYN001", event, f"the key {key!r} is not a string", "put it in double quotes")
            key = str(key)
        if isinstance(level.value, dict) and key in level.value:
            self._refuse("SYN002", event, f"the key {key!r} stands here twice", "keep one of them")
        level.key = key
        self.places[(*level.trail, key)] = _place(event)

    def _put(self, value: Data, event: yaml.Event) -> Trail:
        """Store a value where the parser stands; returns its trail."""
        if not self._stack:
            if self.top is None:
                self.top = value
            self.places[()] = _place(event)
            return ()
        level = self._stack[-1]
        if isinstance(level.value, list):
            trail: Trail = (*level.trail, len(level.value))
            level.value.append(value)
            self.places[trail] = _place(event)
            return trail
        if level.key is None:
            self._refuse("SYN008", event, "a key has to be a plain word", "write `key: value`")
            level.key = ""
        trail = (*level.trail, level.key)
        level.value[level.key] = value
        level.key = None
        return trail

    def _value(self, event: yaml.Event) -> Data:
        text = str(event.value)
        if found := _INVISIBLE.search(text):
            code = f"U+{ord(found.group()):04X}"
            self._refuse("SYN005", event, f"an invisible character ({code}) stands here", "delete it")
        if event.style:
            return text
        return self._plain(text, event)

    def _plain(self, text: str, event: yaml.Event) -> Data:
        kind = str(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False))).rpartition(":")[2]
        if kind == "str":
            return text
        if text in _LITERALS:
            return _LITERALS[text]
        if kind == "int" and _WHOLE_NUMBER.match(text):
            return int(text)
        rule = "SYN004" if kind in ("int", "float", "timestamp") else "SYN001"
        said = "an empty value" if not text else f"{text} without quotes"
        self._refuse(rule, event, f"{said} would be read as {kind}", f'write "{text}" in double quotes')
        return text


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1)
