"""A sum as receipts and people write it. What could be two sums, or a code, is refused."""

import re
from decimal import Decimal

from gopay_help.cases.shape import ShapeError

HOME = "IDR"
"""The currency that a kept sum has where none stands beside it."""

_WIDE = str.maketrans("０１２３４５６７８９．，￥\u3000\xa0\u202f", "0123456789.,¥   ")
_CURRENCIES = (
    (HOME, r"rp\.?|idr|rupiah|perak|印尼盾|印尼卢比|盾"),
    ("CNY", r"cny|rmb|人民币|元|块"),
    ("EUR", r"eur|euro|€"),
    ("CZK", r"czk|kč|kc"),
    ("USD", r"usd|us\$"),
    ("SGD", r"sgd|s\$"),
    ("MYR", r"myr|rm|ringgit"),
    ("JPY", r"jpy|yen|日元"),
)
_TWO_CURRENCIES = re.compile(r"[¥$]|dollars?|dolar")
"""Signs that more than one country has."""
_FACTORS = (
    (Decimal(1000), r"ribu|rb|k|千"),
    (Decimal(10_000), r"万"),
    (Decimal(1_000_000), r"juta|jt|百万"),
)
_NOTHING_AFTER = re.compile(r"[.,]\s?[-\u2013\u2014]{1,2}$|\s?=?[-\u2013\u2014]$")
"""How a receipt says that no cents follow: `1.500.000,-`."""
_GROUPED = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?P<by>[., ])[0-9]{3}(?:(?P=by)[0-9]{3})*)(?P<cents>[.,][0-9]{2})?"
)
_PLAIN = re.compile(r"(?P<whole>[0-9]{1,12})(?P<cents>[.,][0-9]{1,2})?")
_COULD_BE_CODE = re.compile(r"0[0-9]*|(?:[0-9][0-9]){2,3}(?<!00)")
_LONGEST = 10**12
_SHORT = 3


def amount(value: str, home: str | None = HOME) -> str:
    """A sum: `Rp250.000`, `Rp 2.000.000,00`, `1.500.000,-`, `250rb`, `1,5 juta`, `5万`, `IDR 500,000.00`.

    Kept as a whole number or with two decimals; another currency than the rupiah stands behind it. *home* is
    the currency of a sum that names none; where it is None, a sum has to name one.

    Four or six bare digits that are no round sum are what a code looks like, and a sum is kept unmasked.
    Whoever means a sum has an easy way to say so: Rp, a dot, a unit.

    Raises:
        ShapeError: it is none, could be two, or could be a code.
    """
    text = " ".join(value.translate(_WIDE).lower().split())
    bare = text.replace(" ", "")
    if _COULD_BE_CODE.fullmatch(bare):
        raise ShapeError("amount", "bare")
    currency, rest = _currency(text)
    number, factor = _factor(_NOTHING_AFTER.sub("", rest).strip())
    exact = _times(number, factor) if factor else _number(number, currency or home)
    if currency is None and home is None:
        raise ShapeError("amount", "currency")
    return _kept(exact, currency or home or HOME)


def _currency(text: str) -> tuple[str | None, str]:
    """The currency that stands before or behind a number, and what is left."""
    if _TWO_CURRENCIES.search(text) and not re.search(r"us\$|s\$", text):
        raise ShapeError("amount", "currency")
    for code, names in _CURRENCIES:
        for pattern in (rf"(?:{names})\s?(?=[0-9])", rf"(?<=[0-9a-z千万,.\-\u2013\u2014 ])\s?(?:{names})"):
            found = re.match(pattern, text) if pattern.endswith("[0-9])") else re.search(pattern + "$", text)
            if found:
                return code, (text[: found.start()] + text[found.end() :]).strip()
    return None, text


def _factor(text: str) -> tuple[str, Decimal | None]:
    for factor, names in _FACTORS:
        found = re.search(rf"(?<=[0-9])\s?(?:{names})$", text)
        if found:
            return text[: found.start()], factor
    return text, None


def _times(number: str, factor: Decimal) -> Decimal:
    """`1,5` of a million. Three decimals could be thousands of it, so they are refused."""
    found = _PLAIN.fullmatch(number)
    if found is None:
        raise ShapeError("amount", "amount")
    return Decimal(number.replace(",", ".")) * factor


def _number(number: str, currency: str | None) -> Decimal:
    """A number without a unit: groups of three, or none. `50.00` of rupiah could be a `50.000` cut short."""
    if found := _GROUPED.fullmatch(number):
        cents = found["cents"] or ""
        if cents.startswith(found["by"]):
            raise ShapeError("amount", "amount")
        return Decimal(re.sub(r"[., ]", "", found["whole"]) + cents.replace(",", "."))
    found = _PLAIN.fullmatch(number)
    if found is None or (found["cents"] and currency == HOME and len(found["whole"]) <= _SHORT):
        raise ShapeError("amount", "amount")
    return Decimal(number.replace(",", "."))


def _kept(exact: Decimal, currency: str) -> str:
    cents = exact % 1
    if not 0 < exact < _LONGEST or exact * 100 % 1 or (cents and currency == HOME):
        raise ShapeError("amount", "amount")
    plain = f"{exact:.2f}" if cents else f"{int(exact)}"
    return plain if currency == HOME else f"{plain} {currency}"


def shown(kept: str) -> str:
    """A kept sum as it is read in Indonesia: `Rp250.000`, `12,50 EUR`; one that is none stays as it is."""
    number, _, currency = kept.partition(" ")
    found = _PLAIN.fullmatch(number)
    if found is None:
        return kept
    whole = f"{int(found['whole']):,}".replace(",", ".")
    exact = whole + (found["cents"] or "").replace(".", ",")
    return f"{exact} {currency}" if currency else f"Rp{exact}"
