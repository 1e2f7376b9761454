"""Screens whose records take the verbs of their noun: a new one, an edited one, any other verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import work
from textual.binding import BindingType

from gridctl.foundation.i18n import _
from gridctl.presentation.verbs import Verb
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.stage import in_thread

#: Verbs that make a new record of a noun.
MAKING = ("create", "add", "propose", "call", "nominate")


class ActingScreen(OfficeScreen):
    """Base of screens with records of a noun.

    Attributes:
        WITH: verbs of other nouns that take such a record, each with the field for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("record.new", "record.menu")
    WITH: ClassVar[Mapping[tuple[str, ...], str]] = {}

    def noun(self) -> str:
        """Return the noun of the records."""
        raise NotImplementedError

    def records(self) -> Sequence[str]:
        """Return what the records at hand are called on the command line."""
        raise NotImplementedError

    def called(self) -> str:
        """Return what people call the records at hand."""
        return " ".join(self.records()[:3])

    def beginnings(self) -> Mapping[str, Any]:
        """Return what a new record begins with, by field."""
        return {}

    def at_hand(self, noun: str) -> Sequence[str]:
        """Return the records at hand where they are of a noun."""
        return self.records() if noun == self.noun() else ()

    @work
    async def action_new_record(self) -> None:
        """Make a new record."""
        from gridctl_tui.verbing import offered, take_verb

        verbs = {verb.words for verb in await offered(self.dashboard)}
        words = next(((self.noun(), each) for each in MAKING if (self.noun(), each) in verbs), None)
        if words is None:
            self.notify(_("New records of this kind are not entered one by one."))
            return
        begun = self.beginnings()
        called = f"({self.called()})" if begun else ""
        if await take_verb(self.dashboard, words, begun, called=called):
            await self.acted()

    @work
    async def take(self, verb: str, records: Sequence[str]) -> None:
        """Take a verb of the noun on some records."""
        from gridctl_tui.verbing import knows, take_verb

        words = (self.noun(), verb)
        if not await knows(self.dashboard, words):
            self.notify(_("There is no such verb for these; F9 shows what there is."))
        elif await take_verb(self.dashboard, words, records=records, called=self.called()):
            await self.acted()

    @work
    async def action_verbs(self) -> None:
        """Choose among the verbs the record can take."""
        from gridctl_tui.screens.ask import Chooser
        from gridctl_tui.verbing import offered, take_verb, verb_choices

        records = self.records()
        fitting = [verb for verb in await offered(self.dashboard) if self._fits(verb)]
        fitting = await in_thread(lambda: [verb for verb in fitting if self._is_about(verb)])
        chosen = await self.app.push_screen_wait(
            Chooser(f"{_('Act')}  {self.called()}", list(verb_choices(fitting)))
        )
        if chosen is None:
            return
        words = tuple(chosen.removeprefix("verb.").split())
        values = {self.WITH[words]: records[0]} if words in self.WITH and records else {}
        about = () if values else records
        called = self.called()
        if await take_verb(self.dashboard, words, values, records=about, called=called):
            await self.acted()

    async def acted(self) -> None:
        """Show what a change has made of all that is seen."""
        await self.dashboard.action_refresh()

    def _is_about(self, verb: Verb) -> bool:
        """Tell whether a verb takes a record, and is not one for all of them."""
        return verb.words in self.WITH or self.dashboard.verbs.form(verb.words).named is not None

    def _fits(self, verb: Verb) -> bool:
        return verb.words[0] == self.noun() or verb.words in self.WITH
