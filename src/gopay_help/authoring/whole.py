"""Rules that need more of the program than the engine: the contact registry's, and what can be found out.

The engine stands beside `channels` and `probes` and may not know them. From up here one command judges a
whole pack: the tree's own rules, those of `channels lint`, and whether the program can answer what the tree
asks of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from gopay_help.contacts import lint
from gopay_help.contacts.lint import Draft as RegistryDraft
from gopay_help.contacts.lint import draft_of
from gopay_help.contacts.lookalikes import Lookalikes, parse_lookalikes
from gopay_help.contacts.registry import parse_registry
from gopay_help.model.errors import Level, Problem
from gopay_help.tree.document import Document, Trail
from gopay_help.tree.draft import Draft
from gopay_help.tree.lock import FOLDER as LOCKS
from gopay_help.tree.nearest import nearest
from gopay_help.tree.rules.registry import Rule, Stage

RegistryCheck = Callable[[RegistryDraft], Iterator[Problem]]

REGISTRY: dict[str, RegistryCheck] = {
    "REG001": lint.check_ids,
    "REG002": lint.check_brands,
    "REG004": lint.check_policy,
    "REG005": lint.check_bans,
    "REG006": lint.check_twins,
    "REG010": lint.check_primary,
    "REG011": lint.check_accepted,
    "REG012": lint.check_grades,
    "REG013": lint.check_dates,
    "REG014": lint.check_hours,
    "REG015": lint.check_caveats,
    "REG018": lint.check_numbers,
}
COMPARING: dict[str, RegistryCheck] = {
    "REG003": lint.check_form,
    "REG016": lint.check_overlap,
    "REG017": lint.check_places,
}
"""Rules that need the pack's look-alike data as well."""

_STORIES = Path("scenarios")
"""The folder of a pack whose files `tree test` reads."""
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


def rules_of(draft: Draft, before: Draft | None = None) -> list[Rule]:
    """The rules of this room for one pack.

    Args:
        draft: the pack; rules that need a file it does not have are left out.
        before: an earlier state of the pack: then what may not change unsaid is looked at too.
    """
    rules = [Rule("SAFE005", Level.ERROR, Stage.MEANING, check_facts)]
    rules.append(Rule("SCH006", Level.WARNING, Stage.REFERENCES, check_strays, may_allow=True))
    if "targets" in draft.documents:
        rules.append(Rule("SAFE006", Level.ERROR, Stage.MEANING, check_targets))
    checks = {**REGISTRY, **(COMPARING if "lookalikes" in draft.documents else {})}
    rules += [_registry_rule(rule_id, check) for rule_id, check in checks.items()]
    if before is not None:
        rules += _comparing(before)
    return rules


def check_facts(draft: Draft) -> Iterator[Problem]:
    """A fact has a name by which it is found out, and values that it can take.

    The calendar answers for a fact of any name; the brand's own values are those of the registry (REF008).
    """
    for fact in draft.tree.facts.values():
        known = FOUND_OUT[fact.source]
        if fact.id not in known and fact.source != "calendar":
            message = f"{fact.id!r} would always be unknown: the {fact.source} finds out nothing of that name"
            yield draft.tree_file.problem("SAFE005", ("facts", fact.id), message, nearest(fact.id, known))
            continue
        taken = known.get(fact.id, CALENDAR)
        for index, value in enumerate(fact.values if fact.source != "brand" else ()):
            if value not in taken:
                trail: Trail = ("facts", fact.id, "values", index)
                message = f"{fact.id} never becomes {value!r}"
                yield draft.tree_file.problem("SAFE005", trail, message, nearest(value, sorted(taken)))


def check_strays(draft: Draft) -> Iterator[Problem]:
    """No file of YAML lies in the pack that nothing reads: somebody thinks that what it says holds."""
    folder = Path(draft.tree_file.file).parent
    if draft.tree_file.file.endswith(".json"):
        return
    read = {Path(document.file) for document in (*draft.files, *draft.locks.values())}
    for file in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        place = file.relative_to(folder)
        if file in read and (place.parts[0] != LOCKS or file.stem in draft.tree.languages):
            continue
        if place.parent == _STORIES and file.suffix == ".yaml":
            continue
        yield Problem("SCH006", f"nothing reads {place.as_posix()}", _other_place(place), str(file), 1, 1)


def _other_place(place: Path) -> str:
    if place.suffix == ".yml":
        return f"call it {place.with_suffix('.yaml').name}"
    if place.parts[0] == LOCKS:
        return "remove it, or name its language in `languages` of tree.yaml"
    return "remove it, or move what it says into a file of the pack; a story belongs into scenarios/"


def check_targets(draft: Draft) -> Iterator[Problem]:
    """The network check contacts hosts that the registry proves to be the provider's, and no others."""
    file = draft.documents["targets"]
    own = [host["host"] for host in _entries(draft.documents.get("lookalikes"), "hosts")]
    brands = cast("Mapping[str, Any]", file.data.get("brands") or {})
    for brand, listed in brands.items():
        if brand not in draft.brands():
            continue  # REF010 says so
        official = [*draft.brands().get(brand, {}).get("domains_official", ()), *own]
        for index, target in enumerate(listed.get("provider", ())):
            address = urlsplit(target["url"])
            host = address.hostname or ""
            trail: Trail = ("brands", brand, "provider", index)
            if address.scheme != "https":
                message = f"the check would look at {host!r} without encryption, where nobody is proved"
                yield file.problem("SAFE006", trail, message, f'write "https://{address.netloc}/"')
            elif not any(host == name or host.endswith(f".{name}") for name in official):
                message = f"the check would contact {host!r}, which is no official host of {brand}"
                named = ", ".join(draft.brands()[brand].get("domains_official", ())) or "none is known"
                fix = f"name a host under: {named}"
                yield file.problem("SAFE006", trail, message, fix)


def _entries(document: Document | None, key: str) -> Iterable[Mapping[str, Any]]:
    return cast("list[Mapping[str, Any]]", document.data.get(key) or []) if document else ()


def _registry_rule(rule_id: str, check: RegistryCheck) -> Rule:
    return Rule(rule_id, Level.ERROR, Stage.MEANING, lambda draft: check(registry_draft(draft)))


def registry_draft(draft: Draft) -> RegistryDraft:
    """The registry of a pack, as the rules of `channels` look at it."""
    channels = draft.documents["channels"]
    lookalikes = draft.documents.get("lookalikes")
    texts = {
        lang: {key: text for file in files for key, text in file.data.items()}
        for lang, files in draft.texts.items()
    }
    return draft_of(
        channels.data,
        parse_registry(channels.data),
        # Rules that would look into it are left out where there is none.
        parse_lookalikes(lookalikes.data) if lookalikes else cast("Lookalikes", None),
        file=channels.file,
        texts=texts,
        place=lambda trail: channels.place(*trail),
    )


def _comparing(before: Draft) -> Iterator[Rule]:
    def check_history(draft: Draft) -> Iterator[Problem]:
        return lint.check_history(registry_draft(draft), registry_draft(before))

    def check_version(draft: Draft) -> Iterator[Problem]:
        same = draft.tree.version == before.tree.version
        if same and _content(draft) != _content(before):
            message = f"the pack has changed, and its version is still {draft.tree.version}"
            fix = "count up `version`; reports name it, so that a run can be looked at again"
            yield draft.tree_file.problem("SCH004", ("version",), message, fix)

    yield Rule("REG007", Level.ERROR, Stage.MEANING, check_history)
    yield Rule("SCH004", Level.ERROR, Stage.MEASURES, check_version)


def _content(draft: Draft) -> object:
    documents = {name: file.data for name, file in draft.documents.items()}
    return documents, {lang: [file.data for file in files] for lang, files in draft.texts.items()}
