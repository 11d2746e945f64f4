"""What is looked at behind the questions: the network, of whom and when not, and the calendar."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gopay_help.cli.wiring import Setup
from gopay_help.wizard.evidence import Background, Dated, Further, Stated
from gopay_help.wizard.session import Evidence

if TYPE_CHECKING:
    from gopay_help.model.result import CheckReport

Hear = Callable[["CheckReport"], None]
"""Hears what a check found, in the check's own thread."""
_HEAD_START_S = 0.3
_CALENDAR = "calendar"


def asked_brand(setup: Setup, brand: str | None) -> str:
    """Whose hosts are looked at: the stated brand's, else those of the pack's first."""
    return brand or next(iter(_targets(setup)["brands"]), "")


def hosts_of(setup: Setup, brand: str | None) -> list[str]:
    """The hosts that the check contacts for a brand; none where none are named, or with --offline."""
    if setup.settings.offline:
        return []
    named = _targets(setup)["brands"].get(asked_brand(setup, brand), {}).get("provider", ())
    return [_host(target["url"]) for target in named]


def choose_evidence(
    setup: Setup, brand: str | None, stated: Mapping[str, str] | None, hear: Hear = lambda _report: None
) -> Evidence:
    """The calendar's window, and a check of the network behind the questions.

    The check is left out where facts come from a file, or nobody may be contacted.
    """
    return Dated(_choose_check(setup, brand, stated, hear), lambda: _window(setup))


def _choose_check(setup: Setup, brand: str | None, stated: Mapping[str, str] | None, hear: Hear) -> Evidence:
    if stated is not None or not hosts_of(setup, brand):
        return Stated(stated or {})
    neutral = [_host(target["url"]) for target in _targets(setup).get("controls", ())]
    further = Further(neutral, lambda: _look(setup, brand, hear, control=True)) if neutral else None
    head_start_s = _HEAD_START_S if setup.interactive else 0
    return Background(lambda: _look(setup, brand, hear), further, head_start_s=head_start_s)


def _window(setup: Setup) -> Mapping[str, str]:
    """The calendar's facts; looked up when a table asks, since time zones cost a start."""
    from gopay_help.wizard.evidence import window_of

    window = window_of(setup.document(_CALENDAR), setup.now)
    return {fact: window for fact, spec in setup.pack.tree.facts.items() if spec.source == _CALENDAR}


def _look(setup: Setup, brand: str | None, hear: Hear, *, control: bool = False) -> Mapping[str, str]:
    """Run the check. Imported here, in its own thread, so that the first question does not wait."""
    from gopay_help.network.check import run_check
    from gopay_help.network.targets import parse_targets
    from gopay_help.network.verdict import facts_of

    targets = parse_targets(_targets(setup), brand=asked_brand(setup, brand))
    report = run_check(targets, control=control)
    hear(report)
    return facts_of(report)


def _targets(setup: Setup) -> Mapping[str, Any]:
    return setup.document("targets") if setup.pack.has("targets") else {"brands": {}}


def _host(url: str) -> str:
    return urlsplit(url).hostname or url
