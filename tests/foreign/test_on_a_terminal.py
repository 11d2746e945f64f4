"""A pack of somebody else's, walked as a person walks it: `diagnose --pack` on a terminal."""

from pathlib import Path

import pytest
from walks import OURS, PACKS, foreign_pack, runs

from gopay_help.model.tree import NodeId
from terminal import Terminal
from ways import key_of


def at_the_first_question(name, lang, **size):
    pack = foreign_pack(name)
    folder = str(PACKS / name)
    terminal = Terminal("diagnose", "--pack", folder, "--lang", lang, "--offline", rows=200, **size)
    first = pack.tree.nodes[pack.tree.start]
    terminal.wait_for(pack.catalogue(lang).say("ui.choose", count=len(first.options)))
    return pack, terminal


def left_behind(terminal):
    """Files of the person's run; the proved pack that is kept for the next start holds nothing of it."""
    return [file for file in Path(terminal.home).rglob("*") if file.is_file() and file.suffix != ".pack"]


@pytest.mark.parametrize(
    ("name", "lang", "outcome"),
    [("penyu", "ja", "friend_typed_wrong"), ("wireless", "de", "reseat"), ("lost_card", "es", "code_given")],
)
def test_a_walk_to_an_outcome_and_nothing_is_kept(name, lang, outcome):
    pack, terminal = at_the_first_question(name, lang)
    words = pack.catalogue(lang)
    assert words.say("ui.unofficial") in terminal.text()
    for number, (question, option) in enumerate(runs(pack.tree)[NodeId(outcome)].way, 1):
        terminal.wait_for(words.say("ui.question_number", number=number))
        terminal.wait_for(words.say("ui.choose", count=len(pack.tree.nodes[question].options)))
        terminal.press(key_of(pack.tree, question, option))
    terminal.wait_for("[q]")
    terminal.press("q")
    assert terminal.finish() == 0
    seen = terminal.text().replace(" ", "")
    assert words.say(f"outcome.{outcome}.title").replace(" ", "") in seen
    assert OURS.search(terminal.text()) is None
    assert left_behind(terminal) == []


@pytest.mark.slow
def test_who_stops_is_told_how_to_go_on_in_the_same_pack():
    _, terminal = at_the_first_question("penyu", "ms", columns=200)
    terminal.press("2")
    terminal.wait_for("2")
    terminal.press("\x03")
    assert terminal.finish() == 130
    assert f"--pack {PACKS / 'penyu'} diagnose --offline" in terminal.text()
    assert "--answer danger=no" in terminal.text()
    assert left_behind(terminal) == []
