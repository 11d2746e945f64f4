"""No run says anything else than the record holds; a wanted change is renewed with one command."""

from tests.net.cast import ROOT, differing, hashed, read_record, said_by

SHOWN = 20


def test_no_byte_differs_from_what_stood_before():
    changed = differing(read_record(), hashed(said_by(ROOT)))
    names = "\n".join(map(str, changed[:SHOWN]))
    assert not changed, (
        f"{len(changed)} runs say something else:\n{names}\n"
        "To read the differences: python -m tests.net against main. If wanted: python -m tests.net renew."
    )
