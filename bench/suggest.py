"""How often the door in one's own words finds the place: on complaints that people wrote, which stay outside.

    python bench/suggest.py FILE.jsonl [--part even|odd] [--misses N]

Each line: {"lang", "text", "outcome" (null or "none" if no place is right)} and, where there are some,
"alternatives" or "also": [...] and "missing_kind". Labels of an older tree count as right where it has
since grown a place for a part of them (GROWN); what is no matter of support at all has a place that says
so (OUTSIDE).
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from pathlib import Path

from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.wizard.suggest import Suggester

GROWN = {
    "refund_overdue": {"goods_missing", "shop_payment"},
    "topup_pending": {"sent_out", "topup_counter", "holiday_load"},
    "topup_overdue": {"sent_out", "topup_counter"},
    "savings_jago": {"savings_moved"},
    "app_trouble": {"app_wont_open"},
    "recycled_number": {"own_old_number"},
    "account_blocked": {"new_device_block"},
    "credit_decision": {"loan_payment"},
    "login_unclear": {"login_technical"},
    "account_change": {"number_change"},
}
KINDS = {
    "cashback": "promo_missing",
    "coins": "promo_missing",
    "fees": "fees",
    "emoney": "emoney_card",
    "cash_withdrawal": "cash_withdrawal",
    "debt_collection": "debt_threats",
    "loan_payment": "loan_payment",
    "loan_cost": "loan_cost",
    "account_change": "account_change",
    "ads": "not_support",
    "data_privacy": "not_support",
    "feature_request": "not_support",
}
OUTSIDE = {"gojek_service", "not_support"}


def wanted(row: dict) -> set[str]:
    """Every place that is right for a complaint; none if the tree has none."""
    if row["outcome"] in {None, "none"}:
        kind = row.get("missing_kind")
        right = {KINDS[kind]} if kind in KINDS else set()
    else:
        right = {row["outcome"], *row.get("alternatives", ()), *row.get("also", ())}
    return right | {grown for each in right for grown in GROWN.get(each, ())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", choices=["even", "odd"])
    parser.add_argument("--misses", type=int, default=0)
    chosen = parser.parse_args()
    rows = [json.loads(line) for line in chosen.file.read_text("utf-8").splitlines()]
    start = {"even": 0, "odd": 1}.get(chosen.part or "", 0)
    pack = Setup(Settings()).pack
    suggester = Suggester(pack)
    critical = {node.id for node in pack.tree.nodes.values() if getattr(node, "critical", False)}
    tally: dict[str, Counter] = defaultdict(Counter)
    spent = 0.0
    for row in rows[start :: 2 if chosen.part else 1]:
        begun = time.perf_counter()
        found = suggester.suggest(row["text"])
        spent += time.perf_counter() - begun
        ids, right, count = (
            [goal for goal, _ in found.found],
            wanted(row),
            tally[row.get("lang", chosen.file.stem)],
        )
        if not right:
            count["without a place"] += 1
            count["a wrong one shown first"] += found.decision == "one" and ids[0] not in OUTSIDE
            continue
        count["texts"] += 1
        count["first"] += ids[:1] != [] and ids[0] in right
        count["among three"] += bool(right & set(ids))
        if right & critical:
            count["alarms"] += 1
            count["alarms among three"] += bool(right & critical & set(ids))
        if chosen.misses and not right & set(ids):
            chosen.misses -= 1
            print("  missed:", sorted(right), found.decision, ids, "|", row["text"][:100])
    for lang, count in tally.items():
        share = {key: f"{count[key] / max(1, count['texts']):.0%}" for key in ("first", "among three")}
        print(lang, dict(count), share)
    print(f"{spent / len(rows) * 1000:.2f} ms a text")


if __name__ == "__main__":
    main()
