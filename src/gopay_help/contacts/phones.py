"""Reads what a person would dial, never mends it, and says whose it is or which official number it imitates.

libphonenumber drops letters and guesses prefixes, so it is asked one thing only: the country of a number
that we have already read. A number is compared as its digits, in every way that a caller could mean them.
Codes that a telephone obeys instead of dialling come first: one asterisk hands every call to a stranger.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import decimal, normalize
from urllib.parse import unquote

import phonenumbers
from rapidfuzz.distance import OSA

from gopay_help.contacts.answers import (
    Assessment,
    Known,
    ValueVerdict,
    invalid,
    of_known,
    unknown,
    why,
    worst,
)
from gopay_help.contacts.hosts import callees
from gopay_help.contacts.lookalikes import PhonePlan
from gopay_help.model.text import hidden

_SPACES: Final = re.compile(r"[\s().\-]+")
_CODE: Final = re.compile(r"([*#]{1,2})(\d{1,4})((?:\*[\d+]*)*)#?\Z")
_IN_TEXT: Final = re.compile(
    r"[*#] ?[*#]? ?\d{2,4} ?\* ?[+\d](?:[\d \-]|(?:\* ?)(?=\d)){2,40}(?:\* ?)?#?"
    r"|[*#] ?[*#]? ?\d{2,3} ?(?:#|\*(?=[^*#\n]{0,40}#))"
)
_SIGNS: Final = str.maketrans(
    dict.fromkeys("\u2217\u2731\u204e\ufe61\uff0a\u066d\u2055\u2739\u273b\u274b", "*")
    | {"\uff03": "#", "\ufe5f": "#"}
)
_ESCAPED: Final = re.compile(r"%(2a|23|2b)", re.IGNORECASE)
_AIRTIME: Final = re.compile(r"\*(?:0|\+?62)?8\d{7,11}(?:\*|#|\Z)")


def tidy_code(text: str) -> str:
    """*text* as a telephone would obey it: every sign and digit in its plain form, nothing hidden."""
    if "%" in text:
        text = _ESCAPED.sub(lambda found: unquote(found[0]), text)
    if text.isascii() and text.isprintable():
        return text
    plain = normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    seen = set(plain)  # each character is looked at once, however long the text is
    return plain.translate(
        {ord(char): "" if char not in "\n\t" and hidden(char) else _ascii_digit(char) for char in seen}
    )


def is_code(text: str) -> bool:
    """True if *text* is a code and not a number."""
    return _code(text) is not None


def _code(text: str) -> re.Match[str] | None:
    """The signs, the number and the rest of a code."""
    return _CODE.match(_SPACES.sub("", tidy_code(text)))


def forwards_calls(text: str, plan: PhonePlan) -> bool:
    """True if dialling *text* would switch call forwarding on."""
    found = _code(text)
    return found is not None and found.group(1) in ("*", "**") and found.group(2) in plan.forwarding


def stops_forwarding(text: str, plan: PhonePlan) -> bool:
    """True if dialling *text* would switch call forwarding off, and nothing else."""
    found = _code(text)
    return found is not None and found[1] in ("#", "##") and found[2] in plan.forwarding and not found[3]


def names_a_mobile(text: str) -> bool:
    """True if a code carries somebody's mobile number: such codes move credit to it."""
    return _AIRTIME.search(_SPACES.sub("", tidy_code(text))) is not None


def codes_in(text: str) -> list[str]:
    """The codes that stand in a longer text."""
    return [found.group().strip() for found in _IN_TEXT.finditer(tidy_code(text))]


def without_codes(text: str) -> str:
    """*text* with its codes left out, so that their digits are not taken for a number."""
    return _IN_TEXT.sub(" ", text)


MIN_DIGITS: Final = 3
MAX_DIGITS: Final = 15
"""ITU-T E.164."""
MIN_SIMILAR: Final = 6
"""Shorter official numbers are contained in ordinary ones by chance."""
LONG_ENOUGH: Final = 9
"""From here on a number without a prefix may be one with its prefix left out."""
_FILLERS: Final = re.compile(r"[\s().\-/\u00b7\u2010-\u2015\u2212]+")
_EXTENSION: Final = re.compile(
    r"(?<![\s,;])[\s,;]*(?:extension|ekstensi|ext|ekst|x)[.:\s]*(\d{1,6})\s*\Z", re.IGNORECASE
)
_TRUNK_ZERO: Final = re.compile(r"\A(\s*(?:\+|00)\s*\d{1,3}[\s\-]*)\(0\)")


@dataclass(frozen=True, slots=True)
class Dialled:
    """The digits of a number as typed."""

    digits: str
    international: bool
    extension: str | None = None


def read_number(text: str) -> Dialled | None:
    """The number that *text* is, or None: letters in it are refused, never dropped."""
    tidy = _TRUNK_ZERO.sub(r"\1", "".join(map(_ascii_digit, normalize("NFKC", text)))).strip()
    extension = None
    if found := _EXTENSION.search(tidy):
        extension, tidy = found.group(1), tidy[: found.start()]
    bare = _FILLERS.sub("", tidy)
    digits = bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and MIN_DIGITS <= len(digits) <= MAX_DIGITS + 2):
        return None
    international = bare.startswith("+") or digits.startswith("00")
    if international and not bare.startswith("+"):
        digits = digits[2:]
    return Dialled(digits, international, extension) if MIN_DIGITS <= len(digits) <= MAX_DIGITS else None


def _ascii_digit(char: str) -> str:
    value = -1 if char.isascii() else decimal(char, -1)
    return char if value < 0 else str(value)


def keys(number: Dialled, country_code: str) -> tuple[str, ...]:
    """The number in every form a registry may hold it in, the likeliest first."""
    digits = number.digits
    if number.international:
        found = [_e164(digits, country_code)]
    elif digits.startswith("0"):
        found = [f"+{country_code}{digits[1:]}"]
    elif digits.startswith(country_code) and len(digits) >= LONG_ENOUGH:
        found = [_e164(digits, country_code), digits]
    elif len(digits) >= LONG_ENOUGH:
        found = [f"+{country_code}{digits}", digits]
    else:
        found = [digits]
    inland = found[0].removeprefix(f"+{country_code}")
    if inland != found[0] and len(inland) >= MIN_SIMILAR:
        found.append(inland)
    return tuple(dict.fromkeys(found))


def _e164(digits: str, country_code: str) -> str:
    """With a plus sign, and without the zero that some write after the country code."""
    if digits.startswith(country_code + "0"):
        digits = country_code + digits[len(country_code) + 1 :]
    return "+" + digits


def inland(key: str, country_code: str) -> str:
    """The digits dialled within the country."""
    return key.removeprefix(f"+{country_code}").removeprefix("+")


def country(key: str, home: str) -> str | None:
    """The country of an international number, if it is another one than *home*."""
    if not key.startswith("+"):
        return None
    try:
        parsed = phonenumbers.parse(key)
    except phonenumbers.NumberParseException:
        return None
    if f"+{parsed.country_code}{phonenumbers.national_significant_number(parsed)}" != key:
        return None
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return None if region in (home, "ZZ", "001") else region


def is_possible(key: str) -> bool:
    """True if an international number has as many digits as its country's numbers have."""
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(key)))
    except phonenumbers.NumberParseException:
        return False


class PhoneClassifier:
    """Judges numbers: codes first, then known ones, then imitations."""

    def __init__(self, phones: Mapping[str, Known], plan: PhonePlan) -> None:
        self._phones = phones
        self._plan = plan
        official = (key for key, known in phones.items() if known.verdict is ValueVerdict.OFFICIAL)
        numbers = (inland(key, plan.country_code) for key in official)
        self._imitated = [digits for digits in numbers if len(digits) >= MIN_SIMILAR]

    def classify(self, text: str) -> Assessment:
        """The answer for a number as typed, or for the gravest of all that a call or message link names."""
        return worst(map(self._one, callees(text)))

    def _one(self, text: str) -> Assessment:
        if is_code(text):
            return self._code(text)
        number = read_number(text)
        if number is None:
            letters = any(map(str.isalpha, text)) and any(map(str.isdigit, text))
            return invalid(text, "letters_in_number" if letters else "cannot_read_number")
        answer = self.classify_digits(number)
        return answer.noting(why("extension", extension=number.extension)) if number.extension else answer

    def _code(self, text: str) -> Assessment:
        if forwards_calls(text, self._plan):
            reason = why("forwarding", cancel=self._plan.cancel)
            return Assessment(ValueVerdict.DANGER, text.strip(), (reason,))
        harmless = stops_forwarding(text, self._plan)
        return unknown(text.strip(), why("forwarding_off" if harmless else "dial_code"))

    def classify_digits(self, number: Dialled) -> Assessment:
        """The answer for digits."""
        forms = keys(number, self._plan.country_code)
        if known := self.known(forms):
            return of_known(known, forms[0])
        if abroad := country(forms[0], self._plan.region):
            # Prefixes of other countries hold an official number by chance: many Chinese ones begin with it.
            return unknown(forms[0], why("foreign_number", country=abroad))
        if official := self._imitates(number.digits, inland(forms[0], self._plan.country_code)):
            rule = "phone_contains" if official in number.digits else "phone_one_off"
            return Assessment(ValueVerdict.LOOKALIKE, forms[0], (why(rule, official=official),))
        return unknown(forms[0], why("number_not_listed"))

    def known(self, forms: tuple[str, ...]) -> Known | None:
        """Whose the number is, in whatever form it is registered."""
        return next((self._phones[form] for form in forms if form in self._phones), None)

    def _imitates(self, *typed: str) -> str | None:
        for official in self._imitated:
            for digits in typed:
                if official in digits or OSA.distance(digits, official, score_cutoff=1) <= 1:
                    return official
        return None
