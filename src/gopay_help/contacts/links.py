"""Where a link leads, and whose its host or account is, as far as that can be told without following it."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from rapidfuzz.distance import OSA

from gopay_help.contacts.answers import Answer, invalid, of_known, of_mark, unknown, why
from gopay_help.contacts.hosts import Host, HostReader, alike, odd_letters, plain
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.names import NameSearch
from gopay_help.contacts.phones import Dialled, PhoneClassifier, keys, read_number
from gopay_help.model.text import hidden_in
from gopay_help.model.verification import ValueVerdict

WEB: Final = frozenset({"http", "https", "ftp"})
_WITHOUT_SLASHES: Final = frozenset(
    {
        "mailto",
        "tel",
        "callto",
        "sms",
        "smsto",
        "javascript",
        "data",
        "vbscript",
        "blob",
        "about",
        "intent",
        "view-source",
    }
)
_SCHEME: Final = re.compile(r"\A([a-zA-Z][a-zA-Z0-9+.\-]*):")
_DEFUSED: Final = re.compile(r"[\[({*]|xx", re.IGNORECASE)
_REFANG: Final = (
    (re.compile(r"\Ah(?:xx|tt|\*\*)p(s?)(?::|\[:\])(?://|\[//\])", re.IGNORECASE), r"http\1://"),
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)", re.IGNORECASE), "."),
    (re.compile(r"\[@\]|\(@\)|\[at\]|\(at\)", re.IGNORECASE), "@"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in its parts. `tricks` names what no honest link needs."""

    scheme: str
    userinfo: str
    host: str
    path: str
    query: str
    tricks: tuple[str, ...]


def refang(text: str) -> str:
    """*text* with the brackets removed that make a link unclickable."""
    if not _DEFUSED.search(text):
        return text
    for pattern, mended in _REFANG:
        text = pattern.sub(mended, text)
    return text


def scheme(text: str) -> str:
    """The scheme that *text* starts with, lower case; a host with a port has none."""
    found = _SCHEME.match(text)
    if found is None:
        return ""
    name = found.group(1).lower()
    return name if name in _WITHOUT_SLASHES or text[found.end() :].startswith("//") else ""


def read_link(text: str) -> Link | None:
    """The parts of a web link, or None where no host can be read."""
    tricks = ["backslash"] if "\\" in text else []
    tidy = text.replace("\\", "/")
    if unseen := hidden_in(text):
        tricks.append("invisible")
        tidy = tidy.translate(dict.fromkeys(map(ord, unseen)))
    if not scheme(tidy):
        tidy = "http://" + tidy.lstrip("/")
    try:
        parts = urlsplit(tidy)
        authority = parts.netloc
    except ValueError:
        return None
    userinfo, _, server = authority.rpartition("@")
    if userinfo:
        tricks.append("userinfo")
    if "%" in server:
        tricks.append("percent")
        server = unquote(server)
    host = _without_port(server)
    return (
        Link(parts.scheme, unquote(userinfo), host, parts.path, parts.query, tuple(tricks)) if host else None
    )


def _without_port(server: str) -> str:
    if server.startswith("["):
        return server.partition("]")[0] + "]"
    return server.partition(":")[0]


class HostClassifier:
    """Judges hosts: known first, then disguise, then name."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: NameSearch) -> None:
        self._values = values
        self._data = data
        self._marks = marks

    def classify(self, host: Host) -> Answer:
        """The answer for one host."""
        if host.numeric:
            return unknown(host.ascii, why("bare_address"))
        if known := self._values.host(host.ascii, host.registered):
            return of_known(known, host.ascii)
        if host.ascii in self._data.places.app_names:
            return unknown(host.ascii, why("app_name"))
        if host.registered in self._data.contested:
            return unknown(host.ascii, why("contested"))
        return self._with_letters(self._stranger(host), host)

    def _stranger(self, host: Host) -> Answer:
        if official := self._marks.embedded(host.ascii):
            reason = why("embedded_host", official=official, owner=host.registered)
            return Answer(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if official := self._marks.put_together(host):
            reason = why("words_put_together", official=official, owner=host.registered)
            return Answer(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if mark := self._marks.in_host(host):
            return of_mark(mark, host.ascii, host.registered)
        if not host.labels and host.suffix in self._data.places.shared:
            return unknown(host.ascii, why("shared_host"))
        return unknown(host.ascii)

    @staticmethod
    def _with_letters(answer: Answer, host: Host) -> Answer:
        if not host.odd:
            return answer
        return answer.noting(why("odd_letters", letters=", ".join(odd_letters(host.shown)), wire=host.ascii))


_PREFIX: Final = re.compile(r"\A([A-Za-z]{1,10})\s*[:/ ]\s*@?([^\s:/@]+)\Z")
_ACCOUNT: Final = re.compile(r"\A[\w.\-]{1,64}\Z")
_SEPARATORS: Final = re.compile(r"[._\-]+")
_LONG_ENOUGH: Final = 6


class AccountClassifier:
    """Judges account names: known first, then near copies, then names in them."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: NameSearch) -> None:
        self._handles = values.handles
        self._platforms = data.places.platforms
        self._contested = data.contested
        self._marks = marks
        self._imitated = {alike(_SEPARATORS.sub("", name)): name for _, name in values.official_handles()}

    def split(self, text: str) -> tuple[str | None, str] | None:
        """Platform and name of "instagram:@name", or None where no platform stands in front."""
        found = _PREFIX.match(text.strip())
        platform = self._platforms.get(found.group(1).lower()) if found else None
        return (platform, found.group(2)) if found and platform else None

    def classify(self, text: str) -> Answer:
        """The answer for an account as typed, with or without its platform."""
        platform, name = self.split(text) or (None, text.strip())
        return self.classify_name(platform, name.lstrip("@"))

    def classify_name(self, platform: str | None, name: str) -> Answer:
        """The answer for *name* on *platform*; None where the person did not say which."""
        shown = f"{platform}:@{name}" if platform else f"@{name}"
        if not _ACCOUNT.match(name):
            return invalid(shown, "cannot_read_account")
        if known := self._handles.get((platform or "", name.lower())):
            return of_known(known, shown.lower())
        if f"{platform}:{name.lower()}" in self._contested:
            return unknown(shown, why("contested"))
        if platform is None and (places := self._places_of(name.lower())):
            return unknown(shown, why("platform_missing", platforms=places))
        return self._imitation(shown, name)

    def _places_of(self, name: str) -> str:
        return ", ".join(sorted(platform for platform, other in self._handles if other == name))

    def _imitation(self, shown: str, name: str) -> Answer:
        seen = plain(name)
        odd = not name.isascii()
        notes = (why("odd_letters", letters=", ".join(odd_letters(name)), wire=shown),) if odd else ()
        if official := self._near(alike(_SEPARATORS.sub("", seen))):
            return Answer(ValueVerdict.LOOKALIKE, shown, (why("account_near", official=official), *notes))
        mark = self._marks.in_account(seen, odd=odd)
        return (of_mark(mark, shown, shown) if mark else unknown(shown)).noting(*notes)

    def _near(self, joined: str) -> str | None:
        for letters, official in self._imitated.items():
            if len(letters) >= _LONG_ENOUGH and OSA.distance(joined, letters, score_cutoff=1) <= 1:
                return official
        return None


_DISGUISES: Final = frozenset({"userinfo", "backslash", "percent"})
_NO_ACCOUNT: Final = frozenset(
    {
        "",
        "p",
        "reel",
        "share",
        "sharer",
        "intent",
        "home",
        "explore",
        "watch",
        "hashtag",
        "search",
        "i",
        "joinchat",
        "s",
    }
)
_APP_SCHEMES: Final = {"whatsapp": "whatsapp", "tg": "telegram"}
_NOT_LETTERS: Final = re.compile(r"[\W_]+")


class LinkClassifier:
    """Judges links: what they carry, where they hide, whose host it is."""

    def __init__(
        self,
        data: Lookalikes,
        reader: HostReader,
        hosts: HostClassifier,
        phones: PhoneClassifier,
        accounts: AccountClassifier,
    ) -> None:
        self._data = data
        self._places = data.places
        self._reader = reader
        self._hosts = hosts
        self._phones = phones
        self._accounts = accounts
        self._app_files = tuple(f".{kind}" for kind in self._places.app_files)
        programs = (re.escape(program.replace(" ", "")) for program in self._places.remote_control)
        self._remote_control = re.compile("|".join(programs) or r"(?!)")

    def classify(self, text: str) -> Answer:
        """The answer for a link as typed."""
        link = read_link(text)
        if link is None:
            return invalid(text.strip(), "cannot_read_link")
        if (platform := _APP_SCHEMES.get(link.scheme)) is not None:
            return self._messenger(platform, link, text.strip())
        if link.scheme not in WEB:
            return unknown(text.strip(), why("app_link"))
        host = self._reader.read(link.host)
        if host is None:
            return invalid(text.strip(), "cannot_read_link")
        bare = not scheme(text) and not link.path and not link.query
        return self._web(link, host, host.ascii if bare else f"{link.scheme}://{host.ascii}{link.path}")

    def _web(self, link: Link, host: Host, shown: str) -> Answer:
        if self._is_app_file(link, host):
            return Answer(ValueVerdict.DANGER, shown, (why("app_file", owner=host.registered or host.ascii),))
        if self._is_remote_control(host):
            return Answer(ValueVerdict.DANGER, shown, (why("remote_control"),))
        if platform := self._places.messengers.get(host.ascii):
            return self._messenger(platform, link, shown)
        if platform := self._places.social.get(host.ascii.removeprefix("www.")):
            return self._account(platform, link, shown)
        return self._site(link, host, shown)

    def _site(self, link: Link, host: Host, shown: str) -> Answer:
        found = self._hosts.classify(host)
        answer = Answer(found.verdict, shown, found.reasons, found.known)
        disguised = _DISGUISES.intersection(link.tricks)
        if disguised and (
            found.known or found.verdict is ValueVerdict.LOOKALIKE or self._named(link.userinfo + link.path)
        ):
            reason = why("disguise", owner=host.registered or host.ascii)
            more = found.reasons if found.verdict is ValueVerdict.LOOKALIKE else ()
            return Answer(ValueVerdict.LOOKALIKE, shown, (reason, *more))
        if host.ascii in self._places.shorteners:
            return unknown(shown, why("short_link"))
        if found.verdict is ValueVerdict.UNKNOWN and (name := self._named(link.path + "?" + link.query)):
            answer = answer.noting(why("name_in_path", name=name, owner=host.registered or host.ascii))
        return answer.noting(why("odd_link")) if disguised else answer

    def _named(self, text: str) -> str | None:
        """The protected name that stands in a path or a user name."""
        letters = alike(_NOT_LETTERS.sub("", plain(unquote(text[:2048]))))
        return next(
            (name.name for name in self._data.names if name.strength != "exact" and name.letters in letters),
            None,
        )

    def _is_app_file(self, link: Link, host: Host) -> bool:
        places = [host.ascii, unquote(link.path), *(value for _, value in parse_qsl(link.query[:2048]))]
        return any(place.lower().rstrip("/ .").endswith(self._app_files) for place in places)

    def _is_remote_control(self, host: Host) -> bool:
        return any(self._remote_control.search(label) for label in host.labels)

    def _messenger(self, platform: str, link: Link, shown: str) -> Answer:
        return self._whatsapp(link, shown) if platform == "whatsapp" else self._account(platform, link, shown)

    def _account(self, platform: str, link: Link, shown: str) -> Answer:
        """A page of a platform: judged by the account it belongs to."""
        names = [part for part in unquote(link.path).split("/") if part]
        fields = dict(parse_qsl(link.query[:2048]))
        name = fields.get("domain") or next(iter(names), "")
        name = name.lstrip("@~")
        if name.lower() in _NO_ACCOUNT or name.startswith("+"):
            return unknown(shown, why("hidden_account"))
        return self._accounts.classify_name(platform, name)

    def _whatsapp(self, link: Link, shown: str) -> Answer:
        """A chat link: judged by its number; a number that is a telephone only has no chat."""
        fields = dict(parse_qsl(link.query[:2048]))
        text = fields.get("phone") or next((part for part in unquote(link.path).split("/") if part), "")
        number = read_number(text)
        if number is None:
            return unknown(shown, why("hidden_account"))
        answer = self._best_number(number)
        if answer.known and answer.known.kind != "whatsapp" and answer.verdict is ValueVerdict.OFFICIAL:
            return unknown(shown, why("not_on_messenger"))
        return (
            answer
            if answer.verdict is not ValueVerdict.UNKNOWN
            else answer.noting(why("no_messenger_support"))
        )

    def _best_number(self, number: Dialled) -> Answer:
        """Chat links leave the plus sign out."""
        abroad = Dialled(number.digits, international=True)
        known = self._phones.known(keys(abroad, self._data.phones.country_code))
        return self._phones.classify_digits(abroad if known else number)
