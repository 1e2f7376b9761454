"""``gridctl whistle list``, ``show`` and ``stats``."""

from __future__ import annotations

from typing import Annotated

import typer

from gridctl.cli.context import ExitCode, ListCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Since, Text, Under, Until, given, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.whistle.app import app, text_option
from gridctl.cli.whistle.columns import COLUMNS, SECTIONS
from gridctl.domain.periods import parse_period
from gridctl.domain.whistles.words import (
    ARRIVAL_NAMES,
    CALLER_HEADS,
    GRADE_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    UNIT_HEADS,
)
from gridctl.foundation.i18n import N_

_GROUPS = {"unit": N_("unit"), "town": N_("town")}
_LOOKS = {"low": N_("near zero"), "high": N_("often")}
_CODE = Column("code", N_("Code"), width="narrow", wide_only=True)
_CALLS = Column("calls", N_("Calls"), kind="int", width="narrow")
_BY_UNIT = (
    _CODE,
    Column("name", N_("Unit"), width="wide"),
    _CALLS,
    Column("arrived_on_time", ARRIVAL_NAMES["on_time"], kind="int", width="narrow"),
    Column("late", ARRIVAL_NAMES["late"], kind="int", width="narrow"),
    *(Column(head, label, width="narrow") for head, label in UNIT_HEADS.items()),
)
_BY_TOWN = (
    _CODE,
    Column("name", N_("Town"), width="wide"),
    _CALLS,
    Column("rejected", N_("Rejected"), kind="int", width="narrow"),
    Column("rejected_share", N_("Share rejected"), kind="percent", width="narrow"),
    Column("tickets", N_("Tickets"), kind="int", width="narrow"),
    Column("rate", N_("Calls per ticket"), kind="percent", width="narrow"),
    Column("look", N_("Worth a look"), width="narrow", labels=_LOOKS),
    *(Column(head, label, width="narrow") for head, label in CALLER_HEADS.items()),
)


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List whistle calls by the time of the call."),
    epilog="gridctl whistle list '报到迟到 called:2026-Q4'\n"
    "gridctl whistle list --state called\n"
    "gridctl whistle list --unit 城管局 --arrival late --period 2026-Q4\n"
    "gridctl whistle list --under 澄江街道 --state rejected --period 2026-Q4 -o csv",
)
@sends("whistles.ListWhistles")
def list_whistles(
    ctx: typer.Context,
    terms: FilterTerms = None,
    state: Annotated[
        list[str] | None,
        choice(STATE_NAMES, N_("Only in this state."), metavar="STATE"),
    ] = None,
    kind: Annotated[str | None, choice(KIND_NAMES, N_("Only of this kind."))] = None,
    grade: Annotated[
        str | None, choice(GRADE_NAMES, N_("Only handled in this class."), "--class")
    ] = None,
    unit: Annotated[str | None, text_option(N_("Only that call this unit."), "UNIT")] = None,
    arrival: Annotated[
        str | None, choice(ARRIVAL_NAMES, N_("Only where that unit, or any, came so."))
    ] = None,
    caller: Annotated[str | None, text_option(N_("Only made by this unit."), "UNIT")] = None,
    under: Under = None,
    ticket: Annotated[str | None, text_option(N_("Only about this ticket."), "NUMBER")] = None,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    text: Text = None,
    view: ViewName = None,
) -> None:
    """List calls, as many as --limit allows."""
    from gridctl.operations.queries.whistles import ListWhistles

    session = Session.of(ctx)
    said = with_view(session, "whistle", view, terms)
    wanted = _days(period) | given(
        state=state, kind=kind, grade=grade, unit=unit, arrival=arrival, caller=caller,
        under=under, ticket=ticket, since=since, until=until, text=text,
        filter=said,
    )  # fmt: skip
    rows = session.pages(ListWhistles, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show whistle calls with their units, scores and log."),
    epilog="gridctl whistle show W32028120261103001\n"
    "gridctl whistle list --state resolved --fields whistle_no | gridctl whistle show -",
)
@sends("whistles.ShowWhistle")
def show(
    ctx: typer.Context,
    numbers: Annotated[
        list[str],
        stdin_too("NUMBER", N_("Number of the call.")),
    ],
) -> ExitCode:
    """Show one or several calls."""
    from gridctl.operations.queries.whistles import ShowWhistle

    session = Session.of(ctx)
    return show_several(
        session,
        numbers,
        lambda number: session.send(ShowWhistle(whistle=number)),
        COLUMNS,
        SECTIONS,
    )


@app.command(
    "stats",
    cls=ShowCommand,
    help=N_("Count whistle calls over a period, with the mean scores of both sides."),
    epilog="gridctl whistle stats --period 2026-Q4\n"
    "gridctl whistle stats --by town --period 2026-Q4 -o csv --to towns.csv",
)
@sends("whistles.CountTownWhistles", "whistles.CountUnitWhistles")
def stats(
    ctx: typer.Context,
    by: Annotated[str, choice(_GROUPS, N_("What to group by."))] = "unit",
    period: InPeriod = None,
) -> None:
    """Show the figures of units or towns; of the present quarter unless a period is given."""
    from gridctl.operations.queries.whistles import CountTownWhistles, CountUnitWhistles

    session = Session.of(ctx)
    if by == "town":
        towns = session.send(CountTownWhistles(period=period))
        session.show(towns, _BY_TOWN, meta={"by": by, "period": towns.period})
        return
    units = session.send(CountUnitWhistles(period=period))
    session.show(units, _BY_UNIT, meta={"by": by, "period": units.period})


def _days(period: str | None) -> dict[str, str]:
    """Return the first and last day of a period as fields of the list."""
    if period is None:
        return {}
    found = parse_period(period)
    return {"since": found.first.isoformat(), "until": found.last.isoformat()}
