"""Prints which of our regular expressions take much longer where their input is only somewhat longer.

Run by test_patterns in a process of its own: every pattern is heard of as it is compiled.
"""

import ast
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from re import _constants, _parser

LENGTH = 6000
LIMIT_S = 0.1
"""Processor time for one search: what grows with its input alone takes a hundredth of it.

What takes longer is compared with a quarter of its input: the machine may be a slow one.
"""
OF_CATEGORY = {"DIGIT": "1", "SPACE": " ", "NOT_WORD": "-"}
CLASSES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
COMPILE = re.compile
heard: dict[tuple[str, int], tuple[str, int]] = {}


class SlowError(Exception):
    """It took too long."""


def hear(pattern, flags=0):
    """Compile, and remember which line of ours asked for it."""
    made = COMPILE(pattern, flags)
    asked = frame = sys._getframe(1)
    while frame and frame.f_globals.get("__name__", "").startswith("gopay_help"):
        asked, frame = frame, None if frame.f_code.co_name == "<module>" else frame.f_back
    if asked.f_globals.get("__name__", "").startswith("gopay_help") and isinstance(made.pattern, str):
        heard.setdefault((made.pattern, made.flags), (asked.f_code.co_filename, asked.f_lineno))
    return made


def load() -> None:
    """Import every module, and use what compiles its patterns from data."""
    import gopay_help

    for module in pkgutil.walk_packages(gopay_help.__path__, "gopay_help."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from gopay_help.cases.redact.engine import redact
    from gopay_help.cli.options import Settings
    from gopay_help.cli.setup import Setup
    from gopay_help.contacts.verify import build_verifier
    from gopay_help.wizard.suggest import Suggester

    setup = Setup(Settings())
    verifier = build_verifier(setup.document("channels"), setup.document("lookalikes"))
    verifier.scan("Call *21*08123# or https://gopay.co.id/x with PIN 123456", date(2026, 11, 22))
    redact("my pin is 123456, card 4111 1111 1111 1111, a@b.co")
    Suggester(setup.pack).suggest("saldo hilang")


def sample(parts, *, least=False, space=" ") -> str:
    """A short text that these parts of a pattern match; *least*: without what may be left out."""
    more = {"least": least, "space": space}
    said = ""
    for kind, what in parts:
        name = str(kind)
        if name == "LITERAL":
            said += chr(what)
        elif name == "NOT_LITERAL":
            said += "a" if what != ord("a") else "b"
        elif name == "ANY":
            said += "a"
        elif name == "IN":
            said += space if any("CATEGORY_SPACE" in str(item) for item in what) else one_of(what)
        elif name == "BRANCH":
            said += sample(what[1][0], **more)
        elif name == "SUBPATTERN":
            said += sample(what[3], **more)
        elif name == "ATOMIC_GROUP":
            said += sample(what, **more)
        elif name.endswith("_REPEAT"):
            said += sample(what[2], **more) * (what[0] if least else max(what[0], 1))
    return said


WAYS = [{"least": least, "space": space} for least in (False, True) for space in " \n"]


def one_of(items) -> str:
    """A character that is in a class."""
    if str(items[0][0]) == "NEGATE":
        return next(
            (char for char in "a1 -.!\nZ中~" if not any(holds(each, char) for each in items[1:])), "µ"
        )
    kind, what = items[0]
    if str(kind) == "LITERAL":
        return chr(what)
    return chr(what[0]) if str(kind) == "RANGE" else OF_CATEGORY.get(str(what)[len("CATEGORY_") :], "a")


def holds(item, char: str) -> bool:
    kind, what = str(item[0]), item[1]
    if kind == "LITERAL":
        return chr(what) == char
    if kind == "RANGE":
        return what[0] <= ord(char) <= what[1]
    name = str(what)[len("CATEGORY_") :]
    return bool(re.match(CLASSES[name.removeprefix("NOT_")], char)) is not name.startswith("NOT_")


def pumps(parts, before: str = "") -> Iterator[tuple[str, str]]:
    """What can be repeated without end in a pattern, and what has to stand before it."""
    for kind, what in parts:
        name = str(kind)
        if name.endswith("_REPEAT"):
            if what[1] is _constants.MAXREPEAT or what[1] > 100:
                yield from ((before, sample(what[2], **way) or "a") for way in WAYS)
            yield from pumps(what[2], before)
        elif name == "BRANCH":
            for way in what[1]:
                yield from pumps(way, before)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"}:
            yield from pumps(
                what[3] if name == "SUBPATTERN" else what if name == "ATOMIC_GROUP" else what[1], before
            )
        before += sample([(kind, what)])


@cache
def assigned(file: str) -> list[tuple[int, int, str]]:
    """First and last line of what is assigned in a file, and its name."""
    return [
        (
            node.lineno,
            node.end_lineno,
            ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target),
        )
        for node in ast.walk(ast.parse(Path(file).read_text("utf-8")))
        if isinstance(node, ast.Assign | ast.AnnAssign)
    ]


@cache
def whole(folder: Path) -> str:
    """All that stands in the modules of a folder."""
    return "".join(each.read_text("utf-8") for each in folder.rglob("*.py"))


@cache
def name_of(file: str, line: int) -> tuple[str, bool]:
    """What a pattern is called where it is compiled, and whether a text is searched for it."""
    spans = [(first, name) for first, last, name in assigned(file) if first <= line <= last]
    name = max(spans)[1] if spans else "?"
    place = f"{file.partition('/gopay_help/')[2]}:{name}"
    text = Path(file).read_text("utf-8") if name.startswith("_") else whole(Path(file).parents[1])
    word = re.escape(name)
    at_one_place = re.search(rf"\b{word}\.(?:full)?match\b", text)
    everywhere = re.search(rf"\b{word}\.(?!match|fullmatch)|[(=] ?(?:\w+\.)?{word}\b(?!\.)", text)
    return place, bool(everywhere) or not at_one_place


def slow() -> dict[str, list[str]]:
    """The patterns that take too long, with what was repeated."""
    found: dict[str, list[str]] = {}
    for (pattern, flags), (file, line) in heard.items():
        place, everywhere = name_of(file, line)
        made = COMPILE(pattern, flags)
        look = made.search if everywhere else made.match
        for before, pump in dict.fromkeys(pumps(_parser.parse(pattern, flags))):
            if takes_long(look, before, pump):
                found.setdefault(place, []).append(pump)
    return found


def takes_long(look: Callable[[str], object], before: str, pump: str) -> bool:
    """True if one search takes long, and longer than in proportion."""
    short, long = (before + pump * (length // len(pump)) + "\0" for length in (LENGTH // 4, LENGTH))
    if ends_within(LIMIT_S, look, long):
        return False
    since = time.process_time()
    return not ends_within(100 * LIMIT_S, look, short) or not ends_within(
        6 * (time.process_time() - since) + 0.02, look, long
    )


def ends_within(seconds: float, look: Callable[[str], object], text: str) -> bool:
    """True if a search needs no more processor time than that."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        look(text)
    except SlowError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def stop(*_: object) -> None:
    raise SlowError


if __name__ == "__main__":
    re.compile = hear
    load()
    signal.signal(signal.SIGVTALRM, stop)
    sys.stdout.write(json.dumps({"patterns": len(heard), "slow": slow()}))
