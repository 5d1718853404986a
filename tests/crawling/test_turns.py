"""Answers are read in the order of their requests, and one that stalls does not hold up the rest for long."""

import asyncio

from osce_scraper.crawling.turns import PATIENCE, Turns
from tests import moved_clock


def arrive(turns: Turns, order: list[int], arrivals: list[int], *, done: set[int] | None = None) -> float:
    """Requests 1, 2, ... are answered as ``arrivals`` says; ``order`` is how they are read.

    Those of ``done`` fail: they are over without having waited for their turn. Returns the seconds waited.
    """

    async def read(number: int) -> None:
        await turns.wait(number)
        order.append(number)
        turns.done(number)

    async def all_of_them() -> None:
        for _ in range(max(arrivals)):
            turns.take()
        reading = []
        for number in arrivals:
            if done and number in done:
                turns.done(number)
                continue
            reading.append(asyncio.create_task(read(number)))
            await asyncio.sleep(0)
        await asyncio.gather(*reading)

    return moved_clock.run(all_of_them())


def test_whatever_comes_first_is_read_in_its_turn() -> None:
    order: list[int] = []
    arrive(Turns(), order, [3, 1, 5, 2, 4])
    assert order == [1, 2, 3, 4, 5]


def test_one_that_failed_is_not_waited_for() -> None:
    order: list[int] = []
    arrive(Turns(), order, [4, 3, 2, 1], done={1, 3})
    assert order == [2, 4]


def test_one_that_stalls_is_left_behind_once_for_all() -> None:
    order: list[int] = []
    # Number 1 never answers.
    assert arrive(Turns(), order, [4, 3, 2, 5]) == PATIENCE
    assert order == [2, 3, 4, 5]


def test_one_that_was_left_behind_is_read_when_it_comes() -> None:
    turns = Turns()
    order: list[int] = []

    async def late() -> None:
        first, second = turns.take(), turns.take()
        await turns.wait(second)
        order.append(second)
        turns.done(second)
        await turns.wait(first)
        order.append(first)
        turns.done(first)

    assert moved_clock.run(late()) == PATIENCE
    assert order == [2, 1]
