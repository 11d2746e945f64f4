"""Facts found out behind the questions, and facts that are simply stated."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Thread


@dataclass(frozen=True, slots=True)
class Stated:
    """Facts known from the start: none when offline, those of --facts in a scripted run."""

    values: Mapping[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Nothing has to be looked at."""

    def facts(self, limit_s: float) -> Mapping[str, str]:  # noqa: ARG002 (known without waiting)
        """The stated facts."""
        return self.values


class Background:
    """Looks in a daemon thread, so that no question and no exit ever waits for the network."""

    def __init__(self, look: Callable[[], Mapping[str, str]]) -> None:
        self._look = look
        self._found: Mapping[str, str] = {}
        self._thread = Thread(target=self._run, name="network-check", daemon=True)

    def start(self) -> None:
        """Begin looking; a second call changes nothing."""
        if self._thread.ident is None:
            self._thread.start()

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """What was found, after waiting at most *limit_s* seconds."""
        if self._thread.ident is not None:
            self._thread.join(limit_s)
        return self._found

    def _run(self) -> None:
        """A look that fails leaves every fact unknown; it must never end the run."""
        try:
            self._found = self._look()
        except Exception:  # noqa: BLE001 (a crash of the check is not the person's trouble)
            self._found = {}
