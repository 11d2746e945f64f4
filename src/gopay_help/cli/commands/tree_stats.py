"""`tree stats`: the figures of a tree, and what cannot be said without evidence."""

from gopay_help.authoring.stats import document, lines, measure
from gopay_help.cli.wiring import Setup
from gopay_help.model.exit_code import ExitCode
from gopay_help.model.text import safe_line
from gopay_help.screen.documents import write_json
from gopay_help.tree.model_doc import NAME, parse_model
from gopay_help.tree.space import Space


def run(setup: Setup) -> int:
    """Say what can be said of a tree.

    Raises:
        DataError: the pack cannot be used, or has more situations than anybody could review.
    """
    pack = setup.pack
    stats = measure(Space(pack.tree), parse_model(pack.document(NAME)) if pack.has(NAME) else None)
    if setup.settings.json:
        write_json(document(stats), setup.stdout)
    else:
        setup.stdout.writelines(f"{safe_line(line)}\n" for line in lines(stats))
    return ExitCode.OK
