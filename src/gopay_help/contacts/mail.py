"""Reads an e-mail address and says whose it is or whom it imitates.

The name in front of an address proves nothing and is dropped; an address is not official because its domain
is.
"""

import re
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email

from gopay_help.contacts.answers import Assessment, invalid, of_known, of_mark, unknown, why, worst
from gopay_help.contacts.hosts import HostReader, plain
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.links import HostClassifier
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.names import NameSearch, WordMarks, pieces
from gopay_help.contacts.opened import addressees
from gopay_help.model.verification import ValueVerdict

MAX_ADDRESS: Final = 254
_NAMED: Final = re.compile(r"\A[^<>]*<([^<>]{3,})>\s*\Z")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: what stands before the sign, as typed, and the host behind it."""

    local: str
    domain: str
    named: bool
    """True if a display name stood in front."""


def read_mailbox(text: str) -> Mailbox | None:
    """The address in *text*, or None where it is none or more than one."""
    found = _NAMED.match(text)
    address = (found.group(1) if found else text).strip()
    if address.count("@") != 1 or len(address) > MAX_ADDRESS:
        return None
    local, domain = address.split("@")
    if "%" in domain or not _valid(address):
        return None
    return Mailbox(local, domain, named=found is not None)


def _valid(address: str) -> bool:
    """The form as the library reads it; never its repair, which may show another address."""
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


class MailClassifier:
    """Judges addresses: the mailbox itself, then its domain, then the name in front of the sign."""

    def __init__(
        self,
        values: KnownValues,
        data: Lookalikes,
        reader: HostReader,
        hosts: HostClassifier,
        marks: NameSearch,
    ) -> None:
        self._emails = values.emails
        self._free = data.places.free_mail
        self._reader = reader
        self._hosts = hosts
        self._marks = marks
        self._words = WordMarks(data)

    def classify(self, text: str) -> Assessment:
        """The answer for an address as typed, or for the gravest of all that a mail link names."""
        return worst(map(self._one, addressees(text)))

    def _one(self, text: str) -> Assessment:
        box = read_mailbox(text)
        host = self._reader.read(box.domain) if box else None
        if box is None or host is None or not host.registered:
            return invalid(text.strip(), "cannot_read_address")
        answer = self._address(box, f"{box.local}@{host.ascii}", self._hosts.classify(host), host.ascii)
        return answer.noting(why("display_name")) if box.named else answer

    def _address(self, box: Mailbox, address: str, domain: Assessment, host: str) -> Assessment:
        if known := self._emails.get(address.lower()):
            note = () if address.islower() else (why("case_ignored"),)
            return of_known(known, address.lower()).noting(*note)
        if domain.verdict is ValueVerdict.OFFICIAL:
            return self._unlisted(box, address, host)
        if domain.verdict is not ValueVerdict.UNKNOWN:
            return Assessment(domain.verdict, address, domain.reasons, domain.known)
        return self._front(box, address, host) or Assessment(ValueVerdict.UNKNOWN, address, domain.reasons)

    def _unlisted(self, box: Mailbox, address: str, host: str) -> Assessment:
        """A mailbox that nobody listed, on an official domain."""
        if not box.local.isascii() and f"{plain(box.local)}@{host}" in self._emails:
            return Assessment(
                ValueVerdict.LOOKALIKE, address, (why("odd_letters", letters=box.local, wire=address),)
            )
        return unknown(address, why("mailbox_unlisted", domain=host))

    def _front(self, box: Mailbox, address: str, host: str) -> Assessment | None:
        """What the part before the sign pretends."""
        local = plain(box.local)
        if official := self._marks.embedded(local + ".end"):
            return Assessment(
                ValueVerdict.LOOKALIKE, address, (why("embedded_host", official=official, owner=host),)
            )
        mark = self._marks.in_account(local, odd=not box.local.isascii())
        if mark is None:
            return None
        rest = pieces(local.replace(mark.name.name, " "))  # alone it may be a shop's box for that payment
        lured = mark.rule in ("suffix", "cut", "one_letter_off") or self._words.has_lure(rest)
        if mark.rule == "note" or host in self._free or lured:
            found = of_mark(mark, address, host)
            return found.noting(why("free_mail", host=host)) if host in self._free else found
        return unknown(address, why("contains_name", name=mark.name.name))
