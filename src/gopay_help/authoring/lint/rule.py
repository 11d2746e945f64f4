"""Every rule of a pack by its id: how grave it is, when it runs, and the one function that looks.

A rule is a small generator over a `PackSource`, registered by `rule`. It yields a `Broken` for each place
that breaks it, and nothing else; its sentences (messages.yaml), order, gravity and exceptions are not its
business.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from gopay_help.authoring.lint.schema import check_shape
from gopay_help.authoring.lint.space import Space, domain
from gopay_help.authoring.lint.yaml import Broken, Document, Trail, read_document
from gopay_help.contacts.lookalikes import Lookalikes, parse_lookalikes
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.contact import Registry
from gopay_help.model.errors import Filled, Level, Problem, TreeError
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import (
    Cause,
    FactId,
    Inference,
    NodeId,
    Option,
    Outcome,
    Question,
    Table,
    TableRow,
    Tree,
)
from gopay_help.tree.pack import read_json, schemas_folder
from gopay_help.tree.walk import parse_tree

# A pack as its author left it: all documents with their places, before anything is proved.


CHECKLISTS = ("funds", "prevention")


@dataclass(frozen=True)
class PackSource:
    """All that a rule may look at. Shapes are right by now; meanings are not yet."""

    documents: Mapping[str, Document]
    """By name: tree, channels, checklists, claims, calendar, and what else the pack has."""
    texts: Mapping[str, tuple[Document, ...]]
    """By language; a language may be spread over several files."""
    locks: Mapping[str, Document] = field(default_factory=dict)
    """By language: from which English each translation was made."""
    desks: Mapping[str, Document] = field(default_factory=dict)
    """By language: what to say at desks that speak none of the pack's languages."""
    spoken: Mapping[str, Mapping[str, Document]] = field(default_factory=dict)
    """By shelf (SPOKEN) and language: how people speak whose trouble an outcome is for."""
    allowed: frozenset[tuple[str, str]] = frozenset()
    """Of a compiled pack, whose comments are gone: rule and message of what its author allowed."""
    before: "PackSource | None" = None
    """An earlier state of the pack: then what may not change unsaid is looked at too."""

    @cached_property
    def tree(self) -> Tree:
        """The tree, parsed."""
        return parse_tree(self.documents["tree"].data)

    @cached_property
    def space(self) -> Space:
        """Every situation that a run of the tree can be in; only for rules that trust its graph."""
        return Space(self.tree)

    @cached_property
    def registry(self) -> Registry:
        """The contacts, parsed."""
        return parse_registry(self.documents["channels"].data)

    @cached_property
    def lookalikes(self) -> Lookalikes:
        """What values are compared with; only for rules that need that file."""
        return parse_lookalikes(self.documents["lookalikes"].data)

    @property
    def phrases(self) -> Mapping[str, Document]:
        """By language: what people say whose trouble an outcome is for."""
        return self.spoken.get("phrases", {})

    @property
    def tree_file(self) -> Document:
        """The document the tree was parsed from."""
        return self.documents["tree"]

    def found(self, trail: Trail, variant: str = "", /, **values: object) -> Broken:
        """A break of a rule in the tree."""
        return self.tree_file.found(trail, variant, **values)

    @property
    def files(self) -> Iterator[Document]:
        """Every document, the texts last."""
        yield from self.documents.values()
        yield from self.desks.values()
        for shelf in self.spoken.values():
            yield from shelf.values()
        for documents in self.texts.values():
            yield from documents

    @property
    def questions(self) -> Iterator[Question]:
        """Every question of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Question))

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Table))

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Outcome))

    @property
    def options(self) -> Iterator[tuple[Question, Trail, Option]]:
        """Every option of every question, with its place."""
        for node in self.questions:
            for index, option in enumerate(node.options):
                yield node, ("nodes", node.id, "options", index), option

    @property
    def inferences(self) -> Iterator[tuple[Question, Trail, Inference]]:
        """Every inference of every question, with its place."""
        for node in self.questions:
            for index, inference in enumerate(node.infer):
                yield node, ("nodes", node.id, "infer", index), inference

    @property
    def table_rows(self) -> Iterator[tuple[Table, Trail, TableRow]]:
        """Every row of every table, with its place."""
        for table in self.tables:
            for index, row in enumerate(table.rows):
                yield table, ("nodes", table.id, "rows", index), row

    def listed(self, key: str) -> Iterator[tuple[Outcome, Trail, str]]:
        """What the outcomes list under *key*, with its place."""
        for outcome in self.outcomes:
            for index, name in enumerate(getattr(outcome, key)):
                yield outcome, ("outcomes", outcome.id, key, index), name

    def items_for(self, cause: Cause) -> list[str]:
        """The fund-safety items that a cause brings with it, by id."""
        rows = (row for _, row in self.rows("checklists", "funds"))
        return [row["id"] for row in rows if row["causes"] == "all" or cause in row["causes"]]

    def rows(self, name: str, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The entries of a list in a document, with their index; none of a document that the pack lacks."""
        data = self.documents[name].data if name in self.documents else {}
        return enumerate(cast("list[Mapping[str, Any]]", data.get(key) or []))

    def channels(self) -> dict[str, Mapping[str, Any]]:
        """The registry's channels by id, as plain values."""
        return {row["id"]: row for _, row in self.rows("channels", "channels")}

    def brands(self) -> Mapping[str, Any]:
        """The registry's brands by id, as plain values."""
        return cast("Mapping[str, Any]", self.documents["channels"].data.get("brands") or {})

    def claims(self) -> dict[str, Mapping[str, Any]]:
        """The stated facts by id, as plain values."""
        return {row["id"]: row for _, row in self.rows("claims", "claims")}

    def text(self, lang: str, key: str) -> str | None:
        """A text, or None where the language has none."""
        found = (document.data[key] for document in self.texts.get(lang, ()) if key in document.data)
        return cast("str | None", next(found, None))

    def desk_text(self, lang: str, key: str) -> str | None:
        """What to say at a desk that speaks *lang*; None where nobody has written it."""
        if lang in self.texts:
            return self.text(lang, key)
        return cast("str | None", self.desks[lang].data.get(key)) if lang in self.desks else None

    def values_of(self, fact: FactId) -> tuple[str, ...] | None:
        """Every value that a fact can take; None if there is no such fact.

        A question looked at as a fact takes its options, or "unknown" where it was not asked.
        """
        known = fact in self.tree.facts or isinstance(self.tree.nodes.get(NodeId(fact)), Question)
        return domain(self.tree, fact) if known else None


LOCKS = "lock"
"""Where it is written down, one file a language, from which English each translation was made."""


def mark(english: str) -> str:
    """What stands there for an English text: the first eight digits of its SHA-256."""
    return hashlib.sha256(english.encode()).hexdigest()[:8]


def recorded(draft: PackSource, lang: str, key: str) -> str | None:
    """The digits of the English that a translation was made from; None where nobody wrote them down."""
    lock = draft.locks.get(lang)
    found = lock.data.get(key) if lock else None
    return found if isinstance(found, str) else None


def is_stale(draft: PackSource, lang: str, key: str, english: str) -> bool:
    """True if the translation is known to have been made from another English than *english*."""
    return recorded(draft, lang, key) not in (None, mark(english))


PROVED = ("tree", "channels", "checklists", "claims", "calendar")
"""Documents that every pack has."""
OPTIONAL = ("targets", "lookalikes", "case", "terms", "meanings")
"""Documents that a pack may have."""
SPOKEN = ("phrases", "slang", "concepts", "examples")
"""Folders of a pack that say how people speak, a file a language."""
SCENARIOS = "scenarios"
"""The folder of a pack whose files `tree test` reads."""


def load_source(folder: Path) -> PackSource:
    """Read every document of a pack, of YAML or compiled, and hold it against its schema.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: syntax and shape problems of all files.
    """
    compiled = (folder / "tree.json").is_file()
    reader = _Reader(folder, "json" if compiled else "yaml")
    reader.documents((*PROVED, *OPTIONAL), PROVED)
    texts = reader.by_language("text*", "text")
    locks, desks = reader.by_language(LOCKS, "lock"), reader.by_language("desk", "text")
    spoken = {shelf: reader.by_language(shelf, shelf) for shelf in SPOKEN}
    if reader.problems:
        raise TreeError(reader.problems)
    return PackSource(
        reader.read,
        texts,
        {lang: file for lang, (file,) in locks.items()},
        {lang: file for lang, (file,) in desks.items()},
        {shelf: {lang: file for lang, (file,) in files.items()} for shelf, files in spoken.items()},
        _allowed(folder) if compiled else frozenset(),
    )


def load_registry(folder: Path) -> PackSource:
    """Read the contacts of a pack alone, with what their rules look at beside them: no tree has to be there.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: syntax and shape problems of these files.
    """
    reader = _Reader(folder, "json" if (folder / "channels.json").is_file() else "yaml")
    reader.documents(("channels", "lookalikes"), ("channels",))
    texts = reader.by_language("text-channels" if (folder / "text-channels").is_dir() else "text", "text")
    if reader.problems:
        raise TreeError(reader.problems)
    allowed = _allowed(folder) if (folder / "proof.json").is_file() else frozenset[tuple[str, str]]()
    return PackSource(reader.read, texts, allowed=allowed)


class _Reader:
    """Reads the files of one folder; every problem of every file is collected."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.problems: list[Problem] = []
        self.read: dict[str, Document] = {}
        self._folder, self._kind = folder, kind

    def documents(self, names: Iterable[str], needed: Collection[str]) -> None:
        """Read the documents of *names* that are there; the *needed* have to be."""
        for name in names:
            file = self._folder / f"{name}.{self._kind}"
            if file.exists() or (name in needed and (self._kind == "json" or len(needed) == 1)):
                if document := self._file(file, name):
                    self.read[name] = document
            elif name in needed:
                line = f"format: gopay-help/{name}@1"
                fix = Filled("begin it with `{line}`; `gopay-help tree new` makes a short one", line=line)
                self.problems.append(
                    Problem("SCH005", Filled("the file {file} is missing", file=file.name), fix, str(file))
                )

    def by_language(self, shelf: str, schema: str) -> dict[str, tuple[Document, ...]]:
        """The files of some folders, by the language that each is named by."""
        found: dict[str, list[Document]] = {}
        for file in sorted(self._folder.glob(f"{shelf}/*.{self._kind}")):
            if document := self._file(file, schema):
                found.setdefault(file.stem, []).append(document)
        return {lang: tuple(files) for lang, files in found.items()}

    def _file(self, file: Path, schema: str) -> Document | None:
        try:
            document = read_document(file)
        except TreeError as error:
            self.problems += error.problems
            return None
        schema_file = schemas_folder(self._folder) / f"{schema}.schema.json"
        if schema not in OPTIONAL or schema_file.is_file():
            self.problems += check_shape(document, schema_file)
        return document


def _allowed(folder: Path) -> frozenset[tuple[str, str]]:
    """What the author of a compiled pack allowed: comments are not compiled, its certificate names it."""
    listed: Any = read_json(folder / "proof.json").get("allowed") or []
    return frozenset((finding["rule"], finding["message"]) for finding in listed)


NAMING = ("ui.unofficial", "ui.other_languages")
"""Words of the program that say whose help this is not, and in what it speaks: true of one pack alone."""

_OF_PACK = re.compile(
    r"(?:step|say|claim|funds|prevention)\.[a-z0-9_]+(?:\.why)?"
    r"|outcome\.[a-z0-9_]+\.(?:title|summary|calm|first|no_route)"
    r"|channel\.(?P<channel>[a-z0-9_]+)\.(?:label|how|caveat)"
    r"|(?!(?:consent|proposal|ui)\.)[a-z0-9_]+\.(?:text|why|opt\.[a-z0-9_]+)"
)
"""Keys of texts that belong to a question, outcome, step, claim, item or channel of the pack."""


def needed_keys(draft: PackSource) -> Iterator[str]:
    """Every key that a run of this pack can ask for, beside the program's own words."""
    yield from NAMING
    for question in draft.questions:
        yield from (f"{question.id}.text", f"{question.id}.why")
        yield from (f"{question.id}.opt.{option.id}" for option in question.options)
        for inference in question.infer:  # an answer filled in from evidence says which evidence
            yield from (f"fact.{fact}.{value}" for fact, values in inference.when.items() for value in values)
    for outcome in draft.outcomes:
        yield from _outcome_keys(draft, outcome)
        yield from (f"cause.{cause}" for cause in (outcome.cause, *outcome.also))
    yield from (f"claim.{claim}" for claim in draft.claims())
    for name in CHECKLISTS:
        for _, row in draft.rows("checklists", name):
            yield from (f"{name}.{row['id']}", f"{name}.{row['id']}.why")
    for channel_id, row in draft.channels().items():
        if row.get("status") == "active":
            yield f"channel.{channel_id}.label"
        if row.get("print") == "caveat":
            yield f"channel.{channel_id}.caveat"


def left_over(draft: PackSource) -> list[str]:
    """Keys of English texts whose question, outcome, step, claim, item or channel is gone."""
    needed, channels = set(needed_keys(draft)), draft.channels()
    keys = (key for document in draft.texts.get(SOURCE_LANGUAGE, ()) for key in document.data)
    matches = ((key, _OF_PACK.fullmatch(key)) for key in keys if key not in needed)
    return [key for key, match in matches if match and match["channel"] not in channels]


def _outcome_keys(draft: PackSource, outcome: Outcome) -> Iterator[str]:
    yield from (f"outcome.{outcome.id}.title", f"outcome.{outcome.id}.summary")
    yield from (f"step.{step}" for step in (*outcome.do, *outcome.do_not, *outcome.follow_up.steps))
    yield from (f"say.{act.say}" for act in outcome.acts.values() if act.say)
    for part in ("calm", "first", "then", "no_route"):
        if draft.text(SOURCE_LANGUAGE, f"outcome.{outcome.id}.{part}"):
            yield f"outcome.{outcome.id}.{part}"


Check = Callable[[PackSource], Iterator[Broken]]
_NAME = re.compile(r"\{([a-z_0-9]+)(!r)?\}")


class Stage(IntEnum):
    """When a rule runs. What is broken in one stage and trusted by a later one keeps that from running.

    Syntax and shape come before all of them: a file that breaks those is not read into a draft at all.
    """

    REFERENCES = 1
    """Everything named exists. Looks at names and words; follows no arrow."""
    MEANING = 2
    """Graph, tables, outcomes, contacts. Every target exists by now."""
    MEASURES = 3
    """Whole runs, and figures over them. The graph has no cycle and every table is total by now."""


class LintRule(NamedTuple):
    """One thing that a pack must keep."""

    id: str
    level: Level
    """How grave a break is at most; a single problem may be said to be less."""
    stage: Stage
    check: Check
    may_allow: bool = False
    """True if a break can be right in some place, so that its author may allow it there."""
    needs: str = ""
    """What a pack must have for the rule to look: a document, or `before`, an earlier state of it."""

    def concerns(self, source: PackSource) -> bool:
        """True if the pack has what the rule looks at."""
        there = source.before is not None if self.needs == "before" else self.needs in source.documents
        return there or not self.needs


RULES: dict[str, LintRule] = {}
"""Every registered rule, in the order of registration."""


def rule(
    rule_id: str, stage: Stage, level: Level = Level.ERROR, *, may_allow: bool | None = None, needs: str = ""
) -> Callable[[Check], Check]:
    """Register a function as the rule *rule_id*.

    Args:
        rule_id: as it stands in messages, in docs/rules.md and after ``# lint: allow``.
        stage: when it runs.
        level: how grave a break is at most.
        may_allow: whether ``# lint: allow`` is heard; warnings and advice without it, errors not. An error
            may be allowed only where the rule guesses (from words, say) and the pack stays safe to walk.
        needs: a document without which there is nothing to look at, or `before`.

    Raises:
        ValueError: two functions claim one id.
    """

    def register(check: Check) -> Check:
        if rule_id in RULES:
            raise ValueError(f"two rules are called {rule_id}")
        allowed = level is not Level.ERROR if may_allow is None else may_allow
        RULES[rule_id] = LintRule(rule_id, level, stage, check, allowed, needs)
        return check

    return register


def run_rule(one: LintRule, draft: PackSource) -> Iterator[Problem]:
    """The problems that a rule finds, none graver than the rule."""
    for found in one.check(draft):
        said, fix = (_sentence(one.id, part, found) for part in ("said", "fix"))
        yield Problem(one.id, said, fix, found.file, *found.place, max(one.level, found.level))


def _sentence(rule_id: str, part: str, found: Broken) -> str:
    """What is said of a break, or how it is mended: worked out by the rule, or its own sentence."""
    if part in found.values:
        return cast("str", found.values[part])
    template = str(_messages()[".".join(filter(None, (rule_id, found.variant, part)))])
    values = {
        name: repr(found.values[name]) if quoted else found.values[name]
        for name, quoted in _NAME.findall(template)
        if name in found.values
    }
    return Filled(_NAME.sub(r"{\1}", template), **values)


@cache
def _messages() -> Mapping[str, object]:
    return read_document(Path(__file__).with_name("messages.yaml")).data
