"""Statements about contact values."""

from __future__ import annotations

from gridctl.domain.tickets import CLOSED, NOT_DUE
from gridctl.storage.queries.compose import Statement

_OVER = ", ".join(f"'{state}'" for state in sorted({*CLOSED, *NOT_DUE} - {"draft"}))
#: Nobody has to ask the caller any more: closed, or dropped without a day of closing.
_EXPIRED = f"""ticket_contact c JOIN ticket t ON t.id = c.ticket_id
    WHERE t.state IN ({_OVER}) AND coalesce(t.closed_on, t.reported_on) < :before
      AND (c.name <> '' OR c.phone <> '')
      AND t.county_id IS NOT DISTINCT FROM CAST(:county AS INTEGER)"""
#: Whoever deletes need not be able to read: what is confidential expires as well.
EXPIRED = Statement(
    "contacts.expired",
    f"SELECT c.ticket_id FROM {_EXPIRED} ORDER BY c.ticket_id LIMIT :limit",
    whole=True,
)
#: Callers whose contact is gone and whom no report can repeat any more.
_CALLERS_OVER = """ticket_contact c JOIN ticket t ON t.id = c.ticket_id
    WHERE c.caller <> '' AND c.name = '' AND c.phone = ''
      AND t.reported_at + c.repeat_days * 86400 < CAST(:now AS BIGINT)"""
CALLERS_OVER = Statement(
    "contacts.callers_over",
    f"SELECT c.ticket_id FROM {_CALLERS_OVER} ORDER BY c.ticket_id LIMIT :limit",
    whole=True,
)
CALLERS_LEFT = Statement(
    "contacts.callers_left", f"SELECT count(*) FROM {_CALLERS_OVER}", whole=True
)
EXPIRED_LEFT = Statement("contacts.expired_left", f"SELECT count(*) FROM {_EXPIRED}", whole=True)
#: What contacts that are gone had been, and of tickets that have none any more.
IMAGES = Statement(
    "contacts.images",
    f"""
    SELECT b.id FROM contact_before b JOIN ticket t ON t.id = b.row_id
    WHERE b.table_name = 'ticket_contact' AND t.state IN ({_OVER})
      AND coalesce(t.closed_on, t.reported_on) < :before
      AND t.county_id IS NOT DISTINCT FROM CAST(:county AS INTEGER)
    ORDER BY b.id LIMIT :limit
    """,
)
#: Files on their way in that were begun long ago and never applied: their rows hold contacts too.
LEFT_BEHIND = Statement(
    "contacts.left_behind",
    """
    SELECT id FROM batch WHERE state = 'open' AND opened_at < CAST(:before AS BIGINT) ORDER BY id
    """,
    whole=True,
)
KEY = Statement("contacts.key", "SELECT value FROM office_secret WHERE name = 'caller'", whole=True)
OF_TICKETS = Statement(
    "contacts.of_tickets", "SELECT * FROM ticket_contact WHERE ticket_id IN (:ids*)", whole=True
)
COUNTIES = Statement("contacts.counties", "SELECT DISTINCT county_id FROM ticket ORDER BY 1")
OF_TICKET = Statement(
    "contacts.of_ticket",
    """
    SELECT t.serial_no AS subject, coalesce(c.name, '') AS name, coalesce(c.phone, '') AS phone
    FROM ticket t LEFT JOIN ticket_contact c ON c.ticket_id = t.id WHERE t.id = :id
    """,
)
OF_STAFF = Statement(
    "contacts.of_staff",
    """
    SELECT s.staff_no AS subject, s.name, coalesce(c.phone, '') AS phone
    FROM staff s LEFT JOIN staff_contact c ON c.staff_id = s.id WHERE s.id = :id
    """,
)
