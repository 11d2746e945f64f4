"""Whatever is typed or pasted, there is a bounded answer that can be printed. VERIFY_EXAMPLES: how long."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gopay_help.contacts.answers import ValueKind, ValueVerdict
from gopay_help.contacts.hosts import HostReader, open_link, plain, readings
from gopay_help.contacts.links import read_mailbox
from gopay_help.contacts.phones import codes_in, is_code, keys, read_number
from gopay_help.model.errors import UsageError
from gopay_help.model.text import hidden, safe, safe_line
from verifying import LANGUAGES, TODAY, catalogue, run, shipped

fuzz = settings(
    max_examples=int(os.environ.get("VERIFY_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
fewer = settings(fuzz, max_examples=max(10, fuzz.max_examples // 10))
"""For what builds a whole run each time."""
reader = HostReader(frozenset())
PIECES = [
    "gopay", "gojek", "go-pay", "g0pay", "gоpay", "gopay.co.id", "1500729", "+62", "021", "157", "@",
    "://", "https://", "www.",
    ".", "-", "_", "/", "\\", "%", "%2e", "?", "#", "*21*", "**62*", "[.]", "hxxp", "xn--", "xn--gpay-55d",
    "wa.me/", "t.me/",
    "instagram:", "mailto:", "tel:", ".apk", ".my.id", ".onelink.me", ".com", "客服", "\u200b", "\u202e",
    "\x1b", "\x00", "１５",
    "OTP", "kirim", "jangan", " ", "\n", "<", ">", "(0)", "ext 5", "{", "\ud800", "[::1]", "127.0.0.1",
    ":443", "javascript:",
]  # fmt: skip
values = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
kinds = st.sampled_from([None, *ValueKind])


@fuzz
@given(values, kinds, st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_every_value_gets_an_answer(value: str, kind: ValueKind | None, today: date):
    answer = shipped().verify(value, kind, today)
    assert answer.reasons
    assert answer.verdict in ValueVerdict
    assert not answer.stale or answer.verdict is ValueVerdict.OFFICIAL
    assert (answer.verdict is ValueVerdict.OFFICIAL) <= (answer.provenance is not None)


@fuzz
@given(values)
def test_an_answer_has_words_in_every_language(value: str):
    answer = shipped().verify(value, None, TODAY)
    for lang in LANGUAGES:
        for why in answer.reasons:
            text = catalogue(lang).say(f"verify.reason.{why.id}", **dict(why.values))
            assert text
            assert not any(f"{{{name}}}" in text for name in ("owner", "name", "word", "compare", "official"))


@pytest.mark.slow
@fewer
@given(values)
def test_what_is_printed_steers_nothing(value: str):
    assume(value != "-")  # standard input, which is empty here
    _, out, _ = run(value)
    assert not [char for char in out if hidden(char) and char != "\n"]


@fuzz
@given(st.one_of(st.text(max_size=2_000), st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join)))
def test_every_message_can_be_scanned(message: str):
    scan = shipped().scan(message, TODAY)
    assert len(scan.contacts) <= 50
    assert len({signal.id for signal in scan.signals}) == len(scan.signals)


@pytest.mark.slow
@fewer
@given(st.binary(max_size=400), st.booleans())
def test_every_batch_ends_in_one_answer_a_line(raw: bytes, json: bool):  # noqa: FBT001
    if not raw.removeprefix(b"\xef\xbb\xbf"):
        with pytest.raises(UsageError):  # no line at all is no success
            run("-", stdin=raw, json=json)
        return
    code, out, _ = run("-", stdin=raw, json=json)
    assert code in (0, 3, 5)
    assert len(out.splitlines()) <= raw.count(b"\n") + 1


@fuzz
@given(values)
def test_what_is_official_once_is_official_again(value: str):
    answer = shipped().verify(value, None, TODAY)
    if answer.verdict is ValueVerdict.OFFICIAL:
        assert shipped().verify(answer.normalized, None, TODAY).verdict is ValueVerdict.OFFICIAL


@fuzz
@given(st.text(max_size=300))
def test_no_parser_stumbles(text: str):
    reader.read(text)
    open_link(text)
    read_mailbox(text)
    codes_in(text)
    is_code(text)
    readings(plain(text))
    number = read_number(text)
    if number:
        assert keys(number, "62")


@fuzz
@given(st.text(max_size=300))
def test_the_filter_is_idempotent_and_total(text: str):
    for clean in (safe(text), safe_line(text)):
        assert not [char for char in clean if hidden(char) and char not in "\n\t"]
    assert safe(safe(text)) == safe(text)
    assert safe_line(safe_line(text)) == safe_line(text)


@fuzz
@given(st.sampled_from(["gopay.co.id", "gojek.com", "1500729", "customerservice@gopay.co.id"]), st.data())
def test_one_changed_sign_is_never_official(value: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(value) - 1))
    sign = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789-."))
    changed = value[:at] + sign + value[at + 1 :]
    same = changed.rstrip(".") == value or changed.endswith(".gopay.co.id")  # a host of the same owner
    assert same or shipped().verify(changed, None, TODAY).verdict is not ValueVerdict.OFFICIAL
