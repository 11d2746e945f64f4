"""`funds`, `prevent` and `suggest`: parts of the advice alone."""

from functools import partial
from typing import Annotated

from gopay_help.cli.options import argument
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import Cause
from gopay_help.screen.documents import checklist_document
from gopay_help.screen.page import Kind, Page, block
from gopay_help.screen.pages import checklist_page
from gopay_help.wizard.advice import items
from gopay_help.wizard.suggest import Suggested, Suggester

CauseName = Annotated[str | None, argument("A cause, such as account_lock; all without it.", offers="causes")]


def funds(setup: Setup, cause: CauseName = None) -> int:
    """How to keep the money safe, for a cause or all.

    Raises:
        UsageError: no such cause.
    """
    return _show(setup, "funds", cause)


def prevent(setup: Setup, cause: CauseName = None) -> int:
    """How to make it happen less, for a cause or all.

    Raises:
        UsageError: no such cause.
    """
    return _show(setup, "prevention", cause)


def _show(setup: Setup, name: str, cause: str | None) -> int:
    if cause is not None and cause not in (known := tuple(setup.document("tree")["causes"])):
        raise UsageError(Phrase("fault.no_cause", value=quoted(cause), known=known))
    words = setup.words
    chosen = items(setup.document("checklists"), name, words, cause=Cause(cause) if cause else None)
    return setup.answer(
        lambda: checklist_document(name, cause, words.lang, chosen),
        lambda: checklist_page(chosen, words, heading=words.say(f"cause.{cause}" if cause else f"ui.{name}")),
    )


def suggest(
    setup: Setup,
    text: Annotated[
        str, argument("What happened, in your own words; - reads one text a line.", metavar="TEXT")
    ],
) -> int:
    """Say which outcomes fit *text*, or each line of stdin; with --json one document a line. Nothing is kept.

    Raises:
        DataError: the phrases of the pack are damaged.
    """
    suggester = Suggester(setup.pack)
    for line in setup.stdin if text == "-" else [text]:
        found = suggester.suggest(line.strip())
        setup.answer(
            partial(_document, setup, line.strip(), found),
            partial(_page, setup, found),
        )
    return ExitCode.OK


def _document(setup: Setup, text: str, found: Suggested) -> dict[str, object]:
    """`gopay-help/suggestion@1`. What may be secret in the text is not repeated."""
    from gopay_help.cases.redact.engine import redact

    return {
        "schema": "gopay-help/suggestion@1",
        "input": redact(text, public=setup.public_values, own=setup.own_words).text,
        "decision": found.decision,
        "alarm": found.alarm,
        "suggestions": [
            {"outcome": goal, "title": setup.words.say(f"outcome.{goal}.title"), "score": score}
            for goal, score in found.found
        ],
        "nowhere": found.nowhere,
    }


def _page(setup: Setup, found: Suggested) -> Page:
    say = setup.words.say
    places = (
        block(Kind.ITEM, say(f"outcome.{goal}.title"), f"{number}.")
        for number, (goal, _) in enumerate(found.found, 1)
    )
    return (
        *((block(Kind.ALERT, say("ui.suggest.alarm")),) if found.alarm else ()),
        block(Kind.TEXT, say(f"ui.suggest.{found.decision}", kind=quoted(found.nowhere or ""))),
        *places,
    )
