"""The steps of the loop as people take them: the operation of each, and what it asks for.

Options of ``gridctl ticket VERB`` and the fields of the dashboard's forms are made from this table.
Which step starts from which state stands in the workflow, not here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from gridctl.domain.loop import LEVELS
from gridctl.domain.signals import SUPERVISION_NAMES, URGENCY_NAMES
from gridctl.domain.tickets import SATISFACTION_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.domain.workflow.vocabulary import OUTCOME_NAMES
from gridctl.foundation.i18n import N_

if TYPE_CHECKING:
    from gridctl.domain.workflow.table import VerbRule

FactKind = Literal[
    "text", "story", "choice", "number", "yes_no", "day", "instant", "yuan", "unit", "units",
    "names", "staff", "place", "category", "ticket", "paragraphs", "ground", "source", "template",
    "duty_item", "scheme",
]  # fmt: skip


class Fact(NamedTuple):
    """Something a step is told.

    Attributes:
        help: what it is.
        kind: how it is entered; ``story`` is text of several lines, ``units`` several units,
            ``names`` several short texts, ``paragraphs`` several texts, each on a line of its own,
            ``ground`` one of those a return may have; ``source``, ``template``, ``duty_item`` and
            ``scheme`` are text, and those the office has are offered.
        metavar: stands for the value in help; "" for the kind's own.
        labels: code -> English label, of a choice.
        flags: spellings of the option, where the field's name will not do.
        words: columns of the imports whose spellings are understood too.
    """

    help: str
    kind: FactKind = "text"
    metavar: str = ""
    labels: Mapping[str, str] = {}
    flags: tuple[str, ...] = ()
    words: str = ""


class Step(NamedTuple):
    """A step of the loop.

    Attributes:
        operation: full name of its operation.
        help: what it does.
        facts: what it is told, by field of the operation; the ticket and the opinion are not
            among them.
        required: the facts it cannot be taken without.
    """

    operation: str
    help: str
    facts: Mapping[str, Fact] = {}
    required: tuple[str, ...] = ()


#: The operation that takes what no other operation stands for.
OWN_STEP = "ticket_own.TakeOwnStep"
_FOUND = {code: OUTCOME_NAMES[code] for code in ("exist", "not_exist", "unable")}
_CHECKED = {code: OUTCOME_NAMES[code] for code in ("pass", "fail", "unable")}
#: What a ticket may lack for a step -> what it is called.
NEEDED_NAMES: Mapping[str, str] = {
    "place": N_("Place"), "category": N_("Category"), "condition": N_("Filing condition"),
    "attachment": N_("attachment"), "dispatch": N_("a new dispatch"),
}  # fmt: skip
_LEVELS = {level: LEVEL_NAMES[level] for level in LEVELS}

_REPLY = Fact(N_("What was done; may be published."), "story")
_UNIT = Fact(N_("Unit: name, alias or code."), "unit", "UNIT")
_LIMIT = Fact(N_("Time allowed, such as 5工作日 or 4小时."), metavar="LIMIT")
_STAFF = Fact(N_("Who is to go there: number or name."), "staff", "STAFF")
_GROUND = Fact(N_("Why, in words or by the list of grounds."), metavar="GROUND")
_LISTED_GROUND = _GROUND._replace(kind="ground")
_LEVEL = Fact(
    N_("Level; the next one if left out."), "choice", labels=_LEVELS, words="division.level"
)
_UNIT_AND_LIMIT = {"unit": _UNIT, "limit": _LIMIT}

#: Verb of ``gridctl ticket`` -> step.
STEPS: Mapping[str, Step] = {
    "report": Step("ticket_intake.ReportTicket", N_("Hand a draft in.")),
    "self-handle": Step(
        "ticket_intake.SelfHandleTicket",
        N_("Report a matter as settled on the spot."),
        {"reply": _REPLY},
    ),
    "send-verify": Step(
        "ticket_intake.SendVerify",
        N_("Have a worker look at the place before filing."),
        {"staff": _STAFF},
    ),
    "verify-done": Step(
        "ticket_intake.VerifyDone",
        N_("Say what was found before filing."),
        {"outcome": Fact(N_("What was found."), "choice", labels=_FOUND)},
        ("outcome",),
    ),
    "file": Step(
        "ticket_intake.FileTicket",
        N_("Accept tickets."),
        {"condition": Fact(N_("Number of the filing condition met."), "number", "N")},
    ),
    "void": Step(
        "ticket_intake.VoidTicket", N_("Ask that tickets be rejected; another person approves.")
    ),
    "merge": Step(
        "ticket_intake.MergeTicket",
        N_("Attach duplicates to the ticket they repeat."),
        {"parent": Fact(N_("The ticket they repeat."), "ticket", "NUMBER", flags=("--into",))},
        ("parent",),
    ),
    "dispatch": Step(
        "ticket_handling.DispatchTicket",
        N_("Give tickets to the unit that handles them; fixes the time limit."),
        {
            "unit": _UNIT,
            "assist_units": Fact(N_("Unit that helps."), "units", "UNIT", flags=("--assist-unit",)),
            "limit": _LIMIT,
        },
    ),
    "sign": Step("ticket_handling.SignTicket", N_("Take dispatched tickets on.")),
    "return": Step(
        "ticket_handling.ReturnTicket",
        N_("Give tickets back as not ours."),
        {"ground": _LISTED_GROUND},
    ),
    "arbitrate": Step(
        "ticket_handling.ArbitrateTicket",
        N_("Decide who handles what was returned too often."),
        _UNIT_AND_LIMIT,
        ("unit",),
    ),
    "escalate": Step(
        "ticket_handling.EscalateTicket",
        N_("Hand tickets up to the centre above."),
        {"level": _LEVEL},
    ),
    "hand-down": Step(
        "ticket_handling.HandDownTicket",
        N_("Hand tickets down to the centre below."),
        {"level": _LEVEL},
    ),
    "extend": Step(
        "ticket_handling.ExtendTicket",
        N_("Ask for more time; another party decides."),
        {"limit": _LIMIT},
        ("limit",),
    ),
    "suspend": Step(
        "ticket_handling.SuspendTicket",
        N_("Ask that the clock stop until a day; another party decides."),
        {"until": Fact(N_("The day on which the clock goes on."), "day")},
        ("until",),
    ),
    "resume": Step(
        "ticket_handling.ResumeTicket", N_("Go on with suspended tickets before their day.")
    ),
    "feedback": Step(
        "ticket_handling.FeedbackTicket",
        N_("Say that tickets are dealt with, and how."),
        {
            "reply": _REPLY,
            "template": Fact(
                N_("Reply template, filled from the ticket."), "template", metavar="NAME"
            ),
        },
    ),
    "assist": Step(
        "ticket_handling.AssistTicket",
        N_("Have a unit help, on a clock of its own."),
        _UNIT_AND_LIMIT,
        ("unit",),
    ),
    "finish-assist": Step(
        "ticket_handling.FinishAssist", N_("Say that the help is given."), {"reply": _REPLY}
    ),
    "send-check": Step(
        "ticket_closing.SendCheck",
        N_("Have a worker look at the place after handling."),
        {"staff": _STAFF},
    ),
    "check-done": Step(
        "ticket_closing.CheckDone",
        N_("Say what was found after handling."),
        {"outcome": Fact(N_("What was found."), "choice", labels=_CHECKED, words="check.outcome")},
        ("outcome",),
    ),
    "rework": Step(
        "ticket_closing.ReworkTicket", N_("Give tickets back to their unit to do again.")
    ),
    "revisit": Step(
        "ticket_closing.RevisitTicket",
        N_("Record the call-back: what the caller says."),
        {
            "outcome": Fact(
                N_("What the caller says."),
                "choice",
                labels=SATISFACTION_NAMES,
                words="revisit.outcome",
            ),
            "resolved": Fact(
                N_("Whether the matter is resolved."),
                "yes_no",
                flags=("--resolved/--not-resolved",),
            ),
            "unresolved_reason": Fact(N_("Why it is not resolved.")),
        },
        ("outcome",),
    ),
    "close": Step("ticket_closing.CloseTicket", N_("Close tickets.")),
    "force-close": Step(
        "ticket_closing.ForceCloseTicket",
        N_("Close tickets by order; they leave the on-time figures."),
    ),
    "reopen": Step(
        "ticket_closing.ReopenTicket",
        N_("Begin another cycle of closed tickets."),
        _UNIT_AND_LIMIT,
    ),
    "archive": Step("ticket_closing.ArchiveTicket", N_("Put closed tickets away, read-only.")),
    "appeal": Step(
        "ticket_closing.AppealTicket",
        N_("Ask that a late closing be excused; another party decides."),
        {"ground": _GROUND},
    ),
    "nudge": Step("ticket_signals.NudgeTicket", N_("Remind the unit that has tickets.")),
    "supervise": Step(
        "ticket_signals.SuperviseTicket",
        N_("Put tickets under supervision."),
        {"colour": Fact(N_("How serious it is."), "choice", labels=SUPERVISION_NAMES)},
    ),
    "cancel-supervise": Step("ticket_signals.CancelSupervise", N_("Lift a supervision order.")),
    "urge": Step(
        "ticket_signals.UrgeTicket",
        N_("Mark tickets urgent, with a class that is reviewed in its rhythm."),
        {"urgency": Fact(N_("Urgency class."), "choice", labels=URGENCY_NAMES)},
    ),
    "instruct": Step("ticket_signals.InstructTicket", N_("Add a leader's instruction.")),
    "notify": Step(
        "ticket_signals.NotifyTicket",
        N_("Let units know of tickets; they confirm that they have read."),
        {"units": Fact(N_("Unit."), "units", "UNIT", flags=("--unit",))},
        ("units",),
    ),
    "read": Step("ticket_signals.ReadTicket", N_("Confirm that notices were read.")),
    "comment": Step("ticket_signals.CommentTicket", N_("Say how it goes.")),
    "step": Step(
        OWN_STEP,
        N_("Take a step that your office added to its workflow."),
        {
            "step": Fact(
                N_("Code of the step in the workflow."), metavar="CODE", flags=("--verb",)
            ),
            "outcome": Fact(N_("What came of it, one of the step's outcomes.")),
            "unit": _UNIT,
            "ground": _LISTED_GROUND,
            "limit": _LIMIT,
            "until": Fact(N_("The day on which the clock goes on."), "day"),
            "reply": _REPLY,
        },
        ("step",),
    ),
}
#: What a step of the office's own is asked for, by the guard that looks at it.
_ASKED = {
    "unit_given": "unit",
    "ground_listed": "ground",
    "extension_limits": "limit",
    "until_within": "until",
    "reply_given": "reply",
}


def step_of(verb: VerbRule) -> Step:
    """Return what taking a step of the workflow asks for, whether shipped or the office's own."""
    if shipped := STEPS.get(verb.code.replace("_", "-")):
        return shipped
    own = STEPS["step"]
    names = [name for guard, name in _ASKED.items() if guard in verb.guards]
    facts = {name: own.facts[name] for name in names}
    if verb.outcomes:
        labels = {code: OUTCOME_NAMES.get(code, code) for code in verb.outcomes}
        facts["outcome"] = Fact(own.facts["outcome"].help, "choice", labels=labels)
    return Step(own.operation, own.help, facts, tuple(facts))
