"""Rules for long numbers: cards, identity numbers, telephones, accounts; and mail addresses."""

import re

from gopay_help.cases import hints
from gopay_help.cases import hints_secret as secret
from gopay_help.cases.mask import Mask, Sort
from gopay_help.cases.numbers import is_card, looks_like_nik
from gopay_help.cases.rules_card import cards_copied_whole
from gopay_help.cases.rules_spoken import papers


def cards(mask: Mask) -> None:
    """Sixteen digits are hidden whatever they are: no check digit tells a card from a reference."""
    _in_odd_groups(mask)
    papers(mask)
    for shape, sort in _LONG:
        for found in shape.finditer(mask.text):
            mask.hide(*found.span(), sort if sort is Sort.IDENTITY else _sort_of(mask.text, found))
    for found in _CONTIGUOUS.finditer(mask.text):
        digits = found.group()
        if len(digits) == _SIXTEEN or is_card(digits) or _near(hints.CARD_WORD, mask.text, found.start()):
            mask.hide(*found.span(), _sort_of(mask.text, found))
    for found in _HALVES.finditer(mask.text):
        digits = re.sub(r"\D", "", found.group())
        long = _SHORTEST <= len(digits) <= _LONGEST
        if long and (is_card(digits) or _near(hints.CARD_WORD, mask.text, found.start())):
            mask.hide(*found.span(), Sort.CARD)
    cards_copied_whole(mask)


def _in_odd_groups(mask: Mask) -> None:
    """As many digits as a card or an identity number has, in whatever groups.

    A word before them says that they are one, or their own structure.
    """
    text = mask.text
    for found in _GROUPS.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        if not _SHORTEST <= len(digits) <= _LONGEST:
            continue
        named = _near(hints.CARD_WORD, text, found.start()) or _near(secret.PAPER_WORD, text, found.start())
        built = len(digits) == _SIXTEEN and (is_card(digits) or looks_like_nik(digits))
        if built or (named and not _DAY_OR_SUM.search(found.group())):
            mask.hide(*found.span(), _sort_of(text, found))


def _sort_of(text: str, found: re.Match[str]) -> Sort:
    """What a long number is called: as the word nearest to it says, else as its own digits do.

    A card shows its last four digits; an identity number, or what could be one, shows nothing.
    """
    digits = re.sub(r"\D", "", found.group())
    card, paper = (_last(word, text, found.start()) for word in (hints.CARD_WORD, secret.PAPER_WORD))
    if paper is not None and paper >= (card or 0):  # an identity card is no card
        return Sort.IDENTITY
    if card is not None and (is_card(digits) or not looks_like_nik(digits)):
        return Sort.CARD
    if looks_like_nik(digits) or secret.PAPER_WORD.search(text, found.end(), found.end() + _PAPER_AFTER):
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
_AND = (
    r"(?:[^\w\n]{0,3}(?:then|and|terus|trus|lalu|dan|sama|lanjut|sisanya|belakangnya|spasi|strip|space|dash|一|再|然后)"
    r"[^\w\n]{0,3})"
)
_GROUPS = re.compile(
    rf"(?<![\d+])(?<![a-z][\-.])\d{{1,15}}(?:(?:[^\w+]{{1,4}}|{_AND})\d{{1,15}}){{1,18}}(?!\d)"
)
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
    mask.hide_all(_EMAIL.finditer(mask.text), Sort.EMAIL)


_EMAIL = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}")


def phones(mask: Mask) -> None:
    """Telephone numbers, as they are written here and abroad."""
    for pattern in _PHONES:
        mask.hide_all(pattern.finditer(mask.text), Sort.PHONE)


_PHONES = tuple(
    re.compile(rf"(?<![\d]){shape}(?!\d)")
    for shape in (
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}|0)8\d{1,2}(?:[\s.\-]\d{3,4}){3}",
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}8|08)(?:[\s.\-]\d\d){4,6}",
        r"(?:(?:\+|00)?62[\s.\-()]{0,2}|0)8\d{1,2}[\s.\-]{0,2}\d{3,4}[\s.\-]{0,2}\d{2,5}",
        r"0(?:[\s.\-]8)(?:[\s.\-]\d){7,11}",
        r"\(?0[2-7]\d{1,2}\)[\s.\-]{0,2}\d{3,4}[\s.\-]?\d{3,5}",
        r"0[2-7]\d{1,2}[\s\-]\d{3,4}[\s.\-]?\d{3,5}",
        r"(?:\+|00)\d{1,3}(?:[\s.\-()]{0,2}\d){6,13}",
        r"1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}",
    )
)


def accounts(mask: Mask) -> None:
    """Numbers of accounts, which only the word beside them tells from others."""
    for found in _ACCOUNT.finditer(mask.text):
        text, start = mask.text, found.start()
        after = hints.ACCOUNT_WORD.match(text, found.end() + 1) if found.end() < len(text) else None
        if after or _near(hints.ACCOUNT_WORD, text, start):
            mask.hide(*found.span(), Sort.ACCOUNT)
    for pattern in _ACCOUNTS_IN_GROUPS:
        for found in pattern.finditer(mask.text):
            digits = sum(char.isdigit() for char in found[1])
            if _SHORTEST_ACCOUNT <= digits <= _LONGEST_ACCOUNT:
                mask.hide(*found.span(1), Sort.ACCOUNT)


_ACCOUNT = re.compile(r"(?<!\d)(?<!\d,)\d(?:-?\d){7,17}(?!\d)")
_GROUPED = r"(\d{2,6}(?:[\s.\-]\d{2,6}){1,4})(?![.,]?\d)"
_ACCOUNTS_IN_GROUPS = (
    re.compile(
        rf"(?:{hints.ACCOUNT_WORD.pattern})(?:[\s.:=#(]|no|nomor|number|nya|ku|saya|dia|my|his|是|为|号){{0,6}}{_GROUPED}"
    ),
    re.compile(
        rf"(?<![a-z])(?:transfer|tf|trf|kirim|sent?)(?:\s[a-z0-9.]{{1,12}}){{0,3}}\s(?:ke|to)\s{_GROUPED}"
    ),
    re.compile(
        rf"(?<![\d.,\-]){_GROUPED}\s{{1,2}}(?:ke\s|di\s|at\s|bank\s){{0,2}}(?:{hints.ACCOUNT_WORD.pattern})"
    ),
)
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 8, 18
