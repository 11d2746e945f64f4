"""The data that look-alikes are found with: names to protect, words of lures, who else has the name.

Built once from an already read document. Words are stored as `letters.alike` makes them, so that one
comparison covers every spelling.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gopay_help.contacts.hosts import alike
from gopay_help.model.build import Builder
from gopay_help.model.contact import Provenance, Source
from gopay_help.model.errors import DataError
from gopay_help.model.verification import MessageLevel

SHAPES: Final = (
    "link",
    "risky_link",
    "mailbox",
    "dial_code",
    "long_code",
    "sum",
    "phone",
    "premium",
    "number",
)
"""Roles that no phrase gives: how something is written."""
USUAL_WINDOW: Final = 3
"""Sentences in a row in which the roles of a sign have to stand."""
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
class SignRule:
    """Roles that make a sign together: all of `all`, none of `none`."""

    sign: str
    level: MessageLevel
    all: frozenset[str]
    none: frozenset[str]
    within: int
    """In how many sentences in a row."""

    def speaks(self, roles: AbstractSet[str]) -> bool:
        """True if a passage with these *roles* shows the sign."""
        return self.all <= roles and self.none.isdisjoint(roles)


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
    """Words that sentences are read with, by what they do in one."""
    phrases: Mapping[str, tuple[str, ...]]
    """Phrases by the role that they play in a sign."""
    signs: tuple[SignRule, ...]


def parse_lookalikes(document: Mapping[str, Any]) -> Lookalikes:
    """The look-alike data that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names those.
    """
    if (found := document.get("format")) != FORMAT:
        message = f"the look-alike data has the format {found!r}; this program reads {FORMAT}"
        raise DataError(message)
    builder = Builder()
    built = None
    try:
        built = _built(builder, document)
    except (AttributeError, KeyError, TypeError) as error:
        builder.problems.append(f"{type(error).__name__} {error}")
    if built is None or builder.problems:
        raise DataError("the look-alike data cannot be used:\n" + "\n".join(builder.problems))
    return built


def _built(builder: Builder, document: Mapping[str, Any]) -> Lookalikes:
    lures = frozenset(
        alike(word) for kinds in document["lures"].values() for words in kinds.values() for word in words
    )
    places = {
        "shared": frozenset(document["shared_hosts"]),
        "chats": tuple(document.get("chats", ())),
        "messengers": _inverted(document["messengers"]),
        "social": _inverted(document["social"]),
        "platforms": dict(document["platform_words"]),
    }
    parts = {
        "names": tuple(_name(builder, row, f"names[{at}]") for at, row in enumerate(document["names"])),
        "near_names": frozenset(map(alike, document["near_names"])),
        "lures": lures,
        "words": lures | {alike(word) for words in document["words"].values() for word in words},
        "hosts": tuple(_own_host(builder, row, f"hosts[{at}]") for at, row in enumerate(document["hosts"])),
        "companies": tuple(
            builder.build(Company, row, f"other_companies[{at}]", provenance=_provenance(row, "C"))
            for at, row in enumerate(document["other_companies"])
        ),
        "contested": frozenset(row["value"] for row in document["contested"]),
        "places": builder.build(Places, document, "lookalikes", **places),
        "message": _of_all_languages(document["message"]),
        "phrases": _of_all_languages(document.get("phrases", {})),
        "signs": tuple(
            _sign(builder, row, f"signs[{at}]") for at, row in enumerate(document.get("signs", ()))
        ),
    }
    built = builder.build(Lookalikes, document, "lookalikes", **parts)
    roles = {*built.message, *built.phrases, *SHAPES}
    for at, rule in enumerate(built.signs):
        for role in sorted((rule.all | rule.none) - roles):
            builder.wrong(f"signs[{at}]", f"made of roles that exist, and no phrase has the role {role!r}")
    return built


def _of_all_languages(lists: Mapping[str, Mapping[str, list[str]]]) -> dict[str, tuple[str, ...]]:
    """Per list, the words of all languages: a message says not which language it is in."""
    return {
        name: tuple(word.casefold() for words in languages.values() for word in words)
        for name, languages in lists.items()
    }


def _sign(builder: Builder, row: Mapping[str, Any], at: str) -> SignRule:
    none = frozenset(row.get("none", ()))
    return builder.build(SignRule, row, at, none=none, within=row.get("within", USUAL_WINDOW))


def _name(builder: Builder, row: Mapping[str, Any], at: str) -> Name:
    after = [alike(word) for word in row["continues"]]
    letters = {
        "letters": alike(row["name"]),
        "continues": frozenset(word for word in after if not word.endswith("*")),
        "continues_with": tuple(word[:-1] for word in after if word.endswith("*")),
        "hidden": tuple(map(alike, row["hidden"])),
    }
    return builder.build(Name, row, at, **letters)


def _own_host(builder: Builder, row: Mapping[str, Any], at: str) -> OwnHost:
    whole, retired = row["match"] == "domain", row["status"] == "retired"
    proof = _provenance(row, row["grade"])
    told = {"strangers": False} if "strangers" not in row else {}
    return builder.build(OwnHost, row, at, whole_domain=whole, retired=retired, provenance=proof, **told)


def _provenance(row: Mapping[str, Any], grade: str) -> Provenance:
    seen = date.fromisoformat(row["last_seen"]) if row.get("last_seen") else None
    source = Source(row["source"], seen, "third_party")
    return Provenance(grade, None, seen, "observed" if seen else "unknown", (source,))


def _inverted(hosts: Mapping[str, list[str]]) -> dict[str, str]:
    return {host: platform for platform, listed in hosts.items() for host in listed}
