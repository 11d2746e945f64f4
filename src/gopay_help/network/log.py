"""Where findings are gathered while a check runs, and how much time it has left."""

import time
from collections.abc import Awaitable
from dataclasses import dataclass, field

from gopay_help.model.result import EvidenceValue, Finding, Status
from gopay_help.network.classify import OVER_BUDGET, failure_for

_RESERVE_S = 0.3
"""Kept back for what follows the last wait."""


@dataclass(slots=True)
class Log:
    """The findings of one run, in the order they came, and the run's deadline."""

    budget_s: float
    started: float = field(default_factory=time.monotonic)
    findings: list[Finding] = field(default_factory=list)

    def limit(self, seconds: float) -> float:
        """*seconds*, or what is left if that is less: a wait must end in a finding before the run ends."""
        left = self.started + self.budget_s - _RESERVE_S - time.monotonic()
        return max(0.01, min(seconds, left))

    def spent(self) -> bool:
        """True once nothing new should be started."""
        return time.monotonic() - self.started > self.budget_s - 2 * _RESERVE_S

    def passed(
        self, check: str, target: str, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something that works."""
        return self._add(check, target, Status.PASS, value, since, evidence)

    def failed(
        self, check: str, target: str, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something that does not; or was left out, which is no failure."""
        status = Status.SKIP if value == OVER_BUDGET else Status.FAIL
        return self._add(check, target, status, value, since, evidence)

    def noted(
        self, check: str, target: str, status: Status, value: str, since: float, /, **evidence: EvidenceValue
    ) -> Finding:
        """Note something in between, with its status."""
        return self._add(check, target, status, value, since, evidence)

    def _add(
        self,
        check: str,
        target: str,
        status: Status,
        value: str,
        since: float,
        evidence: dict[str, EvidenceValue],
    ) -> Finding:
        elapsed = round((time.monotonic() - since) * 1000)
        failure = failure_for(value) if status is Status.FAIL else None
        finding = Finding(check, target, status, value, elapsed, evidence, failure)
        self.findings.append(finding)
        return finding

    async def guarded(self, check: str, target: str, work: Awaitable[object]) -> None:
        """Await *work*; a bug in it becomes a finding and never ends the run."""
        since = time.monotonic()
        try:
            await work
        except Exception as error:  # noqa: BLE001 (a doctor must survive its own instruments)
            self.noted(check, target, Status.CRASHED, type(error).__name__, since)
