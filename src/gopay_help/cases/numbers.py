"""Runs of digits as people write them: in one piece, in groups, one by one."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from gopay_help.cases.mask import Mask

_LEAST, _MOST = 4, 8
_GROUP = re.compile(r"\d+")
_SEPARATOR = re.compile(r"[\s.\-_,/*|·]{1,3}|[^\w\s]{1,2}")


def runs_of(mask: Mask) -> Iterator[tuple[int, int]]:
    """Runs of four to eight digits that nothing has claimed, with what stands between their groups."""
    text = mask.text
    run: list[tuple[int, int]] = []
    for found in _GROUP.finditer(text):
        start, end = found.span()
        if not mask.free(start, end) or _glued(text, start, end):
            yield from _whole(run)
            run = []
            continue
        if run and not _SEPARATOR.fullmatch(text, run[-1][1], start):
            yield from _whole(run)
            run = []
        run.append((start, end))
    yield from _whole(run)


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


_CODE_BEFORE = re.compile(r"(?:p[i1]n|otp|kode|code|sandi)(?:nya|ku)?$")


def _whole(run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A run as one number if its digits make one; else each of its groups that could be one."""
    if not run:
        return
    digits = sum(end - start for start, end in run)
    if _LEAST <= digits <= _MOST:
        yield run[0][0], run[-1][1]
        return
    singles: list[tuple[int, int]] = []
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
