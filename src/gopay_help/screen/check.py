"""A network check in six formats. `View` is what each receives; `FORMATS` names them as `--format` does."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC

from gopay_help.model.check import Blame, CheckReport, Finding, Health, NetCause, Status, Verdict
from gopay_help.model.text import Catalogue
from gopay_help.screen.page import wrap


@dataclass(frozen=True, slots=True)
class View:
    """A report on its way out."""

    report: CheckReport
    words: Catalogue
    exit_code: int
    version: str
    brand: str
    """Whose hosts were looked at; ``targets`` for a file of the person's own."""
    width: int | None = None
    """Cells of the terminal; None where lines are not broken."""

    def say(self, key: str) -> str:
        """A text, or its key where no language has it: a check must never end in a missing word."""
        return self.words.say(key) if self.words.has(key) else key

    def summary(self, verdict: Verdict) -> str:
        """The verdict in one sentence."""
        return self.say(verdict.summary)

    def fix(self, verdict: Verdict) -> str:
        """What to do about it: for this place of the fault if there are words for it, else for the fault."""
        key = verdict.summary.replace("check.cause.", "check.fix.", 1)
        here = f"{key}.{verdict.blame}"
        return self.say(here if self.words.has(here) else key)


def as_text(finding: Finding) -> str:
    """A finding in one line of English, for logs that machines read too."""
    facts = ", ".join(
        f"{name}={value}" for name, value in finding.evidence.items() if value not in {None, ""}
    )
    return f"{finding.id} {finding.target}: {finding.value}" + (f" ({facts})" if facts else "")


_PASS, _FAULT, _UNSEEN = "✓", "✗", "–"
_ROW_OF = {
    NetCause(cause): row
    for row, causes in {
        "": "ok inconclusive proxy_required",
        "device": "no_link no_address no_route clock_wrong hosts_override proxy_broken firewall_local"
        " dns_none",
        "router": "gateway_dead",
        "names": "dns_unreachable dns_failing dns_slow dns_aaaa_broken dns_tampered provider_dns host_gone",
        "service": "cert_expired cert_wrong_host provider_down maintenance overloaded rate_limited"
        " provider_error policy_block host_moved",
    }.items()
    for cause in causes.split()
}
"""Where a fault sits; one that is not named here, on the way."""
_SHOWS = (
    ("device", frozenset({("link", "ok"), ("route", "ok")})),
    ("router", frozenset({("gateway", "alive"), ("dns_direct", "ok"), ("tcp", "ok"), ("proxy", "ok")})),
    ("names", frozenset({("dns_direct", "ok"), ("dns_system", "ok")})),
    ("way", frozenset({("tcp", "ok"), ("proxy", "ok")})),
    ("service", frozenset({("https", "ok"), ("https", "redirect_own")})),
)
"""The rows of the list, from near to far, and the findings that show that one is well."""


def rows_of(report: CheckReport) -> Iterator[tuple[str, str]]:
    """Each part of the way to the service with its sign: works, fault, not seen."""
    seen = {(item.id, item.value) for item in report.checks if not item.evidence.get("control")}
    works = report.verdict.status is Health.OK
    broken = {
        _ROW_OF.get(each.cause, "way") for each in (report.verdict, *(() if works else report.secondary))
    }
    for row, shown in _SHOWS:
        yield row, _FAULT if row in broken else _PASS if seen & shown else _UNSEEN


def render_text(view: View) -> str:
    """For a person: a list from near to far, what it is and whose part, what to do, what would tell more.

    No colour carries meaning, and each sign has its word beside it.
    """
    lines = (part for line in _lines(view) for part in (wrap(line, view.width) if view.width else [line]))
    return "\n".join(lines) + "\n"


def _lines(view: View) -> Iterator[str]:
    report = view.report
    verdict = report.verdict
    for row, sign in rows_of(report):
        yield f"{sign} {_named(view, f'check.row.{row}', view.say(f'check.sign.{_WORD_OF[sign]}'))}"
    yield ""
    yield _named(view, f"check.status.{verdict.status}", view.summary(verdict))
    if verdict.status is not Health.INCONCLUSIVE:  # where nothing is said, nobody need be sure of it
        if verdict.blame is not Blame.NONE:
            yield view.say(f"check.blame.{verdict.blame}")
        shared = verdict.blame in {Blame.PROVIDER_OR_PATH, Blame.INCONCLUSIVE}
        yield view.say(f"check.confidence.{verdict.confidence}" + (".what" if shared else ""))
    if verdict.status is not Health.OK or verdict.blame is not Blame.NONE:
        yield ""
        yield _named(view, "check.ui.do", view.fix(verdict))
    yield from _doubts(view, verdict)
    yield from _also(view)
    yield ""
    if any(check.id in {"https", "tls", "proxy"} and check.status is Status.PASS for check in report.checks):
        yield view.say("check.ui.not_a_promise")
    yield _named(view, "check.ui.contacted", ", ".join(report.contacted) or view.say("check.ui.nobody"))
    yield _named(view, "check.ui.took", f"{report.elapsed_ms / 1000:.1f} s")


_WORD_OF = {_PASS: "works", _FAULT: "fault", _UNSEEN: "unseen"}


def _doubts(view: View, verdict: Verdict) -> Iterator[str]:
    others = [key for key in verdict.against if key.startswith("check.cause.")]
    doubts = [key for key in verdict.against if key not in others]
    if others:
        yield _named(view, "check.ui.or", " ".join(map(view.say, others[:_MOST_OTHERS])))
    if doubts:
        yield _named(view, "check.ui.against", " ".join(map(view.say, doubts)))
    if verdict.next_test:
        yield _named(view, "check.ui.next", view.say(verdict.next_test))


_MOST_OTHERS = 3


def _also(view: View) -> Iterator[str]:
    if view.report.secondary:
        yield ""
        yield f"{view.say('check.ui.also')}:"
        for verdict in view.report.secondary:
            yield f"- {view.summary(verdict)} {view.fix(verdict)}"


def _named(view: View, key: str, text: str) -> str:
    """A name and what it says, joined as the language joins them."""
    return view.words.say("check.ui.named", name=view.say(key), text=text)


Document = Mapping[str, object]


def document(view: View) -> Document:
    """`gopay-help/check@1` (contracts.md) as plain values."""
    report = view.report
    started = report.started_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "schema": "gopay-help/check@1",
        "version": view.version,
        "started_at": started,
        "elapsed_ms": report.elapsed_ms,
        "verdict": _verdict(view, report.verdict),
        "secondary": [
            {"cause": str(one.cause), "blame": str(one.blame), "confidence": str(one.confidence)}
            for one in report.secondary
        ],
        "checks": [_check(finding) for finding in report.checks],
        "contacted": list(report.contacted),
        "exit_code": view.exit_code,
    }


def render_json(view: View) -> str:
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


_STATE = {
    Health.OK: "OK",
    Health.DEGRADED: "WARNING",
    Health.FAIL: "CRITICAL",
    Health.INCONCLUSIVE: "UNKNOWN",
}
_SEPARATORS = str.maketrans({"|": "/", "\n": " "})


def render_nagios(view: View) -> str:
    """One line: ``GOPAYHELP STATE - cause (blame, confidence): sentence | performance data``.

    The exit code is the program's own (contracts.md), not 0 to 3: docs/fleet.md has the lines that map it.
    """
    report = view.report
    verdict = report.verdict
    sentence = view.summary(verdict).translate(_SEPARATORS)
    failed = sum(1 for check in report.checks if check.status == "fail")
    data = f"time={report.elapsed_ms / 1000:.3f}s;;;0 checks={len(report.checks)};;;0 failed={failed};;;0"
    head = f"GOPAYHELP {_STATE[verdict.status]} - {verdict.cause} ({verdict.blame}, {verdict.confidence})"
    return f"{head}: {sentence} | {data}\n"


_CONFIDENCE = {"low": 1, "medium": 2, "high": 3}


def render_openmetrics(view: View) -> str:
    """For the textfile collector of a Prometheus: how many places look at once.

    Every cause and blame is a series of its own, 0 or 1, so that a rule can count vantage points.
    """
    return "\n".join(_metrics(view)) + "\n"


def _metrics(view: View) -> Iterator[str]:
    report = view.report
    verdict = report.verdict
    brand = view.brand.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
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
            (f'brand="{brand}",cause="{cause}",rank="{rank}"', int(cause in causes))
            for cause in NetCause
            for rank in ["primary" if cause is verdict.cause else "secondary"]
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


def _gauge(name: str, told: str, samples: list[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} gauge"
    for labels, value in samples:
        yield f"{name}{{{labels}}} {value}"


def render_junit(view: View) -> str:
    """The verdict is the first test case, each look one more. Only the verdict fails the suite."""
    from gopay_help.screen.documents import JUnitCase, JUnitFailure, JUnitSuite, junit_xml

    report, verdict = view.report, view.report.verdict
    said = f"{verdict.cause}, {verdict.blame}, {verdict.confidence}: {view.summary(verdict)}"
    failed = verdict.status not in {Health.OK, Health.DEGRADED}
    seconds = report.elapsed_ms / 1000
    first = JUnitCase(
        "gopay-help.check",
        "verdict",
        seconds,
        failure=JUnitFailure(said, str(verdict.cause), view.fix(verdict)) if failed else None,
        output=None if failed else said,
    )
    looks = (
        JUnitCase(
            f"gopay-help.check.{finding.id}",
            f"{finding.id} {finding.target}",
            finding.elapsed_ms / 1000,
            skipped=finding.value if finding.status in {Status.SKIP, Status.UNKNOWN} else None,
            output=f"{finding.status}: {as_text(finding)}",
        )
        for finding in report.checks
    )
    at = {"timestamp": report.started_at.strftime("%Y-%m-%dT%H:%M:%S"), "hostname": "localhost"}
    suite = JUnitSuite("gopay-help check", (first, *looks), seconds, at)
    return junit_xml("gopay-help check", (suite,), seconds)


_LEVEL = {
    Health.OK: "notice",
    Health.DEGRADED: "warning",
    Health.FAIL: "error",
    Health.INCONCLUSIVE: "warning",
}


def render_github(view: View) -> str:
    """Annotations for GitHub Actions: one for the verdict, one for each second fault."""
    from gopay_help.screen.documents import github_annotation

    report = view.report
    levels = [(report.verdict, _LEVEL[report.verdict.status])]
    levels += [(verdict, "warning") for verdict in report.secondary]
    return "".join(
        github_annotation(
            level,
            view.summary(verdict),
            {"title": f"gopay-help: {verdict.cause} ({verdict.blame}, {verdict.confidence})"},
        )
        for verdict, level in levels
    )


FORMATS: Mapping[str, Callable[[View], str]] = {
    "text": render_text,
    "json": render_json,
    "nagios": render_nagios,
    "junit": render_junit,
    "openmetrics": render_openmetrics,
    "github": render_github,
}
