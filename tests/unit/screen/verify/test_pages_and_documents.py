"""What a person reads and what a script reads, for every verdict."""

import json
import re
from importlib.resources import files

import jsonschema
import pytest

from gopay_help.model.errors import UsageError
from verifying import LANGUAGES, catalogue, run

VALUES = {
    "official": "1500729",
    "official_stale": "131",
    "retired": "+622150849000",
    "other_company": "https://www.gopay.com",
    "lookalike": "gopay.pusat-bantuan.my.id",
    "danger": "*21*081234567890#",
    "unknown": "081234567890",
    "invalid": "a@b@c",
}


def schema(name: str):
    return json.loads(files("gopay_help").joinpath(f"schemas/{name}.schema.json").read_text("utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("value", VALUES.values())
def test_every_document_fits_its_schema(value: str, lang: str):
    _, out, _ = run(value, json=True, lang=lang)
    jsonschema.validate(json.loads(out), schema("verify"))


def test_a_batch_is_one_document_a_line():
    stdin = "\n".join([*VALUES.values(), '{"id": "a1", "value": "157", "kind": "phone"}', "{oops"]).encode()
    _, out, _ = run("-", stdin=stdin, json=True)
    documents = [json.loads(line) for line in out.splitlines()]
    for document in documents:
        jsonschema.validate(document, schema("verify"))
    assert documents[-2]["id"] == "a1"
    assert documents[-1]["verdict"] == "invalid"


@pytest.mark.parametrize(
    "text", ["", "halo", "kirim OTP ke wa.me/6281234567890, pasang X.apk, tekan *21*08123#", "a@b.example"]
)
def test_a_message_document_fits_its_schema(text: str):
    _, out, _ = run(message=text, json=True)
    document = json.loads(out)
    jsonschema.validate(document, schema("message"))
    assert text == "" or text not in json.dumps(document["signals"])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", VALUES)
def test_a_page_says_what_why_and_what_next(name: str, lang: str):
    words = catalogue(lang)
    _, out, _ = run(VALUES[name], lang=lang)
    advice = f"verify.advice.{name}" + ("_office" if name == "official_stale" else "")  # 131 is a regulator's
    wanted = [f"verify.headline.{name}", "verify.ui.why", "verify.ui.next", advice]
    places = [out.index(words.say(key)) for key in wanted]
    assert places == sorted(places)
    assert VALUES[name] in out


def test_an_old_number_names_the_one_in_use_with_its_proof():
    _, out, _ = run("02150849000")
    assert "GoPay call centre, 1500729 (seen 21 Sep 2026, grade B)" in out
    assert out.index("grade X") < out.index("Use instead")  # the old number's source is not the new one's
    assert catalogue().say("channel.id_phone_1500729.caveat") in out


@pytest.mark.parametrize("code", ["##002#", "##21#", "#21#"])
def test_a_code_that_stops_forwarding_is_named_as_that_and_never_as_safe(code: str):
    _, out, _ = run(code, json=True)
    document = json.loads(out)
    assert document["verdict"] == "unknown"
    assert [reason["id"] for reason in document["reasons"]] == ["forwarding_off"]


@pytest.mark.parametrize("code", ["##002*0812#", "*21*0812#", "#06#"])
def test_other_codes_are_not(code: str):
    _, out, _ = run(code, json=True)
    assert "forwarding_off" not in out


def test_an_official_page_tells_what_to_know_first():
    _, out, _ = run("1500729")
    parts = [
        catalogue().say("channel.id_phone_1500729.caveat"),
        catalogue().say("verify.ui.hours_unknown"),
        "never ask for: OTP, PIN",
        "21 Sep 2026",
        "grade B",
    ]
    assert [part for part in parts if part not in out] == []


@pytest.mark.parametrize(
    ("lang", "seen"), [("en", "21 Sep 2026"), ("id", "21 Sep 2026"), ("zh-Hans", "2026年9月21日")]
)
def test_days_are_written_as_people_do_and_in_documents_as_machines_do(lang: str, seen: str):
    iso = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(?!\d)")
    for value, more in (
        ("1500729", {}),
        ("131", {}),
        ("02150849000", {}),
        ("-", {"stdin": b"1500729\n131\n"}),
    ):
        _, out, _ = run(value, lang=lang, **more)
        assert iso.search(re.sub(r"https?://\S+", "", out)) is None
    assert seen in run("1500729", lang=lang)[1]
    document = json.loads(run("1500729", lang=lang, json=True)[1])
    assert document["provenance"]["last_seen"] == "2026-09-21"
    assert any(iso.search(reason["text"]) for reason in document["reasons"])


def test_a_plain_batch_is_one_line_a_value():
    _, out, _ = run("-", stdin=b"1500729\n131\ngopay-x.example\n")
    assert [line.split("\t")[0] for line in out.splitlines()] == ["official", "official (stale)", "lookalike"]


def test_a_message_page_stops_first():
    code, out, _ = run(message="-", stdin=b"Kirim OTP ke wa.me/6281234567890")
    assert (code, out.startswith("STOP")) == (3, True)


def test_a_message_with_a_look_alike_alone_is_a_finding():
    code, out, _ = run(message="lihat gopay-x.example")
    assert (code, out.startswith("STOP"), "NOT one in our list" in out) == (3, True, True)


def test_nothing_to_verify_is_a_usage_error():
    with pytest.raises(UsageError):
        run()


def test_an_unknown_kind_is_a_usage_error():
    with pytest.raises(UsageError, match="phone, url, domain, email, handle"):
        run("1500729", kind="fax")


def test_several_values_are_several_pages():
    _, out, _ = run("1500729", "131")
    assert out.count("Unofficial and independent") == 2


@pytest.mark.parametrize("name", ["com.gojek.gopay", "com.gojek.app", "COM.GOJEK.GOPAY"])
def test_the_name_of_the_app_is_no_look_alike_and_not_said_to_be_safe(name: str):
    code, out, _ = run(name, json=True)
    document = json.loads(out)
    assert (code, document["verdict"]) == (5, "unknown")
    assert "app_name" in [reason["id"] for reason in document["reasons"]]


def test_a_host_beside_the_name_of_the_app_is_still_a_look_alike():
    _, out, _ = run("com.gojek.app.example", json=True)
    assert json.loads(out)["verdict"] == "lookalike"
