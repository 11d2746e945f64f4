"""Runs of digits as people write them: in one piece, in groups, one by one."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from gopay_help.cases.mask import Mask

_LEAST, _MOST = 4, 8
_GROUP = re.compile(r"\d+")
_SEPARATOR = re.compile(r"[\s.\-–—−_,/*|·•~]{1,3}|[^\w\s]{1,2}")


def runs_of(mask: Mask) -> Iterator[tuple[int, int]]:
    """Runs of four to eight digits that nothing has claimed, with what stands between their groups."""
    text = mask.text
    run: list[Parts] = []
    """Parts with a small word between them: `730 dan 519`."""
    for found in _GROUP.finditer(text):
        start, end = found.span()
        if not mask.free(start, end) or _glued(text, start, end):
            yield from _together(run)
            run = []
            continue
        last = run[-1][-1] if run else None
        if last and _joined(text, last, (start, end)):
            run[-1].append((start, end))
        elif last and end - start == last[1] - last[0] and _JOINT.fullmatch(text, last[1], start):
            run.append([(start, end)])
        else:
            yield from _together(run)
            run = [[(start, end)]]
    yield from _together(run)


Parts = list[tuple[int, int]]


def _together(run: list[Parts]) -> Iterator[tuple[int, int]]:
    """The parts as one number if they make one; else each by itself."""
    digits = sum(end - start for part in run for start, end in part)
    if len(run) > 1 and _LEAST <= digits <= _MOST:
        yield run[0][0][0], run[-1][-1][1]
        return
    for part in run:
        yield from _whole(part)


def _joined(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """True if two groups could be parts of one number; a new sentence parts those of different length."""
    if not _SEPARATOR.fullmatch(text, left[1], right[0]):
        return False
    return left[1] - left[0] == right[1] - right[0] or not _PART.search(text, left[1], right[0])


_PART = re.compile(r"[.,;!?]\s")
_JOINT = re.compile(
    r"[\s,]{1,2}(?:dan|sama|lalu|trus|terus|then|and|spasi|space|strip|dash)[\s,]{1,2}|[\s,]?(?:然后|再|和)[\s,]?"
)


def _glued(text: str, start: int, end: int) -> bool:
    """True if the digits are part of a name such as `A54`; a word for a code may touch its number."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if after.isascii() and (after.isalpha() or after == "_"):
        return True
    return (
        before.isascii()
        and (before.isalpha() or before == "_")
        and not _CODE_BEFORE.search(text[max(0, start - 8) : start])
    )


_CODE_BEFORE = re.compile(r"(?:p[i1]n|otp|kode|code|sandi)(?:nya|ku)?_?$")


def _whole(run: Parts) -> Iterator[tuple[int, int]]:
    """A run as one number if its digits make one; else each of its groups that could be one."""
    digits = sum(end - start for start, end in run)
    if _LEAST <= digits <= _MOST:
        yield run[0][0], run[-1][1]
        return
    singles: Parts = []
    for start, end in [*run, (0, _MOST)]:
        if end - start == 1:
            singles.append((start, end))
            continue
        if len(singles) >= _LEAST:
            yield singles[0][0], singles[-1][1]
        singles = []
        if start and _LEAST <= end - start <= _MOST:
            yield start, end


def is_card(digits: str) -> bool:
    """True if the check digit and the first digit are those of a payment card."""
    if digits[0] not in "3456" or (digits.startswith("62") and len(digits) < 16):  # noqa: PLR2004
        return False
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 (the digits of the product)
    return total % 10 == 0


def looks_like_nik(digits: str) -> bool:
    """True if the digits could be an Indonesian identity number: its province, day and month are possible."""
    return _NIK.fullmatch(digits) is not None


_NIK = re.compile(r"[1-9]\d{5}(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d{6}")


class Groups:
    """Spans to look up by place."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def holds(self, start: int, end: int) -> bool:
        """True if one of the spans holds all of this one."""
        index = bisect_right(self._starts, start)
        return any(left <= start and end <= right for left, right in self._spans[max(0, index - 4) : index])

    def holds_each(self, text: str, start: int, end: int) -> bool:
        """True if they hold the run, or each group of digits in it."""
        if self.holds(start, end):
            return True
        return all(self.holds(*found.span()) for found in _GROUP.finditer(text, start, end))
