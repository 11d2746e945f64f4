"""Where a link or a mail leads, and whose its host or account is, as far as can be told without following it.

Every link is judged by what would be opened (`hosts.py`). Whether it is written as an official contact may
be is for `known.py`: here an official host is only found. The name in front of a mail address proves nothing
and is dropped; an address is not official because its domain is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from email_validator import EmailNotValidError, validate_email
from rapidfuzz.distance import OSA

from gopay_help.contacts.answers import Assessment, ValueVerdict, invalid, of_known, unknown, why, worst
from gopay_help.contacts.hosts import (
    WEB,
    Host,
    HostReader,
    Opened,
    addressees,
    alike,
    fields,
    intended,
    odd_letters,
    open_link,
    plain,
    scheme,
)
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.lookalikes import Lookalikes, Mark, NameSearch, WordMarks, pieces
from gopay_help.contacts.phones import Dialled, PhoneClassifier, keys, read_number


class HostClassifier:
    """Judges hosts: known first, then disguise, then name."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: NameSearch) -> None:
        self._values = values
        self._data = data
        self._marks = marks

    def classify(self, host: Host) -> Assessment:
        """The answer for one host."""
        if host.numeric:
            return unknown(host.ascii, why("bare_address"))
        if known := self._values.host(host.ascii, host.registered):
            if known.strangers and known.verdict is ValueVerdict.OFFICIAL:
                return unknown(host.ascii, why("strangers_publish", owner=known.owner))
            return of_known(known, host.ascii)
        if host.ascii in self._data.places.app_names:
            return unknown(host.ascii, why("app_name"))
        if host.registered in self._data.contested:
            return unknown(host.ascii, why("contested"))
        return self._with_letters(self._stranger(host), host)

    def _stranger(self, host: Host) -> Assessment:
        if official := self._marks.embedded(host.ascii):
            reason = why("embedded_host", official=official, owner=host.registered)
            return Assessment(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if official := self._marks.put_together(host):
            reason = why("words_put_together", official=official, owner=host.registered)
            return Assessment(ValueVerdict.LOOKALIKE, host.ascii, (reason,))
        if mark := self._marks.in_host(host):
            return _of_mark(mark, host.ascii, host.registered)
        if not host.labels and host.suffix in self._data.places.shared:
            return unknown(host.ascii, why("shared_host"))
        return unknown(host.ascii)

    @staticmethod
    def _with_letters(answer: Assessment, host: Host) -> Assessment:
        if not host.odd:
            return answer
        return answer.noting(why("odd_letters", letters=", ".join(odd_letters(host.shown)), wire=host.ascii))


_PREFIX: Final = re.compile(r"\A([A-Za-z]{1,10}|[\u4e00-\u9fff]{2,4})\s*[:/\uff1a ]\s*@?([^\s:/@]+)\Z")
_ACCOUNT: Final = re.compile(r"\A[\w.\-]{1,64}\Z")
_SEPARATORS: Final = re.compile(r"[._\-]+")
_LONG_ENOUGH: Final = 6


class AccountClassifier:
    """Judges account names: known first, then near copies, then names in them."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: NameSearch) -> None:
        self._handles = values.handles
        self._platforms = data.places.platforms
        self._chats = {*data.places.messengers.values(), *data.places.chats}
        self._contested = data.contested
        self._marks = marks
        self._imitated = {alike(_SEPARATORS.sub("", name)): name for _, name in values.official_handles()}

    def split(self, text: str) -> tuple[str | None, str] | None:
        """Platform and name of "instagram:@name", or None where no platform stands in front."""
        found = _PREFIX.match(text.strip())
        platform = self._platforms.get(found.group(1).lower()) if found else None
        return (platform, found.group(2)) if found and platform else None

    def classify(self, text: str) -> Assessment:
        """The answer for an account as typed, with or without its platform."""
        platform, name = self.split(text) or (None, text.strip())
        return self.classify_name(platform, name.lstrip("@"))

    def classify_name(self, platform: str | None, name: str) -> Assessment:
        """The answer for *name* on *platform*; None where the person did not say which."""
        shown = f"{platform}:@{name}" if platform else f"@{name}"
        if not _ACCOUNT.match(name):
            return invalid(shown, "cannot_read_account")
        if known := self._handles.get((platform or "", name.lower())):
            return of_known(known, shown.lower())
        if f"{platform}:{name.lower()}" in self._contested:
            return unknown(shown, why("contested"))
        places = sorted(place for place, other in self._handles if other == name.lower())
        if platform is None and places:
            return unknown(shown, why("platform_missing", platforms=", ".join(places)))
        answer = self._imitation(shown, name)
        if platform in self._chats and answer.verdict is ValueVerdict.UNKNOWN:
            return answer.noting(why("no_messenger_support", platform=platform))
        return answer

    def _imitation(self, shown: str, name: str) -> Assessment:
        seen = plain(name)
        odd = not name.isascii()
        notes = (why("odd_letters", letters=", ".join(odd_letters(name)), wire=shown),) if odd else ()
        if official := self._near(alike(_SEPARATORS.sub("", seen))):
            return Assessment(ValueVerdict.LOOKALIKE, shown, (why("account_near", official=official), *notes))
        mark = self._marks.in_account(seen, odd=odd)
        return (_of_mark(mark, shown, shown) if mark else unknown(shown)).noting(*notes)

    def _near(self, joined: str) -> str | None:
        for letters, official in self._imitated.items():
            if len(letters) >= _LONG_ENOUGH and OSA.distance(joined, letters, score_cutoff=1) <= 1:
                return official
        return None


_NO_ACCOUNT: Final = frozenset({
    "p", "reel", "reels", "share", "sharer", "intent", "home", "explore", "watch", "hashtag", "search", "i",
    "joinchat", "s", "send", "status", "video",
})  # fmt: skip
"""First parts of a path that name no account."""
_APP_SCHEMES: Final = {"whatsapp": "whatsapp", "tg": "telegram"}
_NAMING: Final = frozenset({"domain", "screen_name", "user", "username"})
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_ADDRESS: Final = re.compile(
    r"(?i)\A\s*(?:https?:)?[/\\]{2}\S|\A\s*(?:[a-z0-9\-]{1,63}\.)+[a-z]{2,24}(?:[/?#:]|\Z)"
)
_DEEPEST: Final = 2
"""So many links within links are looked at."""


class LinkClassifier:
    """Classifies links: what they carry, where they hide, whose host it is."""

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

    def classify(self, text: str, depth: int = 0) -> Assessment:
        """The answer for a link as typed; `depth` counts the links that it stood in."""
        text = text.strip()
        name = scheme(text)
        if name == "intent":
            targets = (
                [self.classify(target, depth + 1) for target in intended(text)] if depth < _DEEPEST else []
            )
            return worst([unknown(text, why("app_link")), *targets])
        if (platform := _APP_SCHEMES.get(name)) is not None:
            path, _, query = text.partition(":")[2].partition("?")
            return self._messenger(platform, Opened(name, "", path, query, disguised=False, typed=""), text)
        if name and name not in WEB:
            return unknown(text, why("app_link"))
        link = open_link(text)
        host = self._reader.read(link.host) if link else None
        if link is None or host is None:
            return invalid(text, "cannot_read_link")
        bare = not name and link.path in ("", "/") and not link.query
        return self._web(
            link, host, host.ascii if bare else f"{link.scheme}://{host.ascii}{link.path}", depth
        )

    def _web(self, link: Opened, host: Host, shown: str, depth: int) -> Assessment:
        if carried := self._carried(link, host, shown):
            return carried
        if platform := self._places.messengers.get(host.ascii):
            return self._messenger(platform, link, shown)
        if platform := self._places.social.get(host.ascii.removeprefix("www.")):
            return self._account(platform, link, shown)
        return self._leading_on(self._site(link, host, shown), link, host, depth)

    def _carried(self, link: Opened, host: Host, shown: str) -> Assessment | None:
        """The danger that lies in what is fetched, whoever's host it is."""
        places = [host.ascii, unquote(link.path), *(value for _, value in fields(link.query))]
        if any(place.lower().rstrip("/ .").endswith(self._app_files) for place in places):
            return Assessment(
                ValueVerdict.DANGER, shown, (why("app_file", owner=host.registered or host.ascii),)
            )
        if any(self._remote_control.search(label) for label in host.labels):
            return Assessment(ValueVerdict.DANGER, shown, (why("remote_control"),))
        return None

    def _leading_on(self, found: Assessment, link: Opened, host: Host, depth: int) -> Assessment:
        """The answer for a site, graver where an address within the link is."""
        targets = [self.classify(target, depth + 1) for target in _targets(link)] if depth < _DEEPEST else []
        graver = (ValueVerdict.DANGER, ValueVerdict.LOOKALIKE)
        if grave := [target for target in targets if target.verdict in graver]:
            return worst(grave).noting(why("leads_on", owner=host.registered or host.ascii))
        if targets and found.verdict is ValueVerdict.OFFICIAL:
            return unknown(found.normalized, why("leads_on", owner=host.registered))
        return found

    def _site(self, link: Opened, host: Host, shown: str) -> Assessment:
        found = self._hosts.classify(host)
        answer = Assessment(found.verdict, shown, found.reasons, found.known)
        official = found.verdict is ValueVerdict.OFFICIAL
        pretends = (
            found.known or found.verdict is ValueVerdict.LOOKALIKE or self._named(link.typed + link.path)
        )
        if link.disguised and not official and pretends:
            reason = why("disguise", owner=host.registered or host.ascii)
            more = found.reasons if found.verdict is ValueVerdict.LOOKALIKE else ()
            return Assessment(ValueVerdict.LOOKALIKE, shown, (reason, *more))
        if host.ascii in self._places.shorteners:
            return unknown(shown, why("short_link"))
        if found.verdict is ValueVerdict.UNKNOWN and (name := self._named(link.path + "?" + link.query)):
            answer = answer.noting(why("name_in_path", name=name, owner=host.registered or host.ascii))
        return answer.noting(why("odd_link")) if link.disguised and not official else answer

    def _named(self, text: str) -> str | None:
        """The protected name that stands in a path or a user name."""
        letters = alike(_NOT_LETTERS.sub("", plain(unquote(text[:2048]))))
        return next(
            (name.name for name in self._data.names if name.strength != "exact" and name.letters in letters),
            None,
        )

    def _messenger(self, platform: str, link: Opened, shown: str) -> Assessment:
        return self._chat(link, shown) if platform == "whatsapp" else self._account(platform, link, shown)

    def _account(self, platform: str, link: Opened, shown: str) -> Assessment:
        """A page of a platform: judged by every account that its path and its parameters name."""
        parts = [part for part in unquote(link.path).split("/") if part]
        first, *others = parts or [""]
        asked = [value for name, value in fields(link.query) if name.lower() in _NAMING]
        hidden = first.lower() in _NO_ACCOUNT or first.startswith("+") or not first
        if link.scheme == "tg":
            hidden = True
        names = [*asked, *([] if hidden else [first])]
        found = [self._accounts.classify_name(platform, name.lstrip("@~")) for name in names]
        if not found:
            return unknown(shown, why("hidden_account"))
        answer = worst(found)
        return (
            unknown(shown, why("post_by_number"))
            if others and answer.verdict is ValueVerdict.OFFICIAL
            else answer
        )

    def _chat(self, link: Opened, shown: str) -> Assessment:
        """A chat link: judged by every number in it; a number that is a telephone only has no chat."""
        asked = [value for name, value in fields(link.query) if name.lower() == "phone"]
        parts = [part for part in unquote(link.path).split("/") if part and part.lower() != "send"]
        numbers = [number for text in (*asked, *parts[:1]) if (number := read_number(text))]
        return worst(map(self._number, numbers)) if numbers else unknown(shown, why("hidden_account"))

    def _number(self, number: Dialled) -> Assessment:
        """Chat links leave the plus sign out."""
        abroad = Dialled(number.digits, international=True)
        known = self._phones.known(keys(abroad, self._data.phones.country_code))
        answer = self._phones.classify_digits(abroad if known else number)
        if answer.known and answer.known.kind != "whatsapp" and answer.verdict is ValueVerdict.OFFICIAL:
            return unknown(answer.normalized, why("not_on_messenger"))
        if answer.verdict is not ValueVerdict.UNKNOWN:
            return answer
        return answer.noting(why("no_messenger_support", platform="WhatsApp"))


def _targets(link: Opened) -> Iterator[str]:
    """The addresses that a link carries within itself."""
    for _, value in fields(link.query):
        if _ADDRESS.match(value):
            yield value.strip()
    at = max(link.path.find("http:/"), link.path.find("https:/"))
    if at >= 0:
        yield link.path[at:].replace(":/", "://", 1).replace(":///", "://", 1)


MAX_ADDRESS: Final = 254
_NAMED: Final = re.compile(r"\A[^<>]*<([^<>]{3,})>\s*\Z")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address: what stands before the sign, as typed, and the host behind it."""

    local: str
    domain: str
    named: bool
    """True if a display name stood in front."""


def read_mailbox(text: str) -> Mailbox | None:
    """The address in *text*, or None where it is none or more than one."""
    found = _NAMED.match(text)
    address = (found.group(1) if found else text).strip()
    if address.count("@") != 1 or len(address) > MAX_ADDRESS:
        return None
    local, domain = address.split("@")
    if "%" in domain or not _valid(address):
        return None
    return Mailbox(local, domain, named=found is not None)


def _valid(address: str) -> bool:
    """The form as the library reads it; never its repair, which may show another address."""
    try:
        validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        return False
    return True


class MailClassifier:
    """Judges addresses: the mailbox itself, then its domain, then the name in front of the sign."""

    def __init__(
        self,
        values: KnownValues,
        data: Lookalikes,
        reader: HostReader,
        hosts: HostClassifier,
        marks: NameSearch,
    ) -> None:
        self._emails = values.emails
        self._free = data.places.free_mail
        self._reader = reader
        self._hosts = hosts
        self._marks = marks
        self._words = WordMarks(data)

    def classify(self, text: str) -> Assessment:
        """The answer for an address as typed, or for the gravest of all that a mail link names."""
        return worst(map(self._one, addressees(text)))

    def _one(self, text: str) -> Assessment:
        box = read_mailbox(text)
        host = self._reader.read(box.domain) if box else None
        if box is None or host is None or not host.registered:
            return invalid(text.strip(), "cannot_read_address")
        answer = self._address(box, f"{box.local}@{host.ascii}", self._hosts.classify(host), host.ascii)
        return answer.noting(why("display_name")) if box.named else answer

    def _address(self, box: Mailbox, address: str, domain: Assessment, host: str) -> Assessment:
        if known := self._emails.get(address.lower()):
            note = () if address.islower() else (why("case_ignored"),)
            return of_known(known, address.lower()).noting(*note)
        if domain.verdict is ValueVerdict.OFFICIAL:
            return self._unlisted(box, address, host)
        if domain.verdict is not ValueVerdict.UNKNOWN:
            return Assessment(domain.verdict, address, domain.reasons, domain.known)
        return self._front(box, address, host) or Assessment(ValueVerdict.UNKNOWN, address, domain.reasons)

    def _unlisted(self, box: Mailbox, address: str, host: str) -> Assessment:
        """A mailbox that nobody listed, on an official domain."""
        if not box.local.isascii() and f"{plain(box.local)}@{host}" in self._emails:
            return Assessment(
                ValueVerdict.LOOKALIKE, address, (why("odd_letters", letters=box.local, wire=address),)
            )
        return unknown(address, why("mailbox_unlisted", domain=host))

    def _front(self, box: Mailbox, address: str, host: str) -> Assessment | None:
        """What the part before the sign pretends."""
        local = plain(box.local)
        if official := self._marks.embedded(local + ".end"):
            return Assessment(
                ValueVerdict.LOOKALIKE, address, (why("embedded_host", official=official, owner=host),)
            )
        mark = self._marks.in_account(local, odd=not box.local.isascii())
        if mark is None:
            return None
        rest = pieces(local.replace(mark.name.name, " "))  # alone it may be a shop's box for that payment
        lured = mark.rule in ("suffix", "cut", "one_letter_off") or self._words.has_lure(rest)
        if mark.rule == "note" or host in self._free or lured:
            found = _of_mark(mark, address, host)
            return found.noting(why("free_mail", host=host)) if host in self._free else found
        return unknown(address, why("contains_name", name=mark.name.name))


def _of_mark(mark: Mark, normalized: str, owner: str) -> Assessment:
    """The answer for a name found in a value whose *owner* is somebody else."""
    if mark.rule == "note":
        return unknown(normalized, why("contains_name", name=mark.name.name))
    reason = why(
        _FOUND[mark.rule], name=mark.name.name, compare=mark.name.compare, word=mark.word, owner=owner
    )
    return Assessment(ValueVerdict.LOOKALIKE, normalized, (reason,))


_FOUND = {
    "token": "name_alone",
    "prefix": "name_in_front",
    "suffix": "name_at_end",
    "cut": "name_cut",
    "one_letter_off": "one_letter_off",
    "with_lure": "name_with_lure",
}
"""How a name that was found is told of, by the rule that found it."""
