"""How long `tree lint` takes, on packs of 10 to 5,000 nodes and on the shipped one, and how that grows.

    python bench/lint.py [ROUNDS]

The made-up packs are YAML on disk, as an author's: questions and tables, with evidence, rows over facts and
earlier answers, ways that meet again, an outcome for every four nodes, and words in two languages. Reading
(syntax and shape) and judging (rules) are told apart; the best of some rounds counts. The exponent is the
slope of a line through the logarithms from 100 nodes on, where fixed costs no longer hide it: 1 is linear, 2
is quadratic.
"""

import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gopay_help.authoring.lint.engine import judge
from gopay_help.authoring.lint.rule import load_source
from gopay_help.model.errors import Level

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "decision_trees" / "gopay"
SIZES = (10, 100, 1000, 5000)
WARUNG = ROOT / "tests" / "packs" / "warung"
WORDS = {"en": "Does it say {}?", "id": "Apakah tertulis {}?"}
MODELINE = "# yaml-language-server: $schema=../schema/tree.schema.json"
LIMIT_S = 1.0
"""For the shipped pack: an author waits for each save."""


def make_pack(folder: Path, nodes: int) -> Path:
    """A pack of so many nodes in which no rule finds an error.

    Questions and tables are numbered as a heap: node *i* leads to *2i* and *2i + 1*, and its third way to
    somewhere further down. What lies past the last of them is an outcome.
    """
    outcomes = max(3, nodes // 4)
    shape = _Shape(max(3, nodes - outcomes), outcomes, random.Random(nodes))  # noqa: S311 (the same each time)
    pack = folder / f"made_{nodes}"
    pack.mkdir()
    (pack / "tree.yaml").write_text("\n".join(shape.tree()) + "\n", "utf-8")
    for name in ("channels", "checklists", "claims", "calendar"):
        (pack / f"{name}.yaml").write_text((WARUNG / f"{name}.yaml").read_text("utf-8"), "utf-8")
    for lang, said in WORDS.items():
        shared = (WARUNG / "text" / f"{lang}.yaml").read_text("utf-8")
        keys = list(shape.keys())
        for number, start in enumerate(range(0, len(keys), 6000)):  # a file has at most a MiB
            file = pack / f"text{f'-{number}' if number else ''}" / f"{lang}.yaml"
            file.parent.mkdir(exist_ok=True)
            lines = (f'{key}: "{said.format(key)}"\n' for key in keys[start : start + 6000])
            file.write_text(("" if number else shared) + "".join(lines), "utf-8")
    return pack


@dataclass
class _Shape:
    """The tree of a made-up pack."""

    inner: int
    outcomes: int
    chance: random.Random

    @property
    def levels(self) -> int:
        return self.inner.bit_length()

    def name(self, index: int) -> str:
        """What stands at an index of the heap."""
        return f"n{index}" if index < self.inner else f"o{1 + (index - self.inner) % (self.outcomes - 1)}"

    def is_table(self, index: int) -> bool:
        """Some of the left-hand nodes; what leads to one from above always asks."""
        return ((index & -index).bit_length() - 1) % 2 == 1

    def further(self, index: int) -> str:
        """Somewhere on a lower level."""
        return self.name(self.chance.randrange(1 << index.bit_length(), 2 << index.bit_length()))

    def tree(self) -> Iterator[str]:
        """The lines of tree.yaml."""
        yield f'{MODELINE}\nformat: gopay-help/tree@1\nid: made\nversion: "1.0.0"'
        yield "languages: [en, id]\nstart: n0\nlimits: {max_questions: 20, probe_wait_s: 2}"
        yield "causes: {fraud: {exit_code: 20}, undetermined: {exit_code: 19, unknown: true}}"
        yield "emergency: {exit_code: 20}\nfacts:"
        yield "  network: {source: check, values: [ok, broken, unknown]}"
        yield from (
            f"  f{level}: {{source: brand, values: [warung, unknown]}}" for level in range(self.levels + 1)
        )
        yield "nodes:\n  n0:\n    kind: question\n    alarm: true\n    options:"
        yield '      - {id: "yes", to: o0}\n      - {id: "no", to: n1}\n      - {id: unsure, same_as: "yes"}'
        for index in range(1, self.inner):
            yield from self._table(index) if self.is_table(index) else self._question(index)
        yield "outcomes:"
        for number in range(self.outcomes):
            yield f"  o{number}:\n    cause: {'undetermined' if number else 'fraud'}\n    confidence: low"
            yield from () if number else ["    critical: true"]
            yield "    route: [hotline, app_help]\n    do: [wait]\n    do_not: [share_code]"
            yield "    follow_up: {recheck: {after: PT4H}, escalate: {after: P1D}, to: [mail]}"

    def _question(self, index: int) -> Iterator[str]:
        """Evidence of its own level, so that no way there can have ruled it out."""
        yield f"  n{index}:\n    kind: question"
        fact = "network: [broken]" if index == 1 else f"f{index.bit_length()}: [warung]"
        yield from [f"    infer:\n      - {{when: {{{fact}}}, answer: b}}"] if index % 5 == 1 else []
        left, right = self.name(2 * index), self.name(2 * index + 1)
        yield f"    options:\n      - {{id: a, to: {left}}}\n      - {{id: b, to: {right}}}"
        yield f"      - {{id: c, to: {self.further(index)}}}\n      - {{id: unsure, same_as: a}}"

    def _table(self, index: int) -> Iterator[str]:
        """Over a fact and the answer before it: "a", or "not sure" that counts as "a"."""
        fact, asked = f"f{index.bit_length()}", f"n{index // 2}"
        yield f"  n{index}:\n    kind: table\n    facts: [{fact}, {asked}]\n    rows:"
        yield f"      - {{when: {{{fact}: [unknown]}}, to: {self.name(2 * index)}}}"
        definite = f"{fact}: [warung], {asked}: [a, b, c, unknown]"
        yield f"      - {{when: {{{definite}}}, to: {self.name(2 * index + 1)}}}"
        yield f"      - {{when: {{{fact}: [warung], {asked}: [unsure]}}, to: {self.further(index)}}}"

    def keys(self) -> Iterator[str]:
        """The keys of its texts."""
        yield from (f"n0.{part}" for part in ("text", "why", "opt.yes", "opt.no", "opt.unsure"))
        for index in range(1, self.inner):
            if not self.is_table(index):
                yield from (
                    f"n{index}.{part}" for part in ("text", "why", "opt.a", "opt.b", "opt.c", "opt.unsure")
                )
        yield from (
            f"outcome.o{number}.{part}" for number in range(self.outcomes) for part in ("title", "summary")
        )
        yield from (f"fact.f{level}.warung" for level in range(self.levels + 1))


def best(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of processor time of the quickest of some rounds: other work on the machine does not count."""
    took = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


class Taken(NamedTuple):
    """What one pack took."""

    nodes: int
    reading: float
    judging: float

    @property
    def whole(self) -> float:
        return self.reading + self.judging


def measure(name: str, folder: Path, rounds: int) -> Taken:
    """Read and judge a pack; a line of the table is printed."""
    draft = load_source(folder)
    reading = best(rounds, lambda: load_source(folder))
    judging = best(rounds, lambda: judge(draft))
    problems = judge(draft).problems
    errors = sum(problem.level is Level.ERROR for problem in problems)
    nodes = len(draft.tree.nodes)
    seconds = f"{reading:8.3f} {judging:8.3f} {reading + judging:8.3f}"
    print(f"{name:12} {nodes:6} {seconds}  {len(problems)} findings, {errors} errors", flush=True)
    return Taken(nodes, reading, judging)


def exponent(grown: list[Taken], seconds: Callable[[Taken], float]) -> str:
    """The slope of seconds over nodes, both as logarithms, from 100 nodes on."""
    large = [one for one in grown if one.nodes >= 90]
    logarithms = [math.log(one.nodes) for one in large], [math.log(seconds(one)) for one in large]
    return f"{statistics.linear_regression(*logarithms).slope:.2f}"


def main() -> int:
    """Measure and print; 1 if the shipped pack takes too long."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'pack':12} {'nodes':>6} {'read s':>8} {'rules s':>8} {'all s':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        grown = [measure(f"made up {size}", make_pack(Path(scratch), size), rounds) for size in SIZES]
    shipped = measure("shipped", SHIPPED, rounds)
    reading = exponent(grown, lambda one: one.reading)
    judging = exponent(grown, lambda one: one.judging)
    whole = exponent(grown, lambda one: one.whole)
    print(f"time grows with the power {reading} of the nodes (reading), {judging} (rules), {whole} (both)")
    kept = shipped.whole < LIMIT_S
    print(f"shipped pack: {shipped.whole:.2f} s, limit {LIMIT_S:.0f} s: {'kept' if kept else 'OVER'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
