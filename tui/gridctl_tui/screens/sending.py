"""What the import screen sends: a trial, or the import itself, and how far it has come."""

from __future__ import annotations

from dataclasses import replace

from textual import work

from gridctl.domain.batches import ImportBrokenOff
from gridctl.domain.errors import GridctlError, Param, Unreachable, word
from gridctl.domain.sign_ins import SignInOver
from gridctl.foundation.i18n import _
from gridctl.gateway.sending import StopAsked
from gridctl.operations.queries.imports import BatchView
from gridctl_tui.importing.draft import Draft, Errand
from gridctl_tui.importing.outcome_pane import OutcomePane
from gridctl_tui.screens.ask import Confirm
from gridctl_tui.screens.looking_back import LookingBackScreen, comes_in

#: How often it is shown how far a file has come, in seconds.
_TICK = 0.25


class SendingScreen(LookingBackScreen):
    """Base of the import screen: what is sent, and how far it has come."""

    def __init__(self) -> None:
        super().__init__()
        self._total: int | None = None
        self._stopped: Draft | None = None

    def show_step(self, name: str) -> None:
        """Go to a step."""
        raise NotImplementedError

    def is_shown(self, step: str) -> bool:
        """Return whether something was sent, or is on its way, in a step."""
        if not self.is_mounted:
            return False
        under_way = self.errand is not None and _step(self.errand) == step
        pane = self.outcome(step)
        return under_way or pane.stopped or pane.result is not None

    def forget(self, step: str) -> None:
        """Forget what became of a file that is read otherwise by now."""
        if self.is_mounted:
            self.outcome(step).forget()

    def may_go_on(self, step: str) -> bool:
        """Return whether there is a next step from the one at hand."""
        if step in ("file", "batches"):
            return step == "file"
        ready = self.draft is not None and self.draft.ready and self.errand is None
        if step == "trial":
            tried = self.outcome("trial").result
            return ready and tried is not None and comes_in(tried)
        if step == "result":
            return ready and self.outcome("result").stopped
        return ready

    # -- sending

    def try_it(self) -> None:
        """Send the file, look what would become of it, and undo that again."""
        if self.may_go_on("reading") and self.dashboard.check_writable():
            self._send(trial=True)

    @work
    async def bring_in(self, again: bool = False) -> None:
        """Bring the file in, after asking."""
        if self.draft is None or self.errand or not self.dashboard.check_writable():
            return
        tried = self.outcome("trial").result
        if self.step == "trial" and tried is None:
            return
        if self.step == "result" and self.outcome("result").stopped and self._stopped is not None:
            # What goes on is the file that stopped, whichever was looked at since.
            self.draft, again = self._stopped, True
        if not again:
            if tried is None or not await self.app.push_screen_wait(_question(self.draft, tried)):
                return
            if tried.counts.rejected:
                wish = replace(self.draft.wish, accept_rest=True)
                self.draft = replace(self.draft, wish=wish)
        self._send(trial=False)

    @work(group="errand", exit_on_error=False)
    async def _send(self, *, trial: bool) -> None:
        assert self.draft is not None
        errand = self.errand = Errand(self.draft, trial=trial)
        pane = self.outcome(_step(errand))
        pane.forget()
        self._tick()
        self.show_step(_step(errand))
        ticking = self.set_interval(_TICK, self._tick)
        if not trial:
            self.recent.begun(self.draft)
        try:
            batch = await self.dashboard.desk.apart(errand.carry)
        except Exception as error:
            self.errand = None
            self._failed(error, errand, pane)
        else:
            self.errand = None
            await self._told(batch, errand, pane)
        finally:
            self.errand, self.dashboard.under_way = None, ()
            ticking.stop()
            self.refresh_bindings()

    def _tick(self) -> None:
        if self.errand is not None:
            total = None if self.errand.trial else self._total
            self.outcome(_step(self.errand)).show_errand(self.errand, total)
            self.dashboard.under_way = _left_behind(self.errand)

    def _failed(self, error: Exception, errand: Errand, pane: OutcomePane) -> None:
        """Say why it went no further."""
        # A server that is still away when one goes on takes nothing of it.
        resumable: tuple[type[GridctlError], ...] = (ImportBrokenOff, Unreachable, SignInOver)
        if isinstance(error, resumable[:1] if errand.trial else resumable):
            self._stopped = errand.draft
            pane.show_stopped(errand, error)
            return
        if not errand.trial:
            self.recent.done()
        pane.forget()
        if isinstance(error, StopAsked):
            self.notify(_("The trial was stopped; nothing of it is left."))
        else:
            self.dashboard.tell(error)
        self.show_step("reading")

    async def _told(self, batch: BatchView, errand: Errand, pane: OutcomePane) -> None:
        """Show what became of a file; where that cannot be read, say so."""
        try:
            await self._arrived(batch, errand)
        except GridctlError as error:
            pane.forget()
            self.dashboard.tell(error)
            self.show_step("reading" if errand.trial else "batches")

    async def _arrived(self, batch: BatchView, errand: Errand) -> None:
        draft = errand.draft
        if errand.trial and (self.draft is None or self.draft.key != draft.key):
            # It is read otherwise by now, or is another file.
            self.forget("trial")
            return
        self.recent.remember(draft.path)
        if errand.trial:
            self._total = errand.sent.rows
        else:
            self.recent.done()
        named = {"file": draft.path.name}
        title = _("{file}, tried") if errand.trial else _("{file}, brought in")
        await self.show_outcome(batch, _step(errand), word(title, named), trial=errand.trial)
        if not errand.trial:
            await self.dashboard.renew()

    def ask_to_stop(self) -> None:
        """Stop what is on its way: a trial at once, an import after asking."""
        if self.errand is not None and self.errand.sent.whole:
            self.notify(_("All of it has arrived: it is worked in as one, and cannot be stopped."))
        elif self.errand is not None and self.errand.trial:
            self.errand.stop()
        elif self.errand is not None:
            self._ask_to_stop(self.errand)

    @work
    async def _ask_to_stop(self, errand: Errand) -> None:
        text = [_("It ends after the part under way; F6 goes on there later.")]
        if await self.app.push_screen_wait(Confirm(_("Stop the import?"), text, severe=True)):
            errand.stop()


def _step(errand: Errand) -> str:
    return "trial" if errand.trial else "result"


def _left_behind(errand: Errand) -> tuple[str, ...]:
    """Say what becomes of an import when the dashboard is left; nothing is lost of a trial."""
    if errand.trial:
        return ()
    named = {"file": errand.draft.path.name}
    if errand.sent.whole:
        ending = _("All of it has arrived; the dashboard ends once it is worked in.")
    else:
        ending = _("It stops after the part under way, and goes on later.")
    return word(_("{file} is being brought in."), named), ending


def _question(draft: Draft, tried: BatchView) -> Confirm:
    """Return the question whether a file is to be brought in as it was tried."""
    counts: dict[str, Param] = {name: f"{n:,}" for name, n in tried.counts.model_dump().items()}
    text = [word(_("New: {new}, changed: {changed}, same as before: {same}."), counts)]
    if tried.counts.closed:
        text.append(word(_("Places that are closed: {closed}."), counts))
    if tried.counts.rejected:
        text.append(word(_("Rejected: {rejected}; these rows stay out."), counts))
    title = word(_("Bring in {file}?"), {"file": draft.path.name})
    return Confirm(title, text, severe=bool(tried.counts.rejected))
