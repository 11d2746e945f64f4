"""Which outcomes fit what a person typed in their own words: phrases of the pack, matched by plain means.

A phrase is a few words that may stand anywhere in the text. It counts fully when all of them occur, and in
part when it has three or more and most of their weight does. Rare words weigh more. Nothing is learned and
nothing is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Final, NamedTuple
from unicodedata import normalize

from gopay_help.model.text import without_codes
from gopay_help.model.tree import Outcome, Question
from gopay_help.tree.pack import Pack

_PART: Final = 0.45
"""What a phrase is worth when only most of it occurs."""
_MOST: Final = 2 / 3
"""How much of a phrase's weight has to occur for that."""
_LONG: Final = 3
"""Words that a phrase needs for that."""
_BEST: Final = (1, 0.4, 0.2, 0.1, 0.1)
"""What the best phrases of an outcome add, best first."""
_TITLES: Final = 0.15
"""What the words of titles, summaries and answers add (BM25)."""
_K1, _B = 1.2, 0.75
"""BM25's usual constants."""
_LEAST: Final = 0.6
"""A score below is too little to go by."""
_LEAD: Final = 1.35
"""How many times the second the first has to be, to stand alone."""
_SHOWN: Final = 3
_FAR: Final = 0.12
"""What has less than this share of the first's score is not shown beside it."""

_WORD: Final = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]+")
"""Letters and digits; Chinese and Latin letters that touch are two words."""
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_TWICE: Final = re.compile(r"([^\W\d_]{3,})2\b")
"""Indonesian shorthand: "masuk2" is "masuk-masuk"."""
_LEET: Final = str.maketrans("013457", "oieast")
_LEET_WORD: Final = re.compile(r"[^\W\d_]+\d+[^\W\d_]+|\d[^\W\d_]{3,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS: Final = re.compile(r"(?<=[^\W\d_]{3})(?:nya|ku|mu|lah|kah)$")
_URGENT: Final = 0.35
"""Where money may be at risk, this share of the first's score is enough to be shown."""
MOST_TYPED: Final = 2000
"""Characters that are read; what comes after them is not."""


class Suggested(NamedTuple):
    """What fits a text, best first."""

    decision: str
    """One of "one" (a clear lead), "three" (choose), "none" (too little to go by), "nowhere" (no place)."""
    found: tuple[tuple[str, float], ...]
    """Outcome ids with their scores, at most three."""
    nowhere: str | None = None
    """The kind of trouble that has no place in the tree."""


class _Phrase(NamedTuple):
    goal: str
    words: frozenset[str]
    weight: float


class Phrases:
    """The phrases of one language, ready to be matched."""

    def __init__(
        self, by_goal: Mapping[str, Sequence[str]], slang: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        """Read phrases and titles by goal; a goal is an outcome's id or a kind without a place.

        Args:
            by_goal: phrases; words are separated by spaces, in Chinese too.
            slang: what people write, and the words that are meant.
            titles: what else is said of a goal: title, summary, answers that lead there.
        """
        self._slang = {word: meant.casefold().split() for word, meant in slang.items()}
        spoken = [(goal, frozenset(self._words(text))) for goal, texts in by_goal.items() for text in texts]
        goals_of: dict[str, set[str]] = defaultdict(set)
        for goal, words in spoken:
            for word in words:
                goals_of[word].add(goal)
        self._weight = {word: log(1 + len(by_goal) / len(goals)) for word, goals in goals_of.items()}
        self._phrases = [
            _Phrase(goal, words, sum(map(self._weight.__getitem__, words))) for goal, words in spoken
        ]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for word in phrase.words:
                self._holding[word].append(number)
        self._han = [word for word in self._holding if _HAN.search(word)]
        self._titles = _Titles({goal: list(self._terms(text)) for goal, text in titles.items()})

    def scores(self, text: str) -> Counter[str]:
        """How well each goal fits *text*; only those that fit at all."""
        plain = _plain(text)
        occurring = {word for word in self._words(plain) if word in self._holding}
        occurring |= {word for word in self._han if word in plain}
        matched: dict[int, float] = defaultdict(float)
        for word in occurring:
            for number in self._holding[word]:
                matched[number] += self._weight[word]
        worth: dict[str, list[float]] = defaultdict(list)
        for number, weight in matched.items():
            phrase = self._phrases[number]
            if weight >= phrase.weight - 1e-9:
                worth[phrase.goal].append(phrase.weight)
            elif len(phrase.words) >= _LONG and weight >= _MOST * phrase.weight:
                worth[phrase.goal].append(_PART * weight)
        found = Counter(
            {
                goal: sum(
                    share * value for share, value in zip(_BEST, sorted(values, reverse=True), strict=False)
                )
                for goal, values in worth.items()
            }
        )
        for goal, score in self._titles.scores(self._terms(plain)).items():
            found[goal] += _TITLES * score  # type: ignore[assignment] # scores are no counts
        return found

    def _words(self, text: str) -> Iterable[str]:
        for word in _WORD.findall(_plain(text)):
            meant = self._slang.get(word)
            if meant is None and _LEET_WORD.fullmatch(word):
                word = word.translate(_LEET)  # noqa: PLW2901 (the word as it is meant)
                meant = self._slang.get(word)
            for each in meant or (word,):
                yield _ENDINGS.sub("", each)

    def _terms(self, text: str) -> Iterable[str]:
        """Words, and pairs of characters where words are not set apart."""
        for word in self._words(text):
            if not _HAN.search(word):
                yield word
        for run in _HAN_RUN.findall(_plain(text)):
            yield from (run[start : start + 2] for start in range(len(run) - 1))


class _Titles:
    """BM25 over what the goals are called."""

    def __init__(self, terms: Mapping[str, Sequence[str]]) -> None:
        self._counts = {goal: Counter(each) for goal, each in terms.items()}
        self._lengths = {goal: len(each) for goal, each in terms.items()}
        self._mean = (sum(self._lengths.values()) / len(terms)) if terms else 1.0
        self._goals_of: dict[str, list[str]] = defaultdict(list)
        for goal, counts in self._counts.items():
            for term in counts:
                self._goals_of[term].append(goal)

    def scores(self, terms: Iterable[str]) -> dict[str, float]:
        found: dict[str, float] = defaultdict(float)
        size = len(self._counts)
        for term in set(terms):
            goals = self._goals_of.get(term, ())
            rarity = log(1 + (size - len(goals) + 0.5) / (len(goals) + 0.5))
            for goal in goals:
                often = self._counts[goal][term]
                length = _K1 * (1 - _B + _B * self._lengths[goal] / self._mean)
                found[goal] += rarity * often * (_K1 + 1) / (often + length)
        return found


def suggest(
    text: str,
    languages: Sequence[Phrases],
    nowhere: frozenset[str],
    urgent: frozenset[str] = frozenset(),
) -> Suggested:
    """The goals that fit *text* best.

    Args:
        text: what was typed. Digits of what may be a code are taken out before anything is looked at.
        languages: the phrases of every language, since people mix them.
        nowhere: goals that are kinds without a place in the tree.
        urgent: goals where money is at risk now; the best of them stands among those shown if it fits at all.
    """
    typed = without_codes(text[:MOST_TYPED])
    scores: Counter[str] = Counter()
    for phrases in languages:
        for goal, score in phrases.scores(typed).items():
            scores[goal] = max(scores[goal], score)
    ranked = [(goal, round(score, 2)) for goal, score in scores.most_common() if score >= _LEAST]
    if not ranked:
        return Suggested("none", ())
    best, score = ranked[0]
    near = (each for each in ranked if each[0] not in nowhere and each[1] >= _FAR * score)
    placed = tuple(near)[:_SHOWN]
    if urgent.isdisjoint(goal for goal, _ in placed):
        pressing = [each for each in ranked if each[0] in urgent and each[1] >= _URGENT * score][:1]
        placed = (*placed[: _SHOWN - len(pressing)], *pressing)
    leads = len(ranked) == 1 or score >= _LEAD * ranked[1][1]
    if best in nowhere:
        return Suggested("nowhere", placed, best)
    return Suggested("one" if leads else "three", placed)


NOWHERE: Final = "nowhere."
"""Begins the name of a kind of trouble without a place in the tree."""


class Suggester:
    """What the words of a pack's phrases fit: all its languages together, since people mix them."""

    def __init__(self, pack: Pack) -> None:
        """Read the phrases of *pack*.

        Raises:
            DataError: a file of it is damaged.
        """
        nodes = pack.tree.nodes.values()
        self._tree = pack.tree
        self._urgent = frozenset(node.id for node in nodes if isinstance(node, Outcome) and node.critical)
        spoken = [lang for lang in pack.languages if pack.has(f"phrases/{lang}")]
        self._languages = [self._phrases(pack, lang) for lang in spoken]
        goals = {goal for lang in spoken for goal in pack.document(f"phrases/{lang}")}
        self._nowhere = frozenset(goal for goal in goals if goal.startswith(NOWHERE))

    def suggest(self, text: str) -> Suggested:
        """What fits *text*; a goal without a place is named without its prefix."""
        found = suggest(text, self._languages, self._nowhere, self._urgent)
        return found._replace(nowhere=found.nowhere.removeprefix(NOWHERE) if found.nowhere else None)

    def alarm(self, found: Suggested) -> bool:
        """True if money may be at risk now by one of them."""
        return any(goal in self._urgent for goal, _ in found.found)

    def _phrases(self, pack: Pack, lang: str) -> Phrases:
        texts = pack.document(f"text/{lang}")
        titles = {
            node.id: [texts.get(f"outcome.{node.id}.{part}", "") for part in ("title", "summary")]
            for node in self._tree.nodes.values()
            if isinstance(node, Outcome)
        }
        for node in self._tree.nodes.values():
            for option in node.options if isinstance(node, Question) else ():
                if option.to is not None and option.to in titles:
                    titles[option.to].append(texts.get(f"{node.id}.opt.{option.id}", ""))
        slang = pack.document(f"slang/{lang}") if pack.has(f"slang/{lang}") else {}
        return Phrases(
            pack.document(f"phrases/{lang}"), slang, {goal: " ".join(each) for goal, each in titles.items()}
        )


def _plain(text: str) -> str:
    """Small letters, one spelling of a character, no letter three times in a row."""
    return _TWICE.sub(r"\1", _REPEATED.sub(r"\1", normalize("NFKC", text).casefold()))
