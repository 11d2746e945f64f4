"""Shows the answer of every outcome on this terminal, one after the other; each ends with q."""

import sys
from datetime import UTC, datetime

from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup
from gopay_help.model.tree import Outcome
from gopay_help.screen.answer import AnswerScreen
from gopay_help.wizard.advice import AdviceSources, RunFacts, build_diagnosis

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def outcomes(setup):
    return [node for node in setup.pack.tree.nodes.values() if isinstance(node, Outcome)]


def advice_of(setup, outcome):
    claims = {claim["id"]: claim for claim in setup.document("claims")["claims"]}
    lists = setup.document("checklists")
    sources = AdviceSources(setup.pack.tree, setup.desk, lists, claims, spoken=setup.pack.desk)
    return build_diagnosis(outcome, RunFacts((), (), NOW, "0"), sources)


def main():
    setup = Setup(Settings(lang=sys.argv[1], now=NOW.isoformat()))
    for outcome in outcomes(setup):
        sys.stdout.write("\x1b[H\x1b[2J")
        advice = advice_of(setup, outcome)
        AnswerScreen(advice, setup.words, sys.stdout, setup.size, write_message=lambda: True).run()


if __name__ == "__main__":
    main()
