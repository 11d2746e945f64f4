"""Which outcomes fit what a person typed in their own words, by what the pack knows of how people speak.

The text is read twice. Word for word, a phrase is a few words that may stand anywhere in it, best near each
other; a word may have others that stand for it ("money|balance gone"). By meaning, the words of all languages
that say the same are one concept ("frozen", "dibekukan": block); a "not" before one makes another of it, so
do two that stand together ("new phone"). Phrases are looked for among the concepts too, and whole examples
count by how many concepts, rare ones above all, they share with the text. Some phrases, with words that may
not occur, tell that the matter is another's ("bank block", and no wallet). Nothing is learned or kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from math import log, sqrt
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
_TERMS: Final = 0.3
"""What the words of titles, summaries, answers and phrases add, each for itself (BM25)."""
_K1, _B = 1.2, 0.75
"""BM25's usual constants."""
_BY_WORD, _BY_MEANING, _BY_EXAMPLE = 0.5, 0.5, 8
"""What the three ways of looking count."""
_ALIKE: Final = (1, 0.3, 0.1)
"""What the examples of an outcome that are most like the text add, best first."""
_BOUND: Final = 3
"""Concepts from a "not" to what it may deny."""
_TOGETHER: Final = 4
"""Concepts between two that make a third."""
_LEAST: Final = 1.2
"""A score below is too little to go by."""
_LEAD: Final = 1.35
"""How many times the second the first has to be, to stand alone."""
_ALONE: Final = 2.8
"""What the first has to have for that, in words that only one goal has. By chance, texts that are no matter
of ours reach 2.7."""
_SHOWN: Final = 3
_FAR: Final = 0.12
"""What has less than this share of the first's score is not shown beside it."""
_FAR_BEHIND: Final = 0.25
"""The same behind a first that stands alone."""

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
_LONGEST: Final = 8
"""Characters of a Chinese word."""
_ENDINGS: Final = re.compile(r"(?<=[^\W\d_]{3})(?:nya|ku|mu|lah|kah)$")
_AFFIXES: Final = re.compile(
    r"^(?:di|ter|ber|meng|mem|men|me|peng|pem|pen)(?=[^\W\d_]{4})|(?<=[^\W\d_]{4})(?:kan|in|an|s|ed|ing)$"
)
"""What Indonesian and English put before or behind a stem: "dipotong", "terpotong", "potongan" are one."""
_STEPS: Final = 3
"""Times that a word may stand for another which stands for another."""
_URGENT: Final = 0.25
"""Where money may be at risk, this share of the first's score is enough to be shown."""
_URGENT_BEHIND: Final = 0.4
"""The same behind a first that stands alone."""
MOST_TYPED: Final = 2000
"""Characters that are read; what comes after them is not."""

Read = list[tuple[str, int]]
"""What a text says, and at which character."""


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


Say = Callable[[str], Sequence[frozenset[str]]]
"""What a word of a phrase says: a place for each of its words or concepts, any of a place may stand there."""


def named(word: str) -> Sequence[frozenset[str]]:
    """The word itself: phrases of concepts name them."""
    return (frozenset([word]),)


class Words:
    """Texts of one language, word for word."""

    def __init__(self, slang: Mapping[str, str]) -> None:
        """Read with *slang*: what people write, and the words that are meant."""
        self._slang = {word: meant.casefold().split() for word, meant in slang.items()}
        within = sorted(filter(_HAN.search, self._slang), key=len, reverse=True)
        self._within = re.compile("|".join(map(re.escape, within)) or r"(?!)")
        self._stems_of = cache(self._find_stems)
        """Phrases, examples and texts have the same words again and again."""

    def words(self, text: str) -> Read:
        """The stems of the words of *text* as they are meant, and where each begins."""
        return list(self._stems(self._plain(text)))

    def say(self, word: str) -> Sequence[frozenset[str]]:
        """What a word of a phrase says: slang may stand for several."""
        return [frozenset([each]) for each, _ in self.words(word)]

    def read(self, text: str) -> Read:
        """The words, and every piece of Chinese, where words are not set apart."""
        plain = self._plain(text)
        pieces = (
            (run.group()[start:end], run.start() + start)
            for run in _HAN_RUN.finditer(plain)
            for start in range(len(run.group()))
            for end in range(start + 1, min(start + _LONGEST, len(run.group())) + 1)
        )
        return [*((word, at) for word, at in self._stems(plain) if not _HAN.search(word)), *pieces]

    def _plain(self, text: str) -> str:
        """Small letters, one spelling of a character, no letter thrice; Chinese as it is meant."""
        plain = _APOSTROPHE.sub("", normalize("NFKC", text).casefold())
        plain = _TWICE.sub(r"\1", _REPEATED.sub(r"\1", plain))
        return self._within.sub(lambda found: f" {' '.join(self._slang[found.group()])} ", plain)

    def _stems(self, plain: str) -> Iterator[tuple[str, int]]:
        for found in _WORD.finditer(plain):
            for stem in self._stems_of(found.group()):
                yield stem, found.start()

    def _find_stems(self, word: str) -> Sequence[str]:
        if word not in self._slang and _LEET_WORD.fullmatch(word):
            word = word.translate(_LEET)
        if word not in self._slang:
            word = _ENDINGS.sub("", word)
        meant = self._meant(word, _STEPS)
        return [each if _HAN.search(each) else _AFFIXES.sub("", each) for each in meant]

    def _meant(self, word: str, steps: int) -> Iterator[str]:
        for each in self._slang.get(word, (word,)):
            if each == word or not steps:
                yield each
            else:
                yield from self._meant(each, steps - 1)


class _Lexicon:
    """The words of one language, by the concepts they stand for."""

    def __init__(self, words: Words, concepts: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self._meaning: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._begins: dict[str, list[str]] = defaultdict(list)
        for concept, expressions in concepts.items():
            for expression in expressions:
                stems = tuple(word for word, _ in words.words(expression))
                known = self._begins[stems[0]] if expression.endswith("*") else self._meaning[stems]
                if concept not in known:
                    known.append(concept)
        self._longest: dict[str, int] = defaultdict(int)
        """How many stems the longest expression has that begins with a stem."""
        for first, *others in self._meaning:
            self._longest[first] = max(self._longest[first], 1 + len(others))

    def find(self, text: str) -> tuple[list[tuple[int, tuple[str, ...], range]], Read]:
        """Where concepts stand: at which character, which, over which words; and all the words."""
        words = self._words.words(text)
        found = list[tuple[int, tuple[str, ...], range]]()
        index = 0
        while index < len(words):
            word, at = words[index]
            if _HAN.search(word):
                found += self._in_run(word, at)
                index += 1
                continue
            meant, length = self._at(words, index)
            if meant:
                last = words[index + length - 1][1]
                found.append((at, tuple(meant), range(at, last + 1)))
            index += length
        return found, words

    def _at(self, words: Read, index: int) -> tuple[Sequence[str], int]:
        """What the longest expression means that begins at a word, and how many words it has."""
        word = words[index][0]
        for length in range(self._longest.get(word, 0), 0, -1):
            stems = tuple(stem for stem, _ in words[index : index + length])
            if len(stems) == length and stems in self._meaning:
                return self._meaning[stems], length
        for end in range(len(word), _LONG, -1):
            if word[:end] in self._begins:
                return self._begins[word[:end]], 1
        return (), 1

    def _in_run(self, run: str, at: int) -> Iterator[tuple[int, tuple[str, ...], range]]:
        start = 0
        while start < len(run):
            length = min(_LONGEST, len(run) - start)
            while length and (run[start : start + length],) not in self._meaning:
                length -= 1
            if length:
                meant = self._meaning[run[start : start + length],]
                yield at + start, tuple(meant), range(at + start, at + start + length)
            start += length or 1


class Meanings:
    """Texts of any language, by what is meant; words that stand for no concept stand for themselves."""

    def __init__(
        self,
        languages: Sequence[tuple[Words, Mapping[str, Sequence[str]]]],
        together: Mapping[str, Sequence[str]],
    ) -> None:
        """Read with the concepts of *languages*; *together*: those that two others make, in this order."""
        self._lexicons = [_Lexicon(words, concepts) for words, concepts in languages]
        self._together = [(made, *pair.split()) for made, pairs in together.items() for pair in pairs]

    def words(self, text: str) -> Read:
        """The concepts of *text*; what the language that knows most of it does not know, the others may."""
        looked = [lexicon.find(text) for lexicon in self._lexicons]
        looked.sort(key=lambda each: -sum(len(span) for _, _, span in each[0]))
        taken = set[int]()
        said: list[tuple[int, Iterable[str]]] = []
        for found, _ in looked:
            for at, concepts, span in found:
                if taken.isdisjoint(span):
                    taken.update(span)
                    said.append((at, concepts))
        for word, at in looked[0][1] if looked else ():
            if at not in taken and word.isalpha() and not _HAN.search(word):
                said.append((at, (word,)))
        said.sort(key=lambda each: each[0])
        return [(concept, at) for at, concepts in said for concept in concepts]

    def say(self, word: str) -> Sequence[frozenset[str]]:
        """What a word of a phrase says: it may mean several things, and any of them is enough."""
        places: dict[int, set[str]] = defaultdict(set)
        for meant, at in self.words(word):
            places[at].add(meant)
        return list(map(frozenset, places.values()))

    def read(self, text: str) -> Read:
        """The concepts, with what is denied, and what two make together."""
        words = self.words(text)
        found = list(words)
        places: dict[str, list[int]] = defaultdict(list)
        for place, (word, at) in enumerate(words):
            places[word].append(place)
            if word == "not":
                found += [(f"not_{denied}", at) for denied, _ in words[place + 1 : place + 1 + _BOUND]]
        for made, one, other in self._together:
            near = (
                place
                for place in places.get(one, ())
                if any(0 < abs(place - beside) <= _TOGETHER for beside in places.get(other, ()))
            )
            for first in islice(near, 1):
                places[made].append(first)
                found.append((made, words[first][1]))
        return found


class _Phrase(NamedTuple):
    goal: str
    places: tuple[frozenset[str], ...]
    """For each of its words, the words that may stand there."""
    barred: frozenset[str]
    """Words that may not stand in the text."""


class Phrases:
    """Phrases, ready to be looked for in texts that are read in one way."""

    def __init__(self, spoken: Iterable[tuple[Mapping[str, Sequence[str]], Say]]) -> None:
        """Read phrases by goal; a goal is an outcome's id or a kind without a place.

        Args:
            spoken: phrases, and what their words say; words are separated by spaces, in Chinese too, and
                words for the same by "|"; a word behind "-" may not stand in the text.
        """
        self._phrases = [
            phrase
            for by_goal, say in spoken
            for goal, texts in by_goal.items()
            for phrase in _phrases(goal, texts, say)
        ]
        self._enough = [len(phrase.places) - (len(phrase.places) >= _LONG) for phrase in self._phrases]
        """How many of the words of each phrase have to occur."""
        places: dict[frozenset[str], int] = {}
        self._places = [
            [places.setdefault(words, len(places)) for words in phrase.places] for phrase in self._phrases
        ]
        """The places of each phrase by number: of a text each is looked at once, whatever phrases have it."""
        self._places_of: dict[str, list[int]] = defaultdict(list)
        for words, place in places.items():
            for word in words:
                self._places_of[word].append(place)
        goals_of: dict[str, set[str]] = defaultdict(set)
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self._phrases):
            for word in {word for words in phrase.places for word in words}:
                goals_of[word].add(phrase.goal)
                self._holding[word].append(number)
            for word in phrase.barred:
                self._holding[word] += ()
        size = len({phrase.goal for phrase in self._phrases})
        self._weight = {word: log(1 + size / len(goals)) for word, goals in goals_of.items()}
        by_weight = sorted(self._weight, key=lambda word: (self._weight[word], word))
        self._rank = {word: rank for rank, word in enumerate(by_weight)}

    def scores(self, read: Read) -> Counter[str]:
        """How well each goal fits a text as it was read; only those that fit at all."""
        standing: dict[str, list[int]] = defaultdict(list)
        for word, start in read:
            if word in self._holding:
                standing[word].append(start)
        counted = Counter[int]()
        for word in standing:
            counted.update(self._holding[word])
        worth: dict[str, list[tuple[float, Collection[str]]]] = defaultdict(list)
        said: dict[int, str] = {}
        for word in sorted(standing.keys() & self._rank.keys(), key=self._rank.__getitem__):
            said.update(dict.fromkeys(self._places_of[word], word))
        enough = self._enough
        for number in [number for number, count in counted.items() if count >= enough[number]]:
            phrase = self._phrases[number]
            hits = [said.get(place, "") for place in self._places[number]]
            if len(hits) - hits.count("") < enough[number] or not phrase.barred.isdisjoint(standing):
                continue
            if value := self._worth(phrase, hits):
                words = sorted(set(filter(None, hits)))
                value *= _closeness(list(map(standing.__getitem__, words)))
                worth[phrase.goal].append((value, words))
        return Counter({goal: self._together(values) for goal, values in worth.items()})

    def _worth(self, phrase: _Phrase, hits: Sequence[str]) -> float:
        """What *phrase* is worth by the words that stand in its places; "" where none does."""
        weight = sum(map(self._weight.__getitem__, filter(None, hits)))
        if "" not in hits:
            return weight
        lost = min(map(self._weight.__getitem__, phrase.places[hits.index("")]))
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


def _phrases(goal: str, texts: Iterable[str], say: Say) -> Iterator[_Phrase]:
    for text in texts:
        places: dict[frozenset[str], None] = {}
        barred = set[str]()
        for each in text.split():
            if each.startswith("-"):
                barred.update(*say(each[1:]))
            elif len(choices := each.split("|")) == 1:
                places |= dict.fromkeys(say(each))
            elif said := frozenset[str]().union(*(place for choice in choices for place in say(choice))):
                places[said] = None
        if places:
            yield _Phrase(goal, tuple(places), frozenset(barred))


def _closeness(standing: Sequence[Sequence[int]]) -> float:
    """How much a phrase counts by how near its words stand: 1, or less where they are apart."""
    if len(standing) == 1:
        return 1
    first, *others = standing
    if sum(map(len, standing)) == len(standing):
        apart = max(abs(other[0] - first[0]) for other in others)
        return max(_FAR_APART, min(1, 1 - (1 - _FAR_APART) * (apart - _NEAR) / _NEAR))
    apart = min(max(min(abs(at - other) for other in each) for each in others) for at in first)
    return max(_FAR_APART, min(1, 1 - (1 - _FAR_APART) * (apart - _NEAR) / _NEAR))


class Terms:
    """BM25 over what the goals are called and what is said of them."""

    def __init__(self, said: Mapping[str, str], words: Words) -> None:
        terms = {goal: self._terms(words.read(text)) for goal, text in said.items()}
        self._counts = {goal: Counter(each) for goal, each in terms.items()}
        self._lengths = {goal: len(each) for goal, each in terms.items()}
        self._mean = (sum(self._lengths.values()) / len(terms)) if terms else 1.0
        self._goals_of: dict[str, list[str]] = defaultdict(list)
        for goal, counts in self._counts.items():
            for term in counts:
                self._goals_of[term].append(goal)

    def scores(self, read: Read) -> dict[str, float]:
        """How well each goal fits a text as it was read."""
        found: dict[str, float] = defaultdict(float)
        size = len(self._counts)
        for term in set(self._terms(read)):
            goals = self._goals_of.get(term, ())
            rarity = log(1 + (size - len(goals) + 0.5) / (len(goals) + 0.5))
            for goal in goals:
                often = self._counts[goal][term]
                length = _K1 * (1 - _B + _B * self._lengths[goal] / self._mean)
                found[goal] += rarity * often * (_K1 + 1) / (often + length)
        return found

    def _terms(self, read: Read) -> list[str]:
        """Words, and pairs of characters where words are not set apart."""
        return [word for word, _ in read if not _HAN.search(word) or len(word) == len("字字")]


class Examples:
    """What people say, whole: the more of its concepts a text shares with one, the more it is like it."""

    def __init__(self, by_goal: Mapping[str, Iterable[str]], reader: Meanings) -> None:
        """Read examples by goal."""
        said = [
            (goal, {word for word, _ in reader.read(text)})
            for goal, texts in by_goal.items()
            for text in texts
        ]
        often = Counter(word for _, words in said for word in words)
        self._square = {word: log(1 + len(said) / times) ** 2 for word, times in often.items()}
        self._unknown = log(1 + len(said)) ** 2
        self._goals = [goal for goal, _ in said]
        self._norms = [sqrt(sum(map(self._square.__getitem__, words))) for _, words in said]
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, (_, words) in enumerate(said):
            for word in words:
                self._holding[word].append(number)

    def scores(self, read: Read) -> dict[str, float]:
        """How much the examples of each goal are like a text as it was read."""
        words = {word for word, _ in read}
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            for number in self._holding.get(word, ()):
                shared[number] += self._square[word]
        norm = sqrt(sum(self._square.get(word, self._unknown) for word in words))
        alike: dict[str, list[float]] = defaultdict(list)
        for number, weight in shared.items():
            alike[self._goals[number]].append(weight / norm / self._norms[number])
        return {
            goal: sum(
                share * value for share, value in zip(_ALIKE, sorted(values, reverse=True), strict=False)
            )
            for goal, values in alike.items()
        }


class Language(NamedTuple):
    """What is known of how people speak in one language."""

    phrases: Mapping[str, Sequence[str]]
    """By goal: an outcome's id, or a kind without a place."""
    slang: Mapping[str, str] = {}
    """What people write, and the words that are meant."""
    titles: Mapping[str, str] = {}
    """What else is said of a goal: title, summary, answers that lead there."""
    concepts: Mapping[str, Sequence[str]] = {}
    """What can be meant, and the expressions for it."""
    examples: Mapping[str, Sequence[str]] = {}
    """By goal: what people say, whole."""


class Speech:
    """What is known of how people speak, in every language at once, since they mix them."""

    def __init__(
        self,
        languages: Sequence[Language],
        shared: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        """Make ready what each language knows.

        Args:
            languages: every language.
            shared: what concepts say in any language: those that two make "together", phrases of them by
                goal ("goals"), and those that tell that the matter is another's, by kind ("elsewhere").
        """
        shared = shared or {}
        self.rarest = log(1 + len({goal for each in languages for goal in each.phrases}))
        """What a word weighs that only one goal has."""
        readers = [Words(language.slang) for language in languages]
        self._by_word = [
            (words, Phrases([(language.phrases, words.say)]), Terms(_said_of(language), words))
            for language, words in zip(languages, readers, strict=True)
        ]
        pairs = [(words, language.concepts) for language, words in zip(languages, readers, strict=True)]
        self._meanings = (
            Meanings(pairs, shared.get("together", {})) if any(each for _, each in pairs) else None
        )
        if self._meanings:
            say = cache(self._meanings.say)
            meant = [(language.phrases, say) for language in languages]
            self._by_meaning = Phrases([*meant, (shared.get("goals", {}), named)])
            self._elsewhere = Phrases([(shared.get("elsewhere", {}), named)])
            self._examples = Examples(_joined([each.examples for each in languages]), self._meanings)

    def look(self, text: str) -> tuple[Counter[str], str | None]:
        """How well each goal fits *text*, if at all; and the kind if it is another's matter."""
        found = Counter[str]()
        elsewhere = None
        for words, phrases, terms in self._by_word:
            read = words.read(text)
            scores = phrases.scores(read)
            for goal, score in terms.scores(read).items():
                scores[goal] += _TERMS * score  # type: ignore[assignment] # scores are no counts
            found |= scores
        if self._meanings:
            read = self._meanings.read(text)
            ways: list[tuple[float, Mapping[str, float]]] = [
                (_BY_WORD, found),
                (_BY_MEANING, self._by_meaning.scores(read)),
                (_BY_EXAMPLE, self._examples.scores(read)),
            ]
            found = Counter()
            for share, scored in ways:
                for goal, score in scored.items():
                    found[goal] += share * score  # type: ignore[assignment] # scores are no counts
            elsewhere = next((kind for kind, _ in self._elsewhere.scores(read).most_common(1)), None)
        return found, elsewhere


def _joined(parts: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    together: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for goal, texts in part.items():
            together[goal] += texts
    return together


def _said_of(language: Language) -> dict[str, str]:
    """All that is said of each goal."""
    return {
        goal: " ".join([language.titles.get(goal, ""), *language.phrases.get(goal, ())])
        for goal in {**language.titles, **language.phrases}
    }


def suggest(
    text: str, speech: Speech, nowhere: frozenset[str], urgent: frozenset[str] = frozenset()
) -> Suggested:
    """The goals that fit *text* best.

    Args:
        text: what was typed. Digits of what may be a code are taken out before anything is looked at.
        speech: how people speak.
        nowhere: goals that are kinds without a place in the tree.
        urgent: goals where money is at risk now; the best of them stands among those shown if it fits at all.
    """
    scores, elsewhere = speech.look(without_codes(text[:MOST_TYPED]))
    ranked = [(goal, round(score, 2)) for goal, score in scores.most_common() if score >= _LEAST]
    if not ranked:
        return Suggested("none", ())
    best, score = ranked[0]
    leads = score >= _ALONE * speech.rarest and (len(ranked) == 1 or score >= _LEAD * ranked[1][1])
    far = score * (_FAR_BEHIND if leads else _FAR)
    placed = tuple(each for each in ranked if each[0] not in nowhere and each[1] >= far)[:_SHOWN]
    if urgent.isdisjoint(goal for goal, _ in placed):
        least = score * (_URGENT_BEHIND if leads else _URGENT)
        pressing = [each for each in ranked if each[0] in urgent and each[1] >= least][:1]
        placed = (*placed[: _SHOWN - len(pressing)], *pressing)
    if best in nowhere or (elsewhere and best not in urgent):
        return Suggested("nowhere", placed, best if best in nowhere else elsewhere)
    return Suggested("one" if leads else "three", placed)


NOWHERE: Final = "nowhere."
"""Begins the name of a kind of trouble without a place in the tree."""
SHELVES: Final = ("phrases", "slang", "concepts", "examples")
"""Folders of a pack whose files say how people speak, by language."""


class Suggester:
    """What the words of a pack's phrases fit: all its languages together, since people mix them."""

    def __init__(self, pack: Pack) -> None:
        """Read how people speak, as *pack* has it.

        Raises:
            DataError: a file of it is damaged.
        """
        nodes = pack.tree.nodes.values()
        self._urgent = frozenset(node.id for node in nodes if isinstance(node, Outcome) and node.critical)
        languages = [_language(pack, lang) for lang in pack.languages if pack.has(f"phrases/{lang}")]
        shared = pack.document("meanings") if pack.has("meanings") else {}
        self._speech = Speech(languages, shared)
        goals = {goal for each in languages for goal in {**each.phrases, **each.examples}}
        self._nowhere = frozenset(goal for goal in goals if goal.startswith(NOWHERE))

    def suggest(self, text: str) -> Suggested:
        """What fits *text*; a goal without a place is named without its prefix."""
        found = suggest(text, self._speech, self._nowhere, self._urgent)
        nowhere = found.nowhere.removeprefix(NOWHERE) if found.nowhere else None
        return found._replace(nowhere=nowhere, alarm=any(goal in self._urgent for goal, _ in found.found))


def _language(pack: Pack, lang: str) -> Language:
    texts = pack.document(f"text/{lang}")
    nodes = pack.tree.nodes.values()
    titles = {
        node.id: [texts.get(f"outcome.{node.id}.{part}", "") for part in ("title", "summary")]
        for node in nodes
        if isinstance(node, Outcome)
    }
    for node in nodes:
        for option in node.options if isinstance(node, Question) else ():
            if option.to is not None and option.to in titles:
                titles[option.to].append(texts.get(f"{node.id}.opt.{option.id}", ""))
    phrases, slang, concepts, examples = (
        pack.document(f"{shelf}/{lang}") if pack.has(f"{shelf}/{lang}") else {} for shelf in SHELVES
    )
    return Language(
        phrases, slang, {goal: " ".join(each) for goal, each in titles.items()}, concepts, examples
    )
