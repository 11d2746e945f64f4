"""What the network check sees reaches the case: as words, never as addresses, and comparable later."""

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from importlib.resources import files

import jsonschema
import pexpect
import pytest

from casefile import LANGUAGES, NOW, case, run, shipped, store_in
from gopay_help.cases.record import record_check, seen_of
from gopay_help.cases.store import Store, read_case, write_case
from gopay_help.cli import case as command
from gopay_help.cli import case_share, diagnose, watch
from gopay_help.cli.diagnose import SavedCase
from gopay_help.model.case import Seen, SeenFinding
from gopay_help.model.check import Blame, CheckReport, Finding, Health, NetCause, Status, Verdict
from gopay_help.model.tree import Confidence
from gopay_help.tree import walk
from gopay_help.tree.walk import State
from gopay_help.wizard.advice import build_follow_up
from wheel import installed

PRIVATE = ("192.168.7.23", "10.0.0.1", "Kafe-Melati", "proxy.kantor.example", "eth0", "2001:db8::1")


def report(at=NOW, tcp="timeout", count=0):
    verdict = Verdict(Health.FAIL, NetCause.TCP_UNREACHABLE, Blame.ISP, Confidence.MEDIUM, "x")
    good = tcp == "ok"
    checks = (
        Finding("resolvers", "device", Status.PASS, "list", 3, {"servers": ("192.168.7.23", "10.0.0.1")}),
        Finding("dns_udp", "192.168.7.23", Status.FAIL, "timeout", 900, {"server": "192.168.7.23"}),
        Finding("link", "device", Status.PASS, "Kafe-Melati", 1, {"name": "eth0"}),
        Finding("proxy_config", "help", Status.WARN, "proxy.kantor.example", 1),
        Finding("tcp", "help", Status.PASS if good else Status.FAIL, tcp, 2000, {"source": "2001:db8::1"}),
        Finding("https", "help", Status.FAIL, "503", 40, {"status": 503}),
        *(Finding(f"more_{number}", "help", Status.PASS, "ok", 1) for number in range(count)),
    )
    return CheckReport(at, 5000, verdict, (), checks, ("203.0.113.10:443/tcp",))


def test_only_words_of_the_program_are_kept():
    seen = seen_of(report())
    raw = write_case(case(checks=(seen,))).decode("ascii")
    assert not [private for private in (*PRIVATE, "203.0.113.10") if private in raw]
    assert seen.findings[4] == SeenFinding("tcp", "help", "fail", "timeout", 2000)
    assert seen.findings[5].value == "503"
    assert [found.value for found in seen.findings[2:4]] == ["other", "other"]


def test_a_look_with_its_findings_survives_the_document_and_its_schema():
    whole = case(checks=(seen_of(report(count=100)),))
    assert read_case(write_case(whole), "case") == whole
    schema = json.loads((files("gopay_help") / "schemas" / "case.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(write_case(whole)), schema, jsonschema.Draft202012Validator)
    assert len(whole.checks[0].findings) == 60


def test_a_case_from_before_has_none():
    document = json.loads(write_case(case()))
    for row in document["checks"]:
        del row["findings"]
    assert read_case(json.dumps(document).encode(), "case") == case()


def test_old_looks_keep_their_verdict_alone():
    found = case(checks=())
    for hour in range(25):
        found = record_check(found, seen_of(report(NOW + timedelta(hours=hour))))
    assert len(found.checks) == 20
    assert [bool(seen.findings) for seen in found.checks] == [False] * 15 + [True] * 5
    assert len(write_case(found)) < 64_000


def test_a_look_that_went_further_stands_instead_of_the_first():
    first, second = seen_of(report()), seen_of(report(NOW + timedelta(seconds=9)))
    once = record_check(case(), first)
    assert record_check(once, second, instead_of=first).checks == (*case().checks, second)


def answered(setup, keeper, state, option):
    node = walk.position(shipped().tree, state).node
    state = walk.answer(state, node, option, "user")
    keeper.on_step(state)
    return state


def test_the_check_of_a_run_is_in_its_case(tmp_path):
    store = store_in(tmp_path)

    def session(setup):
        keeper = SavedCase(setup, tell=print)
        state = answered(setup, keeper, State(facts={"brand": "gopay_id"}), "no")
        keeper.on_check(report())
        state = answered(setup, keeper, state, "money_missing")
        keeper.on_check(report(NOW + timedelta(seconds=9)))
        answered(setup, keeper, answered(setup, keeper, state, "topup"), "longer")
        end = shipped().tree.nodes["topup_overdue"]
        keeper.on_outcome(end, "gopay_id", build_follow_up(end, setup.now, setup.desk))
        return 0

    run(tmp_path, session)
    (kept,) = store.list()
    assert [seen.at for seen in kept.checks] == [NOW + timedelta(seconds=9)]
    assert kept.checks[0].findings


def test_the_wizard_hands_its_check_to_the_case(tmp_path, monkeypatch):
    """The whole of `diagnose` on a terminal; only the sockets are left out."""
    store = store_in(tmp_path)
    monkeypatch.setattr("gopay_help.network.check.run_check", lambda *_, **__: report())
    monkeypatch.setattr(diagnose, "_HEAD_START_S", 0)
    typed = "2\n1\n1\n4\n\n"
    run(
        tmp_path,
        diagnose.diagnose,
        typed=typed,
        now=None,
    )
    (kept,) = store.list()
    assert [found.value for found in kept.checks[-1].findings if found.id == "tcp"] == ["timeout"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_export_has_the_findings(tmp_path, lang):
    store_in(tmp_path / "home", case(checks=(seen_of(report()),)))
    run(tmp_path / "home", lambda setup: case_share.export(setup, None, out=tmp_path / "pack"), lang=lang)
    document = json.loads((tmp_path / "pack" / "case.json").read_text("utf-8"))
    assert {"id": "tcp", "target": "help", "status": "fail", "value": "timeout", "elapsed_ms": 2000} in (
        document["checks"][0]["findings"]
    )
    title = shipped().catalogue(lang).say("case.findings")
    for name in ("case.html", "case.md"):
        text = (tmp_path / "pack" / name).read_text("utf-8")
        assert title in text
        assert "timeout" in text
        assert not [private for private in PRIVATE if private in text]


def test_a_second_look_is_compared_finding_by_finding(tmp_path, monkeypatch):
    store_in(tmp_path, case(checks=(seen_of(report()),)))
    again = seen_of(report(NOW + timedelta(hours=1), tcp="ok"))
    monkeypatch.setattr(watch, "look_at", lambda _setup, _brand: watch.Look(again))
    run(tmp_path, lambda setup: command.next_case(setup, None, check=True))
    out = run(tmp_path, lambda setup: command.diff_case(setup, None)).out
    assert "tcp (help): timeout, now ok" in out
    assert "https" not in out


def test_a_look_from_before_is_compared_by_its_verdict(tmp_path):
    bare = Seen(NOW, "fail", "captive_portal", "isp", "medium")
    store_in(tmp_path, case(checks=(bare, seen_of(report()))))
    out = run(tmp_path, lambda setup: command.diff_case(setup, None)).out
    assert "cause: captive_portal, now tcp_unreachable" in out
    assert "help" not in out


def _without_network():
    trial = ["unshare", "-rn", "true"]
    return shutil.which("unshare") and not subprocess.run(trial, capture_output=True, check=False).returncode


@pytest.mark.slow
@pytest.mark.skipif(not _without_network(), reason="no namespace without a network can be made here")
def test_a_real_run_keeps_what_its_check_saw(tmp_path):
    """On a terminal, in a namespace that has no network: the check finds that, and the case says so."""
    arguments = ["-rn", sys.executable, "-m", "gopay_help", "diagnose", "--plain", "--lang", "en"]
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "GOPAY_HELP_HOME": str(tmp_path),
        "PYTHONPATH": installed(),
        "LANG": "C.UTF-8",
    }
    child = pexpect.spawn("unshare", arguments, env=environ, encoding="utf-8", timeout=60)
    words = shipped().catalogue("en")
    for question, key in (("red_flag", "2"), ("your_gopay", "1"), ("symptom", "5")):
        child.expect_exact(words.say(f"{question}.text")[:20])
        time.sleep(1)
        child.send(f"{key}\r")
    child.expect(["Question 4", pexpect.EOF])
    child.close(force=True)
    (kept,) = Store(tmp_path / "cases").list()
    assert kept.checks[-1].status in ("fail", "inconclusive")
    assert any(found.status == "fail" or found.value == "none" for found in kept.checks[-1].findings)
