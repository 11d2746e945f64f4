"""Strict YAML: what YAML 1.1 would silently turn into something else is refused, with its place.

YAML 1.1 turns ``021500`` into 9024, ``17:00`` into 1020 and ``no`` into False, keeps the last of two equal
keys without a word and expands aliases without end. Here a plain scalar is a string, ``true``, ``false``,
``null`` or a small whole number; whatever else YAML 1.1 would make of it has to be quoted, and duplicate
keys, anchors, aliases, tags and depth are refused. All problems are reported, not only the first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import yaml

from gopay_help.model.errors import Filled, Level, Problem, TreeError
from gopay_help.model.text import escape, hidden
from gopay_help.tree.pack import read_bytes, read_json

Data = str | int | bool | None | list["Data"] | dict[str, "Data"]
Trail = tuple[str | int, ...]
"""The way to a value: the keys and indices from the top."""


class Comment(NamedTuple):
    """A comment of a YAML file, without its ``#``."""

    line: int
    column: int
    text: str
    alone: bool
    """True if nothing else stands on the line."""

    @property
    def place(self) -> "Place":
        """Where it begins."""
        return Place(self.line, self.column)


class Place(NamedTuple):
    """Line and column in a file, both from 1; 0 where nothing is known."""

    line: int = 0
    column: int = 0


def entries(value: Data) -> Iterable[tuple[str | int, Data]]:
    """What stands in a mapping or a list, by key or place; nothing in anything else."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


class Broken(NamedTuple):
    """Where a rule is broken. What is said of it stands in messages.yaml, by the rule and its *variant*."""

    file: str
    place: Place
    variant: str
    values: Mapping[str, object]
    """What the sentences are filled with; ``said`` and ``fix`` stand for a whole sentence."""
    level: Level = Level.ERROR


_CALLED = {"outcomes": ("outcome",), "nodes": ("node", "question", "table"), "facts": ("fact",)}
"""How sentences call what stands at a place of the tree."""


@dataclass(slots=True)
class Document:
    """A file as plain data, with the place of every key and value.

    ``data`` holds str, int, bool, None, list and dict only. ``places`` and ``comments``
    are empty for compiled JSON.
    """

    file: str
    data: dict[str, Data]
    places: dict[Trail, Place] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()

    def place(self, *trail: str | int) -> Place:
        """Where the value at *trail* stands, or the nearest value around it."""
        while trail and trail not in self.places:
            trail = trail[:-1]
        return self.places.get(trail, Place())

    def problem(self, rule: str, trail: Trail, message: str, fix: str) -> Problem:
        """A problem at the place of *trail*."""
        place = self.place(*trail)
        return Problem(rule, message, fix, self.file, place.line, place.column)

    def found(self, trail: Trail, variant: str = "", /, **values: object) -> Broken:
        """A break at *trail*: the node, outcome or fact there is known to the sentences."""
        inner = trail[1:]
        for name in _CALLED.get(str(trail[0]), ()) if inner else ():
            values.setdefault(name, inner[0])
        return self.found_at(self.place(*trail), variant, **values)

    def found_at(self, place: Place, variant: str = "", /, **values: object) -> Broken:
        """A break at a place that holds no value."""
        return Broken(self.file, place, variant, values)


MAX_DEPTH = 16
_TOO_DEEP, _FLATTEN = f"nested deeper than {MAX_DEPTH}", "flatten it"

_RESOLVER = yaml.resolver.Resolver()
_LITERALS: dict[str, Data] = {"true": True, "false": False, "null": None}
_WHOLE_NUMBER = re.compile(r"(0|[1-9][0-9]{0,5})\Z")
_HASH = re.compile(r"(?:(?<=\s)|^)#")
_READ_AS = {
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "null": "nothing",
}
_PLAINLY = {
    "mapping values are not allowed": "a colon too many, or a line that is not indented like its neighbours",
    "could not find expected ':'": "a line without `key: value`",
    "expected ',' or": "a bracket that is not closed, or a comma is missing",
    "expected <block end>": "a line that is not indented like its neighbours",
    "expected key": "a line that is not indented like its neighbours",
    "unexpected end of stream": "a quote that is not closed",
    "cannot start any token": "a value that begins with a sign of YAML's own and needs quotes",
}
"""What the parser says, and what an author sees."""
_WIDE_INDENT = re.compile("[ -]*([\u00a0\u2000-\u200a\u202f\u3000])")
"""A space that YAML does not count as one, before anything else in a line."""


def read_document(path: Path) -> Document:
    """Read a YAML or JSON file whose top is a mapping.

    Raises:
        DataError: the file cannot be read at all.
        TreeError: what it holds is refused; all problems, each with its place.
    """
    if path.suffix == ".json":
        return Document(str(path), read_json(path))
    return parse_yaml(read_bytes(path), str(path))


def parse_yaml(raw: bytes, file: str, *, literal: bool = False) -> Document:
    """Parse YAML text whose top is a mapping; *literal* takes every plain scalar as the string it is.

    Raises:
        TreeError: all problems found, each with its place.
    """
    text = _decode(raw, file)
    builder = _Builder(file, _hidden_characters(text, file), text.split("\n"), literal=literal)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.reader.ReaderError as error:  # a control character: the scan of the text has its place
        if not builder.problems:
            builder.problems.append(_syntax_problem(error, file, builder.lines))
    except yaml.YAMLError as error:
        builder.problems.append(_syntax_problem(error, file, builder.lines))
    except _TooDeep:
        pass
    if builder.problems:
        builder.problems = list(_first_causes(builder.problems))
        raise TreeError(sorted(builder.problems, key=lambda problem: (problem.line, problem.column)))
    if not isinstance(builder.top, dict):
        message, fix = "the file does not start with `key: value`", "start it with a key and a colon"
        raise TreeError([Problem("SYN006", message, fix, file, 1, 1)])
    return Document(file, builder.top, builder.places, tuple(_comments(text, builder.quoted)))


def _comments(text: str, quoted: set[tuple[int, int]]) -> Iterator[Comment]:
    """Every comment; *quoted* holds the places of the signs that look like one inside a value."""
    for number, line in enumerate(text.split("\n") if "#" in text else (), 1):
        for match in _HASH.finditer(line):
            if (number, match.start()) not in quoted:
                said = line[match.end() :].strip()
                yield Comment(number, match.start() + 1, said, alone=not line[: match.start()].strip())
                break


def _decode(raw: bytes, file: str) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        fix = "save it as UTF-8 text"
        raise TreeError([Problem("SYN005", "this is UTF-16 text, not UTF-8", fix, file, 1, 1)])
    if b"\0" in raw:
        fix = "name a text file"
        raise TreeError([Problem("SYN005", "this is a binary file, not text", fix, file, 1, 1)])
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        fix = "save it as UTF-8 text"
        raise TreeError([Problem("SYN005", "this is not UTF-8 text", fix, file, line, 1)]) from error


def _hidden_characters(text: str, file: str) -> list[Problem]:
    """The first hidden character of each line, in comments too: what is read is not what is there.

    A tab is one of them: YAML readers disagree on where it may stand.
    """
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and line.isprintable():
            continue
        bare = line.removesuffix("\r")
        if wide := _WIDE_INDENT.match(bare):
            message = f"a space that is none ({escape(wide[1])}) stands before the text"
            problems.append(Problem("SYN005", message, "use spaces", file, number, wide.start(1) + 1))
            continue
        column = next((at for at, char in enumerate(bare, 1) if hidden(char)), 0)
        if column:
            tab = bare[column - 1] == "\t"
            sign = escape(bare[column - 1])
            message = (
                "a tab stands here" if tab else Filled("a hidden character ({sign}) stands here", sign=sign)
            )
            fix = "use spaces" if tab else "delete it"
            problems.append(Problem("SYN005", message, fix, file, number, column))
    return problems


def _syntax_problem(error: yaml.YAMLError, file: str, lines: list[str]) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or str(error).split("\n", maxsplit=1)[0]
    if mark and "nesting depth" in said:  # libyaml's own limit, of PyYAML 6.0.4: met before ours in one piece
        return Problem("SYN007", _TOO_DEEP, _FLATTEN, file, mark.line + 1, mark.column + 1)
    if mark and (found := likely_mistake(lines, mark.line + 1)):
        message = Filled("this is not YAML: {reason}", reason=found.reason)
        return Problem("SYN000", message, found.fix, file, found.line, found.column)
    if "flow" in str(getattr(error, "context", None)):  # where the bracket was opened
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    fix = "look at the indentation, colons and quotes here and in the line above"
    plainly = next((words for sign, words in _PLAINLY.items() if sign in said), said)
    return Problem("SYN000", Filled("this is not YAML: {reason}", reason=plainly), fix, file, line, column)


def _first_causes(problems: list[Problem]) -> Iterator[Problem]:
    """Without what only follows from a tab or another odd sign in the same line or beside it."""
    odd = {problem.line for problem in problems if problem.rule == "SYN005"}
    for problem in problems:
        near = {problem.line + step for step in (-2, -1, 0, 1)}
        if problem.rule not in ("SYN000", "SYN001") or not near & odd:
            yield problem


class _TooDeep(Exception):  # noqa: N818 (a way out of the event loop, never seen outside)
    pass


@dataclass(slots=True)
class _Level:
    """A mapping or list that is being filled."""

    value: dict[str, Data] | list[Data]
    trail: Trail
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Turns parser events into plain data; no recursion, so depth cannot hurt."""

    file: str
    problems: list[Problem]
    lines: list[str]
    top: Data = None
    places: dict[Trail, Place] = field(default_factory=dict)
    _stack: list[_Level] = field(default_factory=list)
    _documents: int = 0
    literal: bool = False
    quoted: set[tuple[int, int]] = field(default_factory=set)
    """Line, from 1, and index of each ``#`` that stands inside a value, and so begins no comment."""

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        match event:
            case yaml.ScalarEvent():
                self._refuse_decoration(event)
                if "#" in event.value:
                    self._remember_hashes(event)
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._refuse_decoration(event)
                self._open({}, event)
            case yaml.SequenceStartEvent():
                self._refuse_decoration(event)
                self._open([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    fix = "keep one document a file"
                    self._refuse("SYN003", event, "a second document (---) starts here", fix)
            case _:  # the ends of the document and of the stream
                pass

    def _remember_hashes(self, event: yaml.ScalarEvent) -> None:
        start, end = event.start_mark, event.end_mark
        if start is None or end is None or end.line >= len(self.lines):
            return  # a lone carriage return, which libyaml counts as a line: refused as hidden
        for number in range(start.line, end.line + 1):
            line = self.lines[number]
            first = start.column if number == start.line else 0
            last = end.column if number == end.line else len(line)
            self.quoted |= {(number + 1, at) for at in range(first, last) if line[at] == "#"}

    def _refuse(self, rule: str, event: yaml.Event, message: str, fix: str) -> None:
        place = _place(event)
        self.problems.append(Problem(rule, message, fix, self.file, place.line, place.column))

    def _refuse_decoration(self, event: yaml.Event) -> None:
        if getattr(event, "anchor", None):
            fix = "write the value out where it is needed"
            self._refuse(
                "SYN003",
                event,
                "an anchor (&) is not allowed: what stands here would change elsewhere too",
                fix,
            )
        if getattr(event, "tag", None):
            self._refuse("SYN003", event, "a tag (!) is not allowed", "remove it; a quoted string stays one")

    def _alias(self, event: yaml.Event) -> None:
        self._refuse("SYN003", event, "an alias (*) is not allowed", "write the value out")
        if level := self._awaits_key():
            level.key = ""
        else:
            self._put("", event)

    def _open(self, value: dict[str, Data] | list[Data], event: yaml.Event) -> None:
        if level := self._awaits_key():
            self._refuse("SYN008", event, "a key has to be a plain word", "write `key: value`")
            level.key = ""
            trail = level.trail
        else:
            trail = self._put(value, event)
        self._stack.append(_Level(value, trail))
        if len(self._stack) > MAX_DEPTH:
            self._refuse("SYN007", event, _TOO_DEEP, _FLATTEN)
            raise _TooDeep

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if level := self._awaits_key():
            self._take_key(level, event)
        else:
            self._put(self._value(event), event)

    def _awaits_key(self) -> _Level | None:
        """The mapping being filled, if a key has to come next."""
        level = self._stack[-1] if self._stack else None
        return level if level and isinstance(level.value, dict) and level.key is None else None

    def _take_key(self, level: _Level, event: yaml.ScalarEvent) -> None:
        key = self._value(event)
        if not isinstance(key, str):
            text = str(event.value)
            self._refuse("SYN001", event, Filled("the key {key} is not a string", key=text), _quote(text))
            key = text
        if key in level.value:
            first = self.places[(*level.trail, key)].line
            message = Filled(
                "the key {key} stands here twice, first in line {line}", key=repr(key), line=first
            )
            self._refuse("SYN002", event, message, "keep one of them, or rename one")
        level.key = key
        self.places[(*level.trail, key)] = _place(event)

    def _put(self, value: Data, event: yaml.Event) -> Trail:
        """Store a value where the parser stands; returns its trail."""
        if not self._stack:
            self.top = value
            self.places[()] = _place(event)
            return ()
        level = self._stack[-1]
        if isinstance(level.value, list):
            trail: Trail = (*level.trail, len(level.value))
            level.value.append(value)
            self.places[trail] = _place(event)
            return trail
        key = level.key or ""
        level.value[key] = value
        level.key = None
        return (*level.trail, key)

    def _value(self, event: yaml.ScalarEvent) -> Data:
        text = str(event.value)
        if not (text.isascii() and text.isprintable()):
            self._refuse_hidden(text, event)
        return text if event.style or self.literal else self._plain(text, event)

    def _refuse_hidden(self, text: str, event: yaml.ScalarEvent) -> None:
        r"""A hidden character that an escape such as ``\u202e`` put there; the others are found by now."""
        lines = range(_place(event).line, event.end_mark.line + 2 if event.end_mark else 0)
        if any(problem.rule == "SYN005" and problem.line in lines for problem in self.problems):
            return
        found = next((char for char in text if char not in "\n\t" and hidden(char)), None)
        if found:
            self._refuse(
                "SYN005",
                event,
                Filled("this holds a hidden character ({sign})", sign=escape(found)),
                "delete it",
            )

    def _plain(self, text: str, event: yaml.Event) -> Data:
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
        kind = str(tag).rpartition(":")[2]
        if kind == "str":
            return text
        if text in _LITERALS:
            return _LITERALS[text]
        if kind == "int" and _WHOLE_NUMBER.match(text):
            return int(text)
        level = self._stack[-1] if self._stack else None
        if not text and level and ":" in (level.key or "").strip(":"):
            name, _, value = str(level.key).partition(":")
            message = f"a space is missing after the colon of {level.key!r}"
            self._refuse("SYN001", event, message, f"write `{name}: {value}`")
            return text
        rule = "SYN004" if kind in ("int", "float", "timestamp") else "SYN001"
        said: str = "an empty value would be read as nothing"
        if text:
            read = _READ_AS.get(kind, kind)
            said = Filled("{value} without quotes would be read as {kind}", value=text, kind=read)
        self._refuse(rule, event, said, _quote(text))
        return text


def _quote(text: str) -> str:
    return Filled("write {value} in double quotes", value=f'"{text}"')


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1) if mark else Place()


# What an author did where YAML says only that it cannot read on: found in the lines themselves. The parser
# stumbles over a quote or a colon some lines after the mistake, and names it in its own terms.

_KEY = r"\s*(?:- )?[\w.-]+"
_MERGE = re.compile(r"(?:<{7}|>{7})(?: |$)")
_MISTAKES = [
    (re.compile(rf"^(?:{form})"), reason, fix)
    for form, reason, fix in (
        (
            rf'{_KEY}:\s+"(?:[^"\\]|\\.)*(?P<at>")\s*[^\s#,}}\]]',
            "a quote within a text, which ends it early",
            'write \\" for a quote within the text',
        ),
        (
            rf'{_KEY}:\s+(?P<at>")(?:[^"\\]|\\.)*$',
            "a quote that begins here and is not closed",
            'end the text with "',
        ),
        (rf"{_KEY}(?P<at>：)", "a colon of a Chinese keyboard after the key", "write : and a space"),
        (r'\s*(?P<at>-)(?=[\w{\["])', "a space is missing after the -", "write a space after the -"),
        (
            r'\s*(?:- )?[a-z_]+(?P<at>:)(?=[a-z0-9_"\[{])',
            "a space is missing after the colon",
            "write a space after the colon",
        ),
        (
            rf"{_KEY}:\s+[^\s\"'\[{{|>#&*!][^#]*?(?P<at>:) ",
            "a colon within a text that has no quotes",
            "put the whole text in double quotes",
        ),
    )
]
"""How a line looks, where in it the mistake is, what it is and how it is mended."""
_ABOVE = 3
"""So many lines above the stumble the mistake may be."""


class YamlMistake(NamedTuple):
    """One mistake: where, what, and how to mend it."""

    line: int
    column: int
    reason: str
    fix: str


def likely_mistake(lines: Sequence[str], stumble: int) -> YamlMistake | None:
    """The mistake because of which the parser stumbled in line *stumble*, from 1; None if none is known."""
    merged = next((number for number, line in enumerate(lines, 1) if _MERGE.match(line)), None)
    if merged:
        fix = "keep one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        return YamlMistake(merged, 1, "a merge of two versions left its marks here", fix)
    for number in range(min(stumble, len(lines)), max(0, stumble - 1 - _ABOVE), -1):
        for form, reason, fix in _MISTAKES:
            if found := form.match(lines[number - 1]):
                return YamlMistake(number, found.start("at") + 1, reason, fix)
    return None
