"""Short questions: yes or no, one line of text, one of a list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from gridctl.domain.errors import GridctlError
from gridctl.domain.pinyin import is_spelled, is_typed, spell
from gridctl.foundation.i18n import LANGUAGES, _, translator
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.keymap import bindings
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import cells, clipped, line, lines, padded

#: Cells of a list to choose from, and of them the ones around its lines; cells of a label; cells
#: that are kept for what one types.
_CHOOSER_CELLS, _AROUND, _LABEL_CELLS, _TYPED_CELLS = 110, 8, 26, 24


class Confirm(ModalScreen[bool]):
    """Asks before something is done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave", "answer.*")

    def __init__(self, title: str, text: Sequence[str], *, severe: bool = False) -> None:
        super().__init__()
        self._title, self._lines, self._severe = title, text, severe

    def compose(self) -> ComposeResult:
        """Yield the question and its answers."""
        with Vertical(classes="card"):
            yield Static(line([(self._title, "")]), classes="title")
            yield Static(lines([(text, "")] for text in self._lines))
            with Horizontal(classes="answers"):
                kind = "error" if self._severe else "primary"
                yield Button(_("Yes (y)"), kind, id="yes", compact=True)  # type: ignore[arg-type]
                yield Button(_("No (n)"), id="no", compact=True)

    def on_mount(self) -> None:
        """Begin at the answer that does no harm where harm is possible."""
        self.query_one("#no" if self._severe else "#yes").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Take the answer."""
        self.dismiss(event.button.id == "yes")

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Answer no."""
        self.dismiss(False)

    def on_key(self, event: events.Key) -> None:
        """Go from one answer to the other with the arrows."""
        if event.key in ("left", "right"):
            self.focus_next(Button)


class Line(ModalScreen[str | None]):
    """Asks for a line of text.

    Args:
        title: what is asked for.
        value: what stands there at first.
        note: what can be typed.
        settle: makes what was typed into what was meant; where it refuses, the line stays open.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.*")

    def __init__(
        self, title: str, value: str = "", note: str = "",
        settle: Callable[[str], Awaitable[str]] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._title, self._value, self._note = title, value, note
        self._settle = settle

    def compose(self) -> ComposeResult:
        """Yield the question and the line."""
        with Vertical(classes="card"):
            yield Static(line([(self._title, "")]), classes="title")
            yield Input(self._value)
            yield Static(classes="wrong")
            yield Static(line([(self._note, "")]), classes="note")
            yield KeyBar()

    def on_input_submitted(self) -> None:
        """Take the text with Enter as well."""
        self.action_send()

    @work(exclusive=True, exit_on_error=False)
    async def action_send(self) -> None:
        """Take the text; nothing typed is nothing wanted."""
        typed = self.query_one(Input).value.strip() or None
        try:
            self.dismiss(await self._settle(typed) if typed and self._settle else typed)
        except GridctlError as error:
            told = tell_trouble(error, str)
            place = self.query_one(".wrong", Static)
            place.add_class("-open")
            place.update(lines([(text, "")] for text in (*told.lines, told.hint) if text))

    def action_leave(self) -> None:
        """Leave without a text."""
        self.dismiss(None)


class Choice(NamedTuple):
    """Something that can be chosen.

    Attributes:
        value: what is returned.
        label: English label, marked with ``N_``, or a text as it is.
        note: what stands beside it.
        words: further words it is found by, as typed on the command line.
        typed: whether the note is what one types for it, which is never cut.
    """

    value: str
    label: str
    note: str = ""
    words: str = ""
    typed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Return the label in every language."""
        return tuple(translator(each)(self.label) for each in LANGUAGES)

    @property
    def _found_by(self) -> tuple[str, ...]:
        return (self.words, self.note, *self.names)

    def fits(self, typed: str) -> bool:
        """Tell whether it is found by what was typed: words of either language, or pinyin."""
        wanted = typed.casefold().split()
        return all(any(_found(word, name) for name in self._found_by) for word in wanted)

    def spell(self) -> None:
        """Learn how it is spelled in pinyin, so that looking for it takes no time."""
        for name in self._found_by:
            if not name.isascii():
                spell(name)

    def found_as(self, other: Choice | None) -> Choice:
        """Return it, found by the words of another as well."""
        if other is None:
            return self
        return self._replace(words=f"{self.words} {other.label} {other.words}")

    def distance(self, typed: str) -> int:
        """Return how far it is from what was typed.

        Returns:
            0 where its name or what one types for it begins so, 1 where that has it somewhere, or
            its pinyin, 2 where it is found by what else is said of it.
        """
        begun = typed.casefold().strip()
        own = (self.words, *((self.note,) if self.typed else ()), *self.names)
        if any(name.casefold().startswith(begun) for name in own):
            return 0
        return 1 if any(_found(begun, name) for name in own[1:]) else 2


def _found(word: str, name: str) -> bool:
    if word in name.casefold():
        return True
    return is_typed(word) and not name.isascii() and is_spelled(name, word)


class Chooser(ModalScreen[str | None]):
    """Asks for one of a list that narrows as one types.

    Attributes:
        choices: all there are.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.leave")

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title, self.choices = title, choices
        self._shown: list[Choice] = []
        self._room = 0

    def compose(self) -> ComposeResult:
        """Yield the line and the list."""
        with Vertical(classes="card chooser"):
            yield Static(line([(self._title, "")]), classes="title")
            yield Input(placeholder=_("words, or pinyin initials"))
            yield OptionList()
            yield KeyBar()

    def on_mount(self) -> None:
        """Offer everything."""
        self._narrow("")

    def extend(self, choices: Iterable[Choice]) -> None:
        """Offer more, behind what is offered already.

        What is offered by what one types for it is not offered again, but found by more words.
        """
        more = {each.note: each for each in choices}
        told = [each.found_as(more.pop(each.note, None)) for each in self.choices]
        self.choices = [*told, *more.values()]
        if self.is_mounted:
            self._offer()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(event.value)

    def on_resize(self) -> None:
        """Cut the notes anew."""
        if self._room != self._cells():
            self._offer()

    def _offer(self) -> None:
        """Offer what fits what was typed, the cursor where it was."""
        listed = self.query_one(OptionList)
        at = listed.highlighted
        self._narrow(self.query_one(Input).value)
        listed.highlighted = at if at is not None else listed.highlighted

    def _cells(self) -> int:
        """Return the cells of a line."""
        return min(self.size.width, _CHOOSER_CELLS) - _AROUND

    def _label_cells(self) -> int:
        """Return the cells of a label with what one types beside it: as many as the widest has."""
        widest = max((cells(_(each.label)) for each in self.choices if each.typed), default=0)
        return max(_LABEL_CELLS, min(widest, self._room - _TYPED_CELLS - 2))

    def _narrow(self, typed: str) -> None:
        found = [each for each in self.choices if each.fits(typed)]
        self._shown = sorted(found, key=lambda each: each.distance(typed)) if typed else found
        listed = self.query_one(OptionList)
        listed.clear_options()
        self._room = self._cells()
        room = self._label_cells()
        listed.add_options(Option(_option(each, self._room, room)) for each in self._shown)
        if not self._shown:
            listed.add_option(Option(_("Nothing fits what was typed."), disabled=True))
        listed.highlighted = 0 if self._shown else None

    @on(Input.Submitted)
    def _entered(self) -> None:
        listed = self.query_one(OptionList)
        if listed.highlighted is not None:
            self.dismiss(self._shown[listed.highlighted].value)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].value)

    def on_key(self, event: events.Key) -> None:
        """Move in the list while the line has the keyboard."""
        listed = self.query_one(OptionList)
        moves: dict[str, Callable[[], None]] = {
            "down": listed.action_cursor_down, "up": listed.action_cursor_up,
            "pagedown": listed.action_page_down, "pageup": listed.action_page_up,
        }  # fmt: skip
        if event.key in moves and self.query_one(Input).has_focus:
            moves[event.key]()
            event.stop()

    def action_leave(self) -> None:
        """Leave without a choice."""
        self.dismiss(None)


def _option(choice: Choice, room: int, beside_typed: int) -> Content:
    """Return a choice in so many cells; what is too long is cut, and says so.

    Args:
        choice: what can be chosen.
        room: cells of the line.
        beside_typed: cells of a label that has what one types beside it.
    """
    wide = beside_typed if choice.typed else _LABEL_CELLS
    note = clipped(choice.note, room - wide - 2)
    return line([(padded(_(choice.label), wide), ""), ("  ", ""), (note, "$dim")])
