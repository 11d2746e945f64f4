"""Several waits at once: none outlives the whole, and none complains about how it ended."""

import asyncio
import gc

import pytest

from gopay_help.network.budget import run_all

ENDED: list[str] = []


async def said(word, after_s=0.0):
    try:
        await asyncio.sleep(after_s)
        return word
    finally:
        ENDED.append(word)


async def fails(word):
    ENDED.append(word)
    raise ValueError(word)


def complaints(work):
    """What asyncio would print on stderr about *work*."""
    heard: list[str] = []
    ENDED.clear()
    with asyncio.Runner() as runner:
        runner.get_loop().set_exception_handler(lambda _, what: heard.append(what["message"]))
        runner.run(work())
    gc.collect()
    return heard


def test_the_answers_keep_the_order_of_the_questions():
    async def work():
        assert await run_all(said("a", 0.02), said("b")) == ["a", "b"]
        assert await run_all() == []

    assert complaints(work) == []


def test_one_error_ends_the_rest_and_is_raised():
    async def work():
        with pytest.raises(ValueError, match="bad"):
            await run_all(said("slow", 60), fails("bad"), fails("too"))
        assert set(ENDED) == {"slow", "bad", "too"}

    assert complaints(work) == []


def test_called_off_from_outside_in_silence():
    async def work():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await run_all(said("a", 60), said("b", 60))
        assert set(ENDED) == {"a", "b"}

    assert complaints(work) == []


def test_nobody_is_left_when_the_whole_ends_unheard():
    async def outer():
        run_all(said("a", 60), said("b", 60))
        await asyncio.sleep(0.01)

    assert complaints(outer) == []
    assert set(ENDED) == {"a", "b"}


def test_called_off_before_it_began():
    async def work():
        whole = run_all(said("a", 60))
        whole.cancel()
        with pytest.raises(asyncio.CancelledError):
            await whole

    assert complaints(work) == []
