"""The dashboard: one application, a screen for each tab, one desk to the office."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events, on, work
from textual.app import App, ScreenStackError
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.reactive import reactive

from gridctl.domain.errors import GridctlError, Unreachable, word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.troubles import INTERNAL, Trouble, tell_trouble
from gridctl_tui import signs
from gridctl_tui.desk import Desk
from gridctl_tui.entitled import Entitlement
from gridctl_tui.following import Follower
from gridctl_tui.history import History
from gridctl_tui.keymap import bindings, needed, tab_bindings
from gridctl_tui.opening import Opening
from gridctl_tui.plain import PlainScrollBar
from gridctl_tui.screens.office import Frame, OfficeScreen
from gridctl_tui.stylesheet import KeptStylesheet
from gridctl_tui.tabs import TABS, Tab
from gridctl_tui.terminal import mind_terminal
from gridctl_tui.themes import THEMES
from gridctl_tui.trail import Place
from gridctl_tui.type_ahead import Passed, TypeAhead
from gridctl_tui.widgets.masthead import Facts
from gridctl_tui.workflow import LatestWorkflow

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.screen import Screen

    from gridctl.domain.workflow.table import Workflow
    from gridctl_tui.screens.tickets import TicketsScreen

R = TypeVar("R")
#: Seconds after which a wait is said to be one.
_SLOW = 0.2


class Dashboard(App[None]):
    """The office on a terminal.

    Attributes:
        facts: what the first line tells.
        entitlement: what the account at the screen may do.
        desk: the way to the office.
        verbs: the verbs of the command line.
        parties: who was acted for, the last one first.
        changes: how often the office was seen to have changed; a screen that saw fewer reads again.
        under_way: what is on its way and would be stopped by leaving, "" for nothing.
    """

    CSS_PATH = "app.tcss"
    TITLE = "gridctl"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("app.*"),
        *tab_bindings((tab.digit, tab.name) for tab in TABS),
    ]
    MODES: ClassVar[dict[str, Any]] = {tab.name: tab.make for tab in TABS}
    NOTIFICATION_TIMEOUT = 6

    facts: reactive[Facts] = reactive(Facts())
    entitlement: reactive[Entitlement] = reactive(Entitlement())

    def __init__(self, opening: Opening) -> None:
        # Where none are wanted, a theme that names no colour of its own is the whole of it.
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=colourless or None)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        signs.use_ambiguous(opening.ambiguous)
        self.opening, self.verbs = opening, opening.verbs
        self.desk = Desk(opening.connect, opening.behalf)
        self.desk.on_line = self._on_line
        self.animation_level = "full" if opening.animations else "none"
        self._workflow = LatestWorkflow(self.desk)
        self.changes = 0
        self._rights_known = False
        self.follower = Follower(self.desk)
        self.history = History(self)
        self.type_ahead = TypeAhead(self, super().on_event)
        self.under_way = ""
        self.parties = [opening.behalf or ""]
        self.set_reactive(Dashboard.facts, _first_facts(opening))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "ansi" if colourless else opening.theme
        PlainScrollBar.install()

    def on_mount(self) -> None:
        """Draw the frame; all else comes after it."""
        self.set_keymap(dict(self.opening.keymap))
        mind_terminal(self)
        self.call_after_refresh(self._begin)

    def get_default_screen(self) -> Frame:
        """Return the frame."""
        return Frame()

    async def on_event(self, event: events.Event) -> None:
        """Hand keys on one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self.type_ahead.take(event)
        else:
            await super().on_event(event)

    @on(Passed)
    def _key_passed(self, event: Passed) -> None:
        event.arrived.set()

    async def push_screen_wait(
        self, screen: Screen[R] | str, *, mode: str | None = None
    ) -> R | Any:
        """Ask; the keys that are typed meanwhile are for the question."""
        with self.type_ahead.question():
            return await super().push_screen_wait(screen, mode=mode)

    async def _begin(self) -> None:
        """Open the first tab and begin to follow the office."""
        first = self.opening.tab or TABS[0].name
        await self.switch_mode(first)
        self.type_ahead.begin()
        self.history.arrive(Place(first))
        self.read_facts()
        self.read_rights()
        self.set_interval(0.2, self._look_busy)
        if self.opening.poll_seconds:
            self.follow()
            self.set_interval(self.opening.poll_seconds, self.follow)

    def on_unmount(self) -> None:
        """Give the connections back."""
        self.desk.close()

    # -- the office

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
        """Read what may be done here, where somebody signs in; once."""
        from gridctl_tui.entitled import read_entitlement

        if self.opening.target.kind == "sqlite" or self._rights_known:
            return
        try:
            self.entitlement = await read_entitlement(self.desk)
        except GridctlError as error:
            if not isinstance(error, Unreachable):
                self.tell(error)
            return
        self._rights_known = True
        if not self.check_action("tab", (self.current_mode,)):
            self.action_tab(next(tab.name for tab in self.tabs()))
        self.screen.refresh_bindings()

    def tabs(self) -> list[Tab]:
        """Return the tabs that show something to who is at the screen."""
        return [tab for tab in TABS if self.entitlement.may(tab.permission)] or list(TABS)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what the office would refuse."""
        if action == "tab":
            return any(tab.name == parameters[0] for tab in self.tabs())
        return self.entitlement.may(needed(action, parameters))

    @work(group="follow", exit_on_error=False)
    async def follow(self) -> None:
        """Show what was changed meanwhile, here or elsewhere."""
        if await self.follower.changed():
            await self.renew()

    async def renew(self) -> None:
        """Ask again for all that is shown; what lies behind does so once it is shown."""
        self.changes += 1
        self.read_facts()
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

    # -- telling

    def tell(self, error: Exception) -> None:
        """Tell an error in words; one nobody foresaw with a report."""
        told = tell_trouble(error, str)
        if told.code == INTERNAL:
            from gridctl_tui.screens.trouble import Trouble as Report

            self.push_screen(Report(error))
            return
        if isinstance(error, Unreachable):
            self.tell_once(_notice(told), severity="warning")
        else:
            self.notify(_notice(told), severity="error", markup=False)

    def tell_once(self, text: str, severity: SeverityLevel = "information") -> None:
        """Tell something unless it still stands there."""
        if all(each.message != text for each in self._notifications):
            self.notify(text, severity=severity, markup=False)

    # -- actions

    def action_tab(self, name: str) -> None:
        """Open a tab."""
        if name != self.current_mode:
            self.history.leave()
            self.switch_mode(name)
            self.history.arrive(Place(name))

    async def show_tab(self, name: str) -> Screen[Any]:
        """Open a tab and leave what was opened from it; return the tab's own screen."""
        await self.switch_mode(name)
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        return self.screen

    @work
    async def show_tickets(self, terms: str) -> None:
        """Open the tickets a filter lets through, from a number on another screen."""
        self.history.leave()
        cast("TicketsScreen", await self.show_tab("tickets")).show_filter(terms)
        self.history.arrive()

    @work
    async def action_history(self, by: int) -> None:
        """Go back to the place before, or forward again; 0 is where one was last."""
        await (self.history.step(by) if by else self.history.turn())

    def action_help(self) -> None:
        """Show the keys in force."""
        from gridctl_tui.screens.help import Help

        self.push_screen(Help(self.screen))

    @work
    async def action_palette(self) -> None:
        """Find a command by its word and carry it out."""
        from gridctl_tui.palette import choices, entitled, offer_verbs
        from gridctl_tui.screens.ask import Chooser
        from gridctl_tui.verbing import take_chosen

        asked_from = self.screen
        if not isinstance(asked_from, OfficeScreen):
            return
        # Who is meant is settled before the question: the list may change behind it.
        held = asked_from.held()
        chooser = Chooser(_("Commands"), choices(asked_from))
        offer_verbs(self, chooser)
        chosen = await self.push_screen_wait(chooser)
        if chosen is not None and not await take_chosen(self, chosen, held):
            await self.run_action(entitled(chosen, asked_from), asked_from)

    async def action_refresh(self) -> None:
        """Ask the office again."""
        await self.renew()

    @work
    async def action_jump(self) -> None:
        """Open a ticket by its number."""
        from gridctl_tui.screens.ask import Line
        from gridctl_tui.screens.ticket import find_number, open_ticket

        note = _("serial number, its end, or the external number")
        asked = Line(_("Number of the ticket"), note=note, settle=partial(find_number, self))
        if number := await self.push_screen_wait(asked):
            await open_ticket(self, number)

    def action_next_theme(self) -> None:
        """Change the colours."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    @work
    async def action_undo(self) -> None:
        """Take back what was done last, after showing what that was."""
        from gridctl.operations.commands.changes import UndoEntry
        from gridctl_tui.screens.reversing import reverse

        if self.check_writable():
            await reverse(self, UndoEntry(), N_("Undo"), N_("Undone: entry {entry}, {operation}."))

    @work
    async def action_redo(self) -> None:
        """Do again what was taken back."""
        from gridctl.operations.commands.changes import RedoEntry
        from gridctl_tui.screens.reversing import reverse

        if self.check_writable():
            await reverse(self, RedoEntry(), N_("Redo"), N_("Redone: entry {entry}, {operation}."))

    def acted_for(self, party: str) -> None:
        """Remember who was acted for, so that it can be undone."""
        self.parties = [party, *(each for each in self.parties if each != party)]

    def _handle_exception(self, error: Exception) -> None:
        # A screen that is left while it is put together misses its parts, and nobody misses it.
        if not (self._exit and isinstance(error, NoMatches | ScreenStackError)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would draw a traceback with the values at hand, callers' names among them.
        from gridctl_tui.screens.trouble import last_words

        self.panic(last_words(sys.exc_info()[1], debug=self.opening.debug))

    @work
    async def action_leave(self) -> None:
        """Leave the dashboard; ask first where something is on its way."""
        from gridctl_tui.screens.ask import Confirm

        if self.under_way:
            text = [self.under_way, _("It stops after the part under way, and goes on later.")]
            if not await self.push_screen_wait(Confirm(_("Leave the dashboard?"), text)):
                return
        self.exit()


def _first_facts(opening: Opening) -> Facts:
    """Return what the first line tells before anybody was asked."""
    target = opening.target
    return Facts(
        profile=target.name, danger=target.color == "red", readonly=target.readonly,
        party=opening.behalf or "",
    )  # fmt: skip


def _notice(told: Trouble) -> str:
    return signs.shown("\n".join([*told.lines, *([told.hint] if told.hint else [])]))
