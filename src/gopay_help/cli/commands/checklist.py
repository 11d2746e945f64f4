"""`funds` and `prevent`: a checklist alone."""

from gopay_help.cli.wiring import Setup
from gopay_help.model.errors import UsageError
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import Phrase, quoted
from gopay_help.model.tree import Cause
from gopay_help.screen.documents import checklist_document, write_json
from gopay_help.screen.page import show
from gopay_help.screen.pages import checklist_page
from gopay_help.wizard.advice import items


def run(setup: Setup, name: str, cause: str | None) -> int:
    """Show the checklist *name* for a cause, or all of it.

    Raises:
        UsageError: no such cause.
    """
    if cause is not None and cause not in set(Cause):
        raise UsageError(Phrase("fault.no_cause", value=quoted(cause), known=tuple(Cause)))
    words = setup.words
    chosen = items(setup.document("checklists"), name, words, cause=Cause(cause) if cause else None)
    if setup.settings.json:
        write_json(checklist_document(name, cause, words.lang, chosen), setup.stdout)
        return ExitCode.OK
    heading = words.say(f"cause.{cause}") if cause else words.say(f"ui.{name}")
    page = checklist_page(chosen, words, heading=heading)
    show(page, setup.stdout, width=setup.width, plain=setup.plain)
    return ExitCode.OK
