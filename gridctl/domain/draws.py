"""Drawing tickets by lot for spot checks, and giving each to a checker by lot (domain.md 11).

A lot is the SHA-256 of the seed and a number, one below the other. Who knows the seed and the
numbers drawn from finds the same lots with any program, so a disputed draw can be done again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal, NamedTuple

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_

Per = Literal["town", "unit", "all"]
PER_NAMES: Mapping[str, str] = {
    "town": N_("of each town"),
    "unit": N_("of each unit"),
    "all": N_("of all together"),
}
#: Checks one draw may make: more than these nobody does in a month.
MOST = 1000


class DrawSizeUnclear(Invalid):
    """Neither or both of share and count were given."""

    message = N_("How many are drawn is said by a share or by a number, one of the two.")
    hint = N_(
        "<Add --share 5 for five per cent, or --count 3|Say a share such as 5 per cent, or a"
        " number>."
    )


class DrawEmpty(Invalid):
    """No closed ticket is there to be drawn from."""

    message = N_("No closed ticket is there to draw from.")
    hint = N_("Choose another filter, such as closed:last-month.")


class DrawTooLarge(Invalid):
    """The draw would make more checks than anybody does."""

    message = N_("That would draw {count} tickets; {most} are the most.")
    hint = N_("Choose a smaller share or number, or a narrower filter.")


class Ticket(NamedTuple):
    """A ticket that may be drawn.

    Attributes:
        number: its serial number.
        group: id of the town or unit it is drawn within, None for none.
        town: id of its town.
        reporter: id of who reported it.
    """

    number: str
    group: int | None
    town: int | None
    reporter: int | None


class Checker(NamedTuple):
    """Somebody who checks; ``towns`` are those with a post of theirs."""

    id: int
    number: str
    towns: frozenset[int]


class Drawn(NamedTuple):
    """A ticket that was drawn, and who is to check it, None where nobody named may."""

    ticket: Ticket
    lot: str
    checker: Checker | None


def lot(seed: str, number: str) -> str:
    r"""Return the lot of a number: ``printf 'SEED\nNUMBER' | sha256sum``."""
    return hashlib.sha256(f"{seed}\n{number}".encode()).hexdigest()


def pool_digest(tickets: Iterable[Ticket]) -> str:
    """Return the SHA-256 of all numbers drawn from, in order, one a line."""
    numbers = sorted(ticket.number for ticket in tickets)
    return hashlib.sha256("\n".join(numbers).encode()).hexdigest()


def draw(
    tickets: Iterable[Ticket],
    seed: str,
    share: Decimal | None,
    count: int | None,
    checkers: Sequence[Checker],
) -> list[Drawn]:
    """Return the tickets with the least lots of each group, those of a group together.

    Args:
        tickets: the pool.
        seed: what the lots are made with.
        share: per cent of each group, rounded up; or None.
        count: of each group; or None.
        checkers: who may check.

    Raises:
        DrawSizeUnclear, DrawEmpty, DrawTooLarge: nothing, or too much, would be drawn.
    """
    if (share is None) == (count is None):
        raise DrawSizeUnclear
    groups: defaultdict[int, list[tuple[str, Ticket]]] = defaultdict(list)
    for ticket in tickets:
        groups[ticket.group or 0].append((lot(seed, ticket.number), ticket))
    found: list[tuple[str, Ticket]] = []
    for group in sorted(groups):
        pool = sorted(groups[group])
        found += pool[: _size(len(pool), share) if share is not None else count]
    if not found:
        raise DrawEmpty
    if len(found) > MOST:
        raise DrawTooLarge(count=len(found), most=MOST)
    return list(_assigned(found, checkers))


def _size(pool: int, share: Decimal) -> int:
    return int((pool * share / 100).to_integral_value(ROUND_CEILING))


def _assigned(found: Iterable[tuple[str, Ticket]], checkers: Sequence[Checker]) -> Iterator[Drawn]:
    """Yield each ticket with who of those without a part in it has least, by lot among equals."""
    given: Counter[int] = Counter()
    for own, ticket in found:
        free = [
            each
            for each in checkers
            if each.id != ticket.reporter and ticket.town not in each.towns
        ]
        checker = min(free, key=lambda each: (given[each.id], lot(own, each.number)), default=None)
        if checker is not None:
            given[checker.id] += 1
        yield Drawn(ticket, own, checker)
