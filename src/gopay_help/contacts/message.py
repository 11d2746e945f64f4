"""What a pasted message gives away: the contacts in it, and what its sentences want of their reader.

Contacts are taken as whole tokens. What had to be cut out of other text may have been cut short by a
forger, so it is marked, and is never called official.

What it wants of its reader is read by phrases, which play roles, and rules, which name the roles that make a
sign together. How a text is read (docs/messages.md explains it with examples):

1. It is cut into sentences, and what asks for nothing is taken out of each (`Negations`).
2. Each sentence becomes tokens: words, single Chinese characters, and shapes (a link, a telephone number, a
   sum, a dial code) that are roles of their own. A word is also tried without an ending, with digits read as
   letters, and by its consonants alone, since abbreviations leave out vowels.
3. The phrases of the pack are looked up at every token, and each gives its role to the sentence.
4. A rule speaks where some sentences in a row hold all its roles and none that it excludes.

Every step goes once over the text, so time grows with its length and no faster.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from gopay_help.contacts.answers import MessageLevel, Signal
from gopay_help.contacts.lookalikes import ALONE, SHAPES, Frame, Lookalikes, SignRule
from gopay_help.contacts.phones import codes_in, forwards_calls, names_a_mobile, without_codes
from gopay_help.contacts.secret_requests import (
    Negations,
    SecretRequests,
    Sentence,
    Words,
    any_of,
    sentences,
    tidy,
)
from gopay_help.model.text import hidden

_QUOTE: Final = 80
_PASSAGE: Final = 300
"""So many letters are one passage, however many sentences they are cut into."""
_LONGEST: Final = 10
"""Tokens of the longest phrase."""
_SUFFIXES: Final = (
    "com|net|org|info|id|co|me|ly|cc|cn|xyz|top|vip|club|shop|site|online|live|link|app|io|uk|us|in|my|ru|tk|ml|ga|cf"
    "|gq|biz|tv|pro|win|icu|fun|gg|gl|to|at|be|click|store|space|website|page|dev|ph|sg|au|ca|de|fr|nl|pe|hk|tw|im|example"
    "|help|support|bet|su|bid|loan|rest|monster|cyou|sbs|cfd|quest|buzz|pw|deals|gift|finance|today|world|life|lol"
    "|tech|ws|work|digital|asia|services|center|centre|email|mobi|name|group|press|news|express|delivery|tax|cash|money"
    "|credit|fund|trade|market|social|agency|ltd|best|one|bond|skin|mom|autos|zip|mov|eu|es|it|pl|br|mx|ar|ng|ke|za|th"
    "|vn|kh|la|bd|pk|lk|np|ae|nz|ie|se|no|ch|so|st|vc|la|im|sh|ac|re|wiki|chat|care|host|games|casino"
)
_TOKENS: Final = (
    r"(?P<link>(?:h(?:tt|xx)ps?[:/]{{1,5}}|www[.\s]|(?<![:\w])//@?(?=[a-z0-9]))[^\s<>\"\u3000-\u9fff]{{3,300}}"
    r"|(?<![\w@.])(?:[a-z0-9][a-z0-9\-]{{0,62}}\.){{1,6}}[a-z]{{2,15}}/[^\s<>\"\u3000-\u9fff]{{1,300}}"
    rf"|(?<![\w@.])(?:[a-z0-9][a-z0-9\-]{{{{0,62}}}}\.){{{{1,6}}}}(?:{_SUFFIXES})(?![\w@])(?:/[^\s<>\"\u3000-\u9fff]{{{{0,300}}}})?)"
    r"|(?P<mailbox>[\w.+\-]{{1,64}}@[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,4}})"
    r"|(?P<dial_code>[*#]{{1,2}}\d{{2,4}}[*#][\dx*#]{{0,40}})"
    r"|(?P<sum>{amount}|(?<![\w.,])[1-9]\d{{0,2}}(?:[.,]\d{{3}}){{1,4}}(?![\d\w]|[.,]\d))"
    r"|(?P<han>[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff])"
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
_GOVERNMENT: Final = re.compile(
    r"(?:\A|//|\.)(?:[\w\-]{1,63}\.(?:go\.id|gov(?:\.[a-z]{2})?)|gov\.uk)(?![\w.\-])"
)
"""No stranger gets such a name: not a link of the sender's own."""
_RISKY: Final = re.compile(
    r"(?:\A|//)(?:[\w.]{0,80}[\w]-[\w.\-]{0,80}\.[a-z]{2,15}"
    r"|[\w.\-]{1,90}\.(?:top|xyz|vip|club|site|online|info|icu|shop|help|support|click|fun|buzz|cc|tk|ml|ga|cf|gq"
    r"|pw|win|bid|loan|work|rest|monster|cyou|sbs|cfd|quest|lol|store|space|website|tech|world|today|life|pro|ws|su|bet"
    r"|asia|digital|services|center|email|mobi|express|delivery|tax|cash|money|credit|fund|trade|market|best|bond|skin"
    r"|gift|deals|finance|bar|press|games|casino|care|host"
    r"|(?:my|web|biz)\.id|blogspot\.com|weebly\.com|wixsite\.com|(?:vercel|netlify|web)\.app|pages\.dev))(?![\w.\-])"
)
"""Names that anybody gets for little, or that are put together of several words."""
_NUMBER_INSIDE: Final = re.compile(r"\d{6}|\d{3}x{2}")
"""A dial code with somebody's number in it."""
_TWICE: Final = re.compile(r"(.)\1+")


_FORBIDDING: Final = {"secrecy", "dont_call", "isolate"}
"""Roles of phrases that forbid: do not tell, do not call, do not hang up."""
_AWAY: Final = {"link", "dial_code", "phone"}


class _Node:
    """What may follow after some tokens, and the roles of a phrase that ends there."""

    __slots__ = ("after", "roles")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.roles: set[str] = set()


class Phrasebook:
    """Finds the roles of a sentence; built once for a pack."""

    def __init__(
        self, lists: Mapping[str, Sequence[str]], endings: Sequence[str], amount: str, short: Iterable[str]
    ) -> None:
        self._short = re.compile(rf"(?:\A|//|www\.)(?:{any_of(short)})(?![\w.\-])")
        self._tokens = re.compile(_TOKENS.format(amount=amount))
        self._long = dict(pair.split("=") for pair in lists.get("short", ()))
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
                if kind == "link" and self._short.search(match[0]):
                    found.add("short_link")
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
        ways = [token, bare, *filter(None, (self._long.get(bare),))]
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

    def __init__(self, book: Phrasebook, rules: Sequence[SignRule], frames: Sequence[Frame]) -> None:
        self._book = book
        self._rules = rules
        self._frames = frames
        self._all = {"secret", "identity", "remote_control", *(rule.sign for rule in rules)} - {"app_file"}
        self._sizes = {rule.within for rule in rules}

    def stays_here(self, parts: Sequence[Sentence]) -> bool:
        """True if nothing in the text leads its reader anywhere: no link, no number, no address."""
        return all(self._book.roles(part.read).isdisjoint(_AWAY) for part in parts)

    def calmed(
        self, parts: Sequence[Sentence], known: set[str], wants: Iterable[str]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """The signs that are none in this text by what it tells and what it *wants* of its reader.

        *known* roles are told already. Those of the second set are none even if the sender asks himself.
        """
        if not self.stays_here(parts):
            return frozenset(), frozenset()
        told = known.union(*(self._book.roles(part.bare) for part in parts))
        asked = set[str]().union(*map(self._roles, parts))
        live = set[str]().union(*map(self._book.roles, wants))
        speaking = [frame for frame in self._frames if frame.speaks(told, asked, live)]
        firmly = frozenset().union(*(frame.calms for frame in speaking if frame.firm))
        return frozenset().union(*(frame.calms or self._all for frame in speaking)), firmly

    def found(self, parts: Sequence[Sentence]) -> Iterator[Signal]:
        """One signal a rule that speaks, in the order of the rules."""
        roles = [self._roles(part) for part in parts]
        windows = {size: list(_windows(parts, roles, size)) for size in self._sizes}
        for rule in self._rules:
            at = next((at for at, held in enumerate(windows[rule.within]) if rule.speaks(held)), None)
            if at is not None:
                near = next(
                    part for part, own in zip(parts[at:], roles[at:], strict=True) if own & rule.wanted
                )
                yield Signal(rule.sign, near.written[:_QUOTE], rule.level)

    def _roles(self, part: Sentence) -> set[str]:
        if not part.calm:
            return set()
        forbids = self._book.roles(part.bare) & _FORBIDDING if part.calm != part.bare else set()
        return self._book.roles(part.calm) | forbids


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


MAX_CONTACTS: Final = 50
_BEFORE: Final = 2
"""How many sentences back a thing may have been named."""
_HAN: Final = r"\u3400-\u9fff\uf900-\ufaff"
_CHUNK: Final = re.compile(r"[^\s<>\"\u201c\u201d\u300a-\u3011\uff08\uff09]+")
_RUN: Final = re.compile(r"\S+")
_JOINT: Final = re.compile(r"[@.\\/:]\w")
"""What goes on with an address."""
_EDGES: Final = ".,;:!?)('\u2018\u2019\u2026\u3001\u3002\uff0c\uff01\uff1f\uff1b\uff1a*_~"
_HINT: Final = re.compile(r"[.@:\u3002\uff0e\uff61\\]")
_SCHEMED: Final = re.compile(
    r"(?i)\A(?:h(?:tt|xx)ps?|ftp|intent|whatsapp|tg)://?.|\A(?:mailto|tel|sms|smsto|callto|intent):.|\Awww\.."
)
_MAILBOX: Final = re.compile(r"\A[^\s@]{1,64}@[^\s@]{3,190}\Z")
_ACCOUNT: Final = re.compile(r"\A@[A-Za-z0-9_.]{3,40}\Z")
_HOSTED: Final = re.compile(r"\A[\w\-]+(?:[.\u3002\uff0e\uff61][\w\-]+)+(?:[/?#:\\].*)?\Z", re.DOTALL)
_INSIDE: Final = re.compile(
    r"(?i)(?:https?://|www\.)[!-;=?-~]{3,500}|[a-z0-9._+\-]{1,64}@[a-z0-9.\-]{1,190}[a-z]"
    r"|(?<![a-z0-9.\-@])(?:[a-z0-9\-]{1,63}\.){1,8}[a-z]{2,24}(?:/[!-;=?-~]{0,300})?"
)
"""Links, mailboxes and hosts among letters of another script, or between commas."""
_MIXED: Final = re.compile(rf"[\w\-]{{0,40}}[{_HAN}][\w\-]{{0,40}}\.[a-zA-Z]{{2,24}}")
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9_*#+@/=%.])\+?\(?\d[\d\s().\-]{5,18}\d(?![A-Za-z0-9_*#@/=%])")
_CLEAN: Final = re.compile(rf"[\s{_HAN}.,;:!?()'\"\u2018-\u201d\u3000-\u303f\uff01-\uff1f/\-]\Z")
_CODE: Final = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
"""What may be somebody's code: it is not said again."""
_CARD: Final = re.compile(r"(?<![\d.\-])(?:\d[ \-]?){15,18}\d(?![\d.\-])")
"""Sixteen digits and more: too long for a telephone number, and as long as a card or an identity number."""
_WORDED: Final = (
    "[\u4e00\u4e8c\u4e24\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u51e0]{1,4}[\u5343\u767e\u4e07]"
)
"""A sum in Chinese numerals, such as three thousand five."""
_THOUSANDS: Final = r"(?<![\w.,+\-])[1-9]\d{0,2}(?:\.\d{3}){1,4}(?:,\d{2})?(?![\d.]\d|\d)"
"""A sum written with points; a telephone number begins with a zero or a plus, or has no points."""


class Found(NamedTuple):
    """A contact in a text, and whether it stood there by itself."""

    value: str
    whole: bool


class MessageReader:
    """Finds contacts and warning signs in a text; `is_host` says whether a name ends as hosts do."""

    def __init__(self, data: Lookalikes, is_host: Callable[[str], bool]) -> None:
        self._data = data
        self._words = Words(data.message)
        self._plan = data.phones
        self._is_host = is_host

    # Built with the first text: a number or a host needs none of it.

    @cached_property
    def _negations(self) -> Negations:
        return Negations(self._words)

    @cached_property
    def _requests(self) -> SecretRequests:
        return SecretRequests(self._words)

    @cached_property
    def _signs(self) -> MessageSignals:
        lists = {**self._data.message, **self._data.phrases}
        endings, short = self._data.message.get("endings", ()), self._data.places.shorteners
        book = Phrasebook(lists, endings, amount(self._words), short)
        return MessageSignals(book, self._data.signs, self._data.frames)

    @cached_property
    def _coded(self) -> re.Pattern[str]:
        return self._words.pattern("secret", "code")

    @cached_property
    def _control(self) -> re.Pattern[str]:
        return Words({"tools": self._data.places.remote_control}).pattern("tools")

    @cached_property
    def _app_file(self) -> re.Pattern[str]:
        return re.compile(rf"\.(?:{any_of(self._data.places.app_files)})\b", re.IGNORECASE)

    @cached_property
    def _sums(self) -> re.Pattern[str]:
        return re.compile(f"{amount(self._words)}|{_THOUSANDS}", re.IGNORECASE)

    @cached_property
    def _numbered(self) -> re.Pattern[str]:
        """The number of an account, a parcel or a ticket: it is not written as one that can be dialled."""
        dialled = rf"{self._plan.country_code}[\d \-]{{7,13}}(?!\d)"
        number = rf"(?<![\d+])(?!{dialled})(?:[1-9][\d \-]{{7,22}}\d|0(?:[ \-]?\d){{13,20}})"
        return re.compile(rf"{self._words.any('numbered')}[^\d\n]{{0,30}}{number}", re.IGNORECASE)

    def contacts(self, text: str) -> list[Found]:
        """Every contact in *text*, each once, a bounded number of them."""
        found: dict[str, bool] = dict.fromkeys(codes_in(text), True)
        rest = without_codes(text)
        used: list[tuple[int, int]] = []
        for chunk, alone in _chunks(rest):
            if _HINT.search(chunk[0]) or chunk[0][0] == "@":
                for value, whole in self._in_chunk(chunk[0]):
                    found[value] = found.get(value, True) and whole and alone
                    used.append(chunk.span())
            if len(found) > 2 * MAX_CONTACTS:
                break
        bare = "".join(_without(rest, used))
        bare = self._numbered.sub(" ", self._sums.sub(" ", bare))
        for match in _NUMBER.finditer(bare):
            around = (bare[match.start() - 1 : match.start()], bare[match.end() : match.end() + 1])
            whole = all(not char or _CLEAN.match(char) is not None for char in around)
            found.setdefault(match[0].strip(), whole and not any(map(hidden, "".join(around).strip())))
        return [Found(*item) for item in found.items()][:MAX_CONTACTS]

    def _in_chunk(self, chunk: str) -> Iterator[Found]:
        """The contacts of one token: itself, if it is one; else what can be made out in it."""
        bare = chunk.strip(_EDGES) if not chunk.startswith("@") else chunk.rstrip(_EDGES)
        glued = re.search(rf"[{_HAN}]" if _SCHEMED.match(bare) else rf"[{_HAN},;|']", bare) is not None
        if not glued and self._is_contact(bare):
            yield Found(bare, whole=True)
            return
        inside = [match[0].rstrip(_EDGES) for match in _INSIDE.finditer(bare)]
        mixed = [match[0] for match in _MIXED.finditer(bare)] if not inside else []
        yield from (Found(value, whole=False) for value in (*inside, *mixed) if self._is_contact(value))

    def _is_contact(self, text: str) -> bool:
        if _SCHEMED.match(text) or _ACCOUNT.match(text):
            return True
        if _MAILBOX.match(text):
            return "." in text or "\u3002" in text
        return _HOSTED.match(text) is not None and self._is_host(re.split(r"[/?#:\\]", text)[0])

    def signals(self, text: str) -> tuple[Signal, ...]:
        """Every warning sign in *text*, each kind once, the gravest first."""
        first: dict[str, Signal] = {}
        for signal in self._signals(text):
            if signal.id not in first or (
                signal.level is MessageLevel.DANGER and first[signal.id].level is not MessageLevel.DANGER
            ):
                first[signal.id] = signal
        return tuple(sorted(first.values(), key=lambda signal: signal.level is not MessageLevel.DANGER))

    def guarded(self, text: str) -> str:
        """*text* as it may be said again: without a card number, or digits beside the name of a secret."""
        shown = _CARD.sub("****", text)
        return _CODE.sub("****", shown) if self._coded.search(text.casefold()) else shown

    def _signals(self, text: str) -> Iterator[Signal]:
        for code in codes_in(text):
            if forwards_calls(code, self._plan):
                yield Signal("dial_code", code)
            elif names_a_mobile(code):
                yield Signal("airtime_code", code)
        parts = [self._negations.sentence(part) for part in sentences(tidy(text))]
        tale = self._words.pattern("tale", "scam").search(text.casefold()) is not None
        found = list(self._asking(text, parts, warned=tale))
        if not found:
            return
        alone = len({signal.id for _, signal in found}) == 1
        known = ({"tale"} if tale else set()) | ({ALONE} if alone else set())
        calmed, firmly = self._signs.calmed(parts, known, (self._negations.live(part.bare) for part in parts))
        files = "app_file" not in calmed and any(signal.id == "app_file" for _, signal in found)
        for part, signal in found:
            calm = signal.id in calmed and (
                signal.id == "secret" or not files
            )  # who warns of files names none
            if not calm or (part and signal.id not in firmly and self._requests.asks_for_itself(part.read)):
                yield signal

    def _asking(
        self, text: str, parts: Sequence[Sentence], *, warned: bool
    ) -> Iterator[tuple[Sentence | None, Signal]]:
        """Every sign, whoever it is that tells of it; a secret with the sentence that asks for it."""
        read = [part.read for part in parts]
        for index, part in enumerate(parts):
            if self._requests.for_secret(part.read, read[max(0, index - _BEFORE) : index]):
                yield part, Signal("secret", self.guarded(part.written[:_QUOTE]))
        for part in parts:
            if self._requests.for_identity(part.read):
                yield None, Signal("identity", self.guarded(part.written[:_QUOTE]))
        if app := self._app(text, warned=warned):
            start = max(text.rfind(" ", 0, app.start()) + 1, app.end() - _QUOTE)
            yield None, Signal("app_file", text[start : app.end()])
        if tool := self._control.search(text.casefold()):
            yield None, Signal("remote_control", tool.group())
        for signal in self._signs.found(parts):
            if not (warned and signal.id == "app_file"):
                yield None, Signal(signal.id, self.guarded(signal.quote), signal.level)

    def _app(self, text: str, *, warned: bool) -> re.Match[str] | None:
        """An app file; who warns of them is believed unless one has a name."""
        files = self._app_file.finditer(text)
        if warned:
            return next((file for file in files if text[file.start() - 1 : file.start()].isalnum()), None)
        return next(files, None)


def _chunks(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The tokens of *text*, and whether quotes and brackets beside one have not cut an address in two."""
    for run in _RUN.finditer(text):
        joints = len(_JOINT.findall(run[0]))
        for chunk in _CHUNK.finditer(text, *run.span()):
            yield chunk, len(_JOINT.findall(chunk[0])) == joints


def amount(words: Words) -> str:
    """A pattern for sums of money and for shares, which are no telephone numbers."""
    money = words.loose("currency")
    return (
        rf"(?<![a-z])(?:{money})\.?\s?\d[\d.,]{{0,20}}(?:\s?(?:{money})(?![a-z]))?"
        rf"|(?<![a-z\d_.,])\d[\d.,]{{0,20}}\s?(?:{money})(?![a-z])"
        rf"|{_WORDED}"
    )


def _without(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """The parts of *text* between *spans*."""
    at = 0
    for start, end in spans:
        if start >= at:
            yield text[at:start] + " "
            at = end
    yield text[at:]
