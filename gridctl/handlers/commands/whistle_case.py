"""One step of a whistle call on its way: the call, who acts, when; and writing it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gridctl.domain.chain import canonical
from gridctl.domain.loop import StepInFuture
from gridctl.domain.whistles.errors import (
    CalledUnitMissing,
    CountyOnly,
    NotOneself,
    PartyNotCalled,
    UnitNotCalled,
    WhistleStepUnfit,
    WhistleTooEarly,
)
from gridctl.domain.whistles.words import STARTS
from gridctl.foundation.clock import from_epoch, instant_text, local_date, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.parties import Party, acting_party
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import find_unit, unit_index
from gridctl.handlers.queries.whistles import find_whistle, view_whistle
from gridctl.operations.queries.whistles import WhistleView
from gridctl.operations.whistle_steps import WhistleStep
from gridctl.storage.repositories.whistles import Whistles
from gridctl.storage.tables.whistles import Whistle, WhistleEvent, WhistleUnit


@dataclass
class WhistleCase:
    """A call before a step."""

    context: CommandContext
    whistle: Whistle
    party: Party
    verb: str
    at: int
    opinion: str = ""

    @property
    def whistle_id(self) -> int:
        """The id of the call."""
        assert self.whistle.id is not None
        return self.whistle.id

    @property
    def whistles(self) -> Whistles:
        """The calls of this unit of work."""
        return Whistles(self.context.uow)

    @property
    def is_office(self) -> bool:
        """Whether the office itself acts, which may write down anybody's step."""
        return self.party.kind == "office"

    @property
    def is_caller(self) -> bool:
        """Whether the unit that called acts."""
        return self.party.unit_id is not None and self.party.unit_id == self.whistle.caller_id

    def check_county(self) -> None:
        """Refuse anybody but the county's centre (domain.md 8).

        Raises:
            CountyOnly: another unit acts.
        """
        county = place_index(self.context).lineage(self.whistle.place_id, self.whistle.called_on)
        centre = self.party.centre_of
        if not (self.is_office or (centre is not None and centre == county.county)):
            raise CountyOnly(
                party=self.party.name, call_step=self.verb, number=self.whistle.whistle_no
            )

    def check_after(self, *instants: int | None) -> None:
        """Refuse a step before what it follows.

        Raises:
            WhistleTooEarly: one of the instants lies later than the step.
        """
        last = max(at for at in instants if at is not None)
        if self.at < last:
            raise WhistleTooEarly(
                number=self.whistle.whistle_no, at=shown(self.at), last=shown(last)
            )

    def called(self, named: str | None) -> WhistleUnit:
        """Return the called unit that is meant: the one named, else the one that acts.

        Raises:
            CalledUnitMissing: none was named, and none of them acts.
            UnitNotCalled, PartyNotCalled: another one was named, or acts.
        """
        units, number = self.whistles.units(self.whistle_id), self.whistle.whistle_no
        unit_id = find_unit(self.context, named) if named else self.party.unit_id
        for unit in units:
            if unit.unit_id == unit_id:
                return unit
        choices = tuple(self.name(unit.unit_id) for unit in units)
        if named is None and (unit_id is None or self.is_caller):
            raise CalledUnitMissing(number=number, choices=choices)
        if named is None:
            raise PartyNotCalled(party=self.party.name, number=number, choices=choices)
        raise UnitNotCalled(unit=named, number=number, choices=choices)

    def check_oneself(self, unit_id: int) -> None:
        """Refuse to act for another unit.

        Raises:
            NotOneself: a party that is neither the office nor the unit.
        """
        if not self.is_office and self.party.unit_id != unit_id:
            raise NotOneself(party=self.party.name, unit=self.name(unit_id))

    def name(self, unit_id: int) -> str:
        """Return what a unit is called."""
        return unit_index(self.context).by_id(unit_id).name

    def move(self, state: str, **changes: Any) -> WhistleView:
        """Move the call into a state, append the step to its log and return the view."""
        before = self.whistle.state
        self.whistles.save(self.whistle, {"state": state, **changes})
        return self.record(before)

    def record(self, before: str, **facts: Any) -> WhistleView:
        """Append the step to the log and return the view.

        Args:
            before: the state the call was in.
            facts: what else the step says.
        """
        event = WhistleEvent(
            whistle_id=self.whistle_id, journal_id=self.context.entry_id, verb=self.verb,
            from_state=before, to_state=self.whistle.state, actor=self.party.name,
            unit_id=self.party.unit_id, opinion=self.opinion, facts=canonical(facts), at=self.at,
        )  # fmt: skip
        self.whistles.append(event)
        return view_whistle(self.context, self.whistle_id)


def open_whistle(operation: WhistleStep, verb: str, context: CommandContext) -> WhistleCase:
    """Return the case of a step after call, revision, state and instant were looked at.

    Raises:
        WhistleNotFound, PartyUnknown, Conflict: what or who is meant is not clear, or changed.
        WhistleStepUnfit: the call is in another state.
        StepInFuture: it has not happened yet.
    """
    whistle = Whistles(context.uow).get(find_whistle(context, operation.whistle))
    check_seen(whistle, operation, context)
    if whistle.state != STARTS[verb]:
        raise WhistleStepUnfit(
            number=whistle.whistle_no, call_state=whistle.state, call_step=verb, needed=STARTS[verb]
        )
    at = happened(operation.at, context)
    return WhistleCase(context, whistle, acting_party(context), verb, at, operation.opinion)


def happened(at: datetime | None, context: CommandContext) -> int:
    """Return when a step happened in UTC seconds: as given, else now.

    Raises:
        StepInFuture: it has not happened yet.
    """
    if at is not None and to_epoch(at) > context.now():
        raise StepInFuture(at=shown(to_epoch(at)))
    return context.now() if at is None else to_epoch(at)


def day_of(at: int) -> str:
    """Return the office's ISO day of an instant."""
    return local_date(from_epoch(at)).isoformat()


def shown(at: int) -> str:
    """Return an instant as messages show it."""
    return instant_text(from_epoch(at))


def arrivals(units: Sequence[WhistleUnit]) -> list[int]:
    """Return when the called units came, those that did."""
    return [unit.arrived_at for unit in units if unit.arrived_at is not None]
