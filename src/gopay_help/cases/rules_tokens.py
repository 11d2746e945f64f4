"""Rules for tokens: keys, sessions, links that let their holder in."""

import re

from gopay_help.cases.hints_secret import OPAQUE_SHORT, TOKEN_WORD
from gopay_help.cases.mask import Mask, Sort


def tokens(mask: Mask) -> None:
    """What lets its holder in: keys, sessions, and the parts of a link that only one person was sent."""
    for pattern in _TOKENS:
        mask.hide_all(pattern.finditer(mask.text), Sort.TOKEN)
    _links(mask)
    for found in _OPAQUE.finditer(mask.text):
        if _mixed(found.group(), _OPAQUE_MIX, _OPAQUE_MIX):
            mask.hide(*found.span(), Sort.TOKEN)
    for found in _KEY.finditer(mask.text):
        if _mixed(found.group(), _KEY_LETTERS, 2) and not _WORD_AND_NUMBER.fullmatch(found.group()):
            mask.hide(*found.span(), Sort.TOKEN)
    _named(mask)


def _named(mask: Mask) -> None:
    """What stands after a word for a token, if it looks drawn by lot."""
    for word in TOKEN_WORD.finditer(mask.text):
        piece = OPAQUE_SHORT.search(mask.text, word.end(), word.end() + _TOKEN_NEAR + _TOKEN_LONGEST)
        if piece is None or piece.start() > word.end() + _TOKEN_NEAR:
            continue
        if _mixed(piece[1], 2, 2) or _drawn(mask.cased[piece.start(1) : piece.end(1)]):
            start = piece.start(1)
            mask.hide(start, start + len(piece[1].rstrip(".:=")), Sort.TOKEN)


def _drawn(cased: str) -> bool:
    """True for letters alone with capitals in the midst of them."""
    return cased.isalpha() and _CAPITALS.search(cased) is not None


def _links(mask: Mask) -> None:
    for found in _LINK.finditer(mask.text):
        for piece in _SEGMENT.finditer(mask.text, found.start(1), found.end()):
            if _opens(piece.group(), mask.cased[piece.start() : piece.end()]):
                mask.hide(*piece.span(), Sort.TOKEN)


_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{1,20}://[^\s/]{1,100}|www\.[^\s/]{1,100}|(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})(/[^\s?#]{1,500})"
)
_SEGMENT = re.compile(r"[^\s/]+")
_LETTERS_OR_DIGITS = re.compile(r"[a-z0-9]+")
_OPENS_FROM = 6


def _opens(segment: str, cased: str) -> bool:
    """True if a part of a link looks drawn by lot, not worded: most of it mixes letters with digits."""
    if len(segment) < _OPENS_FROM:
        return False
    parts = [
        part for part in _LETTERS_OR_DIGITS.findall(segment) if not part.isalpha() and not part.isdecimal()
    ]
    if cased.islower() or cased.isupper():
        parts = [part for part in parts if not _WORD_AND_NUMBER.fullmatch(part)]
    return 2 * sum(map(len, parts)) >= len(segment)


_KEY = re.compile(r"(?<![a-z0-9@._/-])[a-z0-9]{16,}(?![a-z0-9@-])")
_KEY_LETTERS = 6
_WORD_AND_NUMBER = re.compile(r"[a-z]+\d+|\d+[a-z]+")
_TOKEN_NEAR = 28
_TOKEN_LONGEST = 200


def _mixed(piece: str, letters: int, digits: int) -> bool:
    """True if at least so many letters and so many digits are in it."""
    return sum(map(str.isalpha, piece)) >= letters and sum(map(str.isdigit, piece)) >= digits


_TOKENS = (
    re.compile(r"(?:[a-z][a-z0-9+.\-]{1,20}://|www\.)[^\s?#]{1,500}[?#](\S+)"),
    re.compile(
        r"(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}(?:/[^\s?#]{0,200}[?#]|\?(?=[^\s=]{1,40}=))(\S+)"
    ),
    re.compile(r"(?<![a-z0-9])eyj[a-z0-9_-]{4,}(?:\.[a-z0-9_-]*){1,3}"),
    re.compile(r"(?<![a-z])(?:bearer|basic)\s{1,3}([!-~]{8,})"),
    re.compile(r"(?<![a-z])(?:x-[a-z\-]{2,24}|authorization)\s?[:=]\s?(?!bearer|basic)([!-~]{8,})"),
    re.compile(r"(?<![a-z0-9])((?:sk|pk|rk|gh[opsu]|xox[abps]|akia|glpat|ya29)[-_.][a-z0-9_.-]{8,})"),
    re.compile(r"[a-z][a-z0-9+.\-]{1,20}://([^\s/@:]{1,64}:[^\s/@]{1,64})@"),
    re.compile(
        r"/(?:reset|login|signin|verify|verif(?:ikasi)?|magic|auth|konfirmasi|confirm|activate|aktivasi|invite|session|sso|token)"
        r"/([^\s/?#]{4,200})"
    ),
    re.compile(
        r"(?<![a-z])(?:access_?token|refresh_?token|id_?token|token|code|sig|signature|session(?:_?id)?|sid|auth"
        r"|api_?key|secret|jwt|j?sess[a-z]{0,10})=([^\s&\"'<>\]]{4,})"
    ),
)
_CAPITALS = re.compile(r"[a-z].*[A-Z].*[A-Z]|[A-Z].*[a-z].*[A-Z].*[a-z]")
_OPAQUE = re.compile(r"[a-z0-9_:-]{20,}")
_OPAQUE_MIX = 4
