"""The form of any verb of the command line: its fields, a try, and what came of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import BindingType
from textual.widget import Widget

from gridctl.domain.errors import Conflict, GridctlError
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.ids import idempotency_key
from gridctl.presentation.verbs import VerbForm
from gridctl_tui.keymap import bindings
from gridctl_tui.offers import Offers, fits
from gridctl_tui.screens.correcting import Correcting
from gridctl_tui.screens.several import Preview, tried_rows
from gridctl_tui.stage import DeskStage, ShownRecord, in_thread
from gridctl_tui.widgets.fields import FieldLine
from gridctl_tui.widgets.verb_fields import SEARCHED, field_line, first_text
from gridctl_tui.workflow import typed

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard
    from gridctl_tui.screens.outcome import Outcome

_BEHALF = "on_behalf"
#: Nouns whose changes tell what nobody knew before: a number, a ranking, what was imported.
_TELLING = ("contact", "webhook", "clock", "assess", "award", "import")


class AskForm(Correcting):
    """Asks for what a verb needs, carries it out, and shows what came of it.

    Args:
        form: what the verb asks for.
        values: what stands in the fields because the person was at it: a record, a place.
        seen: what stands in the fields because the record says so; unchanged, it is not sent.
        revision: of the record that was seen.
        called: what people call the record the verb is about.
        notes: what the office's rules say of it.

    Attributes:
        outcome: what is to be shown once it is carried out, None where a word is enough.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("record.try")

    def __init__(
        self,
        form: VerbForm,
        values: Mapping[str, Any] | None = None,
        seen: Mapping[str, Any] | None = None,
        revision: int | None = None,
        called: str = "",
        notes: Sequence[str] = (),
    ) -> None:
        more = _(form.verb.help)
        told = [more] if more.rstrip(".。") != form.verb.called else []
        super().__init__(_title(form, called), [*told, *notes])
        self._form = form
        self._given, self._seen = dict(values or {}), dict(seen or {})
        self._revision = revision if form.guarded else None
        self.outcome: Outcome | None = None

    def fields(self) -> Iterator[Widget]:
        """Yield a field for each thing the verb asks for."""
        first = {**self._seen, **self._given}
        if self._form.verb.changes and self.dashboard.desk.behalf:
            first.setdefault(_BEHALF, self.dashboard.desk.behalf)
        for asked in self._form.fields:
            yield field_line(asked, self.find, first.get(asked.name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - Textual's own signature
        """Leave out trying where the verb knows no such thing."""
        return self._form.tried if action == "try" else True

    def first_field(self) -> FieldLine | None:
        """Return the first field that says nothing yet, where something is said already."""
        empty = (each for each in self.query(FieldLine) if not each.text)
        return (next(empty, None) if self._given else None) or super().first_field()

    def values(self) -> dict[str, Any]:
        """Return what is to be said: of what the record said only what was changed."""
        found = {}
        for each in self.query(FieldLine):
            if each.field not in self._seen:
                found[each.field] = each.value
            elif each.edited:
                # Taken away: the verb takes nothing between quotes for that.
                found[each.field] = "" if each.value is None else each.value
        return {name: value for name, value in found.items() if value is not None}

    def line(self) -> list[str]:
        """Return the words that say it."""
        return self._form.line(self.values())

    def command(self) -> str:
        """Return the command that does the same."""
        return typed([*shlex.split(self.dashboard.opening.command), *self.line()])

    async def carry_out(self, key: str) -> bool:
        """Carry it out once nothing is missing, and what it does to each of several was seen."""
        values = self.values()
        self._check(values)
        if not await self._agreed(values):
            return False
        return await super().carry_out(key)

    async def _agreed(self, values: Mapping[str, Any]) -> bool:
        """Show what would become of each of several records; return whether that is wanted."""
        named = values.get(self._form.named.name) if self._form.named else None
        if not (self._form.tried and isinstance(named, list) and len(named) > 1):
            return True
        tried = await tried_rows(await self._tried(values))
        preview = Preview(self._title, N_("It can be done to {done}, not to {failed}."), tried)
        return not tried or await self.dashboard.push_screen_wait(preview)

    def wanted(self) -> bool:
        """Tell whether a correction corrects anything; other verbs always do something."""
        said = self.values().keys() - self._given.keys()
        return not self._seen or any(each.into and each.name in said for each in self._form.fields)

    def meant(self, field: str) -> str:
        """Return the field of the operation something goes into."""
        return next(each.into for each in self._form.fields if each.name == field)

    async def change(self, key: str) -> None:
        """Carry it out, and keep what is worth being shown once the form is left."""
        from gridctl_tui.screens.outcome import Outcome

        values = self.values()
        stage = await perform(self.dashboard, self._guarded(), key, self._party(values))
        if self._form.verb.changes:
            self.dashboard.acted_for(values.get(_BEHALF, ""))
            self._tell_shown(stage)
        if worth_showing(self._form, stage):
            self.outcome = Outcome(self._form, values, stage)
        else:
            self.dashboard.notify(told(self._form, stage), markup=False)

    def _tell_shown(self, stage: DeskStage) -> None:
        """Tell the screens beneath what has become of the record they show."""
        from gridctl_tui.screens.shown_records import ShownRecords

        for screen in self.app.screen_stack:
            if isinstance(screen, ShownRecords):
                screen.learn(self._form.verb.words[0], stage)

    async def read_again(self, revision: int) -> Mapping[str, str]:
        """Read the record again."""
        from gridctl_tui.verbing import seen_now

        self._seen, _revision = await seen_now(self.dashboard, self._form, self._given)
        self._revision = revision
        return {
            each.name: first_text(each, self._seen.get(each.name))
            for each in self._form.fields
            if each.into and each.name not in self._given
        }

    def _party(self, values: Mapping[str, Any]) -> str | None:
        """Return who is acted for; an emptied field is nobody, not the desk's own party."""
        return values.get(_BEHALF, "") if self._form.verb.changes else None

    def action_try(self) -> None:
        """Do everything and undo it, and show what would come of it."""
        if not self.under_way.active:
            self._try()

    @work(exclusive=True, group="send", exit_on_error=False)
    async def _try(self) -> None:
        from gridctl_tui.screens.outcome import Outcome

        self.wrong([])
        try:
            values = self.values()
            self._check(values)
            with self.under_way.told():
                stage = await self._tried(values)
        except Exception as error:
            self._failed(error)
            return
        shown = Outcome(self._form, values, stage, tried=True)
        # Whether to leave is settled: there is something to be seen.
        self.pop_until_active()
        self.app.call_later(self.app.push_screen, shown)

    async def _tried(self, values: Mapping[str, Any]) -> DeskStage:
        line, places = self._guarded(), len(self._form.verb.words)
        # Before all else: behind "--" it would be one more record.
        line = [*line[:places], "--dry-run", *line[places:]]
        return await perform(self.dashboard, line, idempotency_key(), self._party(values))

    def _failed(self, error: Exception) -> None:
        super()._failed(self._in_own_words(error))
        if isinstance(error, Conflict) and isinstance(later := error.params.get("actual"), int):
            # Who reads that and sends again does so knowingly.
            self._revision = later

    def _guarded(self) -> list[str]:
        if self._revision is None:
            return self.line()
        words = self._form.verb.words
        return [*words, "--if-match", str(self._revision), *self.line()[len(words) :]]

    def _check(self, values: Mapping[str, Any]) -> None:
        """Say first what is missing.

        Raises:
            Missing: something needed says nothing, and no filter stands for it.
            Unsettled: it is not said which of several it is about.
        """
        from gridctl_tui.verbing import Missing, Unsettled

        for asked in self._form.fields:
            if asked.needed and values.get(asked.name) in (None, "") and "filter" not in values:
                raise Missing(name=asked.called, field=asked.name)
        ways = self._form.ways
        said = [name for name, value in values.items() if value not in (None, "", [], ())]
        if ways is not None and not ways.settled(said):
            told = (_(" and ").join(map(self._label, way)) for way in ways.ways)
            raise Unsettled(ways=_("; ").join(told))

    def _called(self, field: str) -> str:
        """Return what the form calls a field of the operation, which has names of its own."""
        asked = self._form.asked_as(field)
        return asked.called if asked else field

    def own_field(self, field: str) -> str:
        """Return which of its fields goes into one of the operation, or is told by its label."""
        told = next((each for each in self._form.fields if each.called == field), None)
        asked = told or self._form.asked_as(field)
        return asked.name if asked else ""

    def _label(self, field: str) -> str:
        return next(each for each in self._form.fields if each.name == field).called

    def _in_own_words(self, error: Exception) -> Exception:
        """Return an error about an option as one about the field that stands for it."""
        named = {each.spelled: each.called for each in self._form.fields}
        if (
            not isinstance(error, GridctlError)
            or (option := error.params.get("option")) not in named
        ):
            return error
        return type(error)(**{**error.params, "option": named[str(option)]})

    async def find(self, kind: str, words: str) -> Offers:
        """Return records of a noun that fit some words, with where they belong."""
        if kind in SEARCHED:
            return await super().find(SEARCHED[kind], words)
        from gridctl_tui.verbing import listed

        return Offers([each for each in await listed(self.dashboard, kind) if fits(each, words)])


def _title(form: VerbForm, called: str) -> str:
    """Return what is done and to what, and how that is typed."""
    return "  ".join(filter(None, (form.verb.called, called, f"({form.verb.typed})")))


async def perform(
    app: Dashboard, line: Sequence[str], key: str, behalf: str | None = None
) -> DeskStage:
    """Carry out a line of words and return what it showed.

    Raises:
        GridctlError, ValidationError: as the verb raised it.
    """
    stage = DeskStage(app, key, behalf)
    await in_thread(lambda: app.verbs.carry_out(line, stage))
    return stage


def worth_showing(form: VerbForm, stage: DeskStage) -> bool:
    """Tell whether a verb showed more than that it was done, or the record it was about."""
    if not form.verb.changes or form.verb.words[0] in _TELLING:
        return bool(stage.parts)
    lists = any(not isinstance(part, ShownRecord) for part in stage.parts)
    return lists or bool(stage.told_once) or len(stage.notes) > 1


def told(form: VerbForm, stage: DeskStage) -> str:
    """Return what a change did in a few words: the verb, the record, what was told beside it."""
    names = [name for part in stage.parts if isinstance(part, ShownRecord) for name in _named(part)]
    done = " ".join([f"{form.verb.typed}:", *names]) if names else form.verb.typed
    return "\n".join([form.verb.called, done, *stage.notes])


def _named(shown: ShownRecord) -> list[str]:
    """Return what a record is called: its first two columns that say something."""
    from gridctl.presentation.columns import cell_text, pick

    columns = shown.sections[0].columns if shown.sections else ()
    texts = (cell_text(each, pick(shown.record, each.key)) for each in columns)
    return [text for text in texts if text][:2]
