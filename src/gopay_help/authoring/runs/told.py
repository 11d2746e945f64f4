"""What one run tells a person in one language: each screen as blocks, and the document for programs."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from gopay_help.authoring.runs.stand_ins import Asked
from gopay_help.model.result import Diagnosis
from gopay_help.model.text import Catalogue
from gopay_help.screen.documents import diagnosis_document
from gopay_help.screen.page import Block
from gopay_help.screen.pages.diagnosis import diagnosis_page, first_aid_page
from gopay_help.screen.pages.question import hint_blocks, option_blocks, question_head, why_block
from gopay_help.wizard.ports import Evidence
from gopay_help.wizard.session import End


class Desk(NamedTuple):
    """Where advice is given in one language."""

    words: Catalogue
    advise: Callable[[End, Evidence], Diagnosis]


class Told(NamedTuple):
    """All that a person, and a program, is told."""

    lang: str
    blocks: tuple[Block, ...]
    advice: tuple[Diagnosis, ...]
    """First aid on the way, and the advice at the end."""
    document: dict[str, Any]


def tell(desk: Desk, end: End, aided: Sequence[End], asked: Sequence[Asked], evidence: Evidence) -> Told:
    """A run in the language of *desk*, in the order in which it is said."""
    aid = [desk.advise(early, evidence) for early in aided]
    advice = desk.advise(end, evidence)
    blocks = (
        *(part for one in asked for part in _question(one, desk.words)),
        *(part for one in aid for part in first_aid_page(one, desk.words)),
        *diagnosis_page(advice, desk.words),
    )
    return Told(desk.words.lang, blocks, (*aid, advice), diagnosis_document(advice))


def _question(asked: Asked, words: Catalogue) -> Iterator[Block]:
    yield from question_head(asked.question, words, asked.number)
    yield from option_blocks(asked.question, words)
    yield from hint_blocks(asked.question, words, asked.kept, asked.hint)
    yield why_block(asked.question, words)
