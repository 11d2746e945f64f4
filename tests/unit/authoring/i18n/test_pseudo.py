"""The pseudo-language: longer, wider, and telling what came from no catalogue."""

import pytest

from fakes import SHIPPED, warung
from gopay_help.authoring.translations import GROWTH, TAG, is_cut, pseudo, pseudo_catalogue, unmarked
from gopay_help.screen.page import cells, wrap

ENGLISH = ("Yes", "I am not sure", "Call your own bank at the number printed on your card.", "{number}", "")


@pytest.mark.parametrize("text", ENGLISH)
def test_every_text_grows_by_two_fifths_in_cells_and_is_wide_in_part(text):
    assert cells(pseudo(text)) >= GROWTH * cells(text)
    assert cells(pseudo(text)) > len(pseudo(text))


def test_a_text_is_not_made_longer_than_it_needs_to_be():
    text = "Call your own bank at the number printed on your card. Ask them to stop what is linked to it."
    assert cells(pseudo(text)) <= GROWTH * cells(text) + 12


def test_a_letter_takes_the_same_room_accented():
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    marked = pseudo(letters)[1 : 1 + len(letters)]
    assert cells(marked) == len(letters)
    assert not set(marked) & set(letters)


def test_names_to_fill_in_stay():
    words = pseudo_catalogue({"ui.chosen": "You chose {number}: {answer}"})
    assert words.lang == TAG
    said = words.say("ui.chosen", number=3, answer=pseudo("Yes"))
    assert "3" in said
    assert pseudo("Yes") in said


def test_a_key_without_a_text_is_no_english():
    with pytest.raises(KeyError):
        pseudo_catalogue({}).say("ui.chosen")


def test_words_from_no_catalogue_are_found_even_where_lines_were_broken():
    page = "\n".join(wrap(f"1. {pseudo('Call your own bank at the number on your card, now')}", 20))
    assert unmarked(page) == []
    assert unmarked(f"{page} Sentence of the code {page}") == ["Sentence", "of", "the", "code"]


def test_a_filled_in_text_is_inside_the_one_that_holds_it():
    said = pseudo("You chose {answer}").replace("{answer}", pseudo("Yes"))
    assert unmarked(said) == []


def test_a_cut_text_is_seen():
    assert is_cut(pseudo("Call your own bank")[:-1])
    assert not is_cut(pseudo("Call your own bank"))


def test_no_pseudo_text_has_more_room_than_a_line():
    """Every text of the shipped pack wraps at 40 cells."""
    from gopay_help.cli.packs import open_pack

    for pack in (open_pack(SHIPPED), warung()):
        for text in pack.document("text/en").values():
            assert max(map(cells, wrap(pseudo(text), 40))) <= 40


def test_the_name_of_one_day_is_a_whole_text():
    days = pseudo_catalogue({"ui.weekdays": "Mon Tue Wed"}).say("ui.weekdays").split()
    assert len(days) == len("MTW")
    assert not any(is_cut(day) or unmarked(day) for day in days)
