"""Runs scenarios, each in namespaces of its own, and grades what the check said."""

import dataclasses
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.lab.baseline import judge_curl
from tests.lab.plan import healthy
from tests.lab.scenarios import Scenario
from tests.wheel import INSTALLED, installed

ROOT = Path(__file__).resolve().parents[2]
LEVELS = {"low": 1, "medium": 2, "high": 3}
_SHELL = ["unshare", "-Urnmpf", "--kill-child", "--mount-proc"]
_HEALTHY_PROOF = "curl"
MOST_PACKETS, MOST_BYTES = 60, 64 << 10
"""What a run may send to the provider (P6)."""


@dataclass
class Graded:
    """One run of one scenario."""

    scenario: Scenario
    seed: int
    error: str = ""
    cause: str = ""
    blame: str = ""
    confidence: str = ""
    status: str = ""
    secondary: tuple[str, ...] = ()
    cause_right: bool = False
    blame_right: bool = False
    confident: bool = False
    status_right: bool = False
    also_right: bool = False
    wall_s: float = 0.0
    exit_lag_s: float = 0.0
    cpu_s: float = 0.0
    rss_mb: float = 0.0
    packets: int = 0
    bytes: int = 0
    requests: int = 0
    unexpected: tuple[str, ...] = ()
    first_to_verdict_s: float | None = None
    proved: bool = False
    stderr: str = ""
    """What stood beside the document: nothing, or a bug."""
    curl_cause: str = ""
    curl_blame: str = ""
    curl_s: float = 0.0
    document: dict | None = None

    @property
    def right(self) -> bool:
        return self.cause_right and self.blame_right

    @property
    def over(self) -> bool:
        return self.packets > MOST_PACKETS or self.bytes > MOST_BYTES

    @property
    def accuses_wrongly(self) -> bool:
        """Whether somebody is named who is not at fault."""
        return self.blame in {"device", "isp", "provider"} and self.blame not in self.scenario.blames.split()


def available() -> str:
    """Empty if namespaces work here; else why not."""
    for program in ("unshare", "ip", "nft", "curl"):
        if shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is None:
            return f"{program} is missing"
    probe = "mount -t tmpfs none /run && mkdir /run/netns && ip netns add probe && nft list ruleset"
    done = subprocess.run(
        [*_SHELL, "sh", "-ec", probe], capture_output=True, text=True, check=False, env=_environ()
    )
    return "" if done.returncode == 0 else f"namespaces do not work here: {done.stderr.strip()[:120]}"


def _environ() -> dict[str, str]:
    """What Python compiles is kept, whatever the shell says, as in an installation: anew it takes 0.12 s."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PATH": path, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def run_one(scenario: Scenario, seed: int, *, mutate: bool = False, keep: bool = False) -> Graded:
    """Build, break, check, grade."""
    rng = random.Random(f"{scenario.id}-{seed}")  # noqa: S311 (names and addresses, no secrets)
    plan = healthy(rng.getrandbits(48))
    if not mutate:
        scenario.fault(plan, rng)
    folder = Path(tempfile.mkdtemp(prefix="gopay-lab-"))
    prove = _HEALTHY_PROOF if mutate else scenario.prove
    prove = prove.replace("HELP", ",".join(plan.help.v4 + plan.help.v6)).replace(
        "BLOCK", f"{plan.block},{plan.block6}"
    )
    (folder / "plan.json").write_text(json.dumps({**plan.data(), "prove": prove}))
    graded = Graded(scenario, seed)
    try:
        if plan.skew_s and not _build_clock(folder):
            graded.error = "skipped: no C compiler for the clock"
            return graded
        done = subprocess.run(
            [*_SHELL, sys.executable, "-m", "tests.lab.stage", str(folder)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=_environ() | {INSTALLED: installed()},
            timeout=120,
            check=False,
        )
        if done.returncode:
            graded.error = "lab: " + done.stderr.strip()[-1500:]
            return graded
        _grade(graded, json.loads(done.stdout), expect_ok=mutate)
    except subprocess.TimeoutExpired:
        graded.error = "lab: timeout"
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    return graded


def _build_clock(folder: Path) -> bool:
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return False
    source = Path(__file__).with_name("clock.c")
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-o", str(folder / "clock.so"), str(source), "-ldl"], check=False
    )
    return done.returncode == 0


def _grade(graded: Graded, result: dict, *, expect_ok: bool) -> None:
    scenario, document = graded.scenario, result["document"]
    if expect_ok:
        scenario = dataclasses.replace(
            scenario, cause="ok", blames="none", status="ok", least="high", also=""
        )
        graded.scenario = scenario
    if "verdict" not in document:
        graded.error = "client: " + document.get("error", "")[-800:]
        return
    verdict = document["verdict"]
    graded.document = document
    graded.cause, graded.blame = verdict["cause"], verdict["blame"]
    graded.confidence, graded.status = verdict["confidence"], verdict["status"]
    graded.secondary = tuple(item["cause"] for item in document["secondary"])
    graded.cause_right = graded.cause in scenario.cause.split()
    graded.blame_right = graded.blame in scenario.blames.split()
    graded.confident = LEVELS[graded.confidence] >= LEVELS[scenario.least]
    graded.status_right = graded.status in scenario.status.split()
    graded.also_right = set(scenario.also.split()) <= set(graded.secondary)
    graded.wall_s, graded.exit_lag_s = result["wall_s"], result["exit_lag_s"]
    graded.cpu_s, graded.rss_mb = result["cpu_s"], result["rss_mb"]
    graded.packets, graded.bytes, graded.requests = result["packets"], result["bytes"], result["requests"]
    graded.unexpected = tuple(result["unexpected"])
    graded.proved = result["proved"]
    crashed = [check for check in document["checks"] if check["status"] == "crashed"]
    graded.stderr = result["stderr"] + "".join(json.dumps(check) for check in crashed)
    if result["first_question_at"] is not None:
        graded.first_to_verdict_s = result["said_at"] - result["first_question_at"]
    if result["curl"]:
        graded.curl_cause, graded.curl_blame = judge_curl(result["curl"])
        graded.curl_s = float(result["curl"]["time"] or 0)


def run_many(work: list[tuple[Scenario, int]], jobs: int, *, mutate: bool = False) -> Iterator[Graded]:
    installed()  # made once, before several want it
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda item: run_one(*item, mutate=mutate), work)
