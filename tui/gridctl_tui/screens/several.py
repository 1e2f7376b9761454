"""What a step or a decision would do to each of many tickets, before it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl.operations.commands.ticket_steps import StepRow, StepsDone, TakeSteps
from gridctl.presentation.own_words import STATE_LABELS
from gridctl.presentation.wording import error_words
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import Piece, line, lines

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Tickets shown of those that can take the step.
_SHOWN = 50


class Preview(ModalScreen[bool]):
    """Shows first what stands against the step, then what would be done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.*")

    def __init__(self, title: str, tried: StepsDone, about: Mapping[str, str]) -> None:
        super().__init__()
        self._title, self._tried, self._about = title, tried, about

    def compose(self) -> ComposeResult:
        """Yield the counts and the tickets."""
        counts = {"done": self._tried.done, "failed": self._tried.failed}
        with Vertical(classes="card"):
            yield Static(line([(self._title, "")]), classes="title")
            told = word(_("{done} can take the step, {failed} cannot."), counts)
            yield Static(line([(told, "bold")]))
            with VerticalScroll(classes="fields"):
                yield Static(lines(_rows(self._tried, self._about)))
            yield KeyBar()

    def action_send(self) -> None:
        """Go ahead with those that can."""
        if self._tried.done:
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
    if not await app.push_screen_wait(Preview(title, tried, about or {})):
        return None
    return await app.desk.send(step, behalf=behalf, key=key)


def _rows(tried: StepsDone, about: Mapping[str, str]) -> Iterator[list[Piece]]:
    failed = [row for row in tried.items if not row.done]
    for row in failed:
        yield [(f"{row.serial_no or row.ticket} ", ""), (row.title, "$dim")]
        yield [(f"  {_why(row)}", "$error")]
    done = [row for row in tried.items if row.done]
    for row in done[:_SHOWN]:
        told = f"{_change(row)}  {about.get(row.ticket, '')}".strip()
        yield [(f"{row.serial_no} ", ""), (f"{told}  ", "$success"), (row.title, "$dim")]
    if len(done) > _SHOWN:
        yield [(word(_("and {count} more"), {"count": len(done) - _SHOWN}), "$dim")]


def _change(row: StepRow) -> str:
    """Return from which state it goes to which, "" where it stays."""
    if row.before == row.after:
        return ""
    return " > ".join(_(STATE_LABELS.get(state, state)) for state in (row.before, row.after))


def _why(row: StepRow) -> str:
    return "" if row.error is None else error_words(row.error.code, row.error.params)
