"""`gopay-help check` without the command line's own start-up: what the lab times is the check."""

import argparse
import sys
from pathlib import Path

from gopay_help.cli.commands.check import run
from gopay_help.model.errors import GopayHelpError
from gopay_help.model.text import Catalogue


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--targets", type=Path, required=True)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--allow-private", action="store_true")
    parser.add_argument("--budget", type=float, default=8.0)
    parser.add_argument("--format", default="json")
    chosen = parser.parse_args()
    try:
        return run(
            targets_file=chosen.targets,
            control=chosen.control,
            allow_private=chosen.allow_private,
            budget_s=chosen.budget,
            format=chosen.format,
            catalogue=Catalogue("en", {}),
            out=sys.stdout,
            err=sys.stderr,
        )
    except GopayHelpError as error:
        sys.stderr.write(f"{error}\n")
        return 4


if __name__ == "__main__":
    sys.exit(main())
