"""Reads letters as an eye does: every look-alike letter becomes the plain one it passes for.

The table holds letters of other scripts that pass for a-z, taken from Unicode's confusables (as packaged by
confusable_homoglyphs 3.3.1) after case folding and decomposition, letters only. Latin letters with strokes,
hooks and tails need no table: their Unicode name says which letter they are.
"""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, name, normalize

_PASS_FOR: Final = {
    "2": "ƨϩᒿꙅꛯꝛ",
    "3": "ȝɜʒзӡⳍꝫ",
    "a": "ɑαаᎪᗅꓮ",
    "b": "ƅβвьᏏᏴᑲᖯᗷꓐꞵ",
    "c": "сᏟⲥꓚ",
    "d": "ԁᎠᏧᑯᗞᗪꓒꓓ",
    "e": "εеҽᎬⴹꓰꬲ",
    "f": "ϝքᖴẝꓝꬵ",
    "g": "ƍɡԍցᏀᏳꓖ",
    "h": "ηнһհᎻᏂᕼⲏꓧ",
    "i": "ıɩιіӏᎥꙇ",
    "j": "ȷϳјᎫᒍꓙ",
    "k": "ĸκкᏦᛕⲕꓗ",
    "l": "ǀ۱Ꮮᒪᛁⲓⳑⵏꓡꓲ",
    "m": "μϻмᎷᗰᛖⲙꓟ",
    "n": "νոռⲛꓠ",
    "o": "σοоօ۵০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴑⲟⵔ〇ꓳꬽ",
    "p": "ƿρрᏢᑭⲣꓑ",
    "q": "ԛգզⵕ",
    "r": "гᎡᎱᏒᖇᴦⲅꓣꭇꭈ",
    "s": "ƽѕտᏕᏚꓢ",
    "t": "τтᎢⲧꓔ",
    "u": "ʋυսሀᑌꓴꞟ",
    "v": "ѵ۷Ꮩᐯⴸꓦꛟ",
    "w": "ɯѡԝաᎳᏔꓪ",
    "x": "χхᕁᕽᚷⲭⵝꓫꭓ",
    "y": "ɣγуүყᎩᎽᶌⲩꓬ",
    "z": "ζᏃꓜ",
}
_PLAIN: Final = {strange: plain for plain, others in _PASS_FOR.items() for strange in others}
_NAMED: Final = re.compile(
    r"LATIN (?:(?:SMALL|CAPITAL) LETTER|LETTER SMALL CAPITAL) "
    r"(?:DOTLESS |SCRIPT |OPEN )?([A-Z])(?: WITH .*)?\Z"
)
_DIGITS: Final = str.maketrans("013457", "oleast")
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("lc", "k"), ("cl", "d"), ("nn", "m"))


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """The plain letters that one character passes for; itself where it passes for none."""
    for part in (char, normalize("NFKD", char.casefold()).casefold()):
        if part in _PLAIN:
            return _PLAIN[part]
        if part.isascii():
            return part.lower()
    marked = "".join(
        part for part in normalize("NFKD", char.casefold()) if not category(part).startswith("M")
    )
    return "".join(_letter(part) for part in marked)


def _letter(char: str) -> str:
    if char in _PLAIN:
        return _PLAIN[char]
    found = _NAMED.match(name(char, "").upper())
    return found.group(1).lower() if found else char


def plain(text: str) -> str:
    """*text* in lower case, every letter as the plain one it passes for."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


def alike(text: str) -> str:
    """*text* with i and l made one: they are told apart by no tired eye."""
    return text.replace("i", "l")


def readings(text: str) -> tuple[str, ...]:
    """How *text*, already plain, may be read: as it is, with digits as letters, with letter pairs as one."""
    first = alike(text)
    digits = first.translate(_DIGITS)
    pairs = digits
    for pair, single in _PAIRS:
        pairs = pairs.replace(pair, single)
    return tuple(dict.fromkeys((first, digits, pairs)))


def odd_letters(text: str) -> tuple[str, ...]:
    """The letters of *text* that pass for another one, each with its code point and name."""
    seen = dict.fromkeys(char for char in text if not char.isascii())
    return tuple(f"{char} (U+{ord(char):04X} {name(char, 'unnamed').lower()})" for char in seen)
