"""``gridctl whistle call``, ``review``, ``arrive``, ``resolve``, ``score`` and ``close``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, Session
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, given
from gridctl.cli.context.record import show_change
from gridctl.cli.context.sent import sends
from gridctl.cli.whistle.app import At, Number, OneUnit, Opinion, app, text_option
from gridctl.cli.whistle.columns import COLUMNS, SECTIONS
from gridctl.domain.whistles.words import CALLER_HEADS, GRADE_NAMES, KIND_NAMES, UNIT_HEADS
from gridctl.foundation.i18n import N_

_CALL = "W32028120261103001"


def _points(label: str) -> Any:
    return text_option(label, "POINTS")


@app.command(
    "call",
    cls=ChangeCommand,
    help=N_("Call departments to a place: what is the matter, and what is proposed."),
    epilog="gridctl whistle call --kind 综合执法 --title 夜市占道 --place 文定社区"
    " --facts 每晚二十余摊占道 --proposal 联合整治 --as 澄江街道网格中心\n"
    "gridctl whistle call --kind emergency --title 燃气异味 --ticket 3202812026110300001"
    " --facts 楼道有燃气味 --proposal 燃气公司到场检测 --approved-by 李镇长",
)
@sends("whistles.CallWhistle")
def call(
    ctx: typer.Context,
    kind: Annotated[str, choice(KIND_NAMES, N_("Kind of the call."))],
    title: Annotated[str, text_option(N_("What it is about, in a few words."))],
    facts: Annotated[str, text_option(N_("What is the matter."))],
    proposal: Annotated[str, text_option(N_("What is proposed."))],
    place: Annotated[
        str | None, text_option(N_("From where; the place of the ticket if left out."), "PLACE")
    ] = None,
    ticket: Annotated[str | None, text_option(N_("The ticket it is about."), "NUMBER")] = None,
    caller: Annotated[
        str | None,
        text_option(N_("The village's or town's unit; the nearest if left out."), "UNIT"),
    ] = None,
    approved_by: Annotated[
        str | None,
        text_option(N_("Who approved it, for matters beyond the town's powers."), "NAME"),
    ] = None,
    at: At = None,
) -> None:
    """Make a call."""
    from gridctl.operations.commands.whistles import CallWhistle

    fields = given(
        kind=kind, title=title, facts=facts, proposal=proposal, place=place, ticket=ticket,
        caller=caller, approved_by=approved_by, at=at,
    )  # fmt: skip
    _send(ctx, CallWhistle, fields)


@app.command(
    "review",
    cls=ChangeCommand,
    help=N_("Accept a call with its class and units, or reject it; for the county's centre."),
    epilog=f"gridctl whistle review {_CALL} --accept --class 协调办 --lead 城管局 --assist 公安局\n"
    f"gridctl whistle review {_CALL} --reject --opinion 属镇村职责范围",
)
@sends("whistles.ReviewWhistle")
def review(
    ctx: typer.Context,
    number: Number,
    accept: Annotated[
        bool, typer.Option("--accept/--reject", help=N_("Accept the call, or reject it."))
    ],
    grade: Annotated[
        str | None, choice(GRADE_NAMES, N_("How it is handled; fixes the limit."), "--class")
    ] = None,
    lead: Annotated[str | None, text_option(N_("The unit that leads."), "UNIT")] = None,
    assisting: Annotated[
        list[str] | None, text_option(N_("Unit that helps."), "UNIT", "--assist")
    ] = None,
    opinion: Opinion = None,
    at: At = None,
    if_match: IfMatch = None,
) -> None:
    """Review a call."""
    from gridctl.operations.commands.whistles import ReviewWhistle

    fields = given(
        whistle=number, accept=accept, grade=grade, lead=lead, assisting=assisting,
        opinion=opinion, at=at, if_match=if_match,
    )  # fmt: skip
    _send(ctx, ReviewWhistle, fields)


@app.command(
    "arrive",
    cls=ChangeCommand,
    help=N_("Note that a called unit is on site; in time is within one working day."),
    epilog=f"gridctl whistle arrive {_CALL} --person 王强 --role 中队长 --as 城管局\n"
    f"gridctl whistle arrive {_CALL} --unit 城管局 --at '2026-11-04 09:30'",
)
@sends("whistles.ArriveAtWhistle")
def arrive(
    ctx: typer.Context,
    number: Number,
    unit: OneUnit = None,
    person: Annotated[str | None, text_option(N_("Who came."), "NAME")] = None,
    role: Annotated[str | None, text_option(N_("What that person is there."))] = None,
    opinion: Opinion = None,
    at: At = None,
    if_match: IfMatch = None,
) -> None:
    """Note an arrival."""
    from gridctl.operations.commands.whistles import ArriveAtWhistle

    fields = given(
        whistle=number, unit=unit, person=person, role=role, opinion=opinion, at=at,
        if_match=if_match,
    )  # fmt: skip
    _send(ctx, ArriveAtWhistle, fields)


@app.command(
    "resolve",
    cls=ChangeCommand,
    help=N_("Note that the matter is resolved; for the unit that leads."),
    epilog=f"gridctl whistle resolve {_CALL} --opinion 已划线定点经营 --as 城管局",
)
@sends("whistles.ResolveWhistle")
def resolve(
    ctx: typer.Context,
    number: Number,
    opinion: Opinion = None,
    at: At = None,
    if_match: IfMatch = None,
) -> None:
    """Note that a call is resolved."""
    from gridctl.operations.commands.whistles import ResolveWhistle

    fields = given(whistle=number, opinion=opinion, at=at, if_match=if_match)
    _send(ctx, ResolveWhistle, fields)


@app.command(
    "score",
    cls=ChangeCommand,
    help=N_("Score the other side: the caller a unit on four heads, the unit the caller on two."),
    epilog=f"gridctl whistle score {_CALL} --unit 城管局 --arrival 25 --people 20 \\\n"
    "  --handling 22.5 --effect 20 --as 澄江街道网格中心\n"
    f"gridctl whistle score {_CALL} --necessity 25 --cooperation 20 --as 城管局",
)
@sends("whistles.ScoreWhistle")
def score(
    ctx: typer.Context,
    number: Number,
    unit: OneUnit = None,
    arrival: Annotated[str | None, _points(UNIT_HEADS["arrival"])] = None,
    people: Annotated[str | None, _points(UNIT_HEADS["people"])] = None,
    handling: Annotated[str | None, _points(UNIT_HEADS["handling"])] = None,
    effect: Annotated[str | None, _points(UNIT_HEADS["effect"])] = None,
    necessity: Annotated[str | None, _points(CALLER_HEADS["necessity"])] = None,
    cooperation: Annotated[str | None, _points(CALLER_HEADS["cooperation"])] = None,
    opinion: Opinion = None,
    at: At = None,
    if_match: IfMatch = None,
) -> None:
    """Score the other side."""
    from gridctl.operations.commands.whistles import ScoreWhistle

    fields = given(
        whistle=number, unit=unit, arrival=arrival, people=people, handling=handling,
        effect=effect, necessity=necessity, cooperation=cooperation, opinion=opinion, at=at,
        if_match=if_match,
    )  # fmt: skip
    _send(ctx, ScoreWhistle, fields)


@app.command(
    "close",
    cls=ChangeCommand,
    help=N_("Close a call that was resolved and scored; for the county's centre."),
    epilog=f"gridctl whistle close {_CALL}\ngridctl whistle close {_CALL} --opinion 单位逾期未评价",
)
@sends("whistles.CloseWhistle")
def close(
    ctx: typer.Context,
    number: Number,
    opinion: Opinion = None,
    at: At = None,
    if_match: IfMatch = None,
) -> None:
    """Close a call."""
    from gridctl.operations.commands.whistles import CloseWhistle

    fields = given(whistle=number, opinion=opinion, at=at, if_match=if_match)
    _send(ctx, CloseWhistle, fields)


def _send(ctx: typer.Context, step: Any, fields: dict[str, Any]) -> None:
    session = Session.of(ctx)
    show_change(session, session.send(step.model_validate(fields)), COLUMNS, SECTIONS)
