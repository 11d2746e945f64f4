"""What the wizard needs from the floors above and from the machine, as interfaces."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from gopay_help.model.result import Diagnosis
from gopay_help.model.tree import OptionId, Question


class Back(Exception):  # noqa: N818 (a choice, not an error)
    """The person wants the question before this one."""


class Prompter(Protocol):
    """Asks one question. Knows how, never why."""

    def ask(self, question: Question, *, number: int, kept: OptionId | None, hint: str | None) -> OptionId:
        """Ask and return the chosen option.

        Args:
            question: what to ask; its words are in the catalogue the prompter was built with.
            number: which question of this run it is, from 1.
            kept: an earlier answer to offer first, never for the red flag.
            hint: why `kept` was filled in from evidence, in the person's words; None if a person gave it.

        Raises:
            Back: the person wants the question before.
            KeyboardInterrupt: the person wants to stop (also `q` and end of input).
        """
        ...


class Listener(Protocol):
    """Hears what happens between questions."""

    def asking_consent(self, hosts: Sequence[str]) -> None:
        """The next question asks whether these neutral hosts may be contacted."""
        ...

    def first_aid(self, advice: Diagnosis) -> None:
        """Advice that must not wait for the next question."""
        ...

    def waiting(self, seconds: float) -> None:
        """The run waits at most so long for what is being looked at."""
        ...


class Evidence(Protocol):
    """Facts that are being found out while the person reads."""

    @property
    def pending(self) -> bool:
        """True while something is still being looked at."""
        ...

    @property
    def neutral_hosts(self) -> Sequence[str]:
        """Hosts that would tell more, once the person agrees; empty if nothing would."""
        ...

    def go_further(self) -> None:
        """Look again, at the neutral hosts too; the person has agreed."""
        ...

    def start(self) -> None:
        """Begin looking; returns at once."""
        ...

    def facts(self, limit_s: float) -> Mapping[str, str]:
        """Fact values known within *limit_s* seconds; what is missing is unknown.

        The key ``check.cause`` may name the verdict's cause (contracts.md) for the words shown with it.
        """
        ...
