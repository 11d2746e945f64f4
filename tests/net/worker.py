"""Runs gopay-help many times in one process, each as if it were alone; what they said goes to stdout.

Started by `cast.py` with the program to try first on the path. Of that program it knows `__main__.main` and
the name of the class that asks the machine, no other module: the rooms may move. With the words of a command,
each run is a process of that command instead; the machine and the terminal are then those that there are.
"""

import contextlib
import functools
import gc
import importlib
import importlib.util
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CASE = "abcdefghijk2"
KEPT_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP")
"""Python on Windows cannot start without them."""
ENVIRONMENT = {
    "PATH": "",
    "LANG": "C.UTF-8",
    "COLUMNS": "80",
    "LINES": "24",
    "TERM": "xterm-256color",
    "TZ": "Asia/Jakarta",
}
HOMES = ("HOME", "GOPAY_HELP_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
MASKS = (
    (
        re.compile(r"\b[0-9a-f]{64}\b"),
        "<sha256>",
    ),  # of the tree: any changed word would change every document
    (re.compile(r"\([0-9a-f]{12}\)"), "(<sha256>)"),
    (re.compile(r'("elapsed_ms": ?)\d+'), r"\1<ms>"),
    (re.compile(r'(\btime=")[0-9.]+'), r"\1<s>"),
    (re.compile(r"\b[0-9]+\.[0-9]+ (s|秒|detik)\b"), r"<s> \1"),
    (re.compile(r"\b[0-9]+ ms\b"), "<ms>"),
    (re.compile(r"(seconds(?:\{[^}]*\})? )[0-9.e-]+"), r"\1<s>"),
    (re.compile(r"\btime=[0-9.]+s"), "time=<s>"),
    (re.compile(r"/\S*/site(-packages)?(?=/gopay_help)"), "<site>"),
)
"""What no two runs have in common."""
SITE = str(Path(importlib.util.find_spec("gopay_help").origin or "").parents[1])  # type: ignore[union-attr]
"""Where the program lies, if it is run in this process."""
Step = Callable[..., list[Any]]
"""Runs once, from words and what is typed; the exit code and what went to stdout and stderr."""


class Stream(io.TextIOWrapper):
    """A standard stream that is a terminal or says that it is none."""

    def __init__(self, content: bytes = b"", *, terminal: bool = False) -> None:
        super().__init__(io.BytesIO(content), encoding="utf-8", newline="\n")
        self.terminal = terminal

    def isatty(self) -> bool:
        """As told."""
        return self.terminal

    def said(self) -> str:
        """All that was written."""
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined] # a BytesIO


def machine(name: str) -> dict[str, Any]:
    """What the machine answers: nothing remarkable, or the one thing that *name* says."""

    def source_for(_self: object, _address: str) -> str:
        if name == "no_route":
            raise OSError(101, "Network is unreachable")
        return "192.0.2.2"

    async def connectivity(_self: object) -> str | None:
        return "portal" if name == "portal" else None

    def answer(value: object) -> object:
        return lambda *_arguments, **_options: value

    return {
        "adapters": answer(() if name == "no_link" else None),
        "source_for": source_for,
        "gateways": answer(()),
        "resolvers": answer(() if name == "no_resolver" else ("192.0.2.53",)),
        "hosts_file": answer("192.0.2.9 gopay.co.id www.gojek.com\n" if name == "hosts" else ""),
        "proxy_for": answer(None),
        "packets_out": answer(None),
        "portal_api": answer(None),
        "connectivity": connectivity,
    }


def network_class(package: Path) -> type:
    """The class that asks the real machine, wherever it lives."""
    for file in sorted(package.rglob("*.py")):
        if "class SystemNetwork" in file.read_text("utf-8"):
            parts = file.relative_to(package.parent).with_suffix("").parts
            found: type = importlib.import_module(".".join(parts)).SystemNetwork
            return found
    sys.exit(
        "the net: no class SystemNetwork in the program; say in tests/net/worker.py what asks the machine"
    )


def no_traffic() -> None:
    """A run that contacts somebody is a finding, not a wait."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:  # noqa: ANN401 (as the socket has it)
        if self.family == getattr(socket, "AF_UNIX", None) or address[0] in ("127.0.0.1", "::1"):
            connect(self, address)
            return
        raise RuntimeError(f"contacted {address}")

    def unasked(*names: object, **_options: object) -> None:
        raise RuntimeError(f"looked up {names[0]}")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = unasked  # type: ignore[assignment]


def one_list_of_suffixes() -> None:
    """The list of public suffixes is the same for every run, and takes as long to read as most runs do."""
    module: Any = importlib.import_module("publicsuffixlist")
    module.PublicSuffixList = functools.cache(module.PublicSuffixList)


@contextlib.contextmanager
def alone(scratch: Path, case: bytes | None, environ: dict[str, str]) -> Iterator[None]:
    """An empty home and an empty current folder, with what a test puts there, and no other environment."""
    here, kept = scratch / "here", scratch / "home" / "cases"
    here.mkdir(exist_ok=True)
    if case is not None:
        kept.mkdir(parents=True, mode=0o700)
        (kept / f"{CASE}.json").write_bytes(case)
        (kept / f"{CASE}.json").chmod(0o600)
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update({key: before[key] for key in KEPT_ENVIRONMENT if key in before})
    os.environ.update(ENVIRONMENT)
    for name in HOMES:
        os.environ[name] = str(scratch / "home")
    os.environ.update(environ)
    os.chdir(here)
    try:
        yield
    finally:
        os.chdir(scratch)
        os.environ.clear()
        os.environ.update(before)
        for folder in (here, scratch / "home"):
            if folder.exists() and any(folder.iterdir()):
                shutil.rmtree(folder)


def one_step(main: Any, words: Sequence[str], typed: str, *, terminal: bool) -> list[Any]:  # noqa: ANN401
    """Run once; the exit code and what went to stdout and stderr."""
    streams = (
        Stream(typed.encode(), terminal=terminal), Stream(terminal=terminal), Stream(terminal=terminal)
    )  # fmt: skip
    before = (sys.stdin, sys.stdout, sys.stderr, sys.argv)
    sys.stdin, sys.stdout, sys.stderr = streams
    sys.argv = ["gopay-help", *words]
    code: object = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdin, sys.stdout, sys.stderr, sys.argv = before
    gc.unfreeze()  # each end freezes what it holds, since a process ends there
    return [code, streams[1].said(), streams[2].said()]


def one_process(command: Sequence[str], words: Sequence[str], typed: str, **_terminal: bool) -> list[Any]:
    """The same in a process of its own; the last word of *command* is the program, found by its name."""
    program = Path(command[-1])
    done = subprocess.run(
        [*command, *words],
        input=typed.encode(),
        env={
            **os.environ,
            "PATH": os.pathsep.join((str(program.parent), os.defpath)),
            "XDG_CACHE_HOME": str(program.parent / "cache"),
        },
        capture_output=True,
        check=False,
    )
    return [done.returncode, done.stdout.decode(), done.stderr.decode()]


def files_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Each file that a run left behind."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            binary = b"\0" in content
            yield (
                file.relative_to(folder).as_posix(),
                content.hex() if binary else content.decode("utf-8", "replace"),
            )


def masked(text: str, scratch: Path, cases: Sequence[str]) -> str:
    """*text* without what no two runs have in common."""
    text = text.replace(str(scratch), "<scratch>").replace(SITE, "<site>")
    for number, case in enumerate(cases):
        text = text.replace(case, f"<case {number + 1}>")
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


def perform(step: Step, run: dict[str, Any], case: bytes, scratch: Path) -> str:
    """All that one run did, as a text to compare."""
    here, home = scratch / "here", scratch / "home"
    with alone(scratch, case if run["case"] else None, run["environ"]):
        for pack in run["packs"]:
            shutil.copytree(HERE.parent / "packs" / pack, here / pack)
        for name, content in run["files"].items():
            (here / name).write_text(content, "utf-8")
        before = dict(files_of(here))
        parts = []
        for words in run["steps"]:
            code, out, err = step(words, run["typed"], terminal=run["terminal"])
            told = f"--- stderr\n{err}" if err else ""
            parts += [f"$ gopay-help {' '.join(words)}\n", out, told, f"--- code {code}\n"]
        for name, content in files_of(here):
            if before.get(name) != content:
                parts.append(f"--- file {name}\n{content}\n")
        made = sorted(file.stem for file in (home / "cases").glob("*.json") if file.stem != CASE)
        return masked("".join(parts), scratch, made)


def run_all(command: Sequence[str]) -> None:
    """Perform the runs that stdin names; a line of JSON each."""
    runs = json.load(sys.stdin)
    if hasattr(time, "tzset"):
        os.environ["TZ"] = "Asia/Jakarta"
        time.tzset()
    case = (HERE / "case.json").read_bytes()
    out = sys.stdout
    network = None
    if command:
        step: Step = functools.partial(one_process, command)
    else:
        no_traffic()
        one_list_of_suffixes()
        program = importlib.import_module("gopay_help.__main__")
        network = network_class(Path(program.__file__ or "").parent)
        step = functools.partial(one_step, program.main)
    with tempfile.TemporaryDirectory(prefix="net-") as made:
        scratch = Path(made).resolve()
        for run in runs:
            for name, method in machine(run["machine"]).items() if network else ():
                setattr(network, name, method)
            out.write(json.dumps(perform(step, run, case, scratch)) + "\n")
        os.chdir(HERE)
    out.flush()


if __name__ == "__main__":
    run_all(sys.argv[1:])
