"""A contact, the proof that it is one, and the contact in the words of one moment."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class ChannelStatus(StrEnum):
    """Whether a value is in use (contracts.md, `channels`)."""

    ACTIVE = "active"
    RETIRED = "retired"
    DISPUTED = "disputed"


class PrintPolicy(StrEnum):
    """Whether a value may be shown as a contact. NEVER is a ban."""

    ALLOW = "allow"
    CAVEAT = "caveat"
    NEVER = "never"


class Opening(NamedTuple):
    """Open or not; None where nobody knows. `opens_at` is the next opening of what is closed."""

    open_now: bool | None = None
    opens_at: datetime | None = None


class Source(NamedTuple):
    """Where a value was read. `date` is None where the copy carries none."""

    url: str
    date: date | None
    type: str
    note: str | None = None


class Provenance(NamedTuple):
    """How well a value is proved: grade A (official text read) to C (third party only), X (unsafe)."""

    grade: str
    first_seen: date | None
    last_seen: date | None
    date_basis: str
    sources: tuple[Source, ...]


ALWAYS = "24/7"
"""Hours without an end."""


class Hours(NamedTuple):
    """Opening hours in the grammar of OpenStreetMap's opening_hours, with their time zone."""

    tz: str
    spec: str


class Channel(NamedTuple):
    """One contact of the registry. Its words (label, how, caveat) stand in the catalogues."""

    id: str
    brand: str
    kind: str
    value: str | None
    """The normalised value; None in a tombstone that says "there is none"."""
    status: ChannelStatus
    print: PrintPolicy
    scope: tuple[str, ...]
    covers: tuple[str, ...]
    """For a regulator: the brands it answers for."""
    needs_login: bool
    needs_network: bool
    announcements: bool
    """Read only: never ask for help, never accept help there."""
    hours: Hours | None
    cost: str | None
    never_asks: tuple[str, ...]
    alternatives: tuple[tuple[str, str], ...]
    """Other forms of the same contact by purpose: ("from_abroad", "+62 1500131")."""
    provenance: Provenance
    reason: str | None = None
    """Why it is retired, disputed or never printed; English, for maintainers."""

    @property
    def listed(self) -> bool:
        """True if it may stand in a list of contacts: in use, or disputed and said to be so."""
        return (
            self.print is not PrintPolicy.NEVER
            and self.status is not ChannelStatus.RETIRED
            and self.value is not None
        )

    @property
    def printable(self) -> bool:
        """True if it may be shown as something to contact."""
        return (
            self.print is not PrintPolicy.NEVER
            and self.status is ChannelStatus.ACTIVE
            and self.value is not None
        )


class Brand(NamedTuple):
    """A company or product that the name may mean."""

    id: str
    name: str
    operator: str | None
    country: str | None
    regulator: str | None
    domains_official: tuple[str, ...]
    speaks: str | None = None
    """The language of its desks."""
    timezone: str | None = None
    """Where its desks are, if they keep another clock than the pack's calendar."""


class Registry(NamedTuple):
    """All contacts of a pack. `date` is the day it was compiled."""

    version: str
    date: date
    stale_after_days: int
    brands: tuple[Brand, ...]
    channels: tuple[Channel, ...]

    def channel(self, channel_id: str) -> Channel | None:
        """The channel with this id, or None."""
        return next((channel for channel in self.channels if channel.id == channel_id), None)

    def brand(self, brand_id: str) -> Brand | None:
        """The brand with this id, or None."""
        return next((brand for brand in self.brands if brand.id == brand_id), None)


class RouteStep(NamedTuple):
    """A channel in this case's order, with its words.

    `open_now` is None where the hours are not known. `stale` means that its last proof is old.
    """

    channel: Channel
    label: str
    brand_name: str
    why: str
    caveat: str | None
    open_now: bool | None
    opens_at: datetime | None
    stale: bool
    compare_at: str = ""
    """The official site on which to compare it before it is used; empty where none is known."""
