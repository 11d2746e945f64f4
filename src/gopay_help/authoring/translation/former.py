"""What the English said before: asked of the history of the folder, where git keeps one.

A lock knows that the English changed, not from what. Translators see the old words beside the new ones where
they can be had; where they cannot, nothing else is missing.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import yaml

from gopay_help.model.text import SOURCE_LANGUAGE
from gopay_help.tree.lock import mark

_VERSIONS = 200
"""How far back the history is read."""


def former_english(folder: Path, wanted: Mapping[str, str]) -> dict[str, str]:
    """The earlier English of the keys in *wanted*, which holds the digits of each.

    Returns:
        What was found, by key; nothing at all where there is no git or no history.
    """
    found: dict[str, str] = {}
    files = [f"./{file.parent.name}/{file.name}" for file in folder.glob(f"text*/{SOURCE_LANGUAGE}.yaml")]
    versions = _git(folder, "log", f"-{_VERSIONS}", "--format=%H", "--", *files).split() if wanted else []
    for version in versions:
        for file in files:
            texts = _texts(_git(folder, "show", f"{version}:{file}"))
            found |= {
                key: text
                for key, text in texts.items()
                if key not in found and wanted.get(key) == mark(str(text))
            }
        if len(found) == len(wanted):
            break
    return found


def _git(folder: Path, *words: str) -> str:
    """What git says, or nothing; no program that a repository names is run."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "--no-pager", "-c", "core.fsmonitor=false", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=10)  # noqa: S603 (our words)
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _texts(source: str) -> Mapping[str, str]:
    try:
        data = yaml.load(source, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (strings only)
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}
