"""Writing and changing reply templates."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command, Named
from gridctl.operations.queries.reply_templates import TemplateView


class CreateTemplate(
    Command[TemplateView], route="POST /reply-templates", permission="template.edit"
):
    """Write a template; places are those of ``domain.reply_templates.PLACES``."""

    name: Named
    body: str = Field(min_length=1, max_length=20_000)
    category: str | None = None


class EditTemplate(
    Command[TemplateView], route="PATCH /reply-templates/{name}", permission="template.edit"
):
    """Change a template; replies that were filled from it stay as they are."""

    name: Named
    new_name: Named | None = None
    body: str | None = Field(default=None, min_length=1, max_length=20_000)
    category: str | None = None
    if_match: int | None = None


class EndTemplate(
    Command[TemplateView], route="POST /reply-templates/{name}/end", permission="template.edit"
):
    """Take a template out of use; its name is free again."""

    name: Named
    if_match: int | None = None
