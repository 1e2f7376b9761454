"""How an award list stands, in words: what comes next, and who may be named for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from gridctl.domain.awards import LISTED, MAY_MOVE_UP, STEPS
from gridctl.domain.awards.publicity import days_so_far
from gridctl.domain.errors import Param, word
from gridctl.domain.money import yuan
from gridctl.foundation.i18n import N_, _

if TYPE_CHECKING:
    from gridctl.domain.calendar import Calendar
    from gridctl.operations.queries.awards import Awardee, AwardListView, AwardSheet, AwardStepView


def open_acts(sheet: AwardSheet, today: date) -> Iterator[str]:
    """Yield the steps a list can take on a day, what leads on first."""
    head = sheet.award_list
    objections = open_objections(sheet)
    ready = not objections and head.publicity_to is not None and today > head.publicity_to
    for verb in ("approve", "publish", "finalise", "pay"):
        if STEPS[verb].before == head.state and (verb != "finalise" or ready):
            yield verb
    if STEPS["object"].before == head.state:
        yield from ("decide", "object") if objections else ("object",)


def open_objections(sheet: AwardSheet) -> list[AwardStepView]:
    """Return the objections that nobody has decided."""
    answered = {step.answers for step in sheet.steps}
    return [step for step in sheet.steps if step.verb == "object" and step.no not in answered]


def may_be_chosen(sheet: AwardSheet, person: Awardee) -> bool:
    """Tell whether the next step may name a person: one of a tie, or one who may move up."""
    if sheet.award_list.state == "nominated":
        return person.standing == "tied_at_cut"
    return bool(vacancies(sheet)) and person.standing in MAY_MOVE_UP


def ties(sheet: AwardSheet) -> list[tuple[list[Awardee], int]]:
    """Return the people of each tie that is not settled, with the places there are for them."""
    found: dict[object, list[Awardee]] = {}
    for person in sheet.items:
        if person.standing == "tied_at_cut":
            found.setdefault(person.reason.params.get("tie"), []).append(person)
    return [(people, int(str(people[0].reason.params["places"] or 0))) for people in found.values()]


def vacancies(sheet: AwardSheet) -> int:
    """Return how many places of a public list were struck off."""
    if sheet.award_list.state != "published":
        return 0
    return sum(person.standing == "struck" for person in sheet.items)


def on_the_list(person: Awardee) -> bool:
    """Tell whether an objection can be about a person."""
    return person.standing in LISTED


def onward(sheet: AwardSheet, today: date, calendar: Calendar | None) -> list[str]:
    """Return in words how a list stands and what comes next.

    Args:
        sheet: the list.
        today: the office's day.
        calendar: counts the working days of publicity; None where it cannot be read.
    """
    head = sheet.award_list
    if head.state == "nominated":
        return [*_ties_told(sheet), _("Next: whoever did not nominate it approves it.")]
    if head.state == "approved":
        told = _("Next: it is made public for {days} working days.")
        return [word(told, {"days": head.publicity_days})]
    if head.state == "published":
        return [*publicity_told(head, today, calendar), *_before_final(sheet, today)]
    if head.state == "finalised":
        told = _("Next: {people} people are paid, the same amount for each.")
        return [word(told, {"people": head.selected})]
    paid = N_("Paid: {each} yuan x {people} people = {all} yuan.")
    return [fund_told(head.amount_fen or 0, head.selected, paid)]


def publicity_told(head: AwardListView, today: date, calendar: Calendar | None) -> list[str]:
    """Return the countdown of a publicity in words."""
    if head.publicity_from is None or head.publicity_to is None:
        return []
    if today < head.publicity_from:
        return [span_told(head)]
    if today > head.publicity_to:
        return [word(_("Was public from {starts} to {until}, {days} working days."), _span(head))]
    day = days_so_far(calendar, head.publicity_from, today)
    told = _("Public[[ {day}/{days} working days]], until {until}.")
    return [word(told, {**_span(head), "day": day})]


def span_told(head: AwardListView) -> str:
    """Return the days of a publicity in words."""
    return word(_("Public from {starts} to {until}, {days} working days."), _span(head))


def _span(head: AwardListView) -> dict[str, Param]:
    return {
        "days": head.publicity_days,
        "starts": head.publicity_from.isoformat() if head.publicity_from else None,
        "until": head.publicity_to.isoformat() if head.publicity_to else None,
    }


def fund_told(fen: int, people: int, template: str) -> str:
    """Return an amount for each of some people and its sum, in the words of a template."""
    params: dict[str, Param] = {"each": yuan(fen), "people": people, "all": yuan(fen * people)}
    return word(_(template), params)


def _ties_told(sheet: AwardSheet) -> Iterator[str]:
    for people, places in ties(sheet):
        names = tuple(person.name for person in people)
        facts: dict[str, Param] = {"people": names, "places": places}
        told = _("{people} share a rank, free places: {places}. Mark with Space who is taken.")
        yield word(told, facts)


def _before_final(sheet: AwardSheet, today: date) -> Iterator[str]:
    """Yield what stands between a public list and the final one."""
    if objections := open_objections(sheet):
        names = tuple(step.name or "" for step in objections)
        facts: dict[str, Param] = {"count": len(objections), "names": names}
        yield word(_("Objections to decide: {count} ({names})."), facts)
    if free := vacancies(sheet):
        told = _("Places struck off: {places}. Mark with Space who moves up, or leave them empty.")
        yield word(told, {"places": free})
    until = sheet.award_list.publicity_to
    if until is not None and today <= until:
        earliest = (until + timedelta(days=1)).isoformat()
        yield word(_("Next: it is made final, from {earliest} on."), {"earliest": earliest})
    elif not objections:
        yield _("Next: it is made final.")
