"""Gives every id of a pack another name, everywhere it stands. What the format itself names stays."""

import hashlib
from collections.abc import Mapping
from typing import Any

from gopay_help.authoring.lint.rule import CHECKLISTS

Documents = dict[str, dict[str, Any]]

KEPT = frozenset(
    {
        "yes",  # the red flag's cautious side, and its harmless one
        "no",
        "unsure",  # a first-class answer
        "unknown",  # every fact's last value
        "no_otp",  # the one item that no list may lack
        "brand",  # facts that the program finds out, with their values
        "network",
        "service",
    }
)


def other_name(old: str) -> str:
    """A name that says nothing and sorts anywhere."""
    return old if old in KEPT else "x" + hashlib.sha256(old.encode()).hexdigest()[:12]


def renamed(documents: Documents) -> Documents:
    """The same pack with other ids: of nodes, options, facts, steps, claims, items, channels, brands."""
    tree = documents["tree.yaml"]
    names = _Names(tree)
    made = {}
    for file, data in documents.items():
        rename = names.texts if file.startswith("text") else getattr(names, file.removesuffix(".yaml"))
        made[file] = rename(data)
    return made


class _Names:
    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._nodes = {**tree["nodes"], **tree["outcomes"]}

    def _values(self, fact: str, values: list[str]) -> list[str]:
        """Answers and brands are ids; what a check or a calendar finds is the program's."""
        spec = self._tree["facts"].get(fact)
        return [other_name(value) if spec is None or spec["source"] == "brand" else value for value in values]

    def _when(self, when: Mapping[str, list[str]]) -> dict[str, list[str]]:
        return {other_name(fact): self._values(fact, values) for fact, values in when.items()}

    def tree(self, tree: Mapping[str, Any]) -> dict[str, Any]:
        facts = {
            other_name(fact): {**spec, "values": self._values(fact, spec["values"])}
            for fact, spec in tree["facts"].items()
        }
        nodes = {other_name(name): self._node(node) for name, node in tree["nodes"].items()}
        outcomes = {other_name(name): self._outcome(leaf) for name, leaf in tree["outcomes"].items()}
        start = other_name(tree["start"])
        return {**tree, "start": start, "facts": facts, "nodes": nodes, "outcomes": outcomes}

    def _node(self, node: Mapping[str, Any]) -> dict[str, Any]:
        if node["kind"] == "table":
            rows = [{"when": self._when(row["when"]), "to": other_name(row["to"])} for row in node["rows"]]
            return {**node, "facts": list(map(other_name, node["facts"])), "rows": rows}
        made = {**node, "options": [{k: other_name(v) for k, v in each.items()} for each in node["options"]]}
        if "advise" in node:
            made["advise"] = other_name(node["advise"])
        if "infer" in node:
            made["infer"] = [
                {"when": self._when(rule["when"]), "answer": other_name(rule["answer"])}
                for rule in node["infer"]
            ]
        return made

    def _outcome(self, leaf: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(leaf)
        for key in {"route", "do", "do_not", "claims", "funds"} & set(leaf):
            made[key] = list(map(other_name, leaf[key]))
        plan = dict(leaf["follow_up"])
        for key in {"to", "steps"} & set(plan):
            plan[key] = list(map(other_name, plan[key]))
        for key in ("recheck", "escalate"):
            if "claim" in plan[key]:
                plan[key] = {**plan[key], "claim": other_name(plan[key]["claim"])}
        return {**made, "follow_up": plan}

    def channels(self, registry: Mapping[str, Any]) -> dict[str, Any]:
        rows = [
            {
                **row,
                "id": other_name(row["id"]),
                "brand": other_name(row["brand"]),
                "covers": list(map(other_name, row["covers"])),
            }
            for row in registry["channels"]
        ]
        brands = {other_name(name): brand for name, brand in registry["brands"].items()}
        accepted = {other_name(name): why for name, why in registry.get("no_primary_source", {}).items()}
        made = {**registry, "channels": rows, "brands": brands}
        return {**made, "no_primary_source": accepted} if accepted else made

    def claims(self, claims: Mapping[str, Any]) -> dict[str, Any]:
        return {**claims, "claims": [{**row, "id": other_name(row["id"])} for row in claims["claims"]]}

    def calendar(self, calendar: Mapping[str, Any]) -> dict[str, Any]:
        return {**calendar, "windows": [{**row, "id": other_name(row["id"])} for row in calendar["windows"]]}

    def checklists(self, lists: Mapping[str, Any]) -> dict[str, Any]:
        made = dict(lists)
        for name in CHECKLISTS:
            made[name] = [
                {**row, "id": other_name(row["id"])}
                | ({"claims": list(map(other_name, row["claims"]))} if "claims" in row else {})
                for row in lists[name]
            ]
        return made

    def texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {self._key(key): text for key, text in texts.items()}

    def _key(self, key: str) -> str:
        first, *rest = key.split(".")
        if first in self._nodes:
            option = [other_name(rest[1])] if rest[0] == "opt" else []
            return ".".join([other_name(first), rest[0], *option])
        if first == "fact":
            return ".".join([first, other_name(rest[0]), *self._values(rest[0], rest[1:])])
        if first in ("outcome", "step", "claim", "channel", *CHECKLISTS):
            return ".".join([first, other_name(rest[0]), *rest[1:]])
        return key
