"""What a draft says over somebody's name: true for every outcome, no invitation to write a secret."""

import re

import pytest

from casefile import LANGUAGES, NOW, attempt, case, note, run, shipped, store_in
from gopay_help.cases.draft import is_exposed, parse_rules
from gopay_help.cases.evidence import Reading, gather
from gopay_help.cases.store import scrub
from gopay_help.cli import case_share
from gopay_help.model.case import EvidenceEntry, EvidenceKind
from gopay_help.model.result import Answer
from gopay_help.model.tree import Outcome
from ways import ways

ID = "abcdefghijk2"
TREE = shipped().tree
WAYS = {str(outcome.id): way for outcome, way in ways(TREE)}
RULES = parse_rules(shipped().document("case"))
OUTCOMES = sorted(str(name) for name, node in TREE.nodes.items() if isinstance(node, Outcome))
LEAKED = (
    "emergency",
    "shared_code",
    "unauthorised_payment",
    "scam_transfer",
    "lost_phone_urgent",
    "undetermined",
)


def walked(outcome, **changes):
    """The case of one who answered the shortest way to *outcome*."""
    answers = tuple(Answer(str(question), str(option), "user") for question, option in WAYS[outcome])
    cause = TREE.nodes[outcome].cause
    return case(
        **{
            "outcome": outcome,
            "cause": str(cause),
            "critical": TREE.nodes[outcome].critical,
            "answers": answers,
            "cursor": len(answers),
            "evidence": (),
            **changes,
        }
    )


def drafted(home, kept, lang, **wanted):
    store_in(home, kept)
    return run(home, lambda setup: case_share.draft(setup, ID, **wanted), lang=lang).out


def flat(text):
    return " ".join(text.split())


def own_part(text, lang):
    """The draft in the person's language: what stands last, before the notes of this program."""
    return flat(text).split(flat(shipped().catalogue(lang).say("draft.greeting")))[-1]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_draft_opens_and_asks_as_the_outcome_does(tmp_path, outcome, lang):
    words, topic = shipped().catalogue(lang), RULES.topic(outcome)
    assert outcome in topic.outcomes
    said = own_part(drafted(tmp_path, walked(outcome), lang), lang)
    for key in (f"draft.what.{topic.id}", f"draft.ask.{topic.ask}"):
        assert words.entries[key], "in its own language"
        assert flat(words.say(key)).replace(" ", "") in said.replace(" ", "")
    others = {f"draft.what.{other.id}" for other in RULES.topics if other is not topic}
    assert not [key for key in others if flat(words.say(key)) in said]


@pytest.mark.parametrize(
    ("outcome", "said", "not_said"),
    [
        ("emergency_cz", "payment through GoPay was made without me", "who operates it"),
        ("recycled_number", "Money went to a wrong account", "who I am"),
        ("lost_phone_urgent", "phone or my SIM card is lost", "transaction that I did not want"),
        ("case_refused", "was refused or closed", "do not know why"),
        ("block_disputed", "I have asked about it", "do not know the reason"),
    ],
)
def test_what_people_found_wrong(tmp_path, outcome, said, not_said):
    text = own_part(drafted(tmp_path, walked(outcome), "en"), "en")
    assert said in text
    assert not_said not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_nobody_claims_to_have_kept_a_secret(tmp_path, outcome, lang):
    """Nobody was asked whether they gave a code to somebody, and some did."""
    text = flat(drafted(tmp_path, walked(outcome), lang))
    for claim in (
        "tidak saya berikan",
        "I give no PIN",
        "绝不把",
        "belum pernah menulis",
        "not written",
        "没有就这件事",
    ):
        assert claim not in text
    please = [flat(shipped().catalogue(one).say("draft.secret")) for one in ("id", lang)]
    exposed = is_exposed(walked(outcome), TREE)
    assert all((one.replace(" ", "") in text.replace(" ", "")) is not exposed for one in please)
    if outcome in LEAKED:
        assert exposed


def test_a_leak_told_on_the_way_counts_too():
    """Of a calm outcome too: the red flag was raised, or the note held a code, or the tree has changed."""
    calm = walked("topup_overdue")
    assert not is_exposed(calm, TREE)
    flagged = tuple(
        Answer("red_flag", "unsure", "user") if one.id == "red_flag" else one for one in calm.answers
    )
    assert is_exposed(case(outcome="topup_overdue", answers=flagged, cursor=len(flagged)), TREE)
    assert is_exposed(walked("topup_overdue", answers=(), cursor=0), TREE), "nobody was asked"
    assert is_exposed(walked("topup_overdue", evidence=(note("OTP [secret] sent"),)), TREE)
    assert not is_exposed(
        walked("topup_overdue", evidence=(note("he called from [phone **7890 abcd]"),)), TREE
    )
    assert is_exposed(case(outcome="gone_since"), TREE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hidden_spot_is_no_gap_to_fill_in(tmp_path, lang):
    typed = "OTP saya 482910, PIN 730519, hubungi 0812-3456-7890 atau rudi.s@mail.example"
    found = gather(EvidenceKind.NOTE, {"text": typed}, Reading(NOW), lambda text: scrub(text, "ab" * 16))
    assert found.secret
    text = drafted(tmp_path, walked("shared_code", evidence=(found.entry,)), lang)
    gaps = re.findall(r"\[[^\]]*\]", text)
    own = set()
    for one in ("id", lang):
        words = shipped().catalogue(one)
        own.update(re.findall(r"\[[^\]]*\]", words.say("draft.me") + words.say("case.draft.fill")))
        own |= {text for key, text in words.entries.items() if key.startswith("draft.blank.")}
        said = words.say("case.hidden.gone", what=words.say("case.hidden.secret"))
        assert flat(text).replace(" ", "").count(flat(said).replace(" ", "")) >= 2
    assert {flat(gap) for gap in gaps} <= own
    if lang != "en":
        assert not re.search(r"\b(secret|phone|account)\b", text)


def test_where_nobody_wrote_down_an_attempt_nothing_is_said_of_it(tmp_path):
    for outcome in ("block_disputed", "case_refused", "support_busy", "topup_overdue"):
        text = own_part(drafted(tmp_path, walked(outcome), "en"), "en")
        assert "What I have done so far" not in text
    tried = walked("case_refused", evidence=(attempt(channel="id_email_gopay", answer="closed"),))
    text = own_part(drafted(tmp_path, tried, "en"), "en")
    assert "What I have done so far" in text
    assert "Answer: closed" in text


def test_a_masked_number_says_how_it_is_shown(tmp_path):
    assert "--reveal counterparty" in drafted(tmp_path, case(), "en")
    shown = drafted(tmp_path, case(), "en", reveal=["counterparty"])
    assert "--reveal" not in shown
    assert "081234567890" in shown


BLANK = {
    "en": ("[amount]", "[date and time]", "[transaction number]"),
    "id": ("[jumlah]", "[tanggal dan jam]", "[nomor transaksi]"),
    "zh-Hans": ("[金额]", "[日期和时间]", "[交易编号]"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", ["topup_overdue", "refund_overdue", "scam_transfer"])
def test_what_is_needed_and_nobody_gave_is_asked_for(tmp_path, outcome, lang):
    part = own_part(drafted(tmp_path, walked(outcome), lang), lang)
    assert all(blank in part for blank in BLANK[lang])


def test_what_was_given_is_no_blank_and_stands_with_the_rest(tmp_path):
    paid = EvidenceEntry(EvidenceKind.TRANSACTION, NOW, (("amount", "250000"), ("when", "2026-11-12 17:48")))
    part = own_part(drafted(tmp_path, walked("topup_overdue", evidence=(note("no money"), paid)), "en"), "en")
    line = re.search(
        r"- Amount: Rp250\.000; Time: 12 November 2026, 17:48, Jakarta time; Reference: (\S+ \S+)", part
    )
    assert line[1] == "[transaction number]"
    assert "[amount]" not in part
    assert "[date and time]" not in part
    assert "Noticed on" not in part


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_no_draft_has_a_date_that_nobody_gave(tmp_path, outcome, lang):
    """The day of the case, and that of an entry, are when this program was used."""
    entries = (note("it does not work"), attempt(channel="id_email_gopay", when=""))
    text = drafted(tmp_path, walked(outcome, evidence=entries), lang)
    own = own_part(text, lang).split(flat(shipped().catalogue(lang).say("case.draft.fill")))[0]
    assert not re.search(r"20\d\d", own)


def test_a_complaint_without_its_day_leaves_it_blank(tmp_path):
    entry = EvidenceEntry(EvidenceKind.ATTEMPT, NOW, (("channel", "id_email_gopay"),))
    plan = case().plan
    out = drafted(tmp_path, walked("topup_overdue", evidence=(entry,), plan=plan), "en", regulator=True)
    assert "I complained to the provider on [date]." in flat(out)
    assert "mengadu ke penyelenggara pada [tanggal]." in flat(out)
    assert "Attach yourself what the message calls enclosed" in flat(out)


@pytest.mark.parametrize(
    ("day", "warned"), [("2026-11-19 17:48", True), ("2026-11-18", False), ("2026-11-10", False)]
)
def test_a_day_that_disagrees_with_the_words_is_pointed_out(tmp_path, day, warned):
    """It is Friday, the 20th, 15:00 in Jakarta: the words say more than two working days."""
    paid = EvidenceEntry(EvidenceKind.TRANSACTION, NOW, (("amount", "250000"), ("when", day)))
    out = flat(drafted(tmp_path, walked("topup_overdue", evidence=(paid,)), "en"))
    assert ("Please check the days: the message says that more than 2 working days" in out) is warned
    assert "Please check the days" not in flat(
        drafted(tmp_path, walked("scam_transfer", evidence=(paid,)), "en")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_asking_for_help_before_it_happened_is_pointed_out(tmp_path, lang):
    paid = EvidenceEntry(EvidenceKind.TRANSACTION, NOW, (("when", "2026-11-12"),))
    entries = (paid, attempt(channel="id_email_gopay", when="2026-11-11"))
    out = flat(drafted(tmp_path, walked("topup_overdue", evidence=entries), lang))
    days = {"en": "11 November 2026", "id": "11 November 2026", "zh-Hans": "2026年11月11日"}
    assert (
        flat(shipped().catalogue(lang).say("case.draft.asked_before", asked="@", date="@")).split("@")[0]
        in out
    )
    assert days[lang] in out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_identity_papers_are_those_that_the_person_has(tmp_path, lang):
    plan = case().plan
    entry = attempt(channel="id_email_gopay", when="2026-11-12")
    out = flat(drafted(tmp_path, walked("topup_overdue", evidence=(entry,), plan=plan), lang, regulator=True))
    for paper in ("KTP", "KITAS", {"en": "passport", "id": "paspor", "zh-Hans": "护照"}[lang]):
        assert paper in out
