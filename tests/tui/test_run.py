"""Rows read page by page: what comes and goes elsewhere shows, and moves nobody."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from gridctl_tui.run import PAGE, Run


@dataclass
class Part:
    """A page of numbers."""

    items: list[int]
    total: int | None
    next: str | None


class Numbers:
    """A list of numbers, read by the number after which a page begins."""

    def __init__(self, count: int) -> None:
        self.rows = list(range(count))
        self.asked = 0

    async def page(self, after: str | None, limit: int) -> Part:
        self.asked += 1
        left = [row for row in self.rows if after is None or row > int(after)]
        following = str(left[limit - 1]) if len(left) > limit else None
        return Part(left[:limit], len(self.rows), following)


def read(office: Numbers, pages: int) -> Run:
    async def scene() -> Run:
        run = Run(office.page)
        for number in range(pages):
            await run.read(number)
        return run

    return asyncio.run(scene())


def shown(run: Run, first: int, last: int) -> list[Any]:
    return [run.row(place) for place in range(first, last)]


def test_a_row_that_comes_to_a_short_list_is_shown() -> None:
    office = Numbers(5)
    run = read(office, 1)
    office.rows.append(5)
    asyncio.run(run.reread(0, 20))
    assert (run.known, run.total, run.ended) == (6, 6, True)
    assert shown(run, 0, 7) == [0, 1, 2, 3, 4, 5, None]


def test_a_row_that_fills_the_page_makes_another_page() -> None:
    office = Numbers(PAGE)
    run = read(office, 1)
    assert run.ended
    office.rows.append(PAGE)
    asyncio.run(run.reread(0, 20))
    assert (run.known, run.ended, run.wants(PAGE, PAGE)) == (PAGE, False, 1)
    asyncio.run(run.read(1))
    assert (run.known, run.ended, run.row(PAGE)) == (PAGE + 1, True, PAGE)


def test_what_goes_leaves_no_row_twice() -> None:
    office = Numbers(3 * PAGE)
    run = read(office, 3)
    del office.rows[10]
    asyncio.run(run.reread(90, 110))
    assert shown(run, 98, 102) == [99, 100, 101, 102]
    assert run.wants(2 * PAGE, 2 * PAGE) == 2
    asyncio.run(run.read(2))
    assert (run.known, run.ended) == (3 * PAGE - 1, True)
    assert shown(run, 2 * PAGE - 1, 2 * PAGE + 1) == [2 * PAGE, 2 * PAGE + 1]


def test_who_is_deep_in_a_list_stays_where_they_are() -> None:
    office = Numbers(10 * PAGE)
    run = read(office, 10)
    office.rows.insert(0, -1)
    before, asked = shown(run, 5 * PAGE, 5 * PAGE + 20), office.asked
    asyncio.run(run.reread(5 * PAGE, 5 * PAGE + 20))
    assert shown(run, 5 * PAGE, 5 * PAGE + 20) == before
    assert (run.known, office.asked - asked) == (10 * PAGE, 1)


def test_a_list_that_became_empty_is_empty() -> None:
    office = Numbers(2 * PAGE)
    run = read(office, 2)
    office.rows.clear()
    asyncio.run(run.reread(PAGE, PAGE + 20))
    asyncio.run(run.reread(0, 20))
    assert (run.known, run.ended, run.row(0)) == (0, True, None)
