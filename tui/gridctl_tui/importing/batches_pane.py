"""The list of imports: who brought what in, when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from textual import on
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from gridctl.operations.queries.imports import BatchView
from gridctl.presentation.imports import BATCH_COLUMNS, BATCH_SECTIONS, findings_words
from gridctl_tui.importing.rows import PickList
from gridctl_tui.run import Fetch, Run
from gridctl_tui.widgets.record_pane import RecordPane
from gridctl_tui.widgets.row_window import RowWindow

#: Counts that stand beside the list, where the terminal is small.
_BESIDE = {"counts.same", "counts.skipped", "counts.changed"}


class BatchesPane(Container):
    """Imports, the newest first, with the one at the cursor beside them."""

    class Opened(Message):
        """The rows of an import are to be shown."""

        def __init__(self, batch: BatchView) -> None:
            super().__init__()
            self.batch = batch

    def __init__(self, fetch: Fetch, id: str) -> None:
        super().__init__(id=id)
        self._fetch = fetch

    def compose(self) -> Iterator[Widget]:
        """Yield the list and the record."""
        columns = [
            replace(column, wide_only=column.wide_only or column.key in _BESIDE)
            for column in BATCH_COLUMNS
        ]
        yield PickList(columns, "batch", _tone, id="list")
        yield RecordPane(BATCH_SECTIONS, id="batch")

    @property
    def rows(self) -> PickList:
        """Return the list."""
        return self.query_one(PickList)

    def begin(self) -> None:
        """Give the list the keyboard; read it the first time."""
        self.rows.focus()
        if self.rows.run is None:
            self.read()

    def read(self) -> None:
        """Read the list from its beginning."""
        self.rows.ask(lambda _backwards: Run(self._fetch, one_way=True))

    @on(RowWindow.Moved)
    def _moved(self, event: RowWindow.Moved) -> None:
        event.stop()
        self.query_one(RecordPane).show(None if event.row is None else _record(event.row))
        self.screen.refresh_bindings()

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        event.stop()
        self.post_message(self.Opened(event.row))


def _record(batch: BatchView) -> dict[str, Any]:
    told = [{"text": text} for text in findings_words(batch)]
    return {**batch.model_dump(), "findings": told}


def _tone(row: BatchView, key: str) -> str:
    if key == "counts.rejected" and row.counts.rejected:
        return "late"
    if row.state == "open":
        return "due"
    return "dim" if row.state in ("undone", "discarded") else ""
