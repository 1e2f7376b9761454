"""Screens that offer verbs of the command line for what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import BindingType

from gridctl.domain.errors import word
from gridctl.foundation.i18n import _
from gridctl.presentation.verbs import Verb
from gridctl_tui.keymap import bindings
from gridctl_tui.screens.office import OfficeScreen
from gridctl_tui.stage import in_thread

if TYPE_CHECKING:
    from gridctl_tui.app import Dashboard

#: Records named in a title; the others are counted.
_NAMED = 3
#: Verbs that make a new record of a noun.
MAKING = ("create", "propose", "call", "nominate")


def verb_for(app: Dashboard, noun: str, names: Sequence[str]) -> Verb | None:
    """Return the first of some verbs of a noun that one may take, None where there is none."""
    for name in names:
        verb = app.verbs.find((noun, name))
        # What stands without a noun is found by its first word alone.
        if verb and verb.words == (noun, name) and app.entitlement.may_take(verb):
            return verb
    return None


class VerbScreen(OfficeScreen):
    """Base of screens on which one chooses among some verbs."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("record.menu")

    def offers(self, verb: Verb) -> bool:
        """Tell whether a verb is offered here."""
        raise NotImplementedError

    def called(self) -> str:
        """Return what people call the records at hand, "" where the verbs are about none."""
        return ""

    def known(self, _verb: Verb) -> Mapping[str, Any]:
        """Return what is known to a verb, by field, besides the records at hand."""
        return {}

    @work
    async def action_verbs(self) -> None:
        """Choose among the verbs, and take one."""
        from gridctl_tui.screens.ask import Chooser
        from gridctl_tui.verbing import offered, take_verb, verb_choices

        verbs = await offered(self.dashboard)
        fitting = await in_thread(lambda: {v.typed: v for v in verbs if self.offers(v)})
        if not fitting:
            self.notify(_("There is nothing to be done with these."))
            return
        called = self.called()
        # Who is meant is settled before the question: the list may change behind it.
        known_of = {name: self.known(verb) for name, verb in fitting.items()}
        held = self.held()
        title = "  ".join(filter(None, (_("Act"), called)))
        asked = Chooser(title, list(verb_choices(list(fitting.values()))))
        chosen = await self.choose(asked)
        if chosen is None:
            return
        verb = fitting[chosen.removeprefix("verb.")]
        known = known_of[verb.typed]
        records = () if known else held.get(verb.words[0], ())
        if await take_verb(self.dashboard, verb.words, known, records=records, called=called):
            await self.acted()

    async def acted(self) -> None:
        """Show what a change has made of all that is seen."""
        await self.dashboard.action_refresh()


class ActingScreen(VerbScreen):
    """Base of screens with records of a noun, which take the verbs of their noun.

    Attributes:
        WITH: verbs of other nouns that take such a record, each with the field for it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("record.new")
    WITH: ClassVar[Mapping[tuple[str, ...], str]] = {}

    def noun(self) -> str:
        """Return the noun of the records."""
        raise NotImplementedError

    def records(self) -> Sequence[str]:
        """Return what the records at hand are called on the command line."""
        raise NotImplementedError

    def beginnings(self) -> Mapping[str, Any]:
        """Return what a new record begins with, by field."""
        return {}

    def held(self) -> Mapping[str, Sequence[str]]:
        """Return the records at hand, under their noun."""
        return {self.noun(): self.records()}

    def called(self) -> str:
        """Return what people call the records at hand."""
        records = self.records()
        named = " ".join(records[:_NAMED])
        if (more := len(records) - _NAMED) <= 0:
            return named
        return f"{named} {word(_('and {count} more'), {'count': more})}"

    def known(self, verb: Verb) -> Mapping[str, Any]:
        """Return the record in the field a verb of another noun has for it."""
        records = self.records()
        return {self.WITH[verb.words]: records[0]} if verb.words in self.WITH and records else {}

    def offers(self, verb: Verb) -> bool:
        """Tell whether a verb takes such a record, and is not one for all of them."""
        own = verb.words[0] == self.noun()
        about = own and self.dashboard.verbs.form(verb.words).named is not None
        return about or verb.words in self.WITH

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out a new record where one may make none."""
        if action == "new_record" and self.is_mounted:
            return self._making() is not None
        return super().check_action(action, parameters)

    def _making(self) -> Verb | None:
        """Return the verb that makes a new record of the noun, None where one may make none."""
        return verb_for(self.dashboard, self.noun(), MAKING)

    @work
    async def action_new_record(self) -> None:
        """Make a new record."""
        from gridctl_tui.verbing import take_verb

        making = self._making()
        if making is None:
            self.notify(_("New records of this kind are not entered one by one."))
            return
        begun = self.beginnings()
        # Only what the new one begins with is told of it.
        about = set(begun.values()) & set(self.records())
        called = f"({self.called()})" if about else ""
        if await take_verb(self.dashboard, making.words, begun, called=called):
            await self.acted()

    @work
    async def take(self, verb: str, records: Sequence[str]) -> None:
        """Take a verb of the noun on some records."""
        from gridctl_tui.verbing import take_verb, takes_records

        words = (self.noun(), verb)
        if not await takes_records(self.dashboard, words):
            self.notify(_("There is no such verb for these; F9 shows what there is."))
        elif await take_verb(self.dashboard, words, records=records, called=self.called()):
            await self.acted()
