"""One step on its way: the ticket, who acts, when, by which rule; and writing it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gridctl.domain.chain import canonical
from gridctl.domain.clocks.happenings import UNSIGNED
from gridctl.domain.clocks.stages import stage_deadline
from gridctl.domain.loop import (
    ClockBehind,
    HeldByNobody,
    NotHolder,
    RequestPending,
    RoleMissing,
    StepInFuture,
    StepOpinionMissing,
    StepTooEarly,
    missing_on,
)
from gridctl.domain.projection import Happened, project
from gridctl.domain.rights import FOR_OTHERS
from gridctl.domain.workflow import Move, VerbRule, Workflow
from gridctl.domain.workflow.policy import Policy
from gridctl.domain.workflow.vocabulary import NEEDS
from gridctl.foundation.clock import from_epoch, instant_text, local_date, to_epoch
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.flow.party import ROLES, Standing, before
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.closed_months import stays_closed
from gridctl.handlers.queries.parties import Party, acting_party
from gridctl.handlers.queries.ticket_clock import (
    GIVEN,
    ClockOfTicket,
    Log,
    pauses,
    read_log,
    reading_of,
)
from gridctl.handlers.queries.ticket_view import find_ticket, view_ticket
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.handlers.queries.workflows import office_policy, office_workflow
from gridctl.operations.queries.tickets import TicketView
from gridctl.operations.steps import TicketStep
from gridctl.storage.queries import loop as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import (
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketRequest,
)

#: Seconds by which the clocks of two machines, or of one before and after it was set, may differ.
_CLOCKS_APART_S = 300


@dataclass(frozen=True)
class Step:
    """What a step says besides its verb and opinion.

    Attributes:
        outcome: of a check, verification or revisit.
        unit_id: the unit that has the ticket afterwards.
        ground: a listed ground, or one in words.
        limit: wording of a limit fixed, asked for or granted.
        until: UTC seconds at which a suspension ends.
        facts: what else the verb says.
    """

    outcome: str = ""
    unit_id: int | None = None
    ground: str = ""
    limit: str = ""
    until: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Case:
    """A ticket before a step."""

    context: CommandContext
    ticket: Ticket
    workflow: Workflow
    policy: Policy
    party: Party
    rule: VerbRule
    move: Move
    at: int
    opinion: str
    step: Step
    log: Log
    brought: int = 0

    @property
    def standing(self) -> Standing:
        """The party before the ticket."""
        return before(self.party, self.ticket, self.context, self._named())

    def _named(self) -> int | None:
        """Return the worker named by the step that led to the present state."""
        led = (e for e in reversed(self.log) if e["to_state"] != e["from_state"])
        return next((e["facts"].get("staff") for e in led), None)

    @property
    def holder(self) -> str:
        """The name of the unit that has the ticket, for messages."""
        unit_id = self.ticket.lead_unit_id
        if unit_id is None:
            return str(self.workflow.states[self.ticket.state].code)
        return unit_index(self.context).by_id(unit_id).name

    @property
    def attached(self) -> int:
        """How many files the ticket has, those the step brings counted."""
        return self.brought + int(self.context.read.value(sql.ATTACHED, {"ticket": self.ticket_id}))

    def not_holder(self) -> NotHolder | HeldByNobody:
        """Return the error for who does not have the ticket.

        Only who acts for nobody and may act for others is told how.
        """
        if self.ticket.lead_unit_id is None:
            return HeldByNobody(ticket=self.ticket.serial_no, verb=self.rule.code)
        party, rights = self.party, self.context.actor.rights
        may = party.kind == "office" and (rights is None or rights.may(FOR_OTHERS))
        holder = self.holder
        return NotHolder(
            party=party.name, ticket=self.ticket.serial_no, holder=holder,
            acting=holder if may else None,
        )  # fmt: skip

    @property
    def ticket_id(self) -> int:
        """The id of the ticket."""
        assert self.ticket.id is not None
        return self.ticket.id

    def view(self) -> TicketView:
        """Return the ticket as it is now."""
        return view_ticket(self.context, self.ticket_id)

    def record(self, outcome: str | None = None) -> TicketEvent:
        """Append the step to the log and move the ticket by it.

        Args:
            outcome: instead of the step's own: ``asked``, ``granted``, ``refused``.
        """
        event = self._event(self.step.outcome if outcome is None else outcome)
        held = self.ticket.model_dump()
        changes = project(held, _happened(event, self.step.facts))
        # The log is read with this event in it: one way to a deadline, not two.
        happened = [*self.log, {**event.model_dump(), "facts": dict(self.step.facts)}]
        reading = reading_of(self.context, {**held, **changes}, happened, self.at)
        if event.to_state != event.from_state:
            event.working_seconds = reading.seconds_before(self.at)
            event.overdue = reading.overdue(self.at)
        changes |= self._due(reading)
        if (shift := self._given_moved(event, changes)) is not None:
            event.facts = canonical({**self.step.facts, GIVEN: shift})
        if "dispatched_at" in changes:
            changes |= self._signing(changes, event.to_state)
            self._end_turn(event.verb)
        tickets = Tickets(self.context.uow)
        tickets.append(event)
        tickets.save(self.ticket, changes)
        if event.to_state != event.from_state:
            self._let_lapse()
        return event

    def _due(self, reading: ClockOfTicket) -> dict[str, Any]:
        """Return when the ticket is due by its clock.

        What fell due in a closed month moves only where this very step moves it: rules adopted
        since the month was closed do not reach it.
        """
        due, held = reading.columns(), self.ticket
        if held.deadline_at in (None, due["deadline_at"]) or reading.reading.limit is None:
            return due
        if not stays_closed(self.context, held.due_on, due["due_on"]):
            return due
        without = reading_of(self.context, held.model_dump(), self.log, self.at)
        return {} if without.columns() == due else due

    def _given_moved(
        self, event: TicketEvent, changes: Mapping[str, Any]
    ) -> tuple[int, int] | None:
        """Return a deadline without a limit before and after a suspension that moves it."""
        before, after = self.ticket.deadline_at, changes.get("deadline_at")
        stages = {code: state.clock for code, state in self.workflow.states.items()}
        if before in (None, after) or after is None or not pauses(event.model_dump(), stages):
            return None
        return before, after

    def _signing(self, changes: Mapping[str, Any], state: str) -> dict[str, Any]:
        """Return until when the unit that has the ticket by a step is to sign for it."""
        begun = changes["dispatched_at"]
        if begun is None or (state not in UNSIGNED and changes["signed_at"] is None):
            return {"sign_due_at": None}
        calendar = office_calendar(self.context, self.ticket.county_id)
        return {"sign_due_at": stage_deadline("sign", begun, self.policy.stage_limits, calendar)}

    def _end_turn(self, verb: str) -> None:
        """Keep the turn of a unit that had the ticket; reopening sets the whole cycle aside."""
        held, returned = self.ticket, verb == "return"
        if held.lead_unit_id is None or verb == "reopen":
            return
        if returned or held.dispatched_at is not None:
            Tickets(self.context.uow).end_turn(held, self.at, returned=returned)

    def _let_lapse(self) -> None:
        """End the requests whose step the new state no longer has: there is nothing to decide."""
        if all(event["outcome"] != "asked" for event in self.log):
            return
        open_to = {rule.code for rule in self.workflow.verbs_from(self.ticket.state)}
        tickets = Tickets(self.context.uow)
        for (request_id,) in self.context.read.rows(sql.PENDING, {"ticket": self.ticket_id}):
            request = tickets.request(request_id)
            if request.verb not in open_to:
                request.state, request.decided_at = "lapsed", self.at
                self.context.uow.add(request)

    def check_none_waits(self) -> None:
        """See to it that no request waits on the ticket.

        Raises:
            RequestPending: with what was asked for.
        """
        if waiting := self.context.read.rows(sql.PENDING, {"ticket": self.ticket_id}):
            request = Tickets(self.context.uow).request(int(waiting[0][0]))
            raise RequestPending(verb=request.verb, ticket=self.ticket.serial_no)

    def ask(self) -> TicketRequest:
        """Put the step down as a request that somebody else decides.

        Raises:
            RequestPending: another one waits.
        """
        self.check_none_waits()
        request = TicketRequest(
            ticket_id=self.ticket_id, cycle=self.ticket.cycle, verb=self.rule.code,
            asked_by=self.party.name, asked_unit_id=self.party.unit_id, asked_at=self.at,
            asked_limit=self.step.limit, asked_until=self.step.until, ground=self.step.ground,
            opinion=self.opinion,
        )  # fmt: skip
        self.context.uow.add(request)
        self.record("asked")
        return request

    def _event(self, outcome: str) -> TicketEvent:
        moved = outcome not in ("asked", "refused", "lapsed")
        target = (self.move.target if moved else "") or self.ticket.state
        return TicketEvent(
            ticket_id=self.ticket_id, journal_id=self.context.entry_id, verb=self.rule.code,
            from_state=self.ticket.state, to_state=target, actor=self.party.name,
            unit_id=self.party.unit_id, opinion=self.opinion, at=self.at,
            to_unit_id=self.step.unit_id, level=self.party.level, outcome=outcome,
            cycle=self.ticket.cycle + (self.rule.code == "reopen"), ground=self.step.ground,
            limit_text=self.step.limit, until=self.step.until, facts=canonical(self.step.facts),
        )  # fmt: skip


def ticket_of(context: CommandContext, operation: TicketStep) -> Ticket:
    """Return the ticket a step is about; nobody else changes it until the step is done.

    Of two who take a step at the same time the second one sees what the first has done.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    return Tickets(context.uow).locked(find_ticket(context, operation.ticket))


def open_case(
    context: CommandContext,
    operation: TicketStep,
    step: Step | None = None,
    ticket: Ticket | None = None,
) -> Case:
    """Return the case of a step after all that may forbid it was looked at.

    Args:
        context: of the command.
        operation: the step.
        step: what it says besides.
        ticket: of the step, where what it says rests on the ticket.

    Raises:
        TicketNotFound, TicketNumberAmbiguous, PartyUnknown: who or what is meant is not clear.
        VerbNotAllowed: the state has no such step.
        Forbidden, Conflict, Invalid: a role, an opinion or a guard stands against it.
    """
    ticket = ticket or ticket_of(context, operation)
    check_seen(ticket, operation, context)
    case = prepare(context, ticket, operation.taken, operation, step or Step())
    _check_role(case)
    if case.rule.opinion and not case.opinion:
        raise StepOpinionMissing(verb=case.rule.code)
    _check_standing(case)
    # Guards stand below the cases they look at.
    from gridctl.handlers.commands.flow.guards import GUARDS

    case.brought = len(operation.attachments)
    for guard in case.rule.guards:
        GUARDS[guard](case)
    for found in operation.attachments:
        context.uow.add(TicketAttachment(ticket_id=case.ticket_id, **found.model_dump()))
    return case


def prepare(context: CommandContext, ticket: Ticket, verb: str, said: Any, step: Step) -> Case:
    """Return a case before anything was checked but the state and the instant.

    Args:
        context: of the command.
        ticket: it is about.
        verb: code of the workflow.
        said: has ``opinion`` and ``at``.
        step: what else it says.
    """
    workflow = office_workflow(context, ticket.county_id)
    log = read_log(context, ticket.id or 0)
    return Case(
        context=context, ticket=ticket, workflow=workflow,
        policy=office_policy(context, ticket.county_id), party=acting_party(context),
        rule=workflow.verb(verb), move=workflow.move(verb, ticket.state, step.outcome),
        at=_instant(said.at, ticket, log, context), opinion=said.opinion, step=step, log=log,
    )  # fmt: skip


def _instant(given: Any, ticket: Ticket, log: Log, context: CommandContext) -> int:
    """Return when the step happened: not before the one before it, not in the future."""
    now = context.now()
    # An import is written down long after what it tells of.
    steps = [e["at"] for e in log if e["verb"] != "import"]
    if given is None:
        last = max(steps, default=now)
        if now < last - _CLOCKS_APART_S:
            raise ClockBehind(ticket=ticket.serial_no, last=_shown(last), now=_shown(now))
        return max(now, last)
    last = max(steps, default=ticket.reported_at)
    at = to_epoch(given)
    if at > now:
        raise StepInFuture(at=_shown(at))
    if at < last:
        raise StepTooEarly(ticket=ticket.serial_no, last=_shown(last), at=_shown(at))
    return at


def _check_role(case: Case) -> None:
    standing = case.standing
    if any(ROLES[role](standing) for role in case.rule.roles):
        return
    names = {"party": case.party.name, "ticket": case.ticket.serial_no}
    if case.rule.roles == ("unit",):
        raise case.not_holder()
    raise RoleMissing(**names, verb=case.rule.code, roles=tuple(case.rule.roles))


def _check_standing(case: Case) -> None:
    """Refuse a step that ends what does not stand on the ticket."""
    verb, ticket = case.rule.code, case.ticket.serial_no
    if verb not in NEEDS:
        return
    row = case.context.read.record(sql.STANDING_ON, {"ticket": case.ticket_id}) or {}
    standing = [name for name, stands in row.items() if stands]
    if all(rule.code != verb for rule in case.workflow.takes_now(case.ticket.state, standing)):
        raise missing_on(verb, ticket, case.party.name)


def _happened(event: TicketEvent, facts: Mapping[str, Any]) -> Happened:
    return Happened(
        verb=event.verb, to_state=event.to_state, at=event.at, day=_day(event.at).isoformat(),
        unit_id=event.unit_id, to_unit_id=event.to_unit_id, level=event.level,
        outcome=event.outcome, limit_text=event.limit_text, until=event.until, facts=facts,
    )  # fmt: skip


def _day(at: int) -> date:
    return local_date(from_epoch(at))


def _shown(at: int) -> str:
    return instant_text(from_epoch(at))
