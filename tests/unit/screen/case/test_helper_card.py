from datetime import UTC, datetime
from itertools import pairwise

import pytest
import zxingcpp

from casefile import LANGUAGES, run, shipped
from gopay_help.cli import diagnose
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.tree import Outcome
from gopay_help.screen.answer import fitting_code
from gopay_help.screen.card import card_texts, helper_card, helper_page, in_colour, qr_lines
from gopay_help.screen.diagnosis import in_order
from gopay_help.screen.page import render_plain
from gopay_help.screen.pages import seen, value_for
from gopay_help.wizard.advice import AdviceSources, RunFacts, build_diagnosis, first_sentence

OUTCOMES = [name for name, node in shipped().tree.nodes.items() if isinstance(node, Outcome)]


def advice(name, lang):
    setup = Setup(Settings(lang=lang, now="2026-11-20T08:00:00Z"))
    setup.pack = shipped()
    claims = {claim["id"]: claim for claim in setup.document("claims")["claims"]}
    sources = AdviceSources(
        setup.pack.tree, setup.desk, setup.document("checklists"), claims, spoken=setup.pack.desk
    )
    run = RunFacts((), (), datetime(2026, 11, 20, 8, tzinfo=UTC), "0")
    return build_diagnosis(setup.pack.tree.nodes[name], run, sources), setup.words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_has_a_card_that_fits_a_screen(name, lang):
    found, words = advice(name, lang)
    text = render_plain(helper_card(found, words), 80)
    assert "{" not in text
    assert text.count("\n") <= 40
    assert words.say("helper.card.secret") in text.replace("\n", " ") or lang == "zh-Hans"


def test_the_card_has_the_first_contact_with_its_proof():
    found, words = advice("account_blocked", "en")
    text = render_plain(helper_card(found, words))
    assert f"Contact: {found.route[0].label}, {found.route[0].channel.value}" in text
    assert seen(found.route[0], words) in text
    assert "Last seen 21 Sep 2026" in text
    assert sum(step.channel.value in text for step in found.route) == 1


def test_without_a_proved_contact_the_card_says_so():
    found, words = next(made for name in OUTCOMES if (made := advice(name, "en"))[0].short.contact is None)
    assert "No proved contact" in render_plain(helper_card(found, words))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_helper_is_told_never_to_ask_for_secrets(lang):
    text = render_plain(helper_page(shipped().catalogue(lang)))
    assert "PIN" in text
    assert "OTP" in text
    assert text.count("\n") <= 12


SCREENS = ((40, 24), (80, 24), (100, 40), (120, 70))
MODULE = 4
AROUND = 24


def scanned(lines, *, light=1):
    """What a foreign reader sees on a screen of the other colour around the code; None if nothing."""
    rows = []
    for line in lines:
        rows.append([char in "█▀" for char in line])
        rows.append([char in "█▄" for char in line])
    wide = len(lines[0]) * MODULE + 2 * AROUND
    edge = [bytes(wide)] * AROUND
    drawn = [
        bytes(AROUND) + b"".join(bytes([255 if lit == light else 0]) * MODULE for lit in row) + bytes(AROUND)
        for row in rows
        for _ in range(MODULE)
    ]
    every = [*edge, *drawn, *edge]
    picture = memoryview(b"".join(every)).cast("B", (len(every), wide))
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("columns", "rows"), SCREENS)
@pytest.mark.slow
def test_a_foreign_reader_finds_contact_and_first_step_in_the_code(lang, columns, rows):
    fitting = 0
    for name in OUTCOMES[:: 1 if columns <= 80 else 5]:  # large ones take their time to make
        found, words = advice(name, lang)
        lines = fitting_code(found, words, columns, rows - 2)
        if not lines:  # then the text of the card is shown
            assert columns == 40
            continue
        fitting += 1
        assert max(map(len, lines)) <= columns
        assert len(lines) <= rows - 2
        first, *rest = scanned(lines).split("\n")
        contact = found.short.contact
        if contact is None:
            assert first == words.say("helper.card.no_contact")
        else:
            assert value_for(contact, words) in first or first in (
                in_order(contact, words, bare=True),
                contact.label,
            )
            proofs = [seen(contact, words, brief=True, compare=compare) for compare in (True, False)]
            assert rest.pop(0) in proofs
        step, text = rest[0], found.short.do[0].text
        if step.endswith("…"):
            assert text.startswith(step[:-1])
            assert len(step) > 8
        else:
            assert step in (text, first_sentence(text))
    assert fitting >= len(OUTCOMES) // 10


def test_a_code_is_read_where_light_and_dark_are_exchanged():
    found, words = advice("account_blocked", "zh-Hans")
    lines = fitting_code(found, words, 80, 22)
    assert scanned(lines, light=0) == scanned(lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_less_room_there_is_less_in_it_and_the_contact_comes_first(lang):
    for name in OUTCOMES:
        texts = list(card_texts(*advice(name, lang)))
        assert all(len(longer) >= len(shorter) for longer, shorter in pairwise(texts))
        contact, *_ = texts[0].split("\n")
        assert all(text.startswith(contact) for text in texts[:-2])


def test_a_text_too_long_for_any_code_has_none():
    assert qr_lines("x" * 5000, 500, 500) == ()
    assert qr_lines("x" * 100, 20, 50) == ()


HELPING = "2\n1\n1\n4\n\n"


def helped(tmp_path, **settings):
    return run(
        tmp_path,
        lambda setup: diagnose.diagnose(setup, helper=True),
        typed=HELPING,
        offline=True,
        **settings,
    ).out


def test_the_wizard_ends_with_card_and_code_and_a_screen_reader_with_the_card(tmp_path, monkeypatch):
    """The numbered prompter stands in for the menu, which needs a real terminal."""
    heard = helped(tmp_path)
    assert "For you to write down" in heard
    assert "█" not in heard
    monkeypatch.setattr("gopay_help.cli.conversation.Conversation.prompter", numbered)
    monkeypatch.setattr("gopay_help.screen.answer.KeyReader.pause", lambda keys, told: keys._out.write(told))
    card, seen = helped(tmp_path, plain=False).split("Any key: a code that a phone can scan")
    assert "Contact: GoPay call centre, 1500729" in card
    assert "Scan it" in seen
    lines = [line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m") for line in seen.splitlines()]
    code = [line for line in lines if "█" in line]
    assert "Contact: GoPay call centre, 1500729" in heard
    assert scanned(code).startswith("phone: 1500729\n(seen 21 Sep 2026, check at gopay.co.id)\n")
    assert in_colour(tuple(code)) in seen


def numbered(conversation, _doors):
    from gopay_help.screen.prompt import NumberedPrompter

    setup = conversation._setup
    return NumberedPrompter(setup.words, setup.stdin, setup.talk, setup.width)
