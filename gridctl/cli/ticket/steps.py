"""Taking a step of the loop.

Each entry of :data:`gridctl.cli.ticket.verbs.VERBS` becomes a verb here.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from gridctl.cli.context import ChangeCommand, ExitCode
from gridctl.cli.context.declared import IfMatch
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import instant_option
from gridctl.cli.ticket.app import app
from gridctl.cli.ticket.declared import text
from gridctl.cli.ticket.taking import AllOrNothing, Filtered, Numbers, take
from gridctl.cli.ticket.verbs import VERBS, Verb
from gridctl.foundation.i18n import N_

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
    "filter": Filtered,
    "all_or_nothing": AllOrNothing,
    "if_match": IfMatch,
}


def _declare(name: str, verb: Verb) -> None:
    """Declare a verb: Typer reads its options off the signature made here."""

    @sends(verb.step)
    def command(ctx: typer.Context, numbers: list[str] | None = None, **facts: Any) -> ExitCode:
        return take(ctx, verb.step, numbers, facts)

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
        inspect.Parameter("numbers", kind, annotation=Numbers, default=None),
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
