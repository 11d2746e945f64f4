"""Cases for tests, and the case commands run in this process."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from gopay_help.cases.store import HOME, Store
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.case import Case, CaseTree, Due, DueKind, EvidenceEntry, EvidenceKind, Seen
from gopay_help.model.result import Answer, Fact
from gopay_help.tree.pack import Pack, pack_folder

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LANGUAGES = ("en", "id", "zh-Hans")
_PACKS: list[Pack] = []


def shipped() -> Pack:
    """The shipped pack, read once."""
    if not _PACKS:
        _PACKS.append(open_pack(pack_folder("gopay")))
    return _PACKS[0]


def case(**changes) -> Case:
    """A case with something in every field; name what is different."""
    plain = Case(
        id="abcdefghijk2",
        created=NOW,
        updated=NOW,
        lang="en",
        brand="gopay_id",
        tree=CaseTree("gopay", "2026.11.22", "0" * 64),
        key="ab" * 16,
        answers=(Answer("red_flag", "no", "user"), Answer("symptom", "money_missing", "user")),
        cursor=2,
        facts=(Fact("brand", "gopay_id", "run", NOW),),
        outcome="topup_overdue",
        cause="pending_funds",
        evidence=(
            EvidenceEntry(
                EvidenceKind.TRANSACTION,
                NOW,
                (("amount", "250000"), ("when", "2026-11-19 17:48"), ("counterparty", "081234567890")),
            ),
            EvidenceEntry(EvidenceKind.NOTE, NOW, (("text", "the money has not arrived"),)),
        ),
        plan=(
            Due(DueKind.RECHECK, datetime(2026, 11, 24, 8, tzinfo=UTC), "topup_two_working_days", ()),
            Due(DueKind.COMPLAINT, datetime(2026, 11, 24, 8, tzinfo=UTC), None, ("id_email_gopay",)),
            Due(DueKind.ESCALATE, datetime(2026, 11, 27, 8, tzinfo=UTC), None, ("bi_email",)),
        ),
        checks=(Seen(NOW, "fail", "captive_portal", "local_network", "high"),),
    )
    return replace(plain, **changes)


def note(text: str) -> EvidenceEntry:
    """A note."""
    return EvidenceEntry(EvidenceKind.NOTE, NOW, (("text", text),))


def attempt(**fields: str) -> EvidenceEntry:
    """Support was asked for help."""
    return EvidenceEntry(EvidenceKind.ATTEMPT, NOW, tuple(fields.items()))


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """True."""
        return True


@dataclass
class Ran:
    """What a command said and returned."""

    code: int
    out: str
    err: str


def store_in(home: Path, *cases: Case) -> Store:
    """A store with these cases."""
    store = Store(home / "cases")
    for one in cases:
        store.save(one)
    return store


def run(
    home: Path, command: Callable[[Setup], int], *, lang: str = "en", typed: str | None = None, **settings
) -> Ran:
    """Run a command of the case file; *typed* is what a person types, None where nobody is there."""
    stream = io.StringIO if typed is None else Terminal
    setup = Setup(
        Settings(**{"lang": lang, "now": "2026-11-20T08:00:00Z", "plain": True, **settings}),
        environ={HOME: str(home)},
        stdin=stream(typed or ""),
        stdout=stream(),
        stderr=stream(),
    )
    setup.pack = shipped()
    code = command(setup)
    return Ran(code, setup.stdout.getvalue(), setup.stderr.getvalue())
