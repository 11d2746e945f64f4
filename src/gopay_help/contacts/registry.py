"""Builds the registry of contacts from an already read document.

Only the shape is checked here, and all that is wrong is told at once; whether a contact deserves its place is
for the rules (`authoring/lint/rules_registry.py`).
"""

from collections.abc import Mapping
from typing import Any, Final

from gopay_help.model.build import Builder
from gopay_help.model.contact import Brand, Channel, Provenance, Registry
from gopay_help.model.errors import DataError

FORMAT: Final = "gopay-help/channels@1"


def parse_registry(document: Mapping[str, Any]) -> Registry:
    """The registry that *document* describes.

    Raises:
        DataError: a newer format, or values of the wrong shape; the message names every one.
    """
    if (found := document.get("format")) != FORMAT:
        message = f"the contact registry has the format {found!r}; this program reads {FORMAT}"
        raise DataError(message)
    builder = Builder()
    channels = tuple(_channel(builder, row, at) for at, row in enumerate(document.get("channels") or ()))
    brands = tuple(
        builder.build(Brand, raw, f"channels.brands.{name}", id=name)
        for name, raw in (document.get("brands") or {}).items()
    )
    for part in ("brands", "channels"):
        if part not in document:
            builder.wrong(f"channels.{part}", "there")
    registry = builder.build(Registry, document, "channels", brands=brands, channels=channels)
    if builder.problems:
        raise DataError("the contact registry cannot be used:\n" + "\n".join(builder.problems))
    return registry


def _channel(builder: Builder, row: Mapping[str, Any], index: int) -> Channel:
    """A contact; its proof stands among its own keys."""
    at = f"channels.channels[{index}]"
    return builder.build(Channel, row, at, provenance=builder.build(Provenance, row, at))
