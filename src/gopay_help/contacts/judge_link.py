"""Where a link leads, as far as that can be told without following it."""

import re
from typing import Final
from urllib.parse import parse_qsl, unquote

from gopay_help.contacts.answer import Answer, invalid, unknown, why
from gopay_help.contacts.hostname import Host, HostReader
from gopay_help.contacts.judge_account import AccountJudge
from gopay_help.contacts.judge_host import HostJudge
from gopay_help.contacts.judge_phone import PhoneJudge
from gopay_help.contacts.letters import alike, plain
from gopay_help.contacts.link import WEB, Link, read_link, scheme
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.contacts.phone import Dialled, keys, read_number
from gopay_help.model.verification import ValueVerdict

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


class LinkJudge:
    """Judges links: what they carry, where they hide, whose host it is."""

    def __init__(
        self,
        data: Lookalikes,
        reader: HostReader,
        hosts: HostJudge,
        phones: PhoneJudge,
        accounts: AccountJudge,
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

    def judge(self, text: str) -> Answer:
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
        found = self._hosts.judge(host)
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
        return self._accounts.judge_account(platform, name)

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
        return self._phones.judge_number(abroad if known else number)
