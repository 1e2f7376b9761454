"""What of a record can be corrected, how each fact is entered, and how what is there reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from gridctl.domain.deadlines import deadline_text
from gridctl.domain.grids import KIND_NAMES
from gridctl.domain.money import yuan
from gridctl.domain.staff import EMPLOYMENT_NAMES
from gridctl.foundation.clock import OFFICE_ZONE, instant_text
from gridctl.foundation.i18n import N_
from gridctl.presentation.ticket_steps import Fact

#: Where a record keeps what an operation calls otherwise: returns the text a field begins with.
Reading = Callable[[Any], str]


class Edit(NamedTuple):
    """How one noun is corrected.

    Attributes:
        operation: full name of the operation that does it.
        key: its field that names the record; the record's own field has the same name or is
            ``number``.
        number: field of the record that names it.
        show: full name of the query that shows the record, and its field that names it.
        facts: what can be corrected, by field of the operation.
        readings: what a field begins with, where the record calls it otherwise.
        blank: what is sent for a field that is emptied; one that is not here cannot be.
        by_steps: fields that only steps change once the record was ``dispatched_at``.
    """

    operation: str
    key: str
    number: str
    show: tuple[str, str]
    facts: Mapping[str, Fact]
    readings: Mapping[str, Reading] = {}
    blank: Mapping[str, Any] = {}
    by_steps: tuple[str, ...] = ()

    def fields(self, record: Any) -> dict[str, str]:
        """Return the fields that can be corrected now, with the text each begins with."""
        dispatched = getattr(record, "dispatched_at", None) is not None
        return {
            field: self.reading(record, field)
            for field in self.facts
            if not (dispatched and field in self.by_steps)
        }

    def reading(self, record: Any, field: str) -> str:
        """Return the text a field begins with."""
        if field in self.readings:
            return self.readings[field](record)
        return _text(getattr(record, field, None))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return instant_text(value)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _nothing(_record: Any) -> str:
    """Return nothing: contact values are masked, so a new one is typed in whole."""
    return ""


def _deadline(ticket: Any) -> str:
    at = ticket.deadline_at
    return "" if at is None else deadline_text(at.astimezone(OFFICE_ZONE))


def _place(ticket: Any) -> str:
    levels = (ticket.grid, ticket.community, ticket.town, ticket.county)
    return next((name for name in levels if name), "")


_TICKET = Edit(
    "tickets.EditTicket",
    "ticket",
    "serial_no",
    ("tickets.ShowTicket", "ticket"),
    {
        "title": Fact(N_("Title")),
        "description": Fact(N_("Description"), "story"),
        "category": Fact(N_("Category"), "category"),
        "place": Fact(N_("Place"), "place"),
        "address": Fact(N_("Address")),
        "contact_name": Fact(N_("Contact (masked; what you type replaces it)")),
        "contact_phone": Fact(N_("Telephone (masked; what you type replaces it)")),
        "lead_unit": Fact(N_("Handled by"), "unit"),
        "assist_units": Fact(N_("With (commas between)"), "units", flags=("--assist-unit",)),
        "deadline_at": Fact(N_("Deadline"), "instant"),
        "source": Fact(N_("Source"), "source"),
        "nature": Fact(N_("Nature")),
        "reporter": Fact(N_("Reported by"), "staff"),
        "urgent": Fact(N_("Urgent"), "yes_no", flags=("--urgent/--no-urgent",)),
        "important": Fact(N_("Important"), "yes_no", flags=("--important/--no-important",)),
        "historic": Fact(
            N_("Left over from the past"), "yes_no", flags=("--historic/--no-historic",)
        ),
        "confidential": Fact(
            N_("Confidential"), "yes_no", flags=("--confidential/--no-confidential",)
        ),
        "scale": Fact(N_("Scale")),
        "people_involved": Fact(N_("People involved"), "number"),
        "amount_fen": Fact(N_("Amount (yuan)"), "yuan", flags=("--amount",)),
        "duty_item": Fact(N_("Duty item"), "duty_item"),
        "public_reply": Fact(N_("Public reply"), "story"),
        "tags": Fact(N_("Tags (commas between)"), "names", flags=("--tag",)),
        "opinion": Fact(N_("Why, for the log"), "story"),
    },
    {
        "category": lambda ticket: ticket.category_path or "",
        "place": _place,
        "deadline_at": _deadline,
        "contact_name": _nothing,
        "contact_phone": _nothing,
        "reporter": lambda ticket: ticket.reporter_no or "",
        "amount_fen": lambda t: "" if t.amount_fen is None else yuan(t.amount_fen),
        "opinion": _nothing,
    },
    {
        **dict.fromkeys(
            ("description", "address", "source", "nature", "scale", "duty_item", "public_reply"),
            "",
        ),
        **dict.fromkeys(("people_involved", "amount_fen")),
        **dict.fromkeys(("assist_units", "tags"), ()),
    },
    ("lead_unit", "assist_units", "deadline_at"),
)
_STAFF = Edit(
    "staff.EditStaff",
    "staff_no",
    "staff_no",
    ("staff.ShowStaff", "staff"),
    {
        "name": Fact(N_("Full name")),
        "employment": Fact(N_("Employment"), "choice", labels=EMPLOYMENT_NAMES),
        "unit": Fact(N_("Unit"), "unit"),
        "phone": Fact(N_("Telephone (masked; what you type replaces it)")),
        "note": Fact(N_("Note"), "story"),
    },
    {"unit": lambda staff: staff.unit_name or "", "phone": _nothing},
    {"unit": None, "note": ""},
)
_GRID = Edit(
    "grids.EditGrid",
    "code",
    "code",
    ("grids.ShowGrid", "place"),
    {
        "name": Fact(N_("Name")),
        "parent": Fact(N_("Belongs to"), "place"),
        "kind": Fact(N_("Kind"), "choice", labels=KIND_NAMES),
        "households": Fact(N_("Households"), "number"),
        "urban_class": Fact(N_("Urban class")),
        "as_of": Fact(N_("From this day on (blank corrects what holds today)"), "day"),
    },
    {"parent": lambda grid: grid.parent_name or "", "as_of": _nothing},
    {"households": None, "urban_class": None},
)
#: Noun of the command line -> how its records are corrected.
EDITS: Mapping[str, Edit] = {"ticket": _TICKET, "staff": _STAFF, "grid": _GRID}
#: What says something about a correction and is none itself.
ABOUT = ("opinion", "as_of")
