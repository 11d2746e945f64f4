"""The sentences of an answer, from the catalogue. Headlines are fixed per verdict."""

from gopay_help.model.contact import Channel, Registry
from gopay_help.model.text import Catalogue
from gopay_help.model.verification import ValueVerdict, Verification, Why
from gopay_help.wizard.cite import NAMED


def headline_key(answer: Verification) -> str:
    """The key of headline and advice: a stale official value has its own."""
    stale = answer.verdict is ValueVerdict.OFFICIAL and answer.stale
    return f"{answer.verdict}_stale" if stale else str(answer.verdict)


def headline(answer: Verification, words: Catalogue) -> str:
    """What it is, in one line."""
    return words.say(f"verify.headline.{headline_key(answer)}")


def advice(answer: Verification, registry: Registry, words: Catalogue) -> str:
    """What to do now. A regulator's old contact is compared with the regulator's site, not with the app."""
    key = headline_key(answer)
    channel = registry.channel(answer.of) if answer.of else None
    office = channel is not None and bool(channel.covers) and key.endswith("_stale")
    return words.say(f"verify.advice.{key}_office" if office else f"verify.advice.{key}")


def reason(why: Why, words: Catalogue) -> str:
    """Why, in a sentence."""
    return words.say(f"verify.reason.{why.id}", **dict(why.values))


def source_name(source: str, words: Catalogue) -> str:
    """A source in the person's language, where it is no address."""
    key = NAMED.get(source)
    return words.say(key) if key and words.has(key) else source


def replacement(answer: Verification, registry: Registry) -> Channel | None:
    """The contact to use instead of a retired one; None where none may be shown."""
    channel = registry.channel(answer.of) if answer.of else None
    instead = dict(channel.alternatives).get("replaced_by") if channel else None
    found = registry.channel(instead) if instead else None
    return found if found and found.printable else None
