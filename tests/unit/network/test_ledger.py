"""What may be sent to the provider: counted, set aside, refused, stopped."""

import asyncio

import pytest
from fake_network import FakeLink, FakeNetwork

from gopay_help.model.check import Status
from gopay_help.network.budget import MOST_AT_ONCE, MOST_BYTES, FindingsLog, PacketBudget
from gopay_help.network.findings import OVER_BUDGET, word_for
from gopay_help.network.machine import OverBudgetError

AT = ("20.1.1.1", 443)


class Counting(FakeLink):
    told = (0, 0)

    def sent(self):
        return self.told


class Counted(FakeNetwork):
    """A network whose links say how much they sent."""

    async def connect(self, address, port, limit_s, *, small=False, via=None):
        await super().connect(address, port, limit_s, small=small)
        return Counting(self, address, port, small)


def test_what_is_open_keeps_what_was_set_aside_and_gives_the_rest_back():
    async def main():
        packets = PacketBudget(20)
        link = await packets.connect(Counted(), AT, 1.0, cost=6)
        link.told = (2, 500)
        open_room = packets.room()
        link.told = (8, 500)
        grown = packets.room()
        link.told = (3, 500)
        link.close()
        return open_room, grown, packets.room()

    assert asyncio.run(main()) == (14, 11, 16)


def test_a_kernel_that_says_nothing_is_counted_by_plan():
    async def main():
        packets = PacketBudget(20)
        (await packets.connect(FakeNetwork(), AT, 1.0, cost=6)).close()
        return packets.room()

    assert asyncio.run(main()) == 14


def test_without_room_nothing_is_opened():
    async def main():
        packets, network = PacketBudget(5), FakeNetwork()
        with pytest.raises(OverBudgetError):
            await packets.connect(network, AT, 1.0, cost=6)
        return network.contacted

    assert asyncio.run(main()) == []


def test_bytes_count_too():
    async def main():
        packets = PacketBudget()
        link = await packets.connect(Counted(), AT, 1.0, cost=6)
        link.told = (3, MOST_BYTES)
        return packets.room()

    assert asyncio.run(main()) == 0


def test_a_connection_that_is_refused_costs_its_greeting():
    async def main():
        packets = PacketBudget(20)
        with pytest.raises(ConnectionRefusedError):
            await packets.connect(FakeNetwork(tcp=ConnectionRefusedError()), AT, 1.0, cost=6)
        return packets.room()

    assert asyncio.run(main()) == 19


def test_one_address_sees_six_connections_at_a_time():
    async def main():
        packets = PacketBudget(600)
        links = [await packets.connect(FakeNetwork(), AT, 1.0, cost=1) for _ in range(MOST_AT_ONCE)]
        await packets.connect(FakeNetwork(), ("20.1.1.2", 443), 1.0, cost=1)
        with pytest.raises(TimeoutError):
            await packets.connect(FakeNetwork(), AT, 0.1, cost=1)
        links[0].close()
        await packets.connect(FakeNetwork(), AT, 0.2, cost=1)

    asyncio.run(main())


@pytest.mark.parametrize(
    ("sent", "stopped"),
    [((2, 2), [False, False]), ((9, 8), [True, False]), ((10, 10), [True, True]), ((0, 19), [False, True])],
)
def test_what_grows_is_stopped_the_service_last(sent, stopped):
    async def main():
        packets = PacketBudget(20)
        links = [await packets.connect(Counted(), AT, 1.0, cost=4, vital=vital) for vital in (False, True)]
        for link, count in zip(links, sent, strict=True):
            link.told = (count, 0)
        watch = asyncio.create_task(packets.watch())
        await asyncio.sleep(0.08)
        watch.cancel()
        return [link.stopped for link in links]

    assert asyncio.run(main()) == stopped


def test_a_look_that_was_left_out_is_no_failure():
    word = word_for(OverBudgetError())
    found = FindingsLog(8.0).failed("tls", "help", word, 0.0)
    assert (word, found.status, found.failure) == (OVER_BUDGET, Status.SKIP, None)
