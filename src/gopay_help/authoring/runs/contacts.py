"""Contacts on a page and in a document: of the registry, proved, allowed to be shown, and no other."""

import re
from collections.abc import Iterator

from gopay_help.authoring.runs.told import Told
from gopay_help.model.contact import Channel, PrintPolicy, Registry, RouteStep
from gopay_help.screen.page import Block, Kind

_LONG = 7
"""Digits from which a number is one, however it is written."""
_NOT_READ = frozenset({"source", "from", "sha256"})
"""Keys whose text is where something was read, not what to use."""


class ContactRules:
    """What may be shown as a contact by one registry, and what may stand nowhere."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._allowed = {channel.value for channel in registry.channels if channel.printable}
        banned = [
            channel
            for channel in registry.channels
            if channel.print is PrintPolicy.NEVER and channel.value and channel.value not in self._allowed
        ]
        self._banned = re.compile("|".join(map(_pattern, banned)) or r"(?!)", re.IGNORECASE)
        self._clean: set[str] = set()
        """Texts that hold no banned value: most come again in the next run."""

    def of_block(self, block: Block) -> Iterator[str]:
        """What is wrong with the contacts in one block of a page."""
        if block.kind is Kind.VALUE and block.text not in self._allowed:
            yield f"shows {block.text!r}, which is no contact of the registry that may be shown"
        yield from self._text(block.text)

    def of_part(self, part: object, key: str) -> Iterator[str]:
        """What is wrong with the texts in one part of a document, by its key."""
        for text in _texts(part, key):
            yield from self._text(text)

    def of_routes(self, told: Told) -> Iterator[str]:
        """What is wrong with the contacts that a run names, in its advice and in its document."""
        for step in {step.channel.id: step for step in _steps(told)}.values():
            yield from self._step(step)
        yield from self._entries(told)

    def _step(self, step: RouteStep) -> Iterator[str]:
        channel = step.channel
        if self._registry.channel(channel.id) != channel:
            yield f"the channel {channel.id} is not that of the registry"
        if not channel.printable:
            yield f"the channel {channel.id} may not be shown"
        if not channel.provenance.sources:
            yield f"the channel {channel.id} has no source"
        if channel.print is PrintPolicy.CAVEAT and not step.caveat:
            yield f"the channel {channel.id} is shown without its caveat"

    def _entries(self, told: Told) -> Iterator[str]:
        entries = [*told.document["route"], *told.document["follow_up"]["escalate_to"]]
        for entry in entries:
            channel = self._registry.channel(entry["channel"])
            if channel is None or not channel.printable or channel.value != entry["value"]:
                yield f"the document names {entry['channel']} with {entry['value']!r}, against the registry"

    def _text(self, text: str) -> Iterator[str]:
        if text in self._clean:
            return
        if found := self._banned.search(text):
            yield f"{found.group()!r} must never be shown, and stands in {text[:80]!r}"
        else:
            self._clean.add(text)


def _steps(told: Told) -> Iterator[RouteStep]:
    for advice in told.advice:
        yield from advice.route
        yield from advice.follow_up.escalate_to


def _texts(value: object, key: str) -> Iterator[str]:
    """Every text of a document that a person could act on."""
    if isinstance(value, str) and key not in _NOT_READ:
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part, key)
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(part, name)


def _pattern(channel: Channel) -> str:
    """The value with nothing of its kind before or behind it; a number in whatever groups it is written."""
    value = str(channel.value)
    digits = re.sub(r"\D", "", value)
    if len(digits) >= _LONG and not re.search(r"[^\W\d]", value):
        spaced = r"[\s.()-]*".join(digits.removeprefix("62").removeprefix("0"))
        country = "" if value[0] in "*#" else r"(?:\+?62|0)?[\s.()-]*"
        return rf"(?<!\d){country}{spaced}(?!\d)"
    return rf"(?<![\w.@/-]){re.escape(value)}(?![\w@-]|\.\w)"
