"""What every format receives: the report, its words and its exit code."""

from dataclasses import dataclass

from gopay_help.model.result import CheckReport, Finding, Status, Verdict
from gopay_help.model.text import Catalogue


@dataclass(frozen=True, slots=True)
class View:
    """A report on its way out."""

    report: CheckReport
    words: Catalogue
    exit_code: int
    version: str
    brand: str
    """Whose hosts were looked at; ``targets`` for a file of the person's own."""

    def say(self, key: str) -> str:
        """A text, or its key where no language has it: a check must never end in a missing word."""
        return self.words.say(key) if self.words.has(key) else key

    def summary(self, verdict: Verdict) -> str:
        """The verdict in one sentence."""
        return self.say(verdict.summary)

    def fix(self, verdict: Verdict) -> str:
        """What to do about it: the words that belong to the sentence."""
        return self.say(verdict.summary.replace("check.cause.", "check.fix.", 1))


def as_text(finding: Finding) -> str:
    """A finding in one line of English, for logs that machines read too."""
    facts = ", ".join(
        f"{name}={value}" for name, value in finding.evidence.items() if value not in {None, ""}
    )
    return f"{finding.id} {finding.target}: {finding.value}" + (f" ({facts})" if facts else "")


def went_wrong(finding: Finding) -> bool:
    """True for a finding that a reader of failures wants to see."""
    return finding.status in {Status.FAIL, Status.CRASHED}
