"""No run says anything else than the record holds; a wanted change is renewed with one command."""

import pytest
from tests.net.cast import ROOT, differing, hashed, read_record, said_by, variants

SHOWN = 20
SPREAD = 19
"""Each run of so many, where not all are run: no multiple of three languages, text and JSON."""


def compared(every):
    said = hashed(said_by(ROOT, every))
    before = read_record()
    changed = differing(before if every == 1 else {one: before.get(one, "") for one in said}, said)
    names = "\n".join(map(str, changed[:SHOWN]))
    assert not changed, (
        f"{len(changed)} runs say something else:\n{names}\n"
        "To read the differences: python -m tests.net against main. If wanted: python -m tests.net renew."
    )


def test_no_byte_of_a_spread_differs_from_what_stood_before():
    compared(SPREAD)


@pytest.mark.slow
def test_no_byte_differs_from_what_stood_before():
    compared(1)


def test_the_record_names_every_run():
    assert read_record().keys() == variants().keys()
