"""`tree show`, `tree graph` and `tree replay`: the tree and its runs as people see them."""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

from gopay_help import __version__
from gopay_help.authoring.draw.ways import Library, Trail, find_ways, trail_of, trail_of_answers
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.trial import recorded as records
from gopay_help.cases.store import stamp
from gopay_help.cli.conversation import Conversation, collect_answers, collect_facts
from gopay_help.cli.diagnose import BRAND, Doors, build_advice, hosts_of
from gopay_help.cli.options import Folder, Out, argument, option
from gopay_help.cli.packs import chosen_folder
from gopay_help.cli.setup import STDOUT, Setup
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import Catalogue, Phrase, safe_line
from gopay_help.model.tree import UNKNOWN, FactId, Given, NodeId, OptionId, Question, State, Tree
from gopay_help.screen.diagnosis import diagnosis_page
from gopay_help.tree import walk
from gopay_help.wizard.session import End, MissingAnswer, Session, Stated

if TYPE_CHECKING:
    from gopay_help.model.case import Case


FORMATS = ("mermaid", "dot", "svg", "html")


def show_tree(
    setup: Setup,
    which: Annotated[
        list[str] | None,
        argument(
            "A question, table or outcome; the whole tree without it. A pack's folder may stand before it.",
            metavar="[FOLDER] [ID]",
            offers="nodes",
        ),
    ] = None,
) -> int:
    """Show one node, or the outline of all; of the pack in a folder, if the first word is one.

    Raises:
        UsageError: there is no such node, or too much was written.
    """
    named, folder = list(which or ()), None
    if named and (first := chosen_folder(Path(named[0]), {})):
        found = any((first / f"tree.{kind}").is_file() for kind in ("yaml", "json"))
        folder = first if found else None
    setup = setup.at(folder, author=True)
    named = named if folder is None else named[1:]
    if len(named) > 1:
        raise UsageError(f"{named[0]!r} is no folder of a pack; write a folder first, then one id")
    node_id = named[0] if named else None
    tree = setup.pack.tree
    if node_id is not None and node_id not in tree.nodes:
        raise UsageError(f"{node_id!r} is no question, table or outcome; {nearest(node_id, tree.nodes)}")
    if setup.settings.json:
        write_nodes(setup, tree.nodes if node_id is None else (NodeId(node_id),))
        return ExitCode.OK
    from gopay_help.authoring.draw.listing import NodeTeller, outline_page

    words = setup.words
    if node_id is None:
        setup.show(outline_page(tree, words))
    else:
        teller = NodeTeller(library(setup, words), words, find_ways(tree), _pack(setup), setup.width)
        setup.show(teller.page(tree.nodes[NodeId(node_id)]))
    return ExitCode.OK


def write_nodes(setup: Setup, chosen: Iterable[NodeId]) -> None:
    """Print nodes as one JSON document."""
    from gopay_help.authoring.draw.listing import nodes_document

    tree = setup.pack.tree
    document = nodes_document(tree, setup.words, find_ways(tree), chosen, pack=_pack(setup))
    setup.write_json(document)


def library(setup: Setup, words: Catalogue) -> Library:
    """Advice in the language of *words*, as `diagnose` builds it."""
    shown = setup.anew()
    vars(shown).update(pack=setup.pack, words=words, now=setup.now)
    return Library(
        tree=setup.pack.tree,
        build=lambda end, evidence: build_advice(shown, end, evidence),
        now=setup.now,
        registry_version=setup.registry.version,
    )


def _pack(setup: Setup) -> str | None:
    return str(setup.folder) if setup.folder else None


def draw_tree(
    setup: Setup,
    folder: Folder = None,
    *,
    output: Annotated[str, option("--format", "mermaid, dot, svg or html.", offers=FORMATS)] = "mermaid",
    case_id: Annotated[
        str | None, option("--case", "Highlight the path of this case.", metavar="CASE", offers="cases")
    ] = None,
    answer: Annotated[
        list[str] | None,
        option(
            "--answer",
            "Highlight the path of these answers. Repeatable.",
            metavar="ID=OPTION",
            offers="answers",
        ),
    ] = None,
    facts: Annotated[
        str | None,
        option(
            "--facts",
            "Facts that tables on that path look at, from a YAML or JSON mapping; - for stdin.",
            metavar="FILE",
        ),
    ] = None,
    out: Out = None,
) -> int:
    """Draw the tree; the drawing goes to stdout or to a file.

    Raises:
        UsageError: no such format, case, question or option, or the file cannot be written.
    """
    setup = setup.at(folder, author=True)
    if output not in FORMATS:
        raise UsageError(f"--format {output}: choose one of {', '.join(FORMATS)}")
    if setup.settings.json:
        write_nodes(setup, setup.pack.tree.nodes)
        return ExitCode.OK
    return setup.hand_out(_drawn(setup, output, _trail(setup, case_id, tuple(answer or ()), facts)), out)


def _trail(setup: Setup, case_id: str | None, pairs: tuple[str, ...], file: str | None) -> Trail:
    """The way to highlight: of a case, of answers, or none."""
    tree = setup.pack.tree
    if case_id is not None:
        if pairs or file:
            raise UsageError("--case names a whole way; leave out --answer and --facts")
        return trail_of(tree, _case_state(setup, tree, case_id))
    facts = collect_facts(file, tree, setup.stdin) if file else {}
    return trail_of_answers(tree, collect_answers(pairs, None, setup.stdin), facts)


def _case_state(setup: Setup, tree: Tree, case_id: str) -> State:
    """The walk of a case with every fact it saw; a hint if it was walked in another tree."""
    case = _case(setup, case_id)
    if case.tree.sha256 != tree.sha256:
        setup.tell(setup.words.say("case.other_tree"))
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
        from gopay_help.cases.store import read_case
        from gopay_help.tree.pack import read_bytes

        return read_case(read_bytes(Path(case_id)), case_id)

    return setup.store.load(case_id)


def _drawn(setup: Setup, output: str, trail: Trail) -> str:
    if output == "html":
        return whole_page(setup, trail, reviewers=True)
    from gopay_help.authoring.draw.chart import MAX_TEXT, build_chart, render_dot, render_mermaid, render_svg

    chart = build_chart(setup.pack.tree, setup.words, trail)
    if output == "svg":
        return render_svg(chart)
    if output == "dot":
        return render_dot(chart)
    text = render_mermaid(chart)
    if len(text) > MAX_TEXT:
        setup.tell(setup.words.say("bench.too_long", count=len(text), limit=MAX_TEXT))
    return text


def whole_page(setup: Setup, trail: Trail = (), *, reviewers: bool) -> str:
    """The one-file page, for reviewers or for people."""
    from gopay_help.authoring.draw.page import marking, render_page

    pack = setup.pack
    tags = dict.fromkeys((setup.words.lang, *pack.tree.languages))
    plain = {lang: pack.catalogue(lang) for lang in tags}
    languages = [(marked, library(setup, marked)) for marked in map(marking, plain.values())]
    named = setup.folder.name if setup.folder else None
    return render_page(languages, plain, reviewers=reviewers, pack=named, trail=trail)


SCHEMA = "gopay-help/replay@1"


def replay(
    setup: Setup,
    case_id: Annotated[str, argument("A case's id, or a case file.", metavar="CASE", offers="cases")],
) -> int:
    """Show a kept run on stdout; what it was made with, and whether it still ends there, on stderr.

    Returns:
        3 if it ends elsewhere now.

    Raises:
        UsageError: there is no such case, or it is of another tree.
        DataError: the case is damaged, or no case.
    """
    setup = setup.at(None, author=True)
    recorded = _found(setup, case_id)
    tree = setup.pack.tree
    if recorded.tree.id != tree.id:
        raise UsageError(f"{recorded.name} is of the tree {recorded.tree.id!r}: name its pack with --pack")
    if recorded.lang not in setup.pack.languages:
        raise UsageError(f"{recorded.name} is in {recorded.lang!r}, in which this pack has no words")
    if setup.settings.json:
        screens = io.StringIO()
        again = records.Again(recorded, tree, _play(_scene(setup, recorded, screens), recorded))
        setup.write_json(_document(again, screens.getvalue()))
    else:
        _say(setup, *_made_with(records.Again(recorded, tree, None)))
        again = records.Again(recorded, tree, _play(_scene(setup, recorded, setup.stdout), recorded))
        setup.stdout.flush()
        if not again.same_outcome:
            _say(setup, f"It ended {_at(recorded.outcome)} then; it ends {_at(again.outcome)} now.")
    return _code(again)


def _found(setup: Setup, name: str) -> records.Recorded:
    """A case of this device by its id, or the run in a file."""
    file = Path(name)
    if file.suffix or len(file.parts) > 1 or file.exists():
        return records.read_recorded(file)
    return records.recorded_case(setup.store.load(name))


def _scene(setup: Setup, recorded: records.Recorded, screen: TextIO) -> Setup:
    """The surroundings of the run as they were: language and clock; all that is said goes to one screen."""
    offline = not records.checked(recorded)
    settings = setup.settings._replace(
        lang=recorded.lang, now=recorded.started_at.isoformat(), offline=offline, no_input=True
    )
    scene = setup.anew(settings=settings, stdin=io.StringIO(), stdout=screen, stderr=screen)
    scene.pack = setup.pack
    return scene


def _play(scene: Setup, recorded: records.Recorded) -> str | None:
    """Draw the run; the outcome it comes to, None if it stops at a question."""
    tree, conversation = scene.pack.tree, Conversation(scene)
    evidence = Stated(records.facts_of(recorded, tree))
    brand = recorded.facts.get(BRAND, UNKNOWN)
    known = {BRAND: brand} if BRAND in tree.facts else {}
    session = Session(
        tree=tree,
        evidence=evidence,
        advise=lambda end: build_advice(scene, end, evidence),
        given=records.answers_of(recorded, tree, "flag"),
        listener=conversation,
        state=State(facts=known),
    )
    if records.was_asked(recorded):
        conversation.greet(hosts_of(scene, None if brand == UNKNOWN else brand))
        typed = records.answers_of(recorded, tree, "user")
        doors = Doors(scene, offered=True, cases=False).keys()
        session.prompter = records.Typist(tree, typed, scene.words, scene.talk, scene.width, doors)
    try:
        end = session.run()
    except KeyboardInterrupt:
        _leave(scene, conversation, session, recorded)
        return None
    except MissingAnswer as error:
        scene.stdout.write(f"{safe_line(error.said(scene.words))}\n")
        return None
    _close(scene, conversation, end, evidence, recorded)
    return end.outcome.id


def _close(
    scene: Setup, conversation: Conversation, end: End, evidence: Stated, recorded: records.Recorded
) -> None:
    """The end of a run, as `diagnose` shows it."""
    advice = build_advice(scene, end, evidence)
    scene.stdout.write("\n" if records.was_asked(recorded) else "")
    scene.show(diagnosis_page(advice, scene.words))
    if records.was_asked(recorded):
        conversation.ask_to_change()
    if recorded.kept:
        conversation.read_again(recorded.name)


def _leave(scene: Setup, conversation: Conversation, session: Session, recorded: records.Recorded) -> None:
    """How the person was told to go on."""
    reached = walk.position(session.tree, session.state)
    kept = recorded.name if recorded.kept else None
    scene.stdout.write(f"{conversation.goodbye(session.state, reached, None, kept)}\n")


def _made_with(again: records.Again) -> tuple[str, ...]:
    recorded, tree = again.recorded, again.tree
    made = f"{recorded.tree.id} {recorded.tree.version} ({recorded.tree.sha256[:12]})"
    begun = f"Replay of {recorded.name}, begun {stamp(recorded.started_at)} in {recorded.lang}, tree {made}."
    if again.same_tree:
        return (
            begun,
            "The tree is the same. Words and contacts are those of today: a run keeps no copy of them.",
        )
    today = f"{tree.version} ({tree.sha256[:12]})"
    return (
        begun,
        f"WARNING: the tree is now {today}. What follows is the run as it would be today, not what was seen.",
    )


def _at(outcome: str | None) -> str:
    return f"in {outcome}" if outcome else "at a question"


def _say(setup: Setup, *lines: str) -> None:
    setup.stderr.writelines(f"{safe_line(line)}\n" for line in lines)
    setup.stderr.flush()


def _code(again: records.Again) -> ExitCode:
    return ExitCode.OK if again.same_outcome else ExitCode.FINDINGS


def _document(again: records.Again, screens: str) -> Mapping[str, Any]:
    """`gopay-help/replay@1`."""
    recorded, tree = again.recorded, again.tree
    made = recorded.tree
    return {
        "schema": SCHEMA,
        "version": __version__,
        "case": recorded.name,
        "lang": recorded.lang,
        "started_at": stamp(recorded.started_at),
        "made_with": {"id": made.id, "version": made.version, "sha256": made.sha256},
        "today": {"id": tree.id, "version": tree.version, "sha256": tree.sha256},
        "same_tree": again.same_tree,
        "outcome": {"then": recorded.outcome, "now": again.outcome},
        "same_outcome": again.same_outcome,
        "screens": screens,
        "exit_code": int(_code(again)),
    }


# `page`: the wizard as one file for a phone.


PageFile = Annotated[Path | None, option("--out", "The file to write.", metavar="FILE")]


def page(setup: Setup, out: PageFile = None) -> int:
    """Write the page, and say what to do with it.

    Raises:
        UsageError: no file is named.
        DataError: it cannot be written, or something else is there.
    """
    if out is None:
        raise UsageError(Phrase("fault.no_out"))
    content = whole_page(setup, reviewers=False)
    setup.hand_out(content, out)
    if not setup.settings.json and str(out) != STDOUT:
        setup.tell(
            setup.words.say("bench.people.written", file=str(out), size=f"{len(content.encode()) / 1000:.0f}")
        )
    return ExitCode.OK
