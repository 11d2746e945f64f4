"""The entry point: --version at once, everything else to the command line."""

import sys


def main() -> None:
    """Run gopay-help with the arguments of this process."""
    if sys.argv[1:] == ["--version"]:
        from gopay_help import __version__

        sys.stdout.write(f"gopay-help {__version__}\n")
        return
    try:
        from gopay_help.cli.app import run

        code = run()
    except KeyboardInterrupt:  # while the program is still loading: nothing was asked yet
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
