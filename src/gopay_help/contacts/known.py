"""Every value that is somebody's we know, ready to be looked up."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from gopay_help.contacts.answers import Known
from gopay_help.contacts.lookalikes import Lookalikes, PhonePlan
from gopay_help.contacts.phones import LONG_ENOUGH, MIN_SIMILAR, inland, keys, read_number
from gopay_help.model.contact import Brand, Channel, ChannelStatus, PrintPolicy, Provenance, Registry
from gopay_help.model.verification import ValueVerdict

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

    def official_numbers(self) -> Iterator[tuple[str, Known]]:
        """Every number that may be imitated."""
        return ((key, known) for key, known in self.phones.items() if known.verdict is ValueVerdict.OFFICIAL)

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
        return (
            ValueVerdict.OFFICIAL if channel.brand in self._data.home_brands else ValueVerdict.OTHER_COMPANY
        )

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
                home = brand.id in self._data.home_brands
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
