"""Which outcomes fit what a person typed in their own words: phrases of the pack, matched by plain means.

A phrase is a few words that may stand anywhere in the text, best near each other; a word may have others that
stand for it ("money|balance gone"). It counts fully when all of them occur, and in part when it has three or
more and one is lacking. Rare words weigh more. Nothing is learned and nothing is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import log
from typing import Final, NamedTuple
from unicodedata import normalize

from gopay_help.model.text import without_codes
from gopay_help.model.tree import Outcome, Question
from gopay_help.tree.pack import Pack

_PART: Final = 0.45
"""What a phrase is worth when one of its words is lacking."""
_MOST: Final = 2 / 3
"""How much of its weight has to occur for that."""
_LONG: Final = 3
"""Words that a phrase needs for that."""
_NEAR: Final = 24
"""Characters between the words of a phrase, up to which it counts in full."""
_FAR_APART: Final = 0.3
"""What is left of a phrase whose words are far from each other."""
_BEST: Final = (1, 0.4, 0.2, 0.1, 0.1)
"""What the best phrases of an outcome add, best first."""
_AGAIN: Final = 0.5
"""What of that is left where a phrase has only words that a better one had."""
_TERMS: Final = 0.2
"""What the words of titles, summaries, answers and phrases add, each for itself (BM25)."""
_K1, _B = 1.2, 0.75
"""BM25's usual constants."""
_LEAST: Final = 1.2
"""A score below is too little to go by."""
_LEAD: Final = 1.35
"""How many times the second the first has to be, to stand alone."""
_ALONE: Final = 2.5
"""What the first has to have for that."""
_SHOWN: Final = 3
_FAR: Final = 0.12
"""What has less than this share of the first's score is not shown beside it."""

_WORD: Final = re.compile(r"[^\W_\u3400-\u9fff]+|[\u3400-\u9fff]+")
"""Letters and digits; Chinese and Latin letters that touch are two words."""
_APOSTROPHE: Final = re.compile(r"(?<=[^\W\d_])['\u2019](?=[^\W\d_])")
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_TWICE: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})2\b")
"""Indonesian shorthand: "masuk2" is "masuk-masuk"."""
_LEET: Final = str.maketrans("013457", "oieast")
_LEET_WORD: Final = re.compile(r"[^\W\d_]+\d+[^\W\d_]+|\d[^\W\d_]{3,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_ENDINGS: Final = re.compile(r"(?<=[^\W\d_]{3})(?:nya|ku|mu|lah|kah)$")
_AFFIXES: Final = re.compile(
    r"^(?:di|ter|ber|meng|mem|men|me|peng|pem|pen)(?=[^\W\d_]{4})|(?<=[^\W\d_]{4})(?:kan|in|an|s|ed|ing)$"
)
"""What Indonesian and English put before or behind a stem: "dipotong", "terpotong", "potongan" are one."""
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
    alarm: bool = False
    """True if money may be at risk now by one of them."""


class _Phrase(NamedTuple):
    goal: str
    places: tuple[frozenset[str], ...]
    """For each of its words, the words that may stand there."""


class Phrases:
    """The phrases of one language, ready to be matched."""

    def __init__(
        self, by_goal: Mapping[str, Sequence[str]], slang: Mapping[str, str], titles: Mapping[str, str]
    ) -> None:
        """Read phrases and titles by goal; a goal is an outcome's id or a kind without a place.

        Args:
            by_goal: phrases; words are separated by spaces, in Chinese too, and words for the same by "|".
            slang: what people write, and the words that are meant.
            titles: what else is said of a goal: title, summary, answers that lead there.
        """
        self._slang = {word: meant.casefold().split() for word, meant in slang.items()}
        within = sorted(filter(_HAN.search, self._slang), key=len, reverse=True)
        self._within = re.compile("|".join(map(re.escape, within)) or r"(?!)")
        self._phrases = [
            _Phrase(goal, self._places(text)) for goal, texts in by_goal.items() for text in texts
        ]
        goals_of: dict[str, set[str]] = defaultdict(set)
        self._holding: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for place, words in enumerate(phrase.places):
                for word in words:
                    goals_of[word].add(phrase.goal)
                    self._holding[word].append((number, place))
        self._weight = {word: log(1 + len(by_goal) / len(goals)) for word, goals in goals_of.items()}
        self._han = [word for word in self._holding if _HAN.search(word)]
        self._terms_of = _Terms(
            {
                goal: list(self._terms(" ".join([titles.get(goal, ""), *by_goal.get(goal, ())])))
                for goal in {**titles, **by_goal}
            }
        )

    def scores(self, text: str) -> Counter[str]:
        """How well each goal fits *text*; only those that fit at all."""
        plain = self._meant(text)
        standing: dict[str, list[int]] = defaultdict(list)
        for word, start in self._words(plain):
            if word in self._holding and not _HAN.search(word):
                standing[word].append(start)
        for word in self._han:
            if word in plain:
                standing[word] = [at for at in range(len(plain)) if plain.startswith(word, at)]
        matched: dict[int, dict[int, str]] = defaultdict(dict)
        for word in sorted(standing, key=self._weight.__getitem__):
            for number, place in self._holding[word]:
                matched[number][place] = word
        worth: dict[str, list[tuple[float, Collection[str]]]] = defaultdict(list)
        for number, hits in matched.items():
            phrase = self._phrases[number]
            if len(hits) + (len(phrase.places) >= _LONG) < len(phrase.places):
                continue
            words = sorted(set(hits.values()))
            value = self._worth(phrase, hits) * _closeness([standing[word] for word in words])
            if value:
                worth[phrase.goal].append((value, words))
        found = Counter({goal: self._together(values) for goal, values in worth.items()})
        for goal, score in self._terms_of.scores(self._terms(text)).items():
            found[goal] += _TERMS * score  # type: ignore[assignment] # scores are no counts
        return found

    def _worth(self, phrase: _Phrase, hits: Mapping[int, str]) -> float:
        """What *phrase* is worth by the words that stand in its places."""
        weight = sum(map(self._weight.__getitem__, hits.values()))
        lacking = [words for place, words in enumerate(phrase.places) if place not in hits]
        if not lacking:
            return weight
        lost = min(map(self._weight.__getitem__, lacking[0]))
        return _PART * weight if weight >= _MOST * (weight + lost) else 0

    def _together(self, values: list[tuple[float, Collection[str]]]) -> float:
        """What the phrases of one goal are worth: the best in full, others by what they have that is new."""
        total, had = 0.0, set[str]()
        for share, (value, words) in zip(_BEST, sorted(values, reverse=True), strict=False):
            weights = {word: self._weight[word] for word in words}
            new = sum(weight for word, weight in weights.items() if word not in had) / sum(weights.values())
            total += share * value * (_AGAIN + (1 - _AGAIN) * new)
            had.update(words)
        return total

    def _meant(self, text: str) -> str:
        """Small letters, one spelling of a character, no letter thrice; Chinese as it is meant."""
        plain = _APOSTROPHE.sub("", normalize("NFKC", text).casefold())
        plain = _TWICE.sub(r"\1", _REPEATED.sub(r"\1", plain))
        return self._within.sub(lambda found: f" {' '.join(self._slang[found.group()])} ", plain)

    def _places(self, text: str) -> tuple[frozenset[str], ...]:
        places: dict[frozenset[str], None] = {}
        for each in text.split():
            choices = [[word for word, _ in self._words(self._meant(choice))] for choice in each.split("|")]
            if len(choices) == 1:
                places |= {frozenset([word]): None for word in choices[0]}
            else:
                places[frozenset(words[0] for words in choices if words)] = None
        return tuple(places)

    def _words(self, plain: str) -> Iterator[tuple[str, int]]:
        """The stems of the words of *plain* as they are meant, and where each begins."""
        for found in _WORD.finditer(plain):
            word = found.group()
            if word not in self._slang and _LEET_WORD.fullmatch(word):
                word = word.translate(_LEET)
            if word not in self._slang:
                word = _ENDINGS.sub("", word)
            for each in self._slang.get(word, (word,)):
                yield (each if _HAN.search(each) else _AFFIXES.sub("", each)), found.start()

    def _terms(self, text: str) -> Iterable[str]:
        """Words, and pairs of characters where words are not set apart."""
        plain = self._meant(text)
        for word, _ in self._words(plain):
            if not _HAN.search(word):
                yield word
        for run in _HAN_RUN.findall(plain):
            yield from (run[start : start + 2] for start in range(len(run) - 1))


def _closeness(standing: Sequence[Sequence[int]]) -> float:
    """How much a phrase counts by how near its words stand: 1, or less where they are apart."""
    first, *others = standing
    if not others:
        return 1
    apart = min(max(min(abs(at - other) for other in each) for each in others) for at in first)
    return max(_FAR_APART, min(1, 1 - (1 - _FAR_APART) * (apart - _NEAR) / _NEAR))


class _Terms:
    """BM25 over what the goals are called and what is said of them."""

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
    leads = score >= _ALONE and (len(ranked) == 1 or score >= _LEAD * ranked[1][1])
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
        nowhere = found.nowhere.removeprefix(NOWHERE) if found.nowhere else None
        return found._replace(nowhere=nowhere, alarm=any(goal in self._urgent for goal, _ in found.found))

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
