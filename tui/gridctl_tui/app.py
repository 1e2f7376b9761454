"""The dashboard: one application, a screen for each tab, one desk to the office."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.binding import BindingType
from textual.worker import get_current_worker

from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import lead_by
from gridctl_tui import signs
from gridctl_tui.history import History
from gridctl_tui.keymap import bindings, tab_bindings
from gridctl_tui.leading import Lead
from gridctl_tui.office_app import OfficeApp
from gridctl_tui.opening import Opening
from gridctl_tui.plain import PlainScrollBar
from gridctl_tui.screens.office import Frame, OfficeScreen
from gridctl_tui.stylesheet import KeptStylesheet
from gridctl_tui.tabs import TABS
from gridctl_tui.terminal import mind_terminal
from gridctl_tui.themes import THEMES
from gridctl_tui.trail import Crumb, Place
from gridctl_tui.widgets.masthead import Facts

if TYPE_CHECKING:
    from textual.screen import Screen

    from gridctl_tui.screens.tickets import TicketsScreen

#: Seconds after the frame by which the first tab mostly stands, with its rows.
_SETTLED_S = 1.0


class Dashboard(OfficeApp):
    """The office on a terminal.

    Attributes:
        verbs: the verbs of the command line.
        parties: who was acted for, the last one first.
        under_way: what is on its way, and what leaving means for it, line by line; () for nothing.
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

    def __init__(self, opening: Opening) -> None:
        # Where none are wanted, a theme that names no colour of its own is the whole of it.
        colourless = bool(os.environ.get("NO_COLOR"))
        super().__init__(opening, ansi_color=colourless or None)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        signs.use_ambiguous(opening.ambiguous)
        self.verbs = opening.verbs
        self.animation_level = "full" if opening.animations else "none"
        self.history = History(self)
        self.under_way: tuple[str, ...] = ()
        self.parties = [opening.behalf or ""]
        self.set_reactive(Dashboard.facts, _first_facts(opening))
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "ansi" if colourless else opening.theme
        PlainScrollBar.install()

    def on_load(self) -> None:
        """Have messages point to keys, in all that is begun from here."""
        lead_by(Lead(self))

    def on_mount(self) -> None:
        """Draw the frame; all else comes after it."""
        self.set_keymap(dict(self.opening.keymap))
        mind_terminal(self)
        self.call_after_refresh(self._begin)

    def get_default_screen(self) -> Frame:
        """Return the frame."""
        return Frame()

    async def _begin(self) -> None:
        """Open the first tab and begin to follow the office."""
        first = self.opening.tab or TABS[0].name
        await self.switch_mode(first)
        self.type_ahead.begin()
        self.history.arrive(Place(first))
        self.begin_following()
        self.set_timer(_SETTLED_S, self._load_tabs)

    @work(thread=True, group="load", exit_on_error=False)
    def _load_tabs(self) -> None:
        """Load what the other tabs are made of, so that opening one waits for its drawing only."""
        worker = get_current_worker()
        for tab in self.tabs():
            if not worker.is_cancelled:
                tab.load()

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
        tab = self.current_mode
        tickets = cast("TicketsScreen", await self.show_tab("tickets"))
        tickets.show_filter(terms, crumb=Crumb(tab, terms, tickets.showing()))
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
        """Open a ticket by its number; list the several a part of one may mean."""
        from gridctl_tui.screens.ask import Line
        from gridctl_tui.screens.ticket import find_tickets, numbered, open_ticket

        found: Sequence[str] = ()

        async def settle(typed: str) -> str:
            nonlocal found
            found = await find_tickets(self, typed)
            return typed

        note = _("serial number, its end, or the external number")
        asked = Line(_("Number of the ticket"), note=note, settle=settle)
        if typed := await self.push_screen_wait(asked):
            if len(found) == 1:
                await open_ticket(self, found[0])
            else:
                self.show_tickets(numbered(typed))

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

    def _fatal_error(self) -> None:
        # Textual would draw a traceback with the values at hand, callers' names among them.
        from gridctl_tui.screens.trouble import last_words

        self.panic(last_words(sys.exc_info()[1], debug=self.opening.debug))

    @work
    async def action_leave(self) -> None:
        """Leave the dashboard; ask first where something is on its way."""
        from gridctl_tui.screens.ask import Confirm

        if self.under_way:
            question = Confirm(_("Leave the dashboard?"), [*self.under_way])
            if not await self.push_screen_wait(question):
                return
        self.exit()


def _first_facts(opening: Opening) -> Facts:
    """Return what the first line tells before anybody was asked."""
    target = opening.target
    return Facts(
        profile=target.name, danger=target.color == "red", readonly=target.readonly,
        party=opening.behalf or "",
    )  # fmt: skip
