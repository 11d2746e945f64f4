"""Reads what a person would dial, and never mends it.

libphonenumber drops letters and guesses prefixes, so it is asked one thing only: the country of a number that
we have already read. A number is compared as its digits, in every way that a caller could mean them.
"""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import decimal, normalize

import phonenumbers

MIN_DIGITS: Final = 3
MAX_DIGITS: Final = 15
"""ITU-T E.164."""
MIN_SIMILAR: Final = 6
"""Shorter official numbers are contained in ordinary ones by chance."""
LONG_ENOUGH: Final = 9
"""From here on a number without a prefix may be one with its prefix left out."""
_FILLERS: Final = re.compile(r"[\s().\-/\u00b7\u2010-\u2015\u2212]+")
_EXTENSION: Final = re.compile(
    r"[\s,;]*(?:extension|ekstensi|ext|ekst|x)[.:\s]*(\d{1,6})\s*\Z", re.IGNORECASE
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
