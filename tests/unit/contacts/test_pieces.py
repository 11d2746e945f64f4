"""The parts that verdicts are built from."""

from datetime import date

import pytest

from gopay_help.contacts.hosts import (
    HostReader,
    addressees,
    callees,
    intended,
    odd_letters,
    open_link,
    plain,
    readings,
    refang,
    scheme,
)
from gopay_help.contacts.links import read_mailbox
from gopay_help.contacts.phones import country, keys, read_number
from gopay_help.contacts.registry import Freshness, age, is_stale, parse_registry
from gopay_help.contacts.verify import kind_of
from gopay_help.model.text import safe, safe_line
from verifying import channel, registry

reader = HostReader(frozenset({"onelink.me"}))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("gоpay", "gopay"),
        ("ɡᴏʝeᴋ", "gojek"),
        ("ＧＯＰＡＹ", "gopay"),
        ("gơƿäy", "gopay"),
        ("客服", "客服"),
        ("GoPay", "gopay"),
    ],
)
def test_letters_are_read_as_an_eye_reads_them(typed: str, read: str):
    assert plain(typed) == read


@pytest.mark.parametrize(("typed", "read"), [("g0jek", "gojek"), ("gojelc", "gojek"), ("g0pay5", "gopays")])
def test_digits_and_pairs_are_read_as_letters(typed: str, read: str):
    assert read in readings(typed)


def test_an_odd_letter_is_named_once():
    assert odd_letters("аа") == ("а (U+0430 cyrillic small letter a)",)


@pytest.mark.parametrize(
    ("typed", "registered", "suffix"),
    [
        ("a.b.my.id", "b.my.id", "my.id"),
        ("x.y.co.id", "y.co.id", "co.id"),
        ("t.onelink.me", "t.onelink.me", "onelink.me"),
        ("t.pages.dev", "t.pages.dev", "pages.dev"),
        ("Example.COM.", "example.com", "com"),
        ("a。b。com", "b.com", "com"),
        ("co.id", "", "co.id"),
    ],
)
def test_ownership_begins_left_of_the_public_suffix(typed: str, registered: str, suffix: str):
    host = reader.read(typed)
    assert host is not None
    assert (host.registered, host.suffix) == (registered, suffix)


@pytest.mark.parametrize(
    "typed", ["", ".", "a..b", "a b", "-", "a" * 300, "a" * 64 + ".com", "a.b/c", "ä" * 90 + ".com"]
)
def test_what_no_network_carries_is_no_host(typed: str):
    assert reader.read(typed) is None


@pytest.mark.parametrize("typed", ["127.0.0.1", "0x7f000001", "2130706433", "[::1]", "1.2.3.4."])
def test_a_bare_address_is_told_apart(typed: str):
    host = reader.read(typed)
    assert host is not None
    assert host.numeric


@pytest.mark.parametrize("typed", ["xn--", "xn--a-", "xn--99999999", "xn--gpay-55d"])
def test_an_a_label_that_cannot_be_decoded_is_kept(typed: str):
    assert reader.read(f"{typed}.com") is not None


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("1500729", "1500729"),
        ("021 5084 9000", "+622150849000"),
        ("+62 (0)21 5084 9000", "+622150849000"),
        ("0062-21-50849000", "+622150849000"),
        ("62 21 5084 9000", "+622150849000"),
        ("+62 021 5084 9000", "+622150849000"),
        ("+420228224267", "+420228224267"),
        ("8115715715", "+628115715715"),
        ("131", "131"),
    ],
)
def test_a_number_is_read_as_dialled(typed: str, first: str):
    number = read_number(typed)
    assert number is not None
    assert keys(number, "62")[0] == first


@pytest.mark.parametrize("typed", ["", "+", "12", "1" * 16, "12a45", "+62 8I2", "ext 5", "12;34", "٠" * 20])
def test_what_is_no_number_is_not_made_one(typed: str):
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("key", "where"), [("+420228224267", "CZ"), ("+622150849000", None), ("131", None), ("+999123", None)]
)
def test_the_country_of_a_foreign_number(key: str, where: str | None):
    assert country(key, "ID") == where


@pytest.mark.parametrize(
    "text", ["a@b@c", "a@", "@b", "a b@c.com", "<@>", "a@b%0a.com", "x" * 300 + "@a.com", "a\n@b.com"]
)
def test_what_is_no_single_address(text: str):
    assert read_mailbox(text) is None


def test_a_display_name_is_dropped():
    box = read_mailbox('"GoPay <x@y.z>" <a@b.example>')
    assert box is None or box.domain == "b.example"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("https://x", "https"),
        ("gopay.co.id:443", ""),
        ("tel:131", "tel"),
        ("javascript:x", "javascript"),
        ("a:b", ""),
    ],
)
def test_a_port_is_no_scheme(typed: str, name: str):
    assert scheme(typed) == name


def test_brackets_that_defuse_are_removed():
    assert refang("hxxps[:]//a[.]b(dot)c/x[at]y") == "https://a.b.c/x@y"


@pytest.mark.parametrize(
    "typed",
    [
        "https://a@b.c",
        "https://a\\b.c",
        "https://a%2eb.c",
        "https://a\u00adb.c",
        "https://a\tb.c",
        "https:b.c",
        "https:/b.c",
        "https:///b.c",
        "https:\\\\b.c",
        "b.c\\@d.e",
    ],
)
def test_a_disguise_is_seen(typed: str):
    link = open_link(typed)
    assert link is not None
    assert link.disguised


@pytest.mark.parametrize(
    "typed", ["https://b.c", "b.c/x?y=@z", "//b.c", "https://b.c:8443/a@b", "https://b\u00e9.c"]
)
def test_an_ordinary_link_is_not_disguised(typed: str):
    link = open_link(typed)
    assert link is not None
    assert not link.disguised


@pytest.mark.parametrize(
    "typed", ["https://", "http://[", "https://[::1", "//", "http://:80/", "https://a b.c"]
)
def test_a_link_without_a_host_is_none(typed: str):
    assert open_link(typed) is None


@pytest.mark.parametrize(
    ("typed", "host", "path"),
    [
        ("https://a.b/c/../d", "a.b", "/d"),
        ("https://a.b/c/%2e%2E/d", "a.b", "/d"),
        ("https://a\u3002b", "a.b", "/"),
        ("https://x@a.b:8080/", "a.b", "/"),
        ("a.b\\c", "a.b", "/c"),
        ("https://a\u2800.b", "xn--a-4rq.b", "/"),
        ("https://0x7f.1", "127.0.0.1", "/"),
    ],
)
def test_a_link_is_read_as_a_browser_reads_it(typed: str, host: str, path: str):
    link = open_link(typed)
    assert link is not None
    assert (link.host, link.path) == (host, path)


def test_without_the_parser_only_plain_addresses_are_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gopay_help.contacts.hosts.ada_url", None)
    for typed in (
        "https://x@a.b",
        "https://a.b/c/../d",
        "https://a.b\\c",
        "https://a%2eb",
        "https://a.b:80/",
    ):
        assert open_link(typed) is None
    link = open_link("HTTPS://A.b/c?d=e#f")
    assert link is not None
    assert (link.scheme, link.host, link.path, link.query) == ("https", "a.b", "/c", "d=e")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("+62 811", "phone"), ("*21*1#", "phone"), ("tel:131", "phone"), ("a@b.c", "email"),
        ("mailto:a@b.c", "email"),
        ("@name", "handle"), ("gopay.co.id", "domain"), ("gopay.co.id/x", "url"), ("https://x", "url"),
        ("//a.b", "url"),
        ("a@b.c/d", "url"), ("GoPay CS", "unknown"), ("0812 34S 678", "phone"), ("...", "unknown"),
    ],
)  # fmt: skip
def test_the_kind_is_seen(typed: str, kind: str):
    assert str(kind_of(typed, account=False)) == kind


def test_a_call_link_names_every_number():
    assert callees("tel:%2A21%2A08%23") == ["*21*08#"]
    assert callees("sms:+62811,+62812?body=x") == ["+62811", "+62812"]
    assert callees("smsto:131;157") == ["131", "157"]
    assert callees("1500729") == ["1500729"]


def test_a_mail_link_names_every_address():
    assert addressees("mailto:a@b.c?subject=x") == ["a@b.c"]
    assert addressees("mailto:a@b.c,d@e.f?CC=g%40h.i&bcc=j@k.l,m@n.o&to=p@q.r") == [
        "a@b.c", "d@e.f", "g@h.i", "j@k.l", "m@n.o", "p@q.r",
    ]  # fmt: skip


def test_an_intent_names_where_it_leads():
    link = "intent://a.b/c#Intent;scheme=https;package=x.y;S.browser_fallback_url=https%3A%2F%2Fd.e;end"
    assert intended(link) == ["https://a.b/c", "https://d.e"]


AGES = {
    "2026-11-01": Freshness.FRESH,
    "2026-08-10": Freshness.AGING,
    "2026-06-01": Freshness.STALE,
    None: Freshness.UNDATED,
}


@pytest.mark.parametrize(("seen", "expected"), AGES.items())
def test_age_is_told_from_the_newest_source(seen: str | None, expected: Freshness):
    book = parse_registry(registry(channel(value="1500999", last_seen=seen)))
    only = book.channels[0]
    assert age(only.provenance, book, date(2026, 11, 22)).freshness is expected
    assert is_stale(only, book, date(2026, 11, 22)) is expected.stale


def test_a_clock_before_the_registry_tells_no_age():
    book = parse_registry(registry(channel(value="1500999")))
    found = age(book.channels[0].provenance, book, date(2020, 1, 1))
    assert (found.freshness, found.freshness.stale) == (Freshness.CLOCK_WRONG, True)


@pytest.mark.parametrize(
    "char",
    ["\x1b", "\x9b", "\x7f", "\u202e", "\u200b", "\u00ad", "\ufeff", "\ud800", "\u2028", "\u3164", "\u2800"],
)
def test_hidden_characters_are_shown(char: str):
    assert char not in safe(f"a{char}b")
    assert safe(safe(f"a{char}b")) == safe(f"a{char}b")


def test_breaks_are_kept_or_shown_as_asked():
    assert (safe("a\n\tb"), safe_line("a\nb")) == ("a\n\tb", "a\\x0ab")


def test_ordinary_writing_is_left_alone():
    for text in ("GoPay", "naïve", "客服 说明", "Rp 10.000 – ok", "👍"):
        assert safe_line(text) == text
