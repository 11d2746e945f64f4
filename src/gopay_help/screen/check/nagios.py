"""One line for Nagios, Icinga and their kin: state, text, performance data.

The exit code is the program's own (contracts.md), not 0 to 3: docs/fleet.md has the three lines that map it.
"""

from gopay_help.model.result import Health
from gopay_help.screen.check.view import View

_STATE = {
    Health.OK: "OK",
    Health.DEGRADED: "WARNING",
    Health.FAIL: "CRITICAL",
    Health.INCONCLUSIVE: "UNKNOWN",
}
_SEPARATORS = str.maketrans({"|": "/", "\n": " "})


def render(view: View) -> str:
    """``GOPAYHELP STATE - cause (blame, confidence): sentence | performance data``."""
    report = view.report
    verdict = report.verdict
    sentence = view.summary(verdict).translate(_SEPARATORS)
    failed = sum(1 for check in report.checks if check.status == "fail")
    data = f"time={report.elapsed_ms / 1000:.3f}s;;;0 checks={len(report.checks)};;;0 failed={failed};;;0"
    head = f"GOPAYHELP {_STATE[verdict.status]} - {verdict.cause} ({verdict.blame}, {verdict.confidence})"
    return f"{head}: {sentence} | {data}\n"
