"""`gopay-help/verify@1` and `gopay-help/message@1` as plain values."""

from typing import Any

from gopay_help.model.contact import Provenance, Registry
from gopay_help.model.text import Catalogue
from gopay_help.model.verification import MessageScan, Verification
from gopay_help.screen.verify.words import advice, reason


def verify_document(answer: Verification, registry: Registry, words: Catalogue) -> dict[str, Any]:
    """The document of one answer; `id` only where a batch line came with one."""
    record = {} if answer.record is None else {"id": answer.record}
    return {
        "schema": "gopay-help/verify@1",
        **record,
        "input": answer.input,
        "kind": str(answer.kind),
        "normalized": answer.normalized,
        "verdict": str(answer.verdict),
        "stale": answer.stale,
        "of": answer.of,
        "reasons": [{"id": why.id, "text": reason(why, words)} for why in answer.reasons],
        "advice": advice(answer, registry, words),
        "provenance": provenance_document(answer.provenance),
        "registry": stamp(registry),
    }


def message_document(scan: MessageScan, registry: Registry, words: Catalogue) -> dict[str, Any]:
    """The document of a scanned message. The message itself is not repeated."""
    return {
        "schema": "gopay-help/message@1",
        "signals": [
            {
                "id": signal.id,
                "quote": signal.quote,
                "text": words.say(f"verify.signal.{signal.id}", quote=signal.quote),
            }
            for signal in scan.signals
        ],
        "contacts": [verify_document(answer, registry, words) for answer in scan.contacts],
        "truncated": scan.truncated,
        "advice": words.say("verify.message.advice"),
        "registry": stamp(registry),
    }


def stamp(registry: Registry) -> dict[str, str]:
    """Which registry an answer rests on."""
    return {"version": registry.version, "date": registry.date.isoformat()}


def provenance_document(provenance: Provenance | None) -> dict[str, Any] | None:
    """How well a value is proved."""
    if provenance is None:
        return None
    return {
        "grade": provenance.grade,
        "first_seen": provenance.first_seen.isoformat() if provenance.first_seen else None,
        "last_seen": provenance.last_seen.isoformat() if provenance.last_seen else None,
        "date_basis": provenance.date_basis,
        "sources": [
            {"url": source.url, "date": source.date.isoformat() if source.date else None, "type": source.type}
            for source in provenance.sources
        ],
    }
