"""Runs gopay-help, and asks it to end (SIGTERM) at one moment: `ended_at.py FUNCTION ARGUMENTS`.

The moment is the first call of FUNCTION after the menu has made the terminal raw.
"""

import os
import signal
import sys
from types import FrameType

moment, *sys.argv[1:] = sys.argv[1:]


def until_raw(frame: FrameType, _event: str, _argument: object) -> None:
    """Called at every call, until the menu makes the terminal raw."""
    if frame.f_code.co_name == "_patch_iflag":
        sys.settrace(until_moment)
        until_moment(frame, _event, _argument)


def until_moment(frame: FrameType, _event: str, _argument: object) -> None:
    """Called at every call after that, until the moment has come."""
    if frame.f_code.co_name == moment:
        sys.settrace(None)
        os.kill(os.getpid(), signal.SIGTERM)


sys.settrace(until_raw)
from gopay_help.__main__ import entry  # noqa: E402 (it is watched from its first line)

entry()
