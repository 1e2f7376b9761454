"""Lists whose rows are marked all at once, for a change of many."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import BindingType

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.listing import ListScreen

#: Records one change can have.
_MOST = 10_000


class MarkingScreen(ListScreen):
    """Base of lists with changes of many rows."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list.mark_all")

    @work(exclusive=True, group="marks", exit_on_error=False)
    async def action_mark_all(self) -> None:
        """Mark every row the filter lets through, or none."""
        if self.rows.marks:
            self.rows.mark([])
            return
        wanted = {"filter": self.terms or None, "limit": _MOST}
        page = await self.ask(self.query_page(wanted, backwards=False))
        if page is not None:
            self.rows.mark(page.items)
            if page.next is not None:
                most = {"most": f"{_MOST:,}"}
                self.notify(word(_("The first {most} are marked; one step has no more."), most))
