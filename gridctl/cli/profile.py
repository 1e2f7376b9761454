"""``gridctl profile``: which office a command works on, and where each setting comes from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from gridctl.cli.context import ExitCode, LocalCommand, LocalShowCommand, Session, Takes, noun
from gridctl.cli.render import Column
from gridctl.domain.errors import Conflict, Usage, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.paths import user_config_file
from gridctl.foundation.settings import KEYS, Target, kind_of, load
from gridctl.foundation.settings_file import remember

app = noun()
PARTS = {
    "gridctl.cli.profile": ("list", "show", "use", "add"),
    "gridctl.cli.promote": ("promote",),
}

_KINDS = {"sqlite": N_("file"), "postgresql": N_("database"), "url": N_("server")}
_LAYERS = {
    "flag": N_("command line"),
    "environment": N_("environment"),
    "project": N_("project file"),
    "user": N_("user file"),
    "default": N_("default"),
}

COLUMNS = (
    Column("name", N_("Profile"), width="narrow"),
    Column("active", N_("Active"), width="narrow"),
    Column("kind", N_("Kind"), width="narrow", labels=_KINDS),
    Column("address", N_("Address"), width="wide"),
    Column("readonly", N_("Read-only"), width="narrow"),
    Column("color", N_("Colour"), width="narrow", wide_only=True),
    Column("origin", N_("Set in"), width="wide", wide_only=True),
)
_RECORD = (
    Column("name", N_("Profile")),
    Column("kind", N_("Kind"), labels=_KINDS),
    Column("address", N_("Address")),
    Column("ca_file", N_("Trusted certificates")),
    Column("readonly", N_("Read-only")),
    Column("color", N_("Colour")),
)
_ORIGINS = (
    Column("key", N_("Setting"), width="narrow"),
    Column("value", N_("Value")),
    Column("layer", N_("Set by"), width="narrow", labels=_LAYERS),
    Column("place", N_("Where"), width="wide"),
)


class BadProfileName(Usage):
    """A profile's name must be one plain word."""

    message = N_("{name} cannot be the name of a profile.")
    hint = N_("Use letters, digits, - and _.")


class OneAddress(Usage):
    """A profile is a file or a server."""

    message = N_("A profile needs either --path or --url.")


class PathUnfit(Usage):
    """The path of a file is the address of something else, or nothing at all."""

    message = N_("{path} is not the path of a file.")
    hint = N_("Servers and databases (postgresql://…) are named by --url.")


class ColorUnknown(Usage):
    """The terminal has no such colour."""

    message = N_("There is no colour {color}.")
    hint = N_("Write a name such as red, green or 'bold yellow', or #a03020.")


class ProfileExists(Conflict):
    """The name is taken."""

    message = N_("There is a profile {name} already.")
    hint = N_("Choose another name, or change it in {file}.")


class NoCertificate(Usage):
    """Only a server of gridctl shows a certificate that is checked against the file."""

    message = N_("--ca-file goes with --url https://… alone.")


class NoServer(Usage):
    """There is no line to check."""

    message = N_("{name} is no server.")
    hint = N_("'<doctor>' checks a file or a database.")


class ProfileShowCommand(LocalShowCommand):
    """Shows what the target options would choose."""

    takes = LocalShowCommand.takes | Takes.TARGET


@app.command(
    "list",
    cls=LocalShowCommand,
    help=N_("List the profiles."),
    epilog="gridctl profile list\ngridctl profile list -o json",
)
def list_profiles(ctx: typer.Context) -> None:
    """List the profiles of the settings files, the active one marked."""
    session = Session.of(ctx)
    active = session.target
    rows = [
        {**_facts(each), "active": each == active, "origin": each.origin.place}
        for _name, each in sorted(session.settings.profiles.items())
    ]
    session.show(rows, COLUMNS)


@app.command(
    "show",
    cls=ProfileShowCommand,
    help=N_("Show what a command would work on, or where each setting comes from."),
    epilog="gridctl profile show\ngridctl profile show county\ngridctl profile show --origin",
)
def show(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=N_("A profile; the active one if left out.")),
    ] = None,
    origin: Annotated[
        bool, typer.Option("--origin", help=N_("Show each setting with its origin."))
    ] = False,
) -> None:
    """Show one profile, or all settings with their origins."""
    session = Session.of(ctx)
    if origin:
        session.show([_origin(session, key) for key in KEYS], _ORIGINS)
        return
    target = session.settings.profile(name) if name else session.target
    session.show(_facts(target), _RECORD)


@app.command(
    "use",
    cls=LocalCommand,
    help=N_("Work with a profile from now on."),
    epilog="gridctl profile use county",
)
def use(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("The profile."))],
) -> None:
    """Write the active profile into the user's settings file."""
    session = Session.of(ctx)
    session.settings.profile(name)
    file = user_config_file()
    remember(file, {("default_profile",): name})
    session.note(word(_("Now working with {name} ({file})."), {"name": name, "file": str(file)}))
    now = load().target()
    if now.name != name:
        told = word(
            _("Here {place} still says {other}."), {"place": now.origin.place, "other": now.name}
        )
        session.note(told)


@app.command(
    "add",
    cls=LocalCommand,
    help=N_("Add a profile to the user's settings."),
    epilog="gridctl profile add county --path county.db\n"
    "gridctl profile add city --url https://grid.example.gov.cn --readonly\n"
    "gridctl profile add city --url https://10.1.2.3 --ca-file office-root.pem",
)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its name."))],
    path: Annotated[str | None, typer.Option(metavar="FILE", help=N_("The database file."))] = None,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help=N_("The address of the server."))
    ] = None,
    ca_file: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help=N_("Certificates (PEM) to trust for this server instead of the usual ones."),
        ),
    ] = None,
    readonly: Annotated[bool, typer.Option("--readonly", help=N_("Refuse changes."))] = False,
    name_color: Annotated[
        str | None, typer.Option("--color", metavar="NAME", help=N_("Colour of its name."))
    ] = None,
) -> None:
    """Write a new profile into the user's settings file."""
    session = Session.of(ctx)
    file = user_config_file()
    if not re.fullmatch(r"[\w-]+", name):
        raise BadProfileName(name=name)
    if (path is None) == (url is None):
        raise OneAddress
    if name in session.settings.profiles:
        raise ProfileExists(name=name, file=str(file))
    served = url is not None and kind_of(url, "url") == "url"
    if ca_file and not served:
        raise NoCertificate
    if name_color is not None:
        _check_color(name_color)
    facts: dict[str, Any] = {
        "path": path if path is None else _file(path),
        "url": url if url is None else _address(url, _absolute(ca_file)),
        "ca_file": _absolute(ca_file),
        "readonly": readonly or None,
        "color": name_color,
    }
    remember(file, {("profile", name, k): v for k, v in facts.items() if v is not None})
    session.note(word(_("Profile {name} added to {file}."), {"name": name, "file": str(file)}))
    if served:
        if "://" not in str(url):
            session.note(_assumed(str(facts["url"])))
        told = _("Next: <profile check {name}>, then <--profile {name} login>.")
        session.note(word(told, {"name": name}))


def _assumed(address: str) -> str:
    """Say what an address without a scheme was taken for."""
    from gridctl.gateway.address import host_of, is_loopback

    if is_loopback(host_of(address)):
        told = _(
            "Taken as {address}. A server of this machine without a certificate is written with"
            " http:// in front."
        )
    else:
        told = _("Taken as {address}.")
    return word(told, {"address": address})


@app.command(
    "check",
    cls=ProfileShowCommand,
    help=N_("Check the server of a profile: line, certificate, versions, and who you are there."),
    epilog="gridctl profile check city\ngridctl profile check city -o json",
)
def check(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=N_("A profile; the active one if left out.")),
    ] = None,
) -> ExitCode:
    """Show every check; exit code 8 where one failed."""
    from gridctl.cli.checking import show_findings
    from gridctl.cli.server_checks import server_findings

    session = Session.of(ctx)
    target = session.settings.profile(name) if name else session.target
    if target.kind != "url":
        raise NoServer(name=target.name)
    return show_findings(session, list(server_findings(session, target)))


def _absolute(path: str | None) -> str | None:
    return path and str(Path(path).expanduser().resolve())


def _check_color(name: str) -> None:
    from rich.errors import StyleSyntaxError
    from rich.style import Style

    try:
        Style.parse(name)
    except StyleSyntaxError as error:
        raise ColorUnknown(color=name) from error


def _file(path: str) -> str:
    if not path.strip() or "://" in path:
        raise PathUnfit(path=path)
    return str(Path(path).expanduser().resolve())


def _address(url: str, ca_file: str | None) -> str:
    """Return an address in its one form, once it was found to be one.

    Raises:
        GridctlError: it is none; or ``ca_file`` holds no certificates.
    """
    if kind_of(url, "url") == "postgresql":
        from gridctl.gateway.connect import check_database

        check_database(url)
        return url
    from gridctl.gateway.address import server_address

    if ca_file:
        from gridctl.gateway.line import open_client

        open_client(url, ca_file=Path(ca_file)).close()
    return server_address(url)


def _facts(target: Target) -> dict[str, Any]:
    names = ("name", "kind", "ca_file", "readonly", "color")
    return {name: getattr(target, name) for name in names} | {"address": target.shown}


def _origin(session: Session, key: str) -> dict[str, str]:
    value = session.settings.get(key)
    text = value.text if value else ""
    layer, place = value.origin if value else ("default", "")
    return {"key": KEYS[key].spelling, "value": text, "layer": layer, "place": place}
