"""Answers and facts that come with the command line: pairs, files, stdin."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from gopay_help.model.errors import DataError, TreeError, UsageError
from gopay_help.model.files import MAX_BYTES
from gopay_help.model.text import Catalogue, Phrase, quoted
from gopay_help.model.tree import NodeId, OptionId, Question, Tree
from gopay_help.tree.pack import read_bytes

Options = Mapping[str, tuple[str, ...]]
"""What each question can be answered with, or each fact can be."""
_EXAMPLE = {"answers": "red_flag: no", "facts": "network: broken"}
_SYNTAX = {"SYN002": "fault.twice", "SYN005": "fault.hidden"}
"""What may be wrong with a file, by the rule of the strict reader; all else is a matter of form."""


class GivenAnswers(NamedTuple):
    """The answers that came with the command line."""

    answers: Mapping[NodeId, OptionId]
    form: frozenset[NodeId]
    """Those of a filled-in form alone: it may answer more than is asked."""


NOTHING_GIVEN = GivenAnswers({}, frozenset())


def collect_answers(pairs: tuple[str, ...], file: str | None, stdin: TextIO) -> Mapping[NodeId, OptionId]:
    """As `collect_given`, whatever the questions are.

    Raises:
        UsageError: a pair or a file that holds no answers.
    """
    return collect_given(pairs, file, stdin, {}).answers


def collect_given(pairs: tuple[str, ...], file: str | None, stdin: TextIO, known: Options) -> GivenAnswers:
    """The answers given, a pair before a file.

    Args:
        pairs: those of ``--answer``.
        file: that of ``--answers``.
        stdin: what "-" reads.
        known: the options of each question, to name them.

    Raises:
        UsageError: a pair or a file that holds no answers.
    """
    form = dict(_from_file(file, stdin, known)) if file else {}
    answers: dict[NodeId, OptionId] = {}
    for pair in pairs:
        name, equals, option = pair.partition("=")
        if not equals or not name.strip() or not option.strip():
            raise UsageError(Phrase("fault.pair", value=quoted(pair)))
        answers[NodeId(name.strip())] = OptionId(option.strip())
    return GivenAnswers({**form, **answers}, frozenset(form) - frozenset(answers))


def collect_facts(file: str, tree: Tree, stdin: TextIO) -> dict[str, str]:
    """The facts stated in a file; "-" is *stdin*.

    Raises:
        UsageError: a file that holds no facts, an unknown fact or value.
    """
    where = f"--facts {file}"
    values = {str(spec.id): spec.values for spec in tree.facts.values()}
    stated = _mapping(read_flat(_read(file, "--facts", stdin), where, "facts"), "facts", where, values)
    for name, value in stated.items():
        spec = next((spec for fact, spec in tree.facts.items() if fact == name), None)
        if spec is None:
            what = Phrase("fault.no_fact", value=quoted(name), known=tuple(tree.facts))
            raise UsageError(Phrase("fault.at", where=where, what=what))
        if value not in spec.values:
            what = Phrase("fault.choose", what=f"{spec.id}: {quoted(value)}", known=spec.values)
            raise UsageError(Phrase("fault.at", where=where, what=what))
    return stated


def _from_file(file: str, stdin: TextIO, known: Options) -> Iterator[tuple[NodeId, OptionId]]:
    where = f"--answers {file}"
    raw = _read(file, "--answers", stdin)
    for name, option in _mapping(read_flat(raw, where, "answers"), "answers", where, known).items():
        yield NodeId(name), OptionId(option)


def options_of(tree: Tree) -> dict[str, tuple[str, ...]]:
    """What each question can be answered with."""
    questions = (node for node in tree.nodes.values() if isinstance(node, Question))
    return {node.id: tuple(option.id for option in node.options) for node in questions}


def _read(file: str, option: str, stdin: TextIO) -> bytes:
    if file == "-":
        return stdin.read(MAX_BYTES + 1).encode("utf-8", "surrogateescape")
    try:
        return read_bytes(Path(file), f"{option} {file}")
    except DataError as error:
        raise UsageError(*error.args) from error


def read_flat(raw: bytes, where: str, key: str) -> Mapping[str, object]:
    """A small YAML or JSON mapping whose plain values are taken as they are typed: `no` is "no".

    Args:
        raw: what was read.
        where: where it was, to be named in an error.
        key: `answers` or `facts`: which of them it holds.

    Raises:
        UsageError: it is none.
    """
    if len(raw) > MAX_BYTES or b"\0" in raw:
        raise UsageError(Phrase("fault.no_text", where=where))
    raw = raw.removeprefix(BOM_UTF8)  # some editors put it first, and nobody sees it
    if all(line.startswith(b"#") for line in map(bytes.strip, raw.splitlines()) if line):
        return {}
    if raw.lstrip()[:1] == b"{":
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError):
            data = None  # flow YAML without quotes is read below
        if isinstance(data, dict):
            return data
    from gopay_help.authoring.lint.yaml import parse_yaml

    try:
        return parse_yaml(raw, where, literal=True).data
    except TreeError as error:
        first = error.problems[0]
        line = Phrase("fault.line", where=where, line=first.line)
        sentence = _SYNTAX.get(first.rule, "fault.form")
        raise UsageError(Phrase(sentence, where=line, example=_EXAMPLE[key])) from error


def _mapping(data: Mapping[str, object], key: str, where: str, known: Options) -> dict[str, str]:
    """The mapping itself, or the one under *key*; entries left empty count as not given."""
    inner = data.get(key, data)
    if inner is None or inner == "":  # a template that nobody has filled in yet
        return {}
    if not isinstance(inner, Mapping):
        raise UsageError(Phrase("fault.form", where=f"{where}: {key}", example=_EXAMPLE[key]))
    flat = {str(name): value for name, value in inner.items() if value not in (None, "")}
    for name, value in flat.items():
        if not isinstance(value, str):
            if name in known:
                raise UsageError(Phrase("fault.choose", what=f"{where}: {name}", known=known[name]))
            raise UsageError(Phrase("fault.word", where=where, name=quoted(name)))
    return {name: str(value).strip() for name, value in flat.items()}


def template(tree: Tree, words: Catalogue) -> str:
    """Every question with its options and their meaning, as an answers file to fill in."""
    command = "gopay-help diagnose --no-input --answers"
    lines = [
        f"# {command} {words.say('ui.template_file')}",
        f"# {words.say('ui.template_fill')}",
        "answers:",
    ]
    for node in tree.nodes.values():
        if isinstance(node, Question):
            lines += ["", f"  # {words.say(f'{node.id}.text')}"]
            lines += [
                f"  #   {option.id}: {words.say(f'{node.id}.opt.{option.id}')}" for option in node.options
            ]
            lines.append(f"  # {node.id}: ")
    return "\n".join(lines) + "\n"
