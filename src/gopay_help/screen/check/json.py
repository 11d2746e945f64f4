"""`gopay-help/check@1` (contracts.md)."""

import json
from collections.abc import Mapping
from datetime import UTC

from gopay_help.model.result import Finding, Verdict
from gopay_help.screen.check.view import View

Document = Mapping[str, object]


def document(view: View) -> Document:
    """The report as plain values."""
    report = view.report
    started = report.started_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "schema": "gopay-help/check@1",
        "version": view.version,
        "started_at": started,
        "elapsed_ms": report.elapsed_ms,
        "verdict": _verdict(view, report.verdict),
        "secondary": [_second(verdict) for verdict in report.secondary],
        "checks": [_check(finding) for finding in report.checks],
        "contacted": list(report.contacted),
        "exit_code": view.exit_code,
    }


def render(view: View) -> str:
    """One document on one line, escaped so that no terminal or encoding can change it."""
    return json.dumps(document(view), ensure_ascii=True) + "\n"


def _verdict(view: View, verdict: Verdict) -> Document:
    return {
        "status": str(verdict.status),
        "cause": str(verdict.cause),
        "blame": str(verdict.blame),
        "confidence": str(verdict.confidence),
        "summary": view.summary(verdict),
        "against": [view.say(key) for key in verdict.against],
        "next_test": view.say(verdict.next_test) if verdict.next_test else None,
    }


def _second(verdict: Verdict) -> Document:
    return {"cause": str(verdict.cause), "blame": str(verdict.blame), "confidence": str(verdict.confidence)}


def _check(finding: Finding) -> Document:
    found: dict[str, object] = {
        "id": finding.id,
        "target": finding.target,
        "status": str(finding.status),
        "value": finding.value,
        "elapsed_ms": finding.elapsed_ms,
        "evidence": {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in finding.evidence.items()
        },
    }
    if finding.failure:
        found["failure"] = finding.failure
    return found
