"""What a message wants of its reader: phrases play roles, and rules name the roles that make a sign together.

How a text is read (docs/messages.md explains it with examples):

1. It is cut into sentences, and what asks for nothing is taken out of each (`Negations`).
2. Each sentence becomes tokens: words, single Chinese characters, and shapes (a link, a telephone number, a
   sum, a dial code) that are roles of their own. A word is also tried without an ending, with digits read as
   letters, and by its consonants alone, since abbreviations leave out vowels.
3. The phrases of the pack are looked up at every token, and each gives its role to the sentence.
4. A rule speaks where some sentences in a row hold all its roles and none that it excludes.

Every step goes once over the text, so time grows with its length and no faster.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from gopay_help.contacts.lookalikes import SHAPES, SignRule
from gopay_help.contacts.secret_requests import Sentence
from gopay_help.model.verification import Signal

_QUOTE: Final = 80
_PASSAGE: Final = 300
"""So many letters are one passage, however many sentences they are cut into."""
_LONGEST: Final = 10
"""Tokens of the longest phrase."""
_SUFFIXES: Final = (
    "com|net|org|info|id|co|me|ly|cc|cn|xyz|top|vip|club|shop|site|online|live|link|app|io|uk|us|in|my|ru|tk|ml|ga|cf"
    "|gq|biz|tv|pro|win|icu|fun|gg|gl|to|at|be|click|store|space|website|page|dev|ph|sg|au|ca|de|fr|nl|pe|hk|tw|im|example"
    "|help|support|bet|su|bid|loan|rest|monster|cyou|sbs|cfd|quest|buzz|pw|deals|gift|finance"
)
_TOKENS: Final = (
    r"(?P<han>[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff])"
    r"|(?P<link>(?:h(?:tt|xx)ps?[:/]{{1,5}}|www[.\s]|(?<![:\w])//@?(?=[a-z0-9]))[^\s<>\"\u3000-\u9fff]{{3,300}}"
    r"|(?<![\w@.])(?:[a-z0-9][a-z0-9\-]{{0,62}}\.){{1,6}}[a-z]{{2,15}}/[^\s<>\"\u3000-\u9fff]{{1,300}}"
    rf"|(?<![\w@.])(?:[a-z0-9][a-z0-9\-]{{{{0,62}}}}\.){{{{1,6}}}}(?:{_SUFFIXES})(?![\w@])(?:/[^\s<>\"\u3000-\u9fff]{{{{0,300}}}})?)"
    r"|(?P<mailbox>[\w.+\-]{{1,64}}@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,4}})"
    r"|(?P<dial_code>[*#]{{1,2}}\d{{2,4}}[*#][\dx*#]{{0,40}})"
    r"|(?P<sum>{amount}|(?<![\w.,])[1-9]\d{{0,2}}(?:[.,]\d{{3}}){{1,4}}(?![\d\w]|[.,]\d))"
    r"|(?P<reference>(?<!\w)(?:reff?|reference|rrn|utr|trx|txn|no\. ?ref|\u6d41\u6c34\u53f7|\u5355\u53f7)"
    r"[\s.:#]{{0,3}}\d{{6,30}})"
    r"|(?P<phone>\+?\(?\d(?:[\s().\-]{{0,2}}[\dx]){{7,20}}(?!\d))"
    r"|(?P<number>\d{{4,30}})"
    r"|(?P<cut>(?<!\w)[a-z]{{1,3}}[\-_'`’.][a-z0-9]{{3,30}})"
    r"|(?P<word>[^\W_\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]{{1,40}}(?:['’@$][^\W_\u3400-\u9fff]{{1,20}})?)"
)
_DIGITS: Final = str.maketrans("013457@$", "oieastas")
_VOWELS: Final = str.maketrans(dict.fromkeys("aeiou0134@'’-"))
_JOINTS: Final = re.compile(r"[\-_`.'\u2019]")
_PREMIUM: Final = re.compile(r"\(?0(?:9\d|87[0-3]|84[3-5])\d{6,9}\Z")
"""Numbers that cost those who call them."""
_GOVERNMENT: Final = re.compile(r"(?:\A|//|\.)[\w\-]{1,63}\.(?:go\.id|gov(?:\.[a-z]{2})?)(?![\w.\-])")
"""No stranger gets such a name: not a link of the sender's own."""
_RISKY: Final = re.compile(
    r"(?:\A|//)(?:[\w.]{0,80}[\w]-[\w.\-]{0,80}\.[a-z]{2,15}"
    r"|[\w.\-]{1,90}\.(?:top|xyz|vip|club|site|online|info|icu|shop|help|support|click|fun|buzz|cc|tk|ml|ga|cf|gq"
    r"|pw|win|bid|loan|work|rest|monster|cyou|sbs|cfd|quest|lol|store|space|website|tech|world|today|life|pro|ws|su|bet"
    r"|(?:my|web|biz)\.id|blogspot\.com|weebly\.com|wixsite\.com|(?:vercel|netlify|web)\.app|pages\.dev))(?![\w.\-])"
)
"""Names that anybody gets for little, or that are put together of several words."""
_NUMBER_INSIDE: Final = re.compile(r"\d{9}|\d{3}x{2}")
"""A dial code with somebody's number in it."""
_TWICE: Final = re.compile(r"(.)\1+")


_AWAY: Final = {"link", "dial_code", "phone"}


class _Node:
    """What may follow after some tokens, and the roles of a phrase that ends there."""

    __slots__ = ("after", "roles")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.roles: set[str] = set()


class Phrasebook:
    """Finds the roles of a sentence; built once for a pack."""

    def __init__(self, lists: Mapping[str, Sequence[str]], endings: Sequence[str], amount: str) -> None:
        self._tokens = re.compile(_TOKENS.format(amount=amount))
        self._endings = tuple(sorted(endings, key=len, reverse=True))
        self._root = _Node()
        for role, phrases in lists.items():
            for phrase in phrases:
                node = self._root
                for token in self._keys(phrase):
                    node = node.after.setdefault(token, _Node())
                node.roles.add(role)
        self._readings = lru_cache(maxsize=8192)(self._read)

    def roles(self, sentence: str) -> set[str]:
        """The role of every phrase in *sentence*, and of every shape."""
        found: set[str] = set()
        tokens: list[tuple[str, ...]] = []
        for match in self._tokens.finditer(sentence):
            kind = match.lastgroup or "word"
            if kind in SHAPES:
                if kind == "link" and _GOVERNMENT.search(match[0]):
                    continue
                found.add(kind)
                if kind == "link" and _RISKY.search(match[0]):
                    found.add("risky_link")
                if kind == "phone" and _PREMIUM.match(match[0]):
                    found.add("premium")
                if kind == "dial_code" and _NUMBER_INSIDE.search(match[0]):
                    found.add("long_code")
                tokens.append((f"<{kind}>", *(("<digits>",) if kind == "number" else ())))
            else:
                tokens.append(self._readings(match[0]))
        for start, first in enumerate(tokens):
            nodes = [self._root.after[word] for word in first if word in self._root.after]
            for after in range(start + 1, start + _LONGEST + 1):
                found.update(*(node.roles for node in nodes))
                if not nodes or after >= len(tokens):
                    break
                nodes = [node.after[word] for node in nodes for word in tokens[after] if word in node.after]
        return found

    def _keys(self, phrase: str) -> Iterator[str]:
        """The tokens of a phrase of the pack: "~word" is found by its consonants."""
        for part in phrase.casefold().split():
            if part.startswith("<"):
                yield part
            elif part.startswith("~"):
                yield _skeleton(part[1:])
            else:
                yield from (match[0].replace("-", "") for match in self._tokens.finditer(part))

    def _read(self, token: str) -> tuple[str, ...]:
        """Every way to read one token."""
        bare = token if token.isalnum() else _JOINTS.sub("", token)
        ways = [token, bare]
        letters = sum(map(str.isalpha, bare))
        if not letters:
            ways.append("<digits>")
        if letters < len(bare) and letters > 1 and len(bare) > 3:  # noqa: PLR2004 (a word, not a quantity)
            ways.append(bare.translate(_DIGITS))
            if len(bare) - letters > 1 and len(bare) > 5:  # noqa: PLR2004 (as codes of raffles are)
                ways.append("<mixed>")
        if bare != token:
            ways.append(_JOINTS.split(token)[-1])
        if bare.isascii():
            ways += [
                bare.removesuffix(ending)
                for ending in self._endings
                if bare.endswith(ending) and len(bare) > len(ending) + 2
            ]
            ways.append(_skeleton(bare))
        return tuple(dict.fromkeys(ways))


def _skeleton(word: str) -> str:
    """The consonants of a word, doubled ones once, marked so that they are no word."""
    return "~" + _TWICE.sub(r"\1", word.translate(_VOWELS))


class MessageSignals:
    """Finds what a text wants by the rules of the pack; built once."""

    def __init__(self, book: Phrasebook, rules: Sequence[SignRule]) -> None:
        self._book = book
        self._rules = rules
        self._sizes = {rule.within for rule in rules}

    def stays_here(self, parts: Sequence[Sentence]) -> bool:
        """True if nothing in the text leads its reader anywhere: no link, no number, no address."""
        return all(self._book.roles(part.read).isdisjoint(_AWAY) for part in parts)

    def found(self, parts: Sequence[Sentence]) -> Iterator[Signal]:
        """One signal a rule that speaks, in the order of the rules."""
        roles = [self._book.roles(part.calm) if part.calm else set() for part in parts]
        windows = {size: list(_windows(parts, roles, size)) for size in self._sizes}
        for rule in self._rules:
            at = next((at for at, held in enumerate(windows[rule.within]) if rule.speaks(held)), None)
            if at is not None:
                near = next(part for part, own in zip(parts[at:], roles[at:], strict=True) if own & rule.all)
                yield Signal(rule.sign, near.written[:_QUOTE], rule.level)


def _windows(parts: Sequence[Sentence], roles: Sequence[set[str]], size: int) -> Iterator[set[str]]:
    """The roles of *size* sentences in a row from each one on; of more where they are short, as in a list."""
    for at in range(len(parts)):
        held, letters = set(roles[at]), len(parts[at].written)
        for step in range(at + 1, len(parts)):
            letters += len(parts[step].written)
            if size == 1 or (step >= at + size and letters > _PASSAGE):
                break
            held |= roles[step]
        yield held
