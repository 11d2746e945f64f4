"""`page`: one file, whole or not at all, and only where nothing of somebody's stands."""

import io
from pathlib import Path

import pytest

from fakes import SHIPPED
from gopay_help.cli import tree_show as command
from gopay_help.cli.options import Settings
from gopay_help.cli.packs import open_pack
from gopay_help.cli.setup import Setup
from gopay_help.model.errors import DataError, UsageError


@pytest.fixture
def setup():
    made = Setup(
        Settings(lang="id", offline=True, no_input=True, now="2026-11-23T03:00:00Z"),
        environ={},
        stderr=io.StringIO(),
    )
    made.__dict__["pack"] = open_pack(SHIPPED)
    return made


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(command, "whole_page", lambda _setup, *, reviewers: f"<!DOCTYPE html>{reviewers}")


def test_it_is_written_whole_and_its_size_is_told(setup, tmp_path):
    file = tmp_path / "bantuan.html"
    assert command.page(setup, file) == 0
    text = file.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert '<html lang="id">' in text
    assert text.rstrip().endswith("</html>")
    assert "bantuan.html" in setup.stderr.getvalue()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("quick")
def test_an_older_page_is_replaced_and_nothing_else(setup, tmp_path):
    file = tmp_path / "help.html"
    file.write_text("<!DOCTYPE html>old")
    assert command.page(setup, file) == 0
    assert file.read_text() == "<!DOCTYPE html>False"
    notes = tmp_path / "notes.txt"
    notes.write_text("my own notes")
    with pytest.raises(DataError):
        command.page(setup, notes)
    assert notes.read_text() == "my own notes"


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["", "missing/help.html", "link.html"])
def test_what_cannot_be_written_is_refused(setup, tmp_path, name):
    (tmp_path / "target").write_text("<!DOCTYPE html>kept")
    (tmp_path / "link.html").symlink_to(tmp_path / "target")
    with pytest.raises(DataError):
        command.page(setup, tmp_path / name)
    assert (tmp_path / "target").read_text() == "<!DOCTYPE html>kept"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.html", "target"]


def test_a_file_has_to_be_named(setup):
    with pytest.raises(UsageError) as refused:
        command.page(setup)
    assert "fault.no_out" in str(refused.value)


@pytest.mark.usefixtures("quick")
def test_a_dash_is_the_standard_output_as_everywhere(setup, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    setup.stdout = io.StringIO()
    assert command.page(setup, Path("-")) == 0
    assert (setup.stdout.getvalue(), setup.stderr.getvalue()) == ("<!DOCTYPE html>False", "")
    assert list(tmp_path.iterdir()) == []
