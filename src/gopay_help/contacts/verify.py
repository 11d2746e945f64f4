"""Is this value official, retired, another company's, an imitation, dangerous, or simply not known?

Nothing is looked up, opened or sent: the answer rests on the registry and on letters alone. The order is
fixed: what must not be run comes first, then exact values, then other companies, then imitations.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from gopay_help.contacts.answers import (
    Assessment,
    Known,
    MessageScan,
    ValueKind,
    ValueVerdict,
    Verification,
    Why,
    invalid,
    unknown,
    why,
)
from gopay_help.contacts.hosts import CALL, MAIL, REFUSED, HostReader, plain, refang, scheme
from gopay_help.contacts.known import KnownValues, OfficialForms
from gopay_help.contacts.links import AccountClassifier, HostClassifier, LinkClassifier, MailClassifier
from gopay_help.contacts.lookalikes import Lookalikes, NameSearch, WordMarks, parse_lookalikes
from gopay_help.contacts.message import Found, MessageReader
from gopay_help.contacts.phones import PhoneClassifier, is_code
from gopay_help.contacts.registry import age, parse_registry
from gopay_help.model.contact import Registry
from gopay_help.model.text import escape, hidden_in

_NUMBER: Final = re.compile(r"\A[\s(]*\+?[\d(][\w\s().,;\-/+]*\Z")
_HOST: Final = re.compile(r"\A[^\s@/?#\\]+[.\u3002\uff0e\uff61][^\s@/?#\\]{2,}(?:[/?#\\:].*)?\Z", re.DOTALL)
_ENDS_IN_LETTERS: Final = re.compile(r"\A[\w\-]+(?:\.[\w\-]+)*\.[a-zA-Z]{2,24}(?:[/?#\\:].*)?\Z", re.DOTALL)
_BROWSED: Final = re.compile(r"(?i)\A(?:https?|ftp):|[/\\]{2}")
_MOSTLY: Final = 0.6
_LOOSE: Final = re.compile(r"[(){}*]")
"""Brackets that a browser would open as they stand: what they defuse is never official."""


def kind_of(text: str, *, account: bool) -> ValueKind:
    """The kind of *text*; `account` says that a platform stands in front of it."""
    name = scheme(text)
    if name or _BROWSED.match(text):
        return ValueKind.PHONE if name in CALL else ValueKind.EMAIL if name in MAIL else ValueKind.URL
    if account or (text.startswith("@") and "@" not in text[1:]):
        return ValueKind.HANDLE
    if "@" in text:
        return ValueKind.URL if re.search(r"[/\\]", text) else ValueKind.EMAIL
    if is_code(text) or (_is_number(text) and not _ENDS_IN_LETTERS.match(text)):
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


MAX_VALUE: Final = 4096
MAX_MESSAGE: Final = 100_000


class Verifier:
    """Answers for values and messages; built once, asked often."""

    def __init__(self, registry: Registry, data: Lookalikes) -> None:
        values = KnownValues(registry, data)
        reader = HostReader(data.places.shared)
        self._marks = NameSearch(data, WordMarks(data), values.official_hosts(), reader)
        hosts = HostClassifier(values, data, self._marks)
        self._registry = registry
        self._phones = PhoneClassifier(values.phones, data.phones)
        self._accounts = AccountClassifier(values, data, self._marks)
        self._mail = MailClassifier(values, data, reader, hosts, self._marks)
        self._links = LinkClassifier(data, reader, hosts, self._phones, self._accounts)
        self._official = OfficialForms(values, data)
        self._messages = MessageReader(data, reader.ends_as_hosts_do)

    @property
    def registry(self) -> Registry:
        """The registry that answers rest on."""
        return self._registry

    def verify(self, value: str, kind: ValueKind | None, today: date) -> Verification:
        """The answer for one value, read as *kind* or as what it looks like."""
        if len(value) > MAX_VALUE:
            return self.refuse(value[:64], "too_long")
        text, notes = _tidy(value)
        read_as = kind if kind not in (None, ValueKind.UNKNOWN) else self._kind(text)
        really = self._really(text, read_as)
        answer = self._refusal(text) or self._classify(text, really)
        if answer.verdict is ValueVerdict.OFFICIAL and not self._official.find(
            value if _LOOSE.search(value) else refang(value), really
        ):
            owner = answer.known.owner if answer.known else "?"
            answer = unknown(answer.normalized, why("odd_official", owner=owner), *answer.reasons[1:])
        return self._dated(value, read_as, answer.noting(*notes), today)

    def scan(self, message: str, today: date) -> MessageScan:
        """What a pasted message gives away: contacts in it, and what it wants."""
        text = message[:MAX_MESSAGE]
        contacts = tuple(self._found(found, today) for found in self._messages.contacts(text))
        return MessageScan(self._messages.signals(text), contacts, truncated=len(message) > MAX_MESSAGE)

    def _found(self, found: Found, today: date) -> Verification:
        """The answer for a contact in a text; what was cut out of other letters is never official."""
        answer = self.verify(found.value, None, today)
        if found.whole or answer.verdict is not ValueVerdict.OFFICIAL:
            return answer
        cut = unknown(answer.normalized, why("cut_from_text"))
        return self._dated(found.value, answer.kind, cut, today)

    def _kind(self, text: str) -> ValueKind:
        return kind_of(text, account=self._accounts.split(text) is not None)

    def _really(self, text: str, kind: ValueKind) -> ValueKind:
        """A link stays a link and a code a code, whatever the person called them."""
        if is_code(text):
            return ValueKind.PHONE
        own = self._kind(text) if kind in (ValueKind.PHONE, ValueKind.HANDLE) else kind
        return own if own in (ValueKind.URL, ValueKind.DOMAIN) else kind

    @staticmethod
    def _refusal(text: str) -> Assessment | None:
        if not text:
            return invalid("", "empty")
        return invalid(text, "not_a_web_address") if scheme(text) in REFUSED else None

    def _classify(self, text: str, kind: ValueKind) -> Assessment:
        match kind:
            case ValueKind.PHONE:
                return self._phones.classify(text)
            case ValueKind.EMAIL:
                return self._mail.classify(text)
            case ValueKind.URL | ValueKind.DOMAIN:
                return self._links.classify(text)
            case ValueKind.HANDLE:
                return self._account(text)
            case ValueKind.UNKNOWN:
                return self._words(text)

    def _account(self, text: str) -> Assessment:
        """An account; on WhatsApp that is a number."""
        platform, name = self._accounts.split(text) or (None, "")
        return (
            self._links.classify(f"https://wa.me/{name}")
            if platform == "whatsapp"
            else self._accounts.classify(text)
        )

    def _words(self, text: str) -> Assessment:
        """A name or a sentence: anybody may write either."""
        bare = "".join(text.casefold().split())
        for brand in self._registry.brands:
            if bare == "".join(brand.name.casefold().split()):
                return unknown(
                    text, why("brand_named", name=brand.name, brand=brand.id), why("name_proves_nothing")
                )
        if any(signal.id == "secret" for signal in self._messages.signals(text)):
            return Assessment(ValueVerdict.DANGER, text, (why("asks_secret"),))
        if inside := self._messages.contacts(text):
            return unknown(text, why("contact_inside", value=inside[0].value))
        mark = self._marks.in_account(plain(text).replace(" ", "-"), odd=not text.isascii())
        if mark is None:
            return unknown(text, why("cannot_tell_kind"))
        return unknown(text, why("contains_name", name=mark.name.name), why("name_proves_nothing"))

    def _dated(self, value: str, kind: ValueKind, answer: Assessment, today: date) -> Verification:
        known = answer.known
        notes, stale = (
            self._age(known, today) if known and answer.verdict is ValueVerdict.OFFICIAL else ((), False)
        )
        dated = answer.noting(*notes)
        answered = Verification(
            input=value,
            kind=kind,
            normalized=dated.normalized,
            verdict=dated.verdict,
            reasons=dated.reasons,
            stale=stale,
            of=known.channel if known else None,
            provenance=known.provenance if known else None,
        )
        no_contact = kind is ValueKind.UNKNOWN or dated.verdict is ValueVerdict.INVALID
        return self._guarded(answered) if no_contact else answered

    def _guarded(self, answer: Verification) -> Verification:
        """What is no contact may hold a code or a card: it is not said again."""
        said = self._messages.guarded
        reasons = tuple(
            Why(reason.id, tuple((name, said(value)) for name, value in reason.values))
            for reason in answer.reasons
        )
        return replace(answer, input=said(answer.input), normalized=said(answer.normalized), reasons=reasons)

    def _age(self, known: Known, today: date) -> tuple[tuple[Why, ...], bool]:
        """What the age of the proof adds, and whether it is too old to act on."""
        seen = known.provenance.last_seen
        if known.disputed:
            return (why("disputed", date=str(seen or "?")),), True
        found = age(known.provenance, self._registry, today)
        note = why(f"age_{found.freshness}", date=str(seen or "?"), days=str(found.days or 0))
        return (note,), found.freshness.stale

    def refuse(self, value: str, rule: str) -> Verification:
        """The answer for what could not even be read."""
        return self._guarded(Verification(value, ValueKind.UNKNOWN, "", ValueVerdict.INVALID, (Why(rule),)))


def build_verifier(
    registry_document: Mapping[str, object], lookalikes_document: Mapping[str, object]
) -> Verifier:
    """A verifier for a pack, from its two documents.

    Raises:
        DataError: one of them cannot be used.
    """
    return Verifier(parse_registry(registry_document), parse_lookalikes(lookalikes_document))


def _tidy(value: str) -> tuple[str, tuple[Why, ...]]:
    """The value without brackets that defuse links, and what is to be said of how it was written."""
    text = value.strip()
    notes: list[Why] = []
    if found := hidden_in(text):
        notes.append(why("invisible", letters=", ".join(map(escape, found))))
    plain_text = refang(text)
    if plain_text != text:
        notes.append(why("refanged"))
    return plain_text, tuple(notes)
