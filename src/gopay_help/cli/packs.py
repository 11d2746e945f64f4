"""Opens packs: a compiled one as it is, one of YAML by way of the authors' half, which nobody else loads."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

from gopay_help.model.errors import DataError
from gopay_help.model.text import SOURCE_LANGUAGE, Catalogue, Phrase
from gopay_help.tree.pack import Pack
from gopay_help.tree.read import read_json


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
    from gopay_help.authoring.lint.engine import compile_pack

    return Pack(folder, compile_pack(folder), beneath)


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
