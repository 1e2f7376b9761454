"""The Typer application the verbs of ``gridctl whistle`` belong to, and their shared options."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import noun
from gridctl.cli.context.when import instant_option
from gridctl.foundation.i18n import N_

app = noun()


def text_option(words: str, metavar: str = "TEXT", *flags: str) -> Any:
    """Declare an option that takes text."""
    return typer.Option(*flags, metavar=metavar, help=words)


Number = Annotated[str, typer.Argument(metavar="NUMBER", help=N_("Number of the call."))]
Opinion = Annotated[str | None, text_option(N_("Why, for the log of the call."))]
At = Annotated[str | None, instant_option(N_("When it happened, if entered later."))]
OneUnit = Annotated[
    str | None, text_option(N_("The called unit; the one acted for if left out."), "UNIT")
]
