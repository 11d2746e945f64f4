"""Mistakes that authors make, seeded one at a time in a copy of the shipped pack; each must be named.

A row says which file is spoilt, how, and which rule has to say so. The pack is linted as `tree lint` does it,
in this process.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from fakes import bare
from gopay_help.authoring.lint.engine import READERS, SHAPE_OF_RUNS, judge, lint_pack
from gopay_help.authoring.lint.rule import RULES, PackSource, Stage, load_source
from gopay_help.model.errors import DataError, Problem, TreeError

SHIPPED = Path(__file__).resolve().parents[2] / "decision_trees" / "gopay"
NEWER = "SCH002"
"""What is told by refusing the file at once: it is of a newer format."""


class Mutation(NamedTuple):
    """One mistake: *old* becomes *new* in *file*, where it stands once; *change* rewrites it, or it goes."""

    name: str
    rule: str
    file: str
    old: str = ""
    new: str = ""
    change: Callable[[str], str] | None = None
    gone: bool = False
    encoding: str = "utf-8"
    """How the spoilt file is saved."""

    def applied(self, text: str) -> str:
        """The spoilt text of the file."""
        if self.change is not None:
            return self.change(text)
        assert text.count(self.old) == 1, f"{self.old!r} stands {text.count(self.old)} times in {self.file}"
        return text.replace(self.old, self.new)


def before(mark: str, text: str):
    """Writes *text* in front of the one place of *mark*."""
    return lambda whole: whole.replace(mark, text + mark, 1)


def without_line(start: str):
    """Drops the one line that starts with *start*."""

    def change(whole: str) -> str:
        lines = whole.splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(start)]
        assert len(kept) == len(lines) - 1, start
        return "".join(kept)

    return change


def each(mutations: Iterable[Mutation], beside: Iterable[Mutation] = ()) -> pytest.MarkDecorator:
    """Every mistake as one test: the first of a rule always, the rest, against all rules, where all is run.

    The first is held against what decides whether its rule speaks, which takes a tenth of the time; a rule
    that has a mistake *beside* these has its test there.
    """
    seen = {one.rule for one in beside}
    rows = []
    for one in mutations:
        name = f"{one.rule} {one.name}"
        if one.rule not in seen:
            rows.append(pytest.param(one, deciding(one.rule), id=name))
        else:
            rows.append(pytest.param(one, (), id=f"{name}, all rules", marks=pytest.mark.slow))
        seen.add(one.rule)
    return pytest.mark.parametrize(("mutation", "only"), rows)


def deciding(rule_id: str) -> tuple[str, ...]:
    """The rules that decide what one of them says of a pack; none if it takes all: it watches the others.

    An error of the first stage, or in the shape of runs, keeps later rules from looking.
    """
    if rule_id in READERS:
        return ()
    first = (one.id for one in RULES.values() if one.stage is Stage.REFERENCES)
    return (*first, *SHAPE_OF_RUNS, rule_id)


class Bench:
    """A copy of the shipped pack, to be spoilt and linted over and over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "decision_trees" / "gopay"
        shutil.copytree(SHIPPED.parent, folder / "decision_trees")
        bare(self.folder / "tree.yaml")
        self._before: PackSource = load_source(self.folder)

    def lint(self, only: tuple[str, ...] = ()) -> list[Problem]:
        """Every finding of the pack as it is now, or what *only* some rules find."""
        try:
            if not only:
                return list(lint_pack(self.folder, self._before).problems)
            return judge(replace(load_source(self.folder), before=self._before), only=only).problems
        except TreeError as error:
            return list(error.problems)
        except DataError as error:
            if "update gopay-help" not in str(error):
                raise
            return [Problem(NEWER, str(error), "", "")]

    def spoilt(self, mutation: Mutation, only: tuple[str, ...] = ()) -> list[Problem]:
        """Every finding once a mistake is made, or of *only* some rules; it is mended again afterwards."""
        file = self.folder / mutation.file
        right = file.read_bytes() if file.exists() else None
        if mutation.gone:
            file.unlink()
        else:
            spoilt = mutation.applied((right or b"").decode()).encode(mutation.encoding)
            assert spoilt != right, f"{mutation.name} changes nothing"
            file.write_bytes(spoilt)
        try:
            return self.lint(only)
        finally:
            if right is None:
                file.unlink()
            else:
                file.write_bytes(right)

    def edited(self, *edits: Callable[[Path], None]) -> list[Problem]:
        """Every finding after changes of any files, which are taken back; held against nothing earlier."""
        right = {file: file.read_bytes() for file in self.folder.rglob("*") if file.is_file()}
        try:
            for edit in edits:
                edit(self.folder)
            return list(lint_pack(self.folder).problems)
        finally:
            for file in [file for file in self.folder.rglob("*") if file.is_file() and file not in right]:
                file.unlink()
            for file, content in right.items():
                file.write_bytes(content)


def found(problems: Iterable[Problem]) -> list[str]:
    """The ids of the rules that were broken, each once."""
    return list(dict.fromkeys(problem.rule for problem in problems))


def row(mutation: Mutation, problems: list[Problem]) -> str:
    """A line of the table: caught or not, by which rule, what, where, and what else was said."""
    rules = found(problems)
    verdict = "caught" if mutation.rule in rules else "MISSED"
    beside = ", ".join(rule for rule in rules if rule != mutation.rule)
    also = f"   (also {beside})" if beside else ""
    return f"{verdict}  {mutation.rule:<9} {mutation.file:<26} {mutation.name}{also}"
