"""Each format is read back by somebody else's parser."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from views import ALL, ROOT, TEXTS, verdict, view, words

from gopay_help.model.check import Blame, Health, NetCause
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
from gopay_help.screen.page import cells

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


def test_every_key_that_the_doctor_uses_has_words():
    import gopay_help.network.verdict as source
    from gopay_help.network.hypotheses import TABLE

    entries = words().entries
    pattern = r"check\.(?:against|next|cause)\.[a-z_]+(?=\")"
    written = re.findall(pattern, Path(source.__file__).read_text())
    own = [f"check.{kind}.{row.says}" for row in TABLE if row.says for kind in ("cause", "fix")]
    assert len(written) > 10
    assert [key for key in (*written, *own) if key not in entries] == []


@pytest.mark.parametrize("lang", ["en", "id", "zh-Hans"])
def test_words_for_one_place_belong_to_a_fault_that_can_be_there(lang):
    from gopay_help.network.hypotheses import TABLE

    places = {(row.says or row.cause, str(row.place)) for row in TABLE}
    keys = [
        key.split(".")[2:]
        for key in words(lang).entries
        if key.startswith("check.fix.") and key.count(".") == 3
    ]
    assert keys
    assert [key for key in keys if tuple(key) not in places] == []


def test_text_says_what_whose_how_sure_and_what_to_do():
    drawn = render_text(view(secondary=[verdict(NetCause.IPV6_BROKEN)]))
    assert drawn.startswith("– This device: could not be looked at\n")
    for part in (
        "✗ The way to the site: here is a fault\n✓ The site itself: works\n\nFound a fault: This",
        "It lies in the network",
        "This is quite certain",
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


def test_lines_are_broken_where_the_terminal_ends():
    for width in (20, 40, 79):
        drawn = render_text(replace(view(), width=width))
        assert max(map(cells, drawn.splitlines())) <= width


def test_payments_are_spoken_of_only_where_something_answered():
    silent = view()
    report = silent.report._replace(checks=silent.report.checks[:1])
    assert "payments" in render_text(silent)
    assert "payments" not in render_text(replace(silent, report=report))


def test_sureness_of_the_cause_does_not_argue_with_an_open_blame():
    drawn = render_text(view(verdict(NetCause.TCP_UNREACHABLE, Blame.PROVIDER_OR_PATH)))
    assert "What happens is quite certain; whose part it is stays open." in drawn


def test_what_else_it_could_be_is_said_in_its_own_words():
    primary = verdict(NetCause.THROTTLED)._replace(
        against=("check.cause.provider_error", "check.against.loss_seen")
    )
    drawn = render_text(view(primary))
    assert "It could also be: The site answers, but with an error of its own." in drawn
    assert "What speaks against it: Data was lost" in drawn


def test_the_fix_is_for_the_place_of_the_fault():
    home = view().fix(verdict(NetCause.DNS_UNREACHABLE, Blame.LOCAL_NETWORK))
    own = view().fix(verdict(NetCause.DNS_UNREACHABLE, Blame.DEVICE))
    assert "Restart the router" in home
    assert "Restart the router" not in own


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
