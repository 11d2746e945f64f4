"""Rules of texts, in every language: complete, current, plain, no contact, no request for a secret.

Some guess from words: those of `lexicon.yaml` and of a pack's `terms.yaml`.
"""

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from gopay_help.authoring.lint import words as vocabulary
from gopay_help.authoring.lint.rule import (
    CHECKLISTS,
    PackSource,
    Stage,
    is_stale,
    left_over,
    needed_keys,
    recorded,
    rule,
)
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.yaml import Broken, Data, Document, Trail, entries
from gopay_help.model.errors import Filled, Level
from gopay_help.model.text import SOURCE_LANGUAGE, escape, hidden_in
from gopay_help.tree.pack import is_lent

CONTACT = re.compile(
    r"""(?ix)
    https?: | www\. | \b[\w-]+\.(?:com|co|id|cz|net|org|io|me|link|app)\b   # an address
    | \b(?:dot|titik)\s(?:com|co|id|cz|net|org|io|me)\b                   # one that is spelt out
    | \S@\S | (?<!\w)@\w                                                    # a mailbox, a handle
    | (?<![*\#])[*\#]+\d                                                     # a dial code
    | \+?\(?\d(?:[\s.()-]*\d){6,}                                           # a number of seven digits or more
    """
)
_DATE = re.compile(r"\b20\d\d-[01]\d-[0-3]\d(?: [0-2]\d:[0-5]\d)?\b")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_BRACE = re.compile(r"[{}｛｝][^{}｛｝]{0,20}[{}｛｝]?|'\{[a-z_]+\}'")
_NEAR = 0.8
"""From here on two names are probably one and a slip of the finger."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?\Z")
_SUMMARIES = re.compile(r"outcome\.(?P<outcome>[a-z0-9_]+)\.(?:title|summary)\Z")


@rule("I18N011", Stage.REFERENCES)
def check_languages(draft: PackSource) -> Iterator[Broken]:
    """There are texts in every language of the tree and in no other, and its tag says how it is written."""
    languages = draft.tree.languages
    for index, lang in enumerate(languages):
        if not _TAG.match(lang) or vocabulary.needs_script(lang):
            yield draft.found(("languages", index), "tag", lang=lang)
        elif lang not in draft.texts:
            yield draft.found(("languages", index), "missing", lang=lang)
    for lang, documents in draft.texts.items():
        for document in documents if lang not in languages else ():
            yield document.found((), lang=lang)


_MANUAL = "help."


@rule("I18N001", Stage.MEANING)
def check_complete(draft: PackSource) -> Iterator[Broken]:
    """Every text the pack needs exists in English, and every English text in every language.

    A missing translation is shown in English: a warning, unless the text keeps money safe, or is a line of
    the manual: a new command has one before anybody has translated it. What is said of a channel is told by
    REG015. The words of a draft are among them where the program itself has none in that language: nobody
    sends a letter in two.
    """
    said = {f"channel.{channel}.{part}" for channel in draft.channels() for part in ("label", "caveat")}
    needed = dict.fromkeys(key for key in needed_keys(draft) if not _SUMMARIES.match(key) and key not in said)
    english = dict.fromkeys(key for one in draft.texts[SOURCE_LANGUAGE] for key in one.data)
    safety = vocabulary.safety_keys(draft)
    for lang in draft.tree.languages:
        documents = draft.texts[lang]
        present = {key for document in documents for key in document.data}
        for key in sorted((needed | english).keys() - present - said):
            grave = lang == SOURCE_LANGUAGE or key not in english or key in safety
            slip = _misnamed(draft, key) if key not in english else ""
            fix = f"add `{key}: …`{slip}" if slip else Filled("add `{key}: …`", key=key)
            found = documents[0].found((), key=key, lang=lang, fix=fix)
            least = Level.ADVICE if key.startswith(_MANUAL) else Level.WARNING
            yield found if grave else found._replace(level=least)
        for key in vocabulary.words_of_drafts(draft, lang):
            if key not in present:
                english_text = vocabulary.english_of(key)
                found = documents[0].found((), "draft", key=key, lang=lang, english=english_text)
                yield found._replace(level=Level.WARNING)


def _misnamed(draft: PackSource, key: str) -> str:
    """What a step without words is probably called, and where it is named: a slip of the finger is there."""
    room, _, step = key.partition(".")
    known = [
        one.partition(".")[2]
        for file in draft.texts[SOURCE_LANGUAGE]
        for one in file.data
        if one.startswith("step.")
    ]
    near = difflib.get_close_matches(step, known, 1, _NEAR) if room == "step" else []
    if not near:
        return ""
    places = (place for trail, place in draft.tree_file.places.items() if step in _named_at(draft, trail))
    line = min((place.line for place in places), default=0)
    return f", or correct the name in line {line} of tree.yaml: did you mean {near[0]!r}?"


def _named_at(draft: PackSource, trail: Trail) -> tuple[str, ...]:
    """The step that an outcome names at a place of the tree, if it names one there."""
    value: Data = draft.tree_file.data
    if not trail or trail[0] != "outcomes" or not isinstance(trail[-1], int):
        return ()
    for part in trail:
        value = value[part]  # type: ignore[index]
    return (value,) if isinstance(value, str) else ()


@rule("OUT007", Stage.MEANING)
def check_summaries(draft: PackSource) -> Iterator[Broken]:
    """Every outcome has a title, and says what is known: it may be all that somebody offline ever gets."""
    for outcome in draft.outcomes:
        for part in ("title", "summary"):
            key = f"outcome.{outcome.id}.{part}"
            if not (draft.text(SOURCE_LANGUAGE, key) or "").strip():
                yield draft.found(
                    ("outcomes", outcome.id), part=part, key=key, file=f"text/{SOURCE_LANGUAGE}.yaml"
                )


@rule("I18N002", Stage.MEANING, Level.WARNING)
def check_orphans(draft: PackSource) -> Iterator[Broken]:
    """No text is left over: nothing shows it any more, or its English text is gone."""
    gone = set(left_over(draft))
    for text in vocabulary.all_texts(draft):
        if text.english is None and vocabulary.english_of(text.key) is None:
            # A word of the program's own that has no English is a slip of the finger, not an idea.
            room = f"{text.key.partition('.')[0]}."
            near = (
                [own for own in vocabulary.own_english() if own.startswith(room)] if is_lent(text.key) else []
            )
            fix = nearest(text.key, near) if near else "remove it, or give it an English text"
            yield text.found("english", fix=fix)
        elif text.key in gone:
            yield text.found()


@rule("I18N003", Stage.MEANING)
def check_stale(draft: PackSource) -> Iterator[Broken]:
    """A translation was made from the present English: an error where it keeps money safe."""
    safety = vocabulary.safety_keys(draft)
    for text in vocabulary.all_texts(draft):
        if not text.is_translation or text.lang not in draft.locks:
            continue
        if is_stale(draft, text.lang, text.key, text.english or ""):
            found = text.found(english=text.english, lang=text.lang)
            yield found if text.key in safety else found._replace(level=Level.WARNING)
        elif recorded(draft, text.lang, text.key) is None:
            yield text.found("unrecorded")._replace(level=Level.WARNING)


@rule("I18N012", Stage.REFERENCES)
def check_twice(draft: PackSource) -> Iterator[Broken]:
    """A text stands in one file of its language only."""
    for documents in draft.texts.values():
        seen: dict[str, str] = {}
        for document in documents:
            for key in document.data:
                if key in seen:
                    yield document.found((key,), key=key, seen=seen[key])
                seen.setdefault(key, document.file)


@rule("I18N005", Stage.MEANING)
def check_contacts(draft: PackSource) -> Iterator[Broken]:
    """A contact in a text could not be proved, dated or withdrawn; contacts live in the registry."""
    values = {str(row["value"]) for row in draft.channels().values() if row.get("value")}
    short = [re.escape(value) for value in values if value.isdigit()]
    numbers = re.compile(rf"(?<!\d)(?:{'|'.join(short)})(?!\d)" if short else r"(?!)")
    for text in vocabulary.all_texts(draft):
        folded = unicodedata.normalize("NFKC", text.said)  # full-width digits and signs are contacts too
        folded = _DATE.sub(" ", folded)
        if found := CONTACT.search(folded) or numbers.search(folded):
            yield text.found(found=found.group())


@rule("I18N004", Stage.MEANING)
def check_placeholders(draft: PackSource) -> Iterator[Broken]:
    """A translation fills in the same {names} as the English text, written as names are."""
    for text in vocabulary.all_texts(draft):
        english = text.english if text.english is not None else vocabulary.english_of(text.key)
        wanted = set(_PLACEHOLDER.findall(text.said if english is None else english))
        names = ", ".join(f"{{{name}}}" for name in sorted(wanted))
        fix = Filled("use: {names}", names=names) if names else "use: none"
        odd = _BRACE.search(re.sub(r"(?<!')\{[a-z_]+\}(?!')", "", text.said))
        if odd:
            yield text.found("odd", odd=odd.group(), fix=fix)
        elif set(_PLACEHOLDER.findall(text.said)) != wanted:
            yield text.found(fix=fix)


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
def check_markup(draft: PackSource) -> Iterator[Broken]:
    """No text holds markup or a character that steers a terminal: what is read is what is there."""
    for text in vocabulary.all_texts(draft):
        if found := _MARKUP.search(text.said):
            yield text.found(found=found.group())
        elif steering := hidden_in(text.said):
            yield text.found("hidden", sign=escape(steering[0]))


@rule("I18N007", Stage.MEANING, Level.WARNING)
def check_width(draft: PackSource) -> Iterator[Broken]:
    """An answer fits its line, in cells, and no mark in it is as wide as the terminal likes."""
    for text in vocabulary.all_texts(draft):
        if ".opt." in text.key and (width := vocabulary.cells(text.said)) > vocabulary.OPTION_CELLS:
            yield text.found(width=width, fit=vocabulary.OPTION_CELLS)
        if ".opt." in text.key or text.key.endswith((".title", ".label")):
            marks = (char for char in text.said if not char.isalpha() and char not in _IN_SENTENCES)
            if odd := next(filter(vocabulary.is_ambiguous, marks), None):
                yield text.found("odd", odd=odd)
        if not text.said.isascii() and (found := _PICTURE.search(text.said)):
            yield text.found("picture", found=found.group())


@rule("SAFE004", Stage.MEANING)
def check_nothing_evaluated(draft: PackSource) -> Iterator[Broken]:
    """Nothing in a pack is ever evaluated: no template, no code, no key that sounds like it."""
    for document in draft.files:
        for trail, value in _values(document.data, ()):
            if trail[-1] in _FORBIDDEN:
                yield document.found(trail, "key", key=trail[-1])
            if isinstance(value, str) and (found := _EVALUATED.search(value)):
                yield document.found(trail, found=found.group())


def _values(value: Data, trail: Trail) -> Iterator[tuple[Trail, Data]]:
    """Every value in a document but the top, with the way to it."""
    if trail:
        yield trail, value
    for key, one in entries(value):
        yield from _values(one, (*trail, key))


_QUESTION_MARKS = ("?", "？")
_TWICE = 2


@rule("ASK004", Stage.MEANING, may_allow=True)
def check_secrets(draft: PackSource) -> Iterator[Broken]:
    """Nothing that we say asks for a PIN, a code, a card number or a password."""
    forbidden = vocabulary.not_to_do(draft)
    for text in vocabulary.all_texts(draft):
        asked = None if text.key in forbidden else _asked_for(vocabulary.lexicon(draft, text.lang), text.said)
        if asked:
            yield text.found(asked=asked)


@rule("ASK005", Stage.MEANING, Level.WARNING)
def check_question_length(draft: PackSource) -> Iterator[Broken]:
    """A question is read at one glance: two sentences and 160 cells at most."""
    for text in vocabulary.question_texts(draft):
        width, count = vocabulary.cells(text.said), len(vocabulary.sentences(text.said))
        if width > vocabulary.QUESTION_CELLS or count > vocabulary.QUESTION_SENTENCES:
            yield text.found(
                count=count,
                width=width,
                sentences=vocabulary.QUESTION_SENTENCES,
                wide=vocabulary.QUESTION_CELLS,
            )


@rule("ASK007", Stage.MEANING, Level.WARNING)
def check_one_question(draft: PackSource) -> Iterator[Broken]:
    """A question asks one thing, and does not turn it round twice."""
    for text in vocabulary.question_texts(draft):
        words = vocabulary.lexicon(draft, text.lang)
        both = words.find("and_or", text.said)
        if both or sum(map(text.said.count, _QUESTION_MARKS)) >= _TWICE:
            yield text.found("two", both=f": {both!r}" if both else "")
        for sentence in vocabulary.sentences(text.said):
            if words.count("not", words.without("not_counted", sentence)) >= _TWICE:
                yield text.found(sentence=sentence)


def _asked_for(words: vocabulary.Lexicon, said: str) -> str | None:
    """The clause that asks for a secret, if one does."""
    if not words.find("asks", said) or not words.find("secrets", said):
        return None
    for clause in vocabulary.clauses(said):
        asks = words.find("asks", clause) and words.find("secrets", clause)
        if asks and not words.find("not", clause) and not words.find("reports", clause):
            return clause.strip()
    return None


class _Turned(NamedTuple):
    """How an answer of an id must not begin."""

    ending: str
    other: str
    """The kind of words that mean the opposite."""
    wanted: str


_TURNED = (_Turned(".opt.yes", "says_no", "says_yes"), _Turned(".opt.no", "says_yes", "says_no"))


@rule("I18N013", Stage.MEANING)
def check_yes_and_no(draft: PackSource) -> Iterator[Broken]:
    """The answer `yes` does not begin with a "no", nor `no` with a "yes": whoever says one means it."""
    for text in vocabulary.all_texts(draft):
        for turned in (one for one in _TURNED if text.key.endswith(one.ending)):
            words = vocabulary.lexicon(draft, text.lang)
            if words.begins(turned.other, text.said) and not words.begins(turned.wanted, text.said):
                yield text.found(text=text.said, examples=words.examples(turned.wanted))


@rule("ASK011", Stage.MEANING)
def check_told_apart(draft: PackSource) -> Iterator[Broken]:
    """No two answers to one question read alike, in any language: nobody could choose between them."""
    questions = {question.id for question in draft.questions}
    seen: dict[tuple[str, str, str], vocabulary.Text] = {}
    for text in vocabulary.all_texts(draft):
        question, marked, _ = text.key.partition(".opt.")
        if not marked or question not in questions:
            continue
        place = (text.lang, question, "".join(filter(str.isalnum, text.said.casefold())))
        if (first := seen.setdefault(place, text)) is not text:
            yield text.found(other=first.key, text=text.said)


_ADVICE = ("step.", "funds.", "prevention.", "outcome.", "channel.", "check.fix.", "verify.advice.")
"""Keys of texts that tell people what to do."""


@rule("SAFE002", Stage.MEANING)
def check_must_have(draft: PackSource) -> Iterator[Broken]:
    """What `must_have` promises for a cause is in that cause's fund-safety list, and is known."""
    file = draft.documents["checklists"]
    rows = {row["id"]: row for _, row in draft.rows("checklists", "funds")}
    promised = file.data.get("must_have")
    for cause, items in promised.items() if isinstance(promised, dict) else ():
        if cause == "all":
            continue  # SAFE001
        for index, item in enumerate(items if isinstance(items, list) else ()):
            row, trail = rows.get(str(item)), ("must_have", cause, index)
            if row is None:
                yield file.found(trail, "unknown", item=item, fix=nearest(str(item), rows))
            elif row["causes"] != "all" and cause not in row["causes"]:
                yield file.found(trail, cause=cause, item=item)


@rule("SAFE003", Stage.MEANING, may_allow=True)
def check_advice(draft: PackSource) -> Iterator[Broken]:
    """Advice that can cost money or proof comes with a warning: reinstall, reset, pay again."""
    forbidden = vocabulary.not_to_do(draft)
    for text in vocabulary.all_texts(draft):
        if text.key in forbidden or not text.key.startswith(_ADVICE):
            continue
        words = vocabulary.lexicon(draft, text.lang)
        advised = [clause for clause in vocabulary.clauses(text.said) if not words.find("not", clause)]
        risky = next(filter(None, (words.find("risky", clause) for clause in advised)), None)
        if risky and not words.find("warned", text.said):
            yield text.found(risky=risky)


_TOLD = ("step.", "funds.", "prevention.", "outcome.", "channel.", "cause.", "ui.", "verify.", "check.")
"""Keys of what this pack says in its own name. A claim (`claim.`) says what its source says."""
_MOST = 0.75
"""From here on it is how a pack says it, and no chance."""


@rule("OUT015", Stage.MEANING)
def check_one_list(draft: PackSource) -> Iterator[Broken]:
    """A step is one to do or one not to do, in all outcomes alike: its words can only be one of both."""
    seen: dict[str, dict[str, list[Trail]]] = defaultdict(lambda: {"do": [], "do_not": []})
    for key in ("do", "do_not"):
        for _, trail, step in draft.listed(key):
            seen[step][key].append(trail)
    for step, places in seen.items():
        rarer, other = sorted(places, key=lambda key: len(places[key]))
        for trail in places[rarer] if places[other] else ():
            yield draft.found(trail, step=step, list=rarer, other=other, outcome=places[other][0][1])


@rule("SAFE007", Stage.MEANING, may_allow=True)
def check_exceptions(draft: PackSource) -> Iterator[Broken]:
    """A "do not" that keeps money safe has no exception: a thief would say that he is the one."""
    forbidden = vocabulary.not_to_do(draft) & vocabulary.safety_keys(draft)
    for text in vocabulary.all_texts(draft):
        if text.key not in forbidden:
            continue
        words = vocabulary.lexicon(draft, text.lang)
        if found := words.find("except", text.said):
            yield text.found(found=found)
        elif found := words.find("weak", text.said):
            yield text.found("advice", found=found)


@rule("SAFE008", Stage.MEANING, may_allow=True)
def check_right_list(draft: PackSource) -> Iterator[Broken]:
    """A thing to do does not say "do not"; a thing not to do says so, if most of the pack's do.

    A pack may say "Force the door." under "What not to do"; one that says "Do not force it." says so always.
    """
    words = vocabulary.lexicon(draft, SOURCE_LANGUAGE)
    listed = [(*entry, said) for entry in _listed(draft) if (said := draft.text(SOURCE_LANGUAGE, entry[2]))]
    forbidding = [bool(words.find("not", said)) for *_, to_do, said in listed if not to_do]
    spelt_out = sum(forbidding) > _MOST * len(forbidding)
    for file, trail, key, to_do, said in listed:
        if to_do and words.begins("forbid", said):
            yield file.found(trail, "do", key=key, text=said, fix=_other_list(trail))
        elif not to_do and spelt_out and not words.find("not", said):
            yield file.found(trail, key=key, text=said, fix=_other_list(trail))


@rule("SAFE009", Stage.MEANING, may_allow=True)
def check_promises(draft: PackSource) -> Iterator[Broken]:
    """Nobody is promised what we cannot know: that money is safe or comes back, or when they answer."""
    for text in vocabulary.all_texts(draft):
        if not text.key.startswith(_TOLD):
            continue
        if found := _promised(vocabulary.lexicon(draft, text.lang), text.said):
            yield text.found(found=found)


def _promised(words: vocabulary.Lexicon, said: str) -> str | None:
    """A promise that its own clause does not take back."""
    if not words.find("promise", said):
        return None
    for clause in vocabulary.clauses(said):
        found = words.find("promise", clause)
        if found and not words.find("not", words.without("promise", clause)):
            return found
    return None


def _listed(draft: PackSource) -> Iterator[tuple[Document, Trail, str, bool]]:
    """Every step and item where it is first listed, its key, and whether it is a thing to do."""
    seen: set[tuple[str, bool]] = set()
    for outcome in draft.outcomes:
        plan = outcome.follow_up.steps
        lists = (("do", outcome.do, True), ("do_not", outcome.do_not, False), ("follow_up", plan, True))
        for key, steps, to_do in lists:
            for index, step in enumerate(steps):
                if (step, to_do) not in seen:
                    seen.add((step, to_do))
                    inner = ("steps", index) if key == "follow_up" else (index,)
                    yield draft.tree_file, ("outcomes", outcome.id, key, *inner), f"step.{step}", to_do
    for name in CHECKLISTS:
        for index, row in draft.rows("checklists", name):
            yield draft.documents["checklists"], (name, index, "do"), f"{name}.{row['id']}", bool(row["do"])


def _other_list(trail: Trail) -> str:
    if trail[-1] == "do":
        return "write `do: true` for a thing to do and `do: false` for one not to do, or mend the text"
    return "move it to the other list (`do` or `do_not`), or mend the text"
