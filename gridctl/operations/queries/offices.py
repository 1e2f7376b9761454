"""The office: whose data this is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from gridctl.operations.base import Finding, Page, Query, View


class OfficeView(View):
    """An office as its database knows it; instants in UTC seconds."""

    name: str
    county_code: str
    operator: str
    created_at: int
    counts: dict[str, int]


class ShowOffice(Query[OfficeView], route="GET /office", permission="office.read"):
    """Show the office and how many records it holds."""


class OfficeFinding(Finding):
    """Something wrong with the database; worded by ``domain.office.CHECK_MESSAGES``."""

    check: Literal["file", "references", "journal"]


class OfficeCheck(Page):
    """All findings, and how much was looked at."""

    items: tuple[OfficeFinding, ...]
    entries: int


class CheckOffice(Query[OfficeCheck], route="GET /office/check", permission="office.read"):
    """Check the database: its file, its references, and the chain of its journal."""


class HeadView(View):
    """How far an office is: its name, the day there, and the number of its newest entry."""

    name: str
    day: date
    entry: int


class ShowHead(Query[HeadView], route="GET /office/head", permission=""):
    """Show which day it is at the office, and the number of the newest entry of its journal.

    Every account may ask: who follows an office reads again where the number has become another.
    """


class NameplateView(View):
    """What stands at an office's door: its name, and whether anybody has an account there."""

    name: str
    accounts: bool


class ShowNameplate(Query[NameplateView], route="GET /office/nameplate", permission=""):
    """Show what whoever comes to the door may know: whose office it is, and whether it is set up.

    Nobody need be signed in.
    """


class HealthView(View):
    """Whether an office can be worked with: its engine, its newest entry, its newest sweep.

    A sweep that found nothing to do leaves no entry; ``swept_at`` is null where none is among the
    newest 20,000 entries.
    """

    engine: Literal["sqlite", "postgresql"]
    format: int
    entries: int
    swept_at: datetime | None
    swept_by: str


class ShowHealth(Query[HealthView], route="GET /office/health", permission="office.read"):
    """Show the state of the database and of the periodic work, without counting anything."""


class UpkeepView(View):
    """How the work nobody asks for stands: sweeping, deleting contacts, telling webhooks.

    ``running`` says whether a server does it now. A sweep that found nothing to do leaves no
    entry: ``swept_at`` is the last that changed something. ``dead`` deliveries were given up.
    """

    running: bool
    entries: int
    swept_at: datetime | None
    swept_by: str
    contacts_overdue: int
    webhooks: int
    waiting: int
    waiting_since: datetime | None
    dead: int


class ShowUpkeep(Query[UpkeepView], route="GET /office/upkeep", permission="journal.read"):
    """Show how the periodic work stands, and what of it is overdue."""
