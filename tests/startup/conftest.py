"""gopay-help as it lies in a wheel: only there does a start cost what it costs a user."""

import sys
import sysconfig

import pytest

from wheel import Program, unpacked_wheel


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """The wheel's layout. -S: what the environment's own .pth files load is none of our business."""
    program = unpacked_wheel(tmp_path_factory.mktemp("compiled"))
    path = f"{program.environ['PYTHONPATH']}:{sysconfig.get_path('purelib')}"
    return Program(sys.executable, {"PYTHONPATH": path}, ("-S",))
