"""Saving tickets, giving out serial numbers, appending to their log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from gridctl.domain.codes.serials import SEQUENCE, build_serial
from gridctl.storage.overtaking import Overtaken
from gridctl.storage.queries import tickets as sql
from gridctl.storage.tables.tickets import (
    Ticket,
    TicketAssist,
    TicketCycle,
    TicketEvent,
    TicketNotice,
    TicketRequest,
    TicketTurn,
)
from gridctl.storage.unit_of_work import UnitOfWork

#: The columns that say until when something is to be done.
_DUE = ("deadline_at", "due_on", "sign_due_at")
_SET_DUE = (
    f"UPDATE ticket SET {', '.join(f'{name} = ?' for name in _DUE)}, revision = revision + 1"
    " WHERE id = ? AND revision = ?"
)
#: What a cycle came to, in columns of the same name.
_KEPT = set(TicketCycle.model_fields) - {"ticket_id", "cycle"}


class Tickets:
    """Tickets of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, ticket_id: int) -> Ticket:
        """Return a ticket by its id."""
        return self._uow.session.get_one(Ticket, ticket_id)

    def locked(self, ticket_id: int) -> Ticket:
        """Return a ticket as it is now; nobody else changes it before this unit of work ends."""
        return self._uow.locked(Ticket, ticket_id)

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

    def save(self, ticket: Ticket, changes: dict[str, Any], *, touched: bool = False) -> bool:
        """Set fields that differ; return whether any did, or what stands beside was touched."""
        differing = {k: v for k, v in changes.items() if getattr(ticket, k) != v}
        if differing or touched:
            self._uow.change(ticket, differing | {"revision": ticket.revision + 1})
        return bool(differing) or touched

    def save_due(self, due: Collection[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> None:
        """Set when tickets are due and to be signed for, many at once and past the session.

        Args:
            due: each ticket as it was read, with its id and revision, and what becomes other.

        Raises:
            Overtaken: another command changed one of them since it was read.
        """
        if not due:
            return
        written = self._uow.execute_many(
            _SET_DUE,
            (
                (*(new.get(name, was[name]) for name in _DUE), was["id"], was["revision"])
                for was, new in due
            ),
        )
        if written != len(due):
            raise Overtaken
        images = ({name: was[name] for name in (*_DUE, "revision")} for was, _ in due)
        changes = zip(due, images, strict=True)
        self._uow.log("ticket", [(was["id"], "update", image) for (was, _), image in changes])

    def set_assists(self, ticket_id: int, unit_ids: list[int]) -> bool:
        """Store the units that help, and none but them; return whether that changes anything.

        A unit that helped before keeps its clock.
        """
        wanted = dict.fromkeys(unit_ids)
        assists = select(TicketAssist).where(TicketAssist.ticket_id == ticket_id)
        known = {assist.unit_id: assist for assist in self._uow.session.exec(assists).all()}
        for unit_id in known.keys() - wanted.keys():
            self._uow.session.delete(known[unit_id])
        for unit_id in wanted.keys() - known.keys():
            self._uow.session.add(TicketAssist(ticket_id=ticket_id, unit_id=unit_id))
        self._uow.session.flush()
        return known.keys() != wanted.keys()

    def append(self, event: TicketEvent) -> None:
        """Append to the ticket's log; nothing in it is ever changed."""
        self._uow.add(event)

    def start_assist(self, ticket_id: int, unit_id: int, at: int, limit: str) -> None:
        """Have a unit help from an instant on, on a clock of its own."""
        found = self._uow.session.get(TicketAssist, (ticket_id, unit_id))
        assist = found or TicketAssist(ticket_id=ticket_id, unit_id=unit_id)
        assist.since, assist.limit_text, assist.done_at = at, limit, None
        self._uow.add(assist)

    def finish_assist(self, ticket_id: int, unit_id: int, at: int) -> bool:
        """Note that a unit has helped; return whether it still had to."""
        assist = self._uow.session.get(TicketAssist, (ticket_id, unit_id))
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

    def end_turn(self, ticket: Ticket, at: int, *, returned: bool) -> None:
        """Keep the turn of the unit that has a ticket and will not be the one to handle it."""
        assert ticket.id is not None
        assert ticket.lead_unit_id is not None
        self._uow.add(
            TicketTurn(
                ticket_id=ticket.id, cycle=ticket.cycle, unit_id=ticket.lead_unit_id,
                due_on=ticket.due_on, dispatched_at=ticket.dispatched_at,
                signed_at=ticket.signed_at, sign_due_at=ticket.sign_due_at, ended_at=at,
                returned=returned,
            )
        )  # fmt: skip

    def request(self, request_id: int) -> TicketRequest:
        """Return a request by its id."""
        return self._uow.session.get_one(TicketRequest, request_id)

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
            notice = self._uow.session.get_one(TicketNotice, notice_id)
            notice.read_at, notice.read_by = at, by
            self._uow.add(notice)
