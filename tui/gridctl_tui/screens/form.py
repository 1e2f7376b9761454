"""Forms: labelled fields, an error in words under them, and nothing typed is lost by accident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from pydantic import ValidationError
from textual import on, work
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.css.scalar import Scalar
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from gridctl.domain.errors import GridctlError, NotFound, Unreachable, Usage, word
from gridctl.domain.sign_ins import SignInOver
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.ids import idempotency_key
from gridctl.presentation.troubles import INTERNAL, tell_trouble
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offers, find_records
from gridctl_tui.screens.ask import Confirm
from gridctl_tui.widgets.fields import FieldLine, aligned
from gridctl_tui.widgets.key_bar import KeyBar
from gridctl_tui.widgets.lines import line, lines
from gridctl_tui.widgets.record_fields import RecordField
from gridctl_tui.widgets.under_way import UnderWay

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Field that holds the name to be typed before something that cannot be taken back.
_TYPED = "typed_name"
#: Rows the fields keep, however little room there is.
_LEAST_ROWS = 4
#: Parameters of errors that say which field they are about.
_ABOUT = ("field", "option")
#: Parameter of errors about a name that several have.
_CHOICES = "choices"
_TAKEN = N_("{name} is taken as {taken}; send it again if that is meant.")
_CHOOSE = N_("Choose the one that is meant with Down and Enter.")
#: Said where no answer came; the key of what was sent sees to it.
_AGAIN = N_("What you typed stays. Send it again once the office answers: it is done only once.")
#: Said where somebody leaves what is under way.
_CARRIED = N_("It is being carried out, and leaving does not stop it.")


class NameNotTyped(Usage):
    """What cannot be taken back was sent without the name being typed."""

    message = N_("Nothing was done: {name} was not typed.")
    hint = N_("Type it into the last field to go ahead.")


class Form(ModalScreen[bool]):
    """Base of forms; its result tells whether something was done.

    With a name to be typed, nothing is sent until it stands there: for what cannot be taken back.
    A form sends under one idempotency key, so that sending again after a lost connection acts once.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.*")

    def __init__(self, title: str, notes: Sequence[str] = (), typed_name: str = "") -> None:
        super().__init__()
        self._title, self._notes, self._typed_name = title, notes, typed_name
        self._key = idempotency_key()

    @property
    def dashboard(self) -> Dashboard:
        """Return the application."""
        return cast("Dashboard", self.app)

    def compose(self) -> ComposeResult:
        """Yield title, fields, and where errors are told."""
        with Vertical(classes="card form"):
            yield Static(line([(self._title, "")]), classes="title")
            if self._notes:
                yield Static(lines([(note, "$dim")] for note in self._notes), classes="notes")
            with VerticalScroll(classes="fields", can_focus=False):
                yield from aligned(self._all_fields())
            yield Static(classes="wrong")
            yield UnderWay()
            yield Static(classes="note command")
            yield KeyBar()

    def _all_fields(self) -> Iterator[Widget]:
        yield from self.fields()
        if self._typed_name:
            told = word(_("Type {name} to go ahead"), {"name": self._typed_name})
            typed = FieldLine(_TYPED, told, needed=True)
            typed.folds = False
            yield typed

    def fields(self) -> Iterator[Widget]:
        """Yield the fields."""
        raise NotImplementedError

    async def carry_out(self, key: str) -> bool:
        """Do what the form is for; return whether it is done.

        Raises:
            GridctlError, ValidationError: told in the form, which stays open.
        """
        raise NotImplementedError

    def command(self) -> str:
        """Return the command that does the same, "" where there is none."""
        return ""

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.screen_layout_refresh_signal.subscribe(self, self._fit)
        first = self.first_field()
        if first is not None:
            first.begin()
            # It takes the keyboard before the fields have their height.
            self.call_after_refresh(self._come_to, first)
        self._show_command()

    def _fit(self, _screen: Screen[Any]) -> None:
        """Give the fields what the rest of the form leaves of the screen, so that none is cut."""
        fields = self.query_one(".fields")
        card = self.query_one(".form")
        rest = [each for each in card.children if each is not fields and each.display]
        taken = sum(each.outer_size.height + each.styles.margin.height for each in rest)
        room = self.size.height - taken - fields.styles.margin.height
        wanted = Scalar.from_number(max(_LEAST_ROWS, room))
        if fields.styles.max_height != wanted:
            fields.styles.max_height = wanted

    def _come_to(self, field: FieldLine) -> None:
        """Show the fields from the first one on, as far as one of them allows."""
        self.query_one(".fields").scroll_home(animate=False)
        field.scroll_visible(animate=False)

    def first_field(self) -> FieldLine | None:
        """Return the field to begin at."""
        return next(iter(self.query(FieldLine)), None)

    def values(self) -> dict[str, Any]:
        """Return what is filled in, by field."""
        return {
            each.field: each.value
            for each in self.query(FieldLine)
            if each.value is not None and each.field != _TYPED
        }

    @on(FieldLine.Changed)
    def _edited(self) -> None:
        self._show_command()

    def _show_command(self) -> None:
        self.query_one(".command", Static).update(line([(self.command(), "$dim")]))

    @property
    def under_way(self) -> UnderWay:
        """Return where it is told that the form is being carried out."""
        return self.query_one(UnderWay)

    def action_send(self) -> None:
        """Carry it out, unless that is under way."""
        if not self.under_way.active:
            self._send()

    @work(exclusive=True, exit_on_error=False)
    async def _send(self) -> None:
        self.wrong([])
        try:
            self._check_name()
            with self.under_way.told():
                done = await self.carry_out(self._key)
            if done:
                self.dismiss(True)
        except Exception as error:
            self._failed(error)

    def dismiss(self, result: bool | None = None) -> AwaitComplete:
        """Leave; who pressed twice to have it carried out meant nothing that lies beneath.

        What it had asked meanwhile, such as whether to leave, is settled by that.
        """
        self.pop_until_active()
        sending = [
            key for key, each in self.active_bindings.items() if each.binding.id == "form.send"
        ]
        self.dashboard.type_ahead.forget(sending)
        return super().dismiss(result)

    def _check_name(self) -> None:
        """Make sure the name was typed where one is asked for.

        Raises:
            NameNotTyped: it was not.
        """
        for each in self.query(FieldLine):
            if each.field == _TYPED and each.text != self._typed_name:
                each.query_one(Input).focus()
                raise NameNotTyped(name=self._typed_name)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, (Unreachable, SignInOver)):
            # What was refused was not done; what is sent next is another request.
            self._key = idempotency_key()
        told = tell_trouble(error, self._called)
        if told.code == INTERNAL:
            self.dashboard.tell(error)
            return
        hint = _(_AGAIN) if isinstance(error, Unreachable) else told.hint
        self.wrong([*told.lines, *([hint] if hint else [])])
        self._go_to_fault(error)
        # Of a name that nobody has, or several have, what may be meant is offered.
        if isinstance(error, GridctlError):
            self._settle(error, told.lines)

    def _go_to_fault(self, error: Exception) -> None:
        """Give the keyboard to the field an error is about, where it is about one."""
        named = {self.own_field(name) for name in _fields_of(error)}
        fault = next((each for each in self.query(FieldLine) if each.field in named), None)
        if fault is not None and not fault.has_focus_within:
            fault.begin()
            self.call_after_refresh(fault.scroll_visible, animate=False)

    def own_field(self, field: str) -> str:
        """Return what the form calls a field of the operation among its own."""
        return field

    @work(exclusive=True, group="settle", exit_on_error=False)
    async def _settle(self, error: GridctlError, lines: Sequence[str]) -> None:
        if not (isinstance(error, NotFound) or _CHOICES in error.params):
            return
        names = {str(name) for name in error.params.values()}
        meant = ((each, name) for each in self.query(RecordField) for name in names)
        for field, name in meant:
            if field.turn_to(name):
                taken = await field.settle(name)
                hint = word(_(_TAKEN), {"name": name, "taken": taken}) if taken else _(_CHOOSE)
                self.wrong([*lines, hint])
                return

    def _called(self, field: str) -> str:
        """Return what the form calls a field."""
        whole = field.partition(".")[0]
        return next((each.label for each in self.query(FieldLine) if each.field == whole), whole)

    def wrong(self, texts: Sequence[str]) -> None:
        """Say under the fields what is wrong; nothing takes it away again."""
        place = self.query_one(".wrong", Static)
        place.set_class(bool(texts), "-open")
        place.update(lines([(text, "")] for text in texts))

    @work(exclusive=True, group="leaving")
    async def action_leave(self) -> None:
        """Leave; ask first where something was typed, or is being carried out."""
        edited = any(each.edited for each in self.query(FieldLine))
        lost = _(_CARRIED) if self.under_way.active else _("What you typed is lost.")
        if edited or self.under_way.active:
            asked = Confirm(_("Leave the form?"), [lost], severe=True)
            if not await self.app.push_screen_wait(asked):
                return
        self.dismiss(False)

    async def find(self, kind: str, words: str) -> Offers:
        """Return the records of a kind that fit some words."""
        return await find_records(self.dashboard.desk, kind, words)


def _fields_of(error: Exception) -> Iterator[str]:
    """Yield the fields an error is about."""
    if isinstance(error, ValidationError):
        yield from (str(each["loc"][0]) for each in error.errors() if each["loc"])
    elif isinstance(error, GridctlError):
        yield from (str(error.params[each]) for each in _ABOUT if each in error.params)
