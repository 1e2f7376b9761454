"""A list of any length under a cursor: a few pages in memory, the rest behind the office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import work
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.run import PAGE, Held, Run

#: No row was told of yet, which is not the same as there being none.
_NOTHING = object()
#: Makes a run of the list, from its far end where asked to.
Question = Callable[[bool], Run]


class RowList(Widget, can_focus=True):
    """Rows under a cursor, read as it moves; how they look is the matter of a subclass.

    Attributes:
        key: field of a row that tells it from all others.
    """

    cursor = reactive(0, repaint=False)

    class Told(Message):
        """Base of what a list tells."""

        def __init__(self, rows: RowList) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> RowList:
            """Return the list, by which handlers are chosen."""
            return self.rows

    class Moved(Told):
        """The cursor is on another row, None where there is none."""

        def __init__(self, rows: RowList, row: Any | None) -> None:
            super().__init__(rows)
            self.row = row

    class Opened(Told):
        """A row is to be opened."""

        def __init__(self, rows: RowList, row: Any) -> None:
            super().__init__(rows)
            self.row = row

    class Changed(Told):
        """Rows or marks are others than before."""

    class Failed(Told):
        """A page of a run could not be read."""

        def __init__(self, rows: RowList, run: Run, error: Exception) -> None:
            super().__init__(rows)
            self.run = run
            self.error = error

    def __init__(self, key: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self.key = key
        self._question: Question | None = None
        self.run: Run | None = None
        self.backwards = False
        self._top = 0
        self._told: Any = None
        self._reading = False
        self._trouble = ""

    def ask(self, question: Question) -> None:
        """Show another list from its beginning."""
        self._question = question
        self._start(backwards=False)

    def take(self, question: Question, run: Run) -> None:
        """Show another list from its beginning, which has been read already."""
        self._question = question
        self._show(run)

    def hold(self, rows: Sequence[Any], at: int = 0) -> None:
        """Show rows that are all at hand, the cursor on one of them."""
        self._show(Held(rows), at)

    def _show(self, run: Run, at: int = 0) -> None:
        self.run = run
        self.backwards, self._trouble, self._told = False, "", _NOTHING
        self.set_reactive(RowList.cursor, max(0, min(at, run.known - 1)))
        self._arrived(first=True)
        self._go(self.cursor)

    def _start(self, *, backwards: bool) -> None:
        assert self._question is not None
        self.backwards = backwards
        self.run = self._question(backwards)
        self._top, self._trouble, self._told = 0, "", _NOTHING
        self.forget()
        self.set_reactive(RowList.cursor, 0)
        self.refresh()
        self._fill()

    # -- what is at hand

    @property
    def row(self) -> Any | None:
        """Return the row under the cursor."""
        return self.run.row(self.cursor) if self.run else None

    @property
    def place(self) -> int:
        """Return the number of the row under the cursor, counted from the list's beginning."""
        if self.backwards and self.run and self.run.total is not None:
            return self.run.total - self.cursor
        return self.cursor + 1

    @property
    def height(self) -> int:
        """Return how many rows are seen."""
        return max(1, self.size.height - 1)

    # -- reading

    def _fill(self) -> None:
        """Read what the window lacks; while that is under way, nothing else is begun."""
        if not self._reading and self._lacking() is not None:
            self._reading = True
            self._read()

    def _lacking(self) -> int | None:
        """Return the number of a page the window and what follows it lack, None where none."""
        return self.run.wants(self._top, self._top + self.height + PAGE // 2) if self.run else None

    @work(group="rows", exit_on_error=False)
    async def _read(self) -> None:
        """Read page after page until the window and the page after it are at hand."""
        try:
            while (run := self.run) is not None and (number := self._lacking()) is not None:
                if not await self._read_page(run, number):
                    return
        finally:
            self._reading = False

    async def _read_page(self, run: Run, number: int) -> bool:
        """Read a page; return whether to go on. What became of a list left meanwhile is nothing."""
        first = not run.known
        try:
            await run.read(number)
        except Exception as error:
            if run is not self.run:
                return True
            self._trouble = tell_trouble(error, str).lines[0]
            self.post_message(self.Failed(self, run, error))
            self.refresh()
            return False
        if run is self.run:
            self._arrived(first)
        return True

    def _arrived(self, first: bool) -> None:
        self._trouble = ""
        self.forget()
        if first:
            self.settle()
        self._tell()
        self.post_message(self.Changed(self))
        self.refresh()

    async def reread(self) -> None:
        """Read the rows at hand again; cursor and marks stay.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        if self.run is None or not self.run.known:
            # Nothing was there: what there is now begins anew.
            if self._question is not None:
                self._start(backwards=self.backwards)
            return
        await self.run.reread(self._top, self._top + self.height)
        self.set_reactive(RowList.cursor, max(0, min(self.cursor, self.run.known - 1)))
        self._told = None
        # What is told of a row may need more room by now.
        self.settle()
        self._arrived(first=False)
        self._fill()

    # -- moving

    def action_move(self, step: int) -> None:
        """Move by rows."""
        self._go(self.cursor + (-step if self.backwards else step))

    def action_page(self, step: int) -> None:
        """Move by what is seen."""
        self.action_move(step * max(1, self.height - 1))

    def action_top(self) -> None:
        """Go to the first row."""
        if self.backwards:
            self._start(backwards=False)
        else:
            self._go(0)

    def action_end(self) -> None:
        """Go to the last row, reading the list from its far end where it is long.

        Where it is read one way only, go to the last row known; again, and there are more.
        """
        if self.run is None:
            return
        if self.run.ended or self.backwards or self.run.one_way:
            self._go(0 if self.backwards else self.run.known - 1)
        else:
            self._start(backwards=True)

    def _go(self, place: int) -> None:
        if self.run is None or not self.run.known:
            return
        left, top = self.cursor, self._top
        self.cursor = max(0, min(place, self.run.known - 1))
        self._top = max(0, min(self._top, self.cursor))
        self._top = max(self._top, self.cursor - self.height + 1)
        self._fill()
        self._tell()
        if self._top == top:
            self.touch(left, self.cursor)
        else:
            self.refresh()

    def _tell(self) -> None:
        """Tell which row is under the cursor, once for each."""
        row = self.row
        if row is not self._told:
            self._told = row
            self.post_message(self.Moved(self, row))

    def touch(self, *places: int) -> None:
        """Draw rows anew, by their places."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forget what was drawn: the rows are others."""

    def settle(self) -> None:
        """Lay out anew what the rows at hand need."""
