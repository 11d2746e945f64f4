"""A contact in the words of one moment. Apart from the diagnosis, so that `channels` loads no tree."""

from datetime import datetime
from typing import NamedTuple

from gopay_help.model.channel import Channel


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
