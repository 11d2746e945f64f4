"""Keeps what a person answers, so that they can go on tomorrow: on this device only, never for a script."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from gopay_help.cli.wiring import Setup
from gopay_help.model.tree import Outcome
from gopay_help.tree.walk import State

if TYPE_CHECKING:
    from gopay_help.cases.record import Recorder
    from gopay_help.cases.store import StoreError
    from gopay_help.model.case import Case
    from gopay_help.model.result import CheckReport


@dataclass(slots=True)
class Keeper:
    """The case of one run; nothing is loaded or written before the first answer."""

    setup: Setup
    tell: Callable[[str], None]
    """Hears the one line when nothing can be kept."""
    case: "Case | None" = None
    """The case to go on with; a new one without it."""
    wanted: bool = True
    _recorder: "Recorder | None" = None
    _reports: "list[CheckReport]" = field(default_factory=list)

    @property
    def case_id(self) -> str | None:
        """The case's id, once something was kept; None again if a later answer could not be.

        A case to go on with was kept before: nothing of it is lost where nothing new was answered.
        """
        found = self._recorder
        if found is None:
            return self.case.id if self.case else None
        return found.case.id if found.kept and not found.broken else None

    def on_check(self, report: "CheckReport") -> None:
        """Hear what the check found, in its thread; the next save has it."""
        self._reports.append(report)

    def on_step(self, state: State) -> None:
        """Keep an answer."""
        if self.wanted:
            self._look()
            self._open().on_step(state)  # type: ignore[arg-type] # Mapping is invariant in its key

    def on_outcome(self, outcome: Outcome, brand: str) -> None:
        """Keep what the run came to, and let go of the case."""
        if self.wanted:
            self._look()
            self._open().on_outcome(outcome, brand)
            self._open().close()

    def _look(self) -> None:
        while self._reports:
            from gopay_help.cases.record import seen_of

            self._open().look(seen_of(self._reports.pop(0)))

    def _open(self) -> "Recorder":
        if self._recorder is None:
            from gopay_help.cases.record import Recorder, new_case
            from gopay_help.cli.commands.case import rules_of, store_of

            setup = self.setup
            case = self.case or new_case(setup.pack.tree, setup.words.lang, setup.now)
            clock = (lambda: setup.now) if setup.settings.now else (lambda: datetime.now(UTC))
            rules = rules_of(setup)
            self._recorder = Recorder(
                store_of(setup),
                case,
                clock,
                self._cannot,
                complain_now=rules.complain_now,
                urgent=rules.urgent,
            )
        return self._recorder

    def _cannot(self, error: "StoreError") -> None:
        words, key = self.setup.words, f"case.not_saved.{error.why}"
        self.tell(words.say(key) if words.has(key) else words.say("case.not_saved", reason=error.said(words)))
