"""Asking for proof."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import Any

from gridctl.domain.audits import HARMLESS
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.findings import Findings
from gridctl.handlers.queries.journal_chain import Chain
from gridctl.handlers.queries.journal_export import journal_export, journal_row, within
from gridctl.handlers.queries.own_names import own_names
from gridctl.handlers.queries.row_proof import TicketCheck, office_differences, uneven_scores
from gridctl.handlers.queries.shape import page_of
from gridctl.handlers.queries.ticket_trace import trace_of
from gridctl.handlers.queries.ticket_view import find_ticket
from gridctl.operations.queries.audits import (
    ChainFinding,
    ChainView,
    JournalPage,
    ListJournal,
    RenderJournal,
    RowFinding,
    RowsView,
    ShowTrace,
    TraceView,
    VerifyChain,
    VerifyRows,
)
from gridctl.operations.queries.reports import Document
from gridctl.storage.queries import audits as sql
from gridctl.storage.row_check import RowCheck, RowDifference


def verify_chain(_operation: VerifyChain, context: QueryContext) -> ChainView:
    """Return what is broken in the chain, and its head."""
    journal = Chain()
    found = Findings(journal.follow(context), itemgetter(0))
    head = context.read.rows(sql.HEAD)
    number, digest = head[0] if head else (0, "")
    return ChainView(
        items=tuple(ChainFinding(code=code, params=each) for code, each in found.items),
        total=found.counts.total(), entries=journal.entries, unsealed=journal.unsealed,
        head=number, head_hash=digest,
    )  # fmt: skip


def list_journal(operation: ListJournal, context: QueryContext) -> JournalPage:
    """Return a page of the journal, oldest first."""
    params: dict[str, Any] = {
        **within(operation.since, operation.until),
        "actor": operation.actor,
        "operation": operation.operation and f"%{operation.operation}%",
        "limit": operation.limit + 1,
    }
    if operation.after:
        params["after_1"] = int(operation.after)
    rows = context.read.records(sql.JOURNAL, params, order="oldest", after=bool(operation.after))
    items, following = page_of(rows, operation.limit, lambda row: str(row["entry"]))
    return JournalPage(
        items=tuple(map(journal_row, items)),
        next=following,
    )


def render_journal(operation: RenderJournal, context: QueryContext) -> Document:
    """Return the journal of some days as a file.

    Raises:
        SheetTooLong: more rows than a sheet holds.
    """
    from gridctl.reports import journal

    view = journal_export(operation, context)
    return journal.write(view, operation.format, operation.language, own_names(context))


def show_trace(operation: ShowTrace, context: QueryContext) -> TraceView:
    """Return the story of a ticket.

    Raises:
        TicketNotFound, TicketNumberAmbiguous: none, or several.
    """
    return trace_of(context, find_ticket(context, operation.ticket))


def verify_rows(_operation: VerifyRows, context: QueryContext) -> RowsView:
    """Return the rows that are not as gridctl left them, and what does not follow from them."""
    rows, tickets = RowCheck(context.read), TicketCheck(context)
    runs = [number for (number,) in context.read.rows(sql.ASSESSMENTS)]
    kept = Findings(rows.differences(), _kind)
    following = Findings(
        chain(office_differences(context), tickets.differences(), uneven_scores(context, runs)),
        _kind,
    )
    counts = kept.counts + following.counts
    return RowsView(
        items=(*_named(kept.items, context), *following.items), total=counts.total(),
        altered=sum(number for (_, code), number in counts.items() if code not in HARMLESS),
        rows=rows.rows, tickets=tickets.tickets, assessments=len(runs), unsealed=rows.unsealed,
    )  # fmt: skip


def _kind(found: RowDifference | RowFinding) -> tuple[str, str]:
    return found.table, found.code


def _named(found: list[RowDifference], context: QueryContext) -> list[RowFinding]:
    """Return the differences under the numbers people know; a row that is gone keeps its id."""
    names: dict[tuple[str, str], str] = {}
    for table, statement in sql.ROW_NAMES.items():
        ids = [int(each.row) for each in found if each.table == table]
        for start in range(0, len(ids), 500):
            rows = context.read.rows(statement, {"ids": ids[start : start + 500]})
            names |= {(table, str(row_id)): name for row_id, name in rows}
    return [
        RowFinding(code=code, table=table, row=names.get((table, row)) or f"#{row}")
        for table, row, code in found
    ]
