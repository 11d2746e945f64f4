"""Runs of the program and a real terminal are borrowed from the tests that they were made for."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / room) for room in ("cli", "terminal")]
