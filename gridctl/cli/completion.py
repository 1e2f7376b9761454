"""``gridctl completion``: the script that teaches a shell the commands and options."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from gridctl.cli.context import LocalCommand, noun
from gridctl.cli.render import write_text
from gridctl.foundation.i18n import N_

app = noun()

Shell = Literal["bash", "zsh", "fish", "powershell"]


@app.command(
    "show",
    cls=LocalCommand,
    help=N_("Show the completion script of a shell, to be loaded by its start-up file."),
    epilog='eval "$(gridctl completion show bash)"\n'
    "gridctl completion show fish > ~/.config/fish/completions/gridctl.fish\n"
    "gridctl completion show powershell >> $PROFILE",
)
def show(shell: Annotated[Shell, typer.Argument(help=N_("The shell."))]) -> None:
    """Write the completion script of a shell to stdout."""
    from typer import completion

    from gridctl.cli.app import COMPLETE, PROGRAM

    script = completion.get_completion_script(  # type: ignore[attr-defined]
        prog_name=PROGRAM, complete_var=COMPLETE, shell=shell
    )
    write_text([script.rstrip() + "\n"])
