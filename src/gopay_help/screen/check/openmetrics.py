"""OpenMetrics, for the textfile collector of an existing Prometheus: how many places look at once."""

from collections.abc import Iterator

from gopay_help.model.result import Blame, Health, NetCause
from gopay_help.screen.check.view import View

_CONFIDENCE = {"low": 1, "medium": 2, "high": 3}


def render(view: View) -> str:
    """Every cause and blame is a series of its own, 0 or 1, so that a rule can count vantage points."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    report = view.report
    verdict, brand = report.verdict, _label(view.brand)
    yield from _gauge(
        "gopay_help_check_up",
        "1 if the check found nothing that stops use.",
        [(f'brand="{brand}"', int(verdict.status in {Health.OK, Health.DEGRADED}))],
    )
    causes = {verdict.cause, *(second.cause for second in report.secondary)}
    yield from _gauge(
        "gopay_help_check_cause",
        "1 for each cause found; the first has rank=primary.",
        [
            (f'brand="{brand}",cause="{cause}",rank="{_rank(cause, verdict.cause)}"', int(cause in causes))
            for cause in NetCause
        ],
    )
    yield from _gauge(
        "gopay_help_check_blame",
        "1 for where the fault sits.",
        [(f'brand="{brand}",blame="{blame}"', int(blame is verdict.blame)) for blame in Blame],
    )
    labels = f'brand="{brand}"'
    yield from _gauge(
        "gopay_help_check_confidence", "1 low, 2 medium, 3 high.", [(labels, _CONFIDENCE[verdict.confidence])]
    )
    yield from _gauge(
        "gopay_help_check_duration_seconds", "How long the check took.", [(labels, report.elapsed_ms / 1000)]
    )
    yield from _gauge(
        "gopay_help_check_timestamp_seconds",
        "When the check started.",
        [(labels, round(report.started_at.timestamp(), 3))],
    )
    yield "# EOF"


def _rank(cause: NetCause, primary: NetCause) -> str:
    return "primary" if cause is primary else "secondary"


def _gauge(name: str, told: str, samples: list[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        yield f"{name}{{{labels}}} {value}"


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
