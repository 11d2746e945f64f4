"""`gopay-help check` as a command: what it refuses, and what it ends with."""

import io
import json

import pytest
from views import verdict, view, words

from gopay_help.cli import check
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.check import Blame, CheckReport, Health, NetCause
from gopay_help.model.errors import DataError, UsageError
from unit.network.fake_network import FakeNetwork

GOOD = "format: gopay-help/targets@1\nprovider:\n  - {id: a, url: 'https://help.wallet.example/'}\n"


def run(tmp_path, text=GOOD, **options):
    path = tmp_path / "targets.yaml"
    path.write_text(text)
    settings = Settings(**{name: options.pop(name) for name in ("offline", "now") if name in options})
    network = options.pop("network", FakeNetwork(tcp=TimeoutError()))
    setup = Setup(settings, stdout=io.StringIO(), stderr=io.StringIO(), network=network)
    setup.words_of = lambda _room: words()
    code = check.check(setup, **{"targets": path, **options})
    return code, setup.stdout.getvalue(), setup.stderr.getvalue()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"output": "pdf"}, "--format pdf"),
        ({"fail_on": "bad_luck"}, "bad_luck"),
        ({"fail_on": ","}, "--fail-on"),
    ],
)
def test_a_wrong_option_is_named(tmp_path, options, said):
    with pytest.raises(UsageError, match=said):
        run(tmp_path, **options)


def test_a_brand_without_hosts_is_a_wrong_option(tmp_path):
    with pytest.raises(UsageError, match="gopay_zh"):
        run(tmp_path, targets=None, brand="gopay_zh")


@pytest.mark.parametrize(
    "text", ["", "]", "format: gopay-help/targets@9\n", GOOD.replace("https", "gopher"), "a: [1\n"]
)
def test_a_damaged_file_is_refused(tmp_path, text):
    with pytest.raises(DataError):
        run(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError):
        run(tmp_path, targets=tmp_path / "none.yaml")


def test_the_document_and_the_exit_code_agree(tmp_path):
    code, out, err = run(tmp_path, output="json")
    document = json.loads(out)
    assert (document["exit_code"], err) == (code, "")
    assert document["verdict"]["status"] != "ok"


def test_text_says_at_once_that_it_looks_and_whom_it_asks(tmp_path):
    _, out, err = run(tmp_path)
    assert err.splitlines()[:2] == [
        "Looking at the network, a few seconds …",
        "Asks only: 40.1.1.1, help.wallet.example",
    ]
    assert "What to do" in out


def ended(primary, secondary=(), fail_on=None):
    report = view(primary).report
    whole = CheckReport(report.started_at, 1, primary, tuple(secondary), (), ())
    return check.exit_code(whole, check.parse_fail_on(fail_on))


@pytest.mark.parametrize(
    ("cause", "code"),
    [
        (NetCause.MAINTENANCE, 10),
        (NetCause.OVERLOADED, 11),
        (NetCause.RATE_LIMITED, 11),
        (NetCause.CAPTIVE_PORTAL, 12),
        (NetCause.BLOCKED_SNI, 12),
        (NetCause.HOST_GONE, 13),
        (NetCause.HOST_MOVED, 13),
        (NetCause.PROVIDER_DNS, 19),
        (NetCause.CERT_EXPIRED, 19),
        (NetCause.PROVIDER_DOWN, 19),
        (NetCause.INCONCLUSIVE, 19),
    ],
)
def test_exit_codes_of_the_contract(cause, code):
    assert ended(verdict(cause)) == code


def test_nothing_wrong_is_0():
    assert ended(verdict(NetCause.OK, Blame.NONE, Health.OK)) == 0
    assert ended(verdict(NetCause.PROXY_REQUIRED, Blame.NONE, Health.OK)) == 0


def test_fail_on_looks_at_causes_and_blames_and_at_second_faults():
    portal, slow = verdict(), verdict(NetCause.IPV6_BROKEN, Blame.ISP, Health.DEGRADED)
    assert ended(portal, fail_on="captive_portal") == 12
    assert ended(portal, fail_on="local_network, provider") == 12
    assert ended(portal, fail_on="provider") == 0
    assert ended(portal, [slow], fail_on="isp") == 12


# --- without a network


@pytest.mark.parametrize("form", check.FORMATS)
def test_offline_contacts_nobody_in_any_format(tmp_path, form):
    network = FakeNetwork(tcp=AssertionError(), system=AssertionError())
    code, out, err = run(tmp_path, output=form, offline=True, control=True, network=network)
    assert (code, err, network.contacted) == (19, "", [])
    assert "inconclusive" in out or form == "text"


def test_offline_says_that_nobody_was_contacted(tmp_path):
    _, out, _ = run(tmp_path, offline=True, network=FakeNetwork())
    assert "Nobody was contacted" in out
    assert "Contacted: nobody" in out
    _, out, _ = run(tmp_path, offline=True, network=FakeNetwork(links=[], families=()), output="json")
    document = json.loads(out)
    assert (document["verdict"]["cause"], document["exit_code"], document["contacted"]) == ("no_link", 12, [])
    assert document["verdict"]["against"] == ["Nobody was contacted: only this device itself was looked at."]


def test_offline_knows_a_day_that_is_over(tmp_path):
    code, out, _ = run(
        tmp_path, offline=True, network=FakeNetwork(), output="json", now="2019-05-01T00:00:00Z"
    )
    assert (code, json.loads(out)["verdict"]["cause"]) == (12, "clock_wrong")
