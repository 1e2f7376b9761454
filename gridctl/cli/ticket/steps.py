"""Taking a step of the loop: a single ticket shows its record afterwards, several a row each.

Each entry of :data:`gridctl.cli.ticket.verbs.VERBS` becomes a verb here; several tickets are one
change.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode, Session
from gridctl.cli.context.declared import IfMatch, given
from gridctl.cli.context.record import show_change
from gridctl.cli.context.when import instant_option
from gridctl.cli.render import Column, Listing
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.attaching import attachments
from gridctl.cli.ticket.choosing import chosen
from gridctl.cli.ticket.declared import text
from gridctl.cli.ticket.onward import tell_next
from gridctl.cli.ticket.verbs import VERBS, Verb
from gridctl.domain.tickets import STATE_NAMES
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.tickets import COLUMNS, SECTIONS
from gridctl.presentation.wording import error_words

#: Options of every step.
_COMMON: Mapping[str, Any] = {
    "opinion": Annotated[str | None, text(N_("Why, for the ticket's log."))],
    "at": Annotated[str | None, instant_option(N_("When it happened, if entered later."))],
    "attach": Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help=N_("Proof, such as a picture; the file stays where it is.")
        ),
    ],
    "filter": Annotated[
        str | None,
        text(N_("All tickets this filter lets through, after a question."), "FILTER"),
    ],
    "all_or_nothing": Annotated[
        bool, typer.Option("--all-or-nothing", help=N_("Change nothing if one ticket cannot."))
    ],
    "if_match": IfMatch,
}
_Numbers = Annotated[
    list[str] | None,
    typer.Argument(metavar="NUMBER...", help=N_("Serial or external numbers; - reads stdin.")),
]
ROWS = (
    Column("ticket", N_("Ticket"), width="narrow"),
    Column("title", N_("Title"), width="wide"),
    Column("before", N_("Before"), labels=STATE_NAMES, width="narrow"),
    Column("after", N_("After"), labels=STATE_NAMES, width="narrow"),
    Column("done", N_("Taken"), width="narrow"),
    Column("why", N_("Why not"), width="wide"),
)


def take(
    ctx: typer.Context, verb: Verb, numbers: list[str] | None, facts: dict[str, Any]
) -> ExitCode:
    """Take a step on the tickets named, alone or as one change."""
    from gridctl.operations.registry import operation_class

    session = Session.of(ctx)
    all_or_nothing = facts.pop("all_or_nothing", False)
    if paths := facts.pop("attach", None):
        facts["attachments"] = attachments(paths)
    terms = facts.pop("filter", None)
    facts = given(**facts)
    wanted = chosen(session, numbers, terms)
    if len(wanted) == 1 and not terms:
        step: Any = operation_class(verb.step)
        view = session.send(step.model_validate({**facts, "ticket": wanted[0]}))
        show_change(session, view, COLUMNS, SECTIONS)
        tell_next(session, view)
        return ExitCode.OK
    return _take_many(session, verb, wanted, facts, all_or_nothing)


def _take_many(
    session: Session, verb: Verb, numbers: list[str], facts: dict[str, Any], all_or_nothing: bool
) -> ExitCode:
    from gridctl.operations.commands.ticket_steps import TakeSteps

    done = session.send(
        TakeSteps(
            step=verb.step, tickets=tuple(numbers), facts=facts, all_or_nothing=all_or_nothing
        )
    )
    rows = [row.model_dump() | {"why": _why(row.error)} for row in done.items]
    session.show(Listing(rows, total=len(rows)), ROWS)
    counts = {"done": done.done, "failed": done.failed}
    session.note(_("{done} done, {failed} not.").format(**counts))
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))
    return ExitCode.PARTIAL if done.failed else ExitCode.OK


def _why(error: Any) -> str:
    return "" if error is None else error_words(error.code, error.params)


def _declare(name: str, verb: Verb) -> None:
    """Declare a verb: Typer reads its options off the signature made here."""

    def command(ctx: typer.Context, numbers: list[str] | None = None, **facts: Any) -> ExitCode:
        return take(ctx, verb, numbers, facts)

    command.__name__ = name.replace("-", "_")
    command.__doc__ = verb.help
    command.__signature__ = _signature(verb)  # type: ignore[attr-defined]
    command.__annotations__ = {
        parameter.name: parameter.annotation
        for parameter in command.__signature__.parameters.values()  # type: ignore[attr-defined]
    }
    app.command(name, cls=ChangeCommand, help=verb.help, epilog=verb.epilog)(command)


def _signature(verb: Verb) -> inspect.Signature:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    found = [
        inspect.Parameter("ctx", kind, annotation=typer.Context),
        inspect.Parameter("numbers", kind, annotation=_Numbers, default=None),
    ]
    for name, annotation in {**verb.options, **_COMMON}.items():
        required = name in verb.required
        default = (
            False if name == "all_or_nothing" else inspect.Parameter.empty if required else None
        )
        found.append(
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
            )
        )
    return inspect.Signature(found)


for _name, _verb in VERBS.items():
    _declare(_name, _verb)
