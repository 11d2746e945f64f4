"""The JSON documents of the case file (contracts: `case@1`, `cases@1`, `case-next@1`, `manifest@1`)."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from gopay_help.cases.document import case_document, stamp
from gopay_help.cases.draft import MessageDraft
from gopay_help.cases.evidence import Shared
from gopay_help.model.case import Case, EvidenceKind
from gopay_help.model.contact import RouteStep
from gopay_help.model.text import Catalogue
from gopay_help.screen.case import because, changes, step_words
from gopay_help.screen.documents import route_entry


def shared_document(shared: Shared) -> dict[str, Any]:
    """A case as it may be handed over: `case@1` without its key, and with what is hidden."""
    document = case_document(shared.case)
    del document["key"]
    return {"schema": document.pop("format"), **document, "hidden": dict(shared.hidden)}


def added_document(shared: Case, before: int) -> dict[str, Any]:
    """`gopay-help/case-change@1`: the entries that were added to a case, as it may be handed over."""
    entries = case_document(shared)["evidence"][before:]
    return change_document(shared.id, "added", entries=entries)


def change_document(case_id: str, change: str, **what: object) -> dict[str, Any]:
    """`gopay-help/case-change@1`: what a command did to a case, or made of it."""
    plain: dict[str, object] = {"entries": [], "place": None, "files": [], "hidden": {}}
    return {"schema": "gopay-help/case-change@1", "case_id": case_id, "change": change, **plain, **what}


def list_document(cases: Sequence[Case], unusable: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """`gopay-help/cases@1`."""
    return {
        "schema": "gopay-help/cases@1",
        "cases": [
            {
                "id": case.id,
                "created": stamp(case.created),
                "updated": stamp(case.updated),
                "brand": case.brand,
                "outcome": case.outcome,
                "cause": case.cause,
                "closed": case.closed is not None,
                "due": list(dict.fromkeys(due.kind for due in case.due(now))),
            }
            for case in cases
        ],
        "damaged": sorted(unusable),
        "unusable": [{"id": case_id, "why": why} for case_id, why in unusable.items()],
    }


def next_document(
    case: Case,
    contacts: Mapping[str, RouteStep],
    missing: Mapping[EvidenceKind, Sequence[str]],
    now: datetime,
    words: Catalogue,
) -> dict[str, Any]:
    """`gopay-help/case-next@1`. `confirmed` says whether a stated fact is behind the time."""
    names = [name for fields in missing.values() for name in fields]
    return {
        "schema": "gopay-help/case-next@1",
        "case_id": case.id,
        "lang": words.lang,
        "now": stamp(now),
        "closed": case.closed is not None,
        "steps": [
            {
                "kind": due.kind,
                **({"step": due.step, "number": case.acts.index(due) + 1} if due in case.acts else {}),
                "text": step_words(due, words),
                "at": stamp(due.at),
                "due": due.at <= now,
                "confirmed": due.claim is not None,
                "basis": because(due, words),
                "contacts": [route_entry(contacts[name]) for name in due.channels if name in contacts],
            }
            for due in case.open_steps()
        ],
        "missing": list(dict.fromkeys(names)),
        "missing_by_kind": {str(kind): list(fields) for kind, fields in missing.items()},
        "holidays_counted": False,
    }


def diff_document(case: Case) -> dict[str, Any]:
    """`gopay-help/case-diff@1`: what has changed between the last two looks at the network."""
    rows = [{"field": name, "before": old, "after": new} for name, old, new in changes(case)]
    return {
        "schema": "gopay-help/case-diff@1",
        "case_id": case.id,
        "looks": len(case.checks),
        "changes": rows,
    }


def draft_document(case: Case, drafts: Sequence[MessageDraft], to: RouteStep | None) -> dict[str, Any]:
    """`gopay-help/case-draft@1`: the message, the language of support first, and who gets it."""
    return {
        "schema": "gopay-help/case-draft@1",
        "case_id": case.id,
        "to": route_entry(to) if to else None,
        "drafts": [{"lang": one.lang, "subject": one.subject, "body": one.body} for one in drafts],
    }


def manifest_document(
    shared: Shared, files: Mapping[str, bytes], version: str, now: datetime
) -> dict[str, Any]:
    """`gopay-help/manifest@1`: what is in an export, so that a change shows."""
    return {
        "schema": "gopay-help/manifest@1",
        "version": version,
        "case_id": shared.case.id,
        "made_at": stamp(now),
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
        "hidden": dict(shared.hidden),
    }
