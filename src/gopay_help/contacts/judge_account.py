"""Whose an account on a platform is, or which one it imitates."""

import re
from typing import Final

from rapidfuzz.distance import OSA

from gopay_help.contacts.answer import Answer, invalid, of_known, of_mark, unknown, why
from gopay_help.contacts.host_marks import HostMarks
from gopay_help.contacts.known import KnownValues
from gopay_help.contacts.letters import alike, odd_letters, plain
from gopay_help.contacts.lookalikes import Lookalikes
from gopay_help.model.verification import ValueVerdict

_PREFIX: Final = re.compile(r"\A([A-Za-z]{1,10})\s*[:/ ]\s*@?([^\s:/@]+)\Z")
_ACCOUNT: Final = re.compile(r"\A[\w.\-]{1,64}\Z")
_SEPARATORS: Final = re.compile(r"[._\-]+")
_LONG_ENOUGH: Final = 6


class AccountJudge:
    """Judges account names: known first, then near copies, then names in them."""

    def __init__(self, values: KnownValues, data: Lookalikes, marks: HostMarks) -> None:
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

    def judge(self, text: str) -> Answer:
        """The answer for an account as typed, with or without its platform."""
        platform, name = self.split(text) or (None, text.strip())
        return self.judge_account(platform, name.lstrip("@"))

    def judge_account(self, platform: str | None, name: str) -> Answer:
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
