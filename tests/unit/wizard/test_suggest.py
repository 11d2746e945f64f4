"""What people type finds its place by phrases; rare words weigh more, and a typed code counts for nothing."""

import re

import pytest

from casefile import shipped
from gopay_help.model.tree import NodeId, OptionId
from gopay_help.tree import walk
from gopay_help.wizard.suggest import Language, Meanings, Speech, Suggester, Words, suggest

PHRASES = {
    "locked": ["account locked", "lupa pin"],
    "late": ["money not arrived yet", "saldo belum masuk", "钱 没 到账"],
    "nowhere.ads": ["too many ads"],
}
SLANG = {"blm": "belum", "gabisa": "tidak bisa"}
BOOK = Speech([Language(PHRASES, SLANG, {"locked": "The PIN is frozen", "late": "Money on its way"})])


def book_of(phrases, slang=None):
    return Speech([Language(phrases, slang or {})])


def fits(text: str, book: Speech = BOOK):
    return suggest(text, book, frozenset({"nowhere.ads"}))


def scores(book: Speech, text: str):
    return book.look(text)[0]


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("my account is LOCKED!!", "locked"),
        ("saldo sy blm masuk2", "late"),
        ("lupaaaaa pinnya", "locked"),
        ("我的钱还没到账", "late"),
        ("the money has not arrived", "late"),  # most of a long phrase
    ],
)
def test_words_find_their_place(text, goal):
    assert fits(text).found[0][0] == goal


def test_a_clear_lead_stands_alone_unless_it_is_thin():
    assert fits("money has not arrived yet").decision == "one"
    assert fits("lupa pin, tidak bisa masuk").decision == "three"
    assert fits("has not arrived yet").decision == "three"


def test_words_that_fit_nothing_find_nothing():
    assert fits("the weather is nice")[:2] == ("none", ())
    assert fits("") == ("none", (), None, False)


def test_a_kind_without_a_place_is_named_as_such():
    found = fits("too many ads everywhere")
    assert (found.decision, found.nowhere) == ("nowhere", "nowhere.ads")
    assert all(goal != "nowhere.ads" for goal, _ in found.found)


def test_two_places_that_fit_alike_leave_the_choice():
    book = book_of({"locked": ["account locked"], "late": ["money late"]})
    found = fits("account locked and money late", book)
    assert found.decision == "three"
    assert {goal for goal, _ in found.found} == {"locked", "late"}


def test_a_rare_word_weighs_more_than_a_common_one():
    book = book_of({"a": ["pin lupa"], "b": ["pin salah"], "c": ["pin kartu hilang"], "d": ["kartu hilang"]})
    found = scores(book, "pin lupa")
    assert found["a"] > 5 * found["b"]
    assert scores(book, "kartu hilang")["d"] > scores(book, "kartu hilang")["c"]


def test_a_word_may_have_others_that_stand_for_it():
    book = book_of({"a": ["money|balance gone|missing"], "b": ["card lost"]})
    both = [scores(book, text)["a"] for text in ("my balance is missing", "money: gone")]
    assert both[0] == both[1] > 2 * scores(book, "my balance")["a"]


def test_words_that_stand_near_each_other_count_for_more():
    book = book_of({"a": ["account locked"], "b": ["card lost"]})
    near, far = (scores(book, f"account {between} locked")["a"] for between in ("is", "and then " * 9))
    assert near > 1.5 * far > 0


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("saldo dipotong", "terpotongnya saldo"),  # what is put before and behind a stem
        ("app crash", "the app crashed"),
        ("not open", "it doesn't open"),
        ("gak buka", "g4k buka"),  # digits for letters
        ("钱 没到", "我的钱没有到账"),  # in the middle of a run of characters
    ],
)
def test_one_word_in_many_shapes_is_one_word(phrase, text):
    book = book_of({"a": [phrase], "b": ["kartu lain"]}, {"doesnt": "not", "没有到": "没到"})
    assert scores(book, text)["a"] == pytest.approx(scores(book, phrase)["a"])


def test_the_digits_of_a_code_are_never_looked_at():
    book = book_of({"a": ["123456"], "b": ["kode"]})
    assert dict(fits("123456", book).found) == {}


def test_no_text_is_too_long():
    assert fits("x" * 1_000_000 + " account locked").decision == "none"


def test_slang_for_slang_is_followed_to_its_end():
    book = book_of({"a": ["tidak masuk"], "b": ["kartu lain"]}, {"blm": "belum", "belum": "tidak"})
    assert scores(book, "blm masuk")["a"] == pytest.approx(scores(book, "tidak masuk")["a"])


CONCEPTS = {
    "block": ["frozen", "lock*", "put on ice"],
    "not": ["not", "never"],
    "come": ["arrived", "come in"],
    "phone": ["phone"],
    "new": ["new"],
    "bank": ["bank"],
    "wallet": ["wallet"],
}
ABROAD = {"block": ["dibekukan"], "phone": ["hp"], "new": ["baru"], "not": ["没"], "come": ["到账"]}


def meanings() -> Meanings:
    pairs = [(Words({}), CONCEPTS), (Words({}), ABROAD)]
    return Meanings(pairs, {"new_phone": ["new phone"]})


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("frozen!", {"block"}),
        ("they put it on ice", {"they", "put", "it", "on", "ice"}),
        ("put on ice", {"block"}),
        ("locked out", {"block", "out"}),
        ("wallet dibekukan", {"wallet", "block"}),
        ("hp baru", {"phone", "new", "new_phone"}),
        ("has never come in", {"has", "not", "come", "not_come"}),
        ("钱没到账", {"not", "come", "not_come"}),
    ],
)
def test_what_is_meant_is_one_concept_in_every_language(text, concepts):
    assert {word for word, _ in meanings().read(text)} == concepts


def test_a_denial_binds_what_is_near_it_alone():
    read = [word for word, _ in meanings().read("not a b c arrived")]
    assert "not_come" not in read


def speech() -> Speech:
    english = Language({"locked": ["wallet frozen"]}, concepts=CONCEPTS, examples={"late": ["never arrived"]})
    return Speech(
        [english, Language({}, concepts=ABROAD)],
        {"goals": {"moved": ["new_phone"]}, "elsewhere": {"nowhere.bank": ["bank block -wallet"]}},
    )


def test_phrases_and_examples_reach_other_words_and_languages():
    assert scores(speech(), "wallet dibekukan")["locked"] > 1
    assert scores(speech(), "belum 没到账")["late"] > 1
    assert scores(speech(), "what a lovely day") == {}


def test_another_matter_is_told_by_what_is_not_said():
    assert speech().look("my bank locked it")[1] == "nowhere.bank"
    assert speech().look("the bank says my wallet is frozen")[1] is None


def test_an_alarm_is_never_another_matter():
    text = "my bank locked it, wallet frozen hp baru"
    assert suggest("my bank locked it", speech(), frozenset()).decision == "none"
    calm = suggest("bank frozen", speech(), frozenset())
    raised = suggest("bank frozen hp baru", speech(), frozenset(), frozenset({"locked"}))
    assert (calm.decision, raised.decision) != ("nowhere", "nowhere"), text


@pytest.mark.slow
def test_every_place_of_the_shipped_tree_is_found_by_its_own_phrases():
    pack = shipped()
    suggester = Suggester(pack)
    phrases = pack.document("phrases/id")
    lost = [
        (goal, phrase)
        for goal, spoken in phrases.items()
        for phrase in spoken
        if not goal.startswith("nowhere.") and goal not in dict(suggester.suggest(phrase).found)
    ]
    assert len(lost) <= sum(map(len, phrases.values())) // 20, lost


def test_every_concept_that_is_spoken_of_can_be_said_in_every_language():
    pack = shipped()
    shared = pack.document("meanings")
    pairs = [pair for pairs in shared["together"].values() for pair in pairs]
    phrases = [text for part in ("goals", "elsewhere") for texts in shared[part].values() for text in texts]
    spoken = {word for text in (*pairs, *phrases) for word in re.split(r"[ |]", text)}
    named = {word.removeprefix("-") for word in spoken}
    for lang in pack.languages:
        known = pack.document(f"concepts/{lang}").keys() | shared["together"].keys()
        meant = {word if word in known else word.removeprefix("not_") for word in named}
        assert meant - known == set(), lang


def test_what_may_cost_money_now_raises_the_alarm():
    suggester = Suggester(shipped())
    assert suggester.suggest("hp saya dicuri").alarm
    assert not suggester.suggest("lupa pin").alarm


@pytest.mark.parametrize("goal", ["pin_frozen", "topup_pending", "savings_jago"])
def test_a_way_leads_where_the_proposal_says(goal):
    tree = shipped().tree
    flag = tree.nodes[tree.start]
    state = walk.answer(walk.State(), flag, OptionId("no"), "user")
    way = walk.way_to(tree, state, NodeId(goal))
    assert way
    for question_id, option in way:
        reached = walk.position(tree, state)
        while reached.missing:
            state = walk.observe(state, dict.fromkeys(reached.missing, "unknown"))
            reached = walk.position(tree, state)
        assert reached.node.id == question_id
        state = walk.answer(state, reached.node, option, "user")
    assert walk.position(tree, state).node.id == goal


def test_no_way_leads_past_the_red_flag():
    tree = shipped().tree
    assert walk.way_to(tree, walk.State(), NodeId("pin_frozen")) is None
