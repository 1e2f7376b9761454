"""``gridctl demo``: a county's month on this machine, from workbooks to the published list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.context import LocalCommand, Session, noun
from gridctl.cli.render import Column, Listing
from gridctl.foundation.i18n import N_, _

app = noun()

COLUMNS = (
    Column("seat", N_("Seat"), kind="int", width="narrow"),
    Column("name", N_("Full name")),
    Column("town_name", N_("Town")),
    Column("grid_name", N_("Grid"), width="wide"),
    Column("total", N_("Total score"), width="narrow"),
)
_STEPS = {
    "write": N_("Writing the clerks' workbooks"),
    "assess": N_("Scoring the month"),
    "award": N_("Nominating, approving, publishing"),
    "report": N_("Writing ranking, bulletin and publicity"),
    "live": N_("Taking the tickets of the days after through the loop"),
}


@app.command(
    "demo",
    cls=LocalCommand,
    help=N_("Run a county's month: write workbooks, import, score, award, report."),
    epilog="gridctl demo\ngridctl demo --to 演示\ngridctl demo --month 2026-08 --seed 7",
)
def demo(
    ctx: typer.Context,
    county: Annotated[str, typer.Option(help=N_("The county."))] = "jiangyin",
    month: Annotated[
        str | None, typer.Option(help=N_("The month, as 2026-10; the county's own where left out."))
    ] = None,
    folder: Annotated[
        Path, typer.Option("--to", metavar="DIR", help=N_("The folder to work in."))
    ] = Path("gridctl-demo"),
    seed: Annotated[
        int | None, typer.Option(help=N_("What the synthetic month is drawn from."))
    ] = None,
) -> None:
    """Run the demonstration and show its ten best."""
    from gridctl.cli.demo.journey import Journey
    from gridctl.cli.demo.recipe import load_recipe

    session = Session.of(ctx)
    recipe = load_recipe(county)
    month = month or recipe.month
    journey = Journey(recipe, month, recipe.seed if seed is None else seed, folder)
    with session.progress(_("Demonstration"), 20) as advance:

        def tell(what: str) -> None:
            advance(1)
            session.note(
                _(_STEPS[what]) if what in _STEPS else _("Importing {file}").format(file=what)
            )

        sheet = journey.run(tell)
    seated = [row for row in sheet.items if row.seat is not None]
    session.show(Listing(seated, total=len(seated)), COLUMNS)
    session.note(_("Documents: {folder}").format(folder=journey.folder / "output"))
    session.note(_("Try next:"))
    for line in (
        f"assess explain {seated[0].staff_no} --period {month}",
        f"today --as {recipe.departments[0].aliases[0]}",
        f"ticket clock {journey.example} --explain",
    ):
        session.note(f"  gridctl --db {journey.database} {line}")
