"""What a compiled pack needs is light: nothing for authors is loaded to walk a tree and to advise."""

import subprocess
import sys

MODULES = "gopay_help.tree.pack, gopay_help.tree.walk, gopay_help.wizard.advice, gopay_help.wizard.session"
HEAVY = {"yaml", "jsonschema", "difflib", "zoneinfo", "asyncio", "ssl", "httpx", "importlib.metadata"}


def test_walking_and_advising_load_nothing_that_only_authors_need():
    code = f"import sys; before = set(sys.modules); import {MODULES}; print(*set(sys.modules) - before)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "gopay_help.wizard.session" in loaded.split()
    assert HEAVY & set(loaded.split()) == set()
