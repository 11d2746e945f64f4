"""A request to end (SIGTERM) while a menu stands: the menu leaves by the door it leaves by after an answer.

The program's own handler raises wherever the main thread stands. In the middle of the menu's event loop that
leaves the terminal raw, or makes the library show the exception and wait for Enter.
"""

import signal
from types import FrameType
from typing import TypeVar

from prompt_toolkit.application import Application

Answer = TypeVar("Answer")


def run(application: Application[Answer]) -> Answer:
    """Run *application* to its answer; a request to end is handled once the menu is gone.

    Errors: what the application raises, or the handler that stood before.
    """
    handler = signal.getsignal(signal.SIGTERM)
    if not callable(handler):  # a parent that ignores the request is obeyed
        return application.run()
    requests: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        requests.append(number)
        if application.loop is not None:
            application.loop.call_soon_threadsafe(_leave, application)

    signal.signal(signal.SIGTERM, note)
    try:
        return application.run(pre_run=lambda: _leave(application) if requests else None)
    finally:
        signal.signal(signal.SIGTERM, handler)
        if requests:
            handler(requests[0], None)


def _leave(application: Application[Answer]) -> None:
    if application.future is not None:
        application.future.cancel()
