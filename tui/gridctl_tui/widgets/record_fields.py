"""The fields in which records are found by name: what fits is offered as one types."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

from textual import events, on, work
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gridctl.domain.errors import GridctlError
from gridctl.domain.pinyin import is_typed
from gridctl.foundation.i18n import _, names_in, plain_commas
from gridctl_tui.offers import Offer, Offers, rest_of
from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.widgets.lines import line

Find = Callable[[str, str], Awaitable[Offers]]
#: Offers that stand there at once; the others are gone to.
_SHOWN = 6
_PAUSE = 0.2


class RecordField(FieldLine):
    """A record by its name: typing offers names, Enter takes one.

    Attributes:
        offers_all: whether Down offers all there are before anything is typed.
        free: whether words that name no record may stand there.
    """

    DEFAULT_CSS = """
    RecordField OptionList { height: auto; max-height: 6; display: none; background: $surface; }
    RecordField OptionList.-open { display: block; }
    RecordField .rest { height: 1; padding: 0 1; color: $dim; display: none; }
    RecordField .rest.-open { display: block; }
    """
    offers_all = free = False

    def __init__(
        self, field: str, label: str, kind: str, find: Find, value: str = "", *,
        needed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(field, label, value, needed=needed)
        self._kind, self._find = kind, find
        self._offers: Sequence[Offer] = ()
        self._taken, self._whose = value, ""
        self.hint = _("name, code or pinyin initials")

    def write(self, text: str) -> None:
        """Put a name there without looking it up."""
        self._taken, self._whose = text, ""
        super().write(text)

    def entry(self) -> Iterator[Widget]:
        """Yield the name and what is offered."""
        yield Input(self._first, placeholder=self.looks)
        offered = OptionList()
        # The keyboard goes on to the next field; Down and a click choose from what is offered.
        offered.can_focus = False
        yield offered
        yield Static(classes="rest")

    def on_mount(self) -> None:
        """Say whose code stands there from the beginning."""
        if self._first and self._first.isascii():
            self._call_by_name(self._first)

    @work(exclusive=True, group="whose", exit_on_error=False)
    async def _call_by_name(self, code: str) -> None:
        try:
            found = await self._find(self._kind, code)
        except GridctlError:
            # It only helps; what is wrong is told where it matters.
            return
        notes = [each.note for each in found.items if each.text == code]
        if notes and self.text == code and not self._offers:
            self._whose = notes[0]
            self._offer(Offers())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        words = self._sought(event.value)
        if words and event.value != self._taken:
            self._look(words)
        else:
            self._offer(Offers())

    @work(exclusive=True, group="look", exit_on_error=False)
    async def _look(self, words: str) -> None:
        await asyncio.sleep(_PAUSE)
        try:
            self._offer(await self._find(self._kind, words))
        except GridctlError:
            # Sending the form tells what is wrong; typing goes on.
            self._offer(Offers())
        self._close_unattended()

    @on(events.DescendantBlur)
    def _gone_on(self) -> None:
        # By then it is known where the keyboard went.
        self.call_later(self._close_unattended)

    def _close_unattended(self) -> None:
        """Offer nothing where the keyboard went on; what was spelled is the one record it fits."""
        if self.has_focus_within or not self.app.app_focus:
            return
        spelled = is_typed(self._sought(self.text)) and not self.free
        if spelled and len(self._offers) == 1 and not self._offers[0].shown.isascii():
            self._take(0)
        elif self._offers:
            self._offer(Offers())

    def _offer(self, offers: Offers) -> None:
        self._offers = offers.items
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(
            Option(line([(each.shown, "bold"), (f"  {each.note}", "$dim")]))
            for each in offers.items
        )
        shown.highlighted = 0 if offers.items else None
        shown.set_class(bool(offers.items), "-open")
        whose = self._whose if self.text == self._taken else ""
        rest = rest_of(len(offers.items), _SHOWN, more=offers.more) or whose
        told = self.query_one(".rest", Static)
        told.update(line([(rest, "")]))
        told.set_class(bool(rest), "-open")
        if offers.items and self.has_focus_within:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Move in what is offered, and take from it with Enter."""
        shown = self.query_one(OptionList)
        if self.offers_all and event.key == "down" and not self._offers:
            self._look("")
            event.stop()
        if not self._offers or not self.query_one(Input).has_focus:
            return
        if event.key in ("down", "up"):
            (shown.action_cursor_down if event.key == "down" else shown.action_cursor_up)()
            event.stop()
        elif event.key == "escape":
            self._offer(Offers())
            event.stop()

    @on(Input.Submitted)
    def _entered(self) -> None:
        shown = self.query_one(OptionList)
        if self._offers and shown.highlighted is not None:
            self._take(shown.highlighted)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)
        self.begin()
        self.screen.focus_next()

    def _take(self, number: int) -> None:
        offer = self._offers[number]
        self._taken = self._filled(offer.text)
        # A number alone tells nobody who it is.
        self._whose = "" if offer.text == offer.shown else f"{offer.shown}  {offer.note}".rstrip()
        typed = self.query_one(Input)
        typed.value = self._taken
        typed.cursor_position = len(self._taken)
        self._offer(Offers())

    def turn_to(self, name: str) -> bool:
        """Make a name the one that is looked for; tell whether it stands there at all."""
        return bool(name) and self.text == name

    async def settle(self, name: str) -> str:
        """Take the one record that fits a name, or offer the several.

        Returns:
            The record that was taken, "" where there is none or more than one.

        Raises:
            GridctlError: the office refused, or does not answer.
        """
        self.workers.cancel_group(self, "look")
        self.begin()
        self._offer(await self._find(self._kind, name))
        if len(self._offers) != 1:
            return ""
        taken = self._offers[0].shown
        self._take(0)
        return taken

    def _sought(self, typed: str) -> str:
        """Return the words names are looked for with."""
        return typed.strip()

    def _filled(self, name: str) -> str:
        """Return what stands there once a name is taken."""
        return name


class ManyRecordsField(RecordField):
    """Several records by their names, commas between; the last one typed is looked for."""

    @property
    def value(self) -> Any:
        """Return the names."""
        return names_in(self.text) or None

    def turn_to(self, name: str) -> bool:
        """Make a name the last one, which is looked for."""
        names = names_in(self.text)
        if name in names:
            self.write(", ".join([*(each for each in names if each != name), name]))
        return name in names

    def _sought(self, typed: str) -> str:
        return plain_commas(typed).rpartition(",")[2].strip()

    def _filled(self, name: str) -> str:
        before = names_in(plain_commas(self.text).rpartition(",")[0])
        return ", ".join([*before, name])
