"""What a value is, when the person did not say."""

import re
from typing import Final
from urllib.parse import unquote

from gopay_help.contacts.dial_code import is_code
from gopay_help.contacts.link import scheme
from gopay_help.model.verification import ValueKind

_MAIL: Final = frozenset({"mailto"})
_CALL: Final = frozenset({"tel", "callto", "sms", "smsto"})
_NUMBER: Final = re.compile(r"\A[\s(]*\+?[\d(][\w\s().,;\-/+]*\Z")
_HOST: Final = re.compile(r"\A[^\s@/?#\\]+[.\u3002\uff0e\uff61][^\s@/?#\\]{2,}(?:[/?#\\:].*)?\Z", re.DOTALL)
_MOSTLY: Final = 0.6


def payload(text: str) -> str:
    """What a mail or call link carries; other text as it is."""
    if scheme(text) in _MAIL | _CALL:
        return unquote(text.partition(":")[2].partition("?")[0]).strip("/")
    return text


def kind_of(text: str, *, account: bool) -> ValueKind:
    """The kind of *text*; `account` says that a platform stands in front of it."""
    name = scheme(text)
    if name or text.startswith("//"):
        return ValueKind.PHONE if name in _CALL else ValueKind.EMAIL if name in _MAIL else ValueKind.URL
    if account or (text.startswith("@") and "@" not in text[1:]):
        return ValueKind.HANDLE
    if "@" in text:
        return ValueKind.URL if "/" in text else ValueKind.EMAIL
    if is_code(text) or _is_number(text):
        return ValueKind.PHONE
    if _HOST.match(text):
        return ValueKind.URL if re.search(r"[/?#\\:]", text) else ValueKind.DOMAIN
    return ValueKind.UNKNOWN


def _is_number(text: str) -> bool:
    """Mostly digits: a letter among them is a number gone wrong, not a word."""
    if _NUMBER.match(text) is None:
        return False
    signs = [char for char in text if char.isalnum()]
    return sum(map(str.isdigit, signs)) >= _MOSTLY * len(signs)
