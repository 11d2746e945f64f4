"""A network check for a person: what it is, whose part it is, how sure, what to do, and who was contacted."""

from collections.abc import Iterator

from gopay_help.model.result import Blame, Health, Verdict
from gopay_help.screen.check.view import View


def render(view: View) -> str:
    """Plain lines; no colour or sign carries meaning."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    report = view.report
    verdict = report.verdict
    yield _named(view, f"check.status.{verdict.status}", view.summary(verdict))
    if verdict.status is not Health.INCONCLUSIVE:  # where nothing is said, nobody need be sure of it
        if verdict.blame is not Blame.NONE:
            yield view.say(f"check.blame.{verdict.blame}")
        yield view.say(f"check.confidence.{verdict.confidence}")
    if verdict.status is not Health.OK or verdict.blame is not Blame.NONE:
        yield ""
        yield _named(view, "check.ui.do", view.fix(verdict))
    yield from _doubts(view, verdict)
    yield from _also(view)
    yield ""
    yield view.say("check.ui.not_a_promise")
    yield _named(view, "check.ui.contacted", ", ".join(report.contacted) or view.say("check.ui.nobody"))
    yield _named(view, "check.ui.took", f"{report.elapsed_ms / 1000:.1f} s")


def _doubts(view: View, verdict: Verdict) -> Iterator[str]:
    if verdict.against:
        yield _named(view, "check.ui.against", " ".join(map(view.say, verdict.against)))
    if verdict.next_test:
        yield _named(view, "check.ui.next", view.say(verdict.next_test))


def _also(view: View) -> Iterator[str]:
    if view.report.secondary:
        yield ""
        yield f"{view.say('check.ui.also')}:"
        for verdict in view.report.secondary:
            yield f"- {view.summary(verdict)} {view.fix(verdict)}"


def _named(view: View, key: str, text: str) -> str:
    """A name and what it says, joined as the language joins them."""
    return view.words.say("check.ui.named", name=view.say(key), text=text)
