"""The net, by hand.

    python -m tests.net                 which runs say something else than the record
    python -m tests.net against REV     the differences themselves, from another revision (or folder) to this
    python -m tests.net renew           a wanted change: write the record again and name what changed
    python -m tests.net show WORDS      what the runs with these words in their name say
    python -m tests.net installs        every run by the one file, pipx, uv tool and uvx as by the wheel; each
                                        tenth also as a process of the command (asks a package index)

After a merge conflict in record.tsv: take either side, then `renew`.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.net.cast import (
    HERE,
    ROOT,
    differing,
    hashed,
    installed,
    read_record,
    said_by,
    shown,
    write_record,
)
from tests.net.installs import by_processes, in_one_process, installs, run

SHOWN = 40
"""Differences to read at once; more have the same reason."""


def check() -> int:
    """Name the runs that changed."""
    changed = differing(read_record(), hashed(said_by(ROOT)))
    return told([str(one) for one in changed])


def against(revision: str) -> int:
    """Show what changed since a revision, or from the checkout in a folder."""
    if Path(revision).is_dir():
        return compared(Path(revision))
    with tempfile.TemporaryDirectory(prefix="net-") as made:
        folder = Path(made) / "then"
        subprocess.run(["git", "worktree", "add", "-q", "--detach", folder, revision], cwd=ROOT, check=True)
        try:
            return compared(folder)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)


def compared(then: Path) -> int:
    """Show what changed between two checkouts."""
    before, after = said_by(then), said_by(ROOT)
    changed = differing(before, after)
    return told([shown(one, before[one], after[one]) for one in changed])


def told(lines: list[str]) -> int:
    """Say it, and how many there are."""
    for line in lines[:SHOWN]:
        sys.stdout.write(f"{line}\n")
    more = f", {SHOWN} of them shown" if len(lines) > SHOWN else ""
    sys.stdout.write(f"{len(lines)} runs say something else{more}.\n")
    return int(bool(lines))


def renew() -> int:
    """Write the record again."""
    find_ways()
    before = read_record() if (HERE / "record.tsv").is_file() else {}
    after = hashed(said_by(ROOT))
    write_record(after)
    told([str(one) for one in differing(before, after)])
    return 0


def find_ways() -> None:
    """Write down the shortest ways through the shipped tree: they are the same runs in every revision."""
    sys.path.insert(0, str(HERE.parent))
    from ways import key_of, shipped_pack, ways

    tree = shipped_pack().tree
    lines = [
        "\t".join(
            (
                outcome.id,
                " ".join(f"{question}={option}" for question, option in way),
                " ".join(key_of(tree, question, option) for question, option in way),
            )
        )
        for outcome, way in ways(tree)
    ]
    (HERE / "ways.txt").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def show(*words: str) -> int:
    """Print what some runs say."""
    for one, text in said_by(ROOT).items():
        if all(word in str(one) for word in words):
            sys.stdout.write(f"== {one}\n{text}\n")
    return 0


def installed_anyhow(every: str = "1", by_process: str = "10") -> int:
    """Compare the ways to have the program: with the wheel, and their commands with each other."""
    with tempfile.TemporaryDirectory(prefix="net-") as made:
        folder = Path(made)
        installed(ROOT, folder)
        (wheel,) = (folder / "dist").glob("*.whl")
        pyz = folder / "gopay-help.pyz"
        run(sys.executable, str(ROOT / "tools" / "pyz.py"), str(pyz))
        ways = installs(wheel, pyz, folder)
        wanted, found = said_by(ROOT, int(every)), []
        for way in ways:
            said = in_one_process(way, int(every))
            found += [f"{way.name}: {shown(one, wanted[one], said[one])}" for one in differing(wanted, said)]
            sys.stdout.write(f"{way.name}: {len(said)} runs in one process\n")
        first, *others = [(way.name, by_processes(way, int(by_process))) for way in ways if way.command]
        for name, said in others:
            found += [f"{name}: {shown(one, first[1][one], said[one])}" for one in differing(first[1], said)]
            sys.stdout.write(f"{name} and {first[0]}: {len(said)} runs, a process each\n")
        return told(found)


def main() -> int:
    """Do what was asked for."""
    name, *arguments = sys.argv[1:] or ["check"]
    tasks = {"check": check, "against": against, "renew": renew, "show": show, "installs": installed_anyhow}
    if name not in tasks:
        sys.stdout.write(__doc__ or "")
        return 2
    return tasks[name](*arguments)  # type: ignore[operator]


if __name__ == "__main__":
    sys.exit(main())
