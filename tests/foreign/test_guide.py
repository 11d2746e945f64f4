"""The authors' guide, followed to the letter, in its order, with what it says will be told."""

import re
import shutil

import pytest
import yaml
from walks import PACKS, ROOT

from gopay_help.authoring.lint.engine import compile_pack
from gopay_help.authoring.lint.rule import OPTIONAL, PROVED
from gopay_help.model.errors import TreeError

GUIDE = (ROOT / "decision_trees" / "README.md").read_text("utf-8")


@pytest.fixture
def mine(tmp_path):
    """A copy of the smallest pack: "copy this folder and change it"."""
    return shutil.copytree(PACKS / "smallest", tmp_path / "mine")


def change(file, old, new):
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def told(folder):
    """Rules and messages, as an author reads them."""
    try:
        compile_pack(folder)
    except TreeError as error:
        return [f"{problem.rule} {problem.message}" for problem in error.problems]
    return []


QUESTION = """
  which_door:
    kind: question
    options:
      - {id: main, to: card_expired}
      - {id: side, to: reader_dead}
      - {id: unsure, to: unclear}

outcomes:
"""


def test_a_question_is_written_in_three_steps_and_each_is_asked_for(mine):
    change(mine / "tree.yaml", "\noutcomes:\n", QUESTION)
    assert any(line.startswith("REACH001") and "which_door" in line for line in told(mine))
    change(mine / "tree.yaml", "{id: no_light, to: reader_dead}", "{id: no_light, to: which_door}")
    change(mine / "tree.yaml", "max_questions: 2", "max_questions: 3")
    keys = ["text", "why", "opt.main", "opt.side", "opt.unsure"]
    assert {re.search(r"'(\S+)'", line)[1] for line in told(mine)} == {f"which_door.{key}" for key in keys}
    words = {"text": "Which door is it?", "why": "Each has its own reader."}
    lines = [f'which_door.{key}: "{words.get(key, key)}"\n' for key in keys]
    with (mine / "text" / "en.yaml").open("a", encoding="utf-8") as file:
        file.writelines(lines)
    assert told(mine) == []


def test_a_contact_is_added_in_three_steps(mine):
    registry = mine / "channels.yaml"
    entry = registry.read_text("utf-8").partition("channels:\n")[2].partition("  - id: porter")[0]
    with registry.open("a", encoding="utf-8") as file:
        file.write(entry.replace("id: desk", "id: night_desk").replace("Desk on the", "Night desk on the"))
    assert told(mine) == ["REG015 night_desk: en has no text channel.night_desk.label"]
    with (mine / "text" / "en.yaml").open("a", encoding="utf-8") as file:
        file.write('channel.night_desk.label: "The night desk"\n')
    at_unclear = "route: [{}, desk_mail]\n    do: [other_door]"
    change(mine / "tree.yaml", at_unclear.format("desk"), at_unclear.format("night_desk"))
    assert told(mine) == []


def test_it_names_every_file_that_a_pack_must_or_may_have():
    for name in (*PROVED, *OPTIONAL):
        assert f"`{name}.yaml`" in GUIDE, f"the guide does not say what {name}.yaml is"


def test_a_file_that_it_calls_a_must_is_one(mine):
    table = GUIDE.partition("| file |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]
    musts = {row[0].strip("`") for row in rows if row[-1].startswith("must")}
    assert musts == {*(f"{name}.yaml" for name in PROVED), "text*/<lang>.yaml"}


def test_it_names_every_fact_that_can_be_found_out():
    facts = yaml.safe_load((ROOT / "decision_trees" / "gopay" / "tree.yaml").read_text("utf-8"))["facts"]
    for fact, spec in facts.items():
        row = next(line for line in GUIDE.splitlines() if line.startswith(f"| `{fact}`"))
        for value in set(spec["values"]) - {"unknown"} if spec["source"] != "brand" else ():
            assert f"`{value}`" in row


def test_it_names_every_hook():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert all(f"id: {hook['id']}" in GUIDE for hook in hooks)


@pytest.mark.parametrize("key", ["ui.unofficial", "ui.other_languages"])
def test_a_pack_has_to_say_whose_help_it_is_not_and_what_it_speaks(mine, key):
    words = mine / "text" / "en.yaml"
    words.write_text(re.sub(rf"(?m)^{re.escape(key)}: .*\n", "", words.read_text("utf-8")), "utf-8")
    assert told(mine) == [f"I18N001 the text '{key}' is missing in en"]
