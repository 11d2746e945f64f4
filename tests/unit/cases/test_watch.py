"""`watch` against a server that fails, asks for a pause and recovers; time is made up, requests are real."""

import json
import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files

import jsonschema
import pytest

from casefile import LANGUAGES, NOW, case, run, store_in
from gopay_help.cli import watch as command
from gopay_help.cli.watch import Pace
from gopay_help.model.case import Seen
from gopay_help.model.check import Blame, CheckReport, Finding, Health, NetCause, Status, Verdict
from gopay_help.model.errors import Aborted, UsageError
from gopay_help.model.tree import Confidence

CAUSE = {200: "ok", 429: "rate_limited", 503: "overloaded"}


class Lab:
    """A server that answers from a script, and a clock that only moves when somebody sleeps."""

    def __init__(self, script) -> None:
        self.script, self.asked, self.slept, self.notices = list(script), [], [], []
        self.at = NOW
        lab = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                code, pause = lab.script[min(len(lab.asked), len(lab.script) - 1)]
                lab.asked.append(lab.at)
                self.send_response(code)
                if pause:
                    self.send_header("Retry-After", str(pause))
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def look(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.server.server_port}/", timeout=5) as reply:
                code, pause = reply.status, reply.headers.get("Retry-After")
        except urllib.error.HTTPError as error:
            code, pause = error.code, error.headers.get("Retry-After")
            error.close()
        status = "ok" if code == 200 else "fail"
        seen = Seen(self.at, status, CAUSE[code], "provider", "high")
        return command.Look(seen, float(pause) if pause else None)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def world(self):
        return command.World(self.look, lambda: self.at, self.sleep, lambda: 0.5, self.notices.append)


@pytest.fixture
def lab(request):
    made = Lab(request.param)
    yield made
    made.server.shutdown()
    made.server.server_close()


def watched(lab, home, *, hours=6, lang="en", case_id=None, json=False, typed=None):
    def body(setup):
        return command.keep_watch(setup, lab.world(), hours=hours, case_id=case_id)

    return run(home, body, lang=lang, json=json, typed=typed)


RECOVERS = [(503, None), (503, None), (429, 600), (200, None), (503, None), (200, None), (200, None)]


@pytest.mark.parametrize("lab", [RECOVERS], indirect=True)
def test_requests_times_and_the_one_notice(lab, tmp_path):
    ran = watched(lab, tmp_path)
    assert ran.code == 0
    assert len(lab.asked) == len(RECOVERS)
    assert lab.slept == pytest.approx([66, 105.6, 630, 30, 270.336, 30])
    assert lab.asked[3] - lab.asked[2] >= timedelta(seconds=600), "Retry-After is kept"
    assert len(lab.notices) == 1
    assert ran.err.count("answers this device again") == 1
    assert ran.err.count("asked for a pause") == 1
    assert "That does not prove that payments work" in ran.err


@pytest.mark.parametrize("lab", [RECOVERS], indirect=True)
def test_events_are_documents(lab, tmp_path):
    ran = watched(lab, tmp_path, json=True)
    schema = json.loads((files("gopay_help") / "schemas" / "watch.schema.json").read_text("utf-8"))
    events = [json.loads(line) for line in ran.out.splitlines()]
    for event in events:
        jsonschema.validate(event, schema, jsonschema.Draft202012Validator)
    said = [event["event"] for event in events]
    assert said == ["look", "look", "look", "confirming", "look", "confirming", "back"]
    assert [event["asked_by_service"] for event in events].index(True) == 2
    assert ran.err == ""


@pytest.mark.parametrize("lab", [[(200, None)]], indirect=True)
def test_what_works_already_is_no_news(lab, tmp_path):
    ran = watched(lab, tmp_path)
    assert (ran.code, len(lab.asked), lab.notices) == (0, 2, [])
    assert "the fault is not on this way" in ran.err


@pytest.mark.parametrize("lab", [[(503, None)]], indirect=True)
def test_it_stops_by_itself_and_stays_polite(lab, tmp_path):
    ran = watched(lab, tmp_path, hours=6)
    assert ran.code == 11
    assert len(lab.asked) <= 28
    assert lab.asked[-1] - NOW <= timedelta(hours=6)
    assert "stopped by itself" in ran.err
    assert lab.notices == []


@pytest.mark.parametrize("lab", [[(503, None), (429, 86_400)]], indirect=True)
def test_a_pause_of_a_day_ends_it(lab, tmp_path):
    assert watched(lab, tmp_path).code == 11
    assert len(lab.asked) == 2


@pytest.mark.parametrize("lab", [[(503, None), (503, None), (200, None)]], indirect=True)
def test_changes_are_noted_in_the_case(lab, tmp_path):
    store = store_in(tmp_path, case(checks=()))
    watched(lab, tmp_path, case_id="abcdefghijk2")
    assert [seen.status for seen in store.load("abcdefghijk2").checks] == ["fail", "ok"]


@pytest.mark.slow
@pytest.mark.parametrize("lab", [[(503, None)]], indirect=True)
def test_a_busy_case_does_not_stop_it(lab, tmp_path):
    store = store_in(tmp_path, case())
    with store.hold("abcdefghijk2"):
        ran = watched(lab, tmp_path, hours=0.1, case_id="abcdefghijk2")
    assert ran.code == 11
    assert ran.err.count("cannot be saved") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("lab", [[(503, None), (200, None)]], indirect=True)
def test_it_speaks_every_language_and_rings_once(lab, tmp_path, lang):
    ran = watched(lab, tmp_path, lang=lang, typed="")
    assert ran.err.count("\a") == 1
    assert "{" not in ran.err


@pytest.mark.parametrize("lab", [[(503, None)]], indirect=True)
def test_stopping_it_is_one_line(lab, tmp_path):
    def interrupted(_seconds):
        raise KeyboardInterrupt

    lab.sleep = interrupted
    with pytest.raises(Aborted, match="Stopped"):
        watched(lab, tmp_path)


def test_offline_watches_nothing(tmp_path):
    with pytest.raises(UsageError, match=r"fault\.offline"):
        run(tmp_path, command.watch, offline=True)


def test_a_report_becomes_a_look():
    verdict = Verdict(Health.FAIL, NetCause.RATE_LIMITED, Blame.PROVIDER, Confidence.HIGH, "x")
    checks = tuple(
        Finding("answer", "help", Status.FAIL, "429", evidence={"retry_after_s": pause})
        for pause in (None, 30, 120)
    )
    look = command.look_of(CheckReport(datetime(2026, 11, 20, tzinfo=UTC), 5, verdict, (), checks, ()))
    assert look.retry_after_s == 120
    assert (look.seen.status, look.seen.cause, look.seen.blame) == ("fail", "rate_limited", "provider")


def test_the_pace_can_be_set():
    assert Pace(first_s=1, most_s=2).wait(9, 0) == 2
