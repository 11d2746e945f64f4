"""Three trees that were not written for this program: a published flow, a support script, a made-up wallet.

Each is proved, reaches all it names in each of its languages, and says nothing of the pack that is shipped.
"""

import json
import re

import pytest
import yaml
from walks import FOREIGN, OURS, PACKS, SHIPPED, SHIPPED_FOLDER, diagnosed, foreign_pack, languages, runs

from gopay_help.authoring.lint.engine import compile_pack
from gopay_help.model.tree import UNKNOWN, NodeId
from gopay_help.tree.pack import PROGRAM, Pack

OPENED = {name: foreign_pack(name) for name in FOREIGN}
SPOKEN = [(name, lang) for name in FOREIGN for lang in languages(OPENED[name])]


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_proved(name):
    assert set(compile_pack(PACKS / name)) >= {"tree", "channels", "claims", "checklists", "calendar"}


@pytest.mark.parametrize("name", FOREIGN)
def test_every_outcome_is_reached(name):
    tree = OPENED[name].tree
    outcomes = {node_id for node_id in tree.nodes if _is_outcome(tree, node_id)}
    assert set(runs(tree)) == outcomes


def _is_outcome(tree, node_id):
    return type(tree.nodes[node_id]).__name__ == "Outcome"


def test_they_differ_from_the_shipped_pack_and_from_each_other():
    trees = [OPENED[name].tree for name in FOREIGN]
    assert len({tree.limits.max_questions for tree in trees}) == len(trees)
    assert {lang for tree in trees for lang in tree.languages} == {"en", "de", "es", "ms", "ja"}
    assert len({tree.start for tree in trees} | {NodeId("red_flag")}) == len(trees) + 1


@pytest.mark.parametrize(("name", "lang"), SPOKEN)
def test_a_page_for_every_outcome_and_no_word_of_ours(name, lang, tmp_path):
    pack = OPENED[name]
    words = pack.catalogue(lang)
    for outcome, run in runs(pack.tree).items():
        page = diagnosed(name, pack, run, lang, tmp_path, as_json=False)
        assert words.entries[f"outcome.{outcome}.title"] in page
        assert OURS.search(page) is None, page
        assert "gopay-help" not in page, "it leads to a command that knows another pack"


def test_a_fixed_time_in_utc_is_not_told_on_the_clock_of_jakarta(tmp_path):
    pack = OPENED["penyu"]
    for run in runs(pack.tree).values():
        assert "WIB" not in diagnosed(
            "penyu", pack, run, "en", tmp_path, as_json=False, now="2026-11-23T03:00:00Z"
        )


@pytest.mark.parametrize(("name", "lang"), SPOKEN)
def test_a_document_for_every_outcome_and_no_word_of_ours(name, lang, tmp_path):
    pack = OPENED[name]
    for outcome, run in runs(pack.tree).items():
        text = diagnosed(name, pack, run, lang, tmp_path, as_json=True)
        found = json.loads(text)
        assert (found["outcome"], found["tree"]["id"], found["lang"]) == (outcome, name, lang)
        assert found["case_id"] is None
        assert OURS.search(json.dumps(found, ensure_ascii=False)) is None


@pytest.mark.parametrize("name", FOREIGN)
def test_what_only_a_check_could_tell_is_not_known(name, tmp_path):
    """No pack here has targets: nobody is asked, and nothing is made up."""
    pack = OPENED[name]
    checked = {fact for fact, spec in pack.tree.facts.items() if spec.source == "check"}
    plain = [run for run in runs(pack.tree).values() if set(run.facts.values()) <= {UNKNOWN}]
    assert plain
    for run in plain:
        found = json.loads(diagnosed(name, pack, run, "en", tmp_path, as_json=True))
        assert not checked & {fact["id"] for fact in found["facts"]}
        assert all(answer["source"] != "evidence" for answer in found["answers"])


def test_working_days_are_those_of_the_packs_own_calendar(tmp_path):
    """Noon on Saturday in Tokyo is late on Friday in New York: there one day more goes by."""
    moment = "2026-11-28T03:00:00Z"
    ends = {}
    for name, outcome in (("penyu", "crowd"), ("lost_card", "block_first")):
        run = runs(OPENED[name].tree)[NodeId(outcome)]
        document = diagnosed(name, OPENED[name], run, "en", tmp_path, as_json=True, now=moment)
        ends[name] = json.loads(document)["follow_up"]["escalate_at"]
    assert ends == {"penyu": "2026-12-01T03:00:00Z", "lost_card": "2026-12-02T03:00:00Z"}


def test_a_word_of_the_shipped_pack_is_lent_only_if_the_program_says_it(tmp_path):
    """A contact of the same id has its own words or none: never what ours is described with."""
    lent = OPENED["penyu"].catalogue("en")
    assert lent.has("ui.do")
    assert not lent.has("channel.id_phone_1500729.how")
    assert not lent.has("fact.window.ordinary")
    assert not lent.has("ui.report_again")


@pytest.mark.parametrize("lang", SHIPPED.languages)
def test_nothing_that_is_lent_names_our_company(lang):
    """Of `help` alone the program itself is the author: a pack never says its words."""
    bare = Pack(SHIPPED_FOLDER, {f"text/{each}": {} for each in SHIPPED.languages}, SHIPPED)
    words = bare.catalogue(lang)
    said = {key: words.say(key) for key in words.entries if not key.startswith("help.")}
    assert len(said) > 500
    naming = re.compile(r"(?i)gopay(?![-_]help)|gojek|\bgoto\b|tokopedia")
    assert {key: text for key, text in said.items() if naming.search(text)} == {}
    assert "lent" not in first_parts(SHIPPED_FOLDER / "text" / f"{lang}.yaml")
    whose = re.compile(r"(?i)\bour list\b|\bdaftar kami\b|我们的?名单")  # there it is another's
    assert {key: text for key, text in said.items() if whose.search(text)} == {}


def test_what_happened_and_whose_help_this_is_are_said_by_each_pack_itself():
    lent = OPENED["smallest"].catalogue("en")
    assert not lent.has("draft.what.unclear")
    assert not lent.has("draft.problem.unclear")
    assert lent.has("draft.ask.answer")
    assert lent.say("ui.unofficial") == OPENED["smallest"].document("text/en")["ui.unofficial"]
    assert "GoPay" not in lent.say("draft.me")


def test_every_room_of_the_programs_words_is_lent_and_no_other():
    """A new folder of words beside `text` has to be decided about: the program's, or this pack's alone."""
    rooms = {folder.name: first_parts(folder / "en.yaml") for folder in SHIPPED_FOLDER.glob("text*")}
    own = rooms.pop("text") | rooms.pop("text-channels") | {"fact"}
    assert set().union(*rooms.values()) - {"fact", "lent"} == PROGRAM
    assert not PROGRAM & own


def first_parts(file):
    return {key.partition(".")[0] for key in yaml.safe_load(file.read_text("utf-8"))}


def test_a_pack_may_bring_the_programs_words_in_a_language_it_does_not_know(tmp_path):
    """Nothing on a page of the German flow is English: neither its own words nor the program's."""
    pack = OPENED["wireless"]
    english = pack.catalogue("en").entries
    frames = {text for key, text in english.items() if key.startswith("ui.") and len(text) > 12}
    for run in runs(pack.tree).values():
        page = diagnosed("wireless", pack, run, "de", tmp_path, as_json=False)
        for text in frames:
            longest = max(text.replace("}", "{").split("{")[::2], key=len).strip()
            assert len(longest) < 8 or longest not in page, f"{longest!r} is left in English:\n{page}"


@pytest.mark.parametrize("name", FOREIGN)
def test_the_card_for_who_helps_on_the_phone_is_of_the_same_pack(name, tmp_path):
    pack = OPENED[name]
    lang = pack.tree.languages[-1]
    for outcome, run in runs(pack.tree).items():
        card = diagnosed(name, pack, run, lang, tmp_path, helper=True)
        assert pack.catalogue(lang).say(f"outcome.{outcome}.title") in card
        assert OURS.search(card) is None
