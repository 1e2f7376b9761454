"""Asking about reply templates, and filling them."""

from __future__ import annotations

from typing import Any

from gridctl.domain.reply_templates import TemplateNotFound, fill
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import like, page_of
from gridctl.handlers.queries.ticket_view import find_ticket, view_ticket
from gridctl.operations.queries.reply_templates import (
    ListTemplates,
    ShowTemplate,
    TemplatePage,
    TemplateRow,
    TemplateView,
)
from gridctl.storage.queries import reply_templates as sql
from gridctl.storage.queries.compose import Params


def list_templates(operation: ListTemplates, context: QueryContext) -> TemplatePage:
    """Return a page of templates; one for a class serves all under it."""
    category_ids = None
    if operation.category:
        category_ids = category_index(context).above(find_category(context, operation.category))
    params: Params = {
        "text": like(operation.text),
        "category_ids": category_ids,
        "after": operation.after,
        "limit": operation.limit + 1,
    }
    rows = context.read.records(sql.LIST, params, order="name", after=operation.after is not None)
    items, following = page_of(rows, operation.limit, lambda row: str(row["name"]))
    return TemplatePage(
        items=tuple(TemplateRow(**row) for row in items),
        total=context.read.value(sql.COUNT, params),
        next=following,
    )


def show_template(operation: ShowTemplate, context: QueryContext) -> TemplateView:
    """Return one template, filled for a ticket where one is named."""
    filled = None
    if operation.ticket:
        filled = filled_template(context, operation.name, find_ticket(context, operation.ticket))
    return view_template(context, operation.name, filled)


def view_template(context: QueryContext, name: str, filled: str | None = None) -> TemplateView:
    """Return the view of a template by its name."""
    return TemplateView(**find_template(context, name) | {"filled": filled})


def find_template(context: QueryContext, name: str) -> dict[str, Any]:
    """Return the template of a name.

    Raises:
        TemplateNotFound: there is none; the error names the nearest.
    """
    row = context.read.record(sql.ONE, {"name": name})
    if row is None:
        raise TemplateNotFound(name=name, nearest=_nearest(context, name))
    return row


def filled_template(context: QueryContext, name: str, ticket_id: int) -> str:
    """Return what a template says about a ticket, to the acting party."""
    body = find_template(context, name)["body"]
    ticket = view_ticket(context, ticket_id)
    return fill(
        body,
        {
            "ticket": ticket.serial_no,
            "title": ticket.title,
            "unit": ticket.lead_unit or "",
            "date": context.today().isoformat(),
            "category": ticket.category or "",
        },
    )


def _nearest(context: QueryContext, name: str) -> str | None:
    names = [each for (each,) in context.read.rows(sql.NAMES)]
    return nearest(name, names, 0.4)
