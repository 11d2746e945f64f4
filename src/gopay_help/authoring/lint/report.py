"""Findings about a pack: for a person as text, for scripts as JSON, for GitHub, and for editors as SARIF."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from gopay_help import __version__
from gopay_help.authoring.lint.engine import Findings
from gopay_help.model.errors import Filled, Level, Problem
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, safe_line
from gopay_help.screen.documents import github_annotation

LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "advice"}
"""As machines read them, in every language."""
RULES_PAGE = "docs/rules.md"

PARTS = frozenset({"kind", "reason"})
"""Names in sentences whose values are words, which are said in the other language too."""
_CONCRETE = re.compile(r"['\"`:\d]")
"""What a fix holds that says more than how such breaks are mended in general."""


class Told(NamedTuple):
    """One finding as its reader is told it. A part that would say nothing new is empty."""

    level: str
    first: str
    """The sentence behind the place: in English the message, else what the rule is about."""
    message: str
    """The message, where it is not the first sentence; English if the words do not have it."""
    mend: str
    """How breaks of this rule are mended, where the reader's language is not that of the fix."""
    fix: str


class Teller:
    """Tells findings in the language of *words*, the room `lint` of the shipped pack."""

    def __init__(self, words: Catalogue) -> None:
        self.words = words
        english = words.fallback or words.entries
        self._keys = {
            text: key for key, text in english.items() if key.startswith(("lint.said.", "lint.todo."))
        }
        self._parts = {text: words.say(key) for key, text in english.items() if key.startswith("lint.part.")}

    def what(self, rule: str) -> str | None:
        """What a rule protects; None for one that the words do not know."""
        return self._of(rule, "what")

    def mend(self, rule: str) -> str | None:
        """How breaks of a rule are mended."""
        return self._of(rule, "mend")

    def tell(self, problem: Problem) -> Told:
        """One finding."""
        level = self.words.say(f"lint.level.{LEVELS[problem.level]}")
        what, mend = self.what(problem.rule), self.mend(problem.rule)
        if self.words.lang == SOURCE_LANGUAGE or what is None or mend is None:
            return Told(level, problem.message, "", "", problem.fix)
        message = self.said(problem.message) or problem.message
        fix = self.said(problem.fix) or (problem.fix if _CONCRETE.search(problem.fix) else "")
        return Told(level, what, message, mend, "" if _plain(fix) == _plain(mend) else fix)

    def said(self, sentence: str) -> str | None:
        """An English sentence in the language of the words; None if they do not have it, or a part of it."""
        template, values = (
            (sentence.template, sentence.values) if isinstance(sentence, Filled) else (sentence, {})
        )
        shown = {name: unquoted(str(value)) for name, value in values.items()}
        parts = {name: self._parts.get(shown[name]) for name in PARTS & shown.keys()}
        key = self._keys.get(unquoted(template))
        return None if key is None or None in parts.values() else self.words.say(key, **{**shown, **parts})

    def counted(self, what: str, count: int) -> str:
        """``1 error``, ``2 errors``."""
        return self.words.say(f"lint.{what}.{'one' if count == 1 else 'many'}", count=count)

    def _of(self, rule: str, part: str) -> str | None:
        key = f"lint.{rule.lower()}.{part}"
        return self.words.say(key) if self.words.has(key) else None


def unquoted(sentence: str) -> str:
    """*sentence* without the marks around keys and code: no text of a pack may hold those."""
    return sentence.replace("`", "")


def anchor(rule: str) -> str:
    """Where a rule is explained."""
    return f"{RULES_PAGE}#{rule.lower()}"


def place(problem: Problem) -> str:
    """``file:line:column`` as far as it is known: a compiled pack has no lines."""
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def _plain(said: str) -> str:
    return said.rstrip(".。").casefold()


_ALLOW = "`# lint: allow RULE reason`"


def as_text(findings: Findings, words: Catalogue, *, strict: bool) -> str:
    """Every finding, file by file, and a summary, in the language of *words*."""
    return "".join(f"{line}\n" for line in _lines(findings, Teller(words), strict=strict))


def _lines(findings: Findings, teller: Teller, *, strict: bool) -> Iterator[str]:
    file = before = None
    for problem in findings.problems:
        if file is not None and file != problem.file:
            yield ""
        file = problem.file
        yield from map(safe_line, _told_lines(problem, before, teller))
        before = problem
    if findings.problems:
        yield ""
    yield from _summary(findings, teller, strict=strict)


def _told_lines(problem: Problem, before: Problem | None, teller: Teller) -> Iterator[str]:
    """What was said of the finding *before*, at the same place and of the same kind, is not said again."""
    told, say = teller.tell(problem), teller.words.say
    if before is not None and _kind(before) == _kind(problem):
        yield f"    {told.message or told.first}"
        return
    yield f"{place(problem)}: {told.level}: {told.first} [{problem.rule}]"
    if told.message:
        yield f"    {told.message}"
    first, *more = filter(None, (told.mend, told.fix))
    yield f"    {say('lint.fix', said=first)}"
    yield from (f"        {said}" for said in more)
    yield f"    {say('lint.docs', page=f'gopay-help tree explain {problem.rule}')}"


def _kind(problem: Problem) -> tuple[object, ...]:
    """Where a finding stands and what kind it is: those alike are mended alike."""
    fix = problem.fix.template if isinstance(problem.fix, Filled) else problem.fix
    message = problem.message.template if isinstance(problem.message, Filled) else problem.message
    return (place(problem), problem.rule, problem.level, message, fix)


def _summary(findings: Findings, teller: Teller, *, strict: bool) -> Iterator[str]:
    say = teller.words.say
    if not findings.problems:
        yield say("lint.none", files=findings.files, rules=len(findings.ran))
        return
    counts = {level: teller.counted(f"count.{LEVELS[level]}", findings.count(level)) for level in Level}
    yield say(
        "lint.counts",
        errors=counts[Level.ERROR],
        warnings=counts[Level.WARNING],
        advice=counts[Level.ADVICE],
    )
    if findings.count(Level.ERROR):
        yield say("lint.errors_first")
    elif findings.count(Level.WARNING):
        yield say("lint.warnings_strict" if strict else "lint.warnings", comment=_ALLOW)
    else:
        yield say("lint.advice_only")
    if not findings.complete:
        yield teller.counted("waited", len(findings.rules) - len(findings.ran))


def as_json(findings: Findings, words: Catalogue, pack: str, *, strict: bool, code: int) -> Mapping[str, Any]:
    """The document; *pack* is the folder as it was named. Messages are English in every language."""
    teller = Teller(words)
    return {
        "schema": "gopay-help/lint@1",
        "version": __version__,
        "lang": words.lang,
        "pack": pack,
        "strict": strict,
        "complete": findings.complete,
        "rules": sorted(findings.ran),
        "counts": {LEVELS[level]: findings.count(level) for level in Level},
        "findings": [_entry(problem, teller) for problem in findings.problems],
        "exit_code": code,
    }


def _entry(problem: Problem, teller: Teller) -> dict[str, Any]:
    return {
        "rule": problem.rule,
        "level": LEVELS[problem.level],
        "file": problem.file,
        "line": problem.line or None,
        "column": problem.column or None,
        "message": problem.message,
        "fix": problem.fix,
        "what": teller.what(problem.rule),
        "mend": teller.mend(problem.rule),
        "docs": anchor(problem.rule),
    }


_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}


def as_github(findings: Findings, words: Catalogue, *, strict: bool) -> str:
    """One line a finding; under *strict* a warning is shown as the error that it counts as."""
    teller = Teller(words)
    return "".join(_command(problem, teller, strict=strict) for problem in findings.problems)


def _command(problem: Problem, teller: Teller, *, strict: bool) -> str:
    level = Level.ERROR if strict and problem.level is Level.WARNING else problem.level
    where = {"file": problem.file, "line": problem.line, "col": problem.column}
    named = {key: str(value) for key, value in where.items() if value}
    return github_annotation(_COMMANDS[level], _annotation(problem, teller), {**named, "title": problem.rule})


def _annotation(problem: Problem, teller: Teller) -> str:
    told, say = teller.tell(problem), teller.words.say
    first, *more = filter(None, (told.mend, told.fix))
    fix, why = say("lint.fix", said=first), say("lint.docs", page=anchor(problem.rule))
    lines = (told.first, told.message, _capital(fix), *more, _capital(why))
    return "\n".join(filter(None, lines))


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}


def as_sarif(findings: Findings, words: Catalogue, home: str | None = None) -> Mapping[str, Any]:
    """The log of one run. Messages are English; what a rule is about is told in the language of *words*.

    Args:
        findings: what was found.
        words: the words of lint.
        home: where the project's files can be read, ending in ``/``: rules link to their explanation there.
            Without it they are named by a URN: a link that leads to a stranger would be worse than none.
    """
    teller = Teller(words)
    levels = {rule.id: rule.level for rule in findings.rules}
    ids = sorted({*levels, *(problem.rule for problem in findings.problems)})
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "gopay-help",
                        "semanticVersion": __version__,
                        "rules": [
                            _rule_of(rule, levels.get(rule, Level.ERROR), home, teller) for rule in ids
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": _results_of(findings.problems, ids),
            }
        ],
    }


def _rule_of(rule: str, level: Level, home: str | None, teller: Teller) -> dict[str, Any]:
    page = anchor(rule)
    what, mend = teller.what(rule) or rule, teller.mend(rule) or ""
    return {
        "id": rule,
        "fullDescription": {"text": what},
        "helpUri": f"{home}{page}" if home else f"urn:gopay-help:{page}",
        "help": {"text": f"{mend} {page}".strip()},
        "defaultConfiguration": {"level": _SARIF_LEVELS[level]},
    }


def _results_of(problems: Sequence[Problem], ids: list[str]) -> list[dict[str, Any]]:
    seen = Counter[str]()
    results = []
    for problem in problems:
        # The same for a finding that only moved to another line; two alike in one file are told apart.
        what = f"{problem.rule}\0{Path(problem.file).as_posix()}\0{problem.message}"
        seen[what] += 1
        fingerprint = hashlib.sha256(f"{what}\0{seen[what]}".encode()).hexdigest()[:32]
        results.append(
            {
                "ruleId": problem.rule,
                "ruleIndex": ids.index(problem.rule),
                "level": _SARIF_LEVELS[problem.level],
                "message": {"text": f"{problem.message} Fix: {problem.fix}"},
                "locations": [{"physicalLocation": _location(problem)}],
                "partialFingerprints": {"finding/v1": fingerprint},
            }
        )
    return results


def _location(problem: Problem) -> dict[str, Any]:
    path = Path(problem.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    found: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if problem.line:
        found["region"] = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
    return found
