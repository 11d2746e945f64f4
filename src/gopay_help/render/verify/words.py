"""The sentences of an answer, from the catalogue. Headlines are fixed per verdict."""

from gopay_help.advice.cite import NAMED
from gopay_help.model.channel import Registry
from gopay_help.model.text import Catalogue
from gopay_help.model.verification import Verdict, Verification, Why


def headline_key(answer: Verification) -> str:
    """The key of headline and advice: a stale official value has its own."""
    stale = answer.verdict is Verdict.OFFICIAL and answer.stale
    return f"{answer.verdict}_stale" if stale else str(answer.verdict)


def headline(answer: Verification, words: Catalogue) -> str:
    """What it is, in one line."""
    return words.say(f"verify.headline.{headline_key(answer)}")


def advice(answer: Verification, words: Catalogue) -> str:
    """What to do now."""
    return words.say(f"verify.advice.{headline_key(answer)}")


def reason(why: Why, words: Catalogue) -> str:
    """Why, in a sentence."""
    return words.say(f"verify.reason.{why.id}", **dict(why.values))


def source_name(source: str, words: Catalogue) -> str:
    """A source in the person's language, where it is no address."""
    key = NAMED.get(source)
    return words.say(key) if key and words.has(key) else source


def replacement(answer: Verification, registry: Registry, words: Catalogue) -> str | None:
    """The name of the contact to use instead of a retired one."""
    channel = registry.channel(answer.of) if answer.of else None
    instead = dict(channel.alternatives).get("replaced_by") if channel else None
    return words.say(f"channel.{instead}.label") if instead else None
