"""The filter as it is typed, with what can follow under it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from gridctl.domain.errors import GridctlError
from gridctl.domain.filters.errors import FilterValueMissing
from gridctl.domain.filters.vocabulary import load_vocabulary
from gridctl.foundation.i18n import _
from gridctl.presentation.troubles import tell_trouble
from gridctl_tui.completion import Candidate, candidates, named, record_kind
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offers, rest_of
from gridctl_tui.widgets.lines import line

#: Waits before the list is asked: people type several signs in a row.
_PAUSE = 0.2
#: Offers that stand there at once; the others are gone to.
_SHOWN = 7
#: Finds records of a kind by what was typed; of places, those of a level.
Find = Callable[[str, str, str], Awaitable[Offers]]


class FilterBar(Vertical):
    """One line of text; the list follows as it changes.

    Attributes:
        noun: whose fields it knows.
        asked: the filter the list was last asked with, or that was set elsewhere.
        ground: what stays where what was typed is taken away.

    Args:
        noun: whose fields it knows.
        find: finds the records that are named.
        month: tells which month it is in the office, "" while nobody knows.
    """

    DEFAULT_CSS = """
    FilterBar { height: auto; display: none; background: $surface; }
    FilterBar.-open { display: block; }
    FilterBar Input { border: none; height: 1; padding: 0 1; background: $field; }
    FilterBar OptionList { height: auto; max-height: 7; background: $panel; display: none; }
    FilterBar OptionList.-open { display: block; }
    FilterBar .rest { color: $dim; height: 1; padding: 0 1; display: none; }
    FilterBar .rest.-open { display: block; }
    FilterBar .unfinished { color: $dim; height: 1; padding: 0 1; display: none; }
    FilterBar.-unfinished .unfinished { display: block; }
    FilterBar .trouble { color: $error; height: auto; padding: 0 1; display: none; }
    FilterBar .trouble.-open { display: block; }
    FilterBar.-offering .trouble { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("filter.*")

    class Changed(Message):
        """The filter reads otherwise and can be asked with; ``typing`` may still go on."""

        def __init__(self, text: str, *, typing: bool) -> None:
            super().__init__()
            self.text, self.typing = text, typing

    class Left(Message):
        """The keyboard goes back to the list."""

    def __init__(self, noun: str, find: Find, month: Callable[[], str]) -> None:
        super().__init__()
        self.noun = noun
        self._find, self._month = find, month
        self._offers: list[Candidate] = []
        self.asked = self.ground = ""

    def compose(self) -> Iterator[Widget]:
        """Yield the line and what opens under it."""
        yield Input(placeholder=_("words, or field:value"), select_on_focus=False)
        yield OptionList()
        yield Static(classes="rest")
        yield Static(classes="trouble")
        told = _("Not complete yet: the list stays as it was.")
        yield Static(line([(told, "")]), classes="unfinished")

    @property
    def text(self) -> str:
        """Return the filter as it is typed."""
        return self.query_one(Input).value

    def reads(self, terms: str) -> bool:
        """Tell whether this is the filter that stands in the line."""
        return self.text.strip() == terms

    def open(self, text: str | None = None) -> None:
        """Show the line and give it the keyboard."""
        self.add_class("-open")
        line_ = self.query_one(Input)
        if text is not None:
            self._set(text)
        line_.focus()
        line_.cursor_position = len(line_.value)

    def put(self, text: str) -> None:
        """Show a filter that was set elsewhere, without asking again."""
        self._set(text)
        self.set_class(bool(text), "-open")
        self._offer([])

    def _set(self, text: str) -> None:
        """Take a filter as asked; what was typed before it is followed no further."""
        self.workers.cancel_group(self, "filter")
        self.asked = text.strip()
        with self.prevent(Input.Changed):
            self.query_one(Input).value = text
        self.stay(False)

    # -- typing

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._follow(event.value)

    @work(exclusive=True, group="filter", exit_on_error=False)
    async def _follow(self, text: str) -> None:
        """Offer what can follow, and have the list follow once the typing pauses."""
        import asyncio

        vocabulary = load_vocabulary(self.noun)
        self._offer(list(candidates(vocabulary, text, self._month())))
        await asyncio.sleep(_PAUSE)
        if self._readable(text, typing=True):
            self._say(text, typing=True)
        else:
            self.stay(True)
        if (wanted := record_kind(vocabulary, text)) is not None:
            found = await self._find(*wanted)
            self._offer([named(text, each) for each in found.items], more=found.more)

    def _readable(self, text: str, *, typing: bool = False) -> bool:
        """Tell whether a filter can be asked with; what is wrong with it stands under it."""
        try:
            load_vocabulary(self.noun).read(text)
        except GridctlError as error:
            # A field whose value is still to come is no mistake.
            self.wrong(None if typing and isinstance(error, FilterValueMissing) else error)
            return False
        self.wrong(None)
        return True

    def wrong(self, error: GridctlError | None) -> None:
        """Say what is wrong with the filter, or that nothing is."""
        place = self.query_one(".trouble", Static)
        place.set_class(error is not None, "-open")
        if error is not None:
            told = tell_trouble(error, str)
            place.update(line([(" ".join([*told.lines, told.hint]), "")]))

    @property
    def unfinished(self) -> bool:
        """Return whether the list does not follow what is typed until more of it is."""
        return self.has_class("-unfinished")

    def stay(self, unfinished: bool) -> None:
        """Say that the list stays as it was while something is unfinished, or that it follows."""
        self.set_class(unfinished, "-unfinished")

    @property
    def offering(self) -> bool:
        """Return whether something is offered that can follow."""
        return bool(self._offers)

    def _say(self, text: str, *, typing: bool = False) -> None:
        self.asked = text.strip()
        self.post_message(self.Changed(self.asked, typing=typing))

    # -- what is offered

    def _offer(self, offers: list[Candidate], *, more: bool = False) -> None:
        self._offers = offers
        shown = self.query_one(OptionList)
        shown.clear_options()
        shown.add_options(
            Option(line([(each.shown, "bold"), (f"  {each.note}", "$dim")])) for each in offers
        )
        shown.set_class(bool(offers) and self.query_one(Input).has_focus, "-open")
        rest = rest_of(len(offers), _SHOWN, more=more)
        told = self.query_one(".rest", Static)
        told.update(line([(rest, "")]))
        told.set_class(bool(rest) and shown.has_class("-open"), "-open")
        # What is offered is the way on; what is typed so far need not be a name yet.
        self.set_class(shown.has_class("-open"), "-offering")

    def action_take(self) -> None:
        """Take the offer under the cursor, or the first."""
        shown = self.query_one(OptionList)
        if not self._offers:
            self.post_message(self.Left())
            return
        self._take(shown.highlighted or 0)

    def _take(self, number: int) -> None:
        line_ = self.query_one(Input)
        line_.value = self._offers[number].text
        line_.focus()
        line_.cursor_position = len(line_.value)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def action_offers(self) -> None:
        """Go down into what is offered, or to the list where nothing is."""
        if self._offers:
            self.query_one(OptionList).focus()
        else:
            self.post_message(self.Left())

    # -- leaving

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.workers.cancel_group(self, "filter")
        if self._readable(event.value):
            self._say(event.value)
            self._shut()

    def action_clear(self) -> None:
        """Take what was typed away and leave."""
        self.workers.cancel_group(self, "filter")
        self.query_one(Input).value = self.ground
        self.wrong(None)
        self._say(self.ground)
        self._shut()

    def _shut(self) -> None:
        self._offer([])
        self.set_class(bool(self.text), "-open")
        self.post_message(self.Left())

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Close what is offered when the keyboard goes elsewhere."""
        self.call_later(self._close_if_left)

    def _close_if_left(self) -> None:
        if self.has_focus_within:
            return
        self._offer([])
        if self.unfinished and self._readable(self.text):
            # Who goes to the list has typed all there is.
            self._say(self.text)
