"""What a change would do to each of many records, before it is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.operations.commands.ticket_steps import StepRow, StepsDone, TakeSteps
from gridctl.presentation.columns import Column, cell_text
from gridctl.presentation.own_words import STATE_LABELS
from gridctl.presentation.wording import error_words
from gridctl_tui.keymap import bindings
from gridctl_tui.stage import DeskStage, ShownList
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import Piece, line, lines

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

_STEP = N_("{done} can take the step, {failed} cannot.")
#: Columns that tell what becomes of a record, not which it is.
_BECOMES = ("before", "after", "done", "why")
#: Records shown of those it can be done to.
_SHOWN = 50


class Tried(NamedTuple):
    """What became of one record when the change was tried.

    Attributes:
        name: what the record is called by.
        about: what else is known of it.
        change: what would become of it, "" where nothing is told.
        why: what stands against it, "" where it can be done.
    """

    name: str
    about: str
    change: str
    why: str


class Preview(ModalScreen[bool]):
    """Shows first what stands against the change, then what would be done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.*")

    def __init__(self, title: str, told: str, tried: Sequence[Tried]) -> None:
        super().__init__()
        self._title, self._told = title, told
        self._failed = [each for each in tried if each.why]
        self._able = [each for each in tried if not each.why]

    def compose(self) -> ComposeResult:
        """Yield the counts and the records."""
        counts = {"done": len(self._able), "failed": len(self._failed)}
        with Vertical(classes="card"):
            yield Static(line([(self._title, "")]), classes="title")
            yield Static(line([(word(_(self._told), counts), "bold")]))
            with VerticalScroll(classes="fields"):
                yield Static(lines(self._rows()))
            yield KeyBar()

    def _rows(self) -> Iterator[list[Piece]]:
        for each in self._failed:
            yield [(f"{each.name} ", ""), (each.about, "$dim")]
            yield [(f"  {each.why}", "$error")]
        for each in self._able[:_SHOWN]:
            yield [(f"{each.name} ", ""), (f"{each.change}  ", "$success"), (each.about, "$dim")]
        if len(self._able) > _SHOWN:
            yield [(word(_("and {count} more"), {"count": len(self._able) - _SHOWN}), "$dim")]

    def action_send(self) -> None:
        """Go ahead with those that can."""
        if self._able:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Go back to the form."""
        self.dismiss(False)


async def take_many(
    app: Dashboard,
    title: str,
    step: TakeSteps,
    behalf: str,
    key: str,
    about: Mapping[str, str] | None = None,
) -> StepsDone | None:
    """Try a step on many tickets, show what would become of each, and take it if wanted.

    Args:
        app: the dashboard; called in one of its workers.
        title: of the form the step was asked for in.
        step: what is done, to which tickets.
        behalf: who is acted for.
        key: idempotency key.
        about: what is known of each ticket besides, by its number.

    Returns:
        What was done, None where it was not wanted.

    Raises:
        GridctlError: the office refused, or does not answer.
    """
    tried = await app.desk.send(step, behalf=behalf, dry_run=True)
    rows = [_tried(row, about or {}) for row in tried.items]
    if not await app.push_screen_wait(Preview(title, _STEP, rows)):
        return None
    return await app.desk.send(step, behalf=behalf, key=key)


async def tried_rows(stage: DeskStage) -> list[Tried]:
    """Return what a verb on several records has shown of each; none where it shows no such list."""
    shown = next((part for part in stage.parts if isinstance(part, ShownList)), None)
    if shown is None or not {"done", "why"} <= {column.key for column in shown.columns}:
        return []
    return [_shown(row.record, shown.columns) for row in await shown.all()]


def _shown(row: Mapping[str, Any], columns: Sequence[Column]) -> Tried:
    told = {each.key: cell_text(each, row.get(each.key)) for each in columns}
    name, *about = (text for key, text in told.items() if key not in _BECOMES)
    before, after = told.get("before", ""), told.get("after", "")
    change = "" if before == after else f"{before} > {after}"
    return Tried(name, " ".join(filter(None, about)), change, told["why"])


def _tried(row: StepRow, about: Mapping[str, str]) -> Tried:
    change = f"{_change(row)}  {about.get(row.ticket, '')}".strip()
    return Tried(row.serial_no or row.ticket, row.title, change, _why(row))


def _change(row: StepRow) -> str:
    """Return from which state it goes to which, "" where it stays."""
    if row.before == row.after:
        return ""
    return " > ".join(_(STATE_LABELS.get(state, state)) for state in (row.before, row.after))


def _why(row: StepRow) -> str:
    return "" if row.error is None else error_words(row.error.code, row.error.params)
