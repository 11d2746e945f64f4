"""What has to be true of every run. Each different block, text and part of a document is looked at once."""

import itertools
import json
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple, ParamSpec

from jsonschema import validators
from wcwidth import wcswidth

from gopay_help.authoring.translations import is_cut, unmarked
from gopay_help.authoring.trial import walked
from gopay_help.authoring.trial.recorded import again
from gopay_help.model.contact import Channel, PrintPolicy, Registry, RouteStep
from gopay_help.model.errors import UsageError
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Tree
from gopay_help.screen.diagnosis import diagnosis_page, first_aid_page
from gopay_help.screen.documents import diagnosis_document
from gopay_help.screen.page import Block, Kind, lines_of
from gopay_help.screen.pages import first_contact, value_for
from gopay_help.screen.prompt import hint_blocks, option_blocks, question_head, why_block
from gopay_help.wizard.advice import first_sentence
from gopay_help.wizard.session import End, Evidence


def faults_of(document: Mapping[str, Any], validator: Any) -> Iterator[str]:  # noqa: ANN401 (jsonschema does not say its types)
    """What is wrong with *document*, in the words of jsonschema, with the place of it."""
    for fault in validator.iter_errors(document):
        yield f"{fault.json_path}: {fault.message[:200]}"


def validator_of(name: str) -> Any:  # noqa: ANN401 (likewise)
    """What holds a document of ours against its schema, by its name, for example ``diagnosis``."""
    schema = json.loads((files("gopay_help") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return validators.validator_for(schema)(schema)


# What one run tells a person in one language: each screen as blocks, and the document for programs.


class RunTold(NamedTuple):
    """All that a person, and a program, is told."""

    lang: str
    blocks: tuple[Block, ...]
    advice: tuple[Diagnosis, ...]
    """First aid on the way, and the advice at the end."""
    document: dict[str, Any]


def tell(
    desk: walked.LanguageBench,
    end: End,
    aided: Sequence[End],
    asked: Sequence[walked.AskedQuestion],
    evidence: Evidence,
) -> RunTold:
    """A run in the language of *desk*, in the order in which it is said."""
    aid = [desk.advise(early, evidence) for early in aided]
    advice = desk.advise(end, evidence)
    blocks = (
        *(part for one in asked for part in _question(one, desk.words)),
        *(part for one in aid for part in first_aid_page(one, desk.words)),
        *diagnosis_page(advice, desk.words),
    )
    return RunTold(desk.words.lang, blocks, (*aid, advice), diagnosis_document(advice))


def _question(asked: walked.AskedQuestion, words: Catalogue) -> Iterator[Block]:
    yield from question_head(asked.question, words, asked.number)
    yield from option_blocks(asked.question, words)
    yield from hint_blocks(asked.question, words, asked.kept, asked.hint)
    yield why_block(asked.question, words)


# Contacts on a page and in a document: of the registry, proved, allowed to be shown, and no other.


_LONG = 7
"""Digits from which a number is one, however it is written."""
_NOT_READ = frozenset({"source", "from", "sha256"})
"""Keys whose text is where something was read, not what to use."""


class ContactRules:
    """What may be shown as a contact by one registry in some languages, and what may stand nowhere."""

    def __init__(self, registry: Registry, languages: Iterable[Catalogue] = ()) -> None:
        self._registry = registry
        printable = [channel for channel in registry.channels if channel.printable]
        self._allowed = {channel.value for channel in printable}
        self._shown = {
            text for words in languages for channel in printable for text in _shown(channel, words)
        }
        banned = [
            channel
            for channel in registry.channels
            if channel.print is PrintPolicy.NEVER and channel.value and channel.value not in self._allowed
        ]
        self._banned = re.compile("|".join(map(_pattern, banned)) or r"(?!)", re.IGNORECASE)
        self._clean: set[str] = set()
        """Texts that hold no banned value: most come again in the next run."""

    def of_block(self, block: Block) -> Iterator[str]:
        """What is wrong with the contacts in one block of a page."""
        if block.kind is Kind.VALUE and block.text not in self._allowed and block.text not in self._shown:
            yield f"shows {block.text!r}, which is no contact of the registry that may be shown"
        yield from self._text(block.text)

    def of_part(self, part: object, key: str) -> Iterator[str]:
        """What is wrong with the texts in one part of a document, by its key."""
        for text in _texts(part, key):
            yield from self._text(text)

    def of_routes(self, told: RunTold) -> Iterator[str]:
        """What is wrong with the contacts that a run names, in its advice and in its document."""
        for step in {step.channel.id: step for step in _steps(told)}.values():
            yield from self._step(step)
        yield from self._entries(told)

    def _step(self, step: RouteStep) -> Iterator[str]:
        channel = step.channel
        if self._registry.channel(channel.id) != channel:
            yield f"the channel {channel.id} is not that of the registry"
        if not channel.printable:
            yield f"the channel {channel.id} may not be shown"
        if not channel.provenance.sources:
            yield f"the channel {channel.id} has no source"
        if channel.print is PrintPolicy.CAVEAT and not step.caveat:
            yield f"the channel {channel.id} is shown without its caveat"

    def _entries(self, told: RunTold) -> Iterator[str]:
        entries = [*told.document["route"], *told.document["follow_up"]["escalate_to"]]
        for entry in entries:
            channel = self._registry.channel(entry["channel"])
            if channel is None or not channel.printable or channel.value != entry["value"]:
                yield f"the document names {entry['channel']} with {entry['value']!r}, against the registry"

    def _text(self, text: str) -> Iterator[str]:
        if text in self._clean:
            return
        if found := self._banned.search(text):
            yield f"{found.group()!r} must never be shown, and stands in {text[:80]!r}"
        else:
            self._clean.add(text)


def _shown(channel: Channel, words: Catalogue) -> Iterator[str]:
    """A contact as a page shows it: for a reader of the language, alone and as the first one."""
    step = RouteStep(channel, "", "", "", None, None, None, stale=False)
    yield value_for(step, words, whole=True)
    yield value_for(step, words)
    yield first_contact(step, words)


def _steps(told: RunTold) -> Iterator[RouteStep]:
    for advice in told.advice:
        yield from advice.route
        yield from (step.contact for step in advice.short.do if step.contact)
        yield from advice.follow_up.escalate_to


def _texts(value: object, key: str) -> Iterator[str]:
    """Every text of a document that a person could act on."""
    if isinstance(value, str) and key not in _NOT_READ:
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)


def _pattern(channel: Channel) -> str:
    """The value with nothing of its kind before or behind it; a number in whatever groups it is written."""
    value = str(channel.value)
    digits = re.sub(r"\D", "", value)
    if len(digits) >= _LONG and not re.search(r"[^\W\d]", value):
        spaced = r"[\s.()-]*".join(digits.removeprefix("62").removeprefix("0"))
        country = "" if value[0] in "*#" else r"(?:\+?62|0)?[\s.()-]*"
        return rf"(?<!\d){country}{spaced}(?!\d)"
    return rf"(?<![\w.@/-]){re.escape(value)}(?![\w@-]|\.\w)"


# What has to be true of every run. Each different block, text and part of a document is looked at
# once.


WIDTHS = (40, 80, 120)
"""Cells of the terminals that every text is drawn for: a phone, the usual one, a wide one."""


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
        always: ids of the items that no list of what keeps the money safe may lack.
    """

    def __init__(
        self,
        tree: Tree,
        registry: Registry,
        desks: Sequence[walked.LanguageBench],
        pseudo: walked.LanguageBench,
        always: Iterable[str] = (),
    ) -> None:
        self._always = frozenset(always)
        self._tree = tree
        self._desks = desks
        self._pseudo = pseudo
        self._contacts = ContactRules(registry, [desk.words for desk in (*desks, pseudo)])
        self._schema = validator_of("diagnosis")
        self._right: set[Hashable] = set()
        self._data = _data_words(registry)
        self._cut_on_purpose = {
            first_sentence(text)
            for key, text in pseudo.words.entries.items()
            if key.startswith("outcome.") and key.endswith(".summary")
        }
        """What is said of an outcome that has no calming line of its own."""
        self._turns = itertools.cycle(itertools.product(desks, WIDTHS))
        self._turn, self._width = next(self._turns)

    def complaints(self, run: walked.PlannedRun) -> Iterator[Complaint]:
        """Everything that is wrong with a run, each once."""
        try:
            yield from dict.fromkeys(self._of(run))
        except (UsageError, KeyError, ValueError, AssertionError) as error:
            yield Complaint(f"the run broke off: {type(error).__name__}: {error}")

    def _of(self, run: walked.PlannedRun) -> Iterator[Complaint]:
        self._turn, self._width = next(self._turns)
        evidence = walked.stated(self._tree, run.facts)
        end, asked, aided = walked.by_person(self._tree, run, evidence)
        yield from self._ends(run, end)
        for desk in (*self._desks, self._pseudo):
            told = tell(desk, end, aided, asked, evidence)
            yield from (Complaint(message, told.lang) for message in self._told(told, desk is self._pseudo))
        yield from self._typed(run)
        yield from self._replayed(run)

    def _ends(self, run: walked.PlannedRun, end: End) -> Iterator[Complaint]:
        limit = self._tree.limits.max_questions
        if len(end.passed) > limit:
            yield Complaint(f"asks {len(end.passed)} questions, {limit} are promised")
        if end.outcome.id != run.outcome:
            yield Complaint(f"ends in {end.outcome.id}, and should in {run.outcome}")
        doubted = walked.by_doubter(self._tree, run).outcome.id
        if doubted != run.outcome:
            yield Complaint(f"ends in {doubted} after going back and forth, and should in {run.outcome}")

    def _told(self, told: RunTold, pseudo: bool) -> Iterator[str]:  # noqa: FBT001 (which of two languages)
        yield from self._contacts.of_routes(told)
        for item in self._always - {item.id for item in told.advice[-1].funds}:
            yield f"the list that keeps the money safe lacks {item}"
        for block in told.blocks:
            yield from self._once((pseudo, block), self._block, block, pseudo)
        yield from self._document(told)

    def _document(self, told: RunTold) -> Iterator[str]:
        """The document of every run in one language in turn, and that of every outcome in each."""
        new = (told.lang, told.document["outcome"])
        if new in self._right and told.lang != self._turn.words.lang:
            return
        self._right.add(new)
        yield from faults_of(told.document, self._schema)
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

    def _hard_coded(self, block: Block) -> Iterator[str]:
        words = [word for word in unmarked(block.text) if word not in self._data]
        if words:
            yield f"{' '.join(words)[:60]!r} comes from no catalogue, in {block.text[:80]!r}"
        if is_cut(block.text) and block.text not in self._cut_on_purpose:
            yield f"the text is cut: {block.text[:80]!r}"

    def _typed(self, run: walked.PlannedRun) -> Iterator[Complaint]:
        """The whole of what is written for one language and width; another one for each run."""
        answers = tuple(run.answers.items())
        if answers in self._right:  # typed before; facts are not typed
            return
        self._right.add(answers)
        desk, width = self._turn, self._width
        end, text = walked.by_typing(self._tree, run, desk.words, width)
        if end.outcome.id != run.outcome:
            yield Complaint(f"typed, it ends in {end.outcome.id}, and should in {run.outcome}")
        for line in text.split("\n"):
            yield from (Complaint(message, desk.words.lang) for message in misfit(line, width))

    def _replayed(self, run: walked.PlannedRun) -> Iterator[Complaint]:
        """The document of the run by script, and that of a run with the answers it names."""
        desk = self._desks[0]
        evidence = walked.stated(self._tree, run.facts)
        advice = desk.advise(walked.by_script(self._tree, run, evidence), evidence)
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
