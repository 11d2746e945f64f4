"""`suggest`: which places of the tree fit what somebody wrote in their own words. Nothing of it is kept."""

from collections.abc import Iterator
from typing import Annotated

import typer

from gopay_help.cli.setup import Setup
from gopay_help.model.errors import ExitCode
from gopay_help.model.text import quoted
from gopay_help.screen.page import Block, Kind, block
from gopay_help.wizard.suggest import Suggested, Suggester


def suggest(
    setup: Setup,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="What happened, in your own words; - reads one text a line.")
    ],
) -> int:
    """Say what fits *text*, or each line of stdin; with --json one document a line.

    Raises:
        DataError: the phrases of the pack are damaged.
    """
    suggester = Suggester(setup.pack)
    for line in setup.stdin if text == "-" else [text]:
        found = suggester.suggest(line.strip())
        if setup.settings.json:
            setup.write_json(_document(setup, line.strip(), found))
        else:
            setup.show(tuple(_page(setup, found)))
    return ExitCode.OK


def _document(setup: Setup, text: str, found: Suggested) -> dict[str, object]:
    """`gopay-help/suggestion@1`. What may be secret in the text is not repeated."""
    from gopay_help.cases.redact.engine import redact

    return {
        "schema": "gopay-help/suggestion@1",
        "input": redact(text, public=setup.public_values).text,
        "decision": found.decision,
        "alarm": found.alarm,
        "suggestions": [
            {"outcome": goal, "title": setup.words.say(f"outcome.{goal}.title"), "score": score}
            for goal, score in found.found
        ],
        "nowhere": found.nowhere,
    }


def _page(setup: Setup, found: Suggested) -> Iterator[Block]:
    words = setup.words
    if found.alarm:
        yield block(Kind.ALERT, words.say("ui.suggest.alarm"))
    yield block(Kind.TEXT, words.say(f"ui.suggest.{found.decision}", kind=quoted(found.nowhere or "")))
    for number, (goal, _) in enumerate(found.found, 1):
        yield block(Kind.ITEM, words.say(f"outcome.{goal}.title"), f"{number}.")
