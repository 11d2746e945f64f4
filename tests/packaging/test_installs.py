"""However it is had, it says the same: a spread of the net; all of it by python -m tests.net installs."""

import os

import pytest
from tests.net.cast import hashed, read_record
from tests.net.installs import by_processes, in_one_process, installs

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the folders of Unix"),
]
SPREAD = 29
"""Each run of so many: no multiple of three languages, text and JSON."""
PROCESSES = 97


@pytest.fixture(scope="module")
def ways(wheel, pyz, tmp_path_factory):
    try:
        return installs(wheel, pyz, tmp_path_factory.mktemp("installs"))
    except OSError as error:
        if "Failed to fetch" in str(error):
            pytest.skip("no package index can be asked from here")
        raise


def test_every_way_says_what_the_record_holds(ways):
    record = read_record()
    for way in ways:
        said = hashed(in_one_process(way, SPREAD))
        assert said, way.name
        assert {one: record[one] for one in said} == said, way.name


def test_the_commands_say_the_same(ways):
    first, *others = [by_processes(way, PROCESSES) for way in ways if way.command]
    assert len(first) > 10
    assert len(others) == 2
    for said in others:
        assert said == first
