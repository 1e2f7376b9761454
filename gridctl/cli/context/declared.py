"""Options and values that several nouns declare alike."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context.when import day_option, period_option, since_option, until_option
from gridctl.foundation.i18n import N_

AsOf = Annotated[str | None, day_option(N_("The day meant; today if left out."))]
Since = Annotated[str | None, since_option(N_("From this day on; also a month: its first day."))]
Until = Annotated[str | None, until_option(N_("Up to this day; also a month: its last day."))]
InPeriod = Annotated[
    str | None,
    period_option(N_("Within this month, quarter (2026-Q4), half (2026-H2) or year.")),
]
Under = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("Only at this place and below: code, name or alias.")),
]
Text = Annotated[str | None, typer.Option(metavar="TEXT", help=N_("Only what contains this."))]
IfMatch = Annotated[
    int | None,
    typer.Option(metavar="REVISION", help=N_("Only if nobody has changed it since.")),
]


def paragraphs(words: str, metavar: str = "TEXT") -> Any:
    """Declare an option that is repeated for every text; a comma is a part of the text.

    Where options become fields of a form, each text has a line of its own.
    """
    option = typer.Option(metavar=metavar, help=words)
    option.paragraphs = True
    return option


def takes_paragraphs(param: Any) -> bool:
    """Tell whether a parameter was declared by :func:`paragraphs`."""
    return bool(getattr(param.type_descriptor.parameter_info, "paragraphs", False))


def stdin_too(metavar: str, words: str) -> Any:
    """Declare an argument whose values ``-`` reads from stdin; help pages say so, forms do not."""
    argument = typer.Argument(metavar=metavar, help=words)
    argument.stdin = True
    return argument


def takes_stdin(param: Any) -> bool:
    """Tell whether a parameter was declared by :func:`stdin_too`."""
    info = getattr(getattr(param, "type_descriptor", None), "parameter_info", None)
    return bool(getattr(info, "stdin", False))


def into(field: str, option: Any) -> Any:
    """Declare that an option goes into a field of the operation with another name.

    Several may go into one: they are decided together where somebody else has changed it.
    """
    option.into = field
    return option


def goes_into(param: Any) -> str:
    """Return the field of the operation a parameter goes into."""
    return str(getattr(param.type_descriptor.parameter_info, "into", param.name))


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields that were given: None, and a list without entries, was not."""
    return {
        name: value
        for name, value in fields.items()
        if value is not None and not (isinstance(value, list | tuple) and not value)
    }


def given_lists(**fields: list[str] | None) -> dict[str, list[str]]:
    """Return the lists that were given; a blank entry says nothing, alone it empties the list."""
    return {
        name: [entry for entry in entries if entry.strip()]
        for name, entries in fields.items()
        if entries
    }


def given_or_emptied(**fields: Any) -> dict[str, Any]:
    """Return the fields that were given; blank text takes a value away and becomes None."""
    return {
        name: None if value == "" else value for name, value in fields.items() if value is not None
    }
