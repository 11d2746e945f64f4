"""--help and the faults of a command line, in every language."""

import shutil
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from program import ROOT, program

from gopay_help.authoring.lint.engine import lint_pack
from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli.app import every_command
from gopay_help.cli.help import entries, manual_language, manual_words
from gopay_help.model.errors import Level

OTHERS = ("id", "zh-Hans")


def room(lang: str) -> dict[str, str]:
    data = read_document(ROOT / "decision_trees" / "gopay" / "text-help" / f"{lang}.yaml").data
    return {key: str(text) for key, text in data.items()}


def manual() -> set[str]:
    return {entry.text for _, command in every_command() for entry in entries(command) if entry.text}


COMMANDS = [path for path, _ in every_command()]


def test_the_room_says_what_the_code_says_and_nothing_else():
    of_typer = ("help.fault.", "help.heading.", "help.words")
    said = {text for key, text in room("en").items() if not key.startswith(of_typer)}
    assert said - {room("en")["help.gopay_help.help"]} == manual(), "run: python3 tools/dev.py manual"


def test_one_command_writes_what_the_code_says_and_touches_nothing_else():
    """A new text comes behind its command, a changed one in its place, one that is gone goes."""
    file = ROOT / "decision_trees" / "gopay" / "text-help" / "en.yaml"
    spec = spec_from_file_location("manual", ROOT / "tools" / "manual.py")
    assert spec
    assert spec.loader
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)
    source, said = file.read_text("utf-8"), tool.said_by_the_code()
    assert tool.renewed(source, str(file), said) == source
    changed = {**said, "help.funds.long": "A new option.", "help.prevent": "Otherwise."}
    del changed["help.check.budget"]
    before, after = source.splitlines(), tool.renewed(source, str(file), changed).splitlines()
    gone, come = (
        [line for line in before if line not in after],
        [line for line in after if line not in before],
    )
    assert [line.partition(":")[0] for line in gone] == ["help.prevent", "help.check.budget"]
    assert sorted(come) == ['help.funds.long: "A new option."', 'help.prevent: "Otherwise."']


@pytest.mark.parametrize(
    ("key", "level"), [("help.prevent", Level.ADVICE), ("ui.report_again", Level.WARNING)]
)
def test_a_line_of_the_manual_may_wait_for_its_translation_and_is_told_of(tmp_path, key, level):
    pack = shutil.copytree(ROOT / "decision_trees" / "gopay", tmp_path / "gopay")
    shelf = pack / ("text-help" if key.startswith("help") else "text-ui")
    lines = (shelf / "id.yaml").read_text("utf-8").splitlines(keepends=True)
    (shelf / "id.yaml").write_text("".join(line for line in lines if not line.startswith(f"{key}:")), "utf-8")
    found = [each for each in lint_pack(pack).problems if each.rule == "I18N001"]
    assert [each.level for each in found] == [level]


def test_no_english_text_stands_twice():
    texts = list(room("en").values())
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_in_one_language(path: tuple[str, ...], lang: str):
    done = program(*path, "--help", "--lang", lang)
    assert done.returncode == 0
    lines = {" ".join(line.split()) for line in done.stdout.splitlines()}
    flat = " ".join(done.stdout.split())
    told = {text for key, text in room("en").items() if key not in room(lang)}  # by `i18n status`
    english = [text for text in manual() - told if len(text) > 20 and text in flat]
    assert (english, {"Options:", "Commands:", "Arguments:"} & lines) == ([], set())


def test_english_starts_read_no_words_of_the_manual():
    assert manual_language(["--help"], {"LANG": "en_US.UTF-8"}) is None
    assert manual_language(["--help"], {"LANG": "C"}) is None


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        (["--help", "--lang", "id"], {}, "id"),
        (["--lang=zh", "x"], {"LANG": "id_ID"}, "zh-Hans"),
        (["x"], {"LANG": "id_ID.UTF-8"}, "id"),
        (["x"], {"GOPAY_HELP_LANG": "zh-Hans", "LANG": "id_ID"}, "zh-Hans"),
        (["--lang"], {"LANG": "id_ID"}, "id"),
        (["--lang", "tlh"], {"LANG": "id_ID"}, None),
    ],
)
def test_the_language_is_known_before_the_line_is_parsed(
    arguments: list[str], environ: dict, lang: str | None
):
    assert manual_language(arguments, environ) == lang


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize(
    ("arguments", "key", "named"),
    [
        (["chanels"], "no_command", "chanels"),
        (["verify", "--kin", "x"], "no_option", "--kin"),
        (["verify", "--kind"], "no_value", "--kind"),
        (["watch", "--hours", "x"], "bad_value", "--hours"),
        (["channels", "show"], "missing", "ID"),
        (["case", "resume", "a", "b"], "other", "b"),
    ],
)
def test_a_fault_is_told_in_the_language(arguments: list[str], key: str, named: str, lang: str):
    done = program(*arguments, GOPAY_HELP_LANG=lang)
    words = manual_words(lang)
    assert words is not None
    head = words.say(f"help.fault.{key}", option="\0", message="\0").partition("\0")
    assert done.returncode == 2
    assert done.stdout == ""
    first, last = done.stderr.splitlines()
    assert head[0] in first
    assert named in first
    assert last.startswith(words.say("help.fault.look", command=""))


@pytest.mark.parametrize("lang", OTHERS)
def test_what_was_typed_cannot_steer_the_terminal(lang: str):
    done = program("\x1b[31mred\u202e", GOPAY_HELP_LANG=lang)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr


@pytest.mark.parametrize("lang", ["en", *OTHERS])
def test_without_a_command_and_a_terminal_the_manual_is_shown(lang: str):
    done = program(GOPAY_HELP_LANG=lang)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--no-input" in done.stdout


@pytest.mark.parametrize("lang", ["en", *OTHERS])
@pytest.mark.parametrize(
    "arguments", [["{}"], ["funds", "--{}"], ["funds", "fraud", "{}"], ["check", "--budget", "{}"]]
)
def test_a_fault_repeats_no_code_and_turns_no_line(arguments: list[str], lang: str):
    typed = "x\u202e\x1b[31m4111 1111 1111 1111"
    done = program(*(part.replace("{}", typed) for part in arguments), GOPAY_HELP_LANG=lang)
    assert (done.returncode, done.stdout) == (2, "")
    assert not {"\x1b", "\u202e"} & set(done.stderr)
    assert "1111" not in done.stderr


@pytest.mark.parametrize("lang", ["en", *OTHERS])
@pytest.mark.parametrize("arguments", [["case"], ["case", "--plain"]])
def test_a_group_without_a_command_shows_its_manual(arguments: list[str], lang: str):
    done = program("--lang", lang, *arguments)
    assert done.returncode == 2
    assert room(lang)["help.case"][:20] in done.stderr
    assert "ISO 8601" in done.stderr, "what the manual says itself is not hidden as a code"
