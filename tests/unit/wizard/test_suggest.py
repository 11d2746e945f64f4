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
    found = fits(text)
    assert found.found[0][0] == goal
    assert found.decision == "one"


def test_words_that_fit_nothing_find_nothing():
    assert fits("the weather is nice") == ("none", (), None)
    assert fits("") == ("none", (), None)


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
    assert scores["a"] > scores["b"] == 0
    assert book.scores("kartu hilang")["d"] > book.scores("kartu hilang")["c"]


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
    assert suggester.alarm(suggester.suggest("hp saya dicuri"))
    assert not suggester.alarm(suggester.suggest("lupa pin"))


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
