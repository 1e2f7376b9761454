"""``gridctl profile promote``: an office moves to where another profile points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.context import LocalCommand, Session, Takes
from gridctl.cli.context.session import ReadOnlyProfile
from gridctl.cli.copying import copy, knock, move, prove_sound, show_copy
from gridctl.cli.profile import app
from gridctl.domain.errors import word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import Settings, Target
from gridctl.foundation.settings_file import remember


class PromoteCommand(LocalCommand):
    """Moves an office."""

    takes = LocalCommand.takes | Takes.ASK | Takes.FORMAT


@app.command(
    "promote",
    cls=PromoteCommand,
    help=N_("Move an office to the empty place of another profile, and go on working there."),
    epilog="gridctl profile add shared --url postgresql://grid@db.example.gov.cn/county\n"
    "gridctl profile promote county --to shared\n"
    "gridctl profile add city --url https://grid.example.gov.cn\n"
    "gridctl --profile city login\n"
    "gridctl profile promote county --to city\n"
    "gridctl profile promote county --to city -y -o json",
)
def promote(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("The profile to move from."))],
    to: Annotated[str, typer.Option("--to", metavar="NAME", help=N_("The profile to move to."))],
) -> None:
    """Copy an office, then make the old one read-only and the new one the one to work with.

    Raises:
        ReadOnlyProfile: nothing is to be written where the office would go.
    """
    session = Session.of(ctx)
    old, new = session.settings.profile(name), session.settings.profile(to)
    if new.readonly:
        raise ReadOnlyProfile(name=to)
    if new.kind == "url":
        knock(session, new)
    told = {"name": name, "other": to, "address": new.shown}
    prove_sound(old, old.shown)
    session.confirm(
        word(_("Move the office of {name} to {address}? {name} can then only be read."), told)
    )
    copied = move(session, old, new) if new.kind == "url" else copy(session, old, new, hold=True)
    _settle(session.settings, old, new)
    show_copy(session, old, new, copied)
    session.note(
        word(_("The office is at {other} now; {name} is kept and can only be read."), told)
    )


def _settle(settings: Settings, old: Target, new: Target) -> None:
    """Write down that the old office is only read, and that the new one is worked with."""
    remember(_file(old.origin.place), {("profile", old.name, "readonly"): True})
    chosen = settings.get("profile")
    if chosen and chosen.text == old.name and chosen.origin.layer in ("project", "user"):
        remember(_file(chosen.origin.place), {("default_profile",): new.name})


def _file(place: str) -> Path:
    """Return the settings file of a place, which ends with its line."""
    return Path(place.rpartition(":")[0])
