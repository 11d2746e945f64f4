from hypothesis import given
from hypothesis import strategies as st

from gopay_help.screen.page import balanced, cells, wrap

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp")), max_size=200
)


def test_lines_break_between_words():
    assert wrap("Never give your PIN", 10) == ["Never give", "your PIN"]


def test_chinese_breaks_anywhere_and_takes_two_cells_a_character():
    assert wrap("账户被锁定", 6) == ["账户被", "锁定"]


def test_a_closing_mark_never_starts_a_line():
    assert wrap("请停止，不要转账。", 6) == ["请停", "止，不", "要转", "账。"]


def test_a_word_wider_than_the_line_is_cut_and_nothing_is_lost():
    assert "".join(wrap("https://www.bi.go.id/en/page", 10)) == "https://www.bi.go.id/en/page"


def test_an_empty_text_is_one_empty_line():
    assert wrap("", 10) == [""]


@given(TEXT, st.integers(2, 200))
def test_no_line_is_wider_than_the_terminal(text, width):
    closing = 2  # a full-width mark may hang on the character that it closes
    assert all(cells(line) <= max(width, 2 + closing) for line in wrap(text, width))


@given(TEXT, st.integers(1, 200))
def test_every_character_but_blanks_survives(text, width):
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


def test_a_balanced_text_has_no_single_word_on_its_last_line():
    text = "It is not your fault, so tell GoPay today."
    assert wrap(text, 36) == ["It is not your fault, so tell GoPay", "today."]
    assert wrap(text, balanced(text, 36)) == ["It is not your fault,", "so tell GoPay today."]


@given(TEXT, st.integers(min_value=1, max_value=80))
def test_a_balanced_text_takes_no_more_lines_and_no_more_room(text, width):
    assert balanced(text, width) <= width
    assert len(wrap(text, balanced(text, width))) == len(wrap(text, width))
