"""Offices on either engine, and clerks at work on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from gridctl.foundation.clock import Clock
from tests.beginnings import Beginning, Beginnings
from tests.faults.proof import Worker, fill, token_of


@pytest.fixture
def beginning() -> Beginning:
    return fill


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs_program)]
)  # fmt: skip
def address(
    request: pytest.FixtureRequest, beginnings: Beginnings, beginning: Beginning, clock: Clock
) -> Iterator[str]:
    """Yield the address of an office on either engine."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("office"))
        return
    server = request.getfixturevalue("postgresql")
    with server.database(beginnings.database(beginning, clock, server)) as name:
        yield server.address(name)


@pytest.fixture
def hire() -> Iterator[Callable[..., Worker]]:
    """Start clerks; those who still work after the test are ended.

    One who works through a server is given a token of its account in the ``office`` behind it.
    """
    hired: list[Worker] = []

    def one(address: str, name: str, office: str = "") -> Worker:
        hired.append(Worker(address, name, token_of(office, name) if office else ""))
        return hired[-1]

    yield one
    for each in hired:
        each.end()
