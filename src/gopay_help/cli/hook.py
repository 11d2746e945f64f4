"""What pre-commit runs in a repository that keeps packs: a command, once for each pack that was changed.

    python -m gopay_help.cli.hook tree lint --strict packs/one/tree.yaml packs/two/text/en.yaml

Files that belong to no pack are passed over: a repository may hold other YAML as well.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def pack_of(file: Path) -> Path | None:
    """The folder of the pack that *file* belongs to: the nearest above it that holds a tree."""
    return next((folder for folder in file.parents if (folder / "tree.yaml").is_file()), None)


def main(arguments: Sequence[str]) -> int:
    """Run the command on every pack named by one of its files; the worst exit code.

    Args:
        arguments: the words and options of a command of gopay-help, then files.
    """
    files = [word for word in arguments if Path(word).is_file()]
    command = [word for word in arguments if word not in files]
    folders = sorted({folder for file in files if (folder := pack_of(Path(file))) is not None})
    return max((_run(command, folder) for folder in folders), default=0)


def _run(command: Sequence[str], folder: Path) -> int:
    words = [sys.executable, "-m", "gopay_help", *command, str(folder)]
    return subprocess.run(words, check=False).returncode  # noqa: S603 (our own program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
