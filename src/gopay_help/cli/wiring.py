"""The one composition root: clock, streams, pack and language of a run, built from the command line."""

import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from gopay_help.cli.language import choose_language
from gopay_help.cli.packs import open_pack, room_catalogue
from gopay_help.cli.settings import Settings
from gopay_help.model.contact import Channel, Registry
from gopay_help.model.errors import UsageError
from gopay_help.model.text import Catalogue, Phrase, quoted
from gopay_help.model.tree import WIB
from gopay_help.tree.pack import Pack, pack_folder
from gopay_help.wizard.advice import ContactBook, Opening

PACK = "gopay"


_YEARS = range(1900, 9000)
"""Far from the ends of the calendar, where no following day can be named."""
_A_TIME = "2026-11-22T08:00:00Z"


@dataclass
class Setup:
    """A run's surroundings. Each part is built when it is first asked for."""

    settings: Settings
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    stdin: TextIO = field(default_factory=lambda: sys.stdin)
    stdout: TextIO = field(default_factory=lambda: sys.stdout)
    stderr: TextIO = field(default_factory=lambda: sys.stderr)
    folder: Path | None = None
    """An author's pack to work with, instead of the one of this installation."""

    @cached_property
    def pack(self) -> Pack:
        """The author's pack, or that of this installation.

        Raises:
            DataError: a file cannot be used; TreeError, if it is an author's and wrong.
        """
        shipped = open_pack(pack_folder(PACK))
        return shipped if self.folder is None else open_pack(self.folder, shipped)

    @cached_property
    def words(self) -> Catalogue:
        """The texts in the language of this run."""
        lang = choose_language(self.settings.lang, self.environ, self.pack.languages)
        return self.pack.catalogue(lang)

    def words_of(self, room: str) -> Catalogue:
        """The words of one room alone: no tree has to be read or proved for them."""
        return room_catalogue(
            pack_folder(PACK), room, lambda found: choose_language(self.settings.lang, self.environ, found)
        )

    @cached_property
    def registry(self) -> Registry:
        """The contact registry."""
        from gopay_help.contacts.registry import parse_registry

        return parse_registry(self.pack.document("channels"))

    @cached_property
    def now(self) -> datetime:
        """The clock of this run: the machine's, or --now.

        Raises:
            UsageError: --now is no ISO 8601 time.
        """
        stated = self.settings.now
        if stated is None:
            return datetime.now(UTC)
        moment = None
        with suppress(ValueError):
            moment = datetime.fromisoformat(stated)
        if moment is None or moment.year not in _YEARS:
            raise UsageError(Phrase("fault.time", value=quoted(stated), example=_A_TIME))
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def checked(self) -> "Setup":
        """The same, once a wrong --now was told: before any question, needed or not.

        Raises:
            UsageError: --now is no ISO 8601 time.
        """
        if self.settings.now is not None:
            _ = self.now
        return self

    @property
    def interactive(self) -> bool:
        """True if a person can be asked: stdin and stdout are terminals and nothing forbids it."""
        return not self.settings.no_input and _is_terminal(self.stdin) and _is_terminal(self.stdout)

    @property
    def plain(self) -> bool:
        """True if nothing may be drawn or redrawn: asked for, a screen reader, or a simple terminal."""
        return (
            self.settings.plain
            or self.environ.get("ACCESSIBLE", "0") not in ("", "0")
            or self.environ.get("TERM") == "dumb"
        )

    @property
    def width(self) -> int | None:
        """Cells of the terminal on stdout; None if there is none."""
        return shutil.get_terminal_size((80, 24)).columns if _is_terminal(self.stdout) else None

    @property
    def talk(self) -> TextIO:
        """Where the conversation goes: stderr, or stdout where only that is a terminal."""
        return self.stdout if _is_terminal(self.stdout) and not _is_terminal(self.stderr) else self.stderr

    def is_stale(self, channel: Channel) -> bool:
        """True if the proof of a channel is old, undated or cannot be dated by this clock."""
        from gopay_help.contacts.listing import is_stale

        return is_stale(channel, self.registry, self.now.date())

    def opening(self, channel: Channel) -> Opening:
        """Whether a channel is open now, and when it opens; nothing where its hours are not known."""
        if channel.hours is None:
            return Opening()
        from gopay_help.contacts.listing import state

        found = state(channel.hours, self.now)
        return Opening(found.open_now, found.opens_at)

    @property
    def desk(self) -> ContactBook:
        """The registry with its words and what is known of it now."""
        return ContactBook(self.registry, self.words, self.is_stale, self.opening)

    @property
    def zone(self) -> tzinfo:
        """Where the pack's desks are: the time zone of its calendar."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return ZoneInfo(self.pack.document("calendar")["timezone"])
        except ZoneInfoNotFoundError:
            return WIB

    def document(self, name: str) -> Mapping[str, Any]:
        """A document of the pack."""
        return self.pack.document(name)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False
