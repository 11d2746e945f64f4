"""What has to be true of every run. Each different block, text and part of a document is looked at once."""

import itertools
import json
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import NamedTuple, ParamSpec

from wcwidth import wcswidth

from gopay_help.authoring.runs.contacts import ContactRules
from gopay_help.authoring.runs.cover import Run
from gopay_help.authoring.runs.shape import Shape
from gopay_help.authoring.runs.told import Desk, Told, tell
from gopay_help.authoring.runs.walked import again, by_doubter, by_person, by_script, by_typing, stated
from gopay_help.authoring.translation.pseudo import is_cut, unmarked
from gopay_help.model.contact import Registry
from gopay_help.model.errors import UsageError
from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import Tree
from gopay_help.screen.documents import diagnosis_document
from gopay_help.screen.page import Block
from gopay_help.screen.plain import lines_of
from gopay_help.wizard.session import End

WIDTHS = (40, 80, 120)
"""Cells of the terminals that every text is drawn for: a phone, the usual one, a wide one."""
NEVER_MISSING = "no_otp"
"""The item that stands in every list of what keeps the money safe: share no code, with nobody."""


P = ParamSpec("P")


class Complaint(NamedTuple):
    """One thing that is not as it has to be, in the language where it was seen."""

    message: str
    lang: str = ""


class Checks:
    """All checks of one pack's runs.

    Args:
        tree: the pack's tree.
        registry: its contacts.
        desks: where advice is given, one a language; the first is the author's.
        pseudo: the same in the pseudo-language.
    """

    def __init__(self, tree: Tree, registry: Registry, desks: Sequence[Desk], pseudo: Desk) -> None:
        self._tree = tree
        self._desks = desks
        self._pseudo = pseudo
        self._contacts = ContactRules(registry)
        self._shape = Shape("diagnosis")
        self._right: set[Hashable] = set()
        self._data = _data_words(registry)
        self._turns = itertools.cycle(itertools.product(desks, WIDTHS))
        self._turn, self._width = next(self._turns)

    def complaints(self, run: Run) -> Iterator[Complaint]:
        """Everything that is wrong with a run, each once."""
        try:
            yield from dict.fromkeys(self._of(run))
        except (UsageError, KeyError, ValueError, AssertionError) as error:
            yield Complaint(f"the run broke off: {type(error).__name__}: {error}")

    def _of(self, run: Run) -> Iterator[Complaint]:
        self._turn, self._width = next(self._turns)
        evidence = stated(self._tree, run.facts)
        end, asked, aided = by_person(self._tree, run, evidence)
        yield from self._ends(run, end)
        for desk in (*self._desks, self._pseudo):
            told = tell(desk, end, aided, asked, evidence)
            yield from (Complaint(message, told.lang) for message in self._told(told, desk is self._pseudo))
        yield from self._typed(run)
        yield from self._replayed(run)

    def _ends(self, run: Run, end: End) -> Iterator[Complaint]:
        limit = self._tree.limits.max_questions
        if len(end.passed) > limit:
            yield Complaint(f"asks {len(end.passed)} questions, {limit} are promised")
        if end.outcome.id != run.outcome:
            yield Complaint(f"ends in {end.outcome.id}, and should in {run.outcome}")
        doubted = by_doubter(self._tree, run).outcome.id
        if doubted != run.outcome:
            yield Complaint(f"ends in {doubted} after going back and forth, and should in {run.outcome}")

    def _told(self, told: Told, pseudo: bool) -> Iterator[str]:  # noqa: FBT001 (which of two languages)
        yield from self._contacts.of_routes(told)
        yield from self._otp(told.advice[-1])
        for block in told.blocks:
            yield from self._once((pseudo, block), self._block, block, pseudo)
        yield from self._document(told)

    def _document(self, told: Told) -> Iterator[str]:
        """The document of every run in one language in turn, and that of every outcome in each."""
        new = (told.lang, told.document["outcome"])
        if new in self._right and told.lang != self._turn.words.lang:
            return
        self._right.add(new)
        yield from self._shape.faults(told.document)
        for key, part in told.document.items():
            yield from self._once((key, repr(part)), self._contacts.of_part, part, key)

    def _once(
        self, what: Hashable, look: Callable[P, Iterator[str]], *at: P.args, **more: P.kwargs
    ) -> Iterator[str]:
        """What is wrong with *what*; nothing is looked at again that was found right."""
        if what not in self._right:
            found = list(look(*at, **more))
            yield from found
            if not found:
                self._right.add(what)

    def _block(self, block: Block, pseudo: bool) -> Iterator[str]:  # noqa: FBT001 (likewise)
        yield from self._contacts.of_block(block)
        yield from misfits(block)
        if pseudo:
            yield from self._hard_coded(block)

    def _otp(self, advice: Diagnosis) -> Iterator[str]:
        if NEVER_MISSING not in {item.id for item in advice.funds}:
            yield f"the list that keeps the money safe lacks {NEVER_MISSING}"

    def _hard_coded(self, block: Block) -> Iterator[str]:
        words = [word for word in unmarked(block.text) if word not in self._data]
        if words:
            yield f"{' '.join(words)[:60]!r} comes from no catalogue, in {block.text[:80]!r}"
        if is_cut(block.text):
            yield f"the text is cut: {block.text[:80]!r}"

    def _typed(self, run: Run) -> Iterator[Complaint]:
        """The whole of what is written for one language and width; another one for each run."""
        answers = tuple(run.answers.items())
        if answers in self._right:  # typed before; facts are not typed
            return
        self._right.add(answers)
        desk, width = self._turn, self._width
        end, text = by_typing(self._tree, run, desk.words, width)
        if end.outcome.id != run.outcome:
            yield Complaint(f"typed, it ends in {end.outcome.id}, and should in {run.outcome}")
        for line in text.split("\n"):
            yield from (Complaint(message, desk.words.lang) for message in misfit(line, width))

    def _replayed(self, run: Run) -> Iterator[Complaint]:
        """The document of the run by script, and that of a run with the answers it names."""
        desk = self._desks[0]
        evidence = stated(self._tree, run.facts)
        advice = desk.advise(by_script(self._tree, run, evidence), evidence)
        first = json.loads(json.dumps(diagnosis_document(advice)))  # as another program would read it
        end, found = again(self._tree, first)
        second = diagnosis_document(desk.advise(end, found))
        differing = [key for key in first if first[key] != second[key]]
        if differing:
            yield Complaint(f"replayed from its document, it differs in {', '.join(differing)}")


def misfits(block: Block) -> Iterator[str]:
    """Lines of a block that a terminal cannot hold, and characters that steer one."""
    for width in WIDTHS:
        lines = list(lines_of(block, width, first=False))
        for line in lines:
            yield from misfit(line, width)
        if len(lines) == 1:
            return  # as it is on wider ones


def misfit(line: str, width: int) -> Iterator[str]:
    """What keeps a line from being shown on a plain terminal of *width* cells."""
    cells = wcswidth(line)
    if cells < 0:
        yield f"holds a character that steers a terminal: {line!r}"
    elif cells > width:
        yield f"needs {cells} cells at a width of {width}: {line!r}"


def _data_words(registry: Registry) -> frozenset[str]:
    """Words on a page that are data in every language: values, names of brands, sources."""
    texts = [channel.value or "" for channel in registry.channels]
    texts += [value for channel in registry.channels for _, value in channel.alternatives]
    texts += [brand.name for brand in registry.brands]
    return frozenset(word for text in texts for word in unmarked(text))
