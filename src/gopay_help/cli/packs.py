"""Which pack a run works with, and how it is opened: ours as it was proved when it was built, others here.

    python -m gopay_help.cli.packs tree lint --strict packs/one/tree.yaml packs/two/text/en.yaml

is what pre-commit runs in a repository that keeps packs: a command, once for each pack that was changed.

A pack that is not ours, of YAML or compiled, is held against the rules by the authors' half, which nobody
else loads; what was proved is kept.
"""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from gopay_help.model.errors import DataError
from gopay_help.model.text import PROGRAM, SOURCE_LANGUAGE, Catalogue, Phrase
from gopay_help.tree.pack import Pack, open_cache, pack_folder, pack_key, packs_root, schemas_folder

PACK = "gopay"
"""The pack of this installation."""
VARIABLE = "GOPAY_HELP_PACK"
"""The environment variable that names the folder of another one."""
_PACKAGE = Path(__file__).resolve().parents[1]
_JUDGES = ("authoring/lint/*.*", "contacts/*.py", "model/*.py", "tree/*.py")
"""What a pack is held against; when one of these changes, it is proved anew."""


def chosen_folder(named: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The folder of the pack that a run works with: --pack, else GOPAY_HELP_PACK; None for our own.

    A tree.yaml stands for the folder that it is in.
    """
    stated = named if named is not None else Path(environ[VARIABLE]) if environ.get(VARIABLE) else None
    return stated.parent if stated is not None and stated.stem == "tree" and stated.is_file() else stated


def is_ours(folder: Path | None) -> bool:
    """True for the pack of this installation, however it was named."""
    return folder is None or folder.resolve() == pack_folder(PACK).resolve()


def open_pack(folder: Path, beneath: Pack | None = None) -> Pack:
    """The pack in *folder*, compiled or not; words of the program that it lacks come from *beneath*.

    Raises:
        DataError: there is none, or a file cannot be used.
        TreeError: it is not ours compiled, and breaks a rule that keeps it from being used; all problems.
    """
    if (folder / "tree.json").is_file() and folder.parent == packs_root():
        return Pack(folder, beneath=beneath)
    if not any((folder / name).is_file() for name in ("tree.yaml", "tree.json")):
        raise DataError(Phrase("fault.no_pack", folder=folder))
    return Pack(folder, _documents(folder), beneath)


def _documents(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """The documents of a pack, as they were proved before, else as they are proved now."""
    cache, key = open_cache(), _key(folder)
    if key and (documents := cache.find(key)):
        return documents
    from gopay_help.authoring.lint.engine import compile_pack

    compiled = compile_pack(folder)
    if key and key == _key(folder):  # nobody wrote to it meanwhile
        cache.keep(key, compiled)
    return compiled


def _key(folder: Path) -> str | None:
    judges = [file for pattern in _JUDGES for file in sorted(_PACKAGE.glob(pattern))]
    lenders = sorted(packs_root().glob(f"*/text*/{SOURCE_LANGUAGE}.*"))  # the program's words, in English
    return pack_key(folder, schemas_folder(folder), [*judges, *lenders])


def part_of_ours(name: str) -> Mapping[str, Any]:
    """One document of our pack, without the rest of it: it works beside an unfinished tree.

    Raises:
        DataError: the file cannot be read, or is not the one that was proved.
        TreeError: a file of YAML has problems.
    """
    folder = pack_folder(PACK)
    if (folder / "tree.json").is_file():
        return Pack(folder).document(name)
    from gopay_help.authoring.lint.yaml import read_document

    return cast("Mapping[str, Any]", read_document(folder / f"{name}.yaml").data)


def called_as(environ: Mapping[str, str], named: Path | None = None) -> str:
    """What a person types to call this program: its name if that is found, else the typed path.

    A run with a pack that was *named* calls it with that pack again: else the next command would speak for
    another company. One that GOPAY_HELP_PACK names stays as it is.
    """
    pack, stays = chosen_folder(named, environ), chosen_folder(None, environ)
    if pack is None or pack == stays or (stays is None and is_ours(pack)):
        return _typed(environ)
    return f"{_typed(environ)} --pack {shlex.quote(str(pack.absolute()))}"


def _typed(environ: Mapping[str, str]) -> str:
    typed = sys.argv[0]
    if Path(typed).name == "__main__.py":
        return "python3 -m gopay_help"
    if Path(typed).suffix == ".pyz":  # nothing of our name is on the path there
        return f"python3 {shlex.quote(typed)}"
    if Path(typed).name != PROGRAM or shutil.which(PROGRAM, path=environ.get("PATH", "")):
        return PROGRAM
    return shlex.quote(typed)


def room_catalogue(
    folder: Path, room: str, choose: Callable[[Sequence[str]], str], program: str = PROGRAM
) -> Catalogue:
    """The words of one room of the pack alone, in the language that *choose* picks of those there are.

    Commands in them begin with *program*, what this one is called here (`called_as`).

    Nothing else of a pack of YAML is read or proved: the network check works beside an unfinished tree.

    Raises:
        DataError: a file cannot be read.
        TreeError: a file of YAML has problems.
    """
    if (folder / "tree.json").is_file():
        pack = Pack(folder)
        return pack.catalogue(choose(pack.languages))._replace(program=program)
    from gopay_help.authoring.lint.yaml import read_document

    shelf = folder / f"text-{room}"
    lang = choose(sorted(file.stem for file in shelf.glob("*.yaml")))
    texts = {
        name: cast("Mapping[str, str]", read_document(shelf / f"{name}.yaml").data)
        for name in {lang, SOURCE_LANGUAGE}
    }
    beneath = {} if lang == SOURCE_LANGUAGE else texts[SOURCE_LANGUAGE]
    return Catalogue(lang, texts[lang], beneath, program)


def pack_of(file: Path) -> Path | None:
    """The folder of the pack that *file* belongs to: the nearest above it that holds a tree."""
    return next((folder for folder in file.parents if (folder / "tree.yaml").is_file()), None)


def main(arguments: Sequence[str]) -> int:
    """Run the command on every pack named by one of its files; the worst exit code.

    Files that belong to no pack are passed over: a repository may hold other YAML as well.

    Args:
        arguments: the words and options of a command of gopay-help, then files.
    """
    files = [word for word in arguments if Path(word).is_file()]
    command = [sys.executable, "-m", "gopay_help", *(word for word in arguments if word not in files)]
    folders = sorted({folder for file in files if (folder := pack_of(Path(file))) is not None})
    import subprocess

    codes = (subprocess.run([*command, str(each)], check=False).returncode for each in folders)  # noqa: S603
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
