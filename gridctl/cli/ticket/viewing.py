"""A list through a saved view: its filter, and its columns where no others are asked for."""

from __future__ import annotations

from dataclasses import replace

from gridctl.cli.context import Session


def with_view(session: Session, name: str | None, terms: list[str] | None) -> str | None:
    """Return the filter of a view and the terms beside it as one line; None where there is none.

    Raises:
        ViewNotFound: nobody has saved a view of this name.
    """
    said = " ".join(terms or ())
    if name is None:
        return said or None
    from gridctl.operations.queries.saved_views import ShowView

    view = session.send(ShowView(name=name))
    if view.columns and not session.style.fields:
        session.style = replace(session.style, fields=view.columns)
    return f"{view.filter} {said}".strip()
