"""Saving views and deleting them."""

from __future__ import annotations

from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.filtering import filter_params
from gridctl.handlers.queries.saved_views import owner_of, view_missing, view_row
from gridctl.operations.commands.saved_views import DeleteView, SaveView
from gridctl.operations.queries.saved_views import SavedViewRow
from gridctl.storage.repositories.saved_views import SavedViews
from gridctl.storage.tables.desk import SavedView


def save_view(operation: SaveView, context: CommandContext) -> SavedViewRow:
    """Save a view under a new name, or change the one of that name."""
    filter_params(operation.subject, operation.filter, context)
    views = SavedViews(context.uow)
    owner = "" if operation.shared else owner_of(context)
    facts = {"filter": operation.filter, "fields": ",".join(operation.columns)}
    found = views.owned(owner, operation.subject, operation.name)
    if found is None:
        named = {"name": operation.name, "noun": operation.subject, "owner": owner}
        found = views.create(named | facts)
    else:
        check_seen(found, operation, context)
        views.change(found, facts)
    return _shown(found)


def delete_view(operation: DeleteView, context: CommandContext) -> SavedViewRow:
    """Delete a view; its name is free again."""
    views = SavedViews(context.uow)
    owner = "" if operation.shared else owner_of(context)
    found = views.owned(owner, operation.subject, operation.name)
    if found is None:
        raise view_missing(context, operation.name, operation.subject)
    check_seen(found, operation, context)
    views.change(found, {"withdrawn": True})
    return _shown(found)


def _shown(view: SavedView) -> SavedViewRow:
    return view_row(view.model_dump())
