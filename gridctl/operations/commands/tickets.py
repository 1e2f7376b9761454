"""Entering and correcting tickets. The workflow's verbs are operations of their own."""

from __future__ import annotations

from decimal import Decimal

from pydantic import AwareDatetime, Field

from gridctl.domain.tickets import Beginning
from gridctl.operations.base import Command, Slug
from gridctl.operations.queries.tickets import TicketView


class CreateTicket(
    Command[TicketView],
    route="POST /tickets",
    permission="ticket.create",
    private=("contact_name", "contact_phone"),
):
    """Enter a ticket; its serial number is given out in the same transaction.

    ``duty_item`` names the item of the duty list it comes from; one that is not on the list on
    the day of the report is refused. ``state`` is where it stands as it is entered. ``lon`` and
    ``lat`` are degrees. The answer names tickets that may be about the same matter.
    """

    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=20_000)
    category: str | None = None
    source: str = Field(default="", max_length=40)
    nature: str = Field(default="", max_length=40)
    place: str | None = None
    address: str = Field(default="", max_length=200)
    lon: Decimal | None = Field(default=None, ge=-180, le=180)
    lat: Decimal | None = Field(default=None, ge=-90, le=90)
    reporter: str | None = None
    lead_unit: str | None = None
    assist_units: tuple[str, ...] = ()
    external_no: str | None = Field(default=None, max_length=64)
    external_system: str = Field(default="", max_length=40)
    state: Beginning = "reported"
    occurred_at: AwareDatetime | None = None
    reported_at: AwareDatetime | None = None
    deadline_at: AwareDatetime | None = None
    closed_at: AwareDatetime | None = None
    urgent: bool = False
    important: bool = False
    historic: bool = False
    confidential: bool = False
    scale: str = Field(default="", max_length=40)
    people_involved: int | None = Field(default=None, ge=0)
    amount_fen: int | None = Field(default=None, ge=0)
    duty_item: str | None = None
    contact_name: str = Field(default="", max_length=60)
    contact_phone: str = Field(default="", max_length=40)
    tags: tuple[str, ...] = ()


class EditTicket(
    Command[TicketView],
    route="PATCH /tickets/{ticket}",
    permission="ticket.edit",
    private=("contact_name", "contact_phone"),
):
    """Correct what was entered; the state is moved by the workflow only.

    ``assist_units`` and ``tags`` replace what was there, an empty list takes all away; a blank
    contact field or duty item takes its value away. Title, category, place, reporter and unit can
    be changed and not taken away: blank is refused.
    """

    ticket: Slug
    title: str | None = Field(default=None, min_length=1, max_length=200)
    description: str | None = Field(default=None, max_length=20_000)
    category: str | None = Field(default=None, min_length=1)
    source: str | None = Field(default=None, max_length=40)
    nature: str | None = Field(default=None, max_length=40)
    place: str | None = Field(default=None, min_length=1)
    address: str | None = Field(default=None, max_length=200)
    reporter: str | None = Field(default=None, min_length=1)
    lead_unit: str | None = Field(default=None, min_length=1)
    assist_units: tuple[str, ...] | None = None
    deadline_at: AwareDatetime | None = None
    urgent: bool | None = None
    important: bool | None = None
    historic: bool | None = None
    confidential: bool | None = None
    scale: str | None = Field(default=None, max_length=40)
    people_involved: int | None = Field(default=None, ge=0)
    amount_fen: int | None = Field(default=None, ge=0)
    duty_item: str | None = None
    contact_name: str | None = Field(default=None, max_length=60)
    contact_phone: str | None = Field(default=None, max_length=40)
    public_reply: str | None = Field(default=None, max_length=20_000)
    tags: tuple[str, ...] | None = None
    opinion: str = Field(default="", max_length=2_000)
    if_match: int | None = None
