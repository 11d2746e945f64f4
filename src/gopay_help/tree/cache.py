"""Packs that were proved and compiled before: kept by the hash of their files, so that nobody waits twice.

A file is called by the hash of all that its content follows from: the files of the pack, the schemas, and
the modules that judged them. It begins with the hash of the rest of it, so that a damaged one is seen and
made anew. What cannot be kept or read is no fault: the pack is compiled again.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from gopay_help.model.files import own_folder, private_folder, read_plain, write_whole

HOME = "GOPAY_HELP_HOME"
"""The environment variable that moves all that this program keeps."""
MAX_BYTES = 16 << 20
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
            digest, _, content = read_plain(self._file(key), MAX_BYTES, follow=False).partition(b"\n")
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
            write_whole(self._file(key), whole, most=MAX_BYTES)
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
                    content = read_plain(file, MAX_BYTES)  # a pipe is not waited for
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
