"""What became of imports: shown row by row, saved, copied, taken back."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from textual import on, work

from gridctl.domain.errors import GridctlError, Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.ids import idempotency_key
from gridctl.imports import load_kind
from gridctl.operations.commands.imports import DiscardBatch, UndoBatch
from gridctl.operations.queries.imports import (
    BatchView,
    ListBatches,
    ListRejected,
    RejectedRow,
    ShowBatch,
)
from gridctl.presentation.imports import BATCH_COLUMNS, findings_words
from gridctl_tui.importing.batches_pane import BatchesPane
from gridctl_tui.importing.draft import Draft, Errand
from gridctl_tui.importing.outcome_pane import HINTS, OutcomePane
from gridctl_tui.importing.recent import Recent
from gridctl_tui.importing.rows import OUTCOME, outcome_rows
from gridctl_tui.screens.ask import Confirm
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.widgets.row_window import RowWindow

if TYPE_CHECKING:
    from gridctl_tui.screens.saving import SavedList

#: Rejected rows and notices of a file that are listed; all of them can be saved.
_REJECTED, _NOTICED = 2_000, 500
#: Lines of what an undo keeps that are told before it.
_KEPT = 4


class LookingBackScreen(OfficeScreen):
    """Base of the import screen: what became of a file, saved, copied, taken back.

    Attributes:
        step: the step that is shown.
        draft: the file at hand.
        errand: what is on its way.
    """

    step: str

    def __init__(self) -> None:
        super().__init__()
        self.draft: Draft | None = None
        self.errand: Errand | None = None

    @cached_property
    def recent(self) -> Recent:
        """What this person brought in lately."""
        return Recent.usual(self.dashboard.opening.command)

    def outcome(self, step: str) -> OutcomePane:
        """Return the pane of a trial or a result."""
        return self.query_one(f"#{step}", OutcomePane)

    # -- what became of it

    async def show_batch(self, batch: BatchView) -> bool:
        """Show an import there was; return whether it could be read."""
        try:
            await self.show_outcome(batch, "result", batch.file_name, trial=False)
        except GridctlError as error:
            self.dashboard.tell(error)
            return False
        return True

    async def show_outcome(self, batch: BatchView, step: str, title: str, *, trial: bool) -> None:
        """Show what became of a file in the pane of a step.

        Raises:
            GridctlError: its rows could not be read.
        """
        rows = await self._rejected(batch, _REJECTED, _NOTICED)
        listed = list(outcome_rows(batch, rows, load_kind(batch.kind)))
        standing = _standing(batch) if trial else batch.state
        if standing == "applied" and not batch.counts.rejected:
            standing = "whole"
        hint = _(HINTS[standing])
        self.outcome(step).show(batch, listed, title, hint)
        self.refresh_bindings()

    async def _rejected(self, batch: BatchView, errors: int, notices: int) -> list[RejectedRow]:
        """Return rows that stay out and rows something is to be known of, so many of each."""
        send, found = self.dashboard.desk.send, list[RejectedRow]()
        if batch.counts.rejected:
            wanted = ListRejected(batch=batch.batch, severity="error", limit=errors)
            found += (await send(wanted)).items
        if notices:
            wanted = ListRejected(batch=batch.batch, severity="notice", limit=notices)
            found += (await send(wanted)).items
        return found

    # -- taking back

    def batch_at_hand(self) -> BatchView | None:
        """Return the import that is shown or stands under the cursor, not a trial."""
        if self.step == "batches":
            row = self.query_one(BatchesPane).rows.row
            return row if isinstance(row, BatchView) else None
        return self.outcome("result").result if self.step == "result" else None

    def can_be_taken_back(self) -> bool:
        """Return whether the import at hand can be undone or dropped."""
        batch = self.batch_at_hand()
        return batch is not None and batch.state in ("applied", "open") and self.errand is None

    @work(group="back", exit_on_error=False)
    async def action_take_back(self) -> None:
        """Undo an import, or drop what has arrived of one, after showing what goes."""
        batch = self.batch_at_hand()
        if batch is None or not self.can_be_taken_back() or not self.dashboard.check_writable():
            return
        try:
            if batch.state == "open":
                await self._drop(batch)
            else:
                await self._undo(batch)
        except GridctlError as error:
            self.dashboard.tell(error)

    async def _drop(self, batch: BatchView) -> None:
        told = [_("What has arrived of it is dropped; nothing of it was brought in.")]
        if await self.app.push_screen_wait(Confirm(_named(N_("Drop {batch}?"), batch), told)):
            await self.dashboard.desk.send(DiscardBatch(batch=batch.batch))
            self.recent.done()
            await self._renewed(batch)

    async def _undo(self, batch: BatchView) -> None:
        desk, undo = self.dashboard.desk, UndoBatch(batch=batch.batch)
        self.notify(_("Looking what would go"), timeout=2)
        tried = await desk.apart(lambda gateway: gateway.send(undo, dry_run=True))
        asked = Confirm(_named(N_("Take back {batch}?"), batch), list(_goes(tried)), severe=True)
        if await self.app.push_screen_wait(asked):
            key = idempotency_key()
            done = await desk.apart(lambda gateway: gateway.send(undo, key=key))
            self.notify(_named(N_("{batch} was taken back."), done))
            await self._renewed(done)

    async def _renewed(self, batch: BatchView) -> None:
        if self.step == "result":
            now = await self.dashboard.desk.send(ShowBatch(batch=batch.batch))
            await self.show_batch(now)
        await self.dashboard.renew()

    # -- saving what stays out

    def rejecting_at_hand(self) -> BatchView | None:
        """Return the trial or import at hand, where rows of it stay out."""
        batch = self.outcome("trial").result if self.step == "trial" else self.batch_at_hand()
        return batch if batch is not None and batch.counts.rejected else None

    @work(group="save", exit_on_error=False)
    async def action_save_rejected(self) -> None:
        """Save the rejected rows: in the file itself where it is at hand, else as a list."""
        from gridctl_tui.importing.saving import save_rejected, usual_name
        from gridctl_tui.screens.saving import file_to_write

        batch = self.rejecting_at_hand()
        if batch is None:
            return
        plan = self.draft.plan if self.draft else None
        if plan is not None and plan.file_digest != batch.file_digest:
            plan = None
        marked, listed = (
            _(".xlsx is the file itself with the rows marked"),
            _("a list by its ending"),
        )
        note = marked if plan else listed
        title = _("Save the rejected rows as")
        file = await file_to_write(self.dashboard, title, usual_name(batch, plan), note)
        if file is None:
            return
        try:
            rows = await self._all_rejected(batch)
            await asyncio.to_thread(save_rejected, file, rows, plan)
        except Exception as error:
            self.dashboard.tell(error)
            return
        told: dict[str, Param] = {"count": f"{batch.counts.rejected:,}", "file": str(file)}
        self.notify(word(_("Rows saved: {count}, to {file}."), told), markup=False)

    async def savable(self) -> SavedList | None:
        """Return the rows that are listed, or the imports there were."""
        from gridctl_tui.screens.saving import SavedList, list_of

        if self.step == "batches":
            rows = self.query_one(BatchesPane).rows
            return list_of(
                self.TAB, BATCH_COLUMNS, rows,
                lambda after, limit: ListBatches(after=after, limit=limit),
            )  # fmt: skip
        if self.step not in ("trial", "result"):
            return None
        listed = list(self.outcome(self.step).listed)
        return SavedList(self.TAB, OUTCOME, listed, None, len(listed)) if listed else None

    async def _all_rejected(self, batch: BatchView) -> list[RejectedRow]:
        rows: list[RejectedRow] = []
        after: str | None = None
        while True:
            wanted = ListRejected(batch=batch.batch, severity="error", limit=_REJECTED, after=after)
            page = await self.dashboard.desk.send(wanted)
            rows += page.items
            if (after := page.next) is None:
                return rows

    @on(RowWindow.Opened)
    def _opened(self, event: RowWindow.Opened) -> None:
        """Tell the whole of a row that is longer than its line."""
        if self.step in ("trial", "result"):
            row = event.row
            self.notify(f"{row.place} {row.name}\n{row.told}".strip(), timeout=12, markup=False)

    # -- copying

    def action_copy(self) -> None:
        """Copy the import's number, or the path of the file."""
        batch = self.batch_at_hand()
        if batch is not None:
            self.copied(batch.batch)
        elif self.draft is not None:
            self.copied(str(self.draft.path))

    def action_copy_command(self) -> None:
        """Copy the command that does the same."""
        program, batch = self.dashboard.opening.command, self.batch_at_hand()
        if batch is not None:
            self.copied(f"{program} import show {batch.batch}")
        elif self.draft is not None and self.step != "batches":
            self.copied(self.draft.command(program))
        else:
            self.copied(f"{program} import list")


def _standing(tried: BatchView) -> str:
    """Return how a trial went: ``good``, ``same``, ``mixed`` or ``bad``."""
    counts = tried.counts
    if not counts.rejected:
        return "good" if counts.new or counts.changed or counts.closed else "same"
    return "mixed" if comes_in(tried) else "bad"


def _named(text: str, batch: BatchView) -> str:
    return word(_(text), {"batch": f"{batch.batch} {batch.file_name}"})


def _goes(tried: BatchView) -> list[str]:
    """Return what an undo takes away, and what it keeps."""
    counts: dict[str, Param] = {name: f"{n:,}" for name, n in tried.counts.model_dump().items()}
    told = [word(_("New: {new}, changed: {changed}; they go, or become what they were."), counts)]
    if tried.counts.kept:
        told.append(word(_("Kept, as others changed or need them since: {kept}."), counts))
        told += [f"  {text}" for text in list(findings_words(tried))[:_KEPT]]
    return told


def comes_in(tried: BatchView) -> bool:
    """Return whether anything of a file that was tried can come in."""
    counts = tried.counts
    return bool(counts.new or counts.changed or counts.same or counts.closed)
