"""Going back and forward over all that was looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.trail import Place, Trail

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Returns the place to go to, None where there is none.
Choose = Callable[[], Place | None]


class History:
    """Follows where one goes, and goes there again."""

    def __init__(self, app: Dashboard) -> None:
        self._app = app
        self._trail = Trail()

    @property
    def here(self) -> Place:
        """Return where one is."""
        return self._at(self._app.current_mode)

    def _at(self, tab: str) -> Place:
        """Return the place a tab stands at."""
        open_ = self._app.get_screen_stack(tab) if tab in self._app._screen_stacks else []
        stack = [each for each in open_ if isinstance(each, OfficeScreen)]
        ticket = stack[-1].ticket if stack else ""
        return Place(tab, stack[0].showing() if stack else None, ticket)

    def leave(self) -> None:
        """Remember the place one is at as it is; called before it becomes another."""
        self._trail.settle(self.here)

    def arrive(self, place: Place | None = None) -> None:
        """Remember that one went to a place, to where one is now where none is named."""
        self._trail.went(place or self.here)

    async def step(self, by: int) -> None:
        """Go back or forward."""
        await self._go(lambda: self._trail.step(by))

    async def turn(self) -> None:
        """Go to where one was last."""
        await self._go(self._trail.turn)

    async def _go(self, choose: Choose) -> None:
        # A question is answered first, and a form left or sent.
        if isinstance(self._app.screen, ModalScreen):
            return
        self.leave()
        if (place := choose()) is not None:
            await self._show(place)

    async def _show(self, place: Place) -> None:
        from gridctl_tui.screens.ticket import show_ticket

        app = self._app
        if self._at(place.tab) == place:
            # As it was left, with all that was opened from it.
            await app.switch_mode(place.tab)
            return
        screen = await app.show_tab(place.tab)
        if place.showing is not None and isinstance(screen, OfficeScreen):
            screen.show_again(place.showing)
        if place.ticket:
            await show_ticket(app, place.ticket)
