"""A question on a page, the same whichever way it is then answered."""

from gopay_help.model.text import Catalogue
from gopay_help.model.tree import OptionId, Question
from gopay_help.screen.page import Block, Kind, Page, block


def question_head(question: Question, words: Catalogue, number: int) -> Page:
    """Which question of the run it is, and its text."""
    return (
        block(Kind.HEADING, words.say("ui.question_number", number=number)),
        block(Kind.QUESTION, words.say(f"{question.id}.text")),
    )


def option_blocks(question: Question, words: Catalogue) -> Page:
    """The options, numbered from 1."""
    return tuple(
        block(Kind.ITEM, label(question, option.id, words), f"{index}.")
        for index, option in enumerate(question.options, 1)
    )


def label(question: Question, option_id: OptionId, words: Catalogue) -> str:
    """The words of an option."""
    return words.say(f"{question.id}.opt.{option_id}")


def why_block(question: Question, words: Catalogue) -> Block:
    """Why the question is asked."""
    return block(Kind.NOTE, words.say("ui.why_asked", why=words.say(f"{question.id}.why")))


def hint_blocks(question: Question, words: Catalogue, kept: OptionId | None, hint: str | None) -> Page:
    """The answer that is offered, and whether a person or the evidence gave it."""
    if kept is None:
        return ()
    answer = label(question, kept, words)
    if hint is None:
        return (block(Kind.NOTE, words.say("ui.kept", answer=answer)),)
    reason = words.say(hint) if words.has(hint) else ""
    return (block(Kind.NOTE, words.say("ui.filled_in", answer=answer, reason=reason)),)
