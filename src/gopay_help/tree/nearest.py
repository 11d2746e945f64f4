"""The word that was probably meant, for whoever mends a file."""

import difflib
from collections.abc import Collection

_NEAR = 0.7
"""From here on two words are probably one and a slip of the finger; below, the guess misleads."""
_COMPARED = 500
"""More words than this are not compared: a thousand problems have to be told at once."""
_LISTED = 20
_FEW = 9
"""So many words are told beside the one that was probably meant: the guess may be wrong."""


def nearest(word: str, known: Collection[str]) -> str:
    """The known word nearest to *word*, or the known words, the first of them where there are many."""
    near = difflib.get_close_matches(word, known, 1, _NEAR) if len(known) <= _COMPARED else []
    if near:
        few = f" Allowed here: {', '.join(known)}" if 1 < len(known) <= _FEW else ""
        return f"did you mean {near[0]!r}?{few}"
    listed = list(known)[:_LISTED]
    return f"allowed here: {', '.join([*listed, '…'] if len(known) > _LISTED else listed)}"
