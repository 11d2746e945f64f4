"""Runs the translators' commands on a folder, and spoils what they make."""

import io
import json
import re
from pathlib import Path

from gopay_help.cli import i18n
from gopay_help.cli.options import Settings
from gopay_help.cli.setup import Setup


class Desk:
    """A translator's desk: a pack's folder and a PO file beside it."""

    def __init__(self, pack: Path, lang: str = "id") -> None:
        self.pack = pack
        self.lang = lang
        self.file = pack.parent / f"{lang}.po"

    def setup(self, **settings: object) -> Setup:
        return Setup(Settings(**settings), stdout=io.StringIO(), folder=self.pack)  # type: ignore[arg-type]

    def export(self) -> str:
        i18n.export(self.setup(lang=self.lang), out=self.file)
        return self.file.read_text("utf-8")

    def change(self, old: str, new: str) -> "Desk":
        """Exchange text in the exported file."""
        whole = self.file.read_text("utf-8") if self.file.exists() else self.export()
        assert whole.count(old) == 1, f"{old!r} stands {whole.count(old)} times"
        self.file.write_text(whole.replace(old, new), "utf-8", newline="\n")
        return self

    def translate(self, key: str, new: str) -> "Desk":
        """Write another translation of one key, as it shall stand in the file."""
        whole = self.file.read_text("utf-8") if self.file.exists() else self.export()
        pattern = re.compile(rf'(msgctxt "{re.escape(key)}"\nmsgid (?:".*"\n)+msgstr )((?:".*"\n?)+)')
        changed, count = pattern.subn(lambda match: f'{match[1]}"{new}"\n', whole)
        assert count == 1, key
        self.file.write_text(changed, "utf-8", newline="\n")
        return self

    def flag(self, key: str) -> "Desk":
        """Mark one entry as fuzzy."""
        return self.change(f'msgctxt "{key}"\n', f'#, fuzzy\nmsgctxt "{key}"\n')

    def take(self) -> tuple[int, dict]:
        """The exit code and the document of an import."""
        if not self.file.exists():
            self.export()
        setup = self.setup(json=True)
        code = i18n.take_back(setup, self.file)
        return code, json.loads(setup.stdout.getvalue())

    def refused_for(self) -> list[str]:
        """The rules that keep the file out; nothing may have been written."""
        before = self.bytes()
        code, document = self.take()
        assert (code, document["refused"], document["files"]) == (3, True, [])
        assert self.bytes() == before
        return [one["rule"] for one in document["problems"] if one["level"] == "error"]

    def line_of(self, key: str) -> int:
        """The line of an entry's msgid, from 1."""
        lines = self.file.read_text("utf-8").split("\n")
        return lines.index(f'msgctxt "{key}"') + 2

    def status(self, require: str | None = None) -> tuple[int, dict[str, dict]]:
        setup = self.setup(json=True)
        code = i18n.status(setup, require=require)
        return code, {one["lang"]: one for one in json.loads(setup.stdout.getvalue())["languages"]}

    def confirm(self, *keys: str) -> str:
        setup = self.setup(lang=self.lang)
        i18n.confirm(setup, keys)
        return setup.stdout.getvalue()

    def bytes(self) -> dict[str, bytes]:
        """Every file of the pack."""
        files = (file for file in sorted(self.pack.rglob("*")) if file.is_file())
        return {str(file.relative_to(self.pack)): file.read_bytes() for file in files}
