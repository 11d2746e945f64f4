"""A field of a case that does not look like what it is meant for."""

from gopay_help.model.errors import UsageError
from gopay_help.model.text import Phrase


class ShapeError(UsageError):
    """A field has the wrong shape. `field` says which; its words are those of a case."""

    def __init__(self, field: str, value_kind: str) -> None:
        self.field = field
        self.value_kind = value_kind
        super().__init__(Phrase(f"case.bad.{value_kind}"))
