"""Which tickets a step is for: named, read from stdin, or all that a filter lets through."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence

from gridctl.cli.context import Session
from gridctl.cli.context.record import STDIN, NothingNamed
from gridctl.domain.errors import NotFound, Usage, word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.tickets import COLUMNS

#: Tickets one change may have.
_MOST = 10_000
#: What people write between numbers; in a line of a CSV file the comma is not one of them.
_BETWEEN, _JOINTS = re.compile(r"[\s,，、;；]+"), re.compile(r"[，、；]")
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
        return _named(numbers or [])
    if numbers:
        raise NumbersAndFilter
    if not terms.strip():
        raise FilterEmpty
    found = _filtered(session, terms)
    _preview(session, found)
    session.confirm(word(_("This is for {count} tickets."), {"count": len(found)}))
    return [number for number, _title in found]


def _named(words: Sequence[str]) -> list[str]:
    """Return the numbers in some words, ``-`` reading stdin: the first field of each line.

    Full-width digits are digits; several numbers may stand in one word, with commas between.

    Raises:
        NothingNamed: there is none.
    """
    found = [number for text in words for number in (_piped() if text == STDIN else _split(text))]
    if not found:
        raise NothingNamed(noun=_(COLUMNS[0].header))
    return found


def _split(text: str) -> list[str]:
    pieces = _BETWEEN.split(unicodedata.normalize("NFKC", text))
    return [piece for piece in pieces if piece]


def _piped() -> Iterator[str]:
    """Yield the first field of each line but a header's, and of those joined by wide commas."""
    headers = {column.key for column in COLUMNS}
    for line in sys.stdin:
        first = next(iter(line.lstrip("\ufeff").split()), "")
        for joined in _JOINTS.split(first):
            number = unicodedata.normalize("NFKC", joined).partition(",")[0].strip('"')
            if number and number not in headers:
                yield number


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
