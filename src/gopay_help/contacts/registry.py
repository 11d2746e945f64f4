"""Builds the registry of contacts from an already read document.

Only the shape is checked here, and all that is wrong is told at once; whether a contact deserves its place
is for `contacts/lint.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from gopay_help.model.contact import (
    Brand,
    Channel,
    ChannelStatus,
    Hours,
    PrintPolicy,
    Provenance,
    Registry,
    Source,
)
from gopay_help.model.errors import DataError

Member = TypeVar("Member", bound=StrEnum)


class Fields:
    """One mapping of a document, and the list of problems shared by all parts of that document."""

    def __init__(self, part: object, path: str, problems: list[str] | None = None) -> None:
        self.path = path
        self.problems: list[str] = [] if problems is None else problems
        self._part: Mapping[str, object] = {}
        if isinstance(part, Mapping):
            self._part = part
        else:
            self.problems.append(f"{path}: should be a mapping")

    def _wrong(self, key: str, expected: str) -> None:
        self.problems.append(f"{self.path}.{key}: should be {expected}")

    def text(self, key: str) -> str:
        """A string that is not empty."""
        value = self._part.get(key)
        if isinstance(value, str) and value:
            return value
        self._wrong(key, "a string")
        return ""

    def optional(self, key: str) -> str | None:
        """A string, or None where the key is null or absent."""
        return None if self._part.get(key) is None else self.text(key)

    def number(self, key: str) -> int:
        """A whole number above zero."""
        value = self._part.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self._wrong(key, "a whole number above zero")
        return 1

    def number_or_zero(self, key: str) -> int:
        """A whole number, zero included."""
        return 0 if self._part.get(key) == 0 else self.number(key)

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._part.get(key)
        if isinstance(value, bool):
            return value
        self._wrong(key, "true or false")
        return False

    def day(self, key: str) -> date | None:
        """A quoted ISO date, or None."""
        value = self._part.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self._wrong(key, "a quoted date such as 2026-11-22")
            return None

    def member(self, key: str, kind: type[Member], otherwise: Member) -> Member:
        """A word of a closed set."""
        try:
            return kind(self.text(key))
        except ValueError:
            self._wrong(key, "one of " + ", ".join(kind))
            return otherwise

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        value = self._part.get(key)
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return tuple(value)
        self._wrong(key, "a list of strings")
        return ()

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A mapping of strings to strings, in its order."""
        value = self._part.get(key)
        if isinstance(value, Mapping) and all(isinstance(word, str) for word in value.values()):
            return tuple(value.items())
        self._wrong(key, "a mapping of strings")
        return ()

    def keys(self, key: str | None = None) -> tuple[str, ...]:
        """The keys of this part, or of the mapping under *key*."""
        return tuple(self._part) if key is None else self.mapping(key).keys()

    def mapping(self, key: str) -> "Fields":
        """The part under *key*."""
        return Fields(self._part.get(key), f"{self.path}.{key}", self.problems)

    def mapping_or_none(self, key: str) -> "Fields | None":
        """The part under *key*, or None where it is null or absent."""
        value = self._part.get(key)
        return None if value is None else Fields(value, f"{self.path}.{key}", self.problems)

    def mappings(self, key: str) -> list["Fields"]:
        """A list of mappings."""
        value = self._part.get(key)
        if not isinstance(value, list):
            self._wrong(key, "a list")
            return []
        return [
            Fields(part, f"{self.path}.{key}[{index}]", self.problems) for index, part in enumerate(value)
        ]

    def mappings_by_key(self, key: str) -> Iterator[tuple[str, "Fields"]]:
        """A mapping of mappings, in its order."""
        value = self._part.get(key)
        if not isinstance(value, Mapping):
            self._wrong(key, "a mapping")
            return
        for name, part in value.items():
            yield str(name), Fields(part, f"{self.path}.{key}.{name}", self.problems)


FORMAT: Final = "gopay-help/channels@1"
_EPOCH: Final = date(1970, 1, 1)


def parse_registry(document: Mapping[str, object]) -> Registry:
    """The registry that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names every one.
    """
    top = Fields(document, "channels")
    if (found := document.get("format")) != FORMAT:
        message = f"the contact registry has the format {found!r}; this program reads {FORMAT}"
        raise DataError(message)
    registry = Registry(
        version=top.text("version"),
        date=top.day("date") or _EPOCH,
        stale_after_days=top.number("stale_after_days"),
        brands=tuple(_brand(name, part) for name, part in top.mappings_by_key("brands")),
        channels=tuple(_channel(part) for part in top.mappings("channels")),
    )
    if top.problems:
        message = "the contact registry cannot be used:\n" + "\n".join(top.problems)
        raise DataError(message)
    return registry


def _brand(name: str, part: Fields) -> Brand:
    return Brand(
        id=name,
        name=part.text("name"),
        operator=part.optional("operator"),
        country=part.optional("country"),
        regulator=part.optional("regulator"),
        domains_official=part.words("domains_official"),
        speaks=part.optional("speaks"),
    )


def _channel(part: Fields) -> Channel:
    return Channel(
        id=part.text("id"),
        brand=part.text("brand"),
        kind=part.text("kind"),
        value=part.optional("value"),
        status=part.member("status", ChannelStatus, ChannelStatus.RETIRED),
        print=part.member("print", PrintPolicy, PrintPolicy.NEVER),
        scope=part.words("scope"),
        covers=part.words("covers"),
        needs_login=part.flag("needs_login"),
        needs_network=part.flag("needs_network"),
        announcements=part.flag("announcements"),
        hours=_hours(part.mapping_or_none("hours")),
        cost=part.optional("cost"),
        never_asks=part.words("never_asks"),
        alternatives=part.pairs("alternatives"),
        provenance=_provenance(part),
        reason=part.optional("reason"),
    )


def _hours(part: Fields | None) -> Hours | None:
    return None if part is None else Hours(part.text("tz"), part.text("spec"))


def _provenance(part: Fields) -> Provenance:
    return Provenance(
        grade=part.text("grade"),
        first_seen=part.day("first_seen"),
        last_seen=part.day("last_seen"),
        date_basis=part.text("date_basis"),
        sources=_sources(part.mappings("sources")),
    )


def _sources(parts: Sequence[Fields]) -> tuple[Source, ...]:
    return tuple(
        Source(part.text("url"), part.day("date"), part.text("type"), part.optional("note")) for part in parts
    )
