"""How many messages `verify --message` warns of, by corpus and kind, and how loudly.

    python bench/messages.py [--messages DIR] [--part odd|even] [--show KIND] [--blind FILE…]

The corpora are files *.jsonl of {id, text, label, should_warn}; they are no part of this project.
`label`: fraud, promo, ham. Alarm = careful or danger. `--part` measures on half of the texts, by the hash
of their id: what is mended on one half is measured on the other. `--show fraud|missed|false|loud|promo`
prints the texts judged wrongly.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from verifying import TODAY, shipped  # noqa: E402

Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def of_part(rows: Iterable[Row], part: str | None) -> Iterator[Row]:
    for row in rows:
        odd = crc32(str(row.get("id", row["text"])).encode()) % 2 == 1
        if part is None or odd is (part == "odd"):
            yield row


def share(hits: int, total: int) -> str:
    return f"{hits}/{total} = {100 * hits / total:.1f} %" if total else "-"


def judged(rows: Iterable[Row]) -> list[tuple[Row, str, tuple[str, ...]]]:
    found = []
    for row in rows:
        scan = shipped().scan(row["text"], TODAY)
        grave = tuple(
            f"contact:{answer.verdict}"
            for answer in scan.contacts
            if answer.verdict in ("danger", "lookalike")
        )
        found.append((row, str(scan.level), (*(signal.id for signal in scan.signals), *grave)))
    return found


def corpora(folder: Path, part: str | None, show: set[str], only: str) -> None:
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem.startswith(("hand_labels", "urls")) or only not in path.stem:
            continue
        rows = judged(of_part(read(path), part))
        for label in ("fraud", "promo", "ham"):
            of = [row for row in rows if row[0]["label"] == label]
            alarms = [row for row in of if row[1] != "none"]
            loud = [row for row in of if row[1] == "danger"]
            if of:
                told = f"alarm {share(len(alarms), len(of)):24} danger {share(len(loud), len(of))}"
                print(f"{path.stem:22} {label:6} {told}")
            if label == "fraud" and "fraud" in show:
                print_rows(row for row in of if row[1] == "none")
            if label == "ham" and "false" in show:
                print_rows(alarms)
            if label == "promo" and "loud" in show:
                print_rows(loud)
            if label == "promo" and "promo" in show:
                print_rows(alarms)


def hand(folder: Path, part: str | None, show: set[str]) -> None:
    for path in sorted(folder.glob("hand_labels*.jsonl")):
        rows = judged(of_part(read(path), part))
        for lang in ("id", "en", "zh"):
            for warn in (True, False):
                of = [row for row in rows if row[0]["should_warn"] is warn and row[0]["lang"] == lang]
                alarms = [row for row in of if row[1] != "none"]
                print(f"hand {lang} should_warn={warn!s:5} alarm {share(len(alarms), len(of))}")
                if warn and "missed" in show:
                    print_rows(row for row in of if row[1] == "none")
                if not warn and "missed" in show:
                    print_rows(alarms)


def blind(path: Path, show: set[str]) -> None:
    rows = judged(read(path))
    for lang in sorted({row[0]["lang"] for row in rows}):
        of = [row for row in rows if row[0]["lang"] == lang]
        bad = [row for row in of if warned_of(row[0])]
        good = [row for row in of if not warned_of(row[0])]
        seen = [row for row in bad if row[1] != "none"]
        false = [row for row in good if row[1] != "none"]
        loud = [row for row in good if row[1] == "danger"]
        told = f"seen {share(len(seen), len(bad))}, false {share(len(false), len(good))}"
        print(f"{path.stem} {lang}: {told}, of these at danger {len(loud)}")
        if "blind" in show:
            print_rows([row for row in bad if row[1] == "none"] + false)


def warned_of(row: Row) -> bool:
    """Whether its writer would be warned: `warn`, or a `label` that is a level."""
    return bool(row["warn"]) if "warn" in row else row["label"] != "none"


def print_rows(rows: Iterable[tuple[Row, str, tuple[str, ...]]]) -> None:
    for row, level, signs in rows:
        kind = row.get("category") or row.get("kind") or ""
        print(f"    [{level} {' '.join(signs)}] ({kind}) {row['text'][:300]!r}")


def speed(folder: Path) -> None:
    texts = [row["text"] for path in sorted(folder.glob("*.jsonl")) for row in read(path)[::7]]
    since = time.process_time()
    for text in texts:
        shipped().scan(text, TODAY)
    print(f"{len(texts) / (time.process_time() - since):.0f} messages/s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=Path, default=ROOT.parent / "shared" / "messages")
    parser.add_argument("--part", choices=["odd", "even"])
    parser.add_argument("--show", action="append", default=[])
    parser.add_argument("--only", default="")
    parser.add_argument("--blind", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    shipped().scan("x", TODAY)
    for path in asked.blind:
        blind(path, set(asked.show))
    if not asked.blind:
        corpora(asked.messages, asked.part, set(asked.show), asked.only)
        hand(asked.messages, asked.part, set(asked.show))
        speed(asked.messages)


if __name__ == "__main__":
    main()
