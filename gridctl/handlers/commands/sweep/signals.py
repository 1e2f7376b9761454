"""What open tickets have earned by now: cards, reviews, another deadline."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from gridctl.domain.calendar import Calendar, CalendarMissing
from gridctl.domain.clocks import cards_due, overruns
from gridctl.domain.clocks.happenings import UNSIGNED
from gridctl.domain.clocks.stages import stage_deadline
from gridctl.domain.reviews import RHYTHMS
from gridctl.domain.workflow.policy import Policy
from gridctl.foundation.garbage import rarely_collected
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.clock_stream import Frames, OpenTicket, by_ticket, chunks
from gridctl.handlers.queries.ticket_clock import ClockOfTicket, read_by
from gridctl.handlers.queries.ticket_reviews import tasks_due
from gridctl.handlers.queries.workflows import office_policy
from gridctl.storage.queries import clocks as sql
from gridctl.storage.repositories.tickets import Tickets
from gridctl.storage.tables.tickets import Card, ReviewTask


class Signals:
    """One pass over open tickets.

    Attributes:
        counts: tickets, moved, yellow, red, reviews, unread.
    """

    def __init__(self, context: CommandContext) -> None:
        self._context = context
        self._now = context.now()
        self._today = context.today()
        self._frames = Frames(context)
        self._policies: dict[int | None, Policy] = {}
        self._due: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
        self.counts: Counter[str] = Counter()

    def give(self, ids: array[int]) -> None:
        """Look at tickets and save what they have earned, a chunk at a time."""
        with rarely_collected():
            for chunk in chunks(self._context, ids):
                self._give(chunk)

    def _give(self, chunk: list[OpenTicket]) -> None:
        cards = self._issued([ticket.columns["id"] for ticket in chunk])
        made: list[Card | ReviewTask] = []
        self._due.clear()
        for ticket in chunk:
            made += self._look(ticket, cards.get(ticket.columns["id"], ()))
        made += self._reviews([each for each in chunk if each.columns["urgency"]])
        self._context.uow.add_all(made)
        Tickets(self._context.uow).save_due(self._due)
        self.counts["moved"] += len(self._due)
        self.counts["tickets"] += len(chunk)

    def _issued(self, ids: list[int]) -> dict[int, list[tuple[int, str, str]]]:
        return by_ticket(self._context.read.rows(sql.ISSUED, {"ids": ids}))

    def _look(self, ticket: OpenTicket, issued: Collection[tuple[int, str, str]]) -> list[Card]:
        try:
            frame = self._frames.of(ticket)
            clock = read_by(frame, ticket.columns, ticket.course, self._now)
            if not self._frames.holds(ticket):
                self._set_right(clock, frame.calendar)
            cycle = ticket.columns["cycle"]
            had = {(stage, colour) for each, stage, colour in issued if each == cycle}
            return list(self._cards(clock, had, frame.calendar))
        except CalendarMissing:
            self.counts["unread"] += 1
            return []

    def _set_right(self, clock: ClockOfTicket, calendar: Calendar) -> None:
        """Note the deadlines that follow from the rules, unless a closed month would change."""
        ticket, columns = clock.ticket, clock.columns()
        if clock.reading.limit is None or columns["due_on"] <= self._frames.closed:
            columns = {}
        columns |= self._signing(ticket, calendar)
        differing = {name: value for name, value in columns.items() if ticket[name] != value}
        if differing:
            self._due.append((ticket, differing))

    def _signing(self, ticket: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
        """Return until when a unit that has not signed is to do so."""
        if ticket["state"] not in UNSIGNED or ticket["dispatched_at"] is None:
            return {}
        limits = self._policy(ticket["county_id"]).stage_limits
        return {"sign_due_at": stage_deadline("sign", ticket["dispatched_at"], limits, calendar)}

    def _cards(
        self, clock: ClockOfTicket, had: set[tuple[str, str]], calendar: Calendar
    ) -> Iterator[Card]:
        columns = clock.ticket
        policy = self._policy(columns["county_id"])
        # A red card is the last of its stage and cycle: nothing more can come of it.
        stages = policy.carded
        if had:
            stages -= {stage for stage, colour in had if colour == "red"}
        late = overruns(clock.reading, policy.stage_limits, calendar, self._now, stages)
        if not late:
            return
        category = columns["category_id"]
        path = "" if category is None else category_index(self._context).by_id(category).path
        due = cards_due(
            late, policy.cards, calendar, category=path, level=columns["centre"], issued=had
        )
        for card in due:
            self.counts[card.colour] += 1
            yield Card(
                ticket_id=columns["id"], cycle=columns["cycle"], stage=card.stage,
                colour=card.colour, level=columns["centre"],
                unit_id=int(card.holder) if card.holder else None, issued_at=self._now,
                issued_on=self._today.isoformat(), overrun_days=str(card.overrun_days),
                journal_id=self._context.entry_id,
            )  # fmt: skip

    def _policy(self, county: int | None) -> Policy:
        if county not in self._policies:
            self._policies[county] = office_policy(self._context, county)
        return self._policies[county]

    def _reviews(self, urgent: list[OpenTicket]) -> Iterator[ReviewTask]:
        for urgency in RHYTHMS:
            of_class = [each for each in urgent if each.columns["urgency"] == urgency]
            for ticket, due in tasks_due(self._context, self._frames, of_class, urgency):
                self.counts["reviews"] += 1
                yield ReviewTask(
                    ticket_id=ticket.columns["id"], urgency=urgency, kind=due.kind,
                    opens_on=due.opens_on.isoformat(), due_on=due.due_on.isoformat(),
                )  # fmt: skip
