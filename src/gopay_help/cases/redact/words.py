"""The patterns of redaction. The words, and the shapes of numbers that are no code, are data.

They stand in `decision_trees/redaction.yaml`; the other shapes are here.

Every pattern is bounded and runs on folded text (small letters, plain digits), so that a text of any make
is read in linear time. In a shape, `{code}` is any of the words that the data has under that name.
"""

import json
import re
from bisect import bisect_left, bisect_right
from functools import cache
from pathlib import Path
from typing import Final

from gopay_help.model.errors import DataError

_PACKAGE = Path(__file__).resolve().parents[2]
_PLACES = (
    _PACKAGE / "_decision_trees" / "redaction.json",
    _PACKAGE.parents[1] / "decision_trees/redaction.yaml",
)


@cache
def _lists() -> dict[str, str]:
    """The words by name: compiled in an installation, the YAML of a checkout else.

    Raises:
        DataError: neither is there. Nothing is kept then, for nothing could be taken out of it.
    """
    for file in _PLACES:
        if file.is_file():
            text = file.read_text("utf-8")
            if file.suffix == ".json":
                return dict(json.loads(text))
            import yaml  # noqa: PLC0415 (a checkout alone: an installation has JSON)

            return dict(yaml.safe_load(text))
    raise DataError(f"no words of redaction beside {_PACKAGE}; install gopay-help again")


def words_of(name: str) -> list[str]:
    """The words of a list; a line that begins with `# ` is a remark."""
    lines = [line.strip() for line in _lists()[name].splitlines() if not line.lstrip().startswith("# ")]
    return [word for line in lines for word in line.split(" | ") if word]


def any_of(name: str) -> str:
    """Any word of a list, as a group of a pattern: `^` and `$` stand for the ends of a word."""
    ends = (_END.sub(lambda end: _ENDS[end[0]], word) for word in words_of(name))
    return f"(?:{filled('|'.join(ends))})"


_END = re.compile(r"(?<!\\)[\^$]")
_ENDS = {"^": "(?<![a-z])", "$": "(?![a-z])"}
_NAME = re.compile(r"\{([a-z_]+)\}")


def filled(shape: str) -> str:
    """A shape with the words of the data in the places of their names."""
    return _NAME.sub(lambda name: any_of(name[1]), shape)


def pattern(shape: str, *more: str) -> re.Pattern[str]:
    """The pattern of a shape, whose parts may stand in a row of strings."""
    return re.compile(filled("".join((shape, *more))))


# Numbers in words. One such word says nothing; only several in a row are read as a number.
HAN: Final = "[零〇一二三四五六七八九幺两兩洞拐勾壹贰貳叁參肆伍陆陸柒捌玖]"
_WORD: Final = r"(?:{digit}(?:\s{digit_ten})?|{digit_more})(?:nya)?(?![a-z])"
"""A digit, a ten, or how often the next one stands there."""
_SEP: Final = r"(?:[\s,.\-/;:|…_*+'\"~>&!]{1,4})"
_NO_SUM: Final = r"(?!\s?{scale}(?![a-z]))"
_NO_UNIT: Final = r"(?!\s?{unit}(?![a-z]))"
SPELLED: Final = pattern(rf"(?<![a-z]){_WORD}(?:{_SEP}{_WORD}){{3,19}}{_NO_SUM}")
SPELLED_IN_PART: Final = pattern(
    rf"(?<![a-z\d.,:])(?<!\d[\s,.\-])(?=(?:\d{_SEP}){{0,8}}{_WORD})(?:{_WORD}|\d)"
    rf"(?:{_SEP}(?:{_WORD}|\d(?!\d))){{3,19}}{_NO_SUM}"
)
SPELLED_AS_ONE: Final = pattern(r"(?<![a-z]){digit_plain}{4,19}(?![a-z])")
"""Without a space between them."""
SPELLED_HAN: Final = pattern(rf"{HAN}(?:[\s,、.\-/…]{{0,2}}{HAN}){{3,18}}(?!\s?[年月万萬千百十])")
COUNTED: Final = pattern(
    rf"(?<![a-z])(?:{_WORD}|se(?:ratus|ribu))(?:{_SEP}(?:{_WORD}|se(?:ratus|ribu)|{{counted}})(?![a-z])){{1,12}}",
    _NO_UNIT,
)
"""A number in words as it is counted, not digit by digit: only a word for a code tells it from a sum."""
PIECE: Final = pattern(
    rf"(?<![a-z]){_WORD}(?:{_SEP}{_WORD}){{1,3}}{_NO_SUM}{_NO_UNIT}",
    rf"|{HAN}(?:[\s,、.\-]?{HAN}){{1,3}}(?![^\W\d_]?[年月日号天点次个笔万千百十元块分秒小])",
    r"|(?<![\w.,:/+#%$\-])(?<!\d\s)",
    *(rf"(?<!(?<![a-z]){word}\s)" for word in words_of("no_dial")),
    r"(?P<digits>\d(?:[\s.\-]?\d){1,2})(?![\w%]|[\s.\-,/:]{0,2}\d)",
    _NO_SUM + _NO_UNIT,
)
"""Part of a number: too short to be read alone."""
THEN: Final = pattern("{then}")
DIGIT_IN_WORDS: Final = pattern(rf"(?<![a-z]){_WORD}|{HAN}")
REPEATED: Final = pattern(
    rf"(?:(?<![\d\w])[4-8]|[四五六八])\s?个\s?(?:{HAN}|\d)|(?:全部?|都)(?:部?[是为])?\s?(?:{HAN}|\d)(?!\d)"
    rf"|(?<![a-z\d])(?:four|six|all|4|6)\s(?:{{digit_english}}(?:e?s)|sixes|\d'?s)(?![a-z])"
    rf"|(?<![a-z\d])(?:angka\s)?(?:{_WORD}|\d)(?:nya)?\s(?:semua(?:nya)?|(?:di(?:kali|ulang)\s|x\s?)(?:enam|empat|6|4)"
    r"|(?:enam|empat|6|4)\s?(?:x|kali))(?![a-z\d])"
    rf"|(?<![a-z])semua(?:nya)?\s(?:angka\s)?(?:{_WORD}|\d)(?!\d)"
)
"""A number told by how often one digit stands in it: 六个一, six ones, satu semua."""

# Codes
SECRET_WORD: Final = pattern("{code}")
"""Words that speak of a code which only its owner may know."""
BREAK: Final = re.compile(
    "".join(rf"(?<!(?<![a-z]){word})" for word in words_of("short_form"))
    + r"[.](?=\s)|[!?;](?=\s)|[。！？；]|\n(?=\S.{0,40}\S)"
)
"""Where a new thought begins; not after a short form such as `no.`"""
SAID: Final = pattern("{says}")
SAYS: Final = pattern(r"{says}|^[^\w.!?;。！？；]{0,3}$")
"""Between a number and the word that names it: `482910 adalah kode …`."""
CONNECT: Final = pattern(r"(?:[\s:=\-\"'(>]|{small}){0,8}")
"""Small words between a word for a code and its number."""
CODE_GLUED: Final = pattern(r"{code_glued}[:=]?\s?$")
COUNTS: Final = pattern(r"(?:{scale}|{unit}|{money_after}|x)(?![a-z])")
OWNED: Final = pattern(r"(?<![a-z]){code_owned}\s$")
"""What makes a number its owner's alone, right before the word for a reference: `sandi transaksi 5521`."""
JOINT: Final = pattern(r"[\s,]{1,2}{joint}[\s,]{1,2}|[\s,]?{joint_han}[\s,]?")
COUNTED_ON: Final = pattern(r"\s?(?:{day_han}|{count_han}|{money_after}|[年笔次])")
"""What makes the number before it a number of its own."""
GIVEN: Final = pattern("{given}")
"""Handing over: what is handed over there, and is no sum, date or reference, was a code."""
PART_OF_CODE: Final = pattern(
    r"(?:(?<![a-z]){part}(?![a-z])(?:[\s:=,]|{part_more}){0,6}"
    r"|[前后後末中](?:[二两三四2-4]位?|面)(?:数字?)?(?:[是为:\s,]){0,3})"
    rf"(\d{{2,4}}(?!\d)|{HAN}{{2,4}}(?!{HAN}))"
)
"""A code told in parts: the first three, the last three."""
TOLD_IN_PARTS: Final = pattern(
    r"(?:(?<![a-z]){told_part}(?![a-z])|{told_part_han})[^\d\n$€£¥￥]{0,16}?"
    r"(?<![\d+#])(?<!\d[.,:/\-])(?<!rp)(?<!rp\s)(?!(?:19|20)\d\d(?!\d))(\d(?:[\s.\-]?\d){1,3})"
    r"(?![\d%a-z]|\s?[.,:/\-]\d|\s?(?:{span}|{unit}|{money_after}|{count_han}|{day_han}|{scale}|{measure}))"
)
"""A group of digits that is said to be the first of them, or the rest."""
BIRTH: Final = pattern("{birth}")
"""Days that people make a PIN of."""

# Days, sums, times, references
_DAY: Final = "{day}"
_MONTH: Final = r"{month}(?![a-z])"
_MM: Final = "{month_number}"
_YEAR: Final = "{year}"
A_DAY: Final = pattern(
    rf"{_DAY}\s{_MONTH}\.?(?:,?\s(?:{_YEAR}|\d\d))?(?!\d)|(?<![a-z]){_MONTH}\.?\s{_DAY}(?:,?\s{_YEAR})?(?!\d)"
    r"|(?<!\d)\d{1,4}[/\-.\s]\d{1,2}[/\-.\s]\d{2,4}(?!\d)"
    rf"|(?:{HAN}{{2,4}}|\d{{2,4}})年(?:(?:{HAN}{{1,3}}|\d{{1,2}})月)?(?:(?:{HAN}{{1,3}}|\d{{1,2}})[日号])?"
    rf"|(?:{HAN}{{1,3}}|\d{{1,2}})月(?:{HAN}{{1,3}}|\d{{1,2}})[日号]?"
)
NOT_A_CODE: Final = tuple(map(pattern, words_of("not_a_code")))
"""Numbers whose own surroundings say that they are no secret."""
MAYBE_NOT_A_CODE: Final = tuple(map(pattern, words_of("maybe_not_a_code")))
"""Numbers that look like no secret; a word right before them counts for more."""
ROUND: Final = re.compile(
    r"(?<![\d.,])[1-9]\d{1,5}00(?![.,]?\d)|(?<![\d.,])[1-9]\d{0,2}(?:,\d{3}|\d{1,3})?\.\d\d(?![.,]?\d)"
)
"""What a sum looks like, and one code in a hundred: a sum unless codes are spoken of near it."""

REFERENCE_WORD: Final = pattern("{reference}")
ALIKE: Final = re.compile(
    r"(?:\s?[&,/、]\s?|\s(?:dan|sama|and|atau|or)\s|\s?[和跟]\s?){1,2}([a-z]{0,3}\d{4,})(?![\d\-])"
)
"""What stands after a reference, if it is one more: a list of them."""
DATED: Final = re.compile(
    r"(?<![a-z0-9])[a-z]{1,4}\d{0,3}20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,12}[a-z]{0,3}(?![a-z0-9])"
)
"""A number of a transaction that begins with letters and a day: `A120261121093015ID`."""
NAMED_DAY: Final = re.compile(
    r"(?<![a-z0-9])(?:0\d?)?20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2,12}(?![a-z0-9])"
)
"""A number with a day in it: a transaction's where a word for a reference stands before."""
LETTERED: Final = re.compile(
    r"(?<![a-z0-9@/._\-])(?P<word>[a-z]{2,4})(?!0?8\d{8,11}(?!\d)|62\d{8})\d{6,14}(?:[a-z]{2})?(?![a-z0-9@])"
)
"""The number of a parcel or a contract: letters, then digits."""
PARCEL: Final = re.compile(r"(?<![a-z0-9@/._\-])[a-z]{2}\d{9}[a-z]{2}(?![a-z0-9@])")
"""As the posts of all countries write it."""
TIMED: Final = re.compile(
    r"(?<![a-z0-9])(?P<first>\d{0,3})20[12]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d\d{0,8}"
    r"(?P<last>[a-z]{0,3}\d{0,4})(?![a-z0-9])"
)
"""A transaction's number that begins with its moment. No card or identity number begins with 201 or 202."""
NUMBERED: Final = pattern(
    r"{reference}(?:[\s.:#(]|{number}){0,6}"
    r"((?!\+|62|0?8\d{8}|0?8\d{1,2}[-/]\d{3,4}[-/]\d{2,5}(?![\d\-]))(?=[a-z0-9\-/]{0,40}\d)[a-z]{0,3}\d{2,8}"
    r"(?:[-/](?:\d{1,8}|[a-z]{1,3}\d{0,4})){1,4})(?![a-z0-9\-])"
)
"""Groups of digits right after the word for a reference."""
REFERENCE: Final = re.compile(
    r"(?<![a-z0-9.@/_-])(?P<word>[a-z]{1,6})(?=[a-z0-9-]{0,40}\d)\d{0,8}(?P<rest>(?:-[a-z0-9]{1,12}){1,4})(?![a-z0-9@-])"
)
"""The number of an order or a report as companies write it: letters, then groups: `CAS-881204-K2L9`."""
NO_REFERENCE: Final = pattern("{no_reference}")
"""What a dash may follow before a number that is none."""
LAST_FOUR: Final = pattern(r"{last_four}(?:[\s:=]|is|are|nya|是|为|of|the|card|kartu){0,5}\d{4}(?!\d)")
"""The last four digits, given to name a card or a number: what support asks for."""
TAILED_WORD: Final = pattern("{tailed}")

# Cards, papers, accounts
CARD_WORD: Final = pattern("{card}")
CVV_WORD: Final = pattern("{cvv}")
BACK_WORD: Final = pattern("{card_back}")
"""Where the three digits of a card stand, or that they are three. Only near a card: alone they say little."""
THREE: Final = pattern(
    r"(?<![\d.,/:+])(?<!\d[\s\-])(\d{3,4}(?![\d%])(?!\s?[\s.\-:,/]\d{3}(?!\d))"
    r"|\d(?:[\s.\-]\d){2,3}(?!\s?[\s.\-]?\d))(?!\s?{no_cvv}(?![a-z]))"
    rf"|((?<![a-z]){_WORD}(?:[\s,\-]{{1,2}}{_WORD}){{2,3}}(?![a-z])(?![\s,\-]{{1,2}}{_WORD}))"
    rf"|(?<!{HAN})({HAN}(?:[\s,、.\-]?{HAN}){{2,3}})(?!{HAN}|[年月日号天点次个笔万千百十元块])"
)
WORDS_BEFORE: Final = pattern(rf"{_WORD}[\s,\-]{{1,2}}$")
EXPIRY: Final = pattern(
    r"{expiry}(?:[\s.:=,'\"(至到限]|{expiry_small}){0,6}?"
    rf"(\d\d?\s?[/\-.|]\s?(?:20)?\d\d|(?:0[1-9]|1[0-2])\s?\d\d|(?:{_DAY}\s)?{_MONTH}\.?[\s\-/]?(?:20)?\d\d"
    r"|(?:20)?\d\d年\d{1,2}月?|\d{1,2}月(?:20)?\d\d年?|(?:(?:bulan|bln|month)\s)?\d{1,2},?\s(?:tahun|thn|th|year)\s(?:20)?\d\d)"
    r"(?!\d|[/.\-]20\d\d(?!\d))"
)
_AND: Final = r"(?:[\s,;|/&+]|{and}){1,6}"
AFTER_CARD: Final = pattern(
    rf"{_AND}(?:an\.?\s|a/n\s)?({_MM}\s?[/\-|]\s?(?:20)?\d\d|(?:0[1-9]|1[0-2])(?:2[5-9]|3\d))(?!\d)"
    rf"(?:{_AND}(\d{{3,4}})(?!\d))?"
)
"""What a card number is followed by where somebody copies all of it."""
MONTH_TO_COME: Final = pattern(
    rf"((?<![a-z\d]){_MONTH}\.?[\s\-/]?(?:20)?(?:2[6-9]|3\d)(?!\d)"
    r"|(?<![\d/.\-])(?:0[1-9]|1[0-2])\s?[/|]\s?(?:20)?(?:2[6-9]|3\d)(?![\d/.\-]))"
)
"""A month of a year that is not over: beside the code on the back, the end of a card."""
ALONE: Final = re.compile(r"[.!?:;]\s{1,2}([\w\s,\-]{3,24})(?=[.!?;]|$|\n)")
"""A short sentence: if it is nothing but a number, the answer to what was asked before."""
CVV_AFTER_EXPIRY: Final = pattern(rf"{_AND}(\d{{3,4}})(?![\d.,:/])(?!\s?(?:rb|ribu|jt|juta|k\b|kali|x\b))")
GROUPS: Final = pattern(
    r"(?<![\d+])(?<![a-z][\-.])\d{1,15}"
    r"(?:(?:[^\w+]{1,4}|(?:[^\w\n]{0,3}{halves}[^\w\n]{0,3}))\d{1,15}){1,18}(?!\d)"
)
"""Digits in whatever groups."""
NAMED_PHONE: Final = pattern(r"{phone_word}[^\d\n]{0,6}(\d(?:[\s\-]?\d){7,13})(?!\d)")
ACCOUNT_WORD: Final = pattern("{account}")
_GROUPED: Final = r"(\d{2,6}(?:[\s.\-]\d{2,6}){1,4})(?![.,]?\d)"
ACCOUNTS_IN_GROUPS: Final = (
    pattern(rf"{{account}}(?:[\s.:=#(]|{{account_small}}){{0,6}}{_GROUPED}"),
    pattern(rf"(?<![a-z]){{sent_to}}(?:\s[a-z0-9.]{{1,12}}){{0,3}}\s(?:ke|to)\s{_GROUPED}"),
    pattern(rf"(?<![\d.,\-]){_GROUPED}\s{{1,2}}(?:ke\s|di\s|at\s|bank\s){{0,2}}{{account}}"),
)
PAPER_WORD: Final = pattern("{paper}")
PAPER_NUMBER: Final = re.compile(
    r"(?<![a-z0-9@/.])(?!(?:rp|idr|rm|usd|sgd)[\s.]{0,2}\d)((?=[a-z0-9.\-\s]{0,30}\d{3})(?:[a-z]{1,3}\s)?"
    r"(?:[a-z]{0,4}\d{1,12}[a-z]{0,4}(?:[.\-\s]\d{2,8}[a-z]?|[.\-][a-z\d]{1,8}){0,5}))(?![a-z0-9@])"
)
PAPER_SHAPES: Final = (
    re.compile(
        r"(?<![a-z0-9])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?![a-z0-9])"
    ),
    re.compile(r"(?<!\d)\d\d\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)"),
    re.compile(r"(?<![\d-])\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-\d\d-\d{4}(?![\d-])"),
    re.compile(r"(?<![a-z0-9])[stfgm]\d{7}[a-z](?![a-z0-9])"),
)
"""A Chinese identity number; an Indonesian tax number; a Malaysian and a Singaporean identity number."""

# Passwords, recovery codes, answers, tokens
PASSWORD: Final = pattern(
    r"{password}(?P<between>(?:\s?{password_small}(?![a-z])){0,5})"
    r"(?P<sign>\s{0,2}[:=]{1,2}\s{0,2}|\s{1,2}|(?<=[码碼令是为]))(?P<word>[!-~]{4,64})"
)
NEAR_PASSWORD: Final = pattern("{password}")
PASSWORD_IS: Final = pattern(r"(?:[是为]|(?<![a-z]){password_is})\s?$")
SHAPED: Final = re.compile(r"(?<![!-~])[\"'(\[]?([!-~]{6,40})|(?<=[^\x00-\x7f])([!-~]{6,40})")
"""A piece of text that could be a password, to be looked at more closely."""
ORDINARY: Final = pattern(
    r"(?:rp|idr|rm|usd|\$)?[\d.,]+(?:[a-z]{1,6})?|[\d/:.\-+x]+|\d{1,2}{month_short}\d*|{device}[\w-]*"
    r"|[a-z]+(?:-[a-z]+)*|(?:https?:|www\.).*|[\w.-]+\.[a-z]{2,6}(?:/.*)?|[a-z]{1,3}/[a-z/]+|@.*|\w+\(.*\)"
)
"""What has letters and digits and is no password: sums, devices, addresses, plain words."""
NO_PASSWORD: Final = pattern(r"{no_password}\.?")
"""What is said of a password and is none."""
SERVICE: Final = pattern(r"(?<![a-z]){service}[\s:=/\-]{1,3}([!-~]{6,40})")
"""A note of accounts: the name of a service, and what lets one in."""
AFTER_MAIL: Final = re.compile(r"@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\s?[/|;:]\s?([!-~]{6,40})")
"""A mail address, and what lets one in."""
SPOKEN_MAIL: Final = tuple(
    pattern(
        rf"(?<![a-z0-9])[a-z0-9_]{{2,30}}(?:{dot}[a-z0-9_]{{1,30}}){{0,3}}{at}[a-z0-9]{{2,30}}(?:{dot}[a-z]{{2,20}}){{1,3}}(?![a-z])"
    )
    for dot, at in ((r"\s?[(\[]dot[)\]]\s?", r"\s?[(\[]at[)\]]\s?"), ("{mail_dot}", "{mail_at}"))
)
QUOTED: Final = re.compile(r"[\"'“‘「『`]([^\"'”’」』`\n]{4,40})[\"'”’」』`]")

RECOVERY_WORD: Final = pattern("{recovery}")
RECOVERY_CODE: Final = re.compile(
    r"(?<![a-z0-9-])(?:(?=[a-z0-9-]{0,60}\d)[a-z0-9]{3,10}(?:-[a-z0-9]{3,10}){1,7}"
    r"|(?:(?=[a-z]{0,3}\d)[a-z0-9]{4}\s){1,7}(?=[a-z]{0,3}\d)[a-z0-9]{4}"
    r"|(?=[a-z]{0,14}\d)(?=\d{0,14}[a-z])[a-z0-9]{8,24}|\d{8,14})(?![a-z0-9-])"
)
RECOVERY_SHAPE: Final = re.compile(
    r"(?<![a-z0-9-])(?=[a-z0-9-]{0,60}\d)(?=[a-z0-9-]{0,60}[a-z])[a-z0-9]{3,8}(?:-[a-z0-9]{3,8}){2,7}(?![a-z0-9-])"
)
"""Groups as such codes are printed; there the word may stand anywhere near."""
SEED_WORD: Final = pattern("{seed}")
SEED: Final = re.compile(
    r"[:=：是\"“\n]\s{0,2}((?:(?:\d{1,2}[.)]\s?)?[a-z]{3,12}[\s,]{1,2}){11,23}[a-z]{3,12}(?![a-z])"
    r"|(?:[\u4e00-\u9fff]{1,3}[\s、,]{1,2}){11,23}[\u4e00-\u9fff]{1,3})"
)
QUESTION: Final = pattern("{question}")
"""Questions whose answer opens an account."""
ASKED: Final = pattern("{question_asked}")
ANSWER: Final = pattern("{answer}")
NAME_THERE: Final = pattern(
    r"(?:(?<![a-z]){title}\.?\s)?[A-Z][\w'.’-]{1,20}(?:\s(?:\d{1,3}\s)?[A-Z][\w'.’-]{1,20}){0,4}"
    r"(?:\s\d{1,3}(?![\w.,:/%]))?"
)
NAME_NEXT: Final = re.compile(r"[\s:,\"“]{0,3}([a-z][a-z'.-]{2,20})(?![a-z])")
NAME_HAN: Final = re.compile(
    r"[是叫为:填姓案了\s(]\s?[\"“「]?([\u4e00-\u9fff]{2,10})[\"”」]?(?=[\s,.;!，。；！、]|$)"
)
NAME_SAID: Final = pattern(r"(?:[:=]|(?<![a-z]){name_is}(?![a-z]))\s{0,2}([a-z][a-z'.-]{2,20})(?![a-z])")
NO_NAME: Final = re.compile(filled(r"{no_name}\.?"), re.IGNORECASE)

TOKEN_WORD: Final = pattern("{token}")
LINK_STEP: Final = pattern(r"/{link_step}/([^\s/?#]{4,200})")
OPAQUE_SHORT: Final = re.compile(r"(?<![!-~])[\"'(<]?([a-z0-9_.~+/=:-]{8,200})")


AFTER_WORD = 32


def same_thought(text: str, start: int, end: int) -> bool:
    """True if neither a new sentence, nor the word for a reference, nor something hidden lies between."""
    between = (BREAK, REFERENCE_WORD, BLANK)
    return not any(pattern.search(text, start, end) for pattern in between)


BLANK = re.compile("\ue000")


def named_by_a_word(text: str, since: int, start: int, end: int, reach: int = 48) -> bool:
    """True if a word for a code stands before the number in the same thought, or names it right after."""
    before = text[max(since, start - reach) : start]
    cut = max((found.end() for ends in (BREAK, BLANK) for found in ends.finditer(before)), default=0)
    if SECRET_WORD.search(before, cut):
        return True
    return is_called_so(text, end)


def is_called_so(text: str, end: int) -> bool:
    """True if the words right after a number call it a code."""
    word = SECRET_WORD.search(text, end, end + AFTER_WORD)
    return word is not None and SAYS.search(text[end : word.start()]) is not None


_FAR = 240


def spoken_of(words: list[int], at: int, reach: int = _FAR) -> bool:
    """True if a word for a code stands anywhere near, before or after."""
    index = bisect_left(words, at)
    return any(abs(place - at) <= reach for place in words[max(0, index - 1) : index + 1])


def follows(text: str, words: list[int], start: int, reach: int = 40) -> bool:
    """True if nothing but small words stands between a word for a code and this place."""
    index = bisect_right(words, start)
    return (
        index > 0
        and start - words[index - 1] <= reach
        and CONNECT.fullmatch(text, words[index - 1], start) is not None
    )


def secret_words(text: str) -> list[int]:
    """Where the words for a code end."""
    return [found.end() for found in SECRET_WORD.finditer(text)]
