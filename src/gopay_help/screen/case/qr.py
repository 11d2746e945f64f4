"""A text as a QR code made of half blocks, for a terminal. The only module that knows segno."""

import segno

_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Light above, light below: drawn in white on black, so that it can be scanned on any terminal's colours."""
_WHITE_ON_BLACK, _AS_BEFORE = "\x1b[97;40m", "\x1b[0m"
_QUIET = (4, 2, 1)
"""Modules of margin: the standard's four where there is room; scanners do with less on a screen."""


def qr_lines(text: str, columns: int, rows: int) -> tuple[str, ...]:
    """The code of *text* in lines that fit; nothing if it does not fit."""
    try:
        code = segno.make(text, error="l", boost_error=False, micro=False, encoding="utf-8")
    except segno.DataOverflowError:
        return ()
    size = len(code.matrix)
    for quiet in _QUIET:
        if size + 2 * quiet <= columns and (size + 2 * quiet + 1) // 2 <= rows:
            return tuple(_lines(code.matrix, quiet))
    return ()


def _lines(matrix: tuple[bytearray, ...], quiet: int) -> list[str]:
    width = len(matrix) + 2 * quiet
    margin = [[0] * width for _ in range(quiet)]
    drawn = [*margin, *([*[0] * quiet, *row, *[0] * quiet] for row in matrix), *margin]
    if len(drawn) % 2:
        drawn.append([0] * width)
    return [
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(drawn[::2], drawn[1::2], strict=True)
    ]


def in_colour(lines: tuple[str, ...]) -> str:
    """The lines in colours of their own: what is light must look light, whatever the terminal's theme."""
    return "".join(f"{_WHITE_ON_BLACK}{line}{_AS_BEFORE}\n" for line in lines)
