"""Saving tickets, giving out serial numbers, appending to their log."""

from __future__ import annotations

from datetime import date
from typing import Any

from gridctl.domain.codes.serials import SEQUENCE, build_serial
from gridctl.storage.queries import tickets as sql
from gridctl.storage.tables.tickets import (
    Ticket,
    TicketAssist,
    TicketContact,
    TicketCycle,
    TicketEvent,
    TicketNotice,
    TicketRequest,
)
from gridctl.storage.unit_of_work import UnitOfWork

#: What a cycle came to, in columns of the same name.
_KEPT = set(TicketCycle.model_fields) - {"ticket_id", "cycle"}


class Tickets:
    """Tickets of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._session = uow.session

    def get(self, ticket_id: int) -> Ticket:
        """Return a ticket by its id."""
        return self._session.get_one(Ticket, ticket_id)

    def serials(self, county: str, day: date, count: int = 1) -> list[str]:
        """Give out serial numbers of a county and day.

        The counter moves inside this transaction, so two writers never get the same number.

        Raises:
            SerialsUsedUp: the day's numbers are used up; nothing is truncated (domain.md 15.2).
        """
        prefix = f"{county}{day:%Y%m%d}"
        last = int(self._uow.read.value(sql.NEXT_SERIAL, {"prefix": prefix, "count": count}))
        # The last one is in range, so all before it are.
        stem = build_serial(county, day, last)[:-SEQUENCE]
        return [f"{stem}{number:0{SEQUENCE}}" for number in range(last - count + 1, last + 1)]

    def add(self, ticket: Ticket) -> int:
        """Save a new ticket and return its id."""
        self._uow.add(ticket)
        assert ticket.id is not None
        return ticket.id

    def save(self, ticket: Ticket, changes: dict[str, Any]) -> bool:
        """Set fields that differ; return whether any did."""
        differing = {k: v for k, v in changes.items() if getattr(ticket, k) != v}
        for name, value in differing.items():
            setattr(ticket, name, value)
        if differing:
            ticket.revision += 1
            self._session.add(ticket)
            self._session.flush()
        return bool(differing)

    def set_contact(self, ticket_id: int, name: str, phone: str) -> None:
        """Store the contact values apart from the ticket."""
        contact = self._session.get(TicketContact, ticket_id) or TicketContact(ticket_id=ticket_id)
        contact.name, contact.phone = name or contact.name, phone or contact.phone
        self._session.add(contact)
        self._session.flush()

    def set_assists(self, ticket_id: int, unit_ids: list[int]) -> None:
        """Store the units that help."""
        for unit_id in dict.fromkeys(unit_ids):
            self._session.add(TicketAssist(ticket_id=ticket_id, unit_id=unit_id))
        self._session.flush()

    def append(self, event: TicketEvent) -> None:
        """Append to the ticket's log; nothing in it is ever changed."""
        self._uow.add(event)

    def start_assist(self, ticket_id: int, unit_id: int, at: int, limit: str) -> None:
        """Have a unit help from an instant on, on a clock of its own."""
        found = self._session.get(TicketAssist, (ticket_id, unit_id))
        assist = found or TicketAssist(ticket_id=ticket_id, unit_id=unit_id)
        assist.since, assist.limit_text, assist.done_at = at, limit, None
        self._uow.add(assist)

    def finish_assist(self, ticket_id: int, unit_id: int, at: int) -> bool:
        """Note that a unit has helped; return whether it still had to."""
        assist = self._session.get(TicketAssist, (ticket_id, unit_id))
        if assist is None or assist.done_at is not None:
            return False
        assist.done_at = at
        self._uow.add(assist)
        return True

    def set_aside(self, ticket: Ticket) -> None:
        """Keep what the present cycle came to, before another begins."""
        assert ticket.id is not None
        facts = {name: getattr(ticket, name) for name in sorted(_KEPT)}
        self._uow.add(TicketCycle(ticket_id=ticket.id, cycle=ticket.cycle, **facts))

    def request(self, request_id: int) -> TicketRequest:
        """Return a request by its id."""
        return self._session.get_one(TicketRequest, request_id)

    def tell(self, ticket_id: int, event: TicketEvent, units: list[int]) -> None:
        """Let units know of an event; each of them confirms that it has read."""
        assert event.id is not None
        for unit_id in dict.fromkeys(units):
            self._uow.add(
                TicketNotice(
                    ticket_id=ticket_id, event_id=event.id, unit_id=unit_id, verb=event.verb,
                    sent_at=event.at,
                )
            )  # fmt: skip

    def mark_read(self, notices: list[int], at: int, by: str) -> None:
        """Note who has read notices, and when."""
        for notice_id in notices:
            notice = self._session.get_one(TicketNotice, notice_id)
            notice.read_at, notice.read_by = at, by
            self._uow.add(notice)
