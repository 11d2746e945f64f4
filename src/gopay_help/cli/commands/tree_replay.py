"""`tree replay`: the screens of a kept run, drawn again from what was kept of it."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from gopay_help import __version__
from gopay_help.authoring.trial.replay import Again, Typist, answers_of, by_person, checked, facts_of
from gopay_help.authoring.trial.walked import Recorded, read_recorded, recorded_case
from gopay_help.cases.document import stamp
from gopay_help.cli.commands.case import store_of
from gopay_help.cli.commands.diagnose import BRAND, build_advice
from gopay_help.cli.conversation import Conversation
from gopay_help.cli.looking import hosts_of
from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.model.tree import UNKNOWN
from gopay_help.screen.diagnosis import diagnosis_page
from gopay_help.screen.documents import write_json
from gopay_help.screen.page import show
from gopay_help.tree import walk
from gopay_help.wizard.evidence import Stated
from gopay_help.wizard.session import End, MissingAnswer, Session

SCHEMA = "gopay-help/replay@1"


def run(setup: Setup, case_id: str) -> int:
    """Show a kept run on stdout; what it was made with, and whether it still ends there, on stderr.

    Returns:
        3 if it ends elsewhere now.

    Raises:
        UsageError: there is no such case, or it is of another tree.
        DataError: the case is damaged, or no case.
    """
    recorded = _found(setup, case_id)
    tree = setup.pack.tree
    if recorded.tree.id != tree.id:
        raise UsageError(f"{recorded.name} is of the tree {recorded.tree.id!r}: name its pack with --pack")
    if recorded.lang not in setup.pack.languages:
        raise UsageError(f"{recorded.name} is in {recorded.lang!r}, in which this pack has no words")
    if setup.settings.json:
        screens = io.StringIO()
        again = Again(recorded, tree, _play(_scene(setup, recorded, screens), recorded))
        write_json(_document(again, screens.getvalue()), setup.stdout)
    else:
        _say(setup, *_made_with(Again(recorded, tree, None)))
        again = Again(recorded, tree, _play(_scene(setup, recorded, setup.stdout), recorded))
        setup.stdout.flush()
        if not again.same_outcome:
            _say(setup, f"It ended {_at(recorded.outcome)} then; it ends {_at(again.outcome)} now.")
    return _code(again)


def _found(setup: Setup, name: str) -> Recorded:
    """A case of this device by its id, or the run in a file."""
    file = Path(name)
    if file.suffix or len(file.parts) > 1 or file.exists():
        return read_recorded(file)
    return recorded_case(store_of(setup).load(name))


def _scene(setup: Setup, recorded: Recorded, screen: TextIO) -> Setup:
    """The surroundings of the run as they were: language and clock; all that is said goes to one screen."""
    offline = not checked(recorded)
    settings = setup.settings._replace(
        lang=recorded.lang, now=recorded.started_at.isoformat(), offline=offline, no_input=True
    )
    scene = replace(setup, settings=settings, stdin=io.StringIO(), stdout=screen, stderr=screen)
    scene.pack = setup.pack
    return scene


def _play(scene: Setup, recorded: Recorded) -> str | None:
    """Draw the run; the outcome it comes to, None if it stops at a question."""
    tree, conversation = scene.pack.tree, Conversation(scene)
    evidence = Stated(facts_of(recorded, tree))
    brand = recorded.facts.get(BRAND, UNKNOWN)
    known = {BRAND: brand} if BRAND in tree.facts else {}
    session = Session(
        tree=tree,
        evidence=evidence,
        advise=lambda end: build_advice(scene, end, evidence),
        given=answers_of(recorded, tree, "flag"),
        listener=conversation,
        state=walk.State(facts=known),
    )
    if by_person(recorded):
        conversation.greet(hosts_of(scene, None if brand == UNKNOWN else brand))
        typed = answers_of(recorded, tree, "user")
        session.prompter = Typist(tree, typed, scene.words, scene.talk, scene.width)
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


def _close(scene: Setup, conversation: Conversation, end: End, evidence: Stated, recorded: Recorded) -> None:
    """The end of a run, as `diagnose` shows it."""
    if recorded.kept:
        conversation.kept(recorded.name)
        scene.stdout.write("\n")
    advice = build_advice(scene, end, evidence)
    show(diagnosis_page(advice, scene.words), scene.stdout, width=scene.width, plain=scene.plain)
    if by_person(recorded):
        conversation.recapitulate(advice._replace(case_id=recorded.name if recorded.kept else None))


def _leave(scene: Setup, conversation: Conversation, session: Session, recorded: Recorded) -> None:
    """How the person was told to go on."""
    reached = walk.position(session.tree, session.state)
    kept = recorded.name if recorded.kept else None
    scene.stdout.write(f"{conversation.goodbye(session.state, reached, None, kept)}\n")


def _made_with(again: Again) -> tuple[str, ...]:
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


def _code(again: Again) -> ExitCode:
    return ExitCode.OK if again.same_outcome else ExitCode.FINDINGS


def _document(again: Again, screens: str) -> Mapping[str, Any]:
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
