"""The only place that knows where decision trees lie."""

from pathlib import Path

from gopay_help.model.errors import DataError

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


def pack_folder(name: str) -> Path:
    """The folder of one pack of this installation."""
    return packs_root() / name
