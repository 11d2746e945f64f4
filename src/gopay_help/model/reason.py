"""Why the system refused a place: in our words what happens, in its own what hardly ever does."""

import errno
from typing import Final

from gopay_help.model.text import Phrase

_KIND: Final = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EBUSY: "busy",
    errno.ENOENT: "missing",
}


class RefusedError(OSError):
    """A place that the system would give and we do not take."""

    def __init__(self, number: int, why: Phrase, place: object) -> None:
        super().__init__(number, str(why), str(place))
        self.why = why


def kind_of(error: OSError) -> str | None:
    """`full`, `read_only`, `forbidden`, `busy` or `missing`; None for what seldom happens."""
    return _KIND.get(error.errno or 0)


def reason_of(error: OSError) -> Phrase | str:
    """Why, as a part of a sentence."""
    if isinstance(error, RefusedError):
        return error.why
    kind = kind_of(error)
    return Phrase(f"fault.reason.{kind}") if kind else error.strerror or type(error).__name__


def not_written(place: object, error: OSError) -> Phrase:
    """That nothing could be written to a place: something is there already, or why not."""
    if isinstance(error, FileExistsError):
        return Phrase("fault.exists", file=place)
    return Phrase("fault.not_written", file=place, reason=reason_of(error))
