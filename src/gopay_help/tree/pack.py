"""A pack: the folder of one provider's tree, contacts, checklists and texts, read and proved.

A compiled pack (JSON, in the wheel) was proved when it was built and each file is read when it is needed.
A pack of YAML (a checkout, an author's folder) is read and proved whole before anything of it is used.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gopay_help.model.errors import DataError, Level, TreeError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase
from gopay_help.tree.read import read_document

if TYPE_CHECKING:
    from gopay_help.model.tree import Tree
    from gopay_help.tree.draft import Draft

FORMAT = "gopay-help/tree@1"
PROGRAM = frozenset(
    {"ui", "bench", "lint", "consent", "check", "verify", "case", "draft", "fault", "help", "helper", "watch"}
)
"""First parts of the keys whose words are the program's own: all that one pack may lend another."""
LEADS_BACK = frozenset({"ui.report_again", "ui.prevention_more"})
"""Those that send people to commands which know the shipped pack alone; shown if a pack has its own."""


class Pack:
    """One pack, by name of document. Values are plain; `tree` and `catalogue` are built."""

    def __init__(
        self,
        folder: Path,
        documents: Mapping[str, Mapping[str, Any]] | None = None,
        beneath: "Pack | None" = None,
    ) -> None:
        self._folder = folder
        self._compiled = documents is None
        self._documents = dict(documents or {})
        self._beneath = beneath
        """The pack whose words of the program stand in where an author's pack has none of its own."""

    def document(self, name: str) -> Mapping[str, Any]:
        """A document's plain values, for example ``channels`` or ``text/id``.

        Raises:
            DataError: it is missing or damaged.
        """
        if name not in self._documents:
            self._documents[name] = read_document(self._folder / f"{name}.json").data
        return self._documents[name]

    def has(self, name: str) -> bool:
        """True if the pack has a document that not every pack needs, for example ``targets``."""
        return name in self._documents or (self._folder / f"{name}.json").is_file()

    @cached_property
    def tree(self) -> "Tree":
        """The tree itself; a compiled one is held against its certificate.

        Raises:
            DataError: it is of a newer format, damaged, or not the tree that was proved.
        """
        from gopay_help.tree.parse import parse_tree  # `channels` and the checklists need no tree

        document = self.document("tree")
        if (stated := document.get("format")) != FORMAT:
            raise DataError(Phrase("fault.newer", what=f"{self._folder} ({stated!r})"))
        try:
            tree = parse_tree(document)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(Phrase("fault.installation", what=f"{self._folder.name}: {error!r}")) from error
        if self._compiled:
            from gopay_help.tree.certificate import check_certificate

            check_certificate(tree, self.document("proof"))
        return tree

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the pack has texts in; told without reading the tree."""
        loaded = [name.partition("/")[2] for name in self._documents if name.startswith("text/")]
        return tuple(loaded or sorted(file.stem for file in (self._folder / "text").glob("*.json")))

    def catalogue(self, lang: str) -> Catalogue:
        """The texts in a language of the pack, English behind them.

        Raises:
            DataError: the pack has no texts in it, or they are damaged.
        """
        entries = self._texts(lang)
        fallback = {} if lang == SOURCE_LANGUAGE else self._texts(SOURCE_LANGUAGE)
        return Catalogue(lang, entries, fallback)

    def desk(self, lang: str) -> Mapping[str, str]:
        """What to say at desks that speak *lang*: `say.<id>`; empty where the pack says nothing in it.

        Raises:
            DataError: the texts are damaged.
        """
        if lang in self.languages:
            return self.document(f"text/{lang}")
        return self.document(f"desk/{lang}") if self.has(f"desk/{lang}") else {}

    def _texts(self, lang: str) -> Mapping[str, str]:
        own = self.document(f"text/{lang}")
        if self._beneath is None or lang not in self._beneath.languages:
            return own
        lent = self._beneath.document(f"text/{lang}")
        return {**{key: text for key, text in lent.items() if is_lent(key)}, **own}


def is_lent(key: str) -> bool:
    """True if a text is the program's own, and stands in where a pack has none."""
    return key.partition(".")[0] in PROGRAM and key not in LEADS_BACK


def room_catalogue(folder: Path, room: str, choose: Callable[[Sequence[str]], str]) -> Catalogue:
    """The words of one room of the pack alone, in the language that *choose* picks of those there are.

    Nothing else of a pack of YAML is read or proved: the network check works beside an unfinished tree.

    Raises:
        DataError: a file cannot be read.
        TreeError: a file of YAML has problems.
    """
    compiled = (folder / "tree.json").is_file()
    shelf, suffix = (folder / "text", "json") if compiled else (folder / f"text-{room}", "yaml")
    languages = sorted(file.stem for file in shelf.glob(f"*.{suffix}"))
    lang = choose(languages)
    texts: dict[str, Mapping[str, Any]] = {
        name: read_document(shelf / f"{name}.{suffix}").data for name in {lang, SOURCE_LANGUAGE}
    }
    return Catalogue(lang, texts[lang], {} if lang == SOURCE_LANGUAGE else texts[SOURCE_LANGUAGE])


def open_pack(folder: Path, beneath: Pack | None = None) -> Pack:
    """The pack in *folder*, compiled or not; words of the program that it lacks come from *beneath*.

    Raises:
        DataError: there is none, or a file cannot be used.
        TreeError: a pack of YAML has problems; all of them.
    """
    if (folder / "tree.json").is_file():
        return Pack(folder, beneath=beneath)
    if not (folder / "tree.yaml").is_file():
        raise DataError(Phrase("fault.no_pack", folder=folder))
    return Pack(folder, compile_pack(folder), beneath)


def compile_pack(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Read and prove a pack of YAML; its documents by name.

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: all problems of the pack.
    """
    # Authors' YAML only: a compiled pack was proved when it was built.
    from gopay_help.tree.check import check_draft
    from gopay_help.tree.load import load_draft

    draft = load_draft(folder)
    problems = check_draft(draft, Level.ERROR)
    if problems:
        raise TreeError(problems)
    return compiled(draft)


def prove_pack(folder: Path) -> tuple[dict[str, Mapping[str, Any]], dict[str, Any]]:
    """As `compile_pack`, and the certificate of it (`proof.py`).

    Raises:
        DataError: a file cannot be read, or is of a newer format.
        TreeError: all problems of the pack that keep it from being used.
    """
    from gopay_help.tree.check import judge
    from gopay_help.tree.load import load_draft
    from gopay_help.tree.proof import prove

    draft = load_draft(folder)
    judged = judge(draft)
    if errors := [problem for problem in judged.problems if problem.level is Level.ERROR]:
        raise TreeError(errors)
    documents = compiled(draft)
    return documents, prove(draft, folder, documents, judged.allowed)


def compiled(draft: "Draft") -> dict[str, Mapping[str, Any]]:
    """The documents of a proved pack by name; all texts of a language are one of them."""
    documents: dict[str, Mapping[str, Any]] = {name: file.data for name, file in draft.documents.items()}
    for lang, files in draft.texts.items():
        documents[f"text/{lang}"] = {key: text for file in files for key, text in file.data.items()}
    documents |= {f"desk/{lang}": file.data for lang, file in draft.desks.items()}
    return documents
