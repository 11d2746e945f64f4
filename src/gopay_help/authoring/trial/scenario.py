"""Authors' stories: a person's words, the answers that follow from them, and where the tree has to lead."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from gopay_help.authoring.lint.schema import check_shape, nearest
from gopay_help.authoring.lint.yaml import Document, read_document
from gopay_help.authoring.trial.checks import LanguageBench
from gopay_help.authoring.trial.walked import AskedQuestion, PlannedRun, Undisturbed, stated
from gopay_help.model.contact import Registry
from gopay_help.model.errors import Problem, TreeError
from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import FactId, NodeId, OptionId, Outcome, Question, Tree
from gopay_help.tree.pack import schemas_folder
from gopay_help.wizard.session import End, Session

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

    run: PlannedRun
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


def play(story: Scenario, tree: Tree, registry: Registry, desk: LanguageBench) -> Ended | tuple[Problem, ...]:
    """Walk a story; only its problems where it does not lead to an end."""
    wrong = tuple(_unknown_names(story, tree, registry))
    if wrong:
        return wrong
    evidence = stated(tree, story.facts)
    teller = _Teller()
    session = Session(
        tree=tree,
        evidence=evidence,
        advise=lambda _end: cast("Diagnosis", None),  # nobody listens
        given=story.answers,
        prompter=teller,
        listener=Undisturbed(),
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
    run = PlannedRun(story.facts, answers, inferred, end.outcome.id, ())
    return Ended(run, end.outcome.cause, problems)


class _Unanswered(Exception):  # noqa: N818 (what it is, in a word)
    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(question.id)


class _Teller:
    """Leaves to the evidence what it can answer; the story's own answers never come here."""

    def __init__(self) -> None:
        self.asked: list[AskedQuestion] = []

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """See `gopay_help.wizard.session.Prompter`."""
        if kept is None:
            raise _Unanswered(question)
        self.asked.append(AskedQuestion(question, number, kept, hint))
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
