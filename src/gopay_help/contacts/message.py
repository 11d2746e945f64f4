"""What a pasted message gives away: the contacts in it, and what its sentences want of their reader.

Contacts are taken as whole tokens. What had to be cut out of other text may have been cut short by a
forger, so it is marked, and is never called official.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.message_signals import MessageSignals, Phrasebook
from gopay_help.contacts.phones import codes_in, forwards_calls, names_a_mobile, without_codes
from gopay_help.contacts.secret_requests import Negations, SecretRequests, Words, sentences, tidy
from gopay_help.model.text import hidden
from gopay_help.model.verification import MessageLevel, Signal

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
_QUOTE: Final = 80
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
        book = Phrasebook(lists, self._data.message.get("endings", ()), amount(self._words))
        return MessageSignals(book, self._data.signs)

    @cached_property
    def _coded(self) -> re.Pattern[str]:
        return self._words.pattern("secret", "code")

    @cached_property
    def _control(self) -> re.Pattern[str]:
        return Words({"tools": self._data.places.remote_control}).pattern("tools")

    @cached_property
    def _app_file(self) -> re.Pattern[str]:
        return re.compile(rf"\.(?:{'|'.join(map(re.escape, self._data.places.app_files))})\b", re.IGNORECASE)

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
        read = [part.read for part in parts]
        tale = self._words.pattern("tale", "scam").search(text.casefold())
        told = tale is not None and self._signs.stays_here(parts)
        for index, part in enumerate(parts):
            asks = self._requests.for_secret(part.read, read[max(0, index - _BEFORE) : index])
            if asks and not (told and not self._requests.asks_for_itself(part.read)):
                yield Signal("secret", self.guarded(part.written[:_QUOTE]))
        if told and not self._app_file.search(text):
            return
        for part in parts:
            if self._requests.for_identity(part.read):
                yield Signal("identity", self.guarded(part.written[:_QUOTE]))
        if found := self._app_file.search(text):
            start = max(text.rfind(" ", 0, found.start()) + 1, found.end() - _QUOTE)
            yield Signal("app_file", text[start : found.end()])
        if found := self._control.search(text.casefold()):
            yield Signal("remote_control", found.group())
        for signal in self._signs.found(parts):
            yield Signal(signal.id, self.guarded(signal.quote), signal.level)


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
        rf"|(?<![\w.,])\d[\d.,]{{0,20}}\s?(?:{money})(?![a-z])"
    )


def _without(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    """The parts of *text* between *spans*."""
    at = 0
    for start, end in spans:
        if start >= at:
            yield text[at:start] + " "
            at = end
    yield text[at:]
