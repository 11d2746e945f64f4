"""Puts the decision trees into the wheel as checked JSON, so that a wrong tree cannot be released.

An editable install and a checkout read the YAML itself; see gopay_help/trees/locate.py.
"""

import json
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTrees(BuildHookInterface[Any]):
    """Check every pack, compile it to JSON and hand the files to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before the wheel is put together."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from gopay_help.trees.pack import compile_pack

        target = Path(mkdtemp(prefix="gopay-help-trees-"))
        for pack in sorted(path.parent for path in root.glob("decision_trees/*/tree.yaml")):
            for name, document in compile_pack(pack).items():
                file = target / pack.name / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), "utf-8")
                build_data["force_include"][str(file)] = f"gopay_help/_decision_trees/{pack.name}/{name}"
        for schema in sorted(root.glob("decision_trees/schema/*.json")):
            build_data["force_include"][str(schema)] = f"gopay_help/_decision_trees/schema/{schema.name}"
