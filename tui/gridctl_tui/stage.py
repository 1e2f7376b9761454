"""Where a verb of the command line works: in a thread of its own, before the desk and the screen.

What it shows is kept as parts, so that a list becomes a list of the dashboard and a record a
record; what it asks is asked on the screen while its thread waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from itertools import count, islice
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from gridctl.operations.base import Operation
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl.presentation.verbs import Rows

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

R = TypeVar("R")


async def in_thread(work: Callable[[], R]) -> R:
    """Do something in a thread of its own, which the dashboard's end does not wait for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[R] = loop.create_future()
    context = copy_context()

    def settle(how: Callable[[Any], None], what: Any) -> None:
        # Whoever waited may have left meanwhile.
        if not done.done():
            how(what)

    def tell(how: Callable[[Any], None], what: Any) -> None:
        # The dashboard may have ended meanwhile, and its loop with it.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, how, what)

    def run() -> None:
        try:
            result = context.run(work)
        except BaseException as error:
            tell(done.set_exception, error)
        else:
            tell(done.set_result, result)

    Thread(target=run, name="gridctl-verb", daemon=True).start()
    return await done


class ShownRow:
    """A row a verb has shown; ``place`` tells it from all others."""

    def __init__(self, place: int, record: dict[str, Any]) -> None:
        self.place, self.record = place, record

    def model_dump(self) -> dict[str, Any]:
        """Return what is in it."""
        return self.record


@dataclass
class ShownList:
    """A list a verb has shown, read as far as somebody looks.

    Attributes:
        columns: its columns.
        total: how many rows there are, where somebody counted.
        behind: tells of a row of figures the filter of the tickets behind it.
    """

    columns: Sequence[Column]
    total: int | None
    behind: Callable[[Mapping[str, Any]], str] | None
    _left: Iterator[ShownRow]
    _read: list[ShownRow] = field(default_factory=list)
    _broken: Exception | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    def of(cls, listing: Rows, columns: Sequence[Column]) -> ShownList:
        """Return a listing that has not been read yet."""
        rows = (ShownRow(place, each) for place, each in enumerate(listing.records()))
        return cls(columns, listing.total, listing.behind, rows)

    async def page(self, after: str | None, limit: int) -> ShownPage:
        """Return the rows after a place, reading on where they are not known yet."""
        first = int(after or 0)
        await self._read_to(first + limit + 1)
        rows = self._read[first : first + limit]
        more = len(self._read) > first + limit
        return ShownPage(rows, self.total, str(first + limit) if more else None)

    async def all(self) -> Sequence[ShownRow]:
        """Return all rows, reading to the end.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        await self._read_to(None)
        return self._read

    async def _read_to(self, count: int | None) -> None:
        """Read on until so many rows are known, or all; where it broke off is not its end."""

        def take() -> None:
            if self._broken is not None:
                raise self._broken
            wanted = None if count is None else max(0, count - len(self._read))
            try:
                self._read.extend(islice(self._left, wanted))
            except Exception as error:
                self._broken = error
                raise

        # Two readers would be in the same generator.
        async with self._turn:
            if count is None or count > len(self._read):
                await in_thread(take)


@dataclass(frozen=True)
class ShownPage:
    """A page of a list that was shown."""

    items: Sequence[ShownRow]
    total: int | None
    next: str | None


@dataclass(frozen=True)
class ShownRecord:
    """A record a verb has shown."""

    record: Mapping[str, Any]
    sections: Sequence[Section]


Part = ShownList | ShownRecord | str


class DeskStage:
    """A stage before the desk; its methods are called from the verb's thread.

    Args:
        app: the dashboard.
        key: idempotency key of the line; each change of it is sent under a key made from it.
        behalf: who is acted for, the desk's own party where left out.

    Attributes:
        parts: what was shown, in order.
        notes: what was told beside it.
        told_once: fields of what was shown that are told once and never again.
        asked: whether the office was asked something.
        acted: whether something was changed in the office.
    """

    def __init__(self, app: Dashboard, key: str, behalf: str | None = None) -> None:
        self._app, self._key, self._behalf = app, key, behalf
        self._changes = count(1)
        self.cells = max(40, app.size.width - 4)
        self.parts: list[Part] = []
        self.notes: list[str] = []
        self.told_once: frozenset[str] = frozenset()
        self.asked = self.acted = False

    def send(
        self,
        operation: Operation[R],
        *,
        key: str | None = None,
        dry_run: bool = False,
        reason: str = "",
    ) -> R:
        """Carry out an operation at the desk.

        Raises:
            GridctlError: any error of the operation.
        """
        if operation.action == "command" and not dry_run:
            key = key or f"{self._key}.{next(self._changes)}"
            self.told_once |= frozenset(type(operation).once)
            self.acted = True
        self.asked = self.asked or operation.action == "query"
        result: R = self._wait(
            lambda: self._app.desk.send(
                operation, behalf=self._behalf, key=key, dry_run=dry_run, reason=reason
            )
        )
        return result

    def close(self) -> None:
        """Leave the desk open."""

    def confirm(self, question: str, name: str | None) -> bool:
        """Ask, with what was shown so far above the question."""
        from gridctl_tui.screens.question import Question

        return self._ask(Question(question, self.parts, self.notes, name)) is True

    def secret(self, question: str) -> str:
        """Ask for something nobody else may read.

        Raises:
            Withheld: nothing was typed.
        """
        from gridctl_tui.screens.question import Secret, Withheld

        told = self._ask(Secret(question))
        if not told:
            raise Withheld
        return str(told)

    def _ask(self, screen: Any) -> Any:
        async def asked() -> Any:
            answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            self._app.push_screen(screen, answer.set_result)
            return await answer

        return self._wait(asked)

    def _wait(self, what: Callable[[], Any]) -> Any:
        return self._app.call_from_thread(what)

    def rows(self, listing: Rows, columns: Sequence[Column]) -> None:
        """Keep a list, unread."""
        self.parts.append(ShownList.of(listing, columns))

    def record(self, record: Mapping[str, Any], sections: Sequence[Section]) -> None:
        """Keep a record."""
        self.parts.append(ShownRecord(record, sections))

    def renew(self, place: int, record: Mapping[str, Any]) -> None:
        """Put what a record has become in its place; what was told once stays."""
        shown = self.parts[place]
        assert isinstance(shown, ShownRecord)
        once = {name: shown.record[name] for name in self.told_once if name in shown.record}
        self.parts[place] = ShownRecord({**record, **once}, shown.sections)

    def text(self, text: str) -> None:
        """Keep a text."""
        self.parts.append(text)

    def note(self, text: str) -> None:
        """Keep what was told."""
        self.notes.append(text)
