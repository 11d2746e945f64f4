"""The data that look-alikes are found with: names to protect, words of lures, who else has the name.

Built once from an already read document. Words are stored as `letters.alike` makes them, so that one
comparison covers every spelling.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gopay_help.contacts.hosts import alike
from gopay_help.contacts.registry import Fields
from gopay_help.model.contact import Provenance, Source
from gopay_help.model.errors import DataError

FORMAT: Final = "gopay-help/lookalikes@1"


@dataclass(frozen=True, slots=True)
class Name:
    """A name to protect, and how far its letters alone carry (the data file explains each field)."""

    name: str
    letters: str
    spellings: frozenset[str]
    compare: str
    strength: str
    suffixes: frozenset[str]
    typos: bool
    swallows: int
    continues: frozenset[str]
    continues_with: tuple[str, ...]
    hidden: tuple[str, ...]

    def goes_on(self, after: str) -> bool:
        """True if *after* makes another word of the name: go + payments."""
        return after in self.continues or after.startswith(self.continues_with)


@dataclass(frozen=True, slots=True)
class OwnHost:
    """A host of the company that is no contact: a back end, a link into the app, a sister product."""

    host: str
    whole_domain: bool
    brand: str
    role: str
    retired: bool
    strangers: bool
    """Anybody can publish there: shops, payment pages, links that lead on."""
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Company:
    """Another company of the same name."""

    name: str
    country: str | None
    domains: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Places:
    """Hosts by what they are for."""

    shared: frozenset[str]
    free_mail: frozenset[str]
    shorteners: frozenset[str]
    messengers: Mapping[str, str]
    chats: tuple[str, ...]
    """Messengers that have accounts and no links."""
    social: Mapping[str, str]
    platforms: Mapping[str, str]
    remote_control: tuple[str, ...]
    app_files: tuple[str, ...]
    app_names: frozenset[str]
    """How app stores name the brand's apps; they look like hosts."""


@dataclass(frozen=True, slots=True)
class PhonePlan:
    """What has to be known of the numbers of the pack's country."""

    region: str
    country_code: str
    forwarding: frozenset[str]
    cancel: str


@dataclass(frozen=True, slots=True)
class Lookalikes:
    """Everything that `verify` compares with beside the registry."""

    version: str
    home_brands: frozenset[str]
    names: tuple[Name, ...]
    near_names: frozenset[str]
    lures: frozenset[str]
    words: frozenset[str]
    """All words a name may be built from, lures among them."""
    hosts: tuple[OwnHost, ...]
    companies: tuple[Company, ...]
    contested: frozenset[str]
    places: Places
    phones: PhonePlan
    message: Mapping[str, tuple[str, ...]]


def parse_lookalikes(document: Mapping[str, object]) -> Lookalikes:
    """The look-alike data that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names every one.
    """
    top = Fields(document, "lookalikes")
    if (found := document.get("format")) != FORMAT:
        message = f"the look-alike data has the format {found!r}; this program reads {FORMAT}"
        raise DataError(message)
    lures = _all_words(top, "lures")
    built = Lookalikes(
        version=top.text("version"),
        home_brands=frozenset(top.words("home_brands")),
        names=tuple(_name(part) for part in top.mappings("names")),
        near_names=frozenset(map(alike, top.keys("near_names"))),
        lures=lures,
        words=lures | _words_by_language(top),
        hosts=tuple(_own_host(part) for part in top.mappings("hosts")),
        companies=tuple(_company(part) for part in top.mappings("other_companies")),
        contested=frozenset(part.text("value") for part in top.mappings("contested")),
        places=_places(top),
        phones=_phones(top),
        message=_message(top),
    )
    if top.problems:
        raise DataError("the look-alike data cannot be used:\n" + "\n".join(top.problems))
    return built


def _name(part: Fields) -> Name:
    name = part.text("name")
    after = [alike(word) for word in part.words("continues")]
    return Name(
        name=name,
        letters=alike(name),
        spellings=frozenset(part.words("spellings")),
        compare=part.text("compare"),
        strength=part.text("strength"),
        suffixes=frozenset(part.words("suffixes")),
        typos=part.flag("typos"),
        swallows=part.number_or_zero("swallows"),
        continues=frozenset(word for word in after if not word.endswith("*")),
        continues_with=tuple(word[:-1] for word in after if word.endswith("*")),
        hidden=tuple(map(alike, part.words("hidden"))),
    )


def _own_host(part: Fields) -> OwnHost:
    return OwnHost(
        host=part.text("host"),
        whole_domain=part.text("match") == "domain",
        brand=part.text("brand"),
        role=part.text("role"),
        retired=part.text("status") == "retired",
        strangers=part.flag("strangers"),
        provenance=_provenance(part, part.text("grade")),
    )


def _company(part: Fields) -> Company:
    return Company(part.text("name"), part.optional("country"), part.words("domains"), _provenance(part, "C"))


def _provenance(part: Fields, grade: str) -> Provenance:
    seen = part.day("last_seen")
    source = Source(part.text("source"), seen, "third_party")
    return Provenance(grade, None, seen, "observed" if seen else "unknown", (source,))


def _all_words(top: Fields, key: str) -> frozenset[str]:
    """The words of a mapping language -> kind -> list."""
    return frozenset(
        alike(word)
        for _, language in top.mappings_by_key(key)
        for kind in language.keys()  # noqa: SIM118 (not a dict)
        for word in language.words(kind)
    )


def _words_by_language(top: Fields) -> frozenset[str]:
    part = top.mapping("words")
    return frozenset(alike(word) for language in part.keys() for word in part.words(language))  # noqa: SIM118


def _places(top: Fields) -> Places:
    return Places(
        shared=frozenset(top.words("shared_hosts")),
        free_mail=frozenset(top.words("free_mail")),
        shorteners=frozenset(top.words("shorteners")),
        messengers=_inverted(top.mapping("messengers")),
        chats=top.words("chats"),
        social=_inverted(top.mapping("social")),
        platforms=dict(top.pairs("platform_words")),
        remote_control=top.words("remote_control"),
        app_files=top.words("app_files"),
        app_names=frozenset(top.words("app_names")),
    )


def _inverted(part: Fields) -> dict[str, str]:
    return {host: platform for platform in part.keys() for host in part.words(platform)}  # noqa: SIM118


def _phones(top: Fields) -> PhonePlan:
    part = top.mapping("phones")
    forwarding = frozenset(part.words("forwarding"))
    return PhonePlan(part.text("region"), part.text("country_code"), forwarding, part.text("cancel"))


def _message(top: Fields) -> dict[str, tuple[str, ...]]:
    """Per signal, the words of all languages: a message says not which language it is in."""
    return {
        signal: tuple(word.casefold() for language in part.keys() for word in part.words(language))  # noqa: SIM118
        for signal, part in top.mappings_by_key("message")
    }
