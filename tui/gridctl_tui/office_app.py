"""The application as far as it is about an office: what is known of it, and following it."""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import work
from textual.reactive import reactive

from gridctl.domain.errors import GridctlError, Unreachable, word
from gridctl.foundation.garbage import tidy
from gridctl.foundation.i18n import _
from gridctl.presentation.troubles import INTERNAL, Trouble, tell_trouble
from gridctl_tui import signs
from gridctl_tui.desk import Desk
from gridctl_tui.entitled import Entitlement
from gridctl_tui.following import Follower
from gridctl_tui.keymap import sent_by
from gridctl_tui.opening import Opening
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.tabs import TABS, Tab
from gridctl_tui.type_ahead import TypingApp
from gridctl_tui.widgets.masthead import Facts
from gridctl_tui.workflow import LatestWorkflow

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from gridctl.domain.workflow.table import Workflow

#: Seconds after which a wait is said to be one.
_SLOW = 0.2
#: Seconds without a key after which the next one is not expected at once.
_REST = 1.0


class OfficeApp(TypingApp):
    """Base of the dashboard: asks the office, follows it, and tells what it answers.

    Attributes:
        facts: what the first line tells.
        entitlement: what the account at the screen may do.
        desk: the way to the office.
        changes: how often the office was seen to have changed; a screen that saw fewer reads again.
    """

    facts: reactive[Facts] = reactive(Facts())
    entitlement: reactive[Entitlement] = reactive(Entitlement())

    def __init__(self, opening: Opening, **options: Any) -> None:
        super().__init__(**options)
        self.opening = opening
        self.desk = Desk(opening.connect, opening.behalf)
        self.desk.on_line, self.desk.on_refused = self._on_line, self.read_rights
        self.follower = Follower(self.desk)
        self.changes = 0
        self._workflow = LatestWorkflow(self.desk)
        self._asking_rights = False

    def on_resize(self) -> None:
        """Draw the whole screen: a window that went there and back may have cut what stood there.

        Textual draws nothing for a window of the size it knows.
        """
        self.refresh()

    def on_unmount(self) -> None:
        """Give the connections back."""
        self.desk.close()

    def begin_following(self) -> None:
        """Read what stands on every screen, and again whenever the office changed."""
        self.read_facts()
        self.read_rights()
        self.set_interval(0.2, self._look_busy)
        self.set_interval(_REST, self._tidy_at_rest)
        if self.opening.poll_seconds:
            self.follow()
            self.set_interval(self.opening.poll_seconds, self.follow)

    @work(exclusive=True, group="facts", exit_on_error=False)
    async def read_facts(self) -> None:
        """Read what the first line tells."""
        from gridctl_tui.standing import read_standing

        try:
            self.facts = await read_standing(self.desk, self.facts)
        except GridctlError as error:
            self.tell(error)

    @work(group="rights", exit_on_error=False)
    async def read_rights(self) -> None:
        """Read what may be done here, where somebody signs in; what is offered follows it."""
        from gridctl_tui.entitled import read_entitlement

        # Being refused leads here: to be refused here leads nowhere.
        if self.opening.target.kind == "sqlite" or self._asking_rights:
            return
        known, self._asking_rights = self.entitlement, True
        try:
            self.entitlement = await read_entitlement(self.desk)
        except GridctlError as error:
            if not isinstance(error, Unreachable):
                self.tell_once(_notice(tell_trouble(error, str)), severity="error")
            return
        finally:
            self._asking_rights = False
        if self.entitlement == known:
            return
        if not self.check_action("tab", (self.current_mode,)):
            await self.run_action(f"tab('{self.tabs()[0].name}')")
        self.screen.refresh_bindings()

    def tabs(self) -> list[Tab]:
        """Return the tabs that show something to who is at the screen."""
        return [tab for tab in TABS if self.entitlement.may(tab.permission)] or list(TABS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what the office would refuse."""
        if action == "tab":
            return any(tab.name == parameters[0] for tab in self.tabs())
        return self.entitlement.may_send(sent_by(action, parameters))

    @work(group="follow", exit_on_error=False)
    async def follow(self) -> None:
        """Show what was changed meanwhile, here or elsewhere."""
        if await self.follower.changed():
            await self.renew()

    async def renew(self) -> None:
        """Ask again for all that is shown; what lies behind does so once it is shown."""
        self.changes += 1
        self.read_facts()
        # Who may do what is changed like anything else.
        self.read_rights()
        for screen in self.screen_stack:
            if isinstance(screen, OfficeScreen):
                await screen.catch_up()

    async def workflow(self) -> Workflow:
        """Return the workflow the office works by; asked for again after a change.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        return await self._workflow.read(self.changes)

    def check_writable(self) -> bool:
        """Tell whether changes are allowed; say so where they are not."""
        if self.facts.readonly:
            told = {"name": self.facts.profile}
            self.notify(word(_("Profile {name} is read-only."), told), severity="warning")
        return not self.facts.readonly

    def _on_line(self, online: bool) -> None:
        if online != self.facts.online:
            self.facts = replace(self.facts, online=online)
            if online:
                self.notify(_("Connected again."))
                self.read_rights()

    def _look_busy(self) -> None:
        since = self.desk.waiting_since
        busy = since is not None and monotonic() - since >= _SLOW
        if busy != self.facts.busy:
            self.facts = replace(self.facts, busy=busy)

    def _tidy_at_rest(self) -> None:
        if monotonic() - self.type_ahead.latest >= _REST:
            tidy()

    # -- telling

    def tell(self, error: Exception) -> None:
        """Tell an error in words; one nobody foresaw with a report."""
        told = tell_trouble(error, str)
        if told.code == INTERNAL:
            from gridctl_tui.screens.trouble import Trouble as Report

            self.push_screen(Report(error))
            return
        # Each part of a screen asks by itself: what is wrong for all of them is told once.
        self.tell_once(_notice(told), "warning" if isinstance(error, Unreachable) else "error")

    def tell_once(self, text: str, severity: SeverityLevel = "information") -> None:
        """Tell something unless it still stands there."""
        if all(each.message != text for each in self._notifications):
            self.notify(text, severity=severity, markup=False)


def _notice(told: Trouble) -> str:
    return signs.shown("\n".join([*told.lines, *([told.hint] if told.hint else [])]))
