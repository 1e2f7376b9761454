"""The steps of the loop as verbs of ``gridctl ticket``: operation, help, options of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

import typer

from gridctl.cli.context.choices import choice
from gridctl.cli.context.when import day_option
from gridctl.cli.ticket.declared import text
from gridctl.domain.loop import LEVELS, SUPERVISION_NAMES, URGENCY_NAMES
from gridctl.domain.tickets import SATISFACTION_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_

_FOUND = {
    "exist": N_("it is so"),
    "not_exist": N_("it is not so"),
    "unable": N_("could not be found out"),
}
_CHECKED = {"pass": N_("pass"), "fail": N_("fail"), "unable": N_("could not be found out")}
_LEVELS = {level: LEVEL_NAMES[level] for level in LEVELS}

Reply = Annotated[str | None, text(N_("What was done; may be published."))]
Unit = Annotated[str | None, text(N_("Unit: name, alias or code."), "UNIT")]
Limit = Annotated[str | None, text(N_("Time allowed, such as 5工作日 or 4小时."), "LIMIT")]
Staff = Annotated[str | None, text(N_("Who is to go there: number or name."), "STAFF")]
Ground = Annotated[str | None, text(N_("Why, in words or by the list of grounds."), "GROUND")]
Level = Annotated[str | None, choice(_LEVELS, N_("Level; the next one if left out."))]


class Verb(NamedTuple):
    """A step as a verb: its operation, its help, its options by field of the operation."""

    step: str
    help: str
    epilog: str
    options: Mapping[str, Any] = {}
    required: tuple[str, ...] = ()


_T = "3202812026100100001"

VERBS: Mapping[str, Verb] = {
    "report": Verb(
        "ticket_intake.ReportTicket", N_("Hand a draft in."), epilog=f"gridctl ticket report {_T}"
    ),
    "self-handle": Verb(
        "ticket_intake.SelfHandleTicket",
        N_("Report a matter as settled on the spot."),
        epilog=f"gridctl ticket self-handle {_T} --reply 已当场清理 --attach 后.jpg",
        options={"reply": Reply},
    ),
    "send-verify": Verb(
        "ticket_intake.SendVerify",
        N_("Have a worker look at the place before filing."),
        epilog=f"gridctl ticket send-verify {_T} --staff 张伟",
        options={"staff": Staff},
    ),
    "verify-done": Verb(
        "ticket_intake.VerifyDone",
        N_("Say what was found before filing."),
        epilog=f"gridctl ticket verify-done {_T} --outcome exist --as 张伟",
        options={"outcome": Annotated[str | None, choice(_FOUND, N_("What was found."))]},
        required=("outcome",),
    ),
    "file": Verb(
        "ticket_intake.FileTicket",
        N_("Accept tickets."),
        epilog=f"gridctl ticket file {_T} --condition 2\n"
        "gridctl ticket list --state reported --fields serial_no | gridctl ticket file -",
        options={
            "condition": Annotated[int | None, text(N_("Number of the filing condition met."), "N")]
        },
    ),
    "void": Verb(
        "ticket_intake.VoidTicket",
        N_("Ask that tickets be rejected; another person approves."),
        epilog=f"gridctl ticket void {_T} --opinion 不属受理范围",
    ),
    "merge": Verb(
        "ticket_intake.MergeTicket",
        N_("Attach duplicates to the ticket they repeat."),
        epilog=f"gridctl ticket merge JY-8 JY-9 --into {_T}",
        options={
            "parent": Annotated[
                str | None,
                typer.Option("--into", metavar="NUMBER", help=N_("The ticket they repeat.")),
            ]
        },
        required=("parent",),
    ),
    "dispatch": Verb(
        "ticket_handling.DispatchTicket",
        N_("Give tickets to the unit that handles them; fixes the time limit."),
        epilog=f"gridctl ticket dispatch {_T} --unit 城管局 --limit 5工作日\n"
        "gridctl ticket list --state filed --fields serial_no | gridctl ticket dispatch - -n",
        options={
            "unit": Unit,
            "assist_units": Annotated[
                list[str] | None,
                typer.Option(
                    "--assist-unit", metavar="UNIT", help=N_("Unit that helps; may be repeated.")
                ),
            ],
            "limit": Limit,
        },
    ),
    "sign": Verb(
        "ticket_handling.SignTicket",
        N_("Take dispatched tickets on."),
        epilog=f"gridctl ticket sign {_T} --as 城管局",
    ),
    "return": Verb(
        "ticket_handling.ReturnTicket",
        N_("Give tickets back as not ours."),
        epilog=f"gridctl ticket return {_T} --ground not_competent --opinion 属住建局 --as 城管局",
        options={"ground": Ground},
        required=("ground",),
    ),
    "arbitrate": Verb(
        "ticket_handling.ArbitrateTicket",
        N_("Decide who handles what was returned too often."),
        epilog=f"gridctl ticket arbitrate {_T} --unit 城管局 --opinion 依权责清单",
        options={"unit": Unit, "limit": Limit},
        required=("unit",),
    ),
    "escalate": Verb(
        "ticket_handling.EscalateTicket",
        N_("Hand tickets up to the centre above."),
        epilog=f"gridctl ticket escalate {_T} --opinion 超出镇级权限 --as 澄江街道网格中心",
        options={"level": Level},
    ),
    "hand-down": Verb(
        "ticket_handling.HandDownTicket",
        N_("Hand tickets down to the centre below."),
        epilog=f"gridctl ticket hand-down {_T} --level town",
        options={"level": Level},
    ),
    "extend": Verb(
        "ticket_handling.ExtendTicket",
        N_("Ask for more time; another party decides."),
        epilog=f"gridctl ticket extend {_T} --limit 3工作日 --opinion 材料采购 --as 城管局",
        options={"limit": Limit},
        required=("limit",),
    ),
    "suspend": Verb(
        "ticket_handling.SuspendTicket",
        N_("Ask that the clock stop until a day; another party decides."),
        epilog=f"gridctl ticket suspend {_T} --until 2026-12-01 --opinion 汛期不能施工 --as 水利局",
        options={
            "until": Annotated[str | None, day_option(N_("The day on which the clock goes on."))]
        },
        required=("until",),
    ),
    "resume": Verb(
        "ticket_handling.ResumeTicket",
        N_("Go on with suspended tickets before their day."),
        epilog=f"gridctl ticket resume {_T}",
    ),
    "feedback": Verb(
        "ticket_handling.FeedbackTicket",
        N_("Say that tickets are dealt with, and how."),
        epilog=f"gridctl ticket feedback {_T} --reply 已清运完毕 --as 城管局\n"
        f"gridctl ticket feedback {_T} --template 办结 --as 城管局",
        options={
            "reply": Reply,
            "template": Annotated[
                str | None, text(N_("Reply template, filled from the ticket."), "NAME")
            ],
        },
    ),
    "assist": Verb(
        "ticket_handling.AssistTicket",
        N_("Have a unit help, on a clock of its own."),
        epilog=f"gridctl ticket assist {_T} --unit 公安局 --limit 2工作日",
        options={"unit": Unit, "limit": Limit},
        required=("unit",),
    ),
    "finish-assist": Verb(
        "ticket_handling.FinishAssist",
        N_("Say that the help is given."),
        epilog=f"gridctl ticket finish-assist {_T} --reply 已到场配合 --as 公安局",
        options={"reply": Reply},
    ),
    "send-check": Verb(
        "ticket_closing.SendCheck",
        N_("Have a worker look at the place after handling."),
        epilog=f"gridctl ticket send-check {_T} --staff 张伟",
        options={"staff": Staff},
    ),
    "check-done": Verb(
        "ticket_closing.CheckDone",
        N_("Say what was found after handling."),
        epilog=f"gridctl ticket check-done {_T} --outcome pass --as 张伟",
        options={"outcome": Annotated[str | None, choice(_CHECKED, N_("What was found."))]},
        required=("outcome",),
    ),
    "rework": Verb(
        "ticket_closing.ReworkTicket",
        N_("Give tickets back to their unit to do again."),
        epilog=f"gridctl ticket rework {_T} --opinion 现场仍有残留",
    ),
    "revisit": Verb(
        "ticket_closing.RevisitTicket",
        N_("Record the call-back: what the caller says."),
        epilog=f"gridctl ticket revisit {_T} --outcome satisfied --resolved",
        options={
            "outcome": Annotated[
                str | None, choice(SATISFACTION_NAMES, N_("What the caller says."))
            ],
            "resolved": Annotated[
                bool | None,
                typer.Option(
                    "--resolved/--not-resolved", help=N_("Whether the matter is resolved.")
                ),
            ],
            "unresolved_reason": Annotated[str | None, text(N_("Why it is not resolved."))],
        },
        required=("outcome",),
    ),
    "close": Verb(
        "ticket_closing.CloseTicket", N_("Close tickets."), epilog=f"gridctl ticket close {_T}"
    ),
    "force-close": Verb(
        "ticket_closing.ForceCloseTicket",
        N_("Close tickets by order; they leave the on-time figures."),
        epilog=f"gridctl ticket force-close {_T} --opinion 经主要领导批准",
    ),
    "reopen": Verb(
        "ticket_closing.ReopenTicket",
        N_("Begin another cycle of closed tickets."),
        epilog=f"gridctl ticket reopen {_T} --opinion 群众反映复发 --limit 2工作日",
        options={"limit": Limit},
    ),
    "archive": Verb(
        "ticket_closing.ArchiveTicket",
        N_("Put closed tickets away, read-only."),
        epilog="gridctl ticket list --state closed --until 2026-09 --all --fields serial_no"
        " | gridctl ticket archive -",
    ),
    "appeal": Verb(
        "ticket_closing.AppealTicket",
        N_("Ask that a late closing be excused; another party decides."),
        epilog=f"gridctl ticket appeal {_T} --opinion 台风停工 --as 城管局",
        options={"ground": Ground},
    ),
    "nudge": Verb(
        "ticket_signals.NudgeTicket",
        N_("Remind the unit that has tickets."),
        epilog=f"gridctl ticket nudge {_T} --opinion 请于今日反馈",
    ),
    "supervise": Verb(
        "ticket_signals.SuperviseTicket",
        N_("Put tickets under supervision."),
        epilog=f"gridctl ticket supervise {_T} --colour yellow --opinion 多次催办未果",
        options={
            "colour": Annotated[str | None, choice(SUPERVISION_NAMES, N_("How serious it is."))]
        },
    ),
    "cancel-supervise": Verb(
        "ticket_signals.CancelSupervise",
        N_("Lift a supervision order."),
        epilog=f"gridctl ticket cancel-supervise {_T} --opinion 已整改",
    ),
    "urge": Verb(
        "ticket_signals.UrgeTicket",
        N_("Mark tickets urgent, with a class that is reviewed in its rhythm."),
        epilog=f"gridctl ticket urge {_T} --urgency red --opinion 涉及安全",
        options={"urgency": Annotated[str | None, choice(URGENCY_NAMES, N_("Urgency class."))]},
    ),
    "instruct": Verb(
        "ticket_signals.InstructTicket",
        N_("Add a leader's instruction."),
        epilog=f"gridctl ticket instruct {_T} --opinion 请城管局牵头本周办结",
    ),
    "notify": Verb(
        "ticket_signals.NotifyTicket",
        N_("Let units know of tickets; they confirm that they have read."),
        epilog=f"gridctl ticket notify {_T} --unit 公安局 --unit 应急局 --opinion 请知悉",
        options={
            "units": Annotated[
                list[str] | None,
                typer.Option("--unit", metavar="UNIT", help=N_("Unit; may be repeated.")),
            ]
        },
        required=("units",),
    ),
    "read": Verb(
        "ticket_signals.ReadTicket",
        N_("Confirm that notices were read."),
        epilog=f"gridctl ticket read {_T} --as 公安局",
    ),
    "comment": Verb(
        "ticket_signals.CommentTicket",
        N_("Say how it goes."),
        epilog=f"gridctl ticket comment {_T} --opinion 施工队已进场 --as 城管局",
    ),
}
