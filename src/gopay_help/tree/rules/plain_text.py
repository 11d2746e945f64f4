"""A text is plain: no markup, nothing evaluated, nothing hidden, and it fits where it is shown."""

import re
from collections.abc import Iterator

from gopay_help.model.errors import Level, Problem
from gopay_help.model.text import escape, hidden_in
from gopay_help.tree.document import Data, Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.rules.registry import Stage, rule
from gopay_help.tree.wording import OPTION_CELLS, Text, all_texts, cells, is_ambiguous

_STYLES = (
    "b|bold|i|italic|u|underline|s|strike|dim|blink|reverse|conceal|link|"
    "black|red|green|yellow|blue|magenta|cyan|white"
)
_MARKUP = re.compile(
    rf"\[/[^\]\n]*\]|\[(?:{_STYLES})\b[^\]\n]*\]|\[[#@a-z][^\]\n]*=[^\]\n]*\]"  # of a terminal
    r"|</?[a-z][^>\n]*>|&#?[a-z0-9]+;"  # of a page
    r"|\]\(|\*\*\w|__\w",  # of a readme
    re.IGNORECASE,
)
"""Markup that could hide a link's target or a warning. [your name], to be filled in by hand, is none."""
_EVALUATED = re.compile(r"\{\{|\}\}|\$\{|\{%|%\}|<%|%\(|`")
_FORBIDDEN = frozenset({"command", "eval", "exec", "expr", "jinja", "python", "script", "shell"})
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_IN_SENTENCES = frozenset("·…“”‘’—–")
"""Marks that any text may hold: nothing is lined up behind a sentence."""


@rule("I18N006", Stage.MEANING)
def check_markup(draft: Draft) -> Iterator[Problem]:
    """No text holds markup or a character that steers a terminal: what is read is what is there."""
    for text in all_texts(draft):
        if found := _MARKUP.search(text.said):
            message = f"{text.key} holds markup: {found.group()!r}"
            yield text.problem("I18N006", message, "write plain words; the program draws the emphasis")
        elif steering := hidden_in(text.said):
            message = f"{text.key} holds a character that nobody sees: {escape(steering[0])}"
            yield text.problem("I18N006", message, "delete it")


@rule("I18N007", Stage.MEANING, Level.WARNING)
def check_width(draft: Draft) -> Iterator[Problem]:
    """An answer fits its line, in cells, and no mark in it is as wide as the terminal likes."""
    for text in all_texts(draft):
        if ".opt." in text.key:
            yield from _too_wide(text)
        if ".opt." in text.key or text.key.endswith((".title", ".label")):
            yield from _odd_width(text)
        if not text.said.isascii() and (found := _PICTURE.search(text.said)):
            message = f"{text.key} holds the picture {found.group()!r}, which not every terminal draws"
            yield text.problem("I18N007", message, "say it in words, or leave it out")


@rule("SAFE004", Stage.MEANING)
def check_nothing_evaluated(draft: Draft) -> Iterator[Problem]:
    """Nothing in a pack is ever evaluated: no template, no code, no key that sounds like it."""
    for document in draft.files:
        for trail, value in _values(document.data, ()):
            if trail[-1] in _FORBIDDEN:
                message = f"the key {trail[-1]!r} sounds as if its value were run"
                yield document.problem("SAFE004", trail, message, "say it as data: a pack holds no code")
            if isinstance(value, str) and (found := _EVALUATED.search(value)):
                message = f"{found.group()!r} looks like a template; nothing here is evaluated"
                yield document.problem("SAFE004", trail, message, "write it out; only {name} is filled in")


def _too_wide(text: Text) -> Iterator[Problem]:
    width = cells(text.said)
    if width > OPTION_CELLS:
        message = f"{text.key} is {width} cells wide; {OPTION_CELLS} fit on the line of an answer"
        yield text.problem("I18N007", message, "say it shorter; a Chinese character is two cells wide")


def _odd_width(text: Text) -> Iterator[Problem]:
    marks = (char for char in text.said if not char.isalpha() and char not in _IN_SENTENCES)
    odd = next(filter(is_ambiguous, marks), None)
    if odd:
        message = f"{text.key} holds {odd!r}, one cell wide on some terminals and two on others"
        yield text.problem("I18N007", message, "write a letter or a plain mark instead")


def _values(value: Data, trail: Trail) -> Iterator[tuple[Trail, Data]]:
    """Every value in a document but the top, with the way to it."""
    if trail:
        yield trail, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from _values(one, (*trail, key))
