"""What a translator has to know of a text and cannot see: who reads it, where, how wide it may be.

The notes are English and cite texts, never ids or contacts: whoever translates needs neither.
"""

import re
from collections.abc import Iterator, Mapping

from gopay_help.authoring.translation.entries import Entry
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import NodeId, Outcome, Question, Table
from gopay_help.tree.draft import CHECKLISTS, Draft
from gopay_help.tree.wording import OPTION_CELLS, safety_keys

_NAME = re.compile(r"\{[a-z_]+\}")
_SHOWN = 3
"""Places that are cited; of a step that forty outcomes share, the others are counted."""

_ROOMS = {
    "text-ui": "The program's own words",
    "text-case": "Case file, letters and helper",
    "text-channels": "About a contact; the contact itself is never in the text",
    "text-check": "Network check",
    "text-faults": "An error: one line that says what, where and what to do",
    "text-verify": "Says whether a number, link or account is genuine",
}
_LISTS = {"funds": "Checklist: keeping the money safe", "prevention": "Checklist: so that it happens less"}


class Notes:
    """The notes on every text of a pack."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._safety = safety_keys(draft)
        self._where: dict[str, list[str]] = {}
        for question in draft.questions:
            self._take_question(question)
        for outcome in draft.outcomes:
            self._take_outcome(outcome)
        self._take_lists()

    def of(self, entry: Entry) -> str:
        """The notes on one text, a line each."""
        return "\n".join(self._lines(entry))

    def _lines(self, entry: Entry) -> Iterator[str]:
        where = self._where.get(entry.key, [])
        if not where and (room := _ROOMS.get(entry.room)):
            where = [room]
        yield from where[:_SHOWN]
        if len(where) > _SHOWN:
            yield f"and in {len(where) - _SHOWN} more"
        if entry.key in self._safety:
            yield 'Keeps people\'s money safe: a "never" stays a "never".'
        if names := sorted(set(_NAME.findall(entry.english))):
            yield f"Is filled in, leave as it is: {' '.join(names)}"

    def _say(self, key: str) -> str:
        return self._draft.text(SOURCE_LANGUAGE, key) or ""

    def _note(self, key: str, line: str) -> None:
        self._where.setdefault(key, []).append(line)

    def _take_question(self, question: Question) -> None:
        asked = self._say(f"{question.id}.text")
        first = "Everybody is asked this first. " if question.alarm else ""
        self._note(f"{question.id}.text", f"{first}A question, at most two sentences and 160 cells")
        self._note(f"{question.id}.why", f'Why we ask: "{asked}"')
        for option in question.options:
            key = f"{question.id}.opt.{option.id}"
            self._note(key, f'An answer, at most {OPTION_CELLS} cells, to: "{asked}"')
            self._note(key, f"Choosing it leads to {self._describe(question.target(option.id))}")
        for inference in question.infer:
            for fact, values in inference.when.items():
                for value in sorted(values):
                    self._note(f"fact.{fact}.{value}", f'Why an answer was filled in, to: "{asked}"')

    def _describe(self, node_id: NodeId) -> str:
        node = self._draft.tree.nodes.get(node_id)
        if isinstance(node, Outcome):
            page = "the EMERGENCY page" if node.critical else "the page"
            title = self._say(f"outcome.{node_id}.title")
            return f'{page} "{title}"'
        if isinstance(node, Question):
            advice = f"{self._describe(node.advise)}, and " if node.advise else ""
            asked = self._say(f"{node_id}.text")
            return f'{advice}the question "{asked}"'
        if isinstance(node, Table):
            ends = dict.fromkeys(row.to for row in node.rows)
            return " or ".join(self._describe(end) for end in list(ends)[:_SHOWN] if end != node_id)
        return "nothing"

    def _take_outcome(self, outcome: Outcome) -> None:
        title = self._say(f"outcome.{outcome.id}.title")
        page = f'{"EMERGENCY page" if outcome.critical else "page"} "{title}"'
        self._note(
            f"outcome.{outcome.id}.title", f"Title of a{'n EMERGENCY' if outcome.critical else ''} page"
        )
        self._note(f"outcome.{outcome.id}.summary", f"What we know, on the {page}")
        self._note(f"outcome.{outcome.id}.no_route", f"Why no contact is shown, on the {page}")
        steps: Mapping[str, tuple[str, ...]] = {
            "To do": outcome.do,
            "NOT to do": outcome.do_not,
            "To prepare for later": outcome.follow_up.steps,
        }
        for heading, names in steps.items():
            for name in names:
                self._note(f"step.{name}", f"{heading}, on the {page}")
        for cause in (outcome.cause, *outcome.also):
            self._note(f"cause.{cause}", f"A probable cause, within a sentence, on the {page}")
        for claim in outcome.claims:
            self._note(f"claim.{claim}", f"A stated fact: say no more than it says. On the {page}")

    def _take_lists(self) -> None:
        for name in CHECKLISTS:
            for _, row in self._draft.rows("checklists", name):
                kind = "a thing to do" if row["do"] else "a thing NOT to do"
                item = f"{name}.{row['id']}"
                self._note(item, f"{_LISTS[name]}; {kind}")
                self._note(f"{item}.why", f'Why: "{self._say(item)}"')
