"""Ways in which people write the same number: what redaction must see through."""

import random
from collections.abc import Callable, Iterator

from corpus import SECRET, Complaint

_WORDS = {
    "id": ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "zh": list("零一二三四五六七八九"),
    "jv": ["nol", "siji", "loro", "telu", "papat", "lima", "enem", "pitu", "wolu", "sanga"],
    "su": ["enol", "hiji", "dua", "tilu", "opat", "lima", "genep", "tujuh", "dalapan", "salapan"],
}
_FULL = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}
_ARABIC = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}


def _between(mark: str) -> Callable[[str], str]:
    return mark.join


def _middle(mark: str) -> Callable[[str], str]:
    return lambda value: value[: len(value) // 2] + mark + value[len(value) // 2 :]


NUMBERS: dict[str, Callable[[str], str]] = {
    "spaces": _between(" "),
    "dots": _between("."),
    "dashes": _between("-"),
    "space in the middle": _middle(" "),
    "newline in the middle": _middle("\n"),
    "zero width": _between("\u200b"),
    "full width": lambda value: value.translate(_FULL),
    "arabic digits": lambda value: value.translate(_ARABIC),
    "keycaps": lambda value: "".join(f"{char}\ufe0f\u20e3" for char in value),
    "trailing dot": lambda value: f"{value}.",
    "trailing marks": lambda value: f"{value}!!?",
    "emoji after": lambda value: f"{value}😭🙏",
    "emoji before": lambda value: f"😡{value}",
    "quotes": lambda value: f"“{value}”",
    "brackets": lambda value: f"({value})",
    "stars": lambda value: f"*{value}*",
    "newline before": lambda value: f"\n{value}",
    "words id": lambda value: " ".join(_WORDS["id"][int(char)] for char in value),
    "words en": lambda value: " ".join(_WORDS["en"][int(char)] for char in value),
    "words zh": lambda value: "".join(_WORDS["zh"][int(char)] for char in value),
    "words jv": lambda value: " ".join(_WORDS["jv"][int(char)] for char in value),
    "words su": lambda value: " ".join(_WORDS["su"][int(char)] for char in value),
}
"""For codes, PINs and the long numbers, by name."""
LONG_TOO = frozenset(name for name in NUMBERS if not name.startswith("words "))


def mutated(complaint: Complaint, seed: int = 0) -> Iterator[tuple[str, Complaint]]:
    """The complaint with each plain secret number of it written in each way, and with other digits."""
    chance = random.Random(f"{complaint.place}{seed}")  # noqa: S311 (the same each time)
    for index, (sort, start, end) in enumerate(complaint.spans):
        value = complaint.text[start:end]
        if sort not in SECRET - {"token", "password"} or not value.isascii() or not value.isdecimal():
            continue
        for name, change in NUMBERS.items():
            if sort in ("card", "nik") and (name not in LONG_TOO or len(value) < 13):
                continue
            yield name, _with(complaint, index, change(value))
        other = "".join(chance.choice("0123456789") for _ in value)
        if sort in ("pin", "otp"):
            yield "other digits", _with(complaint, index, other)


def _with(complaint: Complaint, index: int, value: str) -> Complaint:
    sort, start, end = complaint.spans[index]
    text = complaint.text[:start] + value + complaint.text[end:]
    moved = len(value) - (end - start)
    spans = tuple(
        (name, left + (moved if left >= end else 0), right + (moved if right > start else 0))
        for name, left, right in complaint.spans
    )
    assert spans[index] == (sort, start, start + len(value))
    return Complaint(complaint.place, text, spans)
