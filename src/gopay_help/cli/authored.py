"""Which pack a command for authors works with."""

import os
from pathlib import Path

from gopay_help.model.errors import DataError, UsageError
from gopay_help.tree.pack import pack_folder

PACK = "gopay"


def authored_folder(named: Path | None, *, write: bool = False) -> Path:
    """The pack's folder, or that of this installation; a tree.yaml stands for the folder that it is in.

    Args:
        named: what the command line says.
        write: whether files of it are going to be changed.

    Raises:
        DataError: there is no pack, or none whose files can be changed.
    """
    folder = pack_folder(PACK) if named is None else named.parent if named.is_file() else named
    if (folder / "tree.yaml").is_file():
        absolute = folder.resolve()
        return Path(os.path.relpath(absolute)) if absolute.is_relative_to(Path.cwd()) else folder
    if not (folder / "tree.json").is_file():
        raise DataError(f"{folder} holds no tree.yaml; name a pack's folder")
    if write:
        raise DataError(f"{folder} is a compiled pack; name the folder of its YAML files")
    return folder


def write_out(out: Path, said: str) -> None:
    """Write what a command made to the file of ``--out``.

    Raises:
        UsageError: it cannot be written there.
    """
    try:
        out.write_text(said, "utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"--out {out}: {error.strerror}") from error
