"""A translation beside its English and beside its neighbours: the same figures, and under its own key."""

import difflib
import re
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.draft import Draft
from gopay_help.tree.lexicon import lexicon
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import Text, all_texts, cells

_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_NAMED = re.compile(r"\{[a-z_]+\}")
_LONG = 24
"""From so many cells on, two texts are alike because one was copied, not because little can be said."""
_ALIKE = 0.6
"""From here on two English texts may well be one in another language."""


@rule("I18N014", Stage.MEANING, Level.WARNING)
def check_figures(draft: Draft) -> Iterator[Problem]:
    """A translation says no other figures than the English: people wait, pay and count by them."""
    for text in all_texts(draft):
        if not text.is_translation:
            continue
        english, here = _figures(text.english or ""), _figures(text.said)
        lost = [shown for value, shown in english.items() if value not in here]
        odd = [shown for value, shown in here.items() if value not in english]
        if lost and odd:
            message = f"{text.key} says {', '.join(odd)} where the English says {', '.join(lost)}"
            yield text.problem("I18N014", message, f"say: {', '.join(lost)}")


@rule("I18N015", Stage.MEANING, Level.WARNING)
def check_own_key(draft: Draft) -> Iterator[Problem]:
    """Two texts that differ in English differ in translation: else one was pasted under the wrong key."""
    first: dict[tuple[str, str], Text] = {}
    for text in all_texts(draft):
        if not text.is_translation or cells(text.said) < _LONG:
            continue
        known = first.setdefault((text.lang, text.said), text)
        if not _alike(known.english or "", text.english or ""):
            message = f"{text.key} says the same as {known.key}, and their English does not"
            yield text.problem("I18N015", message, f"translate {text.english!r} here")


@rule("I18N018", Stage.MEANING, Level.WARNING)
def check_denials(draft: Draft) -> Iterator[Problem]:
    """A stated fact that denies something in English denies it in translation too."""
    for text in all_texts(draft):
        if not text.is_translation or not text.key.startswith("claim."):
            continue
        english, words = lexicon(draft, SOURCE_LANGUAGE), lexicon(draft, text.lang)
        denied = english.find("denies", english.without("not_counted", text.english or ""))
        if denied and words and not words.find("not", words.without("not_counted", text.said)):
            message = f"{text.key} denies nothing; the English does: {denied!r}"
            yield text.problem("I18N018", message, f"use a word such as: {words.examples('not')}")


def _figures(said: str) -> dict[str, str]:
    """Figures as they stand, by what they count: 20 million and 2000 万 are one, as are 22:00 and 22.00."""
    return {
        re.sub(r"\D", "", found).rstrip("0") or "0": found for found in _FIGURE.findall(_NAMED.sub("", said))
    }


def _alike(one: str, two: str) -> bool:
    return one == two or difflib.SequenceMatcher(None, one.casefold(), two.casefold()).ratio() > _ALIKE
