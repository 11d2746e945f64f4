"""Answers and facts that come with the command line: pairs, files, stdin."""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from gopay_help.model.errors import DataError, TreeError, UsageError
from gopay_help.model.safe import said
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import FactSpec, NodeId, OptionId, Question, Tree
from gopay_help.trees.read import MAX_BYTES, read_bytes


class Given(NamedTuple):
    """The answers that came with the command line."""

    answers: dict[NodeId, OptionId]
    form: frozenset[NodeId]
    """Those of a filled-in form alone: it may answer more than is asked."""


def collect_answers(pairs: tuple[str, ...], file: str | None, stdin: TextIO) -> dict[NodeId, OptionId]:
    """As `collect_given`, whatever the questions are.

    Raises:
        UsageError: a pair or a file that holds no answers.
    """
    return collect_given(pairs, file, stdin, {}).answers


def collect_given(pairs: tuple[str, ...], file: str | None, stdin: TextIO, known: Mapping[str, str]) -> Given:
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
            raise UsageError(
                f"--answer {said(pair)}: write it as id=option, for example --answer red_flag=no"
            )
        answers[NodeId(name.strip())] = OptionId(option.strip())
    return Given({**form, **answers}, frozenset(form) - frozenset(answers))


def collect_facts(file: Path, tree: Tree) -> dict[str, str]:
    """The facts stated in a file.

    Raises:
        UsageError: a file that holds no facts, an unknown fact or value.
    """
    where = f"--facts {file}"
    values = {str(spec.id): ", ".join(spec.values) for spec in tree.facts.values()}
    stated = _mapping(read_flat(_read(file, "--facts"), where), "facts", where, values)
    for name, value in stated.items():
        spec = next((spec for fact, spec in tree.facts.items() if fact == name), None)
        if spec is None:
            raise UsageError(f"--facts {file}: '{said(name)}' is no fact; facts are {', '.join(tree.facts)}")
        _check_value(file, spec, value)
    return stated


def _check_value(file: Path, spec: FactSpec, value: str) -> None:
    if value not in spec.values:
        raise UsageError(
            f"--facts {file}: {spec.id} is never '{said(value)}'; it is one of {', '.join(spec.values)}"
        )


def _from_file(file: str, stdin: TextIO, known: Mapping[str, str]) -> Iterator[tuple[NodeId, OptionId]]:
    where = "--answers -" if file == "-" else f"--answers {file}"
    if file == "-":
        raw = stdin.read(MAX_BYTES + 1).encode("utf-8", "surrogateescape")
    else:
        raw = _read(Path(file), "--answers")
    for name, option in _mapping(read_flat(raw, where), "answers", where, known).items():
        yield NodeId(name), OptionId(option)


def options_of(tree: Tree) -> dict[str, str]:
    """What each question can be answered with."""
    questions = (node for node in tree.nodes.values() if isinstance(node, Question))
    return {node.id: ", ".join(option.id for option in node.options) for node in questions}


def _read(file: Path, option: str) -> bytes:
    try:
        return read_bytes(file)
    except DataError as error:
        raise UsageError(f"{option}: {error}") from error


def read_flat(raw: bytes, where: str) -> Mapping[str, object]:
    """A small YAML or JSON mapping whose plain values are taken as they are typed: `no` is "no".

    Raises:
        UsageError: it is none.
    """
    if len(raw) > MAX_BYTES or b"\0" in raw:
        raise UsageError(f"{where}: this is no text file with answers")
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
    from gopay_help.trees.strict_yaml import parse_yaml

    try:
        return parse_yaml(raw, where, literal=True).data
    except TreeError as error:
        raise UsageError("\n".join(f"{problem}" for problem in error.problems)) from error


def _mapping(data: Mapping[str, object], key: str, where: str, known: Mapping[str, str]) -> dict[str, str]:
    """The mapping itself, or the one under *key*; entries left empty count as not given."""
    inner = data.get(key, data)
    if inner is None or inner == "":  # a template that nobody has filled in yet
        return {}
    if not isinstance(inner, Mapping):
        raise UsageError(f"{where}: `{key}:` has to be a mapping such as `red_flag: no`")
    flat = {str(name): value for name, value in inner.items() if value not in (None, "")}
    for name, value in flat.items():
        if not isinstance(value, str):
            choice = f", one of {known[name]}" if name in known else ""
            raise UsageError(f"{where}: the value of {said(name)} has to be one word{choice}")
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
