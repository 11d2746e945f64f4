"""The last gate before a case reaches a disk: every free text of it, scrubbed once more."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from gopay_help.cases.mask import Sort
from gopay_help.model.case import Case

if TYPE_CHECKING:
    from gopay_help.cases.redact import Redacted

FREE = frozenset({"text", "answer", "file"})
"""Fields that hold whatever a person typed; the others have a shape that is checked when they are given."""


def new_id() -> str:
    """An id that nobody can guess and that is a safe file name."""
    return base64.b32encode(secrets.token_bytes(8)).decode("ascii").lower()[:12]


def new_key() -> str:
    """A case's own key."""
    return secrets.token_hex(16)


def name_of(key: str, value: str) -> str:
    """A short name for *value* in the case that has *key*: the same number, the same name.

    A number with the country's prefix is the same as one without.
    """
    plain = value.removeprefix("62").removeprefix("0")
    made = hmac.new(key.encode("ascii", "replace"), plain.encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:3]).decode("ascii").lower()[:4]


def scrub(text: str, key: str, public: tuple[str, ...] = ()) -> "Redacted":
    """*text* as the case with *key* may keep it."""
    from gopay_help.cases.redact import redact  # noqa: PLC0415 (a run without free text never pays for the rules)

    def name(_sort: Sort, value: str) -> str:
        return name_of(key, value)

    return redact(text, public=public, name=name)


def scrubbed(case: Case, public: tuple[str, ...] = ()) -> Case:
    """The case with every free text scrubbed; one that was stays as it is."""
    evidence = tuple(
        replace(
            entry, fields=tuple((name, _field(name, value, case.key, public)) for name, value in entry.fields)
        )
        for entry in case.evidence
    )
    return case if evidence == case.evidence else replace(case, evidence=evidence)


def _field(name: str, value: str, key: str, public: tuple[str, ...]) -> str:
    return scrub(value, key, public).text if name in FREE else value
