"""``gridctl today``: the day's work list, for a person or, in a pipe, for a mail."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from gridctl.cli.context import ListCommand, Session, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given
from gridctl.cli.context.sent import sends
from gridctl.domain.errors import word
from gridctl.domain.today import BAND_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.today import COLUMNS

app = noun()

#: What the envelope and the closing line tell of the whole list.
_HEAD = ("party", "day", "late", "due", "urgent", "waiting")


@app.command(
    "today",
    cls=ListCommand,
    help=N_("Show what is late, due today, or waits for you, the most urgent first."),
    epilog="gridctl today\ngridctl today --band late\ngridctl today --as 城管局\n"
    "gridctl today --as 张伟 -o json\n"
    "gridctl today --as 城管局 -o table | mail -s 今日待办 desk@example.org",
)
@sends("today.ShowToday")
def today(
    ctx: typer.Context,
    band: Annotated[str | None, choice(BAND_NAMES, N_("Only what stands there for it."))] = None,
) -> None:
    """Show the work list of the party acted for, or of the office."""
    from gridctl.operations.queries.today import ShowToday

    session = Session.of(ctx)
    style = session.style
    if not (session.settings.text("output") or style.to or style.query):
        # What a pipe takes elsewhere is for programs; this list is for a mail as well.
        session.style = replace(style, format="table")
    head = session.send(ShowToday(limit=1))
    wanted = given(band=band)
    rows = session.pages(ShowToday, wanted)
    session.show(rows, COLUMNS, meta=_counts(head))
    session.note(_summary(head))


def _counts(page: Any) -> dict[str, Any]:
    return {name: getattr(page, name) for name in _HEAD}


def _summary(page: Any) -> str:
    """Return how many lines there are of each band: a ticket may ask for several things."""
    text = _(
        "{party}, {day}, things to do: {late} late, {due} due today, {urgent} urgent,"
        " {waiting} waiting"
    )
    return word(text, {**_counts(page), "day": page.day.isoformat()})
