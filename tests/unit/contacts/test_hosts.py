"""Ways to pass for a name, and names that only share its letters. Every host here is made up."""

import pytest

from verifying import LISTS, ask, real_rows, right_for, rules, verdict

IMITATIONS = {
    "gofoods.online": "name_in_front",
    "gopaypal.id": "name_in_front",
    "gopaypal.example": "name_in_front",
    "ojkgo.id": "words_put_together",
    "goride-promo.com": "name_with_lure",
    "goride-driver.id": "name_with_lure",
    "gopay77.qzxv.top": "name_alone",
    "gopay.pusat-bantuan.my.id": "name_alone",
    "cs-gojek.hijacked.example": "name_alone",
    "app.gopay.co.id.x.verify.us.kg": "embedded_host",
    "gojek-com.update.biz.id": "embedded_host",
    "kontak157.ojk.go.id.report.example": "embedded_host",
    "gopayhore.com": "name_in_front",
    "gojekbonus.lol": "name_in_front",
    "rajagopay.com": "name_at_end",
    "dewislotgopay.xyz": "name_at_end",
    "zzqgojek.com": "name_at_end",
    "77gopay77.shop": "name_at_end",
    "xkr88gopay.example": "name_at_end",
    "zqk77betxgopay.example": "name_at_end",
    "gogopay.example": "name_at_end",
    "bagisaldogopay.web.id": "name_at_end",
    "go-pay.support": "name_cut",
    "go-jekbonus.live": "name_cut",
    "g-opay.co.id": "words_put_together",
    "go.pay.co.id": "words_put_together",
    "g0pay.my.id": "name_alone",
    "g0jek-kartu.example": "name_alone",
    "xn--gpay-55d.co.id": "name_alone",
    "ɡopay.com.example": "name_alone",
    "gòjek.example": "name_alone",
    "gopay客服.example": "name_in_front",
    "客服gopay.example": "name_at_end",
    "gopay♥.example": "name_in_front",
    "zzqsaldogopay.example": "name_at_end",
    "zzqgopaylogin.example": "name_at_end",
    "göjck.example": "one_letter_off",
    "goppay.co.id": "one_letter_off",
    "gojok-resmi.example": "one_letter_off",
    "gopey.my.id": "one_letter_off",
    "gopaypoints.example": "name_in_front",
    "gopay.wiki": "name_alone",
    "ojk-pengaduan.example": "name_with_lure",
}
INNOCENT = [
    "mangopay.com", "api.mangopay.com", "cargopay.example", "help.indigopay.example", "egopay.com",
    "kogopay.example",
    "gopayments.example", "gopayroll.example", "gopaymentgateway.example",
    "letsgopay.example", "easygopay.example", "bigopay.example", "kangojek.example", "abangojek.example",
    "egopay-support.example", "login.gopaq.example", "go.pay.com.au", "goplay.co.id", "gpay.app",
    "opay.com", "copay.example", "gocek.example", "kompas.com",
    "ojk.kompas.com", "iasc.info", "wellsfargo.com", "pay.google.com", "data.go.id", "example.co.id",
    "gopal.example", "gopaysense.example", "gofood.example", "a-b-c-d.example", "midtrans-php.example",
]  # fmt: skip


@pytest.mark.parametrize(("host", "rule"), IMITATIONS.items())
def test_an_imitation_is_found_and_explained(host: str, rule: str):
    assert (verdict(host), rules(host)[0]) == ("lookalike", rule)


@pytest.mark.parametrize("host", INNOCENT)
def test_letters_alone_are_no_imitation(host: str):
    assert verdict(host) == "unknown"


@pytest.mark.parametrize(
    "host",
    ["vgopay.in", "bigopay.in", "api.fingopay.io", "hugopay.io", "digopay.io", "bingopay.net", "magopay.net",
     "tapagopay.net", "jangopay.org", "sandbox.virgopay.co", "angopay.co", "shagopayments.com",
     "stellar-indigopay.org", "gopay.co.tz"],
)  # fmt: skip
def test_real_companies_with_the_letters_in_their_name_are_left_alone(host: str):
    """Names met in public code."""
    assert verdict(host) == "unknown"


@pytest.mark.parametrize("host", ["mangopay.com", "egopay.com", "go.pay.com.au"])
def test_letters_alone_are_noted(host: str):
    assert rules(host) == ["contains_name"]


def test_the_owner_is_named_and_not_the_name_in_front():
    reason = ask("app.gopay.co.id.sg.stranger.us.kg").reasons[0]
    assert dict(reason.values)["owner"] == "stranger.us.kg"


@pytest.mark.parametrize(
    "host",
    [
        "gopay.co.id",
        "www.gojek.com",
        "api.gojekapi.com",
        "iasc.ojk.go.id",
    ],
)
def test_the_company_s_own_hosts_are_official(host: str):
    assert verdict(host) == "official"


@pytest.mark.parametrize(
    "value",
    ["gojek.link", "gojek.onelink.me", "tokopedia.com", "gopayapp.page.link/x",
     "app.midtrans.com/snap/v4/redirection/x", "tokopedia.com/shop",
     "https://gofood.link/u/x"],
)  # fmt: skip
def test_where_strangers_publish_nothing_is_official_for_the_host_s_sake(value: str):
    assert (verdict(value), rules(value)[0]) == ("unknown", "strangers_publish")


@pytest.mark.parametrize("host", ["go-pay.co.id", "go-jek.com", "gojek.io", "bicara131.go.id"])
def test_hosts_that_must_not_be_used_any_more(host: str):
    assert verdict(host) == "retired"


@pytest.mark.parametrize(
    "host",
    [
        "gopay.com",
        "help.gopay.com",
        "gate.gopay.cz",
        "gateway.gopay.com.cn",
        "gopay.me",
        "docs.gopayfast.com",
    ],
)
def test_the_same_name_may_be_another_company_s(host: str):
    assert verdict(host) == "other_company"


real = pytest.mark.skipif(not LISTS.is_dir(), reason="the lists of real hosts are not on this machine")


@real
def test_recall_on_real_imitations():
    found: dict[str, list[bool]] = {}
    for host, category, *_ in real_rows("lookalikes.dev.txt"):
        found.setdefault(category, []).append(verdict(host) == "lookalike")
    everything = [hit for hits in found.values() for hit in hits]
    assert sum(everything) / len(everything) >= 0.92
    for category in found.keys() - {"gambling-brand", "brand-abuse", "homoglyph-digit", "combosquat"}:
        assert all(found[category]), category


@real
def test_no_false_alarm_on_real_innocent_hosts():
    got = [(host, category, verdict(host)) for host, category, *_ in real_rows("benign.dev.txt")]
    assert [row for row in got if row[2] not in right_for(row[1])] == []


@real
def test_recall_on_permutations():
    hits = [verdict(host) == "lookalike" for host, *_ in real_rows("synthetic.dev.txt")]
    assert sum(hits) / len(hits) >= 0.95


@real
def test_no_rule_knows_a_listed_host():
    import json

    from verifying import document

    data = json.dumps([document("lookalikes"), document("channels")])
    listed = {row[0] for row in real_rows("lookalikes.dev.txt")}
    registered = {".".join(host.split(".")[-2:]) for host in listed}
    suffixes = {"pages.dev", "us.kg", "my.id", "biz.id", "web.id"}
    assert [host for host in listed | (registered - suffixes) if f'"{host}"' in data] == []


@pytest.mark.parametrize(
    "host", ["iasc-ojk.go.id", "iasc.ojk.co.id", "iascojk.example", "lapor.iasc-ojk.my.id"]
)
def test_the_words_of_an_official_host_at_another_address_are_a_look_alike(host: str):
    assert verdict(host) == "lookalike"
    assert rules(host)[0] == "words_put_together"


@pytest.mark.parametrize(
    "host", ["ojk.example", "iasc.example", "go.pay.com.au", "midtrans.example", "bi-go.example"]
)
def test_one_word_of_an_official_host_is_none(host: str):
    assert "words_put_together" not in rules(host)
