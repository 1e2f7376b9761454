"""Contact values: who called is known again, and in the end leaves no trace in log or file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from gridctl.domain.callers import caller_digest
from gridctl.storage.queries import contacts as sql
from gridctl.storage.queries.ticket_figures import NEAR_ENOUGH, REPEAT
from gridctl.storage.tables.tickets import TicketContact
from gridctl.storage.unit_of_work import UnitOfWork

Ids = Sequence[tuple[Any, ...]]
#: What repeats a report, by the caller of that report, is repeated for good.
_KEEP_REPEATS = f"""
    UPDATE ticket_contact SET repeated = true
    WHERE caller <> '' AND caller = (
            SELECT gone.caller FROM ticket_contact gone WHERE gone.ticket_id = ?)
      AND EXISTS (
        SELECT 1 FROM ticket t, ticket b JOIN ticket_contact other ON other.ticket_id = b.id
        WHERE t.id = ticket_contact.ticket_id AND b.id = ? AND {NEAR_ENOUGH} AND {REPEAT})
"""
#: Ids in one IN list.
_AT_ONCE = 500


class Contact(NamedTuple):
    """What was said of who reported a ticket; another report repeats it for so many days."""

    name: str
    phone: str
    days: int


def leave_no_trace(uow: UnitOfWork) -> None:
    """Have what is deleted or replaced from here on written over: a file keeps it otherwise."""
    if uow.read.engine == "sqlite":
        uow.driver.execute("PRAGMA secure_delete = ON")


class Contacts:
    """Contact values of tickets, and what is kept of them elsewhere."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        leave_no_trace(uow)
        self._deleted: set[int] = set()

    def put(self, ticket_id: int, values: Mapping[str, str], days: int) -> bool:
        """Store contact values apart from the ticket; return whether they differ.

        Args:
            ticket_id: the ticket.
            values: ``name`` and ``phone``; one that is left out stays, a blank one goes.
            days: for how long the caller's next report repeats this one.
        """
        session = self._uow.session
        known = session.get(TicketContact, ticket_id)
        contact = known or TicketContact(ticket_id=ticket_id)
        differing: dict[str, Any] = {k: v for k, v in values.items() if getattr(contact, k) != v}
        if not differing:
            return False
        if "phone" in differing:
            differing |= _called(self._key(), differing["phone"], days)
        for name, value in differing.items():
            setattr(contact, name, value)
        if contact.name or contact.phone or contact.caller or contact.repeated:
            session.add(contact)
        elif known:
            session.delete(contact)
        session.flush()
        return True

    def put_all(self, contacts: Mapping[int, Contact], *, known: bool) -> None:
        """Store name and telephone number of many tickets; a blank one erases nothing.

        Of tickets that were ``known`` before, the change log tells that theirs were changed,
        never what they were.
        """
        given = {each: it for each, it in contacts.items() if it.name or it.phone}
        there = self._there(list(given)) if known else {}
        key = self._key() if given else ""
        rows = {each: _row(key, each, it, there.get(each)) for each, it in given.items()}
        rows = {each: row for each, row in rows.items() if row != there.get(each)}
        if known:
            actions = (("update" if each in there else "insert", each) for each in rows)
            self._uow.log("ticket_contact", [(each, action, None) for action, each in actions])
            self._uow.keep_contacts("ticket_contact", _images(rows.keys() & there.keys(), there))
        names = (*TicketContact.model_fields,)
        places = ", ".join("?" * len(names))
        settings = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
        self._uow.execute_many(
            f"INSERT INTO ticket_contact ({', '.join(names)}) VALUES ({places})"
            f" ON CONFLICT (ticket_id) DO UPDATE SET {settings}",
            [tuple(row[name] for name in names) for row in rows.values()],
        )

    def delete(self, tickets: Ids) -> int:
        """Delete who reported tickets; return how many. The log keeps that there were some."""
        self._uow.execute_many(
            "UPDATE ticket_contact SET name = '', phone = '' WHERE ticket_id = ?", tickets
        )
        self._log_deleted(tickets)
        return len(tickets)

    def forget_callers(self, tickets: Ids) -> int:
        """Delete by what callers were known again; return how many.

        What repeats a report of theirs is written down before, of whatever ticket: nothing leads
        from it to another ticket, or to anybody.
        """
        self._uow.execute_many(_KEEP_REPEATS, [(ticket, ticket) for (ticket,) in tickets])
        self._uow.execute_many("UPDATE ticket_contact SET caller = '' WHERE ticket_id = ?", tickets)
        self._uow.execute_many(
            "DELETE FROM ticket_contact WHERE ticket_id = ? AND repeated = false", tickets
        )
        self._log_deleted(tickets)
        return len(tickets)

    def forget(self, images: Ids) -> int:
        """Delete what contacts had been before they were changed; return how many."""
        self._uow.execute_many("DELETE FROM contact_before WHERE id = ?", images)
        return len(images)

    def _log_deleted(self, tickets: Ids) -> None:
        """Log a deletion once, whatever of the contact went first."""
        found = [ticket for (ticket,) in tickets if ticket not in self._deleted]
        self._deleted.update(found)
        self._uow.log("ticket_contact", [(ticket, "delete", None) for ticket in found])

    def _key(self) -> str:
        return str(self._uow.read.value(sql.KEY))

    def _there(self, ticket_ids: list[int]) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        for start in range(0, len(ticket_ids), _AT_ONCE):
            wanted = {"ids": ticket_ids[start : start + _AT_ONCE]}
            rows = self._uow.read.records(sql.OF_TICKETS, wanted)
            found |= {row["ticket_id"]: {**row, "repeated": bool(row["repeated"])} for row in rows}
        return found


def _row(key: str, ticket_id: int, given: Contact, had: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the columns of a contact, what was not given as it was."""
    row = dict(had or TicketContact(ticket_id=ticket_id).model_dump())
    row["name"] = given.name or row["name"]
    if given.phone and given.phone != row["phone"]:
        row |= {"phone": given.phone, **_called(key, given.phone, given.days)}
    return row


def _called(key: str, phone: str, days: int) -> dict[str, Any]:
    """Return by what a caller is known again, and how long; what was known before is void."""
    return {"caller": caller_digest(key, phone), "repeat_days": days, "repeated": False}


def _images(
    ticket_ids: Iterable[int], known: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield what the contact values of tickets were."""
    for ticket_id in sorted(ticket_ids):
        yield ticket_id, known[ticket_id]
