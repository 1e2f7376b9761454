"""Keys typed faster than screens open: each waits until the one before has done what it does.

A key goes up from what has the keyboard to the application, and may open a question on its way.
Were the next one handed on meanwhile, it would reach what lies beneath, or a screen that has not
been put together yet.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events, on
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.events import Event
from textual.message import Message
from textual.worker import Worker, WorkerFailed, get_current_worker

from gridctl.foundation.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.screen import Screen
    from textual.widget import Widget

R = TypeVar("R")
#: Seconds after which somebody who types on has seen that the key before opened nothing yet.
_SEEN = 1.0
#: Seconds a key waits at most for the one before to go up, which a busy screen may keep.
_AWAY = 5.0
_TICK = 0.005
#: Group of the workers that actions are.
_ACTIONS = "default"


class Passed(Message):
    """Sent after a key on the same way; where it arrives, the key has been."""

    def __init__(self, arrived: asyncio.Event) -> None:
        super().__init__()
        self.arrived = arrived


class TypeAhead:
    """The keys that were typed and not handed on yet.

    Attributes:
        latest: when the last one came, in seconds of the machine.
    """

    def __init__(self, app: App[None], hand_on: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._hand_on = app, hand_on
        self._typed: deque[tuple[float, Event]] = deque()
        self._asking: set[Worker[Any]] = set()
        self._task: asyncio.Task[None] | None = None
        self._open = False
        self.latest = monotonic()

    def begin(self) -> None:
        """Hand keys on from here: there is a screen to hand them to."""
        self._open = True
        self._go_on()

    def take(self, event: Event) -> None:
        """Take a key, or text that was pasted."""
        self.latest = monotonic()
        self._typed.append((self.latest, event))
        self._go_on()

    def forget(self, keys: Collection[str]) -> None:
        """Drop keys that were typed for a screen that is left, and mean something else beneath."""
        kept = (each for each in self._typed if getattr(each[1], "key", "") not in keys)
        self._typed = deque(kept)

    @contextmanager
    def question(self) -> Iterator[None]:
        """Know that the action at work waits for an answer, and keys are for who asks it."""
        worker = get_current_worker()
        self._asking.add(worker)
        try:
            yield
        finally:
            self._asking.discard(worker)

    def _go_on(self) -> None:
        if self._open and self._typed and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        # What was typed after leaving is for nobody.
        while self._typed and not self._app._exit:
            try:
                await self._next(self._typed.popleft()[1])
            except Exception as error:
                self._app._handle_exception(error)

    async def _next(self, event: Event) -> None:
        acting, there = self._acting(), set(self._app.screen_stack)
        target = self._app.focused or self._app.screen
        await self._hand_on(event)
        await self._passed(target)
        # Behind the key comes what it had the widget say: that a line was opened.
        await self._passed(target)
        await self._acted(there, acting, monotonic())
        await self._ready(self._app.screen)

    async def _acted(self, there: set[Screen[Any]], before: set[Worker[Any]], begun: float) -> None:
        """Wait until what a key began is over or asks something.

        What was typed right behind it is for what it opens, however slow the office is. Who types
        later has seen that nothing opened, and means what stands there: nobody has to wait.
        """
        while self._app.screen in there and self._acting() - before:
            early = [each for each in self._typed if each[0] <= begun + _SEEN]
            if len(early) < len(self._typed):
                self._drop(len(early))
                return
            await asyncio.sleep(_TICK)

    def _drop(self, count: int) -> None:
        """Drop the keys that were for what did not open, and say so."""
        for _key in range(count):
            self._typed.popleft()
        if count:
            told = _("The office is slow: what was typed before anything opened was dropped.")
            self._app.notify(told, severity="warning")

    async def _ready(self, screen: Screen[Any]) -> None:
        """Wait until a screen is put together and something in it has the keyboard."""
        while screen.is_attached and not screen.is_mounted:
            await asyncio.sleep(_TICK)
        await self._passed(screen)

    async def _passed(self, target: Widget) -> None:
        """Wait until all that was sent to a widget before has gone up to the application."""
        arrived = asyncio.Event()
        if not target.post_message(Passed(arrived)):
            return
        end = monotonic() + _AWAY
        # What is taken off the screen meanwhile passes nothing on.
        while target.is_attached and not arrived.is_set() and monotonic() < end:
            with suppress(TimeoutError):
                await asyncio.wait_for(arrived.wait(), _TICK)

    def _acting(self) -> set[Worker[Any]]:
        """Return the actions under way that do not wait for an answer."""
        running = {each for each in self._app.workers if each.group == _ACTIONS}
        return {each for each in running if not each.is_finished} - self._asking


class TypingApp(App[None]):
    """An application that hands keys on one after the other."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.type_ahead = TypeAhead(self, super().on_event)

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

    def _handle_exception(self, error: Exception) -> None:
        # A screen that is left while it is put together misses its parts, and nobody misses it;
        # who waits for an action meets no screen at all once the application ends.
        ended = self._exit or not self.is_running
        cause = error.error if isinstance(error, WorkerFailed) else error
        if not (ended and isinstance(cause, NoMatches | ScreenStackError)):
            super()._handle_exception(error)
