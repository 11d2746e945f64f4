"""What a shell offers for a word that was begun: the values that an option takes, not the files there are.

A shell asks in the middle of typing: whatever cannot be told is nothing, never an error.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gopay_help.cli.setup import Setup

Complete = Callable[[str], list[str]]


def one_of(*values: str) -> Complete:
    """Offer these values."""

    def offer(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return offer


def found(look: "Callable[[Setup], Iterable[str]]", *, listed: bool = False) -> Complete:
    """Offer what *look* finds in the pack or on this device.

    Args:
        look: finds the values.
        listed: True if several are named, separated by commas: the last of them is completed.
    """

    def offer(incomplete: str) -> list[str]:
        from gopay_help.cli.options import Settings
        from gopay_help.cli.setup import Setup

        before, comma, begun = incomplete.rpartition(",") if listed else ("", "", incomplete)
        with suppress(Exception):
            values = sorted(set(look(Setup(Settings()))))
            return [f"{before}{comma}{value}" for value in values if value.startswith(begun)]
        return []

    return offer


def _brands(setup: "Setup") -> Iterable[str]:
    from gopay_help.model.tree import UNKNOWN, FactId

    return (value for value in setup.pack.tree.facts[FactId("brand")].values if value != UNKNOWN)


def _causes(setup: "Setup") -> Iterable[str]:
    return map(str, setup.document("tree")["causes"])


def _blames(_setup: "Setup") -> Iterable[str]:
    from gopay_help.model.result import Blame, NetCause

    return (*map(str, NetCause), *map(str, Blame))


def _options(setup: "Setup") -> Iterable[str]:
    from gopay_help.cli.answers import options_of

    return (f"{name}={value}" for name, values in options_of(setup.pack.tree).items() for value in values)


languages = found(lambda setup: setup.pack.languages)
brands = found(_brands)
known_brands = found(lambda setup: (str(brand.id) for brand in setup.registry.brands))
contact_kinds = found(lambda setup: (str(each.kind) for each in setup.registry.channels))
contacts = found(lambda setup: (each.id for each in setup.registry.channels if each.listed))
causes = found(_causes)
blames = found(_blames, listed=True)
answers = found(_options)
nodes = found(lambda setup: map(str, setup.pack.tree.nodes))
cases = found(lambda setup: setup.store.ids())
