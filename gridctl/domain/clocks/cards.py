"""Yellow and red cards: which are due on a ticket that overran the limit of a stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache
from typing import NamedTuple

from gridctl.domain.calendar import Calendar
from gridctl.domain.categories import SEPARATOR
from gridctl.domain.clocks.stages import Overrun
from gridctl.domain.deadlines import due_day
from gridctl.domain.signals import Colour

_TENTH = Decimal("0.1")


class CardRule(NamedTuple):
    """From when on a stage earns a card.

    Attributes:
        stage: the stage.
        yellow: working days past its limit.
        red: the same.
        category: path of the category it is for, with all below it; "" for all.
        level: level of the centre it is for; "" for all.
    """

    stage: str
    yellow: Decimal
    red: Decimal
    category: str = ""
    level: str = ""

    def fits(self, stage: str, category: str, level: str) -> bool:
        """Tell whether the rule is for a stage of a ticket."""
        within = f"{category}{SEPARATOR}".startswith(f"{self.category}{SEPARATOR}")
        return (
            self.stage == stage
            and (not self.category or within)
            and self.level in ("", level)
        )  # fmt: skip


class CardDue(NamedTuple):
    """A card a ticket has earned.

    Attributes:
        stage: the stage that took too long.
        colour: yellow or red.
        holder: the unit it is for; "" for the centre.
        cycle: which handling it belongs to.
        overrun_days: working days past the limit, tenths of a day begun left out.
    """

    stage: str
    colour: Colour
    holder: str
    cycle: int
    overrun_days: Decimal


def cards_due(
    overruns: Iterable[Overrun],
    rules: Iterable[CardRule],
    calendar: Calendar,
    *,
    category: str = "",
    level: str = "",
    issued: Collection[tuple[str, str]] = (),
) -> tuple[CardDue, ...]:
    """Return the cards that are due and were not issued: one per stage, red in place of yellow.

    What is due depends on the overruns alone, so asking twice gives nothing new once the first
    answer is in ``issued`` (domain.md 6.6).

    Args:
        overruns: of the stages of one cycle.
        rules: from when on a card is due.
        calendar: says how long a working day is.
        category: path of the ticket's category.
        level: level of the centre that has the ticket.
        issued: stage and colour of the cards of this cycle so far.
    """
    worst: dict[str, CardDue] = {}
    for card in _earned(overruns, tuple(rules), calendar, (category, level)):
        if card.stage not in worst or worst[card.stage].overrun_days < card.overrun_days:
            worst[card.stage] = card
    return tuple(card for card in worst.values() if not _superseded(card, issued))


def _earned(
    overruns: Iterable[Overrun],
    rules: tuple[CardRule, ...],
    calendar: Calendar,
    place: tuple[str, str],
) -> Iterable[CardDue]:
    for each in overruns:
        rule = _closest(rules, each.stage, *place)
        if rule is None:
            continue
        days = Decimal(each.over) / calendar.day_seconds(due_day(each.deadline))
        if days >= rule.yellow:
            colour: Colour = "red" if days >= rule.red else "yellow"
            overrun = days.quantize(_TENTH, ROUND_DOWN)
            yield CardDue(each.stage, colour, each.holder, each.cycle, overrun)


@lru_cache(maxsize=4096)
def _closest(rules: tuple[CardRule, ...], stage: str, category: str, level: str) -> CardRule | None:
    fitting = (rule for rule in rules if rule.fits(stage, category, level))
    return max(fitting, key=lambda rule: (len(rule.category), len(rule.level)), default=None)


def _superseded(card: CardDue, issued: Collection[tuple[str, str]]) -> bool:
    return (card.stage, "red") in issued or (card.stage, card.colour) in issued
