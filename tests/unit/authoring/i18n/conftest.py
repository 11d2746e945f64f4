import shutil
import sys
from pathlib import Path

import pytest

from fakes import SHIPPED, WARUNG

sys.path.append(str(Path(__file__).parent))

from translating import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The made-up pack, its Indonesian texts noted as made from the present English."""
    shutil.copytree(WARUNG, tmp_path / "warung")
    desk = Desk(tmp_path / "warung")
    desk.confirm()
    return desk


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped pack beside its schemas."""
    shutil.copytree(SHIPPED.parent, tmp_path / "decision_trees")
    return tmp_path / "decision_trees" / "gopay"
