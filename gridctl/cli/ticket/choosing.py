"""Which tickets a step is for: named, read from stdin, or all that a filter lets through."""

from __future__ import annotations

from gridctl.cli.context import Session
from gridctl.cli.context.numbers import numbers_in
from gridctl.domain.errors import NotFound, Usage, word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.tickets import COLUMNS

#: Tickets one change may have.
_MOST = 10_000
#: Tickets shown before the question.
_SHOWN = 5


class NumbersAndFilter(Usage):
    """Both numbers and a filter were given."""

    message = N_("Give either numbers or <--filter|a filter>, not both.")


class FilterEmpty(Usage):
    """Nothing was said about which tickets are meant."""

    message = N_("An empty filter would mean every ticket.")
    hint = N_(
        "Say which are meant, such as <--filter 'state:reported town:澄江'|state:reported"
        " town:澄江>."
    )


class NothingFits(NotFound):
    """The filter lets no ticket through."""

    message = N_("No ticket fits the filter {filter}.")
    hint = N_("Try it with '<ticket list>' first.")


class TooManyFit(Usage):
    """The filter lets more tickets through than one change may have."""

    message = N_("More than {most} tickets fit the filter {filter}.")
    hint = N_("Narrow it down; one change has at most {most} tickets.")


def chosen(session: Session, numbers: list[str] | None, terms: str | None) -> list[str]:
    """Return the numbers of the tickets meant; those of a filter are shown and asked for.

    Raises:
        NumbersAndFilter, NothingFits, TooManyFit: as their names say.
        Unanswered, Declined: nobody can be asked, or the answer was no.
    """
    if terms is None:
        return numbers_in(numbers or [], COLUMNS)
    if numbers:
        raise NumbersAndFilter
    if not terms.strip():
        raise FilterEmpty
    found = _filtered(session, terms)
    _preview(session, found)
    session.confirm(word(_("This is for {count} tickets."), {"count": len(found)}))
    return [number for number, _title in found]


def _filtered(session: Session, terms: str) -> list[tuple[str, str]]:
    from gridctl.operations.queries.tickets import ListTickets

    page = session.send(ListTickets(filter=terms, order="oldest", limit=_MOST))
    if page.next is not None:
        raise TooManyFit(filter=terms, most=_MOST)
    if not page.items:
        raise NothingFits(filter=terms)
    return [(row.serial_no, row.title) for row in page.items]


def _preview(session: Session, found: list[tuple[str, str]]) -> None:
    for number, title in found[:_SHOWN]:
        session.note(f"{number}  {title}")
    if len(found) > _SHOWN:
        session.note(word(_("and {count} more"), {"count": len(found) - _SHOWN}))
