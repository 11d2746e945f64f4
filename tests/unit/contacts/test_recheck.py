"""Comparing the registry with official pages, with pages made up here."""

import io
import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from gopay_help.cli import tree
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.contacts import recheck as official
from gopay_help.contacts.recheck import Page, Result, official_pages, recheck
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.errors import UsageError
from verifying import channel, document, registry

BOOK = parse_registry(
    registry(
        channel(id="site", kind="web", value="https://ours.example/help"),
        channel(id="line", value="1500999"),
        channel(id="mobile", kind="whatsapp", value="+6281100000001"),
        channel(id="short", value="131"),
        channel(id="mail", kind="email", value="help@ours.example"),
        channel(id="menu", kind="in_app", value="App > Help"),
        channel(id="gone", value="1500111", status="retired", print="never", reason="old"),
        channel(id="elsewhere", kind="web", value="https://other.example/", sources=[]),
    )
)
PAGE = "<p>Call 1500-999 or 0811 0000 0001, or 131. <script>1500111</script> HELP@ours.example &amp; more</p>"


def results(page: Page) -> dict[str, Result]:
    return {checked.channel: checked.result for checked in recheck(BOOK, lambda _url: page)}


def test_values_that_are_shown_are_confirmed():
    found = results(Page(200, PAGE))
    assert found.pop("elsewhere") is Result.NO_PAGE
    assert set(found.values()) == {Result.CONFIRMED}


def test_a_tombstone_is_not_asked_for():
    assert "gone" not in results(Page(200, PAGE))


def test_values_that_are_missing_have_changed():
    found = results(Page(200, "<p>Write to us</p>"))
    assert {found[name] for name in ("line", "mobile", "short", "mail")} == {Result.CHANGED}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, Result.UNREACHABLE),
        (403, Result.BLOCKED),
        (451, Result.BLOCKED),
        (404, Result.CHANGED),
        (301, Result.CHANGED),
    ],
)
def test_what_the_server_says_is_kept_apart(status: int | None, expected: Result):
    assert results(Page(status))["line"] is expected


def test_each_page_is_asked_for_once():
    asked: list[str] = []

    def fetch(url: str) -> Page:
        asked.append(url)
        return Page(200, "")

    list(recheck(BOOK, fetch))
    assert sorted(asked) == sorted(set(asked))


def test_only_official_pages_of_the_shipped_registry_are_asked_for():
    from gopay_help.contacts.registry import parse_registry

    book = parse_registry(document("channels"))
    hosts = {url.split("/")[2] for entry in book.channels for url in official_pages(entry, book)}
    domains = {domain for brand in book.brands for domain in brand.domains_official}
    assert hosts
    assert all(any(host == domain or host.endswith(f".{domain}") for domain in domains) for host in hosts)


def rechecked(monkeypatch, page: Page, **settings) -> tuple[int, str, str]:
    monkeypatch.setattr(official, "PageReader", lambda: lambda _url: page)
    setup = Setup(Settings(**settings), stdout=io.StringIO(), stderr=io.StringIO())
    code = tree.recheck_channels(setup)
    return code, setup.stdout.getvalue(), setup.stderr.getvalue()


@pytest.mark.parametrize(("page", "code"), [(Page(200, PAGE), 3), (Page(None), 5), (Page(403), 5)])
def test_the_command_says_what_it_found(page: Page, code: int, monkeypatch):
    found, out, err = rechecked(monkeypatch, page)
    assert found == code
    assert "id_phone_1500729" in out
    assert "official pages" in err


def test_a_script_gets_one_document(monkeypatch):
    code, out, _ = rechecked(monkeypatch, Page(None), json=True)
    found = json.loads(out)
    schema = files("gopay_help").joinpath("schemas/recheck.schema.json").read_text("utf-8")
    Draft202012Validator(json.loads(schema)).validate(found)
    assert found["exit_code"] == code == 5
    assert {"no_page", "unreachable"} == {entry["result"] for entry in found["channels"]}


def test_offline_is_respected(monkeypatch):
    with pytest.raises(UsageError):
        rechecked(monkeypatch, Page(None), offline=True)
