"""What a rule is: a row of a table, with no order of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from gopay_help.model.result import Blame, Health, NetCause
from gopay_help.model.tree import Confidence
from gopay_help.network.seen import Seen

LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Rule:
    """If `when` holds, this is what the findings mean."""

    id: str
    cause: NetCause
    when: Callable[[Seen], bool]
    blame: Blame | Callable[[Seen], Blame]
    confidence: Confidence | Callable[[Seen], Confidence]
    status: Health = Health.FAIL
    next_test: str | None = None
    says: str | None = None
    """Whose words to use, where those of the cause would say too much."""

    def blame_for(self, seen: Seen) -> Blame:
        """Where the fault sits, for these findings."""
        return self.blame if isinstance(self.blame, Blame) else self.blame(seen)

    def confidence_for(self, seen: Seen) -> Confidence:
        """How sure that is, for these findings."""
        return self.confidence if isinstance(self.confidence, Confidence) else self.confidence(seen)


def by_count(number: int) -> Confidence:
    """None: low. One: medium. More: high."""
    return (LOW, MEDIUM, HIGH)[min(number, 2)]


def vantage_blame(seen: Seen) -> Blame:
    """From one place, a service that cannot be reached is the provider's fault or the way's.

    Something else works. On this machine there is no way in between.
    """
    if seen.on_this_machine:
        return Blame.DEVICE
    return Blame.PROVIDER_OR_PATH if seen.something_else_ok else Blame.INCONCLUSIVE


def vantage_confidence(seen: Seen) -> Confidence:
    """Silence alone is little; silence beside something that works is more."""
    return MEDIUM if seen.something_else_ok or seen.on_this_machine else LOW


def proved(seen: Seen) -> bool:
    """True if the service proved its name to us, directly or through the proxy."""
    return seen.reached or seen.reached_by_proxy


def unproved(seen: Seen) -> bool:
    """The opposite."""
    return not proved(seen)
