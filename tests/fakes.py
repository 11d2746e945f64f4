"""Stand-ins for everything outside the engine, and a made-up pack in which one fault can be seeded."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
from typer.testing import CliRunner

from gopay_help.authoring.lint.engine import compile_pack
from gopay_help.authoring.lint.rules_files import without_english
from gopay_help.cli.app import app, build
from gopay_help.cli.packs import open_pack, room_catalogue
from gopay_help.model.contact import Brand, Channel, ChannelStatus, PrintPolicy, Provenance, Registry
from gopay_help.model.errors import GopayHelpError, Problem, TreeError
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import (
    After,
    Confidence,
    FollowUp,
    NodeId,
    OptionId,
    Outcome,
    Question,
)
from gopay_help.tree.pack import Pack
from gopay_help.wizard.session import Back

ROOT = Path(__file__).resolve().parents[1]
WARUNG = ROOT / "tests" / "packs" / "warung"
SHIPPED = ROOT / "decision_trees" / "gopay"
SCHEMAS = ROOT / "decision_trees" / "schema"

BACK = "back"
STOP = "stop"


def in_english(error: BaseException | None) -> str:
    """What somebody is told of an error."""
    assert isinstance(error, GopayHelpError)
    return error.said(room_catalogue(SHIPPED, "faults", lambda _found: "en"))


def warung() -> Pack:
    """The made-up pack, proved."""
    return open_pack(WARUNG)


def bare(tree: Path) -> None:
    """Take the English beside the ids out of a tree's file: a fault is seeded in what the program reads."""
    lines = tree.read_text("utf-8").split("\n")
    tree.write_text("\n".join(map(without_english, lines)), "utf-8", newline="\n")


class Seeded:
    """A copy of the made-up pack in which text is exchanged, to see what the check says of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "warung"
        shutil.copytree(WARUNG, self.folder)
        bare(self.folder / "tree.yaml")

    def change(self, file: str, old: str, new: str) -> "Seeded":
        path = self.folder / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")
        return self

    def add(self, file: str, text: str) -> "Seeded":
        path = self.folder / file
        path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")
        return self

    def problems(self) -> tuple[Problem, ...]:
        with pytest.raises(TreeError) as caught:
            compile_pack(self.folder)
        return caught.value.problems

    def problem(self) -> Problem:
        problems = self.problems()
        assert len(problems) == 1, "\n".join(map(str, problems))
        return problems[0]

    def place_of(self, file: str, text: str) -> tuple[int, int]:
        """Line and column, from 1, of the one place of *text* in a file."""
        whole = (self.folder / file).read_text("utf-8")
        assert whole.count(text) == 1
        before = whole[: whole.index(text)]
        return before.count("\n") + 1, len(before) - before.rfind("\n")


@dataclass
class ScriptedPrompter:
    """Answers from a script by question id; `BACK` and `STOP` do what they say."""

    script: Iterable[str]
    asked: list[NodeId] = field(default_factory=list)
    kept: list[OptionId | None] = field(default_factory=list)
    hints: list[str | None] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._script: Iterator[str] = iter(self.script)

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        self.asked.append(question.id)
        self.kept.append(kept)
        self.hints.append(hint)
        self.numbers.append(number)
        said = next(self._script)
        if said == BACK:
            raise Back
        if said == STOP:
            raise KeyboardInterrupt
        return OptionId(said)


@dataclass
class HeardListener:
    """Remembers what was said between questions."""

    aid: list[Diagnosis] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    seen: list[Mapping[str, str]] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def asking_consent(self, hosts: Iterable[str]) -> None:
        self.hosts += hosts

    def first_aid(self, advice: Diagnosis) -> None:
        self.aid.append(advice)

    def waiting(self, seconds: float) -> None:
        self.waits.append(seconds)

    def looked(self, found: Mapping[str, str]) -> None:
        self.seen.append(found)


@dataclass
class KnownEvidence:
    """Facts at once; remembers how long it was allowed to look."""

    found: Mapping[str, str] = field(default_factory=dict)
    limits: list[float] = field(default_factory=list)
    started: int = 0
    pending: bool = False
    neutral_hosts: tuple[str, ...] = ()
    further: Mapping[str, str] = field(default_factory=dict)

    def go_further(self) -> None:
        self.neutral_hosts = ()
        self.found = self.further

    def start(self) -> None:
        self.started += 1

    def facts(self, limit_s: float) -> Mapping[str, str]:
        self.limits.append(limit_s)
        return self.found


def channel(channel_id: str, **changes: object) -> Channel:
    """A channel that anyone can use; name what is different."""
    plain = Channel(
        id=channel_id,
        brand="warung",
        kind="web",
        value=f"https://warung.example/{channel_id}",
        status=ChannelStatus.ACTIVE,
        print=PrintPolicy.ALLOW,
        scope=(),
        covers=(),
        needs_login=False,
        needs_network=False,
        announcements=False,
        hours=None,
        cost=None,
        never_asks=(),
        alternatives=(),
        provenance=Provenance("A", None, date(2026, 10, 1), "observed", ()),
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


def registry(*channels: Channel, day: date = date(2026, 11, 1)) -> Registry:
    """A registry of the made-up brand."""
    brand = Brand("warung", "Warung Pay", None, None, None, ())
    return Registry("1.0.0", day, 120, (brand,), channels)


def outcome(**changes: object) -> Outcome:
    """A harmless outcome; name what is different."""
    later = After()
    plain = Outcome(
        id=NodeId("leaf"),
        cause="pending_funds",
        confidence=Confidence.HIGH,
        critical=False,
        also=(),
        cannot=frozenset(),
        route=(),
        do=(),
        do_not=(),
        claims=(),
        funds=(),
        follow_up=FollowUp(later, later, ()),
        covers=(),
    )
    return plain._replace(**changes)  # type: ignore[arg-type]


class EchoWords(dict[str, str]):
    """Every key has a text: the key itself."""

    def __missing__(self, key: str) -> str:
        return key


def echo() -> Catalogue:
    """A catalogue that says the key, so that a test sees which text was asked for."""
    return Catalogue("en", {}, EchoWords())


def run_program(*arguments: str, **options):
    """The program with these arguments, in this process."""
    with mock.patch("typer.testing._get_command", return_value=build()):  # its own knows no names
        return CliRunner().invoke(app, arguments, **options)
