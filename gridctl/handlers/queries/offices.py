"""Asking about the office."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from gridctl.domain.errors import Param
from gridctl.handlers.queries.contact_periods import overdue_contacts
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.findings import Findings
from gridctl.handlers.queries.journal_chain import Chain
from gridctl.handlers.queries.shape import instant
from gridctl.operations.queries.offices import (
    CheckOffice,
    HeadView,
    HealthView,
    NameplateView,
    OfficeCheck,
    OfficeFinding,
    OfficeView,
    ShowHead,
    ShowHealth,
    ShowNameplate,
    ShowOffice,
    ShowUpkeep,
    UpkeepView,
)
from gridctl.storage import leases, sqlite
from gridctl.storage.queries import accounts, webhooks
from gridctl.storage.queries import offices as sql


def show_office(_operation: ShowOffice, context: QueryContext) -> OfficeView:
    """Return the office with its record counts."""
    office = context.read.record(sql.SHOW) or {}
    return OfficeView(**office, counts=context.read.record(sql.COUNTS) or {})


def check_office(_operation: CheckOffice, context: QueryContext) -> OfficeCheck:
    """Return what is wrong with the database; a damaged file is looked at no further."""
    journal = Chain()
    found = Findings(_file(context), _kind)
    if not found.items:
        found = Findings(chain(_references(context), _links(journal, context)), _kind)
    return OfficeCheck(
        items=tuple(found.items), entries=journal.entries, total=found.counts.total()
    )


def _kind(found: OfficeFinding) -> str:
    return found.code


def show_head(_operation: ShowHead, context: QueryContext) -> HeadView:
    """Return the office's name, its day, and the number of its newest entry."""
    office = context.read.record(sql.SHOW) or {"name": ""}
    entry = context.read.value(sql.FOLLOWED) or 0
    return HeadView(name=office["name"], day=context.today(), entry=entry)


def show_nameplate(_operation: ShowNameplate, context: QueryContext) -> NameplateView:
    """Return the office's name, and whether there is an account."""
    office = context.read.record(sql.SHOW) or {"name": ""}
    return NameplateView(name=office["name"], accounts=bool(context.read.value(accounts.COUNT_ALL)))


def show_health(_operation: ShowHealth, context: QueryContext) -> HealthView:
    """Return the engine, the newest entry and the newest sweep."""
    swept = context.read.record(sql.SWEPT) or {"at": None, "actor": ""}
    return HealthView(
        engine=context.read.engine,
        format=sqlite.FORMAT,
        entries=context.read.value(sql.HEAD) or 0,
        swept_at=instant(swept["at"]),
        swept_by=swept["actor"],
    )


def show_upkeep(_operation: ShowUpkeep, context: QueryContext) -> UpkeepView:
    """Return who does the periodic work, and what is waiting for it."""
    swept = context.read.record(sql.SWEPT) or {"at": None, "actor": ""}
    standing = context.read.record(webhooks.STANDING) or {}
    return UpkeepView(
        running=leases.held(context.read),
        entries=context.read.value(sql.HEAD) or 0,
        swept_at=instant(swept["at"]),
        swept_by=swept["actor"],
        contacts_overdue=overdue_contacts(context),
        **{**standing, "waiting_since": instant(standing["waiting_since"])},
    )


def _file(context: QueryContext) -> Iterator[OfficeFinding]:
    # A server's engine checks its own files and enforces its references at every commit.
    if context.read.engine == "sqlite":
        for detail in sqlite.file_damage(context.read):
            yield OfficeFinding(check="file", code="damaged", params={"detail": detail})


def _references(context: QueryContext) -> Iterator[OfficeFinding]:
    if context.read.engine == "sqlite":
        for table, row, parent in context.read.stream(sqlite.REFERENCES):
            params: dict[str, Param] = {"table": table, "row": row, "parent": parent}
            yield OfficeFinding(check="references", code="reference_broken", params=params)


def _links(journal: Chain, context: QueryContext) -> Iterator[OfficeFinding]:
    for code, params in journal.follow(context):
        yield OfficeFinding(check="journal", code=code, params=params)
