"""Cases for tests; name what is different."""

from dataclasses import replace
from datetime import UTC, datetime

from gopay_help.model.case import Case, CaseTree, Due, DueKind, Evidence, EvidenceKind, Seen
from gopay_help.model.diagnosis import Answer, Fact

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def case(**changes) -> Case:
    """A case with something in every field."""
    plain = Case(
        id="abcdefghijk2",
        created=NOW,
        updated=NOW,
        lang="en",
        brand="gopay_id",
        tree=CaseTree("gopay", "2026.11.22", "0" * 64),
        key="00" * 16,
        answers=(Answer("red_flag", "no", "user"), Answer("symptom", "money_missing", "user")),
        cursor=2,
        facts=(Fact("brand", "gopay_id", "run", NOW),),
        outcome="topup_overdue",
        cause="pending_funds",
        evidence=(
            Evidence(
                EvidenceKind.TRANSACTION,
                NOW,
                (("amount", "250000"), ("when", "2026-11-19 17:48"), ("counterparty", "081234567890")),
            ),
            Evidence(EvidenceKind.NOTE, NOW, (("text", "the money has not arrived"),)),
        ),
        plan=(
            Due(DueKind.RECHECK, datetime(2026, 11, 24, 8, tzinfo=UTC), "topup_two_working_days", ()),
            Due(DueKind.COMPLAINT, datetime(2026, 11, 24, 8, tzinfo=UTC), None, ("id_email_gopay",)),
            Due(DueKind.ESCALATE, datetime(2026, 11, 27, 8, tzinfo=UTC), None, ("bi_email",)),
        ),
        checks=(Seen(NOW, "fail", "captive_portal", "local_network", "high"),),
    )
    return replace(plain, **changes)
