"""Writing documents: the figures are gathered here, ``gridctl.reports`` puts them on paper."""

from __future__ import annotations

from gridctl.handlers.queries.context import QueryContext
from gridctl.operations.queries.reports import (
    Document,
    RenderBulletin,
    RenderPayout,
    RenderPublicity,
    RenderRanking,
)
from gridctl.reports.documents import write_document

# Each document loads only what gathers its own figures.


def render_ranking(operation: RenderRanking, context: QueryContext) -> Document:
    """Return the ranking table of a period as a file."""
    from gridctl.handlers.queries.report_ranking import ranking_view

    view = ranking_view(operation, context)
    return write_document(view, operation.format, operation.language)


def render_bulletin(operation: RenderBulletin, context: QueryContext) -> Document:
    """Return the bulletin of a period as a file."""
    from gridctl.handlers.queries.report_bulletin import bulletin_view

    view = bulletin_view(operation, context)
    return write_document(view, operation.format, operation.language)


def render_publicity(operation: RenderPublicity, context: QueryContext) -> Document:
    """Return the publicity notice of an award list as a file."""
    from gridctl.handlers.queries.report_awards import publicity_view

    view = publicity_view(operation, context)
    return write_document(view, operation.format, operation.language)


def render_payout(operation: RenderPayout, context: QueryContext) -> Document:
    """Return the payment sheet of an award list as a file."""
    from gridctl.handlers.queries.report_awards import payout_view

    view = payout_view(operation, context)
    return write_document(view, operation.format, operation.language)
