"""An error nobody foresaw: told in words, with a report that can be copied and sent on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from gridctl.foundation.i18n import _
from gridctl.foundation.pointers import pointed
from gridctl.presentation.troubles import report, tell_trouble
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.lines import line, lines


class Trouble(ModalScreen[None]):
    """Says what happened; nothing typed elsewhere is lost."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave", "trouble.copy")

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """Yield the words and the report."""
        told = tell_trouble(self._error, str)
        with Vertical(classes="card"):
            yield Static(line([(_("Something went wrong that should not"), "")]), classes="title")
            yield Static(lines([(text, "")] for text in told.lines))
            yield Static(
                line(
                    [(_("Nothing was changed by it. c copies a report for the maintainers."), "")]
                ),
                classes="note",
            )
            with VerticalScroll():
                yield Static(lines([(text, "$dim")] for text in report(self._error).splitlines()))

    def action_copy(self) -> None:
        """Copy the report."""
        self.app.copy_to_clipboard(report(self._error))

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


def last_words(error: BaseException | None, *, debug: bool) -> str:
    """Return what is said when the dashboard cannot go on; with its report where asked for."""
    if not isinstance(error, Exception):
        return _("The dashboard had to end.")
    told = tell_trouble(error, str)
    hint = pointed(_("<Run it again with --debug and send|Send> the report to the maintainers."))
    return "\n".join([*told.lines, report(error) if debug else hint])
