"""Puts the decision trees into the wheel as checked JSON, so that a wrong tree cannot be released.

Beside each lies the certificate of it: whoever has the wheel can check again that every run ends.

An editable install and a checkout read the YAML itself; see gopay_help/tree/pack.py.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHELF = "gopay_help/_decision_trees"


class CompileTrees(BuildHookInterface[Any]):
    """Check every pack, compile it to JSON and hand the files to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version == "editable":
            return
        packs = sorted(path.parent for path in Path(self.root).glob("decision_trees/*/tree.yaml"))
        if not packs:
            self.app.abort("no decision tree found; a wheel without one helps nobody")
        self._scratch = TemporaryDirectory(prefix="gopay-help-trees-")  # gone after finalize
        for pack in packs:
            for name, content in self._compile(pack).items():
                file = Path(self._scratch.name) / pack.name / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
                build_data["force_include"][str(file)] = f"{SHELF}/{pack.name}/{name}"
        words = Path(self._scratch.name) / "redaction.json"
        words.write_text(json.dumps(self._words(), ensure_ascii=False, separators=(",", ":")), "utf-8")
        build_data["force_include"][str(words)] = f"{SHELF}/redaction.json"
        for schema in sorted(Path(self.root).glob("decision_trees/schema/*.json")):
            build_data["force_include"][str(schema)] = f"{SHELF}/schema/{schema.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called by hatchling when the wheel is closed."""
        if version != "editable":
            self._scratch.cleanup()

    def _words(self) -> dict[str, str]:
        """The words of redaction."""
        import yaml

        return dict(
            yaml.safe_load((Path(self.root) / "decision_trees" / "redaction.yaml").read_text("utf-8"))
        )

    def _compile(self, pack: Path) -> dict[str, bytes]:
        sys.path.insert(0, str(Path(self.root) / "src"))
        from gopay_help.authoring.lint.engine import compiled_files
        from gopay_help.model.errors import DataError

        try:
            return compiled_files(pack)
        except DataError as error:
            self.app.abort(
                f"{error}\n\nNo wheel was built: mend {pack.name} first.".replace(f"{self.root}/", "")
            )
            raise  # abort ends the build; this line is for the type checker
        finally:
            sys.path.pop(0)
