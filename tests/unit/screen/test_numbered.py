import io

import pytest

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import NodeId, Option, OptionId, Question
from gopay_help.screen.prompt import NumberedPrompter
from gopay_help.wizard.session import Back

QUESTION = Question(
    NodeId("door"),
    (
        Option(OptionId("busy"), to=NodeId("end")),
        Option(OptionId("dead"), to=NodeId("end")),
        Option(OptionId("unsure"), to=NodeId("end")),
    ),
)
WORDS = Catalogue(
    "en",
    {
        "door.text": "What happens?",
        "door.why": "It tells where to look.",
        "door.opt.busy": "The line is busy",
        "door.opt.dead": "Nobody there",
        "door.opt.unsure": "I am not sure",
        "fact.service.overloaded": "The site says so.",
        "ui.question_number": "Question {number}",
        "ui.choose_line": "Type a number",
        "ui.choose_line_two": "Type 1 or 2",
        "ui.keys": "b w ? q",
        "ui.why_asked": "Why: {why}",
        "ui.chosen": "You chose {number}: {answer}",
        "ui.kept": "Earlier: {answer}",
        "ui.filled_in": "Filled in: {answer}. {reason}",
        "ui.not_an_answer": "{typed} is no answer",
        "ui.nothing_typed": "An empty line is no answer",
        "ui.no_going_back": "This is the first.",
    },
)


def ask(typed, *, number=2, kept=None, hint=None):
    out = io.StringIO()
    prompter = NumberedPrompter(WORDS, io.StringIO(typed), out, None)
    return prompter.ask(QUESTION, number=number, kept=kept, hint=hint), out.getvalue()


def test_a_number_answers_and_is_said_back_in_words():
    chosen, said = ask("2\n")
    assert chosen == "dead"
    assert "You chose 2: Nobody there" in said


def test_full_width_digits_answer_too():
    assert ask("１\n")[0] == "busy"


def test_a_question_mark_is_not_sure():
    assert ask("?\n")[0] == "unsure"


@pytest.mark.parametrize("typed", ["0", "4", "99999999999999999999", "yes", "-1", "²", ""])
def test_anything_else_is_told_and_asked_again(typed):
    chosen, said = ask(f"{typed}\n1\n")
    assert chosen == "busy"
    assert "is no answer" in said


def test_an_empty_line_takes_the_answer_that_is_offered():
    chosen, said = ask("\n", kept=OptionId("dead"))
    assert chosen == "dead"
    assert "Earlier: Nobody there" in said


def test_an_answer_from_evidence_says_why():
    said = ask("1\n", kept=OptionId("busy"), hint="fact.service.overloaded")[1]
    assert "Filled in: The line is busy. The site says so." in said


def test_w_says_why_and_asks_on():
    chosen, said = ask("w\n1\n")
    assert chosen == "busy"
    assert "Why: It tells where to look." in said


def test_b_goes_back():
    with pytest.raises(Back):
        ask("b\n")


def test_b_at_the_first_question_stays_there():
    chosen, said = ask("b\n1\n", number=1)
    assert chosen == "busy"
    assert "This is the first." in said


@pytest.mark.parametrize("typed", ["q\n", "Q\n", ""])
def test_q_and_the_end_of_input_stop(typed):
    with pytest.raises(KeyboardInterrupt):
        ask(typed)


def test_typed_control_characters_do_not_reach_the_terminal():
    assert "\x1b" not in ask("\x1b[31m\n1\n")[1]


def test_two_answers_are_both_named():
    out = io.StringIO()
    pair = Question(NodeId("door"), QUESTION.options[:2])
    NumberedPrompter(WORDS, io.StringIO("1\n"), out, None).ask(pair, number=1, kept=None, hint=None)
    assert "Type 1 or 2" in out.getvalue()
    assert "Type a number" not in out.getvalue()
