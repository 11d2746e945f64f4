"""The rules of redaction, in their order: what a rule has claimed, a later one leaves alone."""

import re
from bisect import bisect_left
from functools import cache

from gopay_help.cases import hints
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.numbers import Groups, is_card, runs_of


def guard_public(mask: Mask, public: tuple[str, ...]) -> None:
    """Rule 0: what is public stays."""
    pattern = _public_pattern(public)
    if pattern is not None:
        mask.guard(pattern.finditer(mask.text))


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


def _tokens(mask: Mask) -> None:
    for pattern in _TOKENS:
        mask.hide_all(pattern.finditer(mask.text), Sort.TOKEN)
    for found in _OPAQUE.finditer(mask.text):
        letters = sum(char.isalpha() for char in found.group())
        digits = sum(char.isdigit() for char in found.group())
        if letters >= _OPAQUE_MIX and digits >= _OPAQUE_MIX:
            mask.hide(*found.span(), Sort.TOKEN)


_TOKENS = (
    re.compile(r"(?:https?://|www\.)[^\s?#]{1,500}[?#](\S+)"),
    re.compile(r"(?<![a-z0-9])eyj[a-z0-9_-]{4,}(?:\.[a-z0-9_-]*){1,3}"),
    re.compile(r"(?<![a-z])bearer\s{1,3}([!-~]{6,})"),
    re.compile(
        r"(?<![a-z])(?:access_?token|refresh_?token|id_?token|token|code|sig|signature|session(?:_?id)?|sid|auth"
        r"|api_?key|secret|jwt)=([^\s&\"'<>\]]{4,})"
    ),
)
_OPAQUE = re.compile(r"[a-z0-9_:-]{20,}")
_OPAQUE_MIX = 4


def _cards(mask: Mask) -> None:
    """Sixteen digits are hidden whatever they are: no check digit tells a card from a reference."""
    mask.hide_all(hints.CVV.finditer(mask.text), Sort.CARD)
    mask.hide_all(hints.EXPIRY.finditer(mask.text), Sort.CARD)
    for shape, sort in _LONG:
        mask.hide_all(shape.finditer(mask.text), sort)
    for found in _CONTIGUOUS.finditer(mask.text):
        digits = found.group()
        if len(digits) == _SIXTEEN or is_card(digits) or _near(hints.CARD_WORD, mask.text, found.start()):
            mask.hide(*found.span(), Sort.CARD)
    for found in _HALVES.finditer(mask.text):
        digits = re.sub(r"\D", "", found.group())
        long = _SHORTEST <= len(digits) <= _LONGEST
        if long and (is_card(digits) or _near(hints.CARD_WORD, mask.text, found.start())):
            mask.hide(*found.span(), Sort.CARD)


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
_CONTIGUOUS = re.compile(r"(?<!\d)\d{13,19}(?!\d)")


def _near(word: re.Pattern[str], text: str, at: int, reach: int = 40) -> bool:
    return word.search(text, max(0, at - reach), at) is not None


def _emails(mask: Mask) -> None:
    mask.hide_all(_EMAIL.finditer(mask.text), Sort.EMAIL)


_EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")


def _phones(mask: Mask) -> None:
    for pattern in _PHONES:
        mask.hide_all(pattern.finditer(mask.text), Sort.PHONE)


_PHONES = tuple(
    re.compile(rf"(?<![\d]){shape}(?!\d)")
    for shape in (
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}|0)8\d{1,2}[\s.\-]{0,2}\d{3,4}[\s.\-]{0,2}\d{2,5}",
        r"0(?:[\s.\-]8)(?:[\s.\-]\d){7,11}",
        r"\(?0[2-7]\d{1,2}\)[\s.\-]{0,2}\d{3,4}[\s.\-]?\d{3,5}",
        r"0[2-7]\d{1,2}[\s\-]\d{3,4}[\s.\-]?\d{3,5}",
        r"(?:\+|00)\d{1,3}(?:[\s.\-()]{0,2}\d){6,13}",
        r"1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}",
    )
)


def _references(mask: Mask) -> None:
    """Numbers whose own words say that they are sums, times or references; `_codes` leaves them.

    Not so right after a word for a code: a PIN may be a birthday.
    """
    for pattern in hints.HARD:
        found = pattern.finditer(mask.text)
        mask.guard(match for match in found if not _follows_its_word(mask.text, match.start()))


def _follows_its_word(text: str, start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and the number at *start*."""
    if not text[start].isdecimal():
        return False
    before = text[max(0, start - reach) : start]
    ends = [word.end() for word in hints.SECRET_WORD.finditer(before)]
    return bool(ends) and hints.CONNECT.fullmatch(before, ends[-1]) is not None


def _accounts(mask: Mask) -> None:
    for found in _ACCOUNT.finditer(mask.text):
        text, start = mask.text, found.start()
        after = hints.ACCOUNT_WORD.match(text, found.end() + 1) if found.end() < len(text) else None
        if after or _near(hints.ACCOUNT_WORD, text, start):
            mask.hide(*found.span(), Sort.ACCOUNT)


_ACCOUNT = re.compile(r"(?<!\d)(?<!\d,)\d(?:-?\d){7,17}(?!\d)")


def _passwords(mask: Mask) -> None:
    for found in hints.PASSWORD.finditer(mask.text):
        word = found["word"].rstrip(".,;!?)\"'") or found["word"]
        says = any(sign in found["sign"] for sign in ":=") or found["between"].endswith(("是", "为"))
        mixed = any(char.isdigit() for char in word) and not word.isdecimal()
        if says or mixed or (not word.isalnum() and any(char in "!@#$%^&*_" for char in word)):
            start = found.start("word")
            mask.hide(start, start + len(word), Sort.PASSWORD)


def _spelled(mask: Mask) -> None:
    for pattern in (hints.SPELLED, hints.SPELLED_ZH):
        mask.hide_all(pattern.finditer(mask.text), Sort.SECRET)


def _codes(mask: Mask) -> None:
    """Four to eight digits that a word nearby calls a code, and any bare six that nothing calls otherwise."""
    words = [found.end() for found in hints.SECRET_WORD.finditer(mask.text)]
    soft = Groups(span.span() for pattern in hints.SOFT for span in pattern.finditer(mask.text))
    last = 0
    for start, end in runs_of(mask):
        since, last = last, end
        if _named_by_a_word(mask.text, since, start, end) or (
            not soft.holds_each(mask.text, start, end)
            and (_spoken_of(words, start) or _bare_six(mask.text, start, end))
        ):
            mask.hide(start, end, Sort.SECRET)


def _named_by_a_word(text: str, since: int, start: int, end: int, reach: int = 48) -> bool:
    """True if a word for a code stands before the number in the same thought, or names it right after."""
    before = text[max(since, start - reach) : start]
    cut = max((found.end() for found in hints.BREAK.finditer(before)), default=0)
    if hints.SECRET_WORD.search(before, cut):
        return True
    after = text[end : end + 32]
    word = hints.SECRET_WORD.search(after)
    return word is not None and hints.SAYS.search(after[: word.start()]) is not None


_FAR = 240


def _spoken_of(words: list[int], at: int) -> bool:
    """True if a word for a code stands anywhere near, before or after."""
    index = bisect_left(words, at)
    return any(abs(place - at) <= _FAR for place in words[max(0, index - 1) : index + 1])


def _bare_six(text: str, start: int, end: int) -> bool:
    """True for six digits, together or in halves, for digits one by one, and for a zero in front."""
    return _SIX.fullmatch(text, start, end) is not None


_SIX = re.compile(r"\d{6}|0\d{3,7}|\d{3}[\s\-]{1,2}(?!000|500)\d{3}|\d(?:[\s.\-]{1,2}\d){3,7}")


RULES = (_tokens, _cards, _emails, _phones, _references, _accounts, _spelled, _codes, _passwords)
"""All of them but the first, which needs to know the public values."""
