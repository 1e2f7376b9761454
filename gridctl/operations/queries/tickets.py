"""Asking about tickets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.domain.tickets import Basis, Verdict
from gridctl.operations.base import (
    AfterPair,
    Filter,
    Finding,
    Limit,
    Month,
    Page,
    Query,
    Slug,
    View,
)
from gridctl.operations.queries.ticket_repeats import SimilarRow

Standing = Literal["supervised", "assisted", "noticed"]
GroupBy = Literal[
    "town", "community", "grid", "unit", "category", "class", "source", "urgency", "level",
    "month", "day",
]  # fmt: skip


class TicketRow(View):
    """A ticket as a list shows it; instants in the office's zone.

    ``verdict`` is computed from closing time and deadline, or stated by the source where those
    are not known; ``basis`` says which. ``stands`` is what stands on it besides its state: an
    order of supervision, help that is not given yet, a notice that is not read.
    """

    serial_no: str
    external_no: str | None
    title: str
    state: str
    category: str | None
    source: str
    nature: str
    town: str | None
    community: str | None
    grid: str | None
    lead_unit: str | None
    reported_at: datetime
    deadline_at: datetime | None
    closed_at: datetime | None
    verdict: Verdict | None
    basis: Basis | None
    urgent: bool
    urgency: Literal["", "red", "orange", "yellow"]
    stands: tuple[Standing, ...]
    confidential: bool
    revision: int


class TicketPage(Page):
    """One page of tickets; ``total`` is null where there are more than 10,000."""

    items: tuple[TicketRow, ...]


class TicketEventView(View):
    """One entry of the ticket's log.

    ``limit_text`` was fixed or granted, ``until`` is the end of a suspension, ``working_seconds``
    is how long the state that was left had lasted on its clock, ``overdue`` whether that was past
    the deadline. ``routed_by`` says what named the unit of a dispatch: a person (``order``), the
    unit the ``ticket`` had, the filing ``condition``, or the number of a route. ``receivers`` are
    the units told or asked to help, the worker sent, or the ticket this one was merged into.
    """

    verb: str
    from_state: str
    to_state: str
    actor: str
    unit: str | None
    opinion: str
    at: datetime
    to_unit: str | None = None
    outcome: str = ""
    ground: str = ""
    limit_text: str = ""
    until: datetime | None = None
    cycle: int = 1
    working_seconds: int | None = None
    overdue: bool | None = None
    routed_by: str = ""
    receivers: tuple[str, ...] = ()
    colour: str = ""
    urgency: str = ""
    level: str = ""


class AttachmentView(View):
    """Where evidence lies and its SHA-256."""

    path: str
    sha256: str


class TicketView(TicketRow):
    """Everything about one ticket; contact values are masked.

    ``parent_serial`` is the ticket that stands for a merged one. Where the one it was merged into
    was merged itself, that is the last of them, and ``merged_through`` names those between, the
    nearest first; ``merged_tickets`` are all this one stands for, oldest first.
    ``repeat`` says that the same caller had reported the matter before, not who that is.
    ``similar`` (the likest of ``similar_total``) and ``warnings`` are told once, when the ticket
    is entered.
    """

    description: str
    category_path: str | None
    category_code: str | None
    stated: Verdict | None
    county: str | None
    grid_code: str | None
    address: str
    lon: Decimal | None
    lat: Decimal | None
    reporter_no: str | None
    reporter: str | None
    assist_units: tuple[str, ...]
    occurred_at: datetime | None
    filed_at: datetime | None
    dispatched_at: datetime | None
    signed_at: datetime | None
    handled_at: datetime | None
    fed_back_at: datetime | None
    checked_at: datetime | None
    revisited_at: datetime | None
    archived_at: datetime | None
    forced: bool
    exempt: bool
    important: bool
    historic: bool
    scale: str
    people_involved: int | None
    amount_fen: int | None
    satisfaction: str | None
    resolved: bool | None
    unresolved_reason: str
    lawful: bool | None
    out_of_remit: bool | None
    public_reply: str
    tags: tuple[str, ...]
    parent_serial: str | None
    whistle_no: str | None
    return_count: int
    rework_count: int
    extension_count: int
    nudge_count: int
    supervision_level: str
    cycle: int
    centre: str
    solved_level: str | None
    limit_text: str
    contact_name: str | None
    contact_phone: str | None
    attachments: tuple[AttachmentView, ...]
    events: tuple[TicketEventView, ...]
    duty_item: str | None = None
    duty_item_name: str | None = None
    merged_through: tuple[str, ...] = ()
    merged_tickets: tuple[str, ...] = ()
    repeat: bool = False
    similar: tuple[SimilarRow, ...] = ()
    similar_total: int = 0
    warnings: tuple[Finding, ...] = ()


class Indicators(View):
    """Further figures of the tickets due (domain.md 7.2); a rate over nothing is null.

    ``closed_of_due`` is the denominator of ``first_pass_rate`` (closed without rework) and
    ``redo_rate`` (sent back after a call-back), ``due_to_close`` that of ``close_rate`` and
    ``rework_rate``, ``dispatched_of_due`` that of ``return_rate`` and ``accurate_dispatch_rate``
    (neither returned nor reworked). ``closed_same_month`` were closed in the month of their
    report, ``closed_carried`` in a later one. Of those received, ``filed_of_received`` is the
    numerator of ``file_rate`` and the denominator of ``accurate_filing_rate`` (not voided
    afterwards) and ``public_report_rate`` (brought by the public). ``repeat_of_received`` repeat
    an earlier report of the same caller, category and place; of them ``repeat_rated`` were called
    back and ``repeat_content`` are (basically) satisfied, which gives ``repeat_satisfaction_rate``.

    ``carried_in`` were open when the span began, ``carried_on`` when it ended; null by day.
    ``avg_handle`` and ``median_handle`` are hours, on the clock of the limit, from the dispatch to
    the feedback of the ``handled_timed`` of those due of which both are known; null where none is.
    """

    closed_of_due: int
    closed_same_month: int
    closed_carried: int
    first_pass: int
    redone: int
    reworked_of_due: int
    dispatched_of_due: int
    returned_of_due: int
    extended_of_due: int
    suspended_of_due: int
    accurately_dispatched: int
    handled_timed: int
    repeat_of_received: int
    repeat_rated: int
    repeat_content: int
    filed_of_received: int
    accurately_filed: int
    public_reported: int
    carried_in: int | None
    carried_on: int | None
    avg_handle: Decimal | None
    median_handle: Decimal | None
    close_rate: Decimal | None
    first_pass_rate: Decimal | None
    redo_rate: Decimal | None
    rework_rate: Decimal | None
    return_rate: Decimal | None
    repeat_rate: Decimal | None
    repeat_satisfaction_rate: Decimal | None
    file_rate: Decimal | None
    accurate_filing_rate: Decimal | None
    accurate_dispatch_rate: Decimal | None
    public_report_rate: Decimal | None


class StatsRow(View):
    """Figures of one group (domain.md 7.2).

    ``count`` is by the day of report; all others by the day due. ``close_on_time`` is
    closed_on_time / due_to_close in per cent, 2 places half up; null where nothing was due, and
    ``standing`` says whether there were no tickets at all or none due. ``stated`` of the due
    rest on a verdict the source stated. By ``level``, a group is what was solved at that level;
    what is open has none.
    """

    key: str
    name: str
    count: int
    due_to_close: int
    closed: int
    closed_on_time: int
    overdue: int
    exempt: int
    stated: int
    close_on_time: Decimal | None
    standing: Literal["due", "none_due", "no_tickets"]
    indicators: Indicators | None = None


class StatsPage(Page):
    """All groups, and the sum over them."""

    items: tuple[StatsRow, ...]
    sum: StatsRow


class ListTickets(Query[TicketPage], route="GET /tickets", permission="ticket.read"):
    """List tickets, newest first; places and units by name or code."""

    state: tuple[str, ...] | None = Field(default=None, min_length=1)
    under: str | None = None
    unit: str | None = None
    category: str | None = None
    source: str | None = None
    since: date | None = None
    until: date | None = None
    period: Month | None = None
    reporter: str | None = None
    verdict: Verdict | None = None
    basis: Basis | None = None
    text: str | None = None
    filter: Filter | None = None
    order: Literal["newest", "oldest"] = "newest"
    limit: Limit = 200
    after: AfterPair | None = None


class ShowTicket(Query[TicketView], route="GET /tickets/{ticket}", permission="ticket.read"):
    """Show one ticket, by serial or external number."""

    ticket: Slug


class ShowStats(Query[StatsPage], route="GET /ticket-stats", permission="ticket.read"):
    """Count tickets by group: received by day of report, due figures by day due.

    With ``indicators`` each row also has the further figures of those due.
    """

    by: GroupBy = "town"
    period: Month | None = None
    since: date | None = None
    until: date | None = None
    state: tuple[str, ...] | None = Field(default=None, min_length=1)
    under: str | None = None
    unit: str | None = None
    category: str | None = None
    source: str | None = None
    filter: Filter | None = None
    indicators: bool = False
