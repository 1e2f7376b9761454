"""The Typer application the verbs of ``gridctl calendar`` belong to, and what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import Session, noun
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.domain.calendar import Calendar
    from gridctl.operations.queries.calendars import CalendarRules

app = noun()

Place = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("As it holds for this place: code, name or alias.")),
]


def calendar_of(session: Session, place: str | None = None) -> Calendar:
    """Return the calendar of the office, or the shipped one where no office is named.

    Raises:
        GridctlError: an office is named, and cannot be reached.
    """
    return laid_over(session, rules_of(session, place))


def laid_over(session: Session, rules: CalendarRules | None) -> Calendar:
    """Return the shipped calendar with the office's rules over it, told where there are none."""
    from datetime import date

    from gridctl.domain.calendar.shipped import CalendarRule, layered

    if rules is None:
        session.note(_("No office is set up: answered from the shipped calendar."))
    items = rules.items if rules else ()
    return layered(
        CalendarRule(each.kind, each.valid_from or date.min, each.body) for each in items
    )


def rules_of(session: Session, place: str | None = None) -> CalendarRules | None:
    """Return the rules of the office for a place; None where no office is named or to be found."""
    if place is None and not session.office_named:
        return None
    from gridctl.operations.queries.calendars import ShowCalendar

    return session.send(ShowCalendar(place=place))
