"""``gridctl search``: places, units, people, categories and tickets by some words."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ListCommand, Session, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.domain.grids import LEVEL_NAMES as PLACE_LEVEL_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_

app = noun()

_KINDS = {
    "place": N_("place or grid"),
    "unit": N_("unit"),
    "staff": N_("staff"),
    "category": N_("category"),
    "ticket": N_("ticket"),
}
_PLACES = {level: PLACE_LEVEL_NAMES[level] for level in ("county", "town", "village", "grid")}
COLUMNS = (
    Column("kind", N_("Kind"), labels=_KINDS, width="narrow"),
    Column("key", N_("Number or code"), width="narrow"),
    Column("name", N_("Name or title"), width="wide"),
    Column("detail", N_("Belongs to"), labels=LEVEL_NAMES),
)


@app.command(
    "search",
    cls=ListCommand,
    help=N_("Find places, units, people, categories and tickets that hold all the words."),
    epilog="gridctl search 井盖\ngridctl search 澄江 垃圾 --kind ticket\ngridctl search cjjd",
)
@sends("search.SearchAll")
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help=N_("Text, numbers, or the pinyin of a name.")),
    ],
    kind: Annotated[list[str] | None, choice(_KINDS, N_("Only this kind."), metavar="KIND")] = None,
    level: Annotated[
        str | None,
        choice(_PLACES, N_("Only places of this level."), words="division.level"),
    ] = None,
) -> None:
    """Search everything, names first."""
    from gridctl.operations.queries.search import SearchAll

    session = Session.of(ctx)
    wanted = {"words": " ".join(words), "kinds": kind or None, "level": level}
    rows = session.pages(SearchAll, wanted)
    session.show(rows, COLUMNS)
