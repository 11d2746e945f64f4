"""Figures over whole runs: MET001 is TERM004, MET010 what `tree test` has to cover."""

from collections.abc import Iterator

from gopay_help.model.errors import DataError, Level, Problem
from gopay_help.tree.draft import Draft
from gopay_help.tree.measures import worst_seconds
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.space import Space

LONGEST_S = 60


@rule("MET008", Stage.MEASURES, Level.WARNING)
def check_time(draft: Draft) -> Iterator[Problem]:
    """No run keeps a frightened person for more than a minute."""
    try:
        seconds = worst_seconds(Space(draft.tree))
    except DataError as error:
        yield draft.tree_file.problem(
            "MET008", ("facts",), str(error), "let tables look at fewer facts at once"
        )
        return
    if seconds > LONGEST_S:
        message = f"a run can take {seconds:.0f} seconds; {LONGEST_S} are bearable"
        fix = "ask less on the longest way, or lower `probe_wait_s`"
        yield draft.tree_file.problem("MET008", ("limits",), message, fix)
