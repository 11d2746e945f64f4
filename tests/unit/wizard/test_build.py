"""The whole advice: status, certainty, brand, reasons and notes."""

from datetime import UTC, datetime

import pytest

from fakes import warung
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.contact import Opening
from gopay_help.model.errors import ExitCode
from gopay_help.model.result import Answer, Diagnosis, Fact
from gopay_help.model.tree import Confidence, NodeId, Outcome
from gopay_help.wizard.advice import AdviceSources, RunFacts, build_diagnosis
from gopay_help.wizard.route import ContactBook

PACK = warung()
NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
REGISTRY = parse_registry(PACK.document("channels"))
DESK = ContactBook(REGISTRY, PACK.catalogue("en"), is_stale=lambda _: False, opening=lambda _: Opening())
CLAIMS = {claim["id"]: claim for claim in PACK.document("claims")["claims"]}
SOURCES = AdviceSources(PACK.tree, DESK, PACK.document("checklists"), CLAIMS)


def run(*answers: tuple[str, str], facts: dict[str, str] | None = None, source: str = "user") -> RunFacts:
    return RunFacts(
        answers=tuple(Answer(name, value, source) for name, value in answers),
        facts=tuple(Fact(name, value, "check", NOW) for name, value in (facts or {}).items()),
        started_at=NOW,
        version="0.1.0",
    )


def advice(
    leaf: str, ran: RunFacts | None = None, sources: AdviceSources = SOURCES, **changes: object
) -> Diagnosis:
    node = PACK.tree.nodes[NodeId(leaf)]
    assert isinstance(node, Outcome)
    return build_diagnosis(node._replace(**changes), ran or run(("alarm", "no")), sources)  # type: ignore[arg-type]


def test_a_cause_gives_its_code_and_its_advice():
    told = advice("late_money")
    assert (told.status, told.cause, told.exit_code) == ("advice", "pending_funds", ExitCode.PENDING)
    assert (told.outcome, told.title) == ("late_money", "Money is on its way")
    assert told.do == ("Wait.",)
    assert told.do_not == ("Pay again.",)
    assert [step.channel.id for step in told.route] == ["app_help", "mail", "news"]
    assert [item.id for item in told.funds] == ["no_otp", "no_repeat"]
    assert told.causes == (("pending_funds", None),)


def test_a_cause_that_is_not_clear_is_undetermined():
    told = advice("unclear")
    assert (told.status, told.exit_code) == ("undetermined", ExitCode.UNDETERMINED)


def test_other_causes_follow_the_first():
    assert advice("emergency").causes == (("fraud", None), ("account_lock", None))


def test_an_outcome_adds_its_own_items_to_those_of_its_cause():
    assert [item.id for item in advice("emergency").funds] == ["no_otp", "freeze"]


def test_a_raised_alarm_wins_over_the_status_of_any_outcome():
    told = advice("shop_charge", run(("alarm", "yes")))
    assert (told.status, told.exit_code) == ("emergency", ExitCode.FUNDS_AT_RISK)


def test_whoever_was_only_not_sure_is_not_told_that_they_said_so():
    told = advice("shop_charge", run(("alarm", "unsure")))
    assert told.status == "advice"
    assert told.exit_code is not ExitCode.FUNDS_AT_RISK
    assert advice("emergency", run(("alarm", "unsure"))).exit_code == ExitCode.FUNDS_AT_RISK


def test_an_outcome_where_money_is_at_risk_is_an_emergency_without_an_alarm():
    told = advice("unclear", critical=True)
    assert (told.status, told.exit_code) == ("emergency", ExitCode.FUNDS_AT_RISK)


@pytest.mark.parametrize(
    ("own", "lowered"),
    [
        (Confidence.HIGH, Confidence.MEDIUM),
        (Confidence.MEDIUM, Confidence.LOW),
        (Confidence.LOW, Confidence.LOW),
    ],
)
def test_a_not_sure_on_the_way_makes_us_less_sure(own: Confidence, lowered: Confidence):
    ran = run(("alarm", "no"), ("your_app", "unsure"))
    assert advice("late_money", ran, confidence=own).confidence is lowered


def test_two_not_sures_lower_no_further():
    ran = run(("alarm", "no"), ("your_app", "unsure"), ("door", "unsure"))
    assert advice("late_money", ran).confidence is Confidence.MEDIUM


def test_caution_at_the_red_flag_is_no_doubt():
    assert advice("thief", run(("alarm", "unsure"))).confidence is Confidence.HIGH


def test_the_brand_is_that_of_the_command_line_before_that_of_an_answer():
    ran = run(("alarm", "no"), ("your_app", "warung"), facts={"brand": "stated"})
    assert advice("late_money", ran).brand == "stated"


def test_the_brand_is_that_of_an_answer_where_none_was_stated():
    assert advice("late_money", run(("alarm", "no"), ("your_app", "warung"))).brand == "warung"


def test_the_brand_is_unknown_where_nothing_names_it():
    ran = run(("alarm", "no"), ("your_app", "other"), facts={"brand": "unknown"})
    assert advice("late_money", ran).brand == "unknown"


def test_an_outcome_without_a_contact_says_why():
    told = advice("other_wallet")
    assert (told.route, told.no_route_reason) == ((), "No genuine contact is known.")


def test_an_outcome_with_a_contact_gives_no_reason():
    assert advice("late_money").no_route_reason is None


def test_a_route_that_nobody_can_use_has_no_invented_reason():
    told = advice("late_money", cannot=frozenset({"network"}))
    assert (told.route, told.no_route_reason) == ((), None)


def test_reasons_are_the_answers_what_was_seen_and_the_claims():
    ran = run(("your_app", "warung"), ("door", "late"), facts={"network": "ok", "window": "ordinary"})
    ran = ran._replace(looked_at=frozenset({"network", "window"}))
    assert [(reason.text, reason.source) for reason in advice("late_money", ran).why] == [
        ("Warung Pay", "answer:your_app"),
        ("Money is late", "answer:door"),
        ("The network looked all right", "check:network"),
        ("It takes two working days.", "a public repository (undated, grade C)"),
    ]


def test_a_fact_that_decided_nothing_is_no_reason():
    ran = run(("door", "late"), facts={"network": "ok", "window": "night"})
    ran = ran._replace(looked_at=frozenset({"window"}))
    assert [reason.source for reason in advice("thief", ran).why] == ["answer:door", "check:window"]


def test_a_bare_yes_no_or_not_sure_stands_with_its_question():
    ran = run(("alarm", "no"), ("door", "unsure"))
    assert [reason.text for reason in advice("thief", ran).why] == [
        "Is money moving without you? No",
        "What do you see? Not sure",
    ]


def test_a_claim_shows_its_address_date_and_grade():
    reason = advice("emergency").why[-1]
    assert reason.source == "https://warung.example/help/block (2026-01-02, grade A)"
    assert reason.cite == "(warung.example, 2 Jan 2026)"


def test_a_claim_without_an_address_or_a_date_says_so_in_words():
    assert advice("late_money").why[-1].cite == " (a public place)"


def test_an_answer_that_evidence_gave_was_not_asked():
    flagged = Answer("your_app", "warung", "flag")
    ran = run(("alarm", "no"))._replace(answers=(Answer("alarm", "no", "user"), flagged))
    assert advice("thief", ran).questions_asked == 2
    filled = ran._replace(answers=(*ran.answers, Answer("door", "nothing", "evidence")))
    assert advice("thief", filled).questions_asked == 2


def test_an_answer_against_the_evidence_is_told():
    told = advice("late_money", run(("door", "late"))._replace(contradictions=("door",)))
    assert told.notes == ("You said otherwise than the check: What do you see?",)


def test_a_clock_before_the_registry_is_told():
    early = run(("alarm", "no"))._replace(started_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert advice("late_money", early).notes == ("The clock is before 2026-11-01.",)
    assert advice("late_money").notes == ()


def test_the_advice_says_what_it_was_made_from():
    told = advice("late_money")
    assert (told.tree_id, told.tree_version, told.tree_sha256) == ("warung", "1.2.3", PACK.tree.sha256)
    assert (told.registry_version, told.version, told.lang) == ("1.0.0", "0.1.0", "en")
    assert (told.started_at, told.case_id) == (NOW, None)


def test_advice_is_in_the_language_of_its_words():
    told = advice("late_money", sources=SOURCES._replace(desk=DESK._replace(catalogue=PACK.catalogue("id"))))
    assert (told.lang, told.title) == ("id", "(id) Money is on its way")


def checked(verdict: str, *, network: str = "broken") -> RunFacts:
    seen = run(("door", "nothing"), facts={"network": network, "check.cause": verdict})
    return seen._replace(looked_at=frozenset({"network"}))


def with_words(**words: str) -> AdviceSources:
    catalogue = PACK.catalogue("en")
    more = {**catalogue.entries, **{key.replace("__", "."): text for key, text in words.items()}}
    return SOURCES._replace(desk=DESK._replace(catalogue=catalogue._replace(entries=more)))


VERDICT_WORDS = {"check__cause__dns_none": "No resolver answers.", "check__fix__dns_none": "Set a resolver."}


def test_the_verdict_of_the_check_is_a_reason_and_its_mending_the_first_thing_to_do():
    told = advice("no_network", checked("dns_none"), with_words(**VERDICT_WORDS))
    assert ("No resolver answers.", "check:check.cause") in [
        (reason.text, reason.source) for reason in told.why
    ]
    assert told.do == ("Set a resolver.", "Try another network.")


def test_a_verdict_without_words_is_no_reason_and_mends_nothing():
    told = advice("no_network", checked("dns_slow"), with_words(**VERDICT_WORDS))
    assert "check:check.cause" not in [reason.source for reason in told.why]
    assert told.do == ("Try another network.",)


def test_the_network_is_not_mended_where_it_is_not_the_trouble():
    sources = with_words(**VERDICT_WORDS)
    assert advice("late_money", checked("dns_none"), sources).do == ("Wait.",)
    assert advice("no_network", checked("dns_none", network="ok"), sources).do == ("Try another network.",)


def test_a_verdict_that_no_step_looked_at_is_no_reason():
    unseen = checked("dns_none")._replace(looked_at=frozenset({"window"}))
    told = advice("no_network", unseen, with_words(**VERDICT_WORDS))
    assert "check:check.cause" not in [reason.source for reason in told.why]
