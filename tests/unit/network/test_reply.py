"""What an HTTP answer means."""

import pytest

from gopay_help.network.look_web import judge_plain, judge_reply, retry_after_s
from gopay_help.network.machine import Reply
from gopay_help.network.targets import parse_targets

TARGETS = parse_targets(
    {
        "format": "gopay-help/targets@1",
        "zone": "wallet.example",
        "provider": [
            {"id": "help", "url": "https://help.wallet.example/"},
            {"id": "b", "url": "https://www.pay.example/"},
        ],
    }
)
STRICT = parse_targets(
    {
        "format": "gopay-help/targets@1",
        "provider": [{"id": "help", "url": "https://help.wallet.example/"}],
        "expect": {"status": [200], "content_type": "application/json"},
    }
)
HOST = TARGETS.provider[0]
JSON = {"content-type": "application/json; charset=utf-8"}


def said(status, headers=None, body=b"", targets=TARGETS):
    return judge_reply(Reply(status, headers or {}, body), HOST, targets)[0]


@pytest.mark.parametrize(
    ("status", "headers", "body", "meaning"),
    [
        (200, {}, b"hello", "ok"),
        (204, {}, b"", "ok"),
        (404, {}, b"", "ok"),
        (200, {}, b"<h1>Sedang dalam pemeliharaan</h1>", "maintenance"),
        (200, {}, "<h1>系统维护中</h1>".encode(), "maintenance"),
        (200, {}, b"maintenance " * 400, "ok"),
        (200, JSON, b'{"status": "maintenance"}', "maintenance"),
        (200, JSON, b'{"error": {"message": "server overloaded"}}', "overloaded"),
        (200, JSON, b'{"success": false}', "unexpected"),
        (200, JSON, b'{"status": "DOWN"}', "unexpected"),
        (200, JSON, b'{"status": "ok", "message": "Scheduled maintenance on Sunday"}', "ok"),
        (200, JSON, b'{"articles": [{"title": "Pemeliharaan", "error": "E1"}]}', "ok"),
        (200, JSON, b'{"status": "maintenance"', "ok"),
        (302, {"location": "https://maintenance.wallet.example/"}, b"", "maintenance"),
        (307, {"location": "https://pages.example.net/maintenance.html"}, b"", "maintenance"),
        (302, {"location": "https://wallet.queue-it.net/?c=1"}, b"", "overloaded"),
        (302, {"location": "/geo-blocked"}, b"", "policy"),
        (302, {"location": "/region/notes"}, b"", "redirect_own"),
        (302, {"location": "https://accounts.example.org/login"}, b"", "redirect_other"),
        (503, {"retry-after": "20"}, b"<title>Waiting Room</title>", "overloaded"),
        (503, {"retry-after": "120"}, b"", "maintenance"),
        (503, {"retry-after": "Fri, 31 Dec 2100 23:59:59 GMT"}, b"", "maintenance"),
        (503, {"retry-after": "soon"}, b"", "overloaded"),
        (503, {"retry-after": "5"}, b"too many users", "overloaded"),
        (503, {}, b"scheduled maintenance", "maintenance"),
        (503, {}, b"", "overloaded"),
        (429, {}, b"", "rate_limited"),
        (403, {}, b"", "policy"),
        (451, {}, b"", "policy"),
        (410, {}, b"", "gone"),
        (500, {}, b"", "server_error"),
        (502, {}, b"", "server_error"),
        (301, {"location": "https://www.wallet.example/"}, b"", "redirect_own"),
        (301, {"location": "/login"}, b"", "redirect_own"),
        (301, {"location": "https://www.pay.example/x"}, b"", "redirect_own"),
        (308, {"location": "https://other.example/"}, b"", "moved"),
        (302, {"location": "https://other.example/"}, b"", "redirect_other"),
        (301, {"location": "https://[broken"}, b"", "moved"),
    ],
)
def test_over_valid_tls(status, headers, body, meaning):
    assert said(status, headers, body) == meaning


@pytest.mark.parametrize(
    ("status", "headers", "meaning"),
    [
        (200, JSON, "ok"),
        (200, {}, "unexpected"),
        (404, {}, "unexpected"),
        (200, {"content-type": "text/html"}, "unexpected"),
    ],
)
def test_what_was_expected_is_held_to(status, headers, meaning):
    assert said(status, headers, targets=STRICT) == meaning


def test_a_page_instead_of_data_that_says_maintenance_is_maintenance():
    assert said(200, {"content-type": "text/html"}, b"under maintenance", STRICT) == "maintenance"


@pytest.mark.parametrize(
    ("status", "headers", "body", "meaning"),
    [
        (301, {"location": "https://help.wallet.example/"}, b"", "redirect_own"),
        (302, {"location": "https://www.wallet.example/"}, b"", "redirect_own"),
        (302, {"location": "http://login.hotel.example/"}, b"", "portal_redirect"),
        (302, {"location": "http://10.0.0.1/login"}, b"", "portal_redirect"),
        (511, {}, b"", "portal_511"),
        (200, {}, b"<meta http-equiv='refresh' content='0; url=http://p.example/'>", "portal_redirect"),
        (200, {}, b"<script>window.location.href='http://p.example/'</script>", "portal_redirect"),
        (200, {}, b"<form action=x>voucher</form>", "login_page"),
        (200, {}, b"<h1>hello</h1>", "page"),
        (404, {}, b"", "other"),
    ],
)
def test_over_plain_http(status, headers, body, meaning):
    assert judge_plain(Reply(status, headers, body), HOST, TARGETS)[0] == meaning


def test_retry_after_in_both_forms():
    assert retry_after_s("120") == 120
    assert retry_after_s("Fri, 31 Dec 2100 23:59:59 GMT") > 10**9
    assert retry_after_s("Fri, 31 Dec 1999 23:59:59 GMT") == 0
    assert retry_after_s("later") is None
    assert retry_after_s(None) is None


def test_half_a_page_is_no_answer_but_half_a_notice_is_still_a_notice():
    def half(status):
        return judge_reply(Reply(status, dict(JSON), b"{", whole=False), HOST, STRICT)[0]

    assert (half(200), half(429)) == ("eof", "rate_limited")
