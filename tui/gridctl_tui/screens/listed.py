"""What a list is: its noun, its rows, how it is asked for, copied and saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual.binding import BindingType

from gridctl.operations.base import Operation, Query
from gridctl.presentation.columns import Column
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.saving import SavedList, list_of
from gridctl_tui.widgets.row_window import RowWindow


class Listed(OfficeScreen):
    """Base of screens with one long list of records of a noun.

    Attributes:
        NOUN: whose filters and views it takes.
        KEY: field that tells a row from all others.
        terms: the filter in force, "" for none.
    """

    NOUN: ClassVar[str] = ""
    KEY: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("list.save", "list.copy", "list.copy_command")
    terms = ""

    # -- what a subclass says

    def columns(self) -> Sequence[Column]:
        """Return the columns, the most important first."""
        raise NotImplementedError

    def tone(self, _row: Any, _key: str) -> str:
        """Return how a cell is toned; the words in it say the same."""
        return ""

    def query_page(self, wanted: Mapping[str, Any], *, backwards: bool) -> Query[Any]:
        """Return the query of a page from ``filter``, ``after`` and ``limit``."""
        raise NotImplementedError

    def query_record(self, row: Any) -> Operation[Any] | None:
        """Return the query of the record beside the list, None where the row says it all."""
        raise NotImplementedError

    async def read_record(self, row: Any) -> Mapping[str, Any]:
        """Return the record beside the list: what its query gives, or the row itself.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        operation = self.query_record(row)
        if operation is None:
            return dict(row.model_dump())
        return self.record(await self.dashboard.desk.send(operation))

    def record(self, view: Any) -> Mapping[str, Any]:
        """Return the record beside the list from what its query gave."""
        return dict(view.model_dump())

    def command(self) -> str:
        """Return what the list is called on the command line, such as ``ticket``."""
        return self.NOUN

    async def prepare(self) -> None:
        """Read what else the screen needs.

        Raises:
            GridctlError: the office refused, or does not answer.
        """

    @property
    def rows(self) -> RowWindow:
        """Return the list."""
        return self.query_one("#rows", RowWindow)

    # -- copying and saving

    def saved_columns(self) -> Sequence[Column]:
        """Return the columns of a saved list: all there are."""
        return self.columns()

    async def savable(self) -> SavedList | None:
        """Return the marked rows, or all the filter lets through."""
        terms = self.terms or None

        def page(after: str | None, limit: int) -> Query[Any]:
            wanted = {"filter": terms, "after": after, "limit": limit}
            return self.query_page(wanted, backwards=False)

        return list_of(self.TAB, self.saved_columns(), self.rows, page)

    def action_copy(self) -> None:
        """Copy the keys of the chosen rows."""
        self.copied("\n".join(str(getattr(row, self.KEY)) for row in self.rows.chosen()))

    def action_copy_command(self) -> None:
        """Copy the command that shows the same."""
        program = f"{self.dashboard.opening.command} {self.command()}"
        if self.rows.marks or not self.terms:
            keys = " ".join(str(getattr(row, self.KEY)) for row in self.rows.chosen())
            self.copied(f"{program} show {keys}")
        else:
            self.copied(f"{program} list '{self.terms}'")
