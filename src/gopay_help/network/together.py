"""Several waits at once that end together.

asyncio.gather complains on stderr once whoever waits for it is called off: its future then holds an error
that nobody ever reads.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def together(*work: Coroutine[Any, Any, T]) -> asyncio.Task[list[T]]:
    """Begin all of *work*. If one raises, or the wait is called off, the rest end before this does."""
    tasks = [asyncio.create_task(item) for item in work]
    whole = asyncio.create_task(_all(tasks))
    whole.add_done_callback(lambda _: _stop(tasks))
    return whole


async def _all(tasks: list[asyncio.Task[T]]) -> list[T]:
    if not tasks:
        return []
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        _stop(tasks)
        await asyncio.wait(tasks)
        failed = [task for task in tasks if not task.cancelled() and task.exception()]  # each was looked at
    return [task.result() for task in failed or tasks]


def _stop(tasks: list[asyncio.Task[T]]) -> None:
    for task in tasks:
        task.cancel()
