"""A pack: the folder of one provider's tree, contacts, checklists and texts, read and proved.

A compiled pack (JSON, in the wheel) was proved when it was built, and each file is read when it is needed.
The documents of a pack of YAML (a checkout, an author's folder) were proved whole before they came here.
"""

import contextlib
import errno
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gopay_help.model.errors import DataError, reason_of
from gopay_help.model.files import MAX_BYTES, own_folder, private_folder, read_plain, write_whole
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase

if TYPE_CHECKING:
    from gopay_help.model.tree import Tree


# Reads data files of bounded size from disk.


def read_json(path: Path) -> dict[str, Any]:
    """The values of a JSON file whose top is a mapping.

    Raises:
        DataError: it cannot be read, or is damaged.
    """
    return parse_json(read_bytes(path), path)


def parse_json(raw: bytes, path: Path) -> dict[str, Any]:
    """The values of a JSON file that was read, whose top is a mapping.

    Raises:
        DataError: it is damaged.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DataError(Phrase("fault.damaged", what=path, how=error)) from error
    if not isinstance(data, dict):
        raise DataError(Phrase("fault.damaged", what=path, how=type(data).__name__))
    return data


def read_bytes(path: Path, name: str = "") -> bytes:
    """The content of a file of bounded size; an error calls it *name*, else as it lies.

    Raises:
        DataError: a folder, a pipe, a device, too large or not readable, said in one line.
    """
    try:
        if path.is_dir():
            raise DataError(Phrase("fault.folder", file=name or path))
        return read_plain(path, MAX_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a path that holds a NUL
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise DataError(Phrase("fault.large", file=name or path, limit=MAX_BYTES // 1024)) from error
        reason = reason_of(error) if isinstance(error, OSError) else error
        raise DataError(Phrase("fault.unreadable", file=name or path, reason=reason)) from error


FORMAT = "gopay-help/tree@1"
PROOF = "proof"
"""The certificate of a compiled pack, beside its documents."""
PROGRAM = frozenset(
    "ui bench lint consent proposal check verify case draft fault help helper watch".split()  # noqa: SIM905
)
"""First parts of the keys whose words are the program's own: all that one pack may lend another."""
LEADS_BACK = frozenset({"ui.report_again", "ui.prevention_more"})
"""Those that send people to commands which know the shipped pack alone; shown if a pack has its own."""
_OF_ONE = re.compile(r"draft\.(?:what|problem|regulator\.ask)\.|ui\.(?:unofficial|other_languages)\Z")
"""Those that say what happened, to whom one turns and whose help this is: true of one pack alone."""
NEUTRAL = "lent."
"""Begins the key of a text that is lent in place of ours, which names our company."""


class Pack:
    """One pack, by name of document. Values are plain; `tree` and `catalogue` are built."""

    def __init__(
        self,
        folder: Path,
        documents: Mapping[str, Mapping[str, Any]] | None = None,
        beneath: "Pack | None" = None,
    ) -> None:
        self._folder = folder
        self._given = documents
        """Of a pack of YAML, proved; None for a compiled one, whose files are read when they are needed."""
        self._read: dict[str, Mapping[str, Any]] = {}
        self._beneath = beneath
        """The pack whose words of the program stand in where an author's pack has none of its own."""

    def document(self, name: str) -> Mapping[str, Any]:
        """A document's plain values, for example ``channels`` or ``text/id``.

        Raises:
            DataError: it is missing or damaged, or of a compiled pack and not the one that was proved.
        """
        if name not in self._read:
            found = self._given.get(name) if self._given is not None else None
            self._read[name] = self._proved(name) if found is None else found
        return self._read[name]

    def _proved(self, name: str) -> Mapping[str, Any]:
        """A document of a compiled pack, held against the hash that the certificate has of its file."""
        raw = read_bytes(self._folder / f"{name}.json")
        if name != PROOF:
            stated = self.document(PROOF).get("files")
            if not isinstance(stated, dict) or stated.get(name) != hashlib.sha256(raw).hexdigest():
                raise DataError(
                    Phrase("fault.installation", what=f"{self._folder.name}: {name}.json, sha256")
                )
        return parse_json(raw, self._folder / f"{name}.json")

    def has(self, name: str) -> bool:
        """True if the pack has a document that not every pack needs, for example ``targets``."""
        return name in self._given if self._given else (self._folder / f"{name}.json").is_file()

    @cached_property
    def tree(self) -> "Tree":
        """The tree itself; a compiled one is held against its certificate.

        Raises:
            DataError: it is of a newer format, damaged, or not the tree that was proved.
        """
        # `channels` and the checklists need no tree.
        from gopay_help.tree.walk import check_certificate, parse_tree

        document = self.document("tree")
        if (stated := document.get("format")) != FORMAT:
            raise DataError(Phrase("fault.newer", what=f"{self._folder} ({stated!r})"))
        proof = self.document(PROOF) if self._given is None else None
        try:
            tree = parse_tree(document, None if proof is None else str(proof["tree"]["sha256"]))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DataError(Phrase("fault.installation", what=f"{self._folder.name}: {error!r}")) from error
        if proof is not None:
            check_certificate(tree, proof)
        return tree

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the pack has texts in; told without reading the tree."""
        if self._given is None:
            return tuple(sorted(file.stem for file in (self._folder / "text").glob("*.json")))
        return tuple(name.partition("/")[2] for name in self._given if name.startswith("text/"))

    def catalogue(self, lang: str) -> Catalogue:
        """The texts in a language of the pack, English behind them.

        Raises:
            DataError: the pack has no texts in it, or they are damaged.
        """
        entries = self._texts(lang)
        fallback = {} if lang == SOURCE_LANGUAGE else self._texts(SOURCE_LANGUAGE)
        return Catalogue(lang, entries, fallback, zone=self.zone)

    def zone(self) -> tzinfo:
        """On whose clock a case goes: that of the desks, `timezone:` of the calendar.

        Raises:
            DataError: the calendar is damaged.
        """
        from gopay_help.model.tree import zone_named

        return zone_named(self.document("calendar")["timezone"]) or UTC

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
        ours = self._beneath.document(f"text/{lang}")
        lent = {key: ours.get(f"{NEUTRAL}{key}", text) for key, text in ours.items() if is_lent(key)}
        return {**lent, **own}


def is_lent(key: str) -> bool:
    """True if a text is the program's own, and stands in where a pack has none."""
    return key.partition(".")[0] in PROGRAM and key not in LEADS_BACK and not _OF_ONE.match(key)


_PACKAGE = Path(__file__).resolve().parents[1]


def packs_root() -> Path:
    """The folder of packs: compiled ones beside the package in a wheel, else the checkout's YAML.

    Raises:
        DataError: neither is there; the installation is broken.
    """
    for folder in (_PACKAGE / "_decision_trees", _PACKAGE.parents[1] / "decision_trees"):
        if folder.is_dir():
            return folder
    raise DataError(f"no decision trees beside {_PACKAGE}; install gopay-help again")


def schemas_folder(folder: Path) -> Path:
    """The schemas of a pack: beside it, else those of this installation.

    Raises:
        DataError: the installation is broken.
    """
    for root in (folder.parent, packs_root()):
        if (root / "schema").is_dir():
            return root / "schema"
    raise DataError("the schemas are missing; install gopay-help again")


def pack_folder(name: str) -> Path:
    """The folder of one pack of this installation."""
    return packs_root() / name


# Packs that were proved and compiled before: kept by the hash of their files, so that nobody waits twice.
# A file is called by the hash of all that its content follows from: the files of the pack, the schemas, and
# the modules that judged them. It begins with the hash of the rest of it, so that a damaged one is seen and
# made anew. What cannot be kept or read is no fault: the pack is compiled again.


HOME = "GOPAY_HELP_HOME"
"""The environment variable that moves all that this program keeps."""
LARGEST = 16 << 20
KEPT = 16
"""So many packs are kept; of more the oldest goes."""

Documents = Mapping[str, Mapping[str, Any]]


class PackCache:
    """The compiled packs of this user, in one private folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Documents | None:
        """The documents that were kept under *key*; None if there are none, or damaged ones."""
        with contextlib.suppress(OSError, ValueError):
            digest, _, content = read_plain(self._file(key), LARGEST, follow=False).partition(b"\n")
            if digest.decode() == hashlib.sha256(content).hexdigest():
                return _Kept(content)
        return None

    def keep(self, key: str, documents: Documents) -> None:
        """Keep the documents of a proved pack under *key*, if this user's cache can be written."""
        lines = [
            json.dumps(list(documents)),
            *(json.dumps(one, ensure_ascii=False) for one in documents.values()),
        ]
        content = "\n".join(lines).encode()
        with contextlib.suppress(OSError):
            private_folder(self._folder)
            whole = hashlib.sha256(content).hexdigest().encode() + b"\n" + content
            write_whole(self._file(key), whole, most=LARGEST)
            files = sorted(self._folder.glob("*.pack"), key=lambda file: file.lstat().st_mtime, reverse=True)
            for file in files[KEPT:]:
                file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.pack"


class _Kept(Mapping[str, Mapping[str, Any]]):
    """Documents as they lie in a file, a line each: one is parsed when it is asked for."""

    def __init__(self, content: bytes) -> None:
        first, *lines = content.split(b"\n")
        self._lines: dict[str, bytes] = dict(zip(json.loads(first), lines, strict=True))

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        document: Mapping[str, Any] = json.loads(self._lines[name])
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def pack_key(folder: Path, schemas: Path, judges: Iterable[Path]) -> str | None:
    """The hash of all that a compiled pack follows from; None if a file cannot be read.

    Args:
        folder: the pack.
        schemas: the folder of the schemas that it is held against.
        judges: files of the program that hold it against them and against the rules; their stamps are enough.
    """
    digest = hashlib.sha256()
    with contextlib.suppress(OSError):
        for root in (folder, schemas):
            for file in sorted((*root.glob("*.*"), *root.glob("*/*.*"))):
                if file.suffix in (".json", ".yaml", ".yml") and file.parent.name != "scenarios":
                    content = read_plain(file, LARGEST)  # a pipe is not waited for
                    digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
        for file in judges:
            stamp = file.stat()
            digest.update(f"{file}\0{stamp.st_size}\0{stamp.st_mtime_ns}\0".encode())
        return digest.hexdigest()
    return None


def open_cache(environ: Mapping[str, str] = os.environ) -> PackCache:
    """The cache of this user; the environment variable GOPAY_HELP_HOME moves it."""
    if stated := environ.get(HOME):
        return PackCache(Path(stated) / "packs")
    from platformdirs import user_cache_path

    return PackCache(own_folder(user_cache_path("gopay-help", appauthor=False), ".cache") / "packs")
