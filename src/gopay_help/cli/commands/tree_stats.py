"""`tree stats`: what can be counted of a tree."""

from gopay_help.authoring.lint.space import Space, structure
from gopay_help.authoring.stats import document, lines
from gopay_help.cli.wiring import Setup
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.screen.documents import write_json


def run(setup: Setup) -> int:
    """Count what a tree holds.

    Raises:
        DataError: the pack cannot be used, or has more situations than anybody could review.
    """
    tree = setup.pack.tree
    found = structure(Space(tree))
    if setup.settings.json:
        write_json(document(tree, found), setup.stdout)
    else:
        setup.stdout.writelines(f"{safe_line(line)}\n" for line in lines(tree, found))
    return ExitCode.OK
