"""The command that walks a way: to be copied, run and compared."""

import shlex

from gopay_help.authoring.pictures.ways import Way
from gopay_help.model.tree import FactId, Tree
from gopay_help.screen.wrap import cells

_BRAND = FactId("brand")
"""The one fact that has an option of its own."""


def command(tree: Tree, way: Way, *, lang: str, pack: str | None) -> list[str]:
    """The pieces of a line for the shell that ends where *way* ends, without any network.

    Args:
        tree: the tree.
        way: where to go.
        lang: the language to go in.
        pack: the folder of an author's pack; None for the one of the installation.
    """
    stated = way.stated(tree)
    pieces = ["gopay-help diagnose", "--offline", f"--lang {shlex.quote(lang)}"]
    pieces += [f"--pack {shlex.quote(pack)}"] if pack else []
    pieces += [f"--brand {stated.pop(_BRAND)}"] if _BRAND in stated else []
    pieces += [f"--answer {node}={option}" for node, option in way.answers]
    if not stated:
        return pieces
    lines = "".join(f"{fact}: {value}\\n" for fact, value in stated.items())
    return [f"printf '{lines}' |", *pieces, "--facts /dev/stdin"]


def folded(pieces: list[str], width: int | None) -> list[str]:
    """The command in lines of at most *width* cells that still can be copied as one; None is one line."""
    if width is None:
        return [" ".join(pieces)]
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else piece
        if lines and cells(longer) <= width - 2:  # the space and the backslash of a line that goes on
            lines[-1] = longer
        else:
            lines.append(piece if not lines else f"  {piece}")
    return [f"{line} \\" for line in lines[:-1]] + lines[-1:]
