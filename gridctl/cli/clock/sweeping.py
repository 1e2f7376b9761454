"""``gridctl clock sweep`` and what it makes: cards, reviews, digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.clock.app import app
from gridctl.cli.context import ChangeCommand, ListCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import InPeriod, Under, given
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.errors import word
from gridctl.domain.loop import LEVELS
from gridctl.domain.periods import parse_period
from gridctl.domain.reviews import KIND_NAMES, REVIEW_STATES
from gridctl.domain.signals import COLOUR_NAMES, URGENCY_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed

if TYPE_CHECKING:
    from gridctl.operations.commands.clocks import SweepView

_LEVELS = {level: LEVEL_NAMES[level] for level in LEVELS}
_SWEEP = (
    Column("tickets", N_("Open tickets"), kind="int"),
    Column("resumed", N_("Resumed"), kind="int"),
    Column("yellow_cards", N_("Yellow cards"), kind="int"),
    Column("red_cards", N_("Red cards"), kind="int"),
    Column("reviews", N_("Reviews opened"), kind="int"),
    Column("moved", N_("Deadlines set right"), kind="int"),
    Column("digests", N_("Units told"), kind="int"),
    Column("unread", N_("Without a calendar"), kind="int"),
    Column("remaining", N_("Not looked at"), kind="int"),
)
_CARDS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("colour", N_("Card"), labels=COLOUR_NAMES, width="narrow"),
    Column("stage", N_("Stage"), labels=STAGE_NAMES, width="narrow"),
    Column("unit", N_("Unit")),
    Column("overrun_days", N_("Working days over"), width="narrow"),
    Column("issued_at", N_("Issued"), kind="instant", width="narrow"),
    Column("replaced", N_("Replaced by red"), width="narrow"),
    Column("level", N_("Level"), labels=_LEVELS, width="narrow", wide_only=True),
    Column("cycle", N_("Cycle"), kind="int", width="narrow", wide_only=True),
)
_REVIEWS = (
    Column("serial_no", N_("Serial number"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("urgency", N_("Class"), labels=URGENCY_NAMES, wide_only=True),
    Column("kind", N_("Review"), labels=KIND_NAMES, width="narrow"),
    Column("opens_on", N_("From"), kind="date", width="narrow", wide_only=True),
    Column("due_on", N_("Due"), kind="date", width="narrow"),
    Column("state", N_("State"), labels=REVIEW_STATES, width="narrow"),
    Column("unit", N_("Handled by")),
    Column("level", N_("Level"), labels=_LEVELS, width="narrow"),
    Column("done_at", N_("Done"), kind="instant", width="narrow", wide_only=True),
    Column("done_by", N_("By"), wide_only=True),
    Column("note", N_("Note"), wide_only=True),
)
_MISSED = {"state": "missed", "limit": 1}
_DIGESTS = (
    Column("on", N_("Day"), kind="date", width="narrow"),
    Column("unit", N_("Unit")),
    Column("due", N_("Due today"), kind="int", width="narrow"),
    Column("late", N_("Overdue"), kind="int", width="narrow"),
    Column("cards.colour", N_("Cards"), labels=COLOUR_NAMES),
    Column("due_tickets", N_("Tickets due"), width="wide"),
    Column("late_tickets", N_("Tickets overdue"), width="wide", wide_only=True),
    Column("made_at", N_("Made"), kind="instant", width="narrow", wide_only=True),
)


@app.command(
    "sweep",
    cls=ChangeCommand,
    help=N_(
        "Do what has come due: resume, issue cards, open reviews, tell units. It cannot be undone."
    ),
    epilog="gridctl clock sweep -n\ngridctl clock sweep\n"
    "gridctl clock sweep --at-most 100000\n"
    "*/10 8-18 * * 1-7 gridctl clock sweep --quiet",
)
@sends("clocks.SweepClock")
def sweep(
    ctx: typer.Context,
    at_once: Annotated[
        int,
        typer.Option(
            metavar="N", min=1, max=1_000_000, help=N_("Save after every N tickets looked at.")
        ),
    ] = 50_000,
    at_most: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=N_("Stop after N tickets, and say how to go on.")),
    ] = None,
    after: Annotated[
        int, typer.Option(metavar="ID", min=0, help=N_("Go on where an earlier sweep stopped."))
    ] = 0,
) -> None:
    """Sweep all open tickets, some at a time; sweeping again does nothing twice."""
    session = Session.of(ctx)
    session.check_writable()
    done = _sweep(session, min(at_once, at_most or at_once), after)
    while done.next is not None and (at_most is None or done.tickets < at_most):
        left = at_once if at_most is None else min(at_once, at_most - done.tickets)
        done = _together(done, _sweep(session, left, done.next))
    session.show(done.model_dump(exclude={"next"} if done.next is None else set()), _SWEEP)
    _tell(session, done)


def _tell(session: Session, done: SweepView) -> None:
    """Say what a sweep left open."""
    if done.unread:
        session.note(pointed(_("Tickets without a calendar: '<clock provisional>' lists them.")))
    if done.next is not None:
        counts = {"remaining": done.remaining, "next": done.next}
        text = _(
            "{remaining} open tickets were not looked at; go on <with --after"
            " {next}|behind {next}>."
        )
        session.note(word(text, counts))
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))


def _sweep(session: Session, limit: int, after: int) -> SweepView:
    from gridctl.operations.commands.clocks import SweepClock

    options = session.options
    return session.gateway.send(
        SweepClock(limit=limit, after=after),
        key=f"{options.key}:{after}" if options.key else None,
        dry_run=options.dry_run,
        reason=options.reason or "",
    )


def _together(first: SweepView, second: SweepView) -> SweepView:
    """Return two parts of a sweep as one."""
    counts = first.model_dump(exclude={"next", "remaining"})
    added = {name: count + getattr(second, name) for name, count in counts.items()}
    return second.model_copy(update=added)


@app.command(
    "cards",
    cls=ListCommand,
    help=N_("List yellow and red cards, the newest first."),
    epilog="gridctl clock cards\ngridctl clock cards --unit 城管局 --period this-month\n"
    "gridctl clock cards --standing --colour red -o csv --to cards.csv",
)
@sends("signals.ListCards")
def cards(
    ctx: typer.Context,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help=N_("Only those of this unit."))
    ] = None,
    colour: Annotated[str | None, choice(COLOUR_NAMES, N_("Only of this colour."))] = None,
    period: InPeriod = None,
    ticket: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("Only on this ticket."))
    ] = None,
    standing: Annotated[
        bool, typer.Option("--standing", help=N_("Without those a red one has replaced."))
    ] = False,
) -> None:
    """List cards."""
    from gridctl.operations.queries.signals import ListCards

    session = Session.of(ctx)
    wanted = given(unit=unit, colour=colour, ticket=ticket, standing=standing)
    if period:
        found = parse_period(period)
        wanted |= {"since": found.first, "until": found.last}
    rows = session.pages(ListCards, wanted)
    session.show(rows, _CARDS)


@app.command(
    "reviews",
    cls=ListCommand,
    help=N_("List reviews of urgent tickets, the first due first."),
    epilog="gridctl clock reviews --missed\n"
    "gridctl clock reviews --level town --under 澄江街道\n"
    "gridctl clock reviews --state done --urgency red -o csv",
)
@sends("signals.ListReviews")
def reviews(
    ctx: typer.Context,
    state: Annotated[str | None, choice(REVIEW_STATES, N_("Only in this state."))] = None,
    missed: Annotated[bool, typer.Option("--missed", help=N_("Only those missed."))] = False,
    level: Annotated[
        str | None, choice(_LEVELS, N_("The list of this level."), words="division.level")
    ] = None,
    under: Under = None,
    urgency: Annotated[str | None, choice(URGENCY_NAMES, N_("Only of this class."))] = None,
    ticket: Annotated[
        str | None, typer.Option(metavar="NUMBER", help=N_("Only of this ticket."))
    ] = None,
) -> None:
    """List reviews; those to be done unless something else is asked for."""
    from gridctl.operations.queries.signals import ListReviews

    session = Session.of(ctx)
    chosen = "missed" if missed else state or (None if ticket else "open")
    wanted = given(state=chosen, level=level, under=under, urgency=urgency, ticket=ticket)
    rows = session.pages(ListReviews, wanted)
    session.show(rows, _REVIEWS)
    if chosen == "open" and session.send(ListReviews.model_validate({**wanted, **_MISSED})).items:
        session.note(
            pointed(
                _("Some were missed; <--missed lists them|ask for the missed ones to see them>.")
            )
        )


@app.command(
    "digests",
    cls=ListCommand,
    help=N_("List what units were told, the newest day first."),
    epilog="gridctl clock digests --day today\ngridctl clock digests --unit 城管局 -o json",
)
@sends("signals.ListDigests")
def digests(
    ctx: typer.Context,
    unit: Annotated[
        str | None, typer.Option(metavar="UNIT", help=N_("Only those of this unit."))
    ] = None,
    day: Annotated[str | None, day_option(N_("Only of this day."))] = None,
) -> None:
    """List digests."""
    from gridctl.operations.queries.signals import ListDigests

    session = Session.of(ctx)
    wanted = given(unit=unit, day=day)
    rows = session.pages(ListDigests, wanted)
    session.show(rows, _DIGESTS)
