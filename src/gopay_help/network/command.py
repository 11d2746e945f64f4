"""Asks a system tool, briefly, where there is no file to read."""

import shutil
import subprocess


def output_of(*command: str) -> str:
    """What the tool prints; empty if it is missing, fails or takes longer than a second."""
    program = shutil.which(command[0])
    if program is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 (a tool of the system, found by its name)
            [program, *command[1:]], capture_output=True, text=True, timeout=1.0, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""
