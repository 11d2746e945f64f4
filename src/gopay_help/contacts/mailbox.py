"""Reads an e-mail address. The name in front of it proves nothing and is dropped."""

import re
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email

MAX_ADDRESS: Final = 254
_NAMED: Final = re.compile(r"\A[^<>]*<([^<>]{3,})>\s*\Z")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: what stands before the sign, as typed, and the host behind it."""

    local: str
    domain: str
    named: bool
    """True if a display name stood in front."""


def read_mailbox(text: str) -> Mailbox | None:
    """The address in *text*, or None where it is none or more than one."""
    found = _NAMED.match(text)
    address = (found.group(1) if found else text).strip()
    if address.count("@") != 1 or len(address) > MAX_ADDRESS:
        return None
    local, domain = address.split("@")
    if "%" in domain or not _valid(address):
        return None
    return Mailbox(local, domain, named=found is not None)


def _valid(address: str) -> bool:
    """The form as the library reads it; never its repair, which may show another address."""
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True
