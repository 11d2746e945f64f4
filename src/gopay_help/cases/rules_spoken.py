"""Rules for secrets that only the words around them give away.

Identity papers of other countries, passwords, recovery codes, answers to security questions.
"""

import re
from collections.abc import Iterator

from gopay_help.cases import hints
from gopay_help.cases import hints_secret as secret
from gopay_help.cases.around import BLANK, same_thought
from gopay_help.cases.mask import Mask, Sort


def papers(mask: Mask) -> None:
    """Passports, permits, tax numbers, identity cards of other countries."""
    for pattern in secret.PAPER_SHAPES:
        mask.hide_all(pattern.finditer(mask.text), Sort.IDENTITY)
    for word in secret.PAPER_WORD.finditer(mask.text):
        until = word.end() + _PAPER_NEAR
        found = secret.PAPER_NUMBER.search(mask.text, word.end(), until + _PIECE)
        if found is None or found.start() > until or not same_thought(mask.text, word.end(), found.start()):
            continue
        if sum(char.isdigit() for char in found[1]) >= _PAPER_DIGITS:
            mask.hide(*found.span(1), Sort.IDENTITY)


_PAPER_NEAR = 26
_PAPER_DIGITS = 6


def passwords_said(mask: Mask) -> None:
    """What follows the word for a password, if it says so or looks like one."""
    for found in secret.PASSWORD.finditer(mask.text):
        word = _bare(found["word"])
        says = any(sign in found["sign"] for sign in ":=") or _IS.search(found["between"])
        plain = secret.NO_PASSWORD.fullmatch(word) is not None
        if (says and not plain) or _looks_chosen(word, shortest=4) or _LONG_NUMBER.fullmatch(word):
            start = found.start("word")
            phrase = _PHRASE.match(mask.text, start) if any(sign in found["sign"] for sign in ":=") else None
            mask.hide(start, phrase.end() if phrase else start + len(word), Sort.PASSWORD)


_PHRASE = re.compile(r"(?=[a-z\s]{0,40}\d)[a-z]{3,16}(?:\s(?:[a-z]{2,16}|\d{1,6})){1,3}(?=\s?(?:[(.,;\n]|$))")
"""Words with a number among them, to the end of the sentence."""
_IS = re.compile(r"(?:[是为]|(?<![a-z])(?:is|was|adalah|itu|cuman?|hanya|just|only))\s?$")
_LONG_NUMBER = re.compile(r"\d{9,14}")


def passwords_near(mask: Mask) -> None:
    """What looks like a password, and stands near the word for one."""
    text = mask.text
    for found in secret.NEAR_PASSWORD.finditer(text):
        until = found.end() + _NEAR
        for start, word in _pieces(text, found.end(), until):
            if _looks_chosen(word) and not _is_official(mask, start, word):
                mask.hide(start, start + len(word), Sort.PASSWORD)
        for quoted in secret.QUOTED.finditer(text, found.end(), found.end() + _WINDOW):
            if _could_be_chosen(quoted[1]):
                mask.hide(*quoted.span(1), Sort.PASSWORD)
        for start, word in _pieces(text, max(0, found.start() - _NEAR), found.start()):
            between = text[start + len(word) : found.start()]
            if len(between) <= _JOINED and hints.SAYS.search(between) and _looks_chosen(word):
                mask.hide(start, start + len(word), Sort.PASSWORD)


_NEAR = 70
_JOINED = 12
_PIECE = 48


def _pieces(text: str, start: int, until: int) -> Iterator[tuple[int, str]]:
    """Pieces without a space that begin before *until*, without the marks around them."""
    for found in secret.SHAPED.finditer(text, start, until + _PIECE):
        group = 1 if found[1] else 2
        if found.start(group) < until:
            word = found[group].lstrip(",.;:!?")
            yield found.end(group) - len(word), _bare(word)


def notes(mask: Mask) -> None:
    """What stands after the name of a service, if somebody made it up: letters of both kinds and digits."""
    for found in secret.SERVICE.finditer(mask.text):
        start, word = found.start(1), _bare(found[1])
        cased = mask.cased[start : start + len(word)]
        three = any(map(str.islower, cased)) and any(map(str.isupper, cased)) and any(map(str.isdigit, cased))
        if three and _looks_chosen(word) and not _is_official(mask, start, word):
            mask.hide(start, start + len(word), Sort.PASSWORD)


def _is_official(mask: Mask, start: int, word: str) -> bool:
    """True for the number of an order or a report, as companies write it."""
    if not hints.REFERENCE.fullmatch(word):
        return False
    named = hints.REFERENCE_WORD.search(mask.text, max(0, start - _JOINED), start)
    return named is not None or mask.cased[start : start + len(word)].isupper()


def _could_be_chosen(quoted: str) -> bool:
    """True for one word, or words with a digit, that is not just what is said of passwords."""
    if quoted.isdecimal() or secret.NO_PASSWORD.fullmatch(quoted):
        return False
    return " " not in quoted or any(char.isdigit() for char in quoted)


def _bare(word: str) -> str:
    return word.rstrip(".,;:!?)]}\"'>") or word


def _looks_chosen(word: str, shortest: int = 5) -> bool:
    """True if somebody made this up: letters with digits or marks in it, and no sum, device or address."""
    if len(word) < shortest or secret.ORDINARY.fullmatch(word):
        return False
    letters = sum(char.isalpha() for char in word)
    return letters > 1 and any(char.isdigit() or char in "_#!@$%^&*+~" for char in word)


def recovery(mask: Mask) -> None:
    """Codes and words that open an account again."""
    text = mask.text
    for found in secret.RECOVERY_WORD.finditer(text):
        _codes_after(mask, found.end())
        for code in secret.RECOVERY_CODE.finditer(text, max(0, found.start() - _WINDOW), found.start()):
            between = text[code.end() : found.start()]
            says = len(between) <= _JOINED and hints.SAYS.search(between)
            if says or (_printed_so(text, code) and same_thought(text, code.end(), found.start())):
                mask.hide(*code.span(), Sort.SECRET)
    for found in secret.SEED_WORD.finditer(text):
        words = secret.SEED.search(text, found.end(), found.end() + _WINDOW + _SEED)
        if words and words.start() <= found.end() + _WINDOW:
            mask.hide(*words.span(1), Sort.SECRET)


def _codes_after(mask: Mask, at: int) -> None:
    """A code that follows, and those of a list of them."""
    text = mask.text
    for _ in range(_CODES):
        code = secret.RECOVERY_CODE.search(text, at, at + _WINDOW + _PIECE)
        if code is None or code.start() > at + _WINDOW:
            return
        between = _LISTED.sub(" ", text[at : code.start()])
        if not same_thought(between, 0, len(between)):
            return
        mask.hide(*code.span(), Sort.SECRET)
        at = code.end()


def _printed_so(text: str, code: re.Match[str]) -> bool:
    """True for groups as recovery codes are printed, unless called the number of an order or a report."""
    named = hints.REFERENCE_WORD.search(text, max(0, code.start() - _JOINED), code.start())
    return named is None and secret.RECOVERY_SHAPE.fullmatch(code.group()) is not None


_WINDOW = 56
_CODES = 12
_LISTED = re.compile(r"\n\s{0,4}(?:\d{1,2}[.)]\s?|[\-•*]\s)?$")
"""The next line of a list is no new thought."""
_SEED = 400


def answers(mask: Mask) -> None:
    """Answers to the questions that open an account: a name, said after the question."""
    text = mask.text
    for found in (*secret.QUESTION.finditer(text), *secret.ASKED.finditer(text)):
        at = found.end()
        if found.re is secret.QUESTION and _hide_name(mask, at, _ANSWER_NEAR):
            continue
        if found.re is secret.ASKED:
            for quoted in secret.QUOTED.finditer(text, at, at + _WINDOW):
                if quoted.start() <= at + _ANSWER_NEAR:
                    mask.hide(*quoted.span(1), Sort.SECRET)
        answer = secret.ANSWER.search(text, at, at + _WINDOW)
        if answer is None and found.re is secret.ASKED:
            answer = secret.ANSWER.search(text, *found.span())
        if answer and not hints.BREAK.search(text, at, max(at, answer.start())):
            _hide_name(mask, max(at, answer.end()), _ANSWER_NEAR, next_word=True)


_ANSWER_NEAR = 28


def _hide_name(mask: Mask, start: int, reach: int, *, next_word: bool = False) -> bool:
    """Hide the first thing in reach that is said to be a name, or written like one; True if one is hidden."""
    text, end = mask.text, start + reach + _PIECE
    if BLANK.search(text, start, start + reach):
        return True  # it was hidden before
    for found in secret.NAME_THERE.finditer(mask.cased, start, end):
        if found.start() > start + reach:
            break
        if not secret.NO_NAME.fullmatch(found.group()):
            mask.hide(*found.span(), Sort.SECRET)
            return True
    following = secret.NAME_NEXT.match(text, start, end) if next_word else None
    for said in (
        following,
        secret.NAME_SAID.search(text, start, end),
        secret.NAME_HAN.search(text, start, end),
    ):
        if said and said.start() <= start + reach and not secret.NO_NAME.fullmatch(said[1]):
            mask.hide(*said.span(1), Sort.SECRET)
            return True
    return False
