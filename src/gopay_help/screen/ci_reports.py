"""Reports for CI systems, whichever command makes them: JUnit XML, annotations of GitHub Actions."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gopay_help.model.text import safe


class JUnitFailure(NamedTuple):
    """Why a test case failed: in one line, of which type, and in full."""

    message: str
    type: str
    text: str


class JUnitCase(NamedTuple):
    """One test case."""

    classname: str
    name: str
    seconds: float
    failure: JUnitFailure | None = None
    skipped: str | None = None
    output: str | None = None


class JUnitSuite(NamedTuple):
    """One suite with its cases, how long it took, and attributes of its own."""

    name: str
    cases: Sequence[JUnitCase]
    seconds: float
    attributes: Mapping[str, str] = {}


def junit_xml(name: str, suites: Sequence[JUnitSuite], seconds: float) -> str:
    """The document with its suites. Control characters that XML cannot hold are left out."""
    from xml.etree import ElementTree as ET

    everything = [case for suite in suites for case in suite.cases]
    root = ET.Element("testsuites", {"name": name, **_counts(everything, seconds)})
    for suite in suites:
        counts = _counts(suite.cases, suite.seconds)
        parent = ET.SubElement(root, "testsuite", {"name": suite.name, **counts, **suite.attributes})
        for case in suite.cases:
            told = {
                "classname": _printable(case.classname),
                "name": _printable(case.name),
                "time": f"{case.seconds:.3f}",
            }
            element = ET.SubElement(parent, "testcase", told)
            if case.failure:
                said = {"message": _printable(case.failure.message), "type": case.failure.type}
                ET.SubElement(element, "failure", said).text = _printable(case.failure.text)
            if case.skipped is not None:
                ET.SubElement(element, "skipped", {"message": _printable(case.skipped)})
            if case.output is not None:
                ET.SubElement(element, "system-out").text = _printable(case.output)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def github_annotation(level: str, message: str, properties: Mapping[str, str]) -> str:
    """One workflow command: ``::error file=a,title=b::message``, escaped as GitHub reads it."""
    named = ",".join(
        f"{key}={_github_text(value).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in properties.items()
    )
    return f"::{level} {named}::{_github_text(message)}\n"


def _counts(cases: Sequence[JUnitCase], seconds: float) -> dict[str, str]:
    return {
        "tests": str(len(cases)),
        "failures": str(sum(case.failure is not None for case in cases)),
        "errors": "0",
        "skipped": str(sum(case.skipped is not None for case in cases)),
        "time": f"{seconds:.3f}",
    }


_NO_XML = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_COMMAND = re.compile(r"(?m)^(\s*)(?=::)")


def _printable(text: str) -> str:
    """*text* as XML can hold it; no line of it is a command to GitHub, which reads what is printed."""
    return _COMMAND.sub(r"\1\\", _NO_XML.sub("", text))


def _github_text(text: str) -> str:
    return safe(text, keep="\r\n\t").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
