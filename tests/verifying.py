"""What tests of `verify` share: the shipped data, the registry of the contact cases, a run of the command."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.cli import verify as command
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.contacts.answers import ValueKind, Verification
from gopay_help.contacts.verify import Verifier, build_verifier
from gopay_help.model.text import Catalogue

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "decision_trees" / "gopay"
LISTS = ROOT.parent / "shared" / "lookalikes"
"""Real hosts, where this machine has them. They are not part of the project."""
TODAY = date(2026, 11, 22)
LANGUAGES = ("en", "id", "zh-Hans")


@cache
def document(name: str) -> Mapping[str, Any]:
    return read_document(PACK / f"{name}.yaml").data


@cache
def shipped() -> Verifier:
    return build_verifier(document("channels"), document("lookalikes"))


@cache
def catalogue(lang: str = "en") -> Catalogue:
    entries = {
        key: text
        for folder in ("text-verify", "text-channels", "text-ui")
        for key, text in document(f"{folder}/{lang}").items()
    }
    return Catalogue(lang, entries, {} if lang == "en" else catalogue().entries)


def ask(value: str, kind: str | None = None, today: date = TODAY) -> Verification:
    return shipped().verify(value, ValueKind(kind) if kind else None, today)


def verdict(value: str, kind: str | None = None) -> str:
    return str(ask(value, kind).verdict)


def rules(value: str, kind: str | None = None) -> list[str]:
    return [why.id for why in ask(value, kind).reasons]


class Stream(io.TextIOWrapper):
    """A stdin of bytes, as a process has it."""

    def __init__(self, raw: bytes) -> None:
        super().__init__(io.BytesIO(raw), encoding="utf-8")


def run(
    *values: str,
    stdin: bytes = b"",
    json: bool = False,
    message: str | None = None,
    kind: str | None = None,
    lang: str = "en",
    now: datetime = datetime(2026, 11, 22, 8, tzinfo=UTC),
) -> tuple[int, str, str]:
    """The exit code, stdout and stderr of `verify`."""
    setup = Setup(
        Settings(lang=lang, json=json, plain=True, now=now.isoformat()),
        stdin=Stream(stdin),
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    setup.words, setup.document = catalogue(lang), document
    code = command.verify(setup, list(values), kind=kind, message=message)
    return code, setup.stdout.getvalue(), setup.stderr.getvalue()


def channel(**values: object) -> dict[str, Any]:
    """A channel of a made-up registry; everything not said is as in a well-proved contact."""
    return {
        "id": "some_id",
        "brand": "ours",
        "kind": "phone",
        "value": None,
        "status": "active",
        "print": "allow",
        "grade": "A",
        "scope": [],
        "covers": [],
        "needs_login": False,
        "needs_network": False,
        "announcements": False,
        "hours": None,
        "cost": None,
        "never_asks": [],
        "alternatives": {},
        "first_seen": None,
        "last_seen": "2026-11-01",
        "date_basis": "observed",
        "sources": [
            {"url": "https://help.ours.example/contact", "date": "2026-11-01", "type": "official_page"}
        ],
        "reason": None,
    } | values


def registry(*channels: Mapping[str, Any], brands: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A made-up registry."""
    return {
        "format": "gopay-help/channels@1",
        "version": "1.0.0",
        "date": "2026-11-01",
        "stale_after_days": 120,
        "brands": brands or {"ours": brand("Ours", ["ours.example"])},
        "channels": list(channels),
    }


def brand(name: str, domains: list[str], country: str | None = "ID") -> dict[str, Any]:
    return {
        "name": name,
        "operator": None,
        "country": country,
        "regulator": None,
        "domains_official": domains,
    }


@cache
def assumed() -> Verifier:
    """The registry that the contact cases are written for."""
    gone = {"status": "retired", "print": "never", "reason": "old"}
    channels = [
        channel(id="phone", brand="gopay_id", value="1500729"),
        channel(id="old_phone", brand="gopay_id", value="+622150849000", **gone),
        channel(id="mail", brand="gopay_id", kind="email", value="customerservice@gopay.co.id"),
        channel(id="old_mail", brand="gopay_id", kind="email", value="cs@go-pay.co.id", **gone),
        channel(id="instagram", brand="gopay_id", kind="social", value="instagram.com/gopayindonesia"),
        channel(id="x", brand="gopay_id", kind="social", value="x.com/gopayindonesia"),
        channel(id="ojk", brand="regulator_id", value="157"),
        channel(id="ojk_wa", brand="regulator_id", kind="whatsapp", value="+6281157157157"),
        channel(id="bi", brand="regulator_id", value="131"),
    ]
    brands = {
        "gopay_id": brand("GoPay", ["gopay.co.id", "gojek.com"]),
        "regulator_id": brand("Regulators", ["ojk.go.id", "bi.go.id"]),
        "gopay_cz": brand("GoPay s.r.o.", ["gopay.com", "gopay.cz"], "CZ"),
    }
    return build_verifier(registry(*channels, brands=brands), document("lookalikes"))


def real_rows(name: str) -> Iterator[list[str]]:
    """The rows of a list of real hosts or cases; none where this machine does not have it."""
    path = LISTS / name
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as file:
        yield from csv.reader(
            (line for line in file if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE
        )


def right_for(category: str) -> set[str]:
    """The verdicts that are right for a host of the list of innocents."""
    if category in ("official-deeplink", "official-affiliate"):  # on some of them strangers publish
        return {"official", "retired", "unknown"}
    if category.startswith("official"):
        return {"official", "retired"}
    return {"other_company"} if category == "different-company" else {"unknown", "official"}
