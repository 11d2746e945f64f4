"""Opens packs: a compiled one as it is, one of YAML by way of the authors' half, which nobody else loads."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from gopay_help.model.errors import DataError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase
from gopay_help.tree.pack import Pack, packs_root, schemas_folder
from gopay_help.tree.read import read_json

_PACKAGE = Path(__file__).resolve().parents[1]
_JUDGES = ("authoring/lint/*.*", "contacts/*.py", "model/*.py", "tree/*.py")
"""What a pack of YAML is held against; when one of these changes, it is proved anew."""


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
    return Pack(folder, _documents(folder), beneath)


def _documents(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The documents of a pack of YAML, as they were proved before, else as they are proved now."""
    from gopay_help.tree.cache import open_cache

    cache, key = open_cache(), _key(folder)
    if key and (documents := cache.find(key)):
        return documents
    from gopay_help.authoring.lint.engine import compile_pack

    compiled = compile_pack(folder)
    if key and key == _key(folder):  # nobody wrote to it meanwhile
        cache.keep(key, compiled)
    return compiled


def _key(folder: Path) -> str | None:
    from gopay_help.tree.cache import pack_key

    judges = [file for pattern in _JUDGES for file in sorted(_PACKAGE.glob(pattern))]
    lenders = sorted(packs_root().glob(f"*/text*/{SOURCE_LANGUAGE}.*"))  # the program's words, in English
    return pack_key(folder, schemas_folder(folder), [*judges, *lenders])


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
    texts = {name: _texts(shelf / f"{name}.{suffix}") for name in {lang, SOURCE_LANGUAGE}}
    return Catalogue(lang, texts[lang], {} if lang == SOURCE_LANGUAGE else texts[SOURCE_LANGUAGE])


def _texts(file: Path) -> Mapping[str, str]:
    if file.suffix == ".json":
        return read_json(file)
    from gopay_help.authoring.lint.yaml import read_document

    return cast("Mapping[str, str]", read_document(file).data)
