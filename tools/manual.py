"""The English of --help in its catalogue, as the code says it: written again after an option has changed.

    python3 tools/dev.py manual

A new text gets a key behind that of its command, a changed one its new words, and one that is gone goes. What
the catalogue has of the parser's own (`help.fault`, `help.heading`, `help.words`) stays. In other languages a
new text is English until somebody translates it: `i18n status` and `tree lint` tell of it.
"""

import sys
from pathlib import Path

from gopay_help.authoring.lint.yaml import read_document
from gopay_help.authoring.translations import like, set_texts
from gopay_help.cli.app import every_command

FILE = Path(__file__).resolve().parents[1] / "decision_trees" / "gopay" / "text-help" / "en.yaml"
OF_THE_PARSER = ("help.fault.", "help.heading.", "help.words", "help.gopay_help.help")


def said_by_the_code() -> dict[str, str]:
    """Every text of the manual by the key that is its own, each text once."""
    found: dict[str, str] = {}
    for path, command in every_command():
        key = f"help.{'_'.join(path) or 'gopay_help'}"
        texts = {key: command.help, f"{key}.epilog": command.epilog}
        texts |= {f"{key}.{each.name}": getattr(each, "help", None) for each in command.params}
        found |= {name: text for name, text in texts.items() if text and text not in found.values()}
    return found


def renewed(source: str, file: str, said: dict[str, str]) -> str:
    """The catalogue *source* with what the code has *said*; a text under another key stays there."""
    before = {key: str(text) for key, text in read_document(Path(file)).data.items()}
    known = set(before.values())
    texts = {key: text for key, text in said.items() if text not in known}
    kept = {
        key: text
        for key, text in before.items()
        if key.startswith(OF_THE_PARSER) or text in said.values() or key in texts
    }
    return set_texts(like(source, kept), texts, list(said))


def main() -> int:
    """Write the catalogue again; 0."""
    source = FILE.read_text("utf-8")
    FILE.write_text(renewed(source, str(FILE), said_by_the_code()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
