"""Official is said of the canonical form alone, and everything else is judged by what would be opened."""

from collections.abc import Iterator

import pytest

from gopay_help.contacts.registry import parse_registry
from verifying import LANGUAGES, TODAY, ask, catalogue, document, rules, run, shipped, verdict

BOOK = parse_registry(document("channels"))
HOME = set(document("lookalikes")["home_brands"])


def usual_forms() -> Iterator[tuple[str, str]]:
    """Every live contact of the pack in the ways in which people write one of its kind."""
    for channel in BOOK.channels:
        value = channel.value or ""
        if channel.brand not in HOME or not channel.printable:
            continue
        match channel.kind:
            case "web":
                bare = value.removeprefix("https://")
                forms = [value, value.rstrip("/") + "/", bare, bare.upper(), f" {value}\n"]
                if not bare.startswith("www."):
                    forms += ["https://www." + bare, "www." + bare]
            case "email":
                forms = [value, value.upper(), f"mailto:{value}", f"Support <{value}>", value.capitalize()]
            case "phone":
                forms = [value, f"tel:{value}", f"{value[:4]}-{value[4:]}".strip("-"), f" {value} "]
                if value.startswith("+62"):
                    home = "0" + value[3:]
                    forms += [home, f"({home[:3]}) {home[3:]}", f"{value[:3]} {value[3:5]} {value[5:]}"]
                    forms += [
                        value[1:],
                        f"00{value[1:]}",
                        f"{home[:3]}.{home[3:]}",
                        f"{value[:3]} ({value[3:5]}) {value[5:]}",
                    ]
            case "whatsapp":
                home = "0" + value[3:]
                forms = [value, home, f"{home[:4]}-{home[4:8]}-{home[8:]}", f"https://wa.me/{value[1:]}"]
                forms += [f"wa.me/{value[1:]}", f"https://api.whatsapp.com/send?phone={value[1:]}"]
                forms += [f"whatsapp://send?phone={value[1:]}", f"WA {home}"]
            case "social":
                host, _, name = value.partition("/")
                name = name.lstrip("@")
                platform = host.removesuffix(".com")
                forms = [
                    value,
                    f"https://{host}/{name}",
                    f"https://www.{host}/{name}/",
                    f"https://{host}/@{name}",
                ]
                forms += [f"{platform}:@{name}", f"{platform} {name.upper()}", f"{platform}: {name}"]
            case _:
                continue
        yield from ((channel.id, form) for form in forms)


@pytest.mark.parametrize(("channel", "form"), [*usual_forms()])
def test_a_contact_as_people_write_it_is_official(channel: str, form: str):
    assert (channel, verdict(form)) == (channel, "official")


NOT_OFFICIAL = {
    "another account beside the path": [
        "https://instagram.com/evil_cs?domain=gopayindonesia",
        "https://instagram.com/gopayindonesia?domain=evil_cs",
        "https://x.com/evil_cs?domain=gopayindonesia",
        "https://www.tiktok.com/@evil_cs?domain=gopayindonesia",
        "https://wa.me/6289999999999?phone=6281157157157",
        "https://wa.me/6281157157157?phone=6289999999999",
        "https://chat.whatsapp.com/AbCdEf?phone=6281157157157",
        "https://api.whatsapp.com/send?phone=6289999999999&phone=6281157157157",
        "https://api.whatsapp.com/send?phone=6281157157157&phone=6289999999999",
        "https://wa.me/6281157157157?text=PIN",
        "https://api.whatsapp.com/send?Phone=6281157157157",
        "whatsapp://send?phone=6281157157157&phone=6289999999999",
        "https://t.me/evil_cs?domain=gopayindonesia",
        "https://nitter.net/gopayindonesia",
    ],
    "dot segments": [
        "https://instagram.com/gopayindonesia/../evil_cs",
        "https://instagram.com/gopayindonesia/%2e%2e/evil_cs",
        "https://instagram.com/gopayindonesia/.%2E/evil_cs",
        "https://instagram.com/gopayindonesia/..\t/evil_cs",
        "https://x.com/gopayindonesia/..//evil_cs",
        "https://gopay.co.id/bantuan/..",
    ],
    "letters that stay in a host": [
        *(f"gopay{blank}.co.id" for blank in "\u2800\u3164\u115f\u1160\uffa0\u17b4\u034f\u180b"),
        *(
            f"https://go{blank}pay.co.id/"
            for blank in "\u2800\u200b\u200c\u200d\u2060\u00ad\ufeff\u202e\u061c"
        ),
        "gopay.co.id\u00a0",
        "\u3000gopay.co.id",
        "gop\u0430y.co.id",
        "ｇｏｐａｙ.co.id",
        "gopay。co。id",
        "gopay.co．id",
    ],
    "mail with more than one recipient": [
        f"mailto:customerservice@gopay.co.id{more}"
        for more in (
            "?bcc=x@evil.example",
            "?cc=x@evil.example",
            "?to=x@evil.example",
            "?body=PIN",
            "?subject=x",
            ",x@evil.example",
            "?BCC=x%40evil.example",
            "%2Cx@evil.example",
            "?",
        )
    ]
    + ["mailto:x@evil.example?to=customerservice@gopay.co.id", "mailto:?to=customerservice@gopay.co.id"],
    "calls and messages to more than one number": [
        "sms:1500729,089999999999",
        "sms:1500729?body=PIN",
        "sms:1500729",
        "tel:1500729;phone-context=+62899",
        "tel:1500729?x",
        "tel:1500729,,1",
        "smsto:1500729;089999999999",
        "callto:1500729",
        "intent://gopay.co.id#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fevil.example;end",
        "intent://gopay.co.id#Intent;scheme=https;end",
        "tg://resolve?domain=gopayindonesia",
    ],
    "hosts and pages where strangers publish": [
        "https://app.midtrans.com/payment-links/evil",
        "https://tokopedia.com/evil-shop",
        "https://gojek.link/gopay/x",
        "https://gojek.page.link/?link=https://evil.example",
        "https://gojek.onelink.me/x?af_web_dp=https://evil.example",
        "https://x.com/gopayindonesia/status/1",
        "https://www.tiktok.com/@gopayindonesia/video/1",
        "https://www.instagram.com/gopayindonesia/p/Abc",
        "https://www.instagram.com/p/Abc/",
    ],
    "an official host that leads on": [
        "https://gopay.co.id/redirect?url=https://evil.example",
        "https://gopay.co.id/?next=//evil.example",
        "https://www.gojek.com/x?u=evil.example",
        "https://gopay.co.id/#https://evil.example",
        "https://gopay.co.id/x?a=b",
        "https://gopay.co.id/https://evil.example",
        "https://gopay.co.id/evil.example",
    ],
    "odd schemes, ports, users and control characters": [
        "ftp://gopay.co.id",
        "http://gopay.co.id",
        "https://gopay.co.id:4444",
        "https://gopay.co.id:443/",
        "https://gopay.co.id:abc",
        "gopay.co.id:80",
        "https://evil@gopay.co.id/",
        "https://gopay.co.id@evil.example",
        "https://:@gopay.co.id",
        "gopay.co.id\\@evil.example",
        "https:\\\\gopay.co.id",
        "https:gopay.co.id",
        "https:///gopay.co.id",
        "//gopay.co.id",
        "gopay.co.id%2e",
        "https://gopay.co%2eid",
        "go\x00pay.co.id",
        "gopay\t.co.id",
        "https://gopay.co.id\n.evil.example",
        "gopay.co.id.",
        "https://gopay..co.id",
        "https://-gopay.co.id",
        "gopay.co.id/%61",
        "view-source:https://gopay.co.id",
        "wss://gopay.co.id",
        "https://gopay(.)co.id",
        "gopay{.}co.id",
    ],
    "mailboxes in other letters": [
        "customerservice@gopay.co.id.",
        "customers\u0435rvice@gopay.co.id",
        "customerservice@gopay\u200b.co.id",
        "customerservice\u200b@gopay.co.id",
        '"customerservice"@gopay.co.id',
        "customerservice@ｇｏｐａｙ.co.id",
        "x@evil.example <customerservice@gopay.co.id>",
        "<customerservice@gopay.co.id>, x@evil.example",
    ],
    "numbers in other signs": [
        "150\u200b0729",
        "１５００７２９",
        "1500729#",
        "*1500729",
        "1500729;1",
        "1500 729 ext 3",
    ],
}


@pytest.mark.parametrize("kind", NOT_OFFICIAL)
@pytest.mark.slow
def test_another_spelling_is_never_official(kind: str):
    assert [value for value in NOT_OFFICIAL[kind] if verdict(value) == "official" or run(value)[0] == 0] == []


@pytest.mark.parametrize("as_kind", ["phone", "url", "domain", "email", "handle"])
@pytest.mark.parametrize("kind", NOT_OFFICIAL)
def test_calling_it_something_else_does_not_make_it_official(kind: str, as_kind: str):
    assert [value for value in NOT_OFFICIAL[kind] if verdict(value, as_kind) == "official"] == []


@pytest.mark.parametrize(
    ("value", "expected", "rule"),
    [
        ("https://instagram.com/gopayindonesia/../gopay_cs_resmi", "lookalike", "name_alone"),
        ("https://instagram.com/gopayindonesia?domain=gopay_cs", "lookalike", "name_alone"),
        ("https://wa.me/6281157157157?phone=081157157158", "lookalike", "phone_one_off"),
        ("mailto:customerservice@gopay.co.id?bcc=gopay.cs@gmail.com", "lookalike", "name_alone"),
        ("sms:1500729,15007290", "lookalike", "phone_contains"),
        ("tel:%2A21%2A08123456789%23", "danger", "forwarding"),
        ("gopay\u2800.co.id", "lookalike", "disguise"),
        ("gopay.co.id。evil.com", "lookalike", "embedded_host"),
        ("https://gopay.co.id/redirect?url=https://gopay-cs.example/", "lookalike", "name_alone"),
        ("https://news.example/go?u=https://gopay-cs.example/x.apk", "danger", "app_file"),
        (
            "intent://x.example#Intent;scheme=https;S.browser_fallback_url=https%3A%2F%2Fgopay-cs.example;end",
            "lookalike",
            "name_alone",
        ),
        ("https://gopay.co.id/x?url=https://evil.example", "unknown", "leads_on"),
        ("https://gopay.co.id:4444/", "unknown", "odd_official"),
        ("https://x.com/gopayindonesia/status/1", "unknown", "post_by_number"),
        ("https://gopay.co.id@evil.example", "lookalike", "disguise"),
        ("QQ:123456789", "unknown", "not_listed"),
        ("微信：gopay客服", "lookalike", "name_in_front"),
    ],
)
def test_it_is_judged_by_what_would_be_opened(value: str, expected: str, rule: str):
    assert (verdict(value), rules(value)[0]) == (expected, rule)


@pytest.mark.parametrize(
    "value", ["QQ:123456789", "wechat: abc_123", "https://t.me/abcdef", "line:abcdef", "wa.me/6281234567890"]
)
def test_a_chat_account_is_told_that_no_official_one_was_found(value: str):
    assert "no_messenger_support" in rules(value)


@pytest.mark.parametrize("value", ["101.ru", "444.hu", "1500729.com", "4399.com/x", "163.com"])
def test_a_host_of_digits_is_a_host(value: str):
    assert str(ask(value).kind) in ("domain", "url")


@pytest.mark.parametrize(
    "value",
    [
        "*21*08123456789#",
        "*\u200b21*08123456789#",
        "*\u0662\u0661*\u0660\u0668\u0661\u0662\u0663\u0664\u0665\u0666#",
        "\u066d21\u066d0812345678\uff03",
        "tel:%2A21%2A08123456789%23",
        "* 21 * 0812 3456 789 #",
        "＊＊62＊0812345678＃",
        "**004*0812345678#",
        "tel:**21*0812345678",
    ],
)
def test_a_forwarding_code_is_seen_in_every_dress(value: str):
    assert verdict(value) == "danger"


def test_a_batch_line_cannot_be_cut_into_columns():
    _, out, _ = run("-", stdin=b"gopay.co.id\tofficial\n\\x09\n")
    assert [line.count("\t") for line in out.splitlines()] == [2, 2]


def test_without_a_parser_for_addresses_official_stays_official(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("gopay_help.contacts.hosts.ada_url", None)
    for _channel, form in usual_forms():
        assert verdict(form) == "official", form
    for values in NOT_OFFICIAL.values():
        assert [value for value in values if verdict(value) == "official"] == []


def test_advice_for_an_odd_spelling_is_to_type_it():
    for lang in LANGUAGES:
        assert catalogue(lang).has("verify.reason.odd_official")
    assert not shipped().verify("https://gopay.co.id:4444/", None, TODAY).fresh_official


@pytest.mark.parametrize("value", ["Gopay钱包", "GoPay 钱包", "GOPAY钱包"])
def test_the_name_of_a_product_leads_to_its_page(value: str):
    reason = ask(value).reasons[0]
    assert (reason.id, dict(reason.values)["brand"]) == ("brand_named", "gopay_zh")


@pytest.mark.parametrize(
    "text",
    [
        'see https://gopay.co.id"@evil.example now',
        "buka https://gopay.co.id】.evil.example",
        "<a href=https://evil.example>gopay.co.id</a>",
        "[gopay.co.id](https://evil.example)",
        "《gopay.co.id》@evil.example",
    ],
)
def test_quotes_and_brackets_make_no_whole_address_of_a_stump(text: str):
    assert [
        answer for answer in shipped().scan(text, TODAY).contacts if str(answer.verdict) == "official"
    ] == []


@pytest.mark.parametrize(
    "text", ["“gopay.co.id”.", "(gopay.co.id)", "<customerservice@gopay.co.id>", "请看《gopay.co.id》。"]
)
def test_an_address_in_quotes_and_brackets_alone_is_whole(text: str):
    assert [str(answer.verdict) for answer in shipped().scan(text, TODAY).contacts] == ["official"]
