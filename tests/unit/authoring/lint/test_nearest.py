"""A wrong word is mended with the one that was meant, or with those there are."""

from gopay_help.authoring.lint.schema import nearest


def test_a_slip_of_the_finger_is_understood():
    assert nearest("optons", ["facts", "options", "rows"]) == (
        "did you mean 'options'? Allowed here: facts, options, rows"
    )
    nine = ["options", *(f"word{number}" for number in range(8))]
    assert nearest("optons", nine).endswith("Allowed here: " + ", ".join(nine))


def test_beside_a_good_guess_many_words_are_not_listed():
    assert (
        nearest("optons", ["options", *(f"word{number}" for number in range(9))]) == "did you mean 'options'?"
    )


def test_another_word_is_not_guessed_at():
    assert nearest("clock", ["brand", "calendar", "check"]) == "allowed here: brand, calendar, check"


def test_many_words_are_not_all_listed():
    assert nearest("x", [f"word{number}" for number in range(20)]).endswith("word18, word19")
    assert nearest("x", [f"word{number}" for number in range(21)]).endswith("word18, word19, …")


def test_very_many_words_are_not_compared():
    words = [f"word{number}" for number in range(501)]
    assert nearest("word50x", words).startswith("allowed here: word0, word1,")
    assert nearest("word50x", words[:500]).startswith("did you mean")
