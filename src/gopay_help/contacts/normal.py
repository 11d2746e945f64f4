"""The one form in which the registry holds a value, so that equal contacts are equal texts."""

from urllib.parse import urlsplit

from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.mailbox import read_mailbox
from gopay_help.contacts.phone import keys, read_number
from gopay_help.model.contact import Channel


def normalise(channel: Channel, data: Lookalikes) -> str | None:
    """The value of *channel* as it should be written; None where it cannot be read as its kind."""
    value = channel.value or ""
    match channel.kind:
        case "phone" | "whatsapp":
            number = read_number(value)
            return keys(number, data.phones.country_code)[0] if number else None
        case "email":
            box = read_mailbox(value)
            return f"{box.local}@{box.domain}".lower() if box and not box.named else None
        case "web":
            return _web(value)
        case "social" | "telegram":
            return _account(value, data)
        case _:
            return value.strip()


def _web(value: str) -> str | None:
    """Https, a lower-case host, no user, port, query or fragment."""
    parts = urlsplit(value)
    if parts.scheme != "https" or not parts.hostname or parts.netloc != parts.hostname:
        return None
    return f"https://{parts.hostname}{parts.path}"


def _account(value: str, data: Lookalikes) -> str | None:
    host, _, name = value.partition("/")
    known = {*data.places.social, *data.places.messengers}
    return f"{host}/{name.lower()}" if host in known and name and "/" not in name else None
