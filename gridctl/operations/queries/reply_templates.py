"""Asking about reply templates."""

from __future__ import annotations

from gridctl.operations.base import AfterText, Limit, Named, Page, Query, Slug, View


class TemplateRow(View):
    """Words for a reply; a blank category is any."""

    name: str
    category: str | None
    body: str


class TemplatePage(Page):
    """One page of templates."""

    items: tuple[TemplateRow, ...]


class TemplateView(TemplateRow):
    """Everything about one template; ``filled`` is what it says about the ticket asked for."""

    revision: int
    filled: str | None = None


class ListTemplates(Query[TemplatePage], route="GET /reply-templates", permission="template.read"):
    """List templates by name; ``category`` leaves those for it and those for any."""

    text: str | None = None
    category: str | None = None
    limit: Limit = 200
    after: AfterText | None = None


class ShowTemplate(
    Query[TemplateView], route="GET /reply-templates/{name}", permission="template.read"
):
    """Show one template, filled for a ticket where one is named."""

    name: Named
    ticket: Slug | None = None
