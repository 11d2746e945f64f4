"""Reports to draw, one for each kind of verdict."""

from datetime import UTC, datetime
from pathlib import Path

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.model.check import Blame, CheckReport, Finding, Health, NetCause, Status, Verdict
from gopay_help.model.text import Catalogue
from gopay_help.model.tree import Confidence
from gopay_help.screen.check import View

ROOT = Path(__file__).resolve().parents[4]
TEXTS = ROOT / "decision_trees/gopay/text-check"


def words(lang="en"):
    return Catalogue(lang, read_document(TEXTS / f"{lang}.yaml").data)


def verdict(
    cause=NetCause.CAPTIVE_PORTAL, blame=Blame.LOCAL_NETWORK, status=Health.FAIL, confidence=Confidence.HIGH
):
    return Verdict(
        status,
        cause,
        blame,
        confidence,
        f"check.cause.{cause}",
        ("check.against.no_control",),
        "check.next.control",
    )


def view(primary=None, lang="en", secondary=()):
    checks = (
        Finding(
            "tcp",
            "help",
            Status.FAIL,
            "refused",
            20,
            {"address": "203.0.113.10", "family": 4},
            "connection_refused",
        ),
        Finding("small_mss", "help", Status.SKIP, "unsupported", 0),
        Finding(
            "https",
            "help",
            Status.PASS,
            "ok",
            3,
            {"server": 'odd "\x07\x1b[31m|<&>\n name', "pair": ("a", "b"), "none": None},
        ),
    )
    report = CheckReport(
        datetime(2026, 11, 22, 8, tzinfo=UTC),
        412,
        primary or verdict(),
        tuple(secondary),
        checks,
        ("203.0.113.10:443/tcp",),
    )
    return View(report, words(lang), 12, "0.1.0", 'gopay"id')


ALL = [verdict(cause=cause, status=status) for cause in NetCause for status in (Health.FAIL, Health.DEGRADED)]
