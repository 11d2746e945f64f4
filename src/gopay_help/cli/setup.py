"""The one composition root: clock, streams, pack and language of a run, built from the command line."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from copy import copy
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from gopay_help.cli.options import Settings, can_show, choose_language
from gopay_help.cli.packs import PACK, called_as, chosen_folder, is_ours, open_pack, room_catalogue
from gopay_help.model.contact import Channel, Opening, Registry
from gopay_help.model.errors import DataError, ExitCode, UsageError
from gopay_help.model.files import write_out
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase, quoted, safe_line
from gopay_help.screen.page import Kind, Page, block
from gopay_help.tree.pack import Pack, pack_folder
from gopay_help.wizard.route import ContactBook

if TYPE_CHECKING:
    from gopay_help.cases.draft import Rules
    from gopay_help.cases.redact.engine import OwnWords
    from gopay_help.cases.store import Store
    from gopay_help.network.machine import Network
    from gopay_help.wizard.times import Clock

RENEWED_DAYS = 45
"""The list is gone through every month (docs/maintainers.md): one that is older has a successor."""
STDOUT = "-"
_YEARS = range(1900, 9000)
"""Far from the ends of the calendar, where no following day can be named."""
_A_TIME = "2026-11-22T08:00:00Z"


class Setup:
    """A run's surroundings. Each part is built when it is first asked for."""

    def __init__(
        self,
        settings: Settings,
        environ: Mapping[str, str] | None = None,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        folder: Path | None = None,
        network: "Network | None" = None,
    ) -> None:
        """Take the parts that are named, else those of this process; *network* is one to look at instead."""
        self.settings = settings
        self.environ: Mapping[str, str] = os.environ if environ is None else environ
        self.stdin, self.stdout, self.stderr = stdin or sys.stdin, stdout or sys.stdout, stderr or sys.stderr
        self.folder = chosen_folder(folder or settings.pack, self.environ)
        """A pack to work with instead of the one of this installation: --pack, else GOPAY_HELP_PACK."""
        self.network = network
        self.told: set[int] | None = set()
        """Streams on which it was said whose pack this is; None where an author looks at it, who knows."""

    def anew(self, **named: Any) -> "Setup":  # noqa: ANN401 (as `__init__` takes them)
        """The same with the parts that are *named*; what was built of the others is built anew."""
        parts = ("settings", "environ", "stdin", "stdout", "stderr", "folder", "network")
        other = Setup(**{name: getattr(self, name) for name in parts} | named)
        other.told = self.told
        return other

    @cached_property
    def pack(self) -> Pack:
        """The pack that was named, or that of this installation.

        Raises:
            DataError: a file cannot be used; TreeError, if a named one is wrong.
        """
        shipped = open_pack(pack_folder(PACK))
        return shipped if self.folder is None else open_pack(self.folder, shipped)

    @cached_property
    def words(self) -> Catalogue:
        """The texts in the language of this run."""
        return self.pack.catalogue(self.language(self.pack.languages))._replace(program=self.program)

    def words_for(self, brand: str | None) -> Catalogue:
        """The same on the clock of a brand's desks, where they keep another than the pack."""
        from gopay_help.model.tree import zone_named

        found = self.registry.brand(brand or "")
        if found is None or found.timezone is None:
            return self.words
        zone = found.timezone
        return self.words._replace(zone=lambda: zone_named(zone) or self.pack.zone())

    def language(self, languages: Sequence[str]) -> str:
        """The language of this run; English where the terminal has no characters for it, which is said."""
        lang = choose_language(self.settings.lang, self.environ, languages)
        if self.settings.json or can_show(lang, self.stdout):
            return lang
        shown = room_catalogue(pack_folder(PACK), "ui", lambda _: SOURCE_LANGUAGE, self.program)
        encoding = str(getattr(self.stdout, "encoding", ""))
        self.stderr.write(shown.say("ui.cannot_show", lang=lang, encoding=encoding) + "\n")
        return SOURCE_LANGUAGE

    @cached_property
    def program(self) -> str:
        """What a person types to call this program, with the pack of this run."""
        return called_as(self.environ, self.folder)

    def words_of(self, room: str) -> Catalogue:
        """The words of one room alone: no tree has to be read or proved for them."""
        return room_catalogue(pack_folder(PACK), room, self.language, self.program)

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

    def size(self) -> tuple[int, int]:
        """Cells and lines of the terminal, as they are now."""
        found = shutil.get_terminal_size((80, 24))
        return found.columns, found.lines

    @property
    def talk(self) -> TextIO:
        """Where the conversation goes: stderr, or stdout where only that is a terminal."""
        return self.stdout if _is_terminal(self.stdout) and not _is_terminal(self.stderr) else self.stderr

    def is_stale(self, channel: Channel) -> bool:
        """True if the proof of a channel is old, undated or cannot be dated by this clock."""
        from gopay_help.contacts.registry import is_stale

        return is_stale(channel, self.registry, self.now.date())

    def opening(self, channel: Channel) -> Opening:
        """Whether a channel is open now, and when it opens; nothing where its hours are not known."""
        if channel.hours is None:
            return Opening()
        from gopay_help.contacts.registry import state

        return state(channel.hours, self.now)

    def at(self, folder: Path | None, *, author: bool = False) -> "Setup":
        """The same with the pack that is named, if one is: for somebody in trouble, or for its *author*."""
        named = copy(self) if folder is None else self.anew(folder=folder)
        named.told = None if author else self.told
        return named

    @property
    def foreign(self) -> Mapping[str, str] | None:
        """What is said of a pack that is not ours; None for our own."""
        if is_ours(self.folder):
            return None
        tree = self.document("tree")
        return {"id": tree["id"], "version": tree["version"], "folder": str(self.folder)}

    @property
    def tree_id(self) -> str:
        """Whose the cases of this run are: those of another tree have other questions and contacts."""
        return str(self.pack.document("tree")["id"])

    def whose(self, stream: TextIO) -> Page:
        """What the first page on a stream begins with: that the pack is not ours, if so."""
        if self.told is None or id(stream) in self.told or (foreign := self.foreign) is None:
            return ()
        self.told.add(id(stream))
        return (block(Kind.NOTE, self.words.say("ui.foreign_pack", **foreign)),)

    def show(self, page: Page, stream: TextIO | None = None) -> None:
        """Draw a page, on stdout unless another stream is named; the first says if the pack is not ours."""
        from gopay_help.screen.page import show

        out = stream or self.stdout
        show((*self.whose(out), *page), out, width=self.width, plain=self.plain)

    def write_json(self, document: Mapping[str, object]) -> None:
        """Print one document; if a pack was opened that is not ours, it says so."""
        from gopay_help.screen.documents import write_json

        opened = self.told is not None and "pack" in self.__dict__ and "pack" not in document
        foreign = self.foreign if opened else None
        write_json(document if foreign is None else {**document, "pack": foreign}, self.stdout)

    def answer(self, document: Callable[[], Mapping[str, object]], page: Callable[[], Page]) -> ExitCode:
        """Give what a command found: as one document if that is asked for, else as a page."""
        if self.settings.json:
            self.write_json(document())
        else:
            self.show(page())
        return ExitCode.OK

    def answer_lines(self, document: Mapping[str, object], lines: Iterable[str]) -> ExitCode:
        """As `answer`, to an author: plain lines, each of them one line."""
        if self.settings.json:
            self.write_json(document)
        else:
            self.stdout.writelines(f"{safe_line(line)}\n" for line in lines)
        return ExitCode.OK

    def hand_out(self, text: str, out: Path | None) -> ExitCode:
        """Write what a command made to stdout, or to the file that --out names; `-` is stdout too.

        Raises:
            DataError: it cannot be written, or something else is there.
        """
        if out is None or str(out) == STDOUT:
            self.stdout.write(text)
        else:
            write_out(out, text.encode(), f"--out {out}")
        return ExitCode.OK

    def tell(self, text: str) -> None:
        """Say a line of the conversation."""
        self.show((block(Kind.NOTE, text),), self.talk)
        self.talk.flush()

    def tell_age(self) -> None:
        """Say that the list of contacts is old, where a newer one can be expected: told from dates alone."""
        days = (self.now.date() - self.registry.date).days
        ours = is_ours(self.folder)
        most = RENEWED_DAYS if ours else self.registry.stale_after_days
        if days > most and not self.settings.json:
            self.tell(self.words.say("ui.list_old" if ours else "ui.list_old_pack", days=days))

    def prompt(self) -> str:
        """A line that the person types; empty at the end of stdin."""
        from gopay_help.screen.prompt import echo

        self.talk.write("> ")
        self.talk.flush()
        with echo(self.stdin, on=True):
            return self.stdin.readline()

    def quiet(self) -> AbstractContextManager[None]:
        """No key that is pressed shows, from the first screen to the end, but at `prompt`."""
        if not self.interactive or self.plain:
            return nullcontext()
        from gopay_help.screen.prompt import echo

        return echo(self.stdin, on=False)

    @property
    def store(self) -> "Store":
        """The cases of this user."""
        from gopay_help.cases.store import open_store

        return open_store(self.environ, self.public_values, self.own_words)

    @property
    def public_values(self) -> tuple[str, ...]:
        """Every value of the contact registry: nobody's secret."""
        channels = self.registry.channels
        values = [channel.value for channel in channels if channel.value]
        return (
            *values,
            *(value for each in channels for name, value in each.alternatives if name != "replaced_by"),
        )

    @property
    def own_words(self) -> "OwnWords":
        """By which words the pack's languages tell a secret, beside those of the program."""
        rows = self.pack.document("case").get("secrets", ()) if self.pack.has("case") else ()
        return tuple(each for row in rows for each in row["words"]), tuple(
            each for row in rows for each in row["says"]
        )

    @property
    def rules(self) -> "Rules":
        """The pack's rules of complaints.

        Raises:
            DataError: the pack has none.
        """
        from gopay_help.cases.draft import parse_rules

        return parse_rules(self.document("case"))

    @property
    def desk(self) -> ContactBook:
        """The registry with its words and what is known of it now."""
        return ContactBook(self.registry, self.words, self.is_stale, self.opening)

    @property
    def clocks(self) -> "tuple[Clock, Mapping[str, Clock], tzinfo | None]":
        """Of the pack's desks, of brands whose desks keep another one, and the zone of this device.

        With a fixed clock (--now) the device's zone is the one that this names.
        """
        from gopay_help.wizard.times import clock_of

        calendar = self.pack.document("calendar")
        zones = ((brand.id, brand.timezone) for brand in self.registry.brands)
        elsewhere = {brand: clock_of(calendar, zone) for brand, zone in zones if zone is not None}
        here = self.now.tzinfo
        if not self.settings.now:
            with suppress(ValueError, OverflowError):  # a TZ that no place on earth has
                here = self.now.astimezone().tzinfo
        named = here is not None and self.now.astimezone(here).tzname() != "UTC"
        return clock_of(calendar), elsewhere, here if named else None

    def document(self, name: str) -> Mapping[str, Any]:
        """A document of the pack.

        Raises:
            DataError: the pack has none of this name.
        """
        if self.folder is not None and not self.pack.has(name):
            raise DataError(Phrase("fault.pack_lacks", folder=self.folder, name=name))
        return self.pack.document(name)


def require_known(name: str, value: str | None, known: Iterable[str]) -> None:
    """Refuse a value of an option that is none of those there are; none at all is no fault.

    Raises:
        UsageError: it is none of them.
    """
    if value is not None and value not in known:
        if name == "--brand":
            raise UsageError(Phrase("fault.no_brand", value=quoted(value), known=tuple(known)))
        raise UsageError(Phrase("fault.choose", what=f"{name} {quoted(value)}", known=tuple(known)))


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False
