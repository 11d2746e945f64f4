"""Runs that somebody had, or tells of: a record that is had again, and the stories of authors."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, TextIO, cast

from gopay_help.authoring.lint.schema import check_shape, nearest
from gopay_help.authoring.lint.yaml import Document, read_document
from gopay_help.authoring.trial import walked
from gopay_help.cases.store import read_case
from gopay_help.model.build import Builder
from gopay_help.model.case import Case, CaseTree
from gopay_help.model.contact import Registry
from gopay_help.model.errors import DataError, Problem, TreeError
from gopay_help.model.result import Answer, Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import UNKNOWN, FactId, NodeId, OptionId, Outcome, Question, Tree
from gopay_help.screen.prompt import NumberedPrompter
from gopay_help.tree.pack import read_bytes, schemas_folder
from gopay_help.wizard.advice import VERDICT
from gopay_help.wizard.session import End, Evidence, Session

# A run as a case file or a document of `diagnose --json` keeps it: what it takes to have it again.


DOCUMENT = "gopay-help/diagnosis@1"


class Recorded(NamedTuple):
    """One run."""

    name: str
    """A case's id, or where the document was read."""
    lang: str
    tree: CaseTree
    started_at: datetime
    answers: tuple[Answer, ...]
    """On the way from the start, in their order."""
    facts: Mapping[str, str]
    """What was known of the surroundings; what is not named was not looked at, or not known."""
    outcome: str | None
    """Where it ended; None if the person stopped before."""
    kept: bool = False
    """True if the person was told that it was kept."""


def recorded_case(case: Case) -> Recorded:
    """The run that a case file keeps: the answers that lay behind the person when it was kept last."""
    return Recorded(
        name=case.id,
        lang=case.lang,
        tree=case.tree,
        started_at=case.created,
        answers=case.answers,
        facts={fact.id: fact.value for fact in case.facts},
        outcome=case.outcome,
        kept=True,
    )


def recorded_in(document: Mapping[str, Any], name: str = "the document") -> Recorded:
    """The run of a diagnosis document.

    Raises:
        DataError: it is none, or is damaged.
    """
    if document.get("schema") != DOCUMENT:
        raise DataError(f"{name} is neither a case file nor a {DOCUMENT} document")
    builder = Builder()
    try:
        facts = {str(row["id"]): str(row["value"]) for row in document["facts"]}
        recorded = builder.build(Recorded, document, name, name=name, facts=facts)
    except (KeyError, TypeError) as error:
        raise DataError(f"{name} is damaged ({type(error).__name__})") from error
    if builder.problems:
        raise DataError(f"{name} is damaged ({'; '.join(builder.problems)})")
    return recorded


def read_recorded(file: Path) -> Recorded:
    """The run in a file: a case, or a diagnosis document.

    Raises:
        DataError: it cannot be read, is neither, or is damaged.
    """
    raw = read_bytes(file)
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file} is no JSON document ({type(error).__name__})") from error
    if not isinstance(data, dict):
        raise DataError(f"{file} is neither a case file nor a {DOCUMENT} document")
    if "format" in data:
        return recorded_case(read_case(raw, str(file)))
    return recorded_in(data, str(file))


def again(tree: Tree, document: Mapping[str, Any]) -> tuple[End, Evidence]:
    """A run with the answers and facts that a diagnosis document names, and with nothing else.

    Raises:
        UsageError: the answers do not lead to an outcome.
    """
    recorded = recorded_in(document)
    evidence = walked.stated(tree, {FactId(fact): value for fact, value in recorded.facts.items()})
    by_evidence = frozenset(answer.id for answer in recorded.answers if answer.source == "evidence")
    answers = {NodeId(answer.id): OptionId(answer.value) for answer in recorded.answers}
    run = walked.PlannedRun(
        {}, answers, frozenset(map(NodeId, by_evidence)), NodeId(recorded.outcome or ""), ()
    )
    return walked.by_script(tree, run, evidence), evidence


# A recorded run, had again: the same questions with the same answers, by the same wizard. Shown is the way
# that was taken in the end. What a record does not hold is not made up: going back and forth, words that
# were no answer, how long something was waited for.


class Again(NamedTuple):
    """What a replay came to, held against what was recorded."""

    recorded: Recorded
    tree: Tree
    outcome: str | None
    """Where it ends now; None where it stops at a question."""

    @property
    def same_tree(self) -> bool:
        """True if the answers were given to the very same tree."""
        return self.recorded.tree.sha256 == self.tree.sha256

    @property
    def same_outcome(self) -> bool:
        """True if it ends where it ended."""
        return self.recorded.outcome == self.outcome


@dataclass(slots=True)
class Typist:
    """Types the recorded answers at the numbered lines; gone where the record ends."""

    tree: Tree
    answers: Mapping[NodeId, OptionId]
    words: Catalogue
    out: TextIO
    width: int | None
    doors: Mapping[str, str]

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        given = self.answers.get(question.id)
        typed = [] if given is None else [walked.key_of(self.tree, question.id, given)]
        prompter = NumberedPrompter(
            self.words, walked.Echo(typed, self.out), self.out, self.width, self.doors
        )
        return prompter.ask(question, number=number, kept=kept, hint=hint)


def answers_of(recorded: Recorded, tree: Tree, *sources: str) -> dict[NodeId, OptionId]:
    """The recorded answers of these sources that this tree still offers."""
    found = {}
    for answer in recorded.answers:
        node = tree.nodes.get(NodeId(answer.id))
        if answer.source in sources and isinstance(node, Question) and node.option(answer.value):
            found[node.id] = OptionId(answer.value)
    return found


def facts_of(recorded: Recorded, tree: Tree) -> dict[str, str]:
    """The recorded facts; of those that the tree declares and nobody found out, that they are unknown."""
    return {**dict.fromkeys(map(str, tree.facts), UNKNOWN), **recorded.facts}


def was_asked(recorded: Recorded) -> bool:
    """True if a person was asked, and not a script: then there was talk around the questions."""
    return recorded.kept or any(answer.source == "user" for answer in recorded.answers)


def checked(recorded: Recorded) -> bool:
    """True if the network was looked at, and a verdict known in the end: then its hosts were named, too."""
    return VERDICT in recorded.facts


# Authors' stories: a person's words, the answers that follow from them, and where the tree has to lead.


UNKNOWN_NAME, UNASKED, UNANSWERED, UNMET, TWICE = "SCN001", "SCN002", "SCN003", "SCN004", "SCN005"
"""What can be wrong with a story, as rules: docs and `tree test` name them so."""


class Scenario(NamedTuple):
    """One story, its names not yet held against a tree."""

    document: Document
    id: str
    title: str
    true_cause: str | None
    facts: Mapping[FactId, str]
    answers: Mapping[NodeId, OptionId]
    expect: Mapping[str, Any]

    def problem(self, rule: str, *trail: str | int, message: str, fix: str) -> Problem:
        """A problem at the place of *trail* in the story's file."""
        return self.document.problem(rule, trail, message, fix)


class Ended(NamedTuple):
    """A story as it went: the run that it is, and all that is wrong with it."""

    run: walked.PlannedRun
    cause: str
    problems: tuple[Problem, ...]


def read_scenarios(folder: Path) -> list[Scenario]:
    """Every story in *folder*, in the order of its files; a compiled pack has them as JSON.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: problems of syntax and shape, and ids that two stories share; of all files.
    """
    problems: list[Problem] = []
    found: dict[str, Scenario] = {}
    schema = schemas_folder(folder.parent) / "scenario.schema.json"
    for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.json"))):
        try:
            document = read_document(file)
        except TreeError as error:
            problems += error.problems
            continue
        shape = check_shape(document, schema)
        if shape:
            problems += shape
            continue
        story = _scenario(document)
        if story.id in found:
            message = f"{story.id!r} is the id of {found[story.id].document.file} too"
            problems.append(story.problem(TWICE, "id", message=message, fix="choose another id"))
        found.setdefault(story.id, story)
    if problems:
        raise TreeError(problems)
    return list(found.values())


def play(
    story: Scenario, tree: Tree, registry: Registry, desk: walked.LanguageBench
) -> Ended | tuple[Problem, ...]:
    """Walk a story; only its problems where it does not lead to an end."""
    wrong = tuple(_unknown_names(story, tree, registry))
    if wrong:
        return wrong
    evidence = walked.stated(tree, story.facts)
    teller = _Teller()
    session = Session(
        tree=tree,
        evidence=evidence,
        advise=lambda _end: cast("Diagnosis", None),  # nobody listens
        given=story.answers,
        prompter=teller,
        listener=walked.Undisturbed(),
    )
    try:
        end = session.run()
    except _Unanswered as error:
        question = error.question
        listed = ", ".join(option.id for option in question.options)
        message = f"the story is asked {question.id!r} and has no answer to it"
        fix = f"add `{question.id}:` with one of: {listed}"
        return (story.problem(UNANSWERED, "answers", message=message, fix=fix),)
    problems = (*_unasked(story, end), *_unmet(story, end.outcome, desk.advise(end, evidence), end))
    answers = {name: end.state.answers[name].option for name in end.passed}
    inferred = frozenset(asked.question.id for asked in teller.asked)
    run = walked.PlannedRun(story.facts, answers, inferred, end.outcome.id, ())
    return Ended(run, end.outcome.cause, problems)


class _Unanswered(Exception):  # noqa: N818 (what it is, in a word)
    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(question.id)


class _Teller:
    """Leaves to the evidence what it can answer; the story's own answers never come here."""

    def __init__(self) -> None:
        self.asked: list[walked.AskedQuestion] = []

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        if kept is None:
            raise _Unanswered(question)
        self.asked.append(walked.AskedQuestion(question, number, kept, hint))
        return kept


def _unknown_names(story: Scenario, tree: Tree, registry: Registry) -> Iterator[Problem]:
    for fact, value in story.facts.items():
        spec = tree.facts.get(fact)
        if spec is None:
            yield _unknown(story, ("facts", fact), fact, "fact", tree.facts)
        elif value not in spec.values:
            yield _unknown(story, ("facts", fact), value, f"value of {fact}", spec.values)
    questions = {node.id: node for node in tree.nodes.values() if isinstance(node, Question)}
    for name, option in story.answers.items():
        question = questions.get(name)
        if question is None:
            yield _unknown(story, ("answers", name), name, "question", questions)
        elif question.option(option) is None:
            yield _unknown(
                story, ("answers", name), option, f"option of {name}", [o.id for o in question.options]
            )
    yield from _unknown_expectations(story, tree, registry)


def _unknown_expectations(story: Scenario, tree: Tree, registry: Registry) -> Iterator[Problem]:
    outcomes = [node.id for node in tree.nodes.values() if isinstance(node, Outcome)]
    expected = story.expect["outcome"]
    if expected not in outcomes:
        yield _unknown(story, ("expect", "outcome"), expected, "outcome", outcomes)
    for key in ("shows", "hides"):
        for index, channel in enumerate(story.expect.get(key, ())):
            if registry.channel(channel) is None:
                ids = [one.id for one in registry.channels]
                yield _unknown(story, ("expect", key, index), channel, "channel of the registry", ids)


def _unknown(
    story: Scenario,
    trail: tuple[str | int, ...],
    name: str,
    what: str,
    known: Mapping[Any, Any] | list[Any] | tuple[Any, ...],
) -> Problem:
    fix = nearest(name, [str(one) for one in known])
    return story.problem(UNKNOWN_NAME, *trail, message=f"{name!r} is no {what}", fix=fix)


def _unasked(story: Scenario, end: End) -> Iterator[Problem]:
    for name in end.unused:
        way = ", ".join(f"{passed}={end.state.answers[passed].option}" for passed in end.passed)
        message = f"{name!r} is never asked after {way}"
        yield story.problem(
            UNASKED, "answers", name, message=message, fix="remove it, or change the answers before"
        )


def _unmet(story: Scenario, outcome: Outcome, advice: Diagnosis, end: End) -> Iterator[Problem]:
    shown = {step.channel.id for step in (*advice.route, *advice.follow_up.escalate_to)}
    came = {
        "outcome": str(outcome.id),
        "cause": str(outcome.cause),
        "critical": outcome.critical,
        "confidence": str(advice.confidence),
    }
    for key, value in came.items():
        if key in story.expect and story.expect[key] != value:
            yield _expected(story, (key,), f"{key} is {_word(value)}", _word(story.expect[key]))
    most = story.expect.get("max_questions")
    if most is not None and len(end.passed) > most:
        yield _expected(
            story, ("max_questions",), f"{len(end.passed)} questions are asked", f"at most {most}"
        )
    for key, wanted in (("shows", True), ("hides", False)):
        for index, channel in enumerate(story.expect.get(key, ())):
            if (channel in shown) is not wanted:
                is_shown = "is not shown" if wanted else "is shown"
                yield _expected(
                    story, (key, index), f"{channel} {is_shown}", "shown" if wanted else "not shown"
                )


def _expected(story: Scenario, trail: tuple[str | int, ...], came: str, expected: str) -> Problem:
    fix = "if the change is meant, change the story with it"
    return story.problem(UNMET, "expect", *trail, message=f"{came}; expected: {expected}", fix=fix)


def _word(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _scenario(document: Document) -> Scenario:
    data = cast("Mapping[str, Any]", document.data)
    return Scenario(
        document=document,
        id=data["id"],
        title=data["title"],
        true_cause=data.get("true_cause"),
        facts={FactId(fact): value for fact, value in data.get("facts", {}).items()},
        answers={NodeId(name): OptionId(option) for name, option in data["answers"].items()},
        expect=data["expect"],
    )
