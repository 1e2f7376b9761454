"""Reports: the documents of a period, each seen before it is saved."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ValidationError
from textual import on, work
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import GridctlError, Param, Usage, word
from gridctl.domain.periods import before, parse_period, period_of
from gridctl.foundation.i18n import N_, _
from gridctl.operations.base import View
from gridctl.operations.queries.reports import Document
from gridctl.presentation.assessments import DEFAULT_SCHEME
from gridctl.presentation.columns import Column
from gridctl.presentation.reports import PAPERS
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.desktop import open_file
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.screens.report_forms import SavingForm, StatingForm, render
from gridctl_tui.standing import read_day
from gridctl_tui.widgets.document_pane import DocumentPane
from gridctl_tui.widgets.lines import line
from gridctl_tui.widgets.row_window import RowWindow
from gridctl_tui.workflow import options, typed

#: A document is made only where the cursor rests.
_REST = 0.15
_STATE_IT = N_("Enter: fill that in, and it is shown here.")
_COLUMNS = (
    Column("label", N_("Kind of document"), width="narrow"),
    Column("needs", N_("It needs"), width="wide"),
)


class PaperRow(View):
    """A kind of document in the list."""

    kind: str
    label: str
    needs: str


class PapersWindow(RowWindow):
    """The kinds of documents; nothing is done with several of them."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own signature
        """Leave out marks."""
        return action not in ("mark", "mark_on")


class ReportsScreen(OfficeScreen):
    """The documents of a period; what was stated for each is kept while the dashboard runs."""

    TAB = "reports"
    CSS_PATH = "reports.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("paper.*", "month.*", "list.copy_command")

    def __init__(self) -> None:
        super().__init__()
        self.period = ""
        #: (kind, period) -> what was stated.
        self._stated: dict[tuple[str, str], dict[str, Any]] = {}
        #: (kind, period) -> the file it was saved in last.
        self._saved: dict[tuple[str, str], Path] = {}
        self._document: Document | None = None
        self._shown = ("", "")

    def body(self) -> Iterator[Widget]:
        """Yield the period, the documents, the one under the cursor, and what was saved."""
        yield Static(id="period")
        with Container(id="split"):
            yield PapersWindow(_COLUMNS, "kind", id="papers")
            yield DocumentPane(id="preview")
        yield Static(id="status")

    @property
    def papers(self) -> RowWindow:
        """Return the list of documents."""
        return self.query_one("#papers", RowWindow)

    @property
    def kind(self) -> str:
        """Return the document under the cursor."""
        return self.papers.row.kind if self.papers.row else next(iter(PAPERS))

    def on_mount(self) -> None:
        """List the documents of the last whole month."""
        self.papers.focus()
        self._begin()

    @work(group="begin", exit_on_error=False)
    async def _begin(self) -> None:
        try:
            today = await read_day(self.dashboard.desk)
        except GridctlError as error:
            self.dashboard.tell(error)
            return
        self.period = before(period_of("month", today)).name
        self.papers.hold([_row(kind) for kind in PAPERS])

    # -- what is stated

    def stated(self) -> dict[str, Any]:
        """Return what is stated for the document under the cursor, the period among it."""
        told = self._stated.get((self.kind, self.period), {})
        return {"scheme": DEFAULT_SCHEME, **told, "period": self.period}

    @on(RowWindow.Opened)
    def _opened(self) -> None:
        self.action_state()

    @work
    async def action_state(self) -> None:
        """State what the document needs."""
        if not self.period:
            return
        kind = self.kind
        form = StatingForm(kind, self.stated())
        if await self.app.push_screen_wait(form):
            self.period = form.stated["period"]
            self._stated[kind, self.period] = form.stated
            self._look()

    def action_turn(self, step: int) -> None:
        """Go to the period before or after."""
        if self.period:
            at = parse_period(self.period)
            following = period_of(at.kind, at.last + timedelta(days=1))
            self.period = (before(at) if step < 0 else following).name
            self._look()

    # -- the preview

    @on(RowWindow.Moved)
    def _moved(self) -> None:
        self._look()

    async def renew(self) -> None:
        """Make the preview again."""
        if self.period:
            self._look()
        else:
            self._begin()

    def _look(self) -> None:
        told = word(_("Documents of {period}"), {"period": self.period})
        self.query_one("#period", Static).update(line([(f" {told} ", "bold $accent")]))
        self._tell_saved()
        self._preview(self.kind)

    @work(exclusive=True, group="preview", exit_on_error=False)
    async def _preview(self, kind: str) -> None:
        """Make the document once the cursor rests, and show it or why it cannot be made."""
        pane, stated = self.query_one(DocumentPane), self.stated()
        shown, self._document, self._shown = self._shown, None, (kind, self.period)
        if any(name not in stated for name in PAPERS[kind].required):
            needs = word(_("It needs {things}."), {"things": _(PAPERS[kind].rests_on)})
            pane.say([(needs, ""), (_(_STATE_IT), "$dim")])
            return
        if shown != (kind, self.period):
            pane.say([(_("reading"), "$dim")])
        await asyncio.sleep(_REST)
        try:
            self._document = await self.dashboard.desk.send(render(kind, stated, "md"))
        except (GridctlError, ValidationError) as error:
            told = tell_trouble(error, str)
            # What is stated wrongly is stated here, not by an option of a command.
            onward = _(_STATE_IT) if isinstance(error, Usage | ValidationError) else told.hint
            pane.say([*((text, "$soon") for text in told.lines), (onward, "$dim")])
            return
        assert self._document is not None
        pane.show(self._document.content.decode())

    # -- files

    @work
    async def action_save(self) -> None:
        """Save the document that is shown."""
        if self._document is None:
            self.notify(_("There is no document yet: its place says what is missing."))
            return
        kind = self.kind
        form = SavingForm(kind, self.stated(), self._document.name)
        if await self.app.push_screen_wait(form) and form.saved is not None:
            path, document = form.saved
            self._saved[kind, self.period] = path
            facts: dict[str, Param] = {
                "file": str(path), "size": f"{len(document.content):,}", "digest": document.digest,
            }  # fmt: skip
            self._tell_saved(word(_("Wrote {file}: {size} bytes, SHA-256 {digest}"), facts))

    def _tell_saved(self, told: str = "") -> None:
        path = self._saved.get((self.kind, self.period))
        if path is not None and not told:
            told = word(_("Saved as {file}."), {"file": str(path)})
        self.query_one("#status", Static).update(line([(f" {told}" if told else "", "$dim")]))

    def action_open_file(self) -> None:
        """Open the file saved last with the machine's program, or say where it is."""
        path = self._saved.get((self.kind, self.period))
        if path is None:
            self.notify(_("Save it first: F6."))
        elif not open_file(path):
            told = word(_("No desktop here to open it on; it is {file}."), {"file": str(path)})
            self.notify(told, markup=False)

    def action_copy_command(self) -> None:
        """Copy the command that writes the same document."""
        paper, stated = PAPERS[self.kind], self.stated()
        facts = {name: stated[name] for name in ("period", *paper.facts) if name in stated}
        if facts["scheme"] == DEFAULT_SCHEME:
            del facts["scheme"]
        name = self._document.name if self._document else self.kind
        words = [*shlex.split(self.dashboard.opening.command), "report", self.kind]
        to = str(Path(name).with_suffix(f".{paper.format}"))
        self.copied(typed([*words, *options(facts, paper.facts), "--to", to]))


def _row(kind: str) -> PaperRow:
    paper = PAPERS[kind]
    return PaperRow(kind=kind, label=_(paper.label), needs=_(paper.rests_on))
