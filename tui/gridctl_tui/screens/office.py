"""What every main screen has: the first line, the tabs, the keys, and a way to ask the office."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl_tui.keymap import sent_by
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.masthead import Masthead
from gridctl_tui.widgets.tab_bar import TabBar, TabName

if TYPE_CHECKING:
    from gridctl.operations.base import Operation
    from gridctl_tui.app import Dashboard
    from gridctl_tui.screens.ask import Choice, Chooser
    from gridctl_tui.screens.saving import SavedList

R = TypeVar("R")
#: Where Chinese signs begin (Unicode, CJK radicals).
_CJK = 0x2E7F
#: Least width -> class of the screen: two things side by side need 100 cells, three 150.
BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]


class OfficeTabs(TabBar):
    """The tabs of the dashboard that show something to who is at the screen."""

    # Ten digits are to be seen on a line of 80 cells.
    JOINT = ""

    def on_mount(self) -> None:
        """Follow what may be seen."""
        self.watch(self.app, "entitlement", self._follow)

    def _follow(self) -> None:
        tabs = cast("Dashboard", self.app).tabs()
        named = [TabName(tab.digit, tab.name, tab.label, tab.short) for tab in tabs]
        self.show(named, self.current)


class OfficeScreen(Screen[None]):
    """Base of the main screens.

    Attributes:
        TAB: the tab it belongs to.
        caught_up: of how many changes of the office it shows what they made.
    """

    TAB: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    caught_up = 0
    _left = False

    def compose(self) -> ComposeResult:
        """Yield the frame and what the screen puts into it."""
        # What it asks for from here on is what the changes so far have made.
        self.caught_up = self.dashboard.changes
        # Known before its parts are: otherwise each is given its style again for the width.
        width = self.dashboard.size.width
        self.add_class(next(name for least, name in reversed(BREAKPOINTS) if width >= least))
        yield Masthead()
        yield OfficeTabs([], self.tab(), id="tabs")
        yield from self.body()
        yield KeyBar()

    def tab(self) -> str:
        """Return the tab that is shown as open."""
        return self.TAB

    def body(self) -> Iterator[Widget]:
        """Yield what stands between tabs and keys."""
        raise NotImplementedError

    @property
    def dashboard(self) -> Dashboard:
        """Return the application."""
        return cast("Dashboard", self.app)

    async def ask(self, operation: Operation[R], *, dry_run: bool = False) -> R | None:
        """Return the result of an operation; None where it failed, which is told."""
        try:
            return await self.dashboard.desk.send(operation, dry_run=dry_run)
        except Exception as error:
            self.dashboard.tell(error)
            return None

    async def choose(self, chooser: Chooser) -> str | None:
        """Return what is chosen of a list, None for nothing or where another screen came up."""
        if self.app.screen is not self:
            return None
        return await self.app.push_screen_wait(chooser)

    @property
    def ticket(self) -> str:
        """Return the number of the ticket the screen is about, "" where it is about none."""
        return ""

    def showing(self) -> object:
        """Return what it shows, to be shown again; None where it shows one thing only."""
        return None

    def show_again(self, showing: object) -> None:
        """Show what it showed once."""

    async def renew(self) -> None:
        """Ask again for what is shown; the place in it stays."""

    async def catch_up(self) -> None:
        """Ask again, once for all changes that were not seen yet."""
        self.caught_up = self.dashboard.changes
        await self.renew()

    @on(events.ScreenResume)
    def _shown_again(self, event: events.ScreenResume) -> None:
        """Ask again where the office changed while another screen was shown."""
        # Until it is left, its parts have the style they were given when they were put together.
        event.refresh_styles = self._left
        if self.caught_up != self.dashboard.changes:
            self.run_worker(self.catch_up(), group="renew", exit_on_error=False)

    @on(events.ScreenSuspend)
    def _shown_no_more(self) -> None:
        self._left = True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out what the office would refuse to who is at the screen."""
        entitlement = self.dashboard.entitlement
        if action == "edit" and self.is_mounted:
            from gridctl.presentation.edits import EDITS

            wanted = self.editable()
            return wanted is not None and entitlement.may_send(EDITS[wanted[0]].operation)
        return entitlement.may_send(sent_by(action, parameters))

    def editable(self) -> tuple[str, str] | None:
        """Return noun and number of the record an edit is for, None where there is none."""
        return None

    @work
    async def action_edit(self) -> None:
        """Correct the record in a form."""
        from gridctl_tui.screens.editing import edit_record

        wanted = self.editable()
        if wanted is None or not self.dashboard.check_writable():
            return
        if await edit_record(self.dashboard, *wanted):
            await self.dashboard.renew()

    async def savable(self) -> SavedList | None:
        """Return the list that can be saved to a file, None where it is empty."""
        return None

    @work
    async def action_save(self) -> None:
        """Save the list to a file."""
        from gridctl_tui.screens.saving import save

        if (wanted := await self.savable()) is not None:
            await save(self.dashboard, wanted)
        else:
            self.notify(_("The list is empty: there is nothing to save."))

    def held(self) -> Mapping[str, Sequence[str]]:
        """Return what the records at hand are called that a verb would be about, by noun."""
        return {}

    def palette(self) -> Iterable[Choice]:
        """Return what the command palette offers before all else: what only this screen can do."""
        return ()

    def copied(self, text: str) -> None:
        """Copy a text and say so."""
        self.app.copy_to_clipboard(text)
        self.notify(word(_("Copied: {text}"), {"text": text.split("\n")[0]}), markup=False)

    @on(TabBar.Chosen, "#tabs")
    def _tab(self, event: TabBar.Chosen) -> None:
        self.dashboard.action_tab(event.name)

    def on_key(self, event: events.Key) -> None:
        """Say what happens where a letter arrives from an input method and nothing takes it."""
        if event.character and len(event.character) == 1 and ord(event.character) > _CJK:
            self._composing()

    def on_paste(self, event: events.Paste) -> None:
        """The same for text an input method hands over at once."""
        if any(ord(sign) > _CJK for sign in event.text):
            self._composing()

    def _composing(self) -> None:
        self.dashboard.tell_once(
            _("A Chinese input method is on: Shift turns it off. F1 to F10, arrows and Enter work.")
        )


class Frame(OfficeScreen):
    """What is drawn at once, before anything is asked for or loaded."""

    def body(self) -> Iterator[Widget]:
        """Yield a line that says what goes on."""
        yield Static(_("reading"))
