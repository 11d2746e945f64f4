"""JUnit XML: the verdict is the first test case, each look one more. Only the verdict fails the suite."""

from xml.etree import ElementTree as ET

from gopay_help.model.result import Finding, Health, Status
from gopay_help.screen.check.view import View, as_text

_ALLOWED_BELOW_SPACE = "\t\n"


def render(view: View) -> str:
    """One suite."""
    report = view.report
    verdict = report.verdict
    failed = verdict.status not in {Health.OK, Health.DEGRADED}
    skipped = sum(1 for check in report.checks if _skipped(check))
    seconds = f"{report.elapsed_ms / 1000:.3f}"
    counts = {
        "tests": str(len(report.checks) + 1),
        "failures": str(int(failed)),
        "errors": "0",
        "skipped": str(skipped),
    }
    root = ET.Element("testsuites", {"name": "gopay-help check", **counts, "time": seconds})
    suite = ET.SubElement(
        root,
        "testsuite",
        {
            "name": "gopay-help check",
            **counts,
            "time": seconds,
            "timestamp": report.started_at.strftime("%Y-%m-%dT%H:%M:%S"),
            "hostname": "localhost",
        },
    )
    case = ET.SubElement(
        suite, "testcase", {"classname": "gopay-help.check", "name": "verdict", "time": seconds}
    )
    said = f"{verdict.cause}, {verdict.blame}, {verdict.confidence}: {view.summary(verdict)}"
    if failed:
        ET.SubElement(case, "failure", {"message": _clean(said), "type": str(verdict.cause)}).text = _clean(
            view.fix(verdict)
        )
    else:
        ET.SubElement(case, "system-out").text = _clean(said)
    for finding in report.checks:
        _case(suite, finding)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, finding: Finding) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        {
            "classname": f"gopay-help.check.{finding.id}",
            "name": _clean(f"{finding.id} {finding.target}"),
            "time": f"{finding.elapsed_ms / 1000:.3f}",
        },
    )
    if _skipped(finding):
        ET.SubElement(case, "skipped", {"message": finding.value})
    ET.SubElement(case, "system-out").text = _clean(f"{finding.status}: {as_text(finding)}")


def _skipped(finding: Finding) -> bool:
    return finding.status in {Status.SKIP, Status.UNKNOWN}


def _clean(text: str) -> str:
    """Without the control characters that XML cannot hold: a server's header may carry any."""
    return "".join(character for character in text if character >= " " or character in _ALLOWED_BELOW_SPACE)
