"""The JSON documents of contracts.md, as plain values; `write_json` is the one way they leave."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from gopay_help.model.contact import RouteStep
from gopay_help.model.text import safe

if TYPE_CHECKING:
    from gopay_help.model.result import Diagnosis, Item


def write_json(document: Mapping[str, Any], out: TextIO) -> None:
    """One document on one line. Escaped to ASCII, so that no terminal or encoding can change it."""
    out.write(json.dumps(document, ensure_ascii=True) + "\n")


def diagnosis_document(advice: "Diagnosis") -> dict[str, Any]:
    """`gopay-help/diagnosis@1`."""
    plan = advice.follow_up
    return {
        "schema": "gopay-help/diagnosis@1",
        "version": advice.version,
        "brand": advice.brand,
        "lang": advice.lang,
        "tree": {"id": advice.tree_id, "version": advice.tree_version, "sha256": advice.tree_sha256},
        "registry": {"version": advice.registry_version},
        "started_at": utc(advice.started_at),
        "answers": [
            {"id": answer.id, "value": answer.value, "source": answer.source} for answer in advice.answers
        ],
        "facts": [
            {"id": fact.id, "value": fact.value, "source": fact.source, "at": utc(fact.at)}
            for fact in advice.facts
        ],
        "outcome": advice.outcome,
        "cause": advice.cause,
        "causes": [{"id": cause, "p": p} for cause, p in advice.causes],
        "status": advice.status,
        "confidence": advice.confidence,
        "title": advice.title,
        "summary": advice.summary,
        "why": [{"text": reason.text, "from": reason.source} for reason in advice.why],
        "route": [route_entry(step) for step in advice.route],
        "no_route_reason": advice.no_route_reason,
        "do": list(advice.do),
        "do_not": list(advice.do_not),
        "funds": [checklist_entry(item) for item in advice.funds],
        "prevention": [checklist_entry(item) for item in advice.prevention],
        "follow_up": {
            "recheck_at": utc(plan.recheck_at),
            "recheck_basis": plan.recheck_basis,
            "escalate_at": utc(plan.escalate_at),
            "escalate_basis": plan.escalate_basis,
            "escalate_to": [route_entry(step) for step in plan.escalate_to],
            "steps": list(plan.steps),
        },
        "questions_asked": advice.questions_asked,
        "notes": list(advice.notes),
        "case_id": advice.case_id,
        "exit_code": int(advice.exit_code),
        "short": _short(advice),
    }


def _short(advice: "Diagnosis") -> dict[str, Any]:
    """The short page: what its four parts say, contacts by the ids of the route."""
    plan, short = advice.follow_up, advice.short
    return {
        "title": advice.title,
        "calm": short.calm,
        "do": [
            {
                "text": step.text,
                "say": step.say,
                "say_lang": step.say_lang,
                "contact": step.contact.channel.id if step.contact else None,
            }
            for step in short.do
        ],
        "route": [step.channel.id for step in advice.route],
        "funds": [{"id": item.id, "text": item.text, "do": item.do} for item in short.funds],
        "again_at": utc(plan.recheck_at),
        "then": {
            "at": utc(plan.escalate_at),
            "contact": plan.escalate_to[0].channel.id if plan.escalate_to else None,
        },
    }


def route_entry(step: RouteStep) -> dict[str, Any]:
    """One contact of a route."""
    seen = step.channel.provenance
    return {
        "channel": step.channel.id,
        "kind": step.channel.kind,
        "label": step.label,
        "brand": step.channel.brand,
        "value": step.channel.value,
        "why": step.why,
        "caveat": step.caveat,
        "open_now": step.open_now,
        "opens_at": utc(step.opens_at) if step.opens_at else None,
        "needs_login": step.channel.needs_login,
        "stale": step.stale,
        "provenance": {
            "grade": seen.grade,
            "last_seen": seen.last_seen.isoformat() if seen.last_seen else None,
            "source": seen.sources[0].url if seen.sources else None,
        },
    }


def checklist_document(name: str, cause: str | None, lang: str, items: "tuple[Item, ...]") -> dict[str, Any]:
    """`gopay-help/checklist@1`."""
    return {
        "schema": "gopay-help/checklist@1",
        "checklist": name,
        "cause": cause,
        "lang": lang,
        "items": [{**checklist_entry(item), "why": item.why, "do": item.do} for item in items],
    }


def checklist_entry(item: "Item") -> dict[str, Any]:
    """One item, as the diagnosis and the checklist both write it."""
    return {"id": item.id, "text": item.text, "covers": list(item.covers), "do": item.do}


def utc(moment: datetime) -> str:
    """A moment in UTC, to the second: ``2026-11-22T08:00:00Z``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# Reports for CI systems, whichever command makes them: JUnit XML, annotations of GitHub Actions.


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
_COMMAND = re.compile(r"(?m)^([^\S\n]*+)(?=::)")


def _printable(text: str) -> str:
    """*text* as XML can hold it; no line of it is a command to GitHub, which reads what is printed."""
    return _COMMAND.sub(r"\1\\", _NO_XML.sub("", text))


def _github_text(text: str) -> str:
    return safe(text, keep="\r\n\t").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
