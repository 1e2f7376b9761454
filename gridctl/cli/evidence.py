"""``gridctl evidence``: checks, revisits, tasks, merits, duty and marks a score rests on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, InPeriod, Since, Until, given, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.when import day_option, instant_option, period_fields
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.errors import Usage, word
from gridctl.domain.evidence import KINDS, MERIT_LEVEL_NAMES, TASK_NAMES
from gridctl.foundation.i18n import N_, _

app = noun()

_KIND_NAMES = {name: kind.label for name, kind in KINDS.items()}
_OUTCOMES = {code: label for kind in KINDS.values() for code, label in kind.outcomes.items()}
_OUTCOME_COLUMNS = "check.outcome revisit.outcome task.outcome merit.outcome"

COLUMNS = (
    Column("id", N_("Id"), width="narrow"),
    Column("on", N_("Day"), width="narrow"),
    Column("kind", N_("Kind"), labels=_KIND_NAMES),
    Column("outcome", N_("Outcome"), labels=_OUTCOMES),
    Column("staff_name", N_("Who")),
    Column("place_name", N_("Place"), width="wide"),
    Column("unit_name", N_("Unit"), width="wide", wide_only=True),
    Column("ticket_no", N_("Ticket"), width="narrow", wide_only=True),
    Column("level", N_("Level"), width="narrow", labels=MERIT_LEVEL_NAMES, wide_only=True),
    Column("item", N_("Item")),
    Column("points", N_("Points"), width="narrow"),
    Column("rater", N_("Rater"), width="narrow", wide_only=True),
    Column("seat", N_("Rater's seat"), kind="int", width="narrow", wide_only=True),
    Column("quantity", N_("Days"), kind="int", width="narrow", wide_only=True),
    Column("expected", N_("Days expected"), kind="int", width="narrow", wide_only=True),
    Column("no", N_("Number"), width="narrow", wide_only=True),
    Column("staff_no", N_("Staff number"), width="narrow", wide_only=True),
    Column("place_code", N_("Place code"), width="narrow", wide_only=True),
    Column("unit_code", N_("Unit code"), width="narrow", wide_only=True),
)
_RECORD = (
    Column("id", N_("Id")),
    Column("kind", N_("Kind"), labels=_KIND_NAMES),
    Column("no", N_("Number")),
    Column("on", N_("Day")),
    Column("task", N_("Task"), labels=TASK_NAMES),
    Column("outcome", N_("Outcome"), labels=_OUTCOMES),
    Column("staff_name", N_("Who")),
    Column("staff_no", N_("Staff number")),
    Column("place_name", N_("Place")),
    Column("place_code", N_("Place code")),
    Column("unit_name", N_("Unit")),
    Column("ticket_no", N_("Ticket")),
    Column("level", N_("Level"), labels=MERIT_LEVEL_NAMES),
    Column("item", N_("Item")),
    Column("points", N_("Points")),
    Column("rater", N_("Rater")),
    Column("seat", N_("Rater's seat"), kind="int"),
    Column("resolved", N_("Resolved")),
    Column("due_at", N_("Due"), kind="instant"),
    Column("done_at", N_("Done"), kind="instant"),
    Column("quantity", N_("Days"), kind="int"),
    Column("expected", N_("Days expected"), kind="int"),
    Column("note", N_("Note")),
    Column("document", N_("Document")),
    Column("approver", N_("Approved by")),
    Column("found_by", N_("Found by")),
    Column("revision", N_("Revision"), kind="int"),
)
_MARKS = (Column("withdrawn", N_("Withdrawn")),)
_SECTIONS = (Section("", _RECORD), Section(N_("Marks"), _MARKS, sparse=True))


def _text(text: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=text)


_Staff = Annotated[str | None, _text(N_("About whom: number or name."), "STAFF")]
_Place = Annotated[str | None, _text(N_("About which place; tells namesakes apart."), "PLACE")]
_Unit = Annotated[str | None, _text(N_("About which unit."), "UNIT")]
_Ticket = Annotated[str | None, _text(N_("About which ticket."), "NUMBER")]
_Outcome = Annotated[
    str | None,
    choice(_OUTCOMES, N_("What came of it."), words=_OUTCOME_COLUMNS, metavar="OUTCOME"),
]
_Task = Annotated[str | None, choice(TASK_NAMES, N_("Which task."), words="task.task")]
_MeritLevel = Annotated[
    str | None, choice(MERIT_LEVEL_NAMES, N_("Level of a merit."), words="merit.level")
]
_Points = Annotated[
    str | None, _text(N_("Points, above zero, also of a penalty; a mark may be zero."), "N")
]
_Rater = Annotated[
    str | None, _text(N_("Group of raters a mark is from, as the scheme has it."), "RATER")
]
_Seat = Annotated[int | None, _text(N_("Which of the group's raters, from 1."), "N")]
_Resolved = Annotated[
    bool | None,
    typer.Option("--resolved/--not-resolved", help=N_("Whether the matter is resolved.")),
]
_Quantity = Annotated[int | None, _text(N_("Days on duty."), "N")]
_Expected = Annotated[int | None, _text(N_("Days of duty expected."), "N")]


class ReasonMissing(Usage):
    """A piece of evidence is taken out only with a reason."""

    message = N_("Withdrawing evidence needs a reason.")
    hint = N_("Add --reason TEXT.")


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List evidence, newest first."),
    epilog="gridctl evidence list 'kind:check outcome:fail on:last-month'\n"
    "gridctl evidence list --period 上月\n"
    "gridctl evidence list --kind check --outcome 不合格\n"
    "gridctl evidence list --staff 张伟 --since 2026-10",
)
def list_evidence(
    ctx: typer.Context,
    terms: FilterTerms = None,
    kind: Annotated[str | None, choice(_KIND_NAMES, N_("Only of this kind."))] = None,
    outcome: _Outcome = None,
    staff: Annotated[str | None, _text(N_("Only about this person."), "STAFF")] = None,
    ticket: Annotated[str | None, _text(N_("Only about this ticket."), "NUMBER")] = None,
    period: InPeriod = None,
    since: Since = None,
    until: Until = None,
    view: ViewName = None,
) -> None:
    """List evidence, as many as --limit allows."""
    from gridctl.operations.queries.evidence import ListEvidence

    session = Session.of(ctx)
    said = with_view(session, "evidence", view, terms)
    wanted = period_fields(period) | given(since=since, until=until)
    wanted |= given(kind=kind, outcome=outcome, staff=staff, ticket=ticket, filter=said)
    rows = session.pages(
        lambda after, limit: ListEvidence.model_validate({**wanted, "after": after, "limit": limit})
    )
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show pieces of evidence in full."),
    epilog="gridctl evidence show 12\ngridctl evidence list --fields id | gridctl evidence show -",
)
def show(
    ctx: typer.Context,
    numbers: Annotated[list[str], stdin_too("ID", N_("Its id."))],
) -> ExitCode:
    """Show one or several pieces of evidence."""
    from gridctl.operations.queries.evidence import ShowEvidence

    session = Session.of(ctx)
    return show_several(
        session,
        numbers,
        lambda number: session.send(ShowEvidence.model_validate({"evidence_id": number})),
        COLUMNS,
        _SECTIONS,
    )


@app.command(
    "create",
    cls=ChangeCommand,
    help=N_("Enter one piece of evidence; which facts it needs depends on its kind."),
    epilog="gridctl evidence create --kind check --on 2026-10-12 --staff 张伟 --outcome 不合格\n"
    "gridctl evidence create --kind merit --on today --staff S00001 --outcome merit"
    " --level 县级 --points 2 --document 澄网格办〔2026〕3号 --approver 王主任\n"
    "gridctl evidence create --kind task --on today --staff 张伟 --task 核查"
    " --due-at '今天 17:00' --done-at now\n"
    "gridctl evidence create --kind mark --on 2026-10-01 --unit 城管局 --item 答复规范 --points 8.5"
    " --document 澄网格办〔2026〕5号 --approver 王主任",
)
def create(
    ctx: typer.Context,
    kind: Annotated[str, choice(_KIND_NAMES, N_("What it is."))],
    on: Annotated[
        str, day_option(N_("The day it is about; of duty days and marks any of the period."))
    ],
    staff: _Staff = None,
    place: _Place = None,
    unit: _Unit = None,
    ticket: _Ticket = None,
    outcome: _Outcome = None,
    task: _Task = None,
    level: _MeritLevel = None,
    points: _Points = None,
    resolved: _Resolved = None,
    due_at: Annotated[str | None, instant_option(N_("When a task is due."))] = None,
    done_at: Annotated[str | None, instant_option(N_("When it was done."))] = None,
    quantity: _Quantity = None,
    expected: _Expected = None,
    item: Annotated[
        str | None, _text(N_("What was checked; of a mark the scheme's item, by id or label."))
    ] = None,
    rater: _Rater = None,
    seat: _Seat = None,
    note: Annotated[str | None, _text(N_("Note."))] = None,
    document: Annotated[str | None, _text(N_("Document it rests on."))] = None,
    approver: Annotated[str | None, _text(N_("Who approved it."), "NAME")] = None,
    found_by: Annotated[str | None, _text(N_("Who found it."), "NAME")] = None,
    no: Annotated[str | None, _text(N_("A number of its own, if it has one."))] = None,
) -> None:
    """Enter one piece of evidence."""
    from gridctl.operations.commands.evidence import CreateEvidence

    session = Session.of(ctx)
    facts = given(
        kind=kind, on=on, staff=staff, place=place, unit=unit, ticket=ticket, outcome=outcome,
        task=task, level=level, points=points, resolved=resolved, due_at=due_at, done_at=done_at,
        quantity=quantity, expected=expected, item=item, rater=rater, seat=seat, note=note,
        document=document, approver=approver, found_by=found_by, no=no,
    )  # fmt: skip
    show_change(session, session.send(CreateEvidence.model_validate(facts)), COLUMNS, _SECTIONS)


@app.command(
    "withdraw",
    cls=ChangeCommand,
    help=N_("Take a piece of evidence out of every list and figure; a reason is required."),
    epilog="gridctl evidence withdraw 12 --reason 录入重复\n"
    "gridctl evidence withdraw 12 --reason 申诉成立 -y",
)
def withdraw(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help=N_("Its id."))],
    if_match: IfMatch = None,
) -> None:
    """Withdraw a piece of evidence after asking."""
    from gridctl.operations.commands.evidence import WithdrawEvidence

    session = Session.of(ctx)
    if not session.options.reason:
        raise ReasonMissing
    session.confirm(word(_("Withdraw evidence {id}?"), {"id": number}))
    facts = given(evidence_id=number, reason=session.options.reason, if_match=if_match)
    operation = WithdrawEvidence.model_validate(facts)
    show_change(session, session.send(operation), COLUMNS, _SECTIONS)
