"""A pack as its author left it: all documents with their places, before anything is proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from gopay_help.model.tree import UNKNOWN, FactId, NodeId, Outcome, Question, Table, Tree
from gopay_help.tree.document import Document

CHECKLISTS = ("funds", "prevention")


@dataclass(frozen=True, slots=True)
class Draft:
    """All that a rule may look at. Shapes are right by now; meanings are not yet."""

    tree: Tree
    documents: Mapping[str, Document]
    """By name: tree, channels, checklists, claims, calendar."""
    texts: Mapping[str, tuple[Document, ...]]
    """By language; a language may be spread over several files."""
    locks: Mapping[str, Document] = field(default_factory=dict)
    """By language: from which English each translation was made."""
    desks: Mapping[str, Document] = field(default_factory=dict)
    """By language: what to say at desks that speak none of the pack's languages."""
    allowed: frozenset[tuple[str, str]] = frozenset()
    """Of a compiled pack, whose comments are gone: rule and message of what its author allowed."""

    @property
    def tree_file(self) -> Document:
        """The document the tree was parsed from."""
        return self.documents["tree"]

    @property
    def files(self) -> Iterator[Document]:
        """Every document, the texts last."""
        yield from self.documents.values()
        yield from self.desks.values()
        for documents in self.texts.values():
            yield from documents

    @property
    def questions(self) -> Iterator[Question]:
        """Every question of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Question))

    @property
    def tables(self) -> Iterator[Table]:
        """Every table of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Table))

    @property
    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome of the tree."""
        return (node for node in self.tree.nodes.values() if isinstance(node, Outcome))

    def rows(self, name: str, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The entries of a list in a document, with their index."""
        return enumerate(cast("list[Mapping[str, Any]]", self.documents[name].data.get(key) or []))

    def channels(self) -> dict[str, Mapping[str, Any]]:
        """The registry's channels by id, as plain values."""
        return {row["id"]: row for _, row in self.rows("channels", "channels")}

    def brands(self) -> Mapping[str, Any]:
        """The registry's brands by id, as plain values."""
        return cast("Mapping[str, Any]", self.documents["channels"].data.get("brands") or {})

    def claims(self) -> dict[str, Mapping[str, Any]]:
        """The stated facts by id, as plain values."""
        return {row["id"]: row for _, row in self.rows("claims", "claims")}

    def text(self, lang: str, key: str) -> str | None:
        """A text, or None where the language has none."""
        found = (document.data[key] for document in self.texts.get(lang, ()) if key in document.data)
        return cast("str | None", next(found, None))

    def desk_text(self, lang: str, key: str) -> str | None:
        """What to say at a desk that speaks *lang*; None where nobody has written it."""
        if lang in self.texts:
            return self.text(lang, key)
        return cast("str | None", self.desks[lang].data.get(key)) if lang in self.desks else None

    def values_of(self, fact: FactId) -> tuple[str, ...] | None:
        """Every value that a fact can take; None if there is no such fact.

        A question looked at as a fact takes its options, or "unknown" where it was not asked.
        """
        if spec := self.tree.facts.get(fact):
            return spec.values
        node = self.tree.nodes.get(NodeId(fact))
        if isinstance(node, Question):
            return tuple(dict.fromkeys((*(option.id for option in node.options), UNKNOWN)))
        return None
