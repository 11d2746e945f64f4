"""docs/fleet.md as it stands there: promtool reads it, and a real Prometheus counts three lab vantages."""

import http.server
import json
import re
import shutil
import subprocess
import threading
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.lab.run import available, run_many
from tests.lab.scenarios import ALL

from gopay_help.model.check import Blame, CheckReport, Health, NetCause, Verdict
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Confidence
from gopay_help.screen.check import View, render_openmetrics

pytestmark = pytest.mark.lab
PAGE = Path(__file__).resolve().parents[2] / "docs/fleet.md"


def block(name: str) -> str:
    found = re.search(rf"```yaml\n# {re.escape(name)}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def need(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not here")


def test_promtool_accepts_the_rules_of_the_page(tmp_path):
    need("promtool")
    (tmp_path / "gopay_help.rules.yml").write_text(block("gopay_help.rules.yml"))
    (tmp_path / "prometheus.yml").write_text(block("prometheus.yml"))
    done = subprocess.run(
        ["promtool", "check", "config", "prometheus.yml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("places", "fires"), [(2, 0), (3, 1)])
def test_the_alert_needs_three_places(tmp_path, places, fires):
    need("promtool")
    (tmp_path / "gopay_help.rules.yml").write_text(block("gopay_help.rules.yml"))
    series = []
    for number in range(3):
        blame = "provider_or_path" if number < places else "isp"
        labels = f'brand="b",instance="i{number}"'
        series += [
            (f'gopay_help_check_blame{{{labels},blame="{blame}"}}', "1x30"),
            (f"gopay_help_check_confidence{{{labels}}}", "2x30"),
            (f"gopay_help_check_timestamp_seconds{{{labels}}}", "0+60x30"),
        ]
    alerts = [
        {
            "exp_labels": {"severity": "warning", "brand": "b"},
            "exp_annotations": {"summary": "3 places see the trouble with b itself or on the way to it"},
        }
    ] * fires
    unit = {
        "rule_files": ["gopay_help.rules.yml"],
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series],
                "alert_rule_test": [
                    {"eval_time": "25m", "alertname": "GopayServiceTrouble", "exp_alerts": alerts}
                ],
            }
        ],
    }
    (tmp_path / "unit.yml").write_text(json.dumps(unit))
    done = subprocess.run(
        ["promtool", "test", "rules", "unit.yml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def metrics(document: dict) -> str:
    said = document["verdict"]
    verdict = Verdict(
        Health(said["status"]),
        NetCause(said["cause"]),
        Blame(said["blame"]),
        Confidence(said["confidence"]),
        "",
    )
    report = CheckReport(datetime.now(UTC), document["elapsed_ms"], verdict, (), (), ())
    return render_openmetrics(View(report, Catalogue("en", {}), document["exit_code"], "0", "lab"))


def serve(text: str) -> http.server.ThreadingHTTPServer:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_a_real_prometheus_counts_three_lab_vantages(tmp_path):
    need("prometheus")
    why = available()
    if why:
        pytest.skip(why)
    row = next(row for row in ALL if row.id == "V15")
    graded = [*run_many([(row, seed) for seed in (1, 2, 3)], jobs=3)]
    assert [item.cause for item in graded] == ["provider_down"] * 3
    servers = [serve(metrics(item.document)) for item in graded]
    goals = [f"127.0.0.1:{server.server_port}" for server in servers]
    (tmp_path / "gopay_help.rules.yml").write_text(
        block("gopay_help.rules.yml").replace("for: 10m", "for: 1s")
    )
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "scrape_configs": [{"job_name": "vantage", "static_configs": [{"targets": goals}]}],
        "rule_files": ["gopay_help.rules.yml"],
    }
    (tmp_path / "prometheus.yml").write_text(json.dumps(config))
    port = servers[0].server_port + 1 if servers[0].server_port < 60000 else 59090
    command = [
        "prometheus",
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log)
    try:
        alerts = wait_for_alert(port)
    finally:
        process.terminate()
        process.wait(10)
        for server in servers:
            server.shutdown()
            server.server_close()
    assert alerts["GopayServiceTrouble"] == "firing", (tmp_path / "log").read_text()[-2000:]


def wait_for_alert(port: int) -> dict[str, str]:
    found: dict[str, str] = {}
    limit = time.monotonic() + 40
    while time.monotonic() < limit and found.get("GopayServiceTrouble") != "firing":
        time.sleep(1)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/alerts", timeout=2) as reply:
                listed = json.load(reply)["data"]["alerts"]
        except OSError:
            continue
        found = {item["labels"]["alertname"]: item["state"] for item in listed}
    return found
