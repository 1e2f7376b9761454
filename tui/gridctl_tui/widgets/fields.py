"""The fields of forms: a label, and a text or a choice beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from gridctl.domain.money import parse_yuan
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import _, names_in
from gridctl.presentation.joining import aside
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.lines import Piece, cells, line

#: Where a label says more than a name: (masked …), ; today if left out.
_BESIDES = re.compile(r"(.+?)\s*(?:[;；]\s*(.+)|[(（]([^()（）]+)[)）])")
#: Cells between a label and what is filled in; cells a label takes before it is folded.
_GAP, _LONGEST = 2, 28


class FieldLine(Horizontal):
    """Base of fields.

    Attributes:
        field: name of the operation's field.
        label: what it is called.
        hint: what a value looks like; stands there while nothing does.
        margin: cells from its left edge to what is filled in.
    """

    hint = ""
    margin = 0
    #: Whether what follows the name in a label may stand in the empty field instead.
    folds = True

    DEFAULT_CSS = """
    FieldLine { height: auto; }
    FieldLine > .label { width: auto; height: auto; color: $dim; }
    FieldLine > .entry { width: 1fr; height: auto; }
    /* Textual gives anew the style of the parts of what has such a rule itself. */
    FieldLine:focus-within { background: $panel; }
    FieldLine:focus-within .label { color: $accent; text-style: bold; }
    FieldLine TextArea { height: 3; }
    FieldLine ChoiceLine { height: auto; background: $field; padding: 0 1; }
    FieldLine ChoiceLine:focus { background: $cursor; }
    """

    class Changed(Message):
        """Something was typed or chosen."""

    def __init__(self, field: str, label: str, value: str = "", *, needed: bool = False) -> None:
        super().__init__()
        self.field, self.label, self._first = field, label, value
        self._needed = needed

    @property
    def told(self) -> str:
        """Return the label as it stands there."""
        name = self._split[0]
        return aside(name, _("needed")) if self._needed else name

    @property
    def looks(self) -> str:
        """Return what stands in the field while nothing does."""
        return _("; ").join(filter(None, (self._split[1], self.hint)))

    @property
    def _split(self) -> tuple[str, str]:
        """Return the name of the field and what its label says besides."""
        said = _BESIDES.fullmatch(self.label) if self.folds else None
        return (said[1], said[2] or said[3]) if said else (self.label, "")

    def compose(self) -> Iterator[Widget]:
        """Yield the label and what is filled in."""
        label = Static(line([(self.told, "")]), classes="label")
        if self.margin:
            label.styles.width = self.margin
            label.styles.padding = (0, _GAP, 0, 0)
        yield label
        with Vertical(classes="entry"):
            yield from self.entry()

    def entry(self) -> Iterator[Widget]:
        """Yield what is filled in."""
        # What is there is corrected: the first key adds to it and does not take it away.
        yield Input(self._first, placeholder=self.looks, select_on_focus=not self._first)

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

    def on_descendant_focus(self) -> None:
        """Show it whole: its label stands above what has the keyboard."""
        self.call_after_refresh(self.scroll_visible, animate=False)

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
        yield TextArea(
            self._first, tab_behavior="focus", show_line_numbers=False, placeholder=self.looks
        )

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

    @property
    def looks(self) -> str:
        """Return how it is read, too."""
        return _("; ").join(filter(None, (super().looks, _("one a line"))))

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
    """A point in time as the office's clock shows it, 24:00 for the end of a day.

    Other forms are left to the operation.
    """

    @property
    def value(self) -> Any:
        """Return the instant with the office's offset."""
        # Midnight is never what is meant by a day alone.
        if ":" not in self.text:
            return self.text or None
        from gridctl.imports.dates import read_moment
        from gridctl.imports.unfit import Unfit

        try:
            return read_moment(self.text).replace(tzinfo=OFFICE_ZONE)
        except Unfit:
            return self.text


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
        return names_in(self.text) or None


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

    # Its words stand there from the first; nothing else finds room.
    folds = False

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


def aligned(widgets: Iterable[Widget]) -> list[Widget]:
    """Return the widgets of a form, what is filled in one under the other in its fields."""
    found = list(widgets)
    fields = [each for each in found if isinstance(each, FieldLine)]
    longest = max((cells(each.told) for each in fields), default=0)
    for each in fields:
        each.margin = min(longest, _LONGEST) + _GAP
    return found
