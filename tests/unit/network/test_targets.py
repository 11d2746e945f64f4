"""A targets file may come from anybody, so it is read strictly."""

import json
from pathlib import Path

import jsonschema
import pytest

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.model.errors import DataError
from gopay_help.network.targets import parent_domain, parse_targets

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "decision_trees/gopay/targets.yaml"


def document(**change):
    return {
        "format": "gopay-help/targets@1",
        "provider": [{"id": "a", "url": "https://a.example/"}],
        **change,
    }


def of_url(url):
    return document(provider=[{"id": "a", "url": url}])


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {},
        document(format="gopay-help/targets@2"),
        document(provider=[]),
        document(provider="https://a.example/"),
        document(provider=[{"id": "a"}]),
        document(provider=[{"id": "a", "url": "https://a.example/"}] * 2),
        document(provider=[{"id": f"h{n}", "url": "https://a.example/"} for n in range(20)]),
        document(expect={"status": "fine"}),
        document(expect=[200]),
        document(zone=7),
        document(surprise=1),
        of_url("ftp://a.example/"),
        of_url("file:///etc/passwd"),
        of_url("a.example"),
        of_url("https://user:secret@a.example/"),
        of_url("https://a.example:99999/"),
        of_url("https:///nothing"),
        of_url("https://127.0.0.1/"),
        of_url("https://169.254.169.254/latest"),
        of_url("https://[::1]/"),
        of_url("https://10.0.0.1/"),
        of_url("https://[::ffff:10.0.0.1]/"),
        of_url("https://[64:ff9b::a00:1]/"),
        *(
            of_url(f"https://{host}/")
            for host in (
                "127.1",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.0.0.0x1",
                "8.8.8",
                "192.0.0.8",
                "198.18.0.1",
                "[2002:7f00:1::]",
                "[2002:808:808::1]",
                "[64:ff9b:1::1]",
                "[fec0::1]",
                "[3fff::1]",
                "[5f00::1]",
            )
        ),
        of_url("https://a.example/x\r\nHost: b"),
        of_url("https://a..b/"),
        of_url("https://" + "x" * 64 + ".example/"),
        of_url("https://" + "x." * 130 + "example/"),
        of_url("https://a b.example/"),
        of_url("https://a%20b.example/"),
        of_url("https://xn--\u0080.example/"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(broken):
    with pytest.raises(DataError) as caught:
        parse_targets(broken)
    assert str(caught.value).startswith("targets: ")
    assert "\n" not in str(caught.value)


def test_a_private_address_needs_permission():
    assert parse_targets(of_url("https://10.0.0.1:8443/x?y=1"), allow_private=True).provider[0].port == 8443


def test_a_name_in_another_script_is_asked_in_ascii():
    assert parse_targets(of_url("https://bücher.example/")).provider[0].name == "xn--bcher-kva.example"


def test_the_shipped_file_has_hosts_for_its_brands_and_two_operators_of_controls():
    shipped = read_document(SHIPPED).data
    jsonschema.validate(shipped, json.loads((ROOT / "decision_trees/schema/targets.schema.json").read_text()))
    for brand in ("gopay_id", "gopay_cz"):
        targets = parse_targets(shipped, brand=brand)
        assert targets.provider
        assert all(
            host.scheme == "https" and host.port == 443 and host.path == "/" for host in targets.provider
        )
    assert len({control["operator"] for control in shipped["controls"]}) == 2


def test_a_brand_without_hosts_is_said():
    with pytest.raises(DataError, match="gopay_zh"):
        parse_targets(read_document(SHIPPED).data, brand="gopay_zh")


@pytest.mark.parametrize(
    ("name", "parent"), [("a.b.example", "b.example"), ("www.gopay.co.id", "gopay.co.id"), ("x.io", "x.io")]
)
def test_the_owner_of_a_name(name, parent):
    assert parent_domain(name) == parent
