"""Rules about words: tokens, passwords, recovery codes, answers to secret questions, codes in words."""

import re
from collections.abc import Iterator
from functools import cache

from gopay_help.cases.redact import words
from gopay_help.cases.redact.engine import Mask, OwnWords, Sort, fold


def tokens(mask: Mask) -> None:
    """What lets its holder in: keys, sessions, and the parts of a link that only one person was sent."""
    for pattern in _TOKENS:
        mask.hide_all(pattern.finditer(mask.text), Sort.TOKEN)
    _links(mask)
    for found in _OPAQUE.finditer(mask.text):
        if _mixed(found.group(), _OPAQUE_MIX, _OPAQUE_MIX):
            mask.hide(*found.span(), Sort.TOKEN)
    for found in _KEY.finditer(mask.text):
        if _mixed(found.group(), _KEY_LETTERS, 2) and not _WORD_AND_NUMBER.fullmatch(found.group()):
            mask.hide(*found.span(), Sort.TOKEN)
    _named(mask)


def _named(mask: Mask) -> None:
    """What stands after a word for a token, if it looks drawn by lot."""
    for word in words.TOKEN_WORD.finditer(mask.text):
        piece = words.OPAQUE_SHORT.search(mask.text, word.end(), word.end() + _TOKEN_NEAR + _TOKEN_LONGEST)
        if piece is None or piece.start() > word.end() + _TOKEN_NEAR:
            continue
        cased = mask.cased[piece.start(1) : piece.end(1)]
        if _mixed(piece[1], 2, 2) or (cased.isalpha() and _CAPITALS.match(cased)):
            start = piece.start(1)
            mask.hide(start, start + len(piece[1].rstrip(".:=")), Sort.TOKEN)


def _links(mask: Mask) -> None:
    for found in _LINK.finditer(mask.text):
        for piece in _SEGMENT.finditer(mask.text, found.start(1), found.end()):
            if _opens(piece.group(), mask.cased[piece.start() : piece.end()]):
                mask.hide(*piece.span(), Sort.TOKEN)


_LINK = re.compile(
    r"(?:[a-z][a-z0-9+.\-]{1,20}://[^\s/]{1,100}|www\.[^\s/]{1,100}|(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12})(/[^\s?#]{1,500})"
)
_SEGMENT = re.compile(r"[^\s/]+")
_LETTERS_OR_DIGITS = re.compile(r"[a-z0-9]+")
_OPENS_FROM = 6


def _opens(segment: str, cased: str) -> bool:
    """True if a part of a link looks drawn by lot, not worded: most of it mixes letters with digits."""
    if len(segment) < _OPENS_FROM:
        return False
    parts = [
        part for part in _LETTERS_OR_DIGITS.findall(segment) if not part.isalpha() and not part.isdecimal()
    ]
    if cased.islower() or cased.isupper():
        parts = [part for part in parts if not _WORD_AND_NUMBER.fullmatch(part)]
    return 2 * sum(map(len, parts)) >= len(segment)


_KEY = re.compile(r"(?<![a-z0-9@._/-])[a-z0-9]{16,}(?![a-z0-9@-])")
_KEY_LETTERS = 6
_WORD_AND_NUMBER = re.compile(r"[a-z]+\d+|\d+[a-z]+")
_TOKEN_NEAR = 28
_TOKEN_LONGEST = 200


def _mixed(piece: str, letters: int, digits: int) -> bool:
    """True if at least so many letters and so many digits are in it."""
    return sum(map(str.isalpha, piece)) >= letters and sum(map(str.isdigit, piece)) >= digits


_TOKENS = (
    re.compile(r"(?:[a-z][a-z0-9+.\-]{1,20}://|www\.)[^\s?#]{1,500}[?#](\S+)"),
    re.compile(
        r"(?<![a-z0-9@.-])(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,12}(?:/[^\s?#]{0,200}[?#]|\?(?=[^\s=]{1,40}=))(\S+)"
    ),
    re.compile(r"(?<![a-z0-9])eyj[a-z0-9_-]{4,}(?:\.[a-z0-9_-]*){1,3}"),
    re.compile(r"(?<![a-z])(?:bearer|basic)\s{1,3}([!-~]{8,})"),
    re.compile(r"(?<![a-z])(?:x-[a-z\-]{2,24}|authorization)\s?[:=]\s?(?!bearer|basic)([!-~]{8,})"),
    re.compile(r"(?<![a-z0-9])((?:sk|pk|rk|gh[opsu]|xox[abps]|akia|glpat|ya29)[-_.][a-z0-9_.-]{8,})"),
    re.compile(r"[a-z][a-z0-9+.\-]{1,20}://([^\s/@:]{1,64}:[^\s/@]{1,64})@"),
    words.LINK_STEP,
    re.compile(
        r"(?<![a-z])(?:access_?token|refresh_?token|id_?token|token|code|sig|signature|session(?:_?id)?|sid|auth"
        r"|api_?key|secret|jwt|j?sess[a-z]{0,10})=([^\s&\"'<>\]]{4,})"
    ),
)
_CAPITALS = re.compile(
    r"[^a-z]*[a-z][^A-Z]*[A-Z][^A-Z]*[A-Z]|[^A-Z]*[A-Z][^a-z]*[a-z][^A-Z]*[A-Z][^a-z]*[a-z]"
)
"""A small letter and two capitals after it, or two of each in turn, whatever stands between."""
_OPAQUE = re.compile(r"[a-z0-9_:-]{20,}")
_OPAQUE_MIX = 4


def named_by_the_pack(mask: Mask, own: OwnWords) -> None:
    """What follows a pack's own word for a secret, if it says so or has a digit."""
    for shape in _own_shapes(own):
        mask.hide_all(shape.finditer(mask.text), Sort.PASSWORD)


@cache
def _own_shapes(own: OwnWords) -> tuple[re.Pattern[str], ...]:
    if not own[0]:
        return ()
    names, says = (
        "|".join(re.escape(fold(word).text) for word in sorted(each, key=len, reverse=True)) for each in own
    )
    head, word = rf"(?<!\w)(?:{names})(?!\w)", r"[^\s.,;!?]{1,40}"
    sign = rf"(?:\s?[:=]\s?|(?:\s\w{{1,12}})?\s(?:{says or '(?!)'})\s)[\"'(\[«“]?"
    return re.compile(rf"{head}{sign}({word}(?:\s{word}){{0,3}})"), re.compile(
        rf"{head}\s((?=\D{{0,39}}\d){word})"
    )


def passwords_said(mask: Mask) -> None:
    """What follows the word for a password, if it says so or looks like one."""
    for found in words.PASSWORD.finditer(mask.text):
        word = _bare(found["word"])
        says = any(sign in found["sign"] for sign in ":=") or words.PASSWORD_IS.search(found["between"])
        plain = words.NO_PASSWORD.fullmatch(word) is not None
        if (says and not plain) or _looks_chosen(word, shortest=4) or _LONG_NUMBER.fullmatch(word):
            start = found.start("word")
            phrase = _PHRASE.match(mask.text, start) if any(sign in found["sign"] for sign in ":=") else None
            mask.hide(start, phrase.end() if phrase else start + len(word), Sort.PASSWORD)


_PHRASE = re.compile(r"(?=[a-z\s]{0,40}\d)[a-z]{3,16}(?:\s(?:[a-z]{2,16}|\d{1,6})){1,3}(?=\s?(?:[(.,;\n]|$))")
"""Words with a number among them, to the end of the sentence."""
_LONG_NUMBER = re.compile(r"\d{9,14}")


def passwords_near(mask: Mask) -> None:
    """What looks like a password, and stands near the word for one."""
    text = mask.text
    for found in words.NEAR_PASSWORD.finditer(text):
        until = found.end() + _NEAR
        for start, word in _pieces(text, found.end(), until):
            if _looks_chosen(word) and not _is_official(mask, start, word):
                mask.hide(start, start + len(word), Sort.PASSWORD)
        for quoted in words.QUOTED.finditer(text, found.end(), found.end() + _WINDOW):
            if _could_be_chosen(quoted[1]):
                mask.hide(*quoted.span(1), Sort.PASSWORD)
        for start, word in _pieces(text, max(0, found.start() - _NEAR), found.start()):
            between = text[start + len(word) : found.start()]
            if len(between) <= _JOINED and words.SAYS.search(between) and _looks_chosen(word):
                mask.hide(start, start + len(word), Sort.PASSWORD)


_NEAR = 70
_JOINED = 12
_PIECE = 48


def _pieces(text: str, start: int, until: int) -> Iterator[tuple[int, str]]:
    """Pieces without a space that begin before *until*, without the marks around them."""
    for found in words.SHAPED.finditer(text, start, until + _PIECE):
        group = 1 if found[1] else 2
        if found.start(group) < until:
            word = found[group].lstrip(",.;:!?")
            yield found.end(group) - len(word), _bare(word)


def notes(mask: Mask) -> None:
    """What stands after the name of a service, if somebody made it up: letters of both kinds and digits."""
    for found in (*words.SERVICE.finditer(mask.text), *words.AFTER_MAIL.finditer(mask.text)):
        start, word = found.start(1), _bare(found[1])
        cased = mask.cased[start : start + len(word)]
        three = any(map(str.islower, cased)) and any(map(str.isupper, cased)) and any(map(str.isdigit, cased))
        if three and _looks_chosen(word) and not _is_official(mask, start, word):
            mask.hide(start, start + len(word), Sort.PASSWORD)


def _is_official(mask: Mask, start: int, word: str) -> bool:
    """True for the number of an order or a report, as companies write it."""
    named = words.REFERENCE_WORD.search(mask.text, max(0, start - _JOINED), start)
    if not words.REFERENCE.fullmatch(word):
        return named is not None and words.LETTERED.fullmatch(word) is not None
    return named is not None or mask.cased[start : start + len(word)].isupper()


def _could_be_chosen(quoted: str) -> bool:
    """True for one word, or words with a digit, that is not just what is said of passwords."""
    if quoted.isdecimal() or words.NO_PASSWORD.fullmatch(quoted):
        return False
    return " " not in quoted or any(char.isdigit() for char in quoted)


def _bare(word: str) -> str:
    return word.rstrip(".,;:!?)]}\"'>") or word


def _looks_chosen(word: str, shortest: int = 5) -> bool:
    """True if somebody made this up: letters with digits or marks in it, and no sum, device or address."""
    if len(word) < shortest or words.ORDINARY.fullmatch(word):
        return False
    letters = sum(char.isalpha() for char in word)
    return letters > 1 and any(char.isdigit() or char in "_#!@$%^&*+~" for char in word)


def recovery(mask: Mask) -> None:
    """Codes and words that open an account again."""
    text = mask.text
    for found in words.RECOVERY_WORD.finditer(text):
        _codes_after(mask, found.end())
        for code in words.RECOVERY_CODE.finditer(text, max(0, found.start() - _WINDOW), found.start()):
            between = text[code.end() : found.start()]
            says = len(between) <= _JOINED and words.SAYS.search(between)
            if says or (_printed_so(text, code) and words.same_thought(text, code.end(), found.start())):
                mask.hide(*code.span(), Sort.SECRET)
    for found in words.SEED_WORD.finditer(text):
        seed = words.SEED.search(text, found.end(), found.end() + _WINDOW + _SEED)
        if seed and seed.start() <= found.end() + _WINDOW:
            mask.hide(*seed.span(1), Sort.SECRET)


def _codes_after(mask: Mask, at: int) -> None:
    """A code that follows, and those of a list of them."""
    text = mask.text
    for _ in range(_CODES):
        code = words.RECOVERY_CODE.search(text, at, at + _WINDOW + _PIECE)
        if code is None or code.start() > at + _WINDOW:
            return
        between = _LISTED.sub(" ", text[at : code.start()])
        if not words.same_thought(between, 0, len(between)):
            return
        mask.hide(*code.span(), Sort.SECRET)
        at = code.end()


def _printed_so(text: str, code: re.Match[str]) -> bool:
    """True for groups as recovery codes are printed, unless called the number of an order or a report."""
    named = words.REFERENCE_WORD.search(text, max(0, code.start() - _JOINED), code.start())
    return named is None and words.RECOVERY_SHAPE.fullmatch(code.group()) is not None


_WINDOW = 56
_CODES = 12
_LISTED = re.compile(r"\n\s{0,4}(?:\d{1,2}[.)]\s?|[\-•*]\s)?$")
"""The next line of a list is no new thought."""
_SEED = 400


def answers(mask: Mask) -> None:
    """Answers to the questions that open an account: a name, said after the question."""
    text = mask.text
    for found in (*words.QUESTION.finditer(text), *words.ASKED.finditer(text)):
        at = found.end()
        if found.re is words.QUESTION and _hide_name(mask, at, _ANSWER_NEAR):
            continue
        if found.re is words.ASKED:
            for quoted in words.QUOTED.finditer(text, at, at + _WINDOW):
                if quoted.start() <= at + _ANSWER_NEAR:
                    mask.hide(*quoted.span(1), Sort.SECRET)
        answer = words.ANSWER.search(text, at, at + _WINDOW)
        if answer is None and found.re is words.ASKED:
            answer = words.ANSWER.search(text, *found.span())
        if answer and not words.BREAK.search(text, at, max(at, answer.start())):
            _hide_name(mask, max(at, answer.end()), _ANSWER_NEAR, next_word=True)


_ANSWER_NEAR = 28


def _hide_name(mask: Mask, start: int, reach: int, *, next_word: bool = False) -> bool:
    """Hide the first thing in reach that is said to be a name, or written like one; True if one is hidden."""
    text, end = mask.text, start + reach + _PIECE
    if words.BLANK.search(text, start, start + reach):
        return True  # it was hidden before
    for found in words.NAME_THERE.finditer(mask.cased, start, end):
        if found.start() > start + reach:
            break
        if not words.NO_NAME.fullmatch(found.group()):
            mask.hide(*found.span(), Sort.SECRET)
            return True
    following = words.NAME_NEXT.match(text, start, end) if next_word else None
    for said in (
        following,
        words.NAME_SAID.search(text, start, end),
        words.NAME_HAN.search(text, start, end),
    ):
        if said and said.start() <= start + reach and not words.NO_NAME.fullmatch(said[1]):
            mask.hide(*said.span(1), Sort.SECRET)
            return True
    return False


def spelled(mask: Mask) -> None:
    """Numbers in words, digit by digit."""
    named = words.secret_words(mask.text)
    for end in named:
        repeated = words.REPEATED.search(mask.text, end, end + _REPEATED_LONGEST)
        if repeated and words.follows(mask.text, named, repeated.start()):
            mask.hide(*repeated.span(), Sort.SECRET)
    for pattern in (words.SPELLED, words.SPELLED_HAN, words.SPELLED_IN_PART, words.SPELLED_AS_ONE):
        mask.hide_all(pattern.finditer(mask.text), Sort.SECRET)
    _in_pieces(mask, named)
    for found in words.COUNTED.finditer(mask.text):
        if words.follows(mask.text, named, found.start()) or words.is_called_so(mask.text, found.end()):
            mask.hide(*found.span(), Sort.SECRET)


_REPEATED_LONGEST = 60


def _in_pieces(mask: Mask, named: list[int]) -> None:
    """A number with a pause in it: `sembilan kosong.. bentar.. satu enam`, `493 and then 105`."""
    group: list[re.Match[str]] = []
    for found in [*words.PIECE.finditer(mask.text), None]:
        if found and not mask.free(*found.span()):
            continue
        if found and group and _goes_on(mask.text, group[-1], found):
            group.append(found)
            continue
        count = sum(map(_digits_in, group))
        if len(group) > 1 and _LEAST <= count <= _MOST and _is_code(mask.text, named, group[0].start()):
            for piece in group:
                mask.hide(*piece.span(), Sort.SECRET)
        group = [found] if found else []


def _goes_on(text: str, last: re.Match[str], found: re.Match[str]) -> bool:
    """True for words soon after words; for digits only if said to be one number, and not both round."""
    pause = text[last.end() : found.start()]
    if not (last["digits"] or found["digits"]):
        return len(pause) <= _PAUSE
    round_both = last.group().endswith("0") and found.group().endswith("0")
    alike = _digits_in(last) == _digits_in(found)
    return alike and not round_both and len(pause) <= _FAR_PAUSE and words.THEN.search(pause) is not None


def _digits_in(piece: re.Match[str]) -> int:
    return len((_DIGIT if piece["digits"] else words.DIGIT_IN_WORDS).findall(piece.group()))


_DIGIT = re.compile(r"\d")
_PAUSE, _FAR_PAUSE = 26, 40
_LEAST, _MOST = 4, 8
_BEFORE = 40


def _is_code(text: str, named: list[int], start: int) -> bool:
    """True if a word for a code is near, or one of giving stands before."""
    return words.spoken_of(named, start, _PART_NEAR) or bool(
        words.GIVEN.search(text, max(0, start - _BEFORE), start)
    )


def parts(mask: Mask) -> None:
    """Parts of a code: the first three, the last three."""
    named = words.secret_words(mask.text)
    for found in words.PART_OF_CODE.finditer(mask.text):
        if words.spoken_of(named, found.start(1), _PART_NEAR):
            mask.hide(*found.span(1), Sort.SECRET)
    told = [found.span(1) for found in words.TOLD_IN_PARTS.finditer(mask.text)]
    known = [start for start, _, sort in mask.spans() if sort is Sort.SECRET]
    others = sorted({*known, *(start for start, end in told if mask.free(start, end))})
    for start, end in told:
        near = [place for place in others if place != start and abs(place - start) <= _PARTS_FAR]
        spoken = words.spoken_of(named, start, _PARTS_FAR) or words.GIVEN.search(
            mask.text, max(0, start - _PARTS_FAR), end + _BEFORE
        )
        if near and spoken:
            mask.hide(start, end, Sort.SECRET)


_PARTS_FAR = 90
_PART_NEAR = 60


def birthdays(mask: Mask) -> None:
    """Somebody's day, where a word for a code is in the same thought."""
    text = mask.text
    for born in words.BIRTH.finditer(text):
        day = words.A_DAY.search(text, born.end(), born.end() + _BIRTH_NEAR)
        if day is None or words.BREAK.search(text, born.end(), day.start()):
            continue
        named = words.named_by_a_word(text, 0, born.start(), born.end())
        if named or _named_after(text, day.end()):
            mask.hide(*day.span(), Sort.SECRET)


def _named_after(text: str, at: int) -> bool:
    """True if a word for a code follows in the same thought."""
    word = words.SECRET_WORD.search(text, at, at + words.AFTER_WORD)
    return word is not None and words.BREAK.search(text, at, word.start()) is None


_BIRTH_NEAR = 40
