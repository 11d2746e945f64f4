"""Rules of the files beside the tree and what ties them to it: schemas, comments, ids, hosts, facts."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, cast
from urllib.parse import urlsplit

from gopay_help.authoring.lint.rule import CHECKLISTS, LOCKS, SCENARIOS, PackSource, Stage, rule
from gopay_help.authoring.lint.rules_texts import CONTACT
from gopay_help.authoring.lint.schema import nearest
from gopay_help.authoring.lint.words import english_of
from gopay_help.authoring.lint.yaml import Broken, Data, Document, Place, Trail, entries
from gopay_help.cases.read import HOME, ShapeError, parse_amount
from gopay_help.model.errors import Level
from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.model.tree import UNKNOWN, Question, Tree
from gopay_help.tree.pack import schemas_folder

_MODELINE = re.compile(r"yaml-language-server:\s*\$schema=(\S*)")
_CITING = frozenset({"channels", "claims", "calendar", "targets", "lookalikes", "case"})
"""Files whose matter is sources and contacts."""
_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b")


@rule("SCH003", Stage.REFERENCES, Level.WARNING)
def check_modelines(draft: PackSource) -> Iterator[Broken]:
    """The first line of a file tells an editor its schema, so that it helps while one writes."""
    for name, document in draft.documents.items():
        yield from _modeline(document, name, depth=1)
    for documents in draft.texts.values():
        for document in documents:
            yield from _modeline(document, "text", depth=2)


def _modeline(document: Document, name: str, *, depth: int) -> Iterator[Broken]:
    """*depth*: how far up from the file the pack's folder ends."""
    if not document.places:  # compiled: nobody edits it
        return
    pack, wanted = Path(document.file).resolve().parents[depth - 1], f"{name}.schema.json"
    near = next(
        (
            up
            for up in (depth - 1, depth)
            if (pack / ("../" * (up - depth + 1)) / "schema" / wanted).is_file()
        ),
        None,
    )
    # In the pack, as `tree new` puts it there, or beside it; where neither has it no way up leads to ours.
    path = (
        f"{schemas_folder(pack).resolve().as_uri()}/{wanted}"
        if near is None
        else f"{'../' * near}schema/{wanted}"
    )
    said = [(comment, found[1]) for comment in document.comments if (found := _MODELINE.match(comment.text))]
    if not said:
        yield document.found_at(Place(1, 1), path=path)
    for comment, schema in said:
        if PurePosixPath(schema).name != wanted:
            yield document.found_at(comment.place, "other", wanted=wanted, schema=schema, path=path)
        elif "://" not in schema and schema.count("../") < depth and near != depth - 1:
            yield document.found_at(comment.place, "inside", schema=schema, path=path)


@rule("CON004", Stage.MEANING, may_allow=True)
def check_comments(draft: PackSource) -> Iterator[Broken]:
    """A contact in a comment is one that nobody proves, dates or withdraws; somebody will copy it."""
    quiet = [document for name, document in draft.documents.items() if name not in _CITING]
    for document in (*quiet, *(file for files in draft.texts.values() for file in files)):
        for comment in document.comments:
            said = "" if _MODELINE.match(comment.text) else _DATE.sub("", comment.text)
            if found := CONTACT.search(said):
                yield document.found_at(comment.place, found=found.group())


MARK = "# en: "

_SAID = re.compile(r"(?:\A|(?<!\s)\s*# )en: (?P<english>.*)\Z")


def english_beside(file: Document, tree: Tree, say: Callable[[str], str | None]) -> dict[int, str]:
    """What has to stand behind each line of a tree's file, by line from 1.

    Args:
        file: the tree as it was read, with its places.
        tree: the same, parsed.
        say: the English text of a key, None where there is none.
    """
    wanted: dict[int, str] = {}
    for trail, key in _worded(file, tree):
        line, english = file.place(*trail).line, say(key)
        if line and english:
            wanted[line] = f"{wanted[line]} / {english}" if line in wanted else english
    return wanted


def stands_beside(file: Document) -> dict[int, str]:
    """The English that stands behind each line now, by line from 1."""
    found = ((one.line, _SAID.search(one.text)) for one in file.comments if not one.alone)
    return {line: said["english"] for line, said in found if said}


def without_english(line: str) -> str:
    """A line of a tree's file without the English behind it; what else is said there stays."""
    return re.sub(rf"\s*{MARK}.*\Z", "", line)


def _worded(file: Document, tree: Tree) -> Iterator[tuple[Trail, str]]:
    """The places that have words, with the key of these."""
    for node_id, node in tree.nodes.items():
        if isinstance(node, Question):
            yield ("nodes", node_id), f"{node_id}.text"
            for index, option in enumerate(node.options):
                yield ("nodes", node_id, "options", index), f"{node_id}.opt.{option.id}"
        elif ("outcomes", node_id) in file.places:
            yield ("outcomes", node_id), f"outcome.{node_id}.title"


@rule("I18N008", Stage.MEANING, Level.WARNING)
def check_english_beside(draft: PackSource) -> Iterator[Broken]:
    """A comment `# en: …` in the tree says what the English text says; a tree without any is fine."""
    file = draft.tree_file
    found = stands_beside(file)
    wanted = english_beside(file, draft.tree, lambda key: draft.text(SOURCE_LANGUAGE, key)) if found else {}
    for line in sorted(found.keys() | wanted.keys()):
        if found.get(line) != wanted.get(line):
            says = f"says {found[line]!r}" if line in found else "lacks its English"
            now = f"the text is {wanted[line]!r}" if line in wanted else "nothing here has words"
            yield file.found_at(Place(line, 1), says=says, now=now)


LONGEST_DAYS = 60
"""No holiday lasts longer; a year was mistyped."""

_LISTS = (
    ("channels", "channels"),
    ("checklists", "funds"),
    ("checklists", "prevention"),
    ("claims", "claims"),
    ("calendar", "windows"),
)


@rule("REF009", Stage.REFERENCES)
def check_once(draft: PackSource) -> Iterator[Broken]:
    """No list holds an id twice; the second would silently win."""
    for name, key in _LISTS:
        seen: set[str] = set()
        for index, row in draft.rows(name, key):
            if row["id"] in seen:
                yield draft.documents[name].found((key, index, "id"), id=row["id"], list=key)
            seen.add(row["id"])


@rule("REF008", Stage.REFERENCES)
def check_brands(draft: PackSource) -> Iterator[Broken]:
    """A fact that says which brand it is knows the brands of the registry only."""
    known = {*draft.brands(), UNKNOWN}
    for fact in draft.tree.facts.values():
        for index, value in enumerate(fact.values if fact.source == "brand" else ()):
            if value not in known:
                yield draft.found(
                    ("facts", fact.id, "values", index), value=value, names=", ".join(draft.brands())
                )


@rule("CAL001", Stage.REFERENCES)
def check_calendar(draft: PackSource) -> Iterator[Broken]:
    """Days of the calendar exist, and a window ends after it begins."""
    file = draft.documents["calendar"]
    for index, window in draft.rows("calendar", "windows"):
        key = "dates" if "dates" in window else "daily"
        wrong = _wrong_span(window[key], are_days=key == "dates")
        if wrong:
            yield file.found(("windows", index, key), window=window["id"], wrong=wrong)


def _wrong_span(span: Mapping[str, Any], *, are_days: bool) -> str | None:
    """What is wrong with a span, if anything. Hours may run over midnight, so only equal ones are wrong."""
    if not are_days:
        return "is empty" if span["from"] == span["to"] else None
    try:
        start, end = date.fromisoformat(span["from"]), date.fromisoformat(span["to"])
    except ValueError:
        return "names a day that does not exist"
    if end < start:
        return "ends before it begins"
    days = (end - start).days + 1
    return f"lasts {days} days" if days > LONGEST_DAYS else None


_BRAND, _CAUSE, _CHANNEL = "brand of channels.yaml", "cause of the tree", "channel"
_NAMED = {
    "tree": {"outcomes/*/cause": _CAUSE, "outcomes/*/also/*": _CAUSE},
    "checklists": {f"{name}/*/causes/*": _CAUSE for name in CHECKLISTS},
    "targets": {"brands/*": _BRAND},
    "lookalikes": {"home_brands/*": _BRAND, "hosts/*/brand": _BRAND},
    "case": {
        "*/*/brand": _BRAND,
        "*/*/lang": "language of the tree",
        "*/*/to": _CHANNEL,
        "*/*/channels/*": _CHANNEL,
        "*/*/outcomes/*": "outcome of the tree",
        "complain_now/*": "step of an outcome",
        "urgent/*": "step of an outcome",
    },
}
"""By document: where something is named, and what it has to be."""


@rule("REF010", Stage.REFERENCES)
def check_named(draft: PackSource) -> Iterator[Broken]:
    """Brands, causes, channels, outcomes, steps and languages that are named are there."""
    steps = {step for one in draft.outcomes for step in (*one.do, *one.do_not, *one.follow_up.steps)}
    known: Mapping[str, Collection[str]] = {
        _BRAND: draft.brands(),
        _CHANNEL: draft.channels(),
        _CAUSE: draft.tree.causes,
        "step of an outcome": sorted(steps),
        "outcome of the tree": [str(one.id) for one in draft.outcomes],
        "language of the tree": draft.tree.languages,
    }
    for document, places in _NAMED.items():
        for path, kind in places.items() if document in draft.documents else ():
            file = draft.documents[document]
            for trail, said in _standing_at(file, path):
                name = said if isinstance(said, str) else trail[-1]  # a key is a name, too
                if name not in known[kind]:
                    yield file.found(trail, name=name, kind=kind, fix=nearest(str(name), known[kind]))
    lists = draft.documents["checklists"]
    for (*_, cause), _ in _standing_at(lists, "must_have/*"):
        if cause not in ("all", *known[_CAUSE]):
            near = nearest(str(cause), known[_CAUSE])
            yield lists.found(("must_have", cause), name=cause, kind=_CAUSE, fix=near)


def _standing_at(file: Document, path: str) -> list[tuple[Trail, Data]]:
    """What stands at the places of a *path*, in which a star is any key, or any entry of a list."""
    found: list[tuple[Trail, Data]] = [((), file.data)]
    for part in path.split("/"):
        inner = ((trail, entry) for trail, value in found for entry in entries(value))
        found = [((*trail, key), value) for trail, (key, value) in inner if part in ("*", key)]
    return found


@rule("CASE001", Stage.MEANING)
def check_recipients(draft: PackSource) -> Iterator[Broken]:
    """A complaint goes to the company that it is about."""
    channels = draft.channels()
    for index, row in draft.rows("case", "recipients"):
        for at, name in enumerate(row.get("channels") or ()):
            brand = channels.get(name, {}).get("brand")
            if brand not in (None, row["brand"]):
                trail: Trail = ("recipients", index, "channels", at)
                yield draft.documents["case"].found(trail, about=row["brand"], name=name, brand=brand)


@rule("CASE002", Stage.MEANING, Level.WARNING)
def check_evidence(draft: PackSource) -> Iterator[Broken]:
    """For every cause that a run can end with, it is said what a complaint about it needs."""
    listed = {row.get("cause") for _, row in draft.rows("case", "evidence")}
    causes = dict.fromkeys(outcome.cause for outcome in draft.outcomes)
    for cause in (cause for cause in causes if listed and cause not in listed):
        yield draft.documents["case"].found(("evidence",), cause=cause)


@rule("CASE003", Stage.MEANING)
def check_topics(draft: PackSource) -> Iterator[Broken]:
    """Every outcome has one topic, and each topic its words: a draft says what happened to this person."""
    if "case" not in draft.documents:
        return
    file, listed = draft.documents["case"], set[str]()
    for index, row in draft.rows("case", "topics"):
        for at, name in enumerate(row["outcomes"]):
            if name in listed:
                yield file.found(("topics", index, "outcomes", at), "twice", name=name)
            listed.add(name)
        for part, key in (("topic", "what"), ("subject", "problem"), ("ask", "ask")):
            wanted = f"draft.{key}.{row[part]}"
            if draft.text(SOURCE_LANGUAGE, wanted) is None and english_of(wanted) is None:
                yield file.found(("topics", index, part), "wordless", wanted=wanted)
    for index, row in draft.rows("case", "regulators"):
        for wanted in (f"regulator.ask.{row['id']}", *(f"document.{name}" for name in row["documents"])):
            key = f"draft.{wanted}"
            if draft.text(SOURCE_LANGUAGE, key) is None and english_of(key) is None:
                yield file.found(("regulators", index), "wordless", wanted=key)
    for outcome in (one.id for one in draft.outcomes if one.id not in listed):
        yield file.found(("topics",), outcome=outcome)


@rule("CASE004", Stage.MEANING, Level.WARNING)
def check_delivered(draft: PackSource) -> Iterator[Broken]:
    """A draft about a company has somebody who gets it: a mailbox in use, which some route names."""
    named = {row["brand"]: (index, row["channels"]) for index, row in draft.rows("case", "recipients")}
    channels, routed = draft.channels(), {name for _, _, name in draft.listed("route")}
    for at, row in draft.rows("case", "languages"):
        brand, file = row["brand"], draft.documents["case"]
        if brand not in named:
            yield file.found(("languages", at, "brand"), brand=brand)
            continue
        index, listed = named[brand]
        mailboxes = [
            name
            for name in listed
            if (found := channels.get(name, {})).get("kind") == "email"
            and (found.get("status"), found.get("print")) in (("active", "allow"), ("active", "caveat"))
        ]
        trail: Trail = ("recipients", index, "channels")
        if not mailboxes:
            yield file.found(trail, "mailbox", brand=brand)
        elif routed.isdisjoint(mailboxes):
            yield file.found(trail, "route", brand=brand, names=", ".join(mailboxes))


@rule("CASE005", Stage.MEANING, Level.WARNING)
def check_sums(draft: PackSource) -> Iterator[Broken]:
    """A sum that is shown as an example is understood, and as one in its currency."""
    money = {row["currency"]: row["words"] for _, row in draft.rows("case", "currencies")}
    for index, row in draft.rows("case", "currencies"):
        code = row["currency"]
        for at, example in enumerate(row["examples"]):
            try:
                _, _, read = parse_amount(example, code, money).partition(" ")
            except ShapeError:
                read = None
            if read is None or (read or HOME) != code:
                trail: Trail = ("currencies", index, "examples", at)
                yield draft.documents["case"].found(trail, example=example, code=code)


CALENDAR = frozenset({"ordinary", "night", "holiday", "unknown"})
FOUND_OUT: Mapping[str, Mapping[str, frozenset[str]]] = {
    "check": {
        "network": frozenset({"ok", "broken", "unknown"}),
        "service": frozenset({"ok", "maintenance", "overloaded", "moved", "error", "unknown"}),
    },
    "calendar": {"window": CALENDAR},
    "brand": {"brand": frozenset()},
}
"""What this program can find out, by source and fact, and every value that it gives."""


@rule("SAFE005", Stage.MEANING)
def check_facts(draft: PackSource) -> Iterator[Broken]:
    """A fact has a name by which it is found out, and values that it can take.

    The calendar answers for a fact of any name; the brand's own values are those of the registry (REF008).
    """
    for fact in draft.tree.facts.values():
        known = FOUND_OUT[fact.source]
        if fact.id not in known and fact.source != "calendar":
            yield draft.found(("facts", fact.id), source=fact.source, fix=nearest(fact.id, known))
            continue
        taken = known.get(fact.id, CALENDAR)
        for index, value in enumerate(fact.values if fact.source != "brand" else ()):
            if value not in taken:
                yield draft.found(
                    ("facts", fact.id, "values", index),
                    "value",
                    value=value,
                    fix=nearest(value, sorted(taken)),
                )


@rule("SCH006", Stage.REFERENCES, Level.WARNING)
def check_strays(draft: PackSource) -> Iterator[Broken]:
    """No file of YAML lies in the pack that nothing reads: somebody thinks that what it says holds."""
    folder = Path(draft.tree_file.file).parent
    if draft.tree_file.file.endswith(".json"):
        return
    read = {Path(document.file) for document in (*draft.files, *draft.locks.values())}
    for file in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        place = file.relative_to(folder)
        if file in read and (place.parts[0] != LOCKS or file.stem in draft.tree.languages):
            continue
        if place.parent.name == SCENARIOS and file.suffix == ".yaml":
            continue
        yield Broken(str(file), Place(1, 1), "", {"place": place.as_posix(), "fix": _other_place(place)})


def _other_place(place: Path) -> str:
    if place.suffix == ".yml":
        return f"call it {place.with_suffix('.yaml').name}"
    if place.parts[0] == LOCKS:
        return "remove it, or name its language in `languages` of tree.yaml"
    return "remove it, or move what it says into a file of the pack; a story belongs into scenarios/"


@rule("SAFE006", Stage.MEANING, needs="targets")
def check_targets(draft: PackSource) -> Iterator[Broken]:
    """The network check contacts hosts that the registry proves to be the provider's, and no others."""
    file = draft.documents["targets"]
    own = [host["host"] for _, host in draft.rows("lookalikes", "hosts")]
    brands = cast("Mapping[str, Any]", file.data.get("brands") or {})
    for brand, listed in brands.items():
        if brand not in draft.brands():
            continue  # REF010 says so
        official = [*draft.brands().get(brand, {}).get("domains_official", ()), *own]
        for index, target in enumerate(listed.get("provider", ())):
            address = urlsplit(target["url"])
            host = address.hostname or ""
            if address.scheme != "https":
                yield file.found(
                    ("brands", brand, "provider", index), "plain", host=host, netloc=address.netloc
                )
            elif not any(host == name or host.endswith(f".{name}") for name in official):
                named = ", ".join(draft.brands()[brand].get("domains_official", ())) or "none is known"
                yield file.found(("brands", brand, "provider", index), host=host, brand=brand, named=named)


@rule("SCH004", Stage.MEASURES, needs="before")
def check_version(draft: PackSource) -> Iterator[Broken]:
    """A pack that has changed has another version: reports name it, so that a run can be looked at again."""
    before = draft.before
    if before and draft.tree.version == before.tree.version and _content(draft) != _content(before):
        yield draft.found(("version",), version=draft.tree.version)


def _content(draft: PackSource) -> object:
    documents = {name: file.data for name, file in draft.documents.items()}
    return documents, {lang: [file.data for file in files] for lang, files in draft.texts.items()}
