"""The forms in which a value may be called official. Whatever is not one of them is not, whoever opens it.

    page    = ["https://"] ["www."] host *("/" segment) ["/"]   of the registry, or below its domains
    segment = 1*(letter / digit / "-" / "_")                  no dots, escapes, parameters, second address
    account = platform-page "/" ["@"] name ["/"]       or  platform (":" / " " / "/") ["@"] name
    chat    = "https://wa.me/" digits  or  "https://api.whatsapp.com/send?phone=" digits  or  whatsapp:
    mail    = ["mailto:"] mailbox "@" host                or  a plain name and "<" mailbox "@" host ">"
    phone   = ["tel:"] ["+"] digits, with spaces, points, hyphens, slashes and brackets between them

All in ASCII; capital and small letters make no difference but in parameters, and blanks around it are cut
off. On hosts where strangers publish (shops, payment pages, short links) no page is official. Brackets that
defuse a link ("hxxps", "[.]") are taken away before.
"""

import re
from typing import Final

from gopay_help.contacts.answers import Known
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.phones import Dialled, keys, read_number
from gopay_help.model.verification import ValueKind, ValueVerdict

_LABEL: Final = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_PAGE: Final = re.compile(
    rf"(?i)\A(?:https://)?(?P<host>(?:{_LABEL}\.){{1,8}}[a-z]{{2,24}})(?P<path>(?:/[a-z0-9_\-]{{1,200}}){{0,12}})/?\Z"
)
_NAMED: Final = re.compile(
    rf"(?i)\A(?:https://)?(?P<host>(?:{_LABEL}\.){{1,4}}[a-z]{{2,24}})/@?(?P<name>[a-z0-9_.\-]{{1,64}})/?\Z"
)
_ACCOUNT: Final = re.compile(r"(?i)\A(?P<platform>[a-z]{1,10}) ?[:/ ] ?@?(?P<name>[a-z0-9_.\-]{1,64})\Z")
_CHAT: Final = re.compile(
    r"\A(?:(?:(?i:https)://)?(?:(?i:wa\.me)/|(?i:api\.whatsapp\.com)/send/?\?phone=)|(?i:whatsapp)://send/?\?phone=)"
    r"\+?(\d{5,15})/?\Z",
    re.ASCII,
)
_MAILBOX: Final = r"([a-z0-9._+\-]{1,64}@[a-z0-9.\-]{3,190})"
_MAIL: Final = re.compile(
    rf"(?i)\A(?:mailto:{_MAILBOX}|{_MAILBOX}|[\w .'\-]{{0,60}}<{_MAILBOX}>)\Z", re.ASCII
)
_PHONE: Final = re.compile(r"(?i)\A(?:tel:)?([+(]?[\d(][\d ().\-/]{1,30})\Z", re.ASCII)


class OfficialForms:
    """Looks values up by these forms; built once for a registry."""

    def __init__(self, values: KnownValues, data: Lookalikes) -> None:
        self._values = values
        self._platforms = data.places.platforms
        self._country_code = data.phones.country_code

    def find(self, text: str, kind: ValueKind) -> Known | None:
        """Whose contact *text* is, if it is the canonical form of an official one read as *kind*."""
        text = text.strip(" \t\r\n")
        known: Known | None = None
        match kind:
            case ValueKind.URL | ValueKind.DOMAIN:
                known = self._chat(text) or self._page(text)
            case ValueKind.HANDLE:
                known = self._account(text)
            case ValueKind.EMAIL:
                found = _MAIL.match(text)
                known = self._values.emails.get((found[1] or found[2] or found[3]).lower()) if found else None
            case ValueKind.PHONE:
                found = _PHONE.match(text)
                number = read_number(found[1]) if found else None
                known = self._number(number) if number else None
            case ValueKind.UNKNOWN:
                pass
        return known if known and known.verdict is ValueVerdict.OFFICIAL else None

    def _page(self, text: str) -> Known | None:
        if named := _NAMED.match(text):
            page = f"{named['host'].lower().removeprefix('www.')}/{named['name'].lower()}"
            if known := self._values.pages.get(page):
                return known
        found = _PAGE.match(text)
        known = self._values.below(found["host"].lower()) if found else None
        return None if known is None or known.strangers else known

    def _chat(self, text: str) -> Known | None:
        found = _CHAT.match(text)
        known = self._number(Dialled(found[1], international=True)) if found else None
        return known if known and known.kind == "whatsapp" else None

    def _account(self, text: str) -> Known | None:
        found = _ACCOUNT.match(text)
        platform = self._platforms.get(found["platform"].lower()) if found else None
        if found is None or platform is None:
            return None
        if platform == "whatsapp":
            number = read_number(found["name"])
            known = self._number(number) if number else None
            return known if known and known.kind == "whatsapp" else None
        return self._values.handles.get((platform, found["name"].lower()))

    def _number(self, number: Dialled) -> Known | None:
        forms = keys(number, self._country_code)
        return next((self._values.phones[form] for form in forms if form in self._values.phones), None)
