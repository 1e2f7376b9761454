"""Evidence a score rests on besides tickets: kinds, outcomes, required facts, natural keys.

Facts are named as an operation names them; places, people, units and tickets are meant by id.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal, NamedTuple

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.domain.periods import period_of
from gridctl.domain.problems import Problem
from gridctl.foundation.i18n import N_

Kind = Literal["check", "revisit", "task", "missed", "merit", "duty", "mark"]
Task = Literal["verify", "check"]
MeritLevel = Literal["town", "county", "city", "province"]
Fact = str | int | bool | None
Facts = Mapping[str, Fact]


class EvidenceKind(NamedTuple):
    """What evidence of a kind holds.

    Attributes:
        label: the kind's name.
        outcomes: outcome -> its name; empty where the fact itself is the outcome.
        fields: facts of this kind besides the common ones.
        required: facts that must be there.
        about: whom or what it may be about; one of them must be there.
        identity: facts by which two pieces without a number are the same.
        of_period: it is about a period, not a day: there is one of each, numbered or not.
    """

    label: str
    outcomes: Mapping[str, str]
    fields: tuple[str, ...]
    required: tuple[str, ...]
    about: tuple[str, ...]
    identity: tuple[str, ...]
    of_period: bool = False


class EvidenceNotFound(NotFound):
    """No evidence has this id."""

    message = N_("There is no evidence {id}.")
    hint = N_("'<evidence list>' shows all.")


class EvidenceExists(Conflict):
    """The same evidence is there already."""

    message = N_("This evidence is there already: {id} of {on}.")
    hint = N_("Withdraw that one first; give a second one of the same day a number of its own.")


class CheckRecorded(Conflict):
    """The evidence is no check that waits for its outcome."""

    message = N_("Evidence {id} is no check that waits for its outcome.")
    hint = N_("'<evidence list outcome:to_check>' shows those that do.")


class ChecksRefused(Conflict):
    """Not all checks can be recorded, and all or none was asked for."""

    message = N_("{count} of {total} checks cannot be recorded, the first is {id}.")
    hint = N_(
        "<Look at them with --dry-run; without --all-or-nothing|Try it to see which;"
        " unless all or none are asked for,> the others are changed."
    )


class EvidenceWithdrawn(Conflict):
    """The evidence was withdrawn before."""

    message = N_("Evidence {id} is withdrawn already.")


class FactMissing(Invalid):
    """Evidence of this kind or outcome needs a fact that was not given."""

    message = N_("Evidence of the kind {kind} needs {field}.")
    hint = N_("Add it and try again.")


class FactForeign(Invalid):
    """The fact does not belong to evidence of this kind."""

    message = N_("{field} does not belong to evidence of the kind {kind}.")
    hint = N_("Leave it out, or choose another kind.")


class OutcomeUnknown(Invalid):
    """Evidence of this kind knows no such outcome."""

    message = N_("{value} is no outcome of the kind {kind}.")
    hint = N_("Choose one of {choices}.")


class OutcomeContradicts(Invalid):
    """The outcome stated of a task is not what its instants say."""

    message = N_("The task is stated as {stated}, but its times say {computed}.")
    hint = N_("Correct the times, or leave the outcome out.")


TASK_NAMES: Mapping[str, str] = {"verify": N_("verification"), "check": N_("check after handling")}
MERIT_LEVEL_NAMES: Mapping[str, str] = {
    "town": N_("town"),
    "county": N_("county"),
    "city": N_("city"),
    "province": N_("province"),
}

_ANYTHING = ("staff", "place", "unit", "ticket")

KINDS: Mapping[str, EvidenceKind] = {
    "check": EvidenceKind(
        label=N_("spot check"),
        outcomes={
            "to_check": N_("to check"),
            "pass": N_("pass"),
            "fail": N_("fail"),
            "na": N_("not applicable"),
        },
        fields=("outcome", "item", "found_by"),
        required=("outcome",),
        about=_ANYTHING,
        identity=("on", "staff", "place", "unit", "ticket", "item", "found_by"),
    ),
    "revisit": EvidenceKind(
        label=N_("revisit"),
        outcomes={
            "satisfied": N_("satisfied"),
            "basically": N_("basically satisfied"),
            "dissatisfied": N_("dissatisfied"),
            "unreachable": N_("not reached"),
        },
        fields=("outcome", "resolved"),
        required=("outcome",),
        about=_ANYTHING,
        identity=("on", "staff", "place", "unit", "ticket"),
    ),
    "task": EvidenceKind(
        label=N_("verification or check task"),
        outcomes={"on_time": N_("on time"), "late": N_("late"), "open": N_("open")},
        fields=("outcome", "task", "due_at", "done_at"),
        required=("task", "outcome"),
        about=("staff",),
        identity=("on", "staff", "ticket", "task", "due_at"),
    ),
    "missed": EvidenceKind(
        label=N_("missed report"),
        outcomes={},
        fields=("found_by",),
        required=(),
        about=("staff", "place"),
        identity=("on", "staff", "place", "ticket", "found_by", "note"),
    ),
    "merit": EvidenceKind(
        label=N_("merit, penalty or decision"),
        outcomes={
            "merit": N_("merit"),
            "major_hazard": N_("major hazard found"),
            "penalty": N_("penalty"),
            "open_discipline": N_("disciplinary matter open"),
            "discipline_decision": N_("disciplinary decision"),
            "fabricated_report": N_("fabricated report confirmed"),
            "serious_accident": N_("serious accident, responsible"),
        },
        fields=("outcome", "level", "points", "document", "approver"),
        required=("outcome",),
        about=("staff",),
        identity=("on", "staff", "outcome", "level", "points", "document", "note"),
    ),
    "duty": EvidenceKind(
        label=N_("duty days"),
        outcomes={},
        fields=("quantity", "expected"),
        required=("quantity",),
        about=("staff",),
        identity=("on", "staff"),
        of_period=True,
    ),
    "mark": EvidenceKind(
        label=N_("mark"),
        outcomes={},
        fields=("item", "points", "rater", "seat", "document", "approver"),
        required=("item", "points", "document", "approver"),
        about=("staff", "unit", "place"),
        identity=("on", "staff", "unit", "place", "item", "rater", "seat"),
        of_period=True,
    ),
}

#: What an outcome needs besides what its kind needs: points by hand rest on a document and an
#: approver (domain.md 9.1, ``manual``).
_NEEDED_BY_OUTCOME: Mapping[str, tuple[str, ...]] = {
    "merit": ("level", "document", "approver"),
    "penalty": ("points", "document", "approver"),
}
_SPECIFIC = frozenset(name for kind in KINDS.values() for name in kind.fields)


def evidence_problems(kind: str, facts: Facts) -> Iterator[Problem]:
    """Yield what is wrong with evidence: missing and foreign facts, unknown outcomes.

    Codes: ``required``, ``foreign_fact``, ``unknown_choice``.
    """
    rules = KINDS[kind]
    given = {name for name, value in facts.items() if value not in (None, "")}
    outcome = str(facts.get("outcome") or "")
    for name in sorted((given & _SPECIFIC) - set(rules.fields)):
        yield Problem("foreign_fact", name, str(facts[name]))
    if outcome and rules.outcomes and outcome not in rules.outcomes:
        choices = tuple(rules.outcomes)
        yield Problem("unknown_choice", "outcome", outcome, (("choices", choices),))
    if not given & set(rules.about):
        yield Problem("required", rules.about[0])
    seat = ("seat",) if "rater" in given else ()
    for name in (*rules.required, *_NEEDED_BY_OUTCOME.get(outcome, ()), *seat):
        if name not in given:
            yield Problem("required", name)


def evidence_day(kind: str, on: date, period: str = "month") -> date:
    """Return the day evidence is kept under; what belongs to a period, under its first.

    Args:
        kind: of the evidence.
        on: the day given.
        period: ``month|quarter|half|year``; a mark's is that of the scheme that asks for it.
    """
    return period_of(period, on).first if KINDS[kind].of_period else on


def about_one(kind: str, about: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return what evidence is about; a mark is about one alone.

    A place beside a person or unit only tells who is meant.
    """
    if kind != "mark":
        return dict(about)
    subject = next((name for name in KINDS[kind].about if about.get(name) is not None), "")
    return {name: value if name in (subject, "ticket") else None for name, value in about.items()}


def task_outcome(due_at: datetime | None, done_at: datetime | None) -> str:
    """Return what the instants of a task say, or "" where they say nothing.

    A task without a limit is neither on time nor late once it is done.
    """
    if done_at is None:
        return "open" if due_at else ""
    if due_at is None:
        return ""
    return "on_time" if done_at <= due_at else "late"


def match_key(kind: str, no: str, facts: Facts) -> str:
    """Return the natural key: the number within the kind, or a digest of what tells it apart."""
    number = "".join(unicodedata.normalize("NFKC", no).split())
    if number and not KINDS[kind].of_period:
        return f"{kind}:{number}"
    values = (facts.get(name) for name in KINDS[kind].identity)
    text = "\x1f".join("" if value is None else str(value) for value in values)
    return f"{kind}:#{hashlib.sha256(text.encode()).hexdigest()[:32]}"
