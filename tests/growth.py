"""How the work for a text grows with its length, whatever machine it is measured on."""

import time
from collections.abc import Callable


def grows_faster_than_its_input(work: Callable[[str], object], text: str) -> str:
    """What was measured if four times as much *text* takes over six times as long (16 is quadratic), or "".

    Two sizes are compared in one run, so that a slow machine changes nothing; what seems to grow is measured
    again, since an unlucky moment does not come five times.
    """
    part = text[: len(text) // 4]
    work(part[:100])
    short, long = _seconds(work, part), _seconds(work, text)
    for _ in range(5):
        if long <= 6 * short + 0.02:
            return ""
        short, long = min(short, _seconds(work, part)), min(long, _seconds(work, text))
    return f"{len(part)} characters took {short:.3f} s, {len(text)} took {long:.3f} s"


def _seconds(work: Callable[[str], object], text: str) -> float:
    since = time.process_time()
    work(text)
    return time.process_time() - since
