"""The second step: how the file is read, and what can be settled about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import _
from gridctl.imports import Plan, load_kind
from gridctl.presentation.imports import notice_words
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.importing.draft import Draft
from gridctl_tui.importing.rows import (
    READING,
    ColumnRow,
    PickList,
    column_rows,
    kind_label,
    label,
)
from gridctl_tui.widgets.lines import Piece, lines
from gridctl_tui.widgets.row_window import RowWindow

#: Notices told under the columns; the others are counted.
_TOLD = 3


class ReadingPane(Vertical):
    """What was found in the file, column by column."""

    class ColumnChosen(Message):
        """A column is to be read otherwise."""

        def __init__(self, letter: str) -> None:
            super().__init__()
            self.letter = letter

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._path: Path | None = None

    def compose(self) -> Iterator[Widget]:
        """Yield what was found, the columns and what is to be known."""
        yield Static(id="found", classes="heading")
        yield PickList(READING, "letter", _tone, id="columns")
        yield Static(id="notices", classes="told")

    @property
    def rows(self) -> PickList:
        """Return the columns."""
        return self.query_one(PickList)

    def show(self, draft: Draft) -> None:
        """Show how a file would be read; the cursor stays where it was."""
        at = self.rows.cursor if draft.path == self._path else 0
        self._path = draft.path
        rows = [] if draft.plan is None else column_rows(draft.plan)
        self.query_one("#found", Static).update(lines(_found(draft)))
        self.rows.hold(rows, min(at, max(0, len(rows) - 1)))
        self.query_one("#notices", Static).update(lines(_notices(draft)))

    def begin(self) -> None:
        """Give the columns the keyboard."""
        self.rows.focus()

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        event.stop()
        self.post_message(self.ColumnChosen(event.row.letter))


def _found(draft: Draft) -> Iterator[list[Piece]]:
    kind = _("kind not known") if draft.unknown else kind_label(load_kind(draft.kind))
    guessed = _("as its headers say") if draft.kind in draft.likely[:1] else ""
    yield [
        (f" {draft.path.name}", "bold $accent"),
        ("  ", ""),
        (kind, "bold"),
        (f"  {guessed}" if guessed else "", "$dim"),
    ]
    if draft.plan is not None:
        yield [(f" {_placed(draft, draft.plan)}", "")]


def _placed(draft: Draft, plan: Plan) -> str:
    """Return where the table stands in the file, and what was settled besides."""
    first, last = plan.header_rows
    wish, others = draft.wish, len(draft.sheets) - 1
    told: dict[str, Param] = {
        "sheet": plan.sheet or None,
        "others": others if others > 0 else None,
        "encoding": plan.encoding or None,
        "rows": str(first) if first == last else f"{first}-{last}",
        "read": len(plan.columns),
        "unread": len(plan.unread) or None,
        "year": str(plan.year) if plan.year else None,
        "day": wish.as_of.isoformat() if wish.as_of else None,
        "system": wish.system or None,
    }
    parts = (
        _("[[sheet {sheet}]]"), _("[[sheets besides: {others}]]"), _("[[{encoding}]]"),
        _("header in row {rows}"), _("{read} columns read"), _("[[{unread} not read]]"),
        _("[[year {year}]]"), _("[[holds from {day}]]"), _("[[numbers of {system}]]"),
        _("the good rows alone too") if wish.accept_rest else "",
    )  # fmt: skip
    return "  ".join(filter(None, (word(part, told) for part in parts)))


def _notices(draft: Draft) -> Iterator[list[Piece]]:
    if draft.trouble is not None:
        told = tell_trouble(draft.trouble, str)
        yield from ([(f" {text}", "$error")] for text in told.lines)
        yield [(f" {_('F8 names sheet, header row and encoding; F7 another kind.')}", "$dim")]
        return
    plan = draft.plan
    if plan is None:
        return
    if draft.unknown:
        yield [(f" {_('None of its headers is known: F7 says what its rows are.')}", "bold $error")]
    elif plan.missing:
        names = _("; ").join(label(plan.kind, group[0]) for group in plan.missing)
        needed = word(_("A column for {fields} is needed: Enter on it says so."), {"fields": names})
        yield [(f" {needed}", "bold $error")]
    elif len(plan.columns) < len(plan.unread):
        yield [(f" {_('Most columns are not understood: F7 says what its rows are.')}", "$warning")]
    notices = list(notice_words(plan))
    yield from ([(f" {text}", "$warning")] for text in notices[:_TOLD])
    if len(notices) > _TOLD:
        yield [(f" {word(_('and {count} more'), {'count': len(notices) - _TOLD})}", "$dim")]
    if draft.ready:
        yield [(f" {_('F6 tries it: nothing is changed by that.')}", "$dim")]


def _tone(row: ColumnRow, key: str) -> str:
    unread = row.field == _("not read")
    return "dim" if key == "sample" or unread else ""
