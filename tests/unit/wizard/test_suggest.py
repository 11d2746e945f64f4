"""What people type finds its place by phrases; rare words weigh more, and a typed code counts for nothing."""

import pytest

from casefile import shipped
from gopay_help.model.tree import NodeId, OptionId
from gopay_help.tree import walk
from gopay_help.wizard.suggest import Phrases, Suggester, suggest

PHRASES = {
    "locked": ["account locked", "lupa pin"],
    "late": ["money not arrived yet", "saldo belum masuk", "钱 没 到账"],
    "nowhere.ads": ["too many ads"],
}
SLANG = {"blm": "belum", "gabisa": "tidak bisa"}
BOOK = Phrases(PHRASES, SLANG, {"locked": "The PIN is frozen", "late": "Money on its way"})


def fits(text: str, book: Phrases = BOOK):
    return suggest(text, [book], frozenset({"nowhere.ads"}))


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
    assert fits("lupa pin, tidak bisa masuk").decision == "one"
    assert fits("the money has not arrived").decision == "three"


def test_words_that_fit_nothing_find_nothing():
    assert fits("the weather is nice")[:2] == ("none", ())
    assert fits("") == ("none", (), None, False)


def test_a_kind_without_a_place_is_named_as_such():
    found = fits("too many ads everywhere")
    assert (found.decision, found.nowhere) == ("nowhere", "nowhere.ads")
    assert all(goal != "nowhere.ads" for goal, _ in found.found)


def test_two_places_that_fit_alike_leave_the_choice():
    book = Phrases({"locked": ["account locked"], "late": ["money late"]}, {}, {})
    found = fits("account locked and money late", book)
    assert found.decision == "three"
    assert {goal for goal, _ in found.found} == {"locked", "late"}


def test_a_rare_word_weighs_more_than_a_common_one():
    book = Phrases(
        {"a": ["pin lupa"], "b": ["pin salah"], "c": ["pin kartu hilang"], "d": ["kartu hilang"]}, {}, {}
    )
    scores = book.scores("pin lupa")
    assert scores["a"] > 5 * scores["b"]
    assert book.scores("kartu hilang")["d"] > book.scores("kartu hilang")["c"]


def test_a_word_may_have_others_that_stand_for_it():
    book = Phrases({"a": ["money|balance gone|missing"], "b": ["card lost"]}, {}, {})
    both = [book.scores(text)["a"] for text in ("my balance is missing", "money: gone")]
    assert both[0] == both[1] > 2 * book.scores("my balance")["a"]


def test_words_that_stand_near_each_other_count_for_more():
    book = Phrases({"a": ["account locked"], "b": ["card lost"]}, {}, {})
    near, far = (book.scores(f"account {between} locked")["a"] for between in ("is", "and then " * 9))
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
    book = Phrases({"a": [phrase], "b": ["kartu lain"]}, {"doesnt": "not", "没有到": "没到"}, {})
    assert book.scores(text)["a"] == pytest.approx(book.scores(phrase)["a"])


def test_the_digits_of_a_code_are_never_looked_at():
    book = Phrases({"a": ["kode 123456"]}, {}, {})
    assert not suggest("kode 123456", [book], frozenset()).found or "123456" not in book._holding


def test_no_text_is_too_long():
    assert fits("x" * 1_000_000 + " account locked").decision == "none"


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
