"""The fields of forms: a label, and text, a choice, or a record found by name."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from gridctl.domain.errors import GridctlError
from gridctl.domain.money import parse_yuan
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import _
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offer, Offers, rest_of
from gridctl_tui.widgets.lines import Piece, line

Find = Callable[[str, str], Awaitable[Offers]]
#: Offers that stand there at once; the others are gone to.
_SHOWN = 6
_PAUSE = 0.2


class FieldLine(Vertical):
    """Base of fields.

    Attributes:
        field: name of the operation's field.
        label: what it is called.
        hint: what a value looks like; stands there while nothing does.
    """

    hint = ""

    DEFAULT_CSS = """
    FieldLine { height: auto; }
    FieldLine .label { height: auto; color: $dim; }
    FieldLine:focus-within .label { color: $accent; text-style: bold; }
    FieldLine OptionList { height: auto; max-height: 6; display: none; background: $surface; }
    FieldLine OptionList.-open { display: block; }
    FieldLine .rest { height: 1; padding: 0 1; color: $dim; display: none; }
    FieldLine .rest.-open { display: block; }
    FieldLine TextArea { height: 3; }
    FieldLine ChoiceLine { height: 1; background: $boost; padding: 0 1; }
    FieldLine ChoiceLine:focus { background: $cursor; }
    """

    class Changed(Message):
        """Something was typed or chosen."""

    def __init__(self, field: str, label: str, value: str = "", *, needed: bool = False) -> None:
        super().__init__()
        self.field, self.label, self._first = field, label, value
        self._needed = needed

    def compose(self) -> Iterator[Widget]:
        """Yield the label and what is filled in."""
        mark = f" ({_('needed')})" if self._needed else ""
        yield Static(line([(self.label + mark, "")]), classes="label")
        yield from self.entry()

    def entry(self) -> Iterator[Widget]:
        """Yield what is filled in."""
        # What is there is corrected: the first key adds to it and does not take it away.
        yield Input(self._first, placeholder=self.hint, select_on_focus=not self._first)

    @property
    def text(self) -> str:
        """Return what stands there."""
        return self.query_one(Input).value.strip()

    @property
    def value(self) -> Any:
        """Return what the operation takes, None for nothing."""
        return self.text or None

    @property
    def edited(self) -> bool:
        """Return whether it was changed."""
        return self.text != self._first.strip()

    def begin(self) -> None:
        """Give it the keyboard."""
        self.query_one(Input).focus(scroll_visible=False)

    def adopt(self, text: str, *, typed: bool = False) -> None:
        """Begin with another text; what was ``typed`` stays and differs from it now."""
        self._first = text
        if not typed:
            self.write(text)

    def write(self, text: str) -> None:
        """Put a text in place of what stands there."""
        self.query_one(Input).value = text

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _edited(self, event: Message) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _onward(self, event: Input.Submitted) -> None:
        """Go to the next field with Enter."""
        event.stop()
        self.screen.focus_next()


class StoryLine(FieldLine):
    """Text of several lines."""

    def entry(self) -> Iterator[Widget]:
        """Yield the text."""
        yield TextArea(self._first, tab_behavior="focus", show_line_numbers=False)

    @property
    def text(self) -> str:
        """Return what stands there."""
        return self.query_one(TextArea).text.strip()

    def begin(self) -> None:
        """Give it the keyboard."""
        self.query_one(TextArea).focus(scroll_visible=False)

    def write(self, text: str) -> None:
        """Put a text in place of what stands there."""
        self.query_one(TextArea).text = text


class ParagraphsLine(StoryLine):
    """Several texts, each on a line of its own."""

    def entry(self) -> Iterator[Widget]:
        """Yield the text, which says how it is read while it is empty."""
        yield TextArea(
            self._first, tab_behavior="focus", show_line_numbers=False, placeholder=_("one a line")
        )

    @property
    def value(self) -> Any:
        """Return the texts."""
        return [part.strip() for part in self.text.splitlines() if part.strip()] or None


class NumberLine(FieldLine):
    """A whole number; what is none is left to the operation to refuse."""

    @property
    def value(self) -> Any:
        """Return the number."""
        return int(self.text) if self.text.isdecimal() else self.text or None


class InstantLine(FieldLine):
    """A point in time as the office's clock shows it; other forms are left to the operation."""

    @property
    def value(self) -> Any:
        """Return the instant with the office's offset."""
        try:
            moment = datetime.strptime(self.text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 - no zone is typed
        except ValueError:
            return self.text or None
        return moment.replace(tzinfo=OFFICE_ZONE)


class MoneyLine(FieldLine):
    """An amount in yuan, taken as fen."""

    @property
    def value(self) -> Any:
        """Return the fen.

        Raises:
            AmountInvalid: the text is no amount.
        """
        return parse_yuan(self.text) if self.text else None


class ManyLine(FieldLine):
    """Several names with commas between."""

    @property
    def value(self) -> Any:
        """Return the names."""
        return _parts(self.text) or None


class ChoiceLine(Widget, can_focus=True):
    """One of a few words; arrows go from one to the next."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("choice.*")

    class Turned(Message):
        """Another word stands there."""

    def __init__(self, labels: Mapping[str, str], value: str = "") -> None:
        super().__init__()
        self._labels = labels
        self.value = self._first = value

    def render(self) -> Content:
        """Return the words, the one that stands in brackets."""
        pieces: list[Piece] = []
        for code, label in self._labels.items():
            at = code == self.value
            pieces.append((f"[{_(label)}]" if at else f" {_(label)} ", "bold" if at else "$dim"))
        return line(pieces)

    def action_turn(self, step: int) -> None:
        """Go to another word."""
        codes = list(self._labels)
        at = codes.index(self.value) if self.value in codes else -1 if step > 0 else 0
        self._put(codes[(at + step) % len(codes)])

    def action_unsay(self) -> None:
        """Go back to what stood there at first."""
        self._put(self._first)

    def _put(self, value: str) -> None:
        self.value = value
        self.refresh()
        self.post_message(self.Turned())


class ChoiceField(FieldLine):
    """One of a few codes."""

    def __init__(
        self, field: str, label: str, labels: Mapping[str, str], *, needed: bool = False,
        value: str = "",
    ) -> None:  # fmt: skip
        super().__init__(field, label, value, needed=needed)
        self._labels = labels

    def entry(self) -> Iterator[Widget]:
        """Yield the words."""
        yield ChoiceLine(self._labels, self._first)

    @property
    def text(self) -> str:
        """Return the code."""
        return self.query_one(ChoiceLine).value

    def begin(self) -> None:
        """Give it the keyboard."""
        self.query_one(ChoiceLine).focus(scroll_visible=False)

    def write(self, text: str) -> None:
        """Choose another code."""
        self.query_one(ChoiceLine).value = text
        self.query_one(ChoiceLine).refresh()

    @on(ChoiceLine.Turned)
    def _turned(self, event: ChoiceLine.Turned) -> None:
        event.stop()
        self.post_message(self.Changed())


class YesNoField(ChoiceField):
    """Yes, no, or nothing said."""

    @property
    def value(self) -> Any:
        """Return what is said."""
        return {"yes": True, "no": False}.get(self.text)


class RecordField(FieldLine):
    """A record by its name: typing offers names, Enter takes one.

    Attributes:
        offers_all: whether Down offers all there are before anything is typed.
    """

    offers_all = False

    def __init__(
        self, field: str, label: str, kind: str, find: Find, value: str = "", *,
        needed: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(field, label, value, needed=needed)
        self._kind, self._find = kind, find
        self._offers: Sequence[Offer] = ()
        self._taken, self._whose = value, ""

    def write(self, text: str) -> None:
        """Put a name there without looking it up."""
        self._taken, self._whose = text, ""
        super().write(text)

    def entry(self) -> Iterator[Widget]:
        """Yield the name and what is offered."""
        yield Input(self._first, placeholder=self.hint or _("name, code or pinyin initials"))
        yield OptionList()
        yield Static(classes="rest")

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
        return _parts(self.text) or None

    def turn_to(self, name: str) -> bool:
        """Make a name the last one, which is looked for."""
        parts = _parts(self.text)
        if name in parts:
            self.write(", ".join([*(each for each in parts if each != name), name]))
        return name in parts

    def _sought(self, typed: str) -> str:
        return _level(typed).rpartition(",")[2].strip()

    def _filled(self, name: str) -> str:
        before = _parts(_level(self.text).rpartition(",")[0])
        return ", ".join([*before, name])


def _level(text: str) -> str:
    """Return a text with the commas of an input method made plain ones."""
    return text.replace("，", ",").replace("、", ",")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _level(text).split(",") if part.strip()]
