"""Rules about digits: what is public or a reference stays; cards, papers, phones, accounts and codes go."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache

from gopay_help.cases.redact import words
from gopay_help.cases.redact.engine import Mask, Sort

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
            yield from _together(text, run)
            run = []
            continue
        last = run[-1][-1] if run else None
        if last and _joined(text, last, (start, end)):
            run[-1].append((start, end))
        elif last and end - start == last[1] - last[0] and words.JOINT.fullmatch(text, last[1], start):
            run.append([(start, end)])
        else:
            yield from _together(text, run)
            run = [[(start, end)]]
    yield from _together(text, run)


Parts = list[tuple[int, int]]


def _together(text: str, run: list[Parts]) -> Iterator[tuple[int, int]]:
    """The parts as one number if they make one; else each by itself."""
    digits = sum(end - start for part in run for start, end in part)
    if len(run) > 1 and _LEAST <= digits <= _MOST:
        yield run[0][0][0], run[-1][-1][1]
        return
    for part in run:
        yield from _whole(text, part)


def _joined(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """True if two groups could be parts of one number; a new sentence parts those of different length."""
    if not _SEPARATOR.fullmatch(text, left[1], right[0]):
        return False
    if "," in text[left[1] : right[0]] and words.COUNTED_ON.match(text, right[1]):
        return False
    return left[1] - left[0] == right[1] - right[0] or not _PART.search(text, left[1], right[0])


_IN_GROUPS = re.compile(r"\d{2,6}(?:-\d{2,6}){2,5}|\d{2,6}(?:\.\d{2,6}){2,5}")
_PART = re.compile(r"[.,;!?]\s")


def _glued(text: str, start: int, end: int) -> bool:
    """True if the digits are part of a name such as `A54`; a word for a code may touch its number."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    at_end = after.isascii() and (after.isalpha() or after == "_")
    at_start = before.isascii() and (before.isalpha() or before == "_")
    if not (at_end or at_start):
        return False
    named = words.CODE_GLUED.search(text, max(0, start - _GLUED_LONGEST), start)
    return named is None or (at_end and (end - start < _LEAST or words.COUNTS.match(text, end) is not None))


_GLUED_LONGEST = 16


def _whole(text: str, run: Parts) -> Iterator[tuple[int, int]]:
    """A run as one number if its digits make one; else each of its groups that could be one."""
    digits = sum(end - start for start, end in run)
    if _LEAST <= digits <= _MOST:
        yield run[0][0], run[-1][1]
        return
    if digits > _MOST and _IN_GROUPS.fullmatch(text, run[0][0], run[-1][1]):
        return  # one long number: other rules know what it is
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


def codes(mask: Mask) -> None:
    """Four to eight digits go, unless they are a date, a sum, a reference, a year or a time.

    What only looks like one of these goes too where a word for a code names it.
    """
    text, told = mask.text, words.secret_words(mask.text)
    other = Groups(span.span() for pattern in words.MAYBE_NOT_A_CODE for span in pattern.finditer(text))
    sums = Groups(found.span() for found in words.ROUND.finditer(text))
    known = [end for _, end, sort in mask.spans() if sort in (Sort.SECRET, Sort.PASSWORD)]
    last = 0
    for start, end in runs_of(mask):
        index = bisect_right(known, start)
        since, last = max(last, known[index - 1] if index else 0), end
        if _ONE_BY_ONE.fullmatch(text, start, end) or words.named_by_a_word(text, since, start, end):
            mask.hide(_with_letters(text, start), end, Sort.SECRET)
        elif not other.holds_each(text, start, end):
            spoken = words.spoken_of(told, start) or words.GIVEN.search(
                text, max(0, start - _BEFORE), end + _AFTER
            )
            if spoken or not sums.holds_each(text, start, end):
                mask.hide(_with_letters(text, start), end, Sort.SECRET)


def _with_letters(text: str, start: int) -> int:
    """Where a code begins that has letters and a dash in front: `G-449120`."""
    found = _LETTERS.search(text, max(0, start - _LETTERS_LONGEST), start)
    return found.start() if found else start


_LETTERS = re.compile(r"(?<![a-z0-9])[a-z]{1,3}-\Z")
_LETTERS_LONGEST = 5
_ONE_BY_ONE = re.compile(r"\d(?:\D{1,3}\d){3,7}")
"""Never a day, whatever stands between the digits."""
_BEFORE, _AFTER = 40, 24


class Near:
    """Places, to ask whether one of them is near."""

    def __init__(self, places: Iterable[int]) -> None:
        self._places = sorted(places)

    def before(self, at: int, reach: int) -> bool:
        """True if one lies at most *reach* before *at*."""
        index = bisect_right(self._places, at)
        return index > 0 and at - self._places[index - 1] <= reach

    def around(self, at: int, reach: int) -> bool:
        """True if one lies at most *reach* before or after *at*."""
        index = bisect_right(self._places, at)
        after = index < len(self._places) and self._places[index] - at <= reach
        return after or self.before(at, reach)


def cards_copied_whole(mask: Mask) -> None:
    """The date and the three digits that go with a card."""
    text = mask.text
    named = [word.end() for word in words.CARD_WORD.finditer(text)]
    _ends(mask, Near([end for _, end in _cards(mask)] + named))
    cards = _cards(mask)
    near = Near([end for _, end in cards] + named)
    for start, end in cards:
        if end - start > _SHORT:
            _hide_groups(mask, words.AFTER_CARD.match(text, end))
        elif near.before(start, _NEAR):
            _hide_groups(mask, words.CVV_AFTER_EXPIRY.match(text, end))
    for word in words.CVV_WORD.finditer(text):
        _three_after(mask, word.end())
        _said_apart(mask, word)
    for word in words.BACK_WORD.finditer(text):
        if near.around(word.start(), _NEAR):
            _three_after(mask, word.end())


def _cards(mask: Mask) -> list[tuple[int, int]]:
    """What is hidden and could be a card, whatever it was called: a code may stand behind it."""
    return [(start, end) for start, end, sort in mask.spans() if _may_be_card(mask.text[start:end], sort)]


def _may_be_card(written: str, sort: Sort) -> bool:
    if sort in (Sort.CARD, Sort.NUMBER):
        return True
    digits = re.sub(r"\D", "", written)
    return sort is Sort.IDENTITY and len(digits) == _CARD and (is_card(digits) or not looks_like_nik(digits))


def _ends(mask: Mask, near: Near) -> None:
    """The month a card ends. With a day it is a permit's or an offer's, unless a card is near."""
    for found in words.EXPIRY.finditer(mask.text):
        if not _WITH_DAY.match(found[1]) or near.around(found.start(), _NEAR):
            mask.hide(*found.span(1), Sort.CARD)


_WITH_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\s[a-z]")
_SHORT = 12
_CARD = 16
_NEAR = 80


def _said_apart(mask: Mask, word: re.Match[str]) -> None:
    """The digits in a sentence of their own, and a month to come: both near the word for the digits."""
    start, until = max(0, word.start() - _NEAR), word.end() + _NEAR
    alone = words.ALONE.finditer(mask.text, word.end(), until)
    mask.hide_all((found for found in alone if words.THREE.fullmatch(found[1])), Sort.CARD)
    mask.hide_all(words.MONTH_TO_COME.finditer(mask.text, start, until), Sort.CARD)


def _three_after(mask: Mask, at: int) -> None:
    """Hide three or four digits that are said soon after."""
    found = words.THREE.search(mask.text, at, at + _THREE_NEAR + _PIECE)
    if (
        found is None
        or found.start() > at + _THREE_NEAR
        or not words.same_thought(mask.text, at, found.start())
    ):
        return
    if not words.WORDS_BEFORE.search(mask.text[max(0, found.start() - _JOINED) : found.start()]):
        mask.hide(*found.span(), Sort.CARD)


_THREE_NEAR = 26
_JOINED = 12
_PIECE = 48


def _hide_groups(mask: Mask, found: re.Match[str] | None) -> None:
    for number in range(1, found.re.groups + 1 if found else 1):
        if found and found[number]:
            mask.hide(*found.span(number), Sort.CARD)


def papers(mask: Mask) -> None:
    """Passports, permits, tax numbers, identity cards of other countries."""
    for pattern in words.PAPER_SHAPES:
        mask.hide_all(pattern.finditer(mask.text), Sort.IDENTITY)
    for word in words.PAPER_WORD.finditer(mask.text):
        until = word.end() + _PAPER_NEAR
        found = words.PAPER_NUMBER.search(mask.text, word.end(), until + _PIECE)
        if (
            found is None
            or found.start() > until
            or not words.same_thought(mask.text, word.end(), found.start())
        ):
            continue
        if sum(char.isdigit() for char in found[1]) >= _PAPER_DIGITS:
            mask.hide(*found.span(1), Sort.IDENTITY)


_PAPER_NEAR = 26
_PAPER_DIGITS = 6


def cards(mask: Mask) -> None:
    """Sixteen digits are hidden whatever they are: no check digit tells a card from a reference."""
    _in_odd_groups(mask)
    papers(mask)
    for shape, sort in _LONG:
        for found in shape.finditer(mask.text):
            mask.hide(*found.span(), sort if sort is Sort.IDENTITY else _sort_of(mask.text, found))
    for found in _CONTIGUOUS.finditer(mask.text):
        digits = found.group()
        if len(digits) == _SIXTEEN or is_card(digits) or _near(words.CARD_WORD, mask.text, found.start()):
            mask.hide(*found.span(), _sort_of(mask.text, found))
    for found in _HALVES.finditer(mask.text):
        digits = re.sub(r"\D", "", found.group())
        long = _SHORTEST <= len(digits) <= _LONGEST
        if long and (is_card(digits) or _near(words.CARD_WORD, mask.text, found.start())):
            mask.hide(*found.span(), Sort.CARD)
    cards_copied_whole(mask)


def _in_odd_groups(mask: Mask) -> None:
    """As many digits as a card or an identity number has, in whatever groups.

    A word before them says that they are one, or their own structure.
    """
    text = mask.text
    for found in words.GROUPS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if not _SHORTEST <= len(digits) <= _LONGEST:
            continue
        named = _near(words.CARD_WORD, text, found.start()) or _near(words.PAPER_WORD, text, found.start())
        built = len(digits) == _SIXTEEN and (is_card(digits) or looks_like_nik(digits))
        if built or (named and not _DAY_OR_SUM.search(found.group())):
            mask.hide(*found.span(), _sort_of(text, found))


def _sort_of(text: str, found: re.Match[str]) -> Sort:
    """What a long number is called: as the word nearest to it says, else as its own digits do.

    A card shows its last four digits; an identity number, or what could be one, shows nothing.
    """
    digits = re.sub(r"\D", "", found.group())
    card, paper = (_last(word, text, found.start()) for word in (words.CARD_WORD, words.PAPER_WORD))
    if paper is not None and paper >= (card or 0):  # an identity card is no card
        return Sort.IDENTITY
    if card is not None and (is_card(digits) or not looks_like_nik(digits)):
        return Sort.CARD
    if looks_like_nik(digits) or words.PAPER_WORD.search(text, found.end(), found.end() + _PAPER_AFTER):
        return Sort.IDENTITY
    return Sort.CARD if is_card(digits) else Sort.NUMBER


_PAPER_AFTER = 20


_SHORTEST, _LONGEST = 13, 19
_SIXTEEN = 16
_GAP = r"[\s.\-_/·]{1,2}"
_LONG = (
    (re.compile(rf"(?<!\d)\d\d{_GAP}\d\d{_GAP}\d\d{_GAP}\d{{6}}{_GAP}?\d{{4}}(?!\d)"), Sort.IDENTITY),
    (re.compile(rf"(?<!\d)\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{4}}(?!\d)"), Sort.IDENTITY),
    (re.compile(rf"(?<!\d)\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,4}})?(?!\d)"), Sort.CARD),
    (re.compile(rf"(?<!\d)\d{{8}}{_GAP}\d{{8}}(?!\d)"), Sort.CARD),
    (re.compile(rf"(?<!\d)3\d{{3}}{_GAP}\d{{6}}{_GAP}\d{{5}}(?!\d)"), Sort.CARD),
    (re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,18}}(?!\d)"), Sort.CARD),
)
_HALVES = re.compile(rf"(?<!\d)(?<![a-z][\-.])\d{{4,15}}{_GAP}\d{{4,15}}(?!\d)")
_DAY_OR_SUM = re.compile(
    r"(?<!\d)\d{1,2}[/\-.]\d{1,2}[/\-.](?:20)?\d\d(?!\d)|20\d\d[/\-.]\d\d[/\-.]\d\d|\d[.,]\d{3}(?!\d)|\d[:.]\d\d(?!\d)"
)
_CONTIGUOUS = re.compile(r"(?<!\d)\d{13,19}(?!\d)")


def _last(word: re.Pattern[str], text: str, at: int, reach: int = 40) -> int | None:
    """Where the last such word before a number ends; None without one."""
    return max((found.end() for found in word.finditer(text, max(0, at - reach), at)), default=None)


def _near(word: re.Pattern[str], text: str, at: int, reach: int = 40) -> bool:
    return word.search(text, max(0, at - reach), at) is not None


def emails(mask: Mask) -> None:
    """Mail addresses."""
    for pattern in (_EMAIL, *words.SPOKEN_MAIL):
        mask.hide_all(pattern.finditer(mask.text), Sort.EMAIL)


_EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")


def phones(mask: Mask) -> None:
    """Telephone numbers, as they are written here and abroad."""
    for pattern in (*_PHONES, words.NAMED_PHONE):
        mask.hide_all(pattern.finditer(mask.text), Sort.PHONE)


_PHONES = tuple(
    re.compile(rf"(?<![\d]){shape}(?!\d)")
    for shape in (
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}|0)8\d{1,2}(?:[\s.\-]\d{3,4}){3}",
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}8|08)(?:[\s.\-]\d\d){4,6}",
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}|0)8\d{1,2}[\s.\-]{0,2}\d{3,4}[\s.\-]{0,2}\d{2,5}",
        r"0(?:[\s.\-]8)(?:[\s.\-]\d){7,11}",
        r"\(?0(?!300|345)[2-7]\d{1,2}\)[\s.\-]{0,2}\d{3,4}[\s.\-]?\d{3,5}",
        r"0(?!300|345)[2-7]\d{1,2}[\s\-]\d{3,4}[\s.\-]?\d{3,5}",
        r"(?:\+|00)\d{1,3}(?:[\s.\-()]{0,2}\d){6,13}",
        r"1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}",
    )
)


def accounts(mask: Mask) -> None:
    """Numbers of accounts, which only the word beside them tells from others."""
    for found in _ACCOUNT.finditer(mask.text):
        text, start = mask.text, found.start()
        after = words.ACCOUNT_WORD.match(text, found.end() + 1) if found.end() < len(text) else None
        if after or _near(words.ACCOUNT_WORD, text, start):
            mask.hide(*found.span(), Sort.ACCOUNT)
    for pattern in words.ACCOUNTS_IN_GROUPS:
        for found in pattern.finditer(mask.text):
            digits = sum(char.isdigit() for char in found[1])
            if _SHORTEST_ACCOUNT <= digits <= _LONGEST_ACCOUNT:
                mask.hide(*found.span(1), Sort.ACCOUNT)


_ACCOUNT = re.compile(r"(?<!\d)(?<!\d,)\d(?:-?\d){7,17}(?!\d)")
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 8, 18


def keep_public(mask: Mask, public: tuple[str, ...]) -> None:
    """Rule 0: what is public stays."""
    pattern = _public_pattern(public)
    if pattern is not None:
        mask.keep(pattern.finditer(mask.text))


@cache
def _public_pattern(values: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = [_form(value.lower()) for value in values if len(value) >= _SHORTEST_PUBLIC]
    return re.compile("|".join(forms)) if forms else None


_SHORTEST_PUBLIC = 5
"""A shorter one is never hidden by itself, and guarding it could cut a longer number in two."""


def _form(value: str) -> str:
    digits = re.sub(r"[\s()+.\-]", "", value)
    if not digits.isdecimal():
        return rf"(?<![\w.@+-]){re.escape(value)}(?![\w@-])"
    national = digits.removeprefix("62").removeprefix("0")
    prefix = r"(?:\+?62|0)[\s\-]?" if digits.startswith(("62", "0")) else ""
    body = r"[\s.\-]?".join(national)
    return rf"(?<![\d+])(?<!\d[.\-]){prefix}\(?{body}(?![.\-]?\d)"


def dated(mask: Mask) -> None:
    """Numbers of transactions that begin with letters and a day, or with the moment they were made."""
    for found in words.TIMED.finditer(mask.text):
        before = mask.text[max(0, found.start() - _REFERENCE_FAR) : found.start()]
        if found["first"] and not (found["last"] or words.REFERENCE_WORD.search(before)):
            continue
        named = words.REFERENCE_WORD.search(before[-_REFERENCE_NEAR:])
        if named or not (words.CARD_WORD.search(before) or words.PAPER_WORD.search(before)):
            mask.keep((found,))
    for found in words.NAMED_DAY.finditer(mask.text):
        before = mask.text[max(0, found.start() - _REFERENCE_FAR) : found.start()]
        if words.REFERENCE_WORD.search(before[-_REFERENCE_NEAR:]) and not words.CARD_WORD.search(before):
            mask.keep((found,))
    mask.keep(found for found in words.DATED.finditer(mask.text) if not words.CARD_WORD.search(found.group()))


def numbered(mask: Mask) -> None:
    """What its own word or letters call a reference: no phone begins there."""
    mask.keep(words.NUMBERED.finditer(mask.text))
    mask.keep(words.PARCEL.finditer(mask.text))
    mask.keep(found for found in words.LETTERED.finditer(mask.text) if _is_parcel(mask.text, found))


def _is_parcel(text: str, found: re.Match[str]) -> bool:
    """True for letters and digits after a word for a reference that no nearer word calls anything else."""
    named = _last(words.REFERENCE_WORD, text, found.start(), _REFERENCE_NEAR)
    if named is None or words.NO_REFERENCE.fullmatch(found["word"]):
        return False
    other = (words.PAPER_WORD, words.ACCOUNT_WORD, words.RECOVERY_WORD, words.SECRET_WORD)
    return not any(_near(word, text, found.start(), found.start() - named) for word in other)


def references(mask: Mask) -> None:
    """Numbers whose own words say that they are sums, times or references; `codes` leaves them.

    Not so right after a word for a code: a PIN may be a birthday.
    """
    for pattern in words.NOT_A_CODE:
        for found in pattern.finditer(mask.text):
            if not _beside_its_word(mask.text, *found.span()):
                mask.keep((found,))
                _and_more(mask, found)
    mask.keep(found for found in words.REFERENCE.finditer(mask.text) if _is_reference(mask.text, found))
    mask.keep(found for found in words.LAST_FOUR.finditer(mask.text) if _is_tail(mask.text, found.start()))


def _and_more(mask: Mask, found: re.Match[str]) -> None:
    """The others of a list of references, as long as the first."""
    last = _LAST_PIECE.search(found.group())
    if last is None or not words.REFERENCE_WORD.match(mask.text, found.start()):
        return
    for _ in range(_MOST_LISTED):
        more = words.ALIKE.match(mask.text, found.end())
        if more is None or len(more[1]) != len(last[0]):
            return
        mask.keep((more,))
        found = more


_LAST_PIECE = re.compile(r"(?:[a-z]{1,3}|(?<!\d))\d+$")
_MOST_LISTED = 12


def _is_reference(text: str, found: re.Match[str]) -> bool:
    """True unless the letters before the first dash mean a secret, a phone or an account."""
    word, rest, start = found["word"], found["rest"], found.start()
    if words.SECRET_WORD.search(word) or _LONG_RUN.search(rest) or _PHONE_REST.fullmatch(rest):
        return False
    if words.REFERENCE_WORD.search(text, max(0, start - _REFERENCE_NEAR), start):
        return True
    if words.NO_REFERENCE.fullmatch(word):
        return False
    one_code = _CODE_REST.fullmatch(rest) and found.end() - start == len(word) + len(rest)
    return not (one_code and words.named_by_a_word(text, 0, start, found.end()))


_REFERENCE_NEAR = 14
_REFERENCE_FAR = 32
_LONG_RUN = re.compile(r"\d{13}")
_PHONE_REST = re.compile(r"-(?:0|62)8\d{7,11}")
_CODE_REST = re.compile(r"-\d{1,8}")


def _is_tail(text: str, start: int, reach: int = 24) -> bool:
    """True if the last four digits are those of a card, an account or a phone, and not of a code."""
    before = text[max(0, start - reach) : start]
    code = [word.end() for word in words.SECRET_WORD.finditer(before)]
    other = [word.end() for word in words.TAILED_WORD.finditer(before)]
    return not code or max(other, default=0) > code[-1]


def _beside_its_word(text: str, start: int, end: int) -> bool:
    """True if a number is called a code right before it or right after, whatever it looks like."""
    if _follows_its_word(text, start) or words.OWNED.search(text, max(0, start - words.AFTER_WORD), start):
        return True
    word = words.SECRET_WORD.search(text, end, end + words.AFTER_WORD) if text[start].isdecimal() else None
    return word is not None and words.SAID.search(text, end, word.start()) is not None


def _follows_its_word(text: str, start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and the number at *start*."""
    if not text[start].isdecimal():
        return False
    before = text[max(0, start - reach) : start]
    ends = [word.end() for word in words.SECRET_WORD.finditer(before)]
    return bool(ends) and words.CONNECT.fullmatch(before, ends[-1]) is not None
