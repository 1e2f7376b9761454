"""``gridctl init``: make a new office, and on a terminal a profile to work with it."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.context.county import NotACounty, county_option, read_county
from gridctl.cli.context.folders import make_folder
from gridctl.domain.errors import Usage, word
from gridctl.domain.office import OfficeExists
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.paths import user_config_file
from gridctl.foundation.pointers import pointed
from gridctl.foundation.settings import Target
from gridctl.foundation.settings_file import remember

if TYPE_CHECKING:
    from gridctl.operations.commands.offices import SetUpOffice

app = noun()

#: Layers that say outright which file is meant; then no profile is made for it.
_OUTRIGHT = ("flag", "environment", "project")


class NotAFile(Usage):
    """An office on a server is made there."""

    message = N_("{name} is a server; its office is made where it runs.")
    hint = N_("Give --db FILE, or --db with the address of an empty PostgreSQL database.")


@app.command(
    "init",
    cls=TargetCommand,
    help=N_("Make a new office; without --db a terminal asks where and sets up a profile."),
    epilog="gridctl init\n"
    "gridctl --db county.db init\n"
    "gridctl --db county.db init --name 江阴市社会治理中心 --county 320281 --operator 王芳",
)
def init(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Name of the office."))
    ] = None,
    county: Annotated[str | None, county_option(N_("Code of its county, six digits."))] = None,
    operator: Annotated[
        str | None, typer.Option(metavar="WHO", help=N_("Who works here; the login name."))
    ] = None,
) -> None:
    """Make the file, write down whose it is, and remember it where nothing else names it."""
    from gridctl.gateway.connect import create_office

    session = Session.of(ctx)
    remembers = session.interactive and session.target.origin.layer not in _OUTRIGHT
    target = _free_target(session, asks=remembers)
    path = Path(target.name)
    office = _office(session, path, name, county, operator)
    if target.kind == "sqlite":
        make_folder(Path(target.address).parent)
    create_office(target.address)
    _set_up(target, office)
    told = {"name": office.name, "path": target.shown}
    session.note(word(_("Made the office {name} at {path}."), told))
    if remembers and target.kind == "sqlite":
        _remember(session, Path(target.address))
    session.note(pointed(_("Next: '<import plan FILE>' looks at a file, '<--help>' shows all.")))


def _free_target(session: Session, *, asks: bool) -> Target:
    """Return where the office is to lie, before anything else is asked.

    Raises:
        NotAFile: the target is a server.
        OfficeExists: something is there.
    """
    target = session.target
    if target.kind == "url":
        raise NotAFile(name=target.name)
    if target.kind == "postgresql":
        return target
    path = Path(target.address)
    if asks:
        path = Path(_ask(_("File of the new office"), str(path))).expanduser().resolve()
    if path.exists():
        raise OfficeExists(path=str(path))
    return Target("sqlite", str(path), path.name)


def _office(
    session: Session, path: Path, name: str | None, county: str | None, operator: str | None
) -> SetUpOffice:
    """Return what is to be written down, asking for what was not given where one can ask."""
    from gridctl.operations.commands.offices import SetUpOffice

    operator, login = operator or "", getpass.getuser()
    if session.interactive:
        name = name or _ask(_("Name of the office"), path.stem)
        if county is None:
            county = _ask_county(session.note)
        operator = operator or _ask(_("Who works here"), login)
    return SetUpOffice(name=name or path.stem, county_code=county or "", operator=operator or login)


def _ask(question: str, default: str) -> str:
    from gridctl.cli.context.asking import answer

    return answer(question, default)


def _ask_county(note: Callable[[str], None]) -> str:
    while True:
        typed = _ask(_("Code of its county, six digits (may stay empty)"), "")
        try:
            return read_county(typed) if typed else ""
        except NotACounty as error:
            note(word(_(error.message), error.params) + " " + _(error.hint))


def _set_up(target: Target, office: SetUpOffice) -> None:
    from gridctl.gateway.connect import connect

    gateway = connect(target, actor=office.operator)
    try:
        gateway.send(office)
    finally:
        gateway.close()


def _remember(session: Session, path: Path) -> None:
    """Write a profile for the office and make it the one to work with."""
    file, name = user_config_file(), _profile_name(session, path)
    remember(file, {("profile", name, "path"): str(path), ("default_profile",): name})
    told = {"name": name, "file": str(file)}
    session.note(word(_("Now working with the profile {name} ({file})."), told))


def _profile_name(session: Session, path: Path) -> str:
    """Return a name for the profile: the file's, with a number where another office has it."""
    base = re.sub(r"[^\w-]+", "-", path.stem).strip("-") or "office"
    name, number = base, 1
    known = session.settings.profiles
    while name in known and known[name].address != str(path):
        number += 1
        name = f"{base}-{number}"
    return name
