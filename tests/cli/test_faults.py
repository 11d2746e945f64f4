"""Every error that somebody in trouble can meet, through the command line, in every language."""

import errno
import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from casefile import LANGUAGES, case, shipped, store_in
from fakes import ROOT
from gopay_help.cases.store import Store
from gopay_help.cli import advice, setup
from gopay_help.cli import exit as the_end
from gopay_help.cli.app import run
from gopay_help.model import files
from gopay_help.model.case import CaseTree
from gopay_help.tree.pack import MAX_BYTES

ID = "abcdefghijk2"
QUIET = ("--no-input", "--offline")
POSIX = os.name == "posix"


class World(NamedTuple):
    """Where a run takes place."""

    home: Path
    patch: pytest.MonkeyPatch

    @property
    def kept(self) -> Path:
        """The file of the one case."""
        return self.home / "cases" / f"{ID}.json"

    def fails(self, owner: object, name: str, number: int) -> None:
        """The system refuses with an error of this number."""

        def refuse(*_args: object, **_options: object) -> None:
            raise OSError(number, os.strerror(number))

        self.patch.setattr(owner, name, refuse)


def one_case(world: World) -> None:
    store_in(world.home, case())


def case_holds(text: str) -> Callable[[World], None]:
    def spoil(world: World) -> None:
        one_case(world)
        world.kept.write_text(text, "utf-8")

    return spoil


def replace_fails(number: int) -> Callable[[World], None]:
    def spoil(world: World) -> None:
        one_case(world)
        world.fails(os, "replace", number)

    return spoil


def another_case_in_its_place(world: World) -> None:
    store_in(world.home, case(id="b" * 12))
    (world.home / "cases" / f"{'b' * 12}.json").rename(world.kept)


def busy(world: World) -> None:
    one_case(world)
    world.patch.setattr(Store, "_taken", lambda *_: False)


def a_pipe_for_a_case(world: World) -> None:
    one_case(world)
    world.kept.unlink()
    os.mkfifo(world.kept)


def too_large_a_case(world: World) -> None:
    case_holds("x" * (8 * MAX_BYTES + 1))(world)


def a_full_case(world: World) -> None:
    one_case(world)
    world.patch.setattr(files, "MAX_BYTES", 1024)


def a_link_for_a_template(world: World) -> None:
    (world.home / "given.yaml").symlink_to(world.home / "nowhere")


def a_link_for_a_folder(world: World) -> None:
    one_case(world)
    folder = world.kept.parent
    folder.rename(world.home / "elsewhere")
    folder.symlink_to(world.home / "elsewhere")


def a_folder_of_someone_else(world: World) -> None:
    one_case(world)
    world.patch.setattr(os, "getuid", lambda: world.kept.stat().st_uid + 1)


def not_deleted(world: World) -> None:
    one_case(world)
    world.fails(Path, "unlink", errno.EBUSY)


def a_case_of_another_pack(world: World) -> None:
    store_in(world.home, case(tree=CaseTree("duitkita", "1.0.0", "0" * 64)))


def our_case_beside_a_pack(world: World) -> None:
    one_case(world)
    a_pack_that_names_no_hosts(world)


def unfinished(world: World) -> None:
    store_in(world.home, case(outcome=None, cause=None))


def file_holds(content: bytes) -> Callable[[World], None]:
    return lambda world: (world.home / "given.yaml").write_bytes(content) and None


def a_pack_that_names_no_hosts(world: World) -> None:
    pack = shutil.copytree(ROOT / "tests" / "packs" / "smallest", world.home / "pack")
    tree = pack / "tree.yaml"
    tree.write_text(tree.read_text("utf-8").replace("[en]", f"[{', '.join(LANGUAGES)}]"), "utf-8")
    text = (pack / "text" / "en.yaml").read_text("utf-8")
    for lang, never in {"id": "jangan pernah", "zh-Hans": "绝不"}.items():
        (pack / "text" / f"{lang}.yaml").write_text(text.replace("Never", never), "utf-8")


def already_there(world: World) -> None:
    one_case(world)
    (world.home / "taken").mkdir()


def crashing(world: World) -> None:
    def crash(*_args: object, **_options: object) -> None:
        raise RuntimeError

    world.patch.setattr(advice, "items", crash)


def closed_output(world: World) -> None:
    world.fails(setup.Setup, "show", errno.ENOSPC)
    world.patch.setattr(the_end, "_silence_stdout", lambda: None)


class Row(NamedTuple):
    """What is typed, and the sentences that have to be said."""

    typed: str
    said: str
    before: Callable[[World], None] = lambda _world: None


ROWS = (
    Row("check --offline --format y", "fault.choose"),
    Row("check --offline --brand x", "fault.no_brand"),
    Row("check --offline --fail-on x", "fault.choose"),
    Row("check --offline --fail-on ,", "fault.choose"),
    Row("check --offline --targets nowhere.yaml", "fault.unreadable fault.reason.missing"),
    Row("watch --offline", "fault.offline"),
    Row("watch --brand x", "fault.no_brand"),
    Row("verify --kind fax 131", "fault.choose"),
    Row("verify --no-input", "verify.ui.usage"),
    Row("channels --brand x", "fault.no_brand"),
    Row("channels --kind x", "fault.choose"),
    Row("channels --now yesterday", "fault.time"),
    Row("channels --now 9999-12-31", "fault.time"),
    Row("channels show xx", "fault.no_contact"),
    Row("funds nosuch", "fault.no_cause"),
    Row("prevent nosuch", "fault.no_cause"),
    Row("funds", "fault.internal", crashing),
    Row("funds", "fault.output fault.reason.full", closed_output),
    Row("diagnose", "fault.unanswered"),
    Row("diagnose --brand x", "fault.no_brand"),
    Row("diagnose --answer red_flag", "fault.pair"),
    Row("diagnose --answer red_flag=maybe", "fault.choose"),
    Row("diagnose --answer nope=yes", "fault.no_question"),
    Row(
        "diagnose --answer red_flag=no --answer your_gopay=gopay_zh --answer symptom=login", "fault.stray"
    ),
    Row("diagnose --answers nowhere.yaml", "fault.unreadable fault.reason.missing"),
    Row("diagnose --answers .", "fault.folder"),
    Row("diagnose --answers given.yaml", "fault.large", file_holds(b"#" * (MAX_BYTES + 1))),
    Row("diagnose --answers given.yaml", "fault.no_text", file_holds(b"\0")),
    Row("diagnose --answers - --facts -", "fault.stdin_twice"),
    Row("diagnose --facts /dev/null", "fault.unreadable fault.reason.special"),
    Row("diagnose --answers given.yaml", "fault.form fault.line", file_holds(b"red_flag: [no")),
    Row("diagnose --answers given.yaml", "fault.form fault.line", file_holds(b"a: &a b\n")),
    Row("diagnose --answers given.yaml", "fault.form", file_holds(b"answers: red_flag\n")),
    Row("diagnose --answers given.yaml", "fault.twice fault.line", file_holds(b"red_flag: no\n" * 2)),
    Row("diagnose --answers given.yaml", "fault.hidden fault.line", file_holds(b"red_flag:\tno\n")),
    Row("diagnose --answers given.yaml", "fault.hidden fault.line", file_holds(b"red_flag: \xff\n")),
    Row("diagnose --answers given.yaml", "fault.choose", file_holds(b"red_flag: [no]\n")),
    Row("diagnose --answers given.yaml", "fault.word", file_holds(b"nope: [no]\n")),
    Row("diagnose --facts nowhere.yaml", "fault.unreadable fault.reason.missing"),
    Row("diagnose --facts given.yaml", "fault.at fault.no_fact", file_holds(b"weather: wet\n")),
    Row("diagnose --facts given.yaml", "fault.at fault.choose", file_holds(b"network: wet\n")),
    Row("diagnose --write-template given.yaml", "fault.exists", file_holds(b"mine")),
    Row("diagnose --write-template no/where", "fault.not_written fault.reason.missing"),
    Row("diagnose --pack .", "fault.no_pack"),
    Row("check --offline --pack pack", "fault.pack_lacks", a_pack_that_names_no_hosts),
    Row("case show", "fault.case_of_pack", a_case_of_another_pack),
    Row(f"case next {ID}", "fault.case_of_pack", a_case_of_another_pack),
    Row(f"case draft {ID} --pack pack", "fault.case_of_ours", our_case_beside_a_pack),
    Row("page", "fault.no_out"),
    Row("case show nosuch", "fault.no_case"),
    Row("case show 482913", "fault.no_case"),
    Row(f"case show {ID}", "fault.no_case"),
    Row(f"case delete {ID} --yes", "fault.no_case"),
    Row("case show", "fault.no_cases"),
    Row("case resume", "fault.no_cases"),
    Row("case next", "fault.no_cases"),
    Row("case diff", "fault.no_cases"),
    Row("case export", "fault.no_cases"),
    Row("watch nosuch", "fault.no_case"),
    Row("case show", "fault.damaged fault.case case.damaged", case_holds("{")),
    Row(f"case show {ID}", "fault.damaged fault.case case.damaged", another_case_in_its_place),
    Row("case show", "fault.newer fault.case", case_holds('{"format": "gopay-help/case@99"}')),
    Row("case show", "fault.unreadable fault.reason.large", too_large_a_case),
    Row("case add --text hi", "fault.busy", busy),
    Row("case add --text hi", "fault.not_saved fault.reason.full", replace_fails(errno.ENOSPC)),
    Row("case add --text hi", "fault.not_saved fault.reason.read_only", replace_fails(errno.EROFS)),
    Row("case add --text hi", "fault.not_saved fault.reason.forbidden", replace_fails(errno.EACCES)),
    Row("case next --still", "fault.not_saved", replace_fails(errno.EFBIG)),
    Row("case add --text hi", "fault.case_full", a_full_case),
    Row("case add", "fault.nothing_to_add", one_case),
    Row("case add --kind note --text ' '", "fault.nothing_to_add", one_case),
    Row("case add --kind wish --text x", "fault.choose", one_case),
    Row("case add --kind note --amount 250rb", "fault.no_field", one_case),
    Row("case add --text x --amount 250rb --channel email", "fault.mixed", one_case),
    Row("case add --channel nope", "case.bad.channel", one_case),
    Row("case draft --format fax", "fault.choose"),
    Row("case draft", "case.draft.unfinished", unfinished),
    Row("case draft --format eml --out taken", "fault.exists", already_there),
    Row("case export --reveal text", "fault.choose", one_case),
    Row("case export --out taken", "fault.exists", already_there),
    Row("case export --zip --out taken", "fault.exists", already_there),
    Row("case export --out no/where", "fault.not_written fault.reason.missing", one_case),
    Row("case next --ics taken", "fault.exists", already_there),
    Row(f"case delete {ID}", "fault.yes", one_case),
    Row(f"case delete {ID} --yes", "fault.not_removed fault.reason.busy", not_deleted),
    *(
        (
            Row("case show", "fault.unreadable fault.reason.special", a_pipe_for_a_case),
            Row(
                "diagnose --write-template given.yaml",
                "fault.not_written fault.reason.linked",
                a_link_for_a_template,
            ),
            Row("case add --text hi", "fault.not_saved fault.reason.link", a_link_for_a_folder),
            Row("case add --text hi", "fault.not_saved fault.reason.foreign", a_folder_of_someone_else),
        )
        if POSIX
        else ()
    ),
)  # fmt: skip


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A run in an empty folder, on a device without cases, that can look at nothing."""
    cached = shipped()
    real = setup.open_pack
    monkeypatch.setattr(setup, "open_pack", lambda folder, *more: real(folder, *more) if more else cached)
    monkeypatch.setattr("gopay_help.network.check.run_check", lambda *_, **__: pytest.fail("contacted"))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setenv("GOPAY_HELP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("GOPAY_HELP_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return World(tmp_path, monkeypatch)


def told(world: World, capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    """What stderr says of a run that fails."""
    world.patch.setattr(sys, "argv", ["gopay-help", *typed])
    assert run() in (1, 2, 4)
    out, err = capsys.readouterr()
    assert out == ""
    return err


def pieces(text: str) -> list[str]:
    """The fixed parts of a text, between its {names}."""
    return [piece for piece in re.split(r"\{[a-z_]+\}", text) if piece.strip()]


def says(err: str, text: str) -> bool:
    """True if a text was said, whatever was filled in."""
    return re.search(".*".join(map(re.escape, pieces(text))), err) is not None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.typed}: {row.said}")
def test_an_error_is_told_in_the_language(world, capsys, row: Row, lang: str):
    row.before(world)
    quiet = [word for word in QUIET if row.typed.startswith("diagnose")]
    typed = [*shlex.split(row.typed), *quiet]
    err = told(world, capsys, *typed, "--lang", lang)

    words = shipped().catalogue(lang)
    for key in row.said.split():
        assert says(err, words.say(key)), err
        english = max(pieces(words.fallback.get(key, "")), key=len, default="")
        assert len(english) < 4 or english not in err, err
    assert not re.search(r"fault\.|\{|Traceback", err), err
    lines = err.splitlines()
    assert lines[0].startswith("gopay-help: ")
    assert len(lines) == (2 if "case.damaged" in row.said else 1)


def test_every_sentence_was_heard_through_the_command_line():
    heard = {key for row in ROWS for key in row.said.split()} | {"fault.list"}
    of_a_wheel_alone = {"fault.installation"}
    if not POSIX:
        heard |= {"fault.reason.special", "fault.reason.link", "fault.reason.linked", "fault.reason.foreign"}
    written = {key for key in shipped().catalogue("en").entries if key.startswith("fault.")}
    assert written - heard == of_a_wheel_alone


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_seldom_happens_is_said_as_the_system_does(world, capsys, lang):
    replace_fails(errno.EFBIG)(world)
    assert os.strerror(errno.EFBIG) in told(world, capsys, "case", "add", "--text", "hi", "--lang", lang)


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "id_ID.UTF-8"}, "zh-Hans"),
        ({"GOPAY_HELP_LANG": "id", "LANG": "zh_CN.UTF-8"}, "id"),
        ({"GOPAY_HELP_LANG": "tlh", "LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "tlh"}, "en"),
        ({}, "en"),
    ],
)
@pytest.mark.parametrize("typed", [["check", "--offline"], ["case", "list"], ["diagnose"]])
def test_a_language_that_there_is_not_is_told_in_the_next_best(world, capsys, typed, environ, lang):
    for name, value in environ.items():
        world.patch.setenv(name, value)
    err = told(world, capsys, *typed, "--lang", "xx")
    text = shipped().catalogue(lang).say("fault.choose", what="--lang xx", known="\0").partition("\0")[0]
    assert err.startswith(f"gopay-help: {text}")
    assert all(tag in err for tag in LANGUAGES)


@pytest.mark.parametrize("lang", ["id", "zh-Hans"])
def test_a_script_that_wants_json_gets_its_line_on_stderr_alone(world, capsys, lang):
    plainly = told(world, capsys, "case", "show", "nosuch", "--lang", lang)
    assert told(world, capsys, "case", "show", "nosuch", "--json", "--lang", lang) == plainly


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        ["case", "show", "{}"],
        ["case", "add", "--kind", "{}", "--text", "x"],
        ["case", "draft", "--format", "{}"],
        ["case", "export", "--reveal", "{}"],
        ["channels", "--now", "{}"],
        ["verify", "--kind", "{}", "131"],
        ["watch", "--brand", "{}"],
    ],
)
def test_no_error_repeats_a_code_or_steers_the_terminal(world, capsys, typed, lang):
    one_case(world)
    for debug in ([], ["--debug"]):
        words = [word.replace("{}", "482913 \x1b[31m\u202e") for word in typed]
        err = told(world, capsys, *words, "--lang", lang, *debug)
        assert not {"\x1b", "\u202e"} & set(err)
        assert "482913" not in err


def test_a_run_without_an_error_reads_no_words_of_errors(world, capsys, monkeypatch):
    monkeypatch.setattr(the_end, "room_catalogue", lambda *_: pytest.fail("read"))
    monkeypatch.setattr(sys, "argv", ["gopay-help", "channels", "--lang", "id"])
    assert run() == 0
