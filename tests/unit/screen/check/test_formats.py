"""Each format is read back by somebody else's parser."""

import json
import re
import shutil
import subprocess

import jsonschema
import pytest
from views import ALL, ROOT, TEXTS, verdict, view, words

from gopay_help.model.result import Blame, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.screen.check import (
    FORMATS,
    render_github,
    render_json,
    render_junit,
    render_nagios,
    render_openmetrics,
    render_text,
)

SCHEMA = json.loads((ROOT / "src/gopay_help/schemas/check.schema.json").read_text())


@pytest.mark.parametrize("primary", ALL)
def test_the_document_fits_its_schema(primary):
    document = json.loads(render_json(view(primary, secondary=[verdict(NetCause.IPV6_BROKEN, Blame.ISP)])))
    jsonschema.validate(document, SCHEMA)
    assert document["verdict"]["cause"] == primary.cause


def test_the_document_is_one_line_of_ascii():
    drawn = render_json(view(lang="zh-Hans"))
    assert drawn.isascii()
    assert drawn.count("\n") == 1


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_every_cause_has_a_sentence_and_a_fix_in_every_language(lang):
    entries = words(lang).entries
    for cause in NetCause:
        assert entries[f"check.cause.{cause}"]
        assert entries[f"check.fix.{cause}"]
    for kind, values in (("blame", Blame), ("confidence", Confidence), ("status", Health)):
        assert all(entries[f"check.{kind}.{value}"] for value in values)
    assert set(entries) == set(words("en").entries)


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_texts_hold_no_contact(lang):
    written = (TEXTS / f"{lang}.yaml").read_text("utf-8").split("\n", 2)[2]
    assert not re.search(r"https?:|www\.|@|\d{4,}", written)


def test_every_key_that_the_rules_use_has_words():
    from gopay_help.network.verdict import _DOUBTS, RULES

    entries = words().entries
    assert [key for key, _ in _DOUBTS if f"check.against.{key}" not in entries] == []
    assert [
        rule.id for rule in RULES if rule.next_test and f"check.next.{rule.next_test}" not in entries
    ] == []


def test_text_says_what_whose_how_sure_and_what_to_do():
    drawn = render_text(view(secondary=[verdict(NetCause.IPV6_BROKEN)]))
    assert drawn.startswith("Found a fault: Your WiFi asks for a login page first.\n")
    for part in (
        "It lies in the WiFi",
        "We are quite sure",
        "What to do: Open a browser",
        "IPv6",
        "Contacted: 203.0.113.10:443/tcp",
    ):
        assert part in drawn
    assert "does not mean that payments work" in drawn
    assert "check." not in drawn


@pytest.mark.parametrize("lang", ["id", "zh-Hans"])
@pytest.mark.parametrize("primary", ALL)
def test_text_has_no_key_left_in_it(lang, primary):
    assert "check." not in render_text(view(primary, lang))


@pytest.mark.parametrize("primary", ALL)
def test_nagios_is_one_line_that_a_monitor_reads(primary):
    drawn = render_nagios(view(primary))
    plugin = re.fullmatch(r"(\S+) (OK|WARNING|CRITICAL|UNKNOWN) - ([^|\n]+) \| (.+)\n", drawn)
    assert plugin
    for item in plugin[4].split(" "):
        assert re.fullmatch(r"'?[^'= ]+'?=-?[\d.]+(s|us|ms|%|B|KB|MB|TB|c)?(;[^; ]*){0,4}", item)


@pytest.mark.parametrize("primary", ALL)
def test_junit_is_read_by_another_parser(primary):
    junitparser = pytest.importorskip("junitparser")
    suites = junitparser.JUnitXml.fromstring(render_junit(view(primary)).encode())
    suite = next(iter(suites))
    cases = list(suite)
    assert (suite.tests, suite.errors, suite.skipped) == (len(cases), 0, 1)
    assert suite.failures == int(primary.status is Health.FAIL)
    assert any(isinstance(part, junitparser.Failure) for part in cases[0].result) == (
        primary.status is Health.FAIL
    )


@pytest.mark.parametrize("primary", ALL)
def test_openmetrics_is_read_by_another_parser(primary):
    parser = pytest.importorskip("prometheus_client.openmetrics.parser")
    families = {
        family.name: family
        for family in parser.text_string_to_metric_families(render_openmetrics(view(primary)))
    }
    causes = {sample.labels["cause"]: sample.value for sample in families["gopay_help_check_cause"].samples}
    assert causes[primary.cause] == 1
    assert sum(causes.values()) == 1
    assert {sample.labels["blame"] for sample in families["gopay_help_check_blame"].samples} == set(Blame)
    assert families["gopay_help_check_up"].samples[0].labels == {"brand": 'gopay"id'}


def test_promtool_accepts_the_metrics():
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not here")
    done = subprocess.run(
        ["promtool", "check", "metrics"],
        input=render_openmetrics(view()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_github_lines_are_commands_on_one_line_each():
    drawn = render_github(view(secondary=[verdict(NetCause.IPV6_BROKEN)]))
    lines = drawn.splitlines()
    assert len(lines) == 2
    assert all(re.fullmatch(r"::(error|warning|notice) title=[^:,\n]+::.+", line) for line in lines)


def test_what_a_server_says_cannot_break_a_format():
    suspicious = "\x1b"
    for render in FORMATS.values():
        assert suspicious not in render(view())
