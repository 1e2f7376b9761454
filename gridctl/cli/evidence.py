"""``gridctl evidence``: checks, revisits, tasks, merits, duty and marks a score rests on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import IfMatch, InPeriod, Since, Until, given, stdin_too
from gridctl.cli.context.filtering import FilterTerms, ViewName, with_view
from gridctl.cli.context.many import AFTER, show_many
from gridctl.cli.context.numbers import numbers_in
from gridctl.cli.context.record import show_change, show_several
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option, instant_option, period_fields
from gridctl.cli.render import Column, Listing
from gridctl.domain.draws import PER_NAMES
from gridctl.domain.errors import Usage, word
from gridctl.domain.evidence import MERIT_LEVEL_NAMES, TASK_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.evidence import (
    CHECKED_NAMES,
    COLUMNS,
    DRAWN_COLUMNS,
    KIND_NAMES,
    OUTCOME_NAMES,
    SECTIONS,
)

app = noun()

#: The checks that were recorded together.
_RECORDED = (
    Column("evidence_id", N_("Id"), width="narrow"),
    Column("ticket_no", N_("Ticket"), width="narrow"),
    Column("staff_name", N_("Who")),
    Column("before", N_("Before"), labels=OUTCOME_NAMES, width="narrow"),
    Column("after", N_("After"), labels=OUTCOME_NAMES, width="narrow"),
    *AFTER,
)
_OUTCOME_COLUMNS = "check.outcome revisit.outcome task.outcome merit.outcome"


def _text(text: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=text)


_Staff = Annotated[str | None, _text(N_("About whom: number or name."), "STAFF")]
_Place = Annotated[str | None, _text(N_("About which place; tells namesakes apart."), "PLACE")]
_Unit = Annotated[str | None, _text(N_("About which unit."), "UNIT")]
_Ticket = Annotated[str | None, _text(N_("About which ticket."), "NUMBER")]
_Outcome = Annotated[
    str | None,
    choice(OUTCOME_NAMES, N_("What came of it."), words=_OUTCOME_COLUMNS, metavar="OUTCOME"),
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
_Quantity = Annotated[str | None, _text(N_("Days on duty, such as 21.5."), "N")]
_Expected = Annotated[str | None, _text(N_("Days of duty expected."), "N")]


#: Why some of what was drawn is given to nobody.
_UNASSIGNED = N_("Without a checker, as nobody named may check them: {unassigned}.")
_NO_CHECKERS = N_(
    "No checker was named: {unassigned} checks are given to nobody. Take the draw back with"
    " '<undo>' and draw again with the seed {seed} <and --checker STAFF|and checkers>, or name who"
    " checked when the outcome is recorded."
)


class ReasonMissing(Usage):
    """A piece of evidence is taken out only with a reason."""

    message = N_("Withdrawing evidence needs a reason.")
    hint = N_("<Add --reason TEXT|Say the reason>.")


@app.command(
    "list",
    cls=ListCommand,
    help=N_("List evidence, newest first."),
    epilog="gridctl evidence list 'kind:check outcome:fail on:last-month'\n"
    "gridctl evidence list --period 上月\n"
    "gridctl evidence list --kind check --outcome 不合格\n"
    "gridctl evidence list --staff 张伟 --since 2026-10",
)
@sends("evidence.ListEvidence")
def list_evidence(
    ctx: typer.Context,
    terms: FilterTerms = None,
    kind: Annotated[str | None, choice(KIND_NAMES, N_("Only of this kind."))] = None,
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
    rows = session.pages(ListEvidence, wanted)
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Show pieces of evidence in full."),
    epilog="gridctl evidence show 12\ngridctl evidence list --fields id | gridctl evidence show -",
)
@sends("evidence.ShowEvidence")
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
        SECTIONS,
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
@sends("evidence.CreateEvidence")
def create(
    ctx: typer.Context,
    kind: Annotated[str, choice(KIND_NAMES, N_("What it is."))],
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
    show_change(session, session.send(CreateEvidence.model_validate(facts)), COLUMNS, SECTIONS)


@app.command(
    "draw",
    cls=ChangeCommand,
    help=N_("Draw closed tickets by lot for spot checks, and give each to a checker."),
    epilog="gridctl evidence draw closed:2026-10 --share 5 --checker 张伟 --checker 李敏\n"
    "gridctl evidence draw closed:2026-10 unit:城管局 --count 3 --per unit\n"
    "gridctl evidence draw closed:2026-10 --share 5 --seed 20261101 -n",
)
@sends("evidence.DrawChecks")
def draw(
    ctx: typer.Context,
    terms: FilterTerms = None,
    share: Annotated[
        str | None, _text(N_("Per cent that are drawn of each group, rounded up."), "N")
    ] = None,
    count: Annotated[int | None, _text(N_("How many are drawn of each group."), "N")] = None,
    per: Annotated[
        str | None, choice(PER_NAMES, N_("Groups that are drawn from; towns if left out."))
    ] = None,
    checkers: Annotated[
        list[str] | None,
        typer.Option(
            "--checker",
            metavar="STAFF",
            help=N_(
                "Who checks, number or name; repeatable. Nobody gets a ticket of a town with a "
                "post of theirs, or one they reported."
            ),
        ),
    ] = None,
    seed: Annotated[
        str | None,
        _text(N_("What the lots are made with; one is made up and told where left out.")),
    ] = None,
    on: Annotated[str | None, day_option(N_("The day of the checks, today if omitted."))] = None,
) -> None:
    """Draw checks, and tell what it takes to draw them again."""
    from gridctl.operations.commands.evidence import DrawChecks

    session = Session.of(ctx)
    facts = given(
        filter=" ".join(terms or ()), share=share, count=count, per=per, checkers=checkers,
        seed=seed, on=on,
    )  # fmt: skip
    drawn = session.send(DrawChecks.model_validate(facts))
    traced = drawn.model_dump(mode="json", exclude={"items"})
    session.show(Listing(drawn.items, total=len(drawn.items)), DRAWN_COLUMNS, meta=traced)
    session.note(
        word(
            _("{draw}: {drawn} of {pool} closed tickets; seed {seed}, pool {pool_digest}"),
            {**traced, "drawn": len(drawn.items)},
        )
    )
    if drawn.unassigned:
        session.note(word(_(_UNASSIGNED if checkers else _NO_CHECKERS), traced))
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))


@app.command(
    "record",
    cls=ChangeCommand,
    help=N_("Record what came of checks that were drawn."),
    epilog="gridctl evidence record 961 --outcome 合格\n"
    "gridctl evidence record 961 --outcome fail --item 处置现场 --note 垃圾未清净\n"
    "gridctl evidence list outcome:to_check --all --fields id"
    " | gridctl evidence record - --outcome 合格",
)
@sends("evidence.RecordCheck", "evidence.RecordChecks")
def record(
    ctx: typer.Context,
    numbers: Annotated[list[str], stdin_too("ID", N_("Their ids."))],
    outcome: Annotated[str, choice(CHECKED_NAMES, N_("What came of it."), words="check.outcome")],
    on: Annotated[str | None, day_option(N_("The day it was checked, today if omitted."))] = None,
    item: Annotated[str | None, _text(N_("What was checked."))] = None,
    note: Annotated[str | None, _text(N_("Note."))] = None,
    found_by: Annotated[
        str | None, _text(N_("Who checked, where that is another than it was given to."), "NAME")
    ] = None,
    all_or_nothing: Annotated[
        bool, typer.Option("--all-or-nothing", help=N_("Change nothing if one check cannot."))
    ] = False,
    if_match: IfMatch = None,
) -> ExitCode:
    """Record the outcome of a check, or of several as one change."""
    from gridctl.operations.commands.evidence import RecordCheck, RecordChecks

    session = Session.of(ctx)
    facts = given(
        outcome=outcome, on=on, item=item, note=note, found_by=found_by, if_match=if_match
    )
    wanted = numbers_in(numbers, COLUMNS)
    if len(wanted) == 1:
        one = RecordCheck.model_validate({**facts, "evidence_id": wanted[0]})
        show_change(session, session.send(one), COLUMNS, SECTIONS)
        return ExitCode.OK
    several = {**facts, "checks": wanted, "all_or_nothing": all_or_nothing}
    return show_many(session, session.send(RecordChecks.model_validate(several)), _RECORDED)


@app.command(
    "withdraw",
    cls=ChangeCommand,
    help=N_("Take a piece of evidence out of every list and figure; a reason is required."),
    epilog="gridctl evidence withdraw 12 --reason 录入重复\n"
    "gridctl evidence withdraw 12 --reason 申诉成立 -y",
)
@sends("evidence.WithdrawEvidence")
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
    facts = given(evidence_id=number, reason=session.options.reason, if_match=if_match)
    operation = WithdrawEvidence.model_validate(facts)
    question = word(_("Withdraw evidence {id}?"), {"id": number})
    show_change(session, session.send_agreed(operation, question), COLUMNS, SECTIONS)
