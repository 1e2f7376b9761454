"""Tickets, their events, and the contact values apart."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, false
from sqlalchemy import text as sql
from sqlmodel import Field

from gridctl.storage.tables.base import LIVING, Kept, Row, counted, text, worded


def _instant(**options: int | None) -> int | None:
    return Field(default=None, sa_type=BigInteger, **options)  # type: ignore[call-overload,no-any-return]


#: Steps that order a site visit, as an assessment asks for them, to the letter.
VISIT = "verb IN ('send_verify', 'send_check')"
#: As the work list asks for them, to the letter.
OPEN = "withdrawn = false AND state NOT IN ('closed', 'archived', 'self_closed', 'merged')"


class Ticket(Kept, table=True):
    """One matter (domain.md 5.1). Places are those of the day the ticket was reported.

    ``match_key`` is the natural key under which a file finds the ticket again. ``stated`` holds
    an on-time verdict that came without the instants to compute it from.
    """

    id: int | None = Field(default=None, primary_key=True)
    serial_no: str = text()
    match_key: str = text()
    external_no: str | None = text(default=None)
    external_system: str = text(default="")
    title: str = text()
    description: str = text(default="")
    category_id: int | None = Field(default=None, foreign_key="category.id")
    condition_id: int | None = Field(default=None, foreign_key="category_condition.id")
    source: str = text(default="")
    nature: str = text(default="")
    state: str = text()
    stated: str | None = text(default=None)
    forced: bool = False
    exempt: bool = False
    county_id: int | None = Field(default=None, foreign_key="grid.id")
    town_id: int | None = Field(default=None, foreign_key="grid.id")
    village_id: int | None = Field(default=None, foreign_key="grid.id")
    grid_id: int | None = Field(default=None, foreign_key="grid.id")
    address: str = text(default="")
    lon_e7: int | None = None
    lat_e7: int | None = None
    reporter_id: int | None = Field(default=None, foreign_key="staff.id")
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    occurred_at: int | None = _instant()
    reported_at: int = Field(sa_type=BigInteger)
    reported_on: str = text()
    deadline_at: int | None = _instant()
    #: The day that puts the ticket into a month's due figures: deadline, else the report.
    due_on: str = text()
    filed_at: int | None = _instant()
    dispatched_at: int | None = _instant()
    signed_at: int | None = _instant()
    #: Until when the unit has time to sign for its dispatch; None where nobody has to.
    sign_due_at: int | None = _instant()
    handled_at: int | None = _instant()
    fed_back_at: int | None = _instant()
    checked_at: int | None = _instant()
    revisited_at: int | None = _instant()
    closed_at: int | None = _instant()
    archived_at: int | None = _instant()
    closed_on: str | None = text(default=None)
    urgent: bool = False
    important: bool = False
    historic: bool = False
    confidential: bool = False
    scale: str = text(default="")
    people_involved: int | None = None
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    satisfaction: str | None = text(default=None)
    resolved: bool | None = None
    unresolved_reason: str = text(default="")
    lawful: bool | None = None
    out_of_remit: bool | None = None
    public_reply: str = text(default="")
    tags: str = text(default="")
    parent_id: int | None = Field(default=None, foreign_key="ticket.id")
    whistle_no: str | None = text(default=None)
    return_count: int = 0
    rework_count: int = 0
    extension_count: int = 0
    nudge_count: int = 0
    supervision_level: str = text(default="")
    #: Raised by reopening; the figures of an earlier cycle stay in ``ticket_cycle``.
    cycle: int = counted(1)
    #: The level of the centre that has it, and the level at which it was solved.
    centre: str = worded("county")
    solved_level: str | None = text(default=None)
    #: The limit of handling in force, as worded when it was fixed.
    limit_text: str = worded()
    urgency: str = worded()
    suspended_until: int | None = _instant()
    duty_item_id: int | None = Field(default=None, foreign_key="duty_item.id")
    __table_args__ = (
        Index("uq_ticket_serial", "serial_no", unique=True),
        # Unique among the living; a withdrawn record keeps its key without standing in the way.
        Index("uq_ticket_match", "match_key", sql(LIVING), unique=True),
        Index("ix_ticket_reported", "reported_at", "id"),
        Index("ix_ticket_external", "external_no"),
        # A month's intake and a month's due tickets, the two ways into an assessment.
        Index("ix_ticket_reported_on", "reported_on", "reporter_id"),
        Index("ix_ticket_due_on", "due_on", "grid_id"),
        # What somebody still has to do, however many are done.
        Index("ix_ticket_open", "deadline_at", sqlite_where=sql(OPEN), postgresql_where=sql(OPEN)),
    )


#: As a look for earlier reports of a caller says it, to the letter.
CALLED = "caller <> ''"


class TicketContact(Row, table=True):
    """Who reported a ticket from outside; name and number are deleted when their period is over.

    ``caller`` is a keyed digest of the number. It stays as long as another report of the same
    caller, category and place would repeat this one: ``repeat_days`` from the report. When it
    goes, ``repeated`` keeps what was known by it, and a row that has nothing to keep goes too.
    """

    __tablename__ = "ticket_contact"
    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True)
    name: str = text(default="")
    phone: str = text(default="")
    caller: str = worded()
    repeat_days: int = counted(0)
    repeated: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    __table_args__ = (
        Index(
            "ix_ticket_contact_caller", "caller", sqlite_where=sql(CALLED),
            postgresql_where=sql(CALLED),
        ),
    )  # fmt: skip


class TicketAssist(Row, table=True):
    """A unit that helps the lead unit."""

    __tablename__ = "ticket_assist"
    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    since: int | None = _instant()
    limit_text: str = worded()
    done_at: int | None = _instant()


class TicketCycle(Row, table=True):
    """What an earlier cycle came to, kept as it was when the ticket was reopened."""

    __tablename__ = "ticket_cycle"
    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True)
    cycle: int = Field(primary_key=True)
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    deadline_at: int | None = _instant()
    due_on: str = text(index=True)
    dispatched_at: int | None = _instant()
    signed_at: int | None = _instant()
    sign_due_at: int | None = _instant()
    handled_at: int | None = _instant()
    fed_back_at: int | None = _instant()
    revisited_at: int | None = _instant()
    satisfaction: str | None = text(default=None)
    resolved: bool | None = None
    unresolved_reason: str | None = text(default=None)
    closed_at: int = Field(sa_type=BigInteger)
    closed_on: str = text()
    state: str = text()
    stated: str | None = text(default=None)
    forced: bool = False
    exempt: bool = False
    return_count: int = 0
    rework_count: int = 0
    extension_count: int = 0


class TicketTurn(Row, table=True):
    """A unit's turn with a ticket that ended before it was handled: returned, or handed up.

    ``due_on`` is the day that put the ticket into a month's due figures while the unit had it.
    """

    __tablename__ = "ticket_turn"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    cycle: int
    unit_id: int = Field(foreign_key="unit.id")
    due_on: str = text(index=True)
    dispatched_at: int | None = _instant()
    signed_at: int | None = _instant()
    sign_due_at: int | None = _instant()
    ended_at: int = Field(sa_type=BigInteger)
    returned: bool


class TicketRequest(Row, table=True):
    """Something asked for that another has to decide: what was asked and what was granted."""

    __tablename__ = "ticket_request"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    cycle: int
    verb: str = text()
    state: str = text(default="pending")
    asked_by: str = text()
    asked_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    asked_at: int = Field(sa_type=BigInteger)
    asked_limit: str = text(default="")
    asked_until: int | None = _instant()
    ground: str = text(default="")
    opinion: str = text(default="")
    decided_by: str = text(default="")
    decided_at: int | None = _instant()
    granted_limit: str = text(default="")
    granted_until: int | None = _instant()
    decision: str = text(default="")


class TicketNotice(Row, table=True):
    """Something a unit was told about a ticket, and when it was read."""

    __tablename__ = "ticket_notice"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    event_id: int = Field(foreign_key="ticket_event.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    verb: str = text()
    sent_at: int = Field(sa_type=BigInteger)
    read_at: int | None = _instant()
    read_by: str = text(default="")


class Card(Row, table=True):
    """A yellow or red card: issued once per ticket, cycle, stage and colour."""

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    cycle: int
    stage: str = text()
    colour: str = text()
    level: str = text(default="")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    issued_at: int = Field(sa_type=BigInteger)
    issued_on: str = text()
    overrun_days: str = text(default="")
    journal_id: int = Field(foreign_key="journal.id")
    __table_args__ = (
        Index("uq_card", "ticket_id", "cycle", "stage", "colour", unique=True),
        Index("ix_card_unit", "unit_id", "issued_on"),
    )


class ReviewTask(Row, table=True):
    """A check-off or progress note that an urgency class asks for in a span of days."""

    __tablename__ = "review_task"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    urgency: str = text()
    kind: str = text()
    opens_on: str = text()
    due_on: str = text()
    done_at: int | None = _instant()
    done_by: str = text(default="")
    note: str = text(default="")
    __table_args__ = (
        Index("uq_review_task", "ticket_id", "kind", "opens_on", unique=True),
        Index("ix_review_task_due", "due_on"),
    )


class TicketAttachment(Row, table=True):
    """Evidence kept outside: where it lies and its digest."""

    __tablename__ = "ticket_attachment"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    path: str = text()
    sha256: str = text()


class TicketEvent(Row, table=True):
    """The append-only log of a ticket."""

    __tablename__ = "ticket_event"
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    journal_id: int = Field(foreign_key="journal.id")
    verb: str = text()
    from_state: str = text(default="")
    to_state: str = text()
    actor: str = text()
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    opinion: str = text(default="")
    at: int = Field(sa_type=BigInteger)
    #: Who has the ticket afterwards.
    to_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    cycle: int = counted(1)
    #: The level of the centre that acted.
    level: str = worded()
    outcome: str = worded()
    ground: str = worded()
    #: A limit fixed (dispatch) or granted (extension), as worded.
    limit_text: str = worded()
    until: int | None = _instant()
    #: Seconds on the clock of the state that was left, and whether it was overrun.
    working_seconds: int | None = _instant()
    overdue: bool | None = None
    #: What else the verb says, as JSON.
    facts: str = worded("{}")
    __table_args__ = (
        # What a unit has had in hand is what it sees.
        Index(
            "ix_ticket_event_unit",
            "unit_id",
            "ticket_id",
            sqlite_where=sql("unit_id IS NOT NULL"),
            postgresql_where=sql("unit_id IS NOT NULL"),
        ),
        # Few tickets are looked at on site; a month's visits are found without their logs.
        Index("ix_ticket_event_visit", "at", sqlite_where=sql(VISIT), postgresql_where=sql(VISIT)),
    )


class SerialCounter(Row, table=True):
    """The last serial number given out per county and day; moved inside the transaction."""

    __tablename__ = "serial_counter"
    prefix: str = text(primary_key=True)
    last: int
