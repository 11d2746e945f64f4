"""`tree graph`: the tree as a picture, or as one page for reviewers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gopay_help.authoring.draw.ways import Trail, trail_of, trail_of_answers
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.tree import FactId, NodeId, OptionId, Question, Tree
from gopay_help.tree.walk import Given, State

if TYPE_CHECKING:
    from gopay_help.authoring.draw.chart import Chart
    from gopay_help.model.case import Case


@dataclass(frozen=True, slots=True)
class Request:
    """What `tree graph` was asked for, beside the common settings."""

    format: str
    case_id: str | None = None
    answers: tuple[str, ...] = ()
    out: Path | None = None
    facts: Path | None = None
    """Facts that tables on the highlighted way look at."""


def run(setup: Setup, request: Request) -> int:
    """Draw the tree; the drawing goes to stdout or to a file.

    Raises:
        UsageError: no such format, case, question or option, or the file cannot be written.
    """
    if request.format not in FORMATS:
        raise UsageError(f"--format {request.format}: choose one of {', '.join(FORMATS)}")
    if setup.settings.json:
        from gopay_help.cli.commands.tree_show import write_nodes

        write_nodes(setup, setup.pack.tree.nodes)
        return ExitCode.OK
    text = FORMATS[request.format](setup, _trail(setup, request))
    if request.out is None:
        setup.stdout.write(text)
        return ExitCode.OK
    try:
        request.out.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"--out {request.out}: {error.strerror}") from error
    return ExitCode.OK


def _trail(setup: Setup, request: Request) -> Trail:
    """The way to highlight: of a case, of answers, or none."""
    tree = setup.pack.tree
    if request.case_id is not None:
        if request.answers or request.facts:
            raise UsageError("--case names a whole way; leave out --answer and --facts")
        return trail_of(tree, _case_state(setup, tree, request.case_id))
    from gopay_help.cli.commands.answers import collect_answers, collect_facts

    facts = collect_facts(request.facts, tree) if request.facts else {}
    return trail_of_answers(tree, collect_answers(request.answers, None, setup.stdin), facts)


def _case_state(setup: Setup, tree: Tree, case_id: str) -> State:
    """The walk of a case with every fact it saw; a hint if it was walked in another tree."""
    case = _case(setup, case_id)
    if case.tree.sha256 != tree.sha256:
        from gopay_help.cli.commands.case import tell

        tell(setup, setup.words.say("case.other_tree"))
    answers = {
        NodeId(answer.id): Given(OptionId(answer.value), answer.source)
        for answer in case.answers
        if isinstance(tree.nodes.get(NodeId(answer.id)), Question)
    }
    facts: Mapping[FactId, str] = {FactId(fact.id): fact.value for fact in case.facts}
    return State(answers, facts, case.cursor)


def _case(setup: Setup, case_id: str) -> "Case":
    """A case by its id, or by its file.

    Raises:
        UsageError: there is none.
        DataError: it is damaged.
    """
    if Path(case_id).is_file():
        from gopay_help.cases.document import read_case
        from gopay_help.tree.read import read_bytes

        return read_case(read_bytes(Path(case_id)), case_id)
    from gopay_help.cli.commands.case import store_of

    return store_of(setup).load(case_id)


def _chart(setup: Setup, trail: Trail) -> "Chart":
    from gopay_help.authoring.draw.chart import build_chart

    return build_chart(setup.pack.tree, setup.words, trail)


def _mermaid(setup: Setup, trail: Trail) -> str:
    from gopay_help.authoring.draw.chart import MAX_TEXT, render_mermaid

    text = render_mermaid(_chart(setup, trail))
    if len(text) > MAX_TEXT:
        from gopay_help.cli.commands.case import tell

        tell(setup, setup.words.say("bench.too_long", count=len(text), limit=MAX_TEXT))
    return text


def _dot(setup: Setup, trail: Trail) -> str:
    from gopay_help.authoring.draw.chart import render_dot

    return render_dot(_chart(setup, trail))


def _svg(setup: Setup, trail: Trail) -> str:
    from gopay_help.authoring.draw.svg import render_svg

    return render_svg(_chart(setup, trail))


def _html(setup: Setup, trail: Trail) -> str:
    from gopay_help.authoring.draw.page import marking, render_book
    from gopay_help.cli.commands.tree_show import library

    pack = setup.pack
    tags = dict.fromkeys((setup.words.lang, *pack.tree.languages))
    plain = {lang: pack.catalogue(lang) for lang in tags}
    languages = [(marked, library(setup, marked)) for marked in map(marking, plain.values())]
    return render_book(languages, plain, pack=setup.folder.name if setup.folder else None, trail=trail)


FORMATS: Mapping[str, Callable[[Setup, Trail], str]] = {
    "mermaid": _mermaid,
    "dot": _dot,
    "svg": _svg,
    "html": _html,
}
