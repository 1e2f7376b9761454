"""What lists are narrowed by: the line of a filter, and a saved view."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context.session import Session
from gridctl.foundation.i18n import N_

if TYPE_CHECKING:
    from gridctl.operations.queries.saved_views import Noun

FilterTerms = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILTER",
        help=N_("Only what this filter lets through<; 'gridctl help filters'|>."),
    ),
]
ViewName = Annotated[
    str | None, typer.Option(metavar="NAME", help=N_("A saved view; other filters narrow it."))
]


def with_view(
    session: Session, noun: Noun, name: str | None, terms: list[str] | None
) -> str | None:
    """Return the filter of a view and the terms beside it as one line; None where there is none.

    The view's columns are shown where no others are asked for.

    Raises:
        ViewNotFound: nobody has saved a view of this name for these lists.
    """
    said = " ".join(terms or ())
    if name is None:
        return said or None
    from gridctl.operations.queries.saved_views import ShowView

    view = session.send(ShowView(name=name, subject=noun))
    if view.columns and not session.style.fields:
        session.style = replace(session.style, fields=view.columns)
    return f"{view.filter} {said}".strip()
