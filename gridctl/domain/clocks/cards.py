"""Yellow and red cards: which are due on a ticket that overran the limit of a stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

import tomli

from gridctl.domain.calendar import Calendar
from gridctl.domain.calendar.scale import office_day
from gridctl.domain.categories import SEPARATOR
from gridctl.domain.clocks.errors import ClockRulesMalformed
from gridctl.domain.clocks.stages import STAGES, Overrun
from gridctl.domain.loop import LEVELS, Colour
from gridctl.foundation.resources import config_path

_STAGES = (*STAGES, "handle")
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


@cache
def load_card_rules() -> tuple[CardRule, ...]:
    """Return the shipped rules about cards."""
    return parse_card_rules(config_path("rules", "limits", "cards.toml").read_text("utf-8"))


def parse_card_rules(text: str) -> tuple[CardRule, ...]:
    """Return the rules a TOML text lists.

    Raises:
        ClockRulesMalformed: it is no TOML, or a rule is incomplete or contradicts itself.
    """
    try:
        rules = tomli.loads(text, parse_float=Decimal)["cards"]
        return tuple(_rule(n, table) for n, table in enumerate(rules, 1))
    except tomli.TOMLDecodeError as error:
        raise ClockRulesMalformed(place="TOML", detail=str(error)) from error
    except (KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise ClockRulesMalformed(place="cards", detail=str(error)) from error


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
        days = Decimal(each.over) / calendar.day_seconds(office_day(each.deadline))
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


def _rule(number: int, table: Mapping[str, Any]) -> CardRule:
    yellow, red = Decimal(table["yellow"]), Decimal(table["red"])
    category, level = str(table.get("category", "")), table.get("level", "")
    rule = CardRule(table["stage"], yellow, red, category, level)
    if unknown := sorted(set(table) - set(CardRule._fields)):
        raise ClockRulesMalformed(place=f"cards {number}", detail=", ".join(unknown))
    if rule.stage not in _STAGES:
        raise ClockRulesMalformed(place=f"cards {number}.stage", detail=" | ".join(_STAGES))
    if level not in ("", *LEVELS):
        raise ClockRulesMalformed(place=f"cards {number}.level", detail=" | ".join(LEVELS))
    if not 0 <= yellow < red:
        raise ClockRulesMalformed(place=f"cards {number}", detail="0 <= yellow < red")
    return rule
