"""Workflow commands of GitHub Actions: one annotation for the verdict, one for each second fault."""

from gopay_help.model.result import Health, Verdict
from gopay_help.screen.check.view import View

_LEVEL = {
    Health.OK: "notice",
    Health.DEGRADED: "warning",
    Health.FAIL: "error",
    Health.INCONCLUSIVE: "warning",
}


def render(view: View) -> str:
    """One line a finding that matters."""
    report = view.report
    first = _line(view, report.verdict, _LEVEL[report.verdict.status])
    return "".join([first, *(_line(view, verdict, "warning") for verdict in report.secondary)])


def _line(view: View, verdict: Verdict, level: str) -> str:
    title = f"gopay-help: {verdict.cause} ({verdict.blame}, {verdict.confidence})"
    return f"::{level} title={_property(title)}::{_data(view.summary(verdict))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
