from datetime import UTC, datetime

import pytest

from casefile import LANGUAGES, shipped
from gopay_help.advice.build import Run, Shelf, build_diagnosis
from gopay_help.cli.settings import Settings
from gopay_help.cli.wiring import Setup
from gopay_help.model.tree import Outcome
from gopay_help.render.case.helper_card import helper_card, helper_page
from gopay_help.render.plain import render_plain

OUTCOMES = [name for name, node in shipped().tree.nodes.items() if isinstance(node, Outcome)]


def advice(name, lang):
    setup = Setup(Settings(lang=lang, now="2026-11-20T08:00:00Z"))
    setup.pack = shipped()
    claims = {claim["id"]: claim for claim in setup.document("claims")["claims"]}
    shelf = Shelf(setup.pack.tree, setup.desk, setup.document("checklists"), claims)
    run = Run((), (), datetime(2026, 11, 20, 8, tzinfo=UTC), "0")
    return build_diagnosis(setup.pack.tree.nodes[name], run, shelf), setup.words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_has_a_card_that_fits_a_screen(name, lang):
    found, words = advice(name, lang)
    text = render_plain(helper_card(found, words), 80)
    assert "{" not in text
    assert text.count("\n") <= 40
    assert words.say("helper.card.secret") in text.replace("\n", " ") or lang == "zh-Hans"


def test_the_card_has_the_first_contact_with_its_caveat():
    found, words = advice("account_blocked", "en")
    text = render_plain(helper_card(found, words))
    assert f"Contact: {found.route[0].label}, {found.route[0].channel.value}" in text
    assert found.route[0].caveat in text
    assert sum(step.channel.value in text for step in found.route) == 1


def test_without_a_proved_contact_the_card_says_so():
    found, words = advice("account_blocked", "en")
    assert "No proved contact" in render_plain(helper_card(found._replace(route=()), words))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_helper_is_told_never_to_ask_for_secrets(lang):
    text = render_plain(helper_page(shipped().catalogue(lang)))
    assert "PIN" in text
    assert "OTP" in text
    assert text.count("\n") <= 12
