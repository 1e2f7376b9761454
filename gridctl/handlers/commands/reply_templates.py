"""Writing and changing reply templates."""

from __future__ import annotations

from typing import Any

from gridctl.domain.reply_templates import TemplateExists, check_places
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.queries.categories import find_category
from gridctl.handlers.queries.reply_templates import find_template, view_template
from gridctl.operations.commands.reply_templates import (
    CreateTemplate,
    EditTemplate,
    EndTemplate,
)
from gridctl.operations.queries.reply_templates import TemplateView
from gridctl.storage.queries import reply_templates as sql
from gridctl.storage.repositories.reply_templates import ReplyTemplates
from gridctl.storage.tables.desk import ReplyTemplate


def create_template(operation: CreateTemplate, context: CommandContext) -> TemplateView:
    """Write a template."""
    check_places(operation.body)
    _check_name(operation.name, context)
    category = operation.category
    ReplyTemplates(context.uow).create(
        {
            "name": operation.name,
            "body": operation.body,
            "category_id": find_category(context, category) if category else None,
        }
    )
    return view_template(context, operation.name)


def edit_template(operation: EditTemplate, context: CommandContext) -> TemplateView:
    """Change a template; an emptied category makes it one for any."""
    template = _template(operation, context)
    changes: dict[str, Any] = {}
    if operation.body:
        check_places(operation.body)
        changes["body"] = operation.body
    if operation.new_name and operation.new_name != template.name:
        _check_name(operation.new_name, context)
        changes["name"] = operation.new_name
    if "category" in operation.model_fields_set:
        category = operation.category
        changes["category_id"] = find_category(context, category) if category else None
    ReplyTemplates(context.uow).change(template, changes)
    return view_template(context, template.name)


def end_template(operation: EndTemplate, context: CommandContext) -> TemplateView:
    """Take a template out of use."""
    template = _template(operation, context)
    view = view_template(context, template.name)
    ReplyTemplates(context.uow).change(template, {"withdrawn": True})
    return view.model_copy(update={"revision": template.revision})


def _template(operation: EditTemplate | EndTemplate, context: CommandContext) -> ReplyTemplate:
    row = find_template(context, operation.name)
    template = ReplyTemplates(context.uow).get(row["id"])
    check_seen(template, operation, context)
    return template


def _check_name(name: str, context: CommandContext) -> None:
    if context.read.record(sql.ONE, {"name": name}):
        raise TemplateExists(name=name)
