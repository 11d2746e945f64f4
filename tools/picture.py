"""Draws docs/wizard.svg: a real run of the wizard in a terminal, key by key.

    .venv-dev/bin/python tools/picture.py [FILE]

Run it again when the words of the run change. The clock is fixed and nothing is contacted, so that it changes
with the program alone. Contacts are covered: they live in the registry, and a picture would outlive them.
"""

import re
import sys
import time
from html import escape
from itertools import groupby
from pathlib import Path

import pexpect
import pyte
from pyte.screens import Char
from wcwidth import wcswidth

from gopay_help.cli.packs import open_pack
from gopay_help.model.tree import NodeId, OptionId, Question
from gopay_help.tree.pack import Pack, pack_folder

ROOT = Path(__file__).resolve().parents[1]
COLUMNS, ROWS = 80, 150
ANSWERS = (("red_flag", "no"), ("your_gopay", "gopay_id"), ("symptom", "blocked"), ("blocked_what", "pin"))
COMMAND = ("diagnose", "--offline", "--no-save", "--lang", "en", "--now", "2026-11-22T15:00:00+07:00")
QUIET_S, PATIENCE_S = 0.8, 30.0
"""So long without a character means that the program waits for a key."""

Row = list[Char]
CELL, LINE, SIZE, EDGE = 8.43, 19, 14, 18
INK = {
    "red": "#b02020",
    "green": "#1c703c",
    "brown": "#7a5200",
    "blue": "#1e50a0",
    "magenta": "#823282",
    "cyan": "#006e78",
}
CONTACT = re.compile(r"\+?\d{5,}|[\w.+-]+@[\w.-]+\w|[\w-]+(?:\.[a-z]{2,})+(?:/[\w/-]+)?")
DOT = "•"
HARD_SPACE = "\u00a0"


def kept(text: str) -> str:
    """Text of which a viewer drops no space at the start of a line."""
    return escape(text).replace(" ", HARD_SPACE)


def keys(pack: Pack) -> list[str]:
    """The digit of each answer, looked up in the tree: a new option moves nothing here."""
    found = []
    for question_id, option_id in ANSWERS:
        question = pack.tree.nodes[NodeId(question_id)]
        if not isinstance(question, Question):
            raise TypeError(f"{question_id} is no question")
        found.append(str([option.id for option in question.options].index(OptionId(option_id)) + 1))
    return found


def run(pack: Pack) -> tuple[list[Row], list[Row]]:
    """The screen while the last question is open, and at the end."""
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    child = pexpect.spawn(
        sys.executable,
        ["-m", "gopay_help", *COMMAND],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TERM": "xterm-256color", "LANG": "C.UTF-8"},
        dimensions=(ROWS, COLUMNS),
        encoding="utf-8",
    )
    stream.feed("$ gopay-help\r\n")
    asking: list[Row] = []
    for key in keys(pack):
        stream.feed(_until_quiet(child))
        asking = _rows(screen)
        child.send(key)
    stream.feed(_until_quiet(child))
    child.close(force=True)
    return asking, _rows(screen)


def story(asking: list[Row], ended: list[Row]) -> list[Row]:
    """The run with the last question as it was asked, then the advice; every contact is covered."""
    advice = next(number for number in range(len(asking), 0, -1) if ended[:number] == asking[:number])
    while _plain(ended[advice]):  # the answer that was chosen
        advice += 1
    rows = [*asking, *ended[advice:]]
    for row in rows:
        cover(row)
    return rows


def cover(row: Row) -> None:
    """Put a dot over each character of a number, an address or a site."""
    places = [number for number, cell in enumerate(row) for _ in cell.data]
    for found in CONTACT.finditer("".join(cell.data for cell in row)):
        for number in places[found.start() : found.end()]:
            row[number] = row[number]._replace(data=DOT)


def drawing(rows: list[Row]) -> str:
    """The rows as SVG: one text a line, one span a style."""
    width, height = round(COLUMNS * CELL) + 2 * EDGE, (len(rows) + 1) * LINE + 2 * EDGE
    lines = [_line(row, EDGE + (number + 1) * LINE) for number, row in enumerate(rows)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        "<title>A real run of gopay-help: four questions, then the advice</title>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#fbfbf8" stroke="#c8c8c0"/>\n'
        f'<g font-family="ui-monospace, DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="{SIZE}" '
        f'fill="#262626" xml:space="preserve">\n{"".join(lines)}</g>\n</svg>\n'
    )


def _line(row: Row, y: int) -> str:
    spans, column = [], 0
    for look, cells in groupby(row, key=_look):
        text = "".join(cell.data for cell in cells)
        if text.strip():
            x = EDGE + column * CELL
            width = wcswidth(text) * CELL
            spans.append(f'<tspan x="{x:.1f}" textLength="{width:.1f}"{look}>{kept(text)}</tspan>')
        column += wcswidth(text)
    return f'<text y="{y}">{"".join(spans)}</text>\n' if spans else ""


def _look(cell: Char) -> str:
    weight = ' font-weight="bold"' if cell.bold else ""
    return weight + (f' fill="{INK[cell.fg]}"' if cell.fg in INK else "")


def _rows(screen: pyte.Screen) -> list[Row]:
    rows = [[screen.buffer[number][column] for column in range(COLUMNS)] for number in range(ROWS)]
    for row in rows:
        while row and not row[-1].data.strip():
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _plain(row: Row) -> str:
    return "".join(cell.data for cell in row).strip()


def _until_quiet(child: "pexpect.spawn[str]") -> str:
    """What the program writes until it waits, or ends."""
    said, last = "", time.monotonic()
    while time.monotonic() - last < (QUIET_S if said else PATIENCE_S):
        try:
            said += child.read_nonblocking(65536, timeout=0.1)
            last = time.monotonic()
        except pexpect.TIMEOUT:
            continue
        except pexpect.EOF:
            break
    return said


def main() -> None:
    """Write the picture."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "wizard.svg"
    pack = open_pack(pack_folder("gopay"))
    target.write_text(drawing(story(*run(pack))), "utf-8")
    sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main()
