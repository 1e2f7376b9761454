"""Doing something to tickets: a single one shows its record, several a row each as one change."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import ExitCode, Session
from gridctl.cli.context.declared import given, stdin_too
from gridctl.cli.context.many import AFTER, show_many
from gridctl.cli.context.record import show_change
from gridctl.cli.render import Column
from gridctl.cli.ticket.attaching import attachments
from gridctl.cli.ticket.choosing import chosen
from gridctl.cli.ticket.declared import text
from gridctl.cli.ticket.onward import tell_next
from gridctl.foundation.i18n import N_
from gridctl.presentation.own_words import STATE_LABELS
from gridctl.presentation.tickets import COLUMNS, SECTIONS

Numbers = Annotated[
    list[str] | None,
    stdin_too("NUMBER", N_("Serial or external numbers.")),
]
Filtered = Annotated[
    str | None, text(N_("All tickets this filter lets through, after a question."), "FILTER")
]
AllOrNothing = Annotated[
    bool, typer.Option("--all-or-nothing", help=N_("Change nothing if one ticket cannot."))
]
ROWS = (
    Column("ticket", N_("Ticket"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("before", N_("Before"), labels=STATE_LABELS, width="narrow"),
    Column("after", N_("After"), labels=STATE_LABELS, width="narrow"),
    *AFTER,
)


def take(
    ctx: typer.Context, operation: str, numbers: list[str] | None, facts: dict[str, Any]
) -> ExitCode:
    """Take a step on the tickets named, or decide what was asked for, alone or as one change.

    Args:
        ctx: of the command.
        operation: full name of what is done to each ticket.
        numbers: of the tickets, None where a filter names them.
        facts: fields of the operation; ``filter``, ``all_or_nothing`` and paths to ``attach``.
    """
    from gridctl.operations.registry import operation_class

    session = Session.of(ctx)
    all_or_nothing = facts.pop("all_or_nothing", False)
    if paths := facts.pop("attach", None):
        facts["attachments"] = attachments(paths)
    terms = facts.pop("filter", None)
    facts = given(**facts)
    wanted = chosen(session, numbers, terms)
    if len(wanted) == 1 and not terms:
        step: Any = operation_class(operation)
        view = session.send(step.model_validate({**facts, "ticket": wanted[0]}))
        show_change(session, view, COLUMNS, SECTIONS)
        tell_next(session, view)
        return ExitCode.OK
    return _take_many(session, operation, wanted, facts, all_or_nothing)


def _take_many(
    session: Session,
    operation: str,
    numbers: list[str],
    facts: dict[str, Any],
    all_or_nothing: bool,
) -> ExitCode:
    from gridctl.operations.commands.ticket_steps import TakeSteps

    done = session.send(
        TakeSteps(
            step=operation, tickets=tuple(numbers), facts=facts, all_or_nothing=all_or_nothing
        )
    )
    return show_many(session, done, ROWS)
