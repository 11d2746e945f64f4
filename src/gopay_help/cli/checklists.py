"""`funds` and `prevent`: a checklist alone."""

from typing import Annotated

import typer

from gopay_help.cli import complete
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import ExitCode, UsageError
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import Cause
from gopay_help.screen.documents import checklist_document
from gopay_help.screen.pages import checklist_page
from gopay_help.wizard.advice import items

CauseName = Annotated[
    str | None,
    typer.Argument(help="A cause, such as account_lock; all without it.", autocompletion=complete.causes),
]


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
    if setup.settings.json:
        setup.write_json(checklist_document(name, cause, words.lang, chosen))
    else:
        heading = words.say(f"cause.{cause}") if cause else words.say(f"ui.{name}")
        setup.show(checklist_page(chosen, words, heading=heading))
    return ExitCode.OK
