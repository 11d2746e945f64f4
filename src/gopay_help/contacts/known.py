"""Every value that is somebody's we know, ready to be looked up, and the forms that may be called official.

Whatever is not in one of these forms is not official, whoever opens it.

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
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from gopay_help.contacts.answers import Known, ValueKind, ValueVerdict
from gopay_help.contacts.lookalikes import Lookalikes, PhonePlan
from gopay_help.contacts.phones import LONG_ENOUGH, MIN_SIMILAR, Dialled, inland, keys, read_number
from gopay_help.model.contact import Brand, Channel, ChannelStatus, PrintPolicy, Provenance, Registry

PHONE_KINDS = frozenset({"phone", "whatsapp"})
_NUMBERS = ("from_abroad", "by_phone", "as_published")


class KnownValues:
    """Registry and look-alike data as look-up tables."""

    def __init__(self, registry: Registry, data: Lookalikes) -> None:
        self.hosts: dict[str, Known] = {}
        self.domains: dict[str, Known] = {}
        self.phones: dict[str, Known] = {}
        self.emails: dict[str, Known] = {}
        self.handles: dict[tuple[str, str], Known] = {}
        self.pages: dict[str, Known] = {}
        self._registry = registry
        self._data = data
        ours = data.home_brands
        self._home = ours | {each.brand for each in registry.channels if not ours.isdisjoint(each.covers)}
        """The brands whose names are protected, and who watches over them: none is another company."""
        for channel in registry.channels:
            self._add_channel(channel)
        self._add_domains()
        self._add_hosts()

    def host(self, host: str, registered: str) -> Known | None:
        """Whose the host is: named itself, or under a domain that is named."""
        known = self.hosts.get(host) or self.hosts.get(host.removeprefix("www."))
        return known or self.domains.get(registered)

    def below(self, host: str) -> Known | None:
        """The same without a list of suffixes: the host itself, or under whatever domain is named."""
        if known := self.hosts.get(host) or self.hosts.get(host.removeprefix("www.")):
            return known
        labels = host.split(".")
        tails = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.domains[tail] for tail in tails if tail in self.domains), None)

    def official_hosts(self) -> Iterator[str]:
        """Every host and domain that people take for the company's own."""
        for table in (self.hosts, self.domains):
            for host, known in table.items():
                if known.verdict in (ValueVerdict.OFFICIAL, ValueVerdict.RETIRED):
                    yield host

    def official_handles(self) -> Iterator[tuple[str, str]]:
        """Every account name that may be imitated, with its platform."""
        return (key for key, known in self.handles.items() if known.verdict is ValueVerdict.OFFICIAL)

    def _add_channel(self, channel: Channel) -> None:
        if channel.value is None:
            return
        known = self._known(channel)
        if channel.kind in PHONE_KINDS:
            self._add_numbers(channel, known, self._data.phones)
        elif channel.kind == "email":
            self.emails.setdefault(channel.value.lower(), known)
        elif channel.kind in ("social", "telegram"):
            self._add_handle(channel.value, known)
        elif channel.kind == "web":
            for url in (channel.value, *(other for _, other in channel.alternatives if "://" in other)):
                self.hosts.setdefault((urlsplit(url).hostname or "").removeprefix("www."), known)

    def _known(self, channel: Channel) -> Known:
        brand = self._registry.brand(channel.brand)
        return Known(
            verdict=self._verdict(channel),
            owner=brand.name if brand else channel.brand,
            country=brand.country if brand else None,
            provenance=channel.provenance,
            channel=channel.id,
            kind=channel.kind,
            role="domain" if channel.kind == "web" else "contact",
            disputed=channel.status is ChannelStatus.DISPUTED,
        )

    def _verdict(self, channel: Channel) -> ValueVerdict:
        if channel.status is ChannelStatus.RETIRED or channel.print is PrintPolicy.NEVER:
            return ValueVerdict.RETIRED
        return ValueVerdict.OFFICIAL if channel.brand in self._home else ValueVerdict.OTHER_COMPANY

    def _add_numbers(self, channel: Channel, known: Known, plan: PhonePlan) -> None:
        others = [number for purpose, number in channel.alternatives if purpose in _NUMBERS]
        for text in (channel.value, *others):
            number = read_number(text or "")
            if number is not None:
                self._add_number(keys(number, plan.country_code)[0], known, plan)
        old = read_number(dict(channel.alternatives).get("older_form", ""))
        if old is not None:
            self.phones.setdefault(old.digits, replace(known, verdict=ValueVerdict.RETIRED))

    def _add_number(self, key: str, known: Known, plan: PhonePlan) -> None:
        """Under its full form; a short national number also as it is dialled at home."""
        self.phones.setdefault(key, known)
        at_home = inland(key, plan.country_code)
        if MIN_SIMILAR <= len(at_home) < LONG_ENOUGH:
            self.phones.setdefault(at_home, known)

    def _add_handle(self, value: str, known: Known) -> None:
        host, _, account = value.partition("/")
        platform = self._data.places.social.get(host) or self._data.places.messengers.get(host)
        if platform and account:
            name = account.lower().lstrip("@")
            self.handles.setdefault((platform, name), known)
            self.pages.setdefault(f"{host}/{name}", known)

    def _add_domains(self) -> None:
        for brand in self._registry.brands:
            for domain in brand.domains_official:
                home = brand.id in self._home
                known = self._domain(
                    brand, domain, ValueVerdict.OFFICIAL if home else ValueVerdict.OTHER_COMPANY
                )
                self.domains.setdefault(domain, known)
        for company in self._data.companies:
            for domain in company.domains:
                other = Known(
                    ValueVerdict.OTHER_COMPANY,
                    company.name,
                    company.country,
                    company.provenance,
                    role="company",
                )
                self.domains.setdefault(domain, other)

    def _domain(self, brand: Brand, domain: str, verdict: ValueVerdict) -> Known:
        """A domain is as well proved as the best dated channel that lives on it."""
        best = self._best_on(brand, domain)
        provenance = best.provenance if best else Provenance("C", None, None, "unknown", ())
        channel = best.id if best else None
        return Known(verdict, brand.name, brand.country, provenance, channel, role="domain")

    def _best_on(self, brand: Brand, domain: str) -> Channel | None:
        pages = (
            (channel, urlsplit(channel.value or "").hostname or "") for channel in self._registry.channels
        )
        living = [
            channel
            for channel, host in pages
            if channel.brand == brand.id and channel.printable and f".{host}".endswith(f".{domain}")
        ]
        return max(living, key=lambda channel: str(channel.provenance.last_seen or ""), default=None)

    def _add_hosts(self) -> None:
        for own in self._data.hosts:
            brand = self._registry.brand(own.brand)
            verdict = ValueVerdict.RETIRED if own.retired else ValueVerdict.OFFICIAL
            owner = brand.name if brand else own.brand
            known = Known(
                verdict,
                owner,
                brand.country if brand else None,
                own.provenance,
                role=own.role,
                strangers=own.strangers,
            )
            (self.domains if own.whole_domain else self.hosts).setdefault(own.host, known)


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
