"""``gridctl doctor``: is this machine fit for the work, and is the office in order?"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import gridctl
from gridctl.cli.checking import Finding, Status, failed, show_findings
from gridctl.cli.context import ExitCode, LocalShowCommand, Session, Takes, noun
from gridctl.cli.context.when import clock
from gridctl.cli.render.sink import stdout_encoding
from gridctl.domain.errors import Forbidden, GridctlError, Param, word
from gridctl.domain.office import OfficeMissing
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _, language
from gridctl.foundation.paths import (
    is_within_reach,
    project_config_file,
    user_config_file,
    working_folder,
)
from gridctl.foundation.pointers import pointed
from gridctl.foundation.settings import Origin, Settings, SettingsError, Value

if TYPE_CHECKING:
    from gridctl.domain.calendar import Calendar

app = noun()

#: Free bytes below which an import may end in the middle, and below which nothing goes.
_SCARCE, _NONE_LEFT = 500 * 2**20, 50 * 2**20
_LEAST_WIDTH = 80
#: Signs every encoding of a Chinese console has.
_SAMPLE = "网格员"


class DoctorCommand(LocalShowCommand):
    """Looks at the target without needing it."""

    takes = LocalShowCommand.takes | Takes.TARGET


@app.command(
    "doctor",
    cls=DoctorCommand,
    help=N_("Check this machine, the settings, the office and the calendar."),
    epilog="gridctl doctor\ngridctl --db county.db doctor\ngridctl doctor -o json",
)
def doctor(ctx: typer.Context) -> ExitCode:
    """Show every check; exit code 8 where one failed."""
    session = Session.of(ctx)
    session.patient = False
    # The settings come first: without them the others go by the command line alone.
    found = [*_settings(session), *(line for check in CHECKS for line in check(session))]
    return show_findings(session, found)


def _settings(session: Session) -> Iterator[Finding]:
    """Yield what the settings files are; broken ones are left out of what follows."""
    try:
        target = session.target
    except SettingsError as error:
        if working_folder() is None:
            raise
        session.settings = _flags_alone(session)
        hint = word(_(error.hint), error.params)
        yield Finding("settings", "fail", word(_(error.message), error.params), hint)
        return
    files = [project_config_file(Path.cwd()), user_config_file()]
    read = tuple(str(file) for file in files if file and is_within_reach(file))
    told: dict[str, Param] = {"files": read or _("no file"), "name": target.name}
    yield Finding("settings", "ok", word(_("{files}; works with {name}"), told))


def _flags_alone(session: Session) -> Settings:
    flag = Origin("flag")
    given = {"output": session.options.output, "db": session.options.db}
    if given["db"]:
        given["db"] = str(Path(given["db"]).expanduser().resolve())
    return Settings(({key: Value(text, flag) for key, text in given.items() if text},), {})


def _program(_session: Session) -> Iterator[Finding]:
    place = Path(gridctl.__file__).parent
    yield Finding("program", "ok", f"gridctl {gridctl.__version__} ({place})")
    yield Finding("python", "ok", f"{platform.python_version()}, {platform.platform()}")


def _sqlite(_session: Session) -> Iterator[Finding]:
    from gridctl.gateway.connect import check_engine

    try:
        check_engine()
    except GridctlError as error:
        yield failed("sqlite", error)
    else:
        yield Finding("sqlite", "ok", sqlite3.sqlite_version)


def _bytecode(_session: Session) -> Iterator[Finding]:
    compiled = Path(cache_from_source(gridctl.__file__))
    if compiled.is_file():
        yield Finding("bytecode", "ok", _("compiled"))
    elif sys.dont_write_bytecode:
        hint = _("Unset PYTHONDONTWRITEBYTECODE: now every start compiles the program anew.")
        yield Finding("bytecode", "warn", _("not compiled, and not kept"), hint)
    elif not os.access(compiled.parent.parent, os.W_OK):
        hint = _("Have whoever installed it run 'python -m compileall' on the folder.")
        yield Finding("bytecode", "warn", _("not compiled, and the folder cannot be written"), hint)
    else:
        yield Finding("bytecode", "ok", _("compiled at the next start"))


def _office(session: Session) -> Iterator[Finding]:
    from gridctl.operations.queries.offices import ShowOffice

    if session.target.kind == "url":
        from gridctl.cli.server_checks import server_findings

        found = list(server_findings(session, session.target))
        yield from found
        if found[-1].check != "account" or found[-1].status != "ok":
            return
    address = session.target.shown
    try:
        office = session.send(ShowOffice())
    except OfficeMissing as error:
        yield failed("office", error, "warn")
    except GridctlError as error:
        yield failed("office", error)
    else:
        counts: dict[str, Param] = {"name": office.name, "address": address, **office.counts}
        text = _("{name}: {grids} places, {staff} staff, {tickets} tickets ({address})")
        yield Finding("office", "ok", word(text, counts))
        yield from _upkeep(session)


def _upkeep(session: Session) -> Iterator[Finding]:
    from gridctl.cli.upkeep_checks import upkeep_findings

    try:
        yield from upkeep_findings(session)
    except Forbidden:
        # Whoever only works there need not see to it.
        return
    except GridctlError as error:
        yield failed("periodic", error, "warn")


def _space(session: Session) -> Iterator[Finding]:
    """Yield whether the office's folder can be written and has room."""
    if session.target.kind != "sqlite":
        return
    path = Path(session.target.address)
    folder = next(each for each in path.parents if each.is_dir())
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        hint = _("Ask for the right to write there; until then everything can only be read.")
        yield Finding(
            "space", "warn", word(_("{path} can only be read"), {"path": str(path)}), hint
        )
        return
    free = shutil.disk_usage(folder).free
    status: Status = "fail" if free < _NONE_LEFT else "warn" if free < _SCARCE else "ok"
    hint = "" if status == "ok" else _("Make room before the next import.")
    told: dict[str, Param] = {"free": f"{free // 2**20:,}", "folder": str(folder)}
    yield Finding("space", status, word(_("{free} MB in {folder}"), told), hint)


def _clock(_session: Session) -> Iterator[Finding]:
    now = clock.now().astimezone(OFFICE_ZONE)
    yield Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M} (+08:00)")


def _calendar(session: Session) -> Iterator[Finding]:
    calendar = _own_calendar(session)
    this = clock.now().astimezone(OFFICE_ZONE).year
    for year in (this, this + 1):
        known = calendar.status(year)
        doubtful: Status = "fail" if known == "missing" and year == this else "warn"
        status: Status = "ok" if known == "official" else doubtful
        yield Finding(
            "calendar", status, word(_(_YEARS[known]), {"year": year}), pointed(_(_LACKING[known]))
        )


def _own_calendar(session: Session) -> Calendar:
    """Return the office's calendar, or the shipped one where the office cannot be asked."""
    from gridctl.cli.calendar.app import laid_over, rules_of
    from gridctl.domain.calendar import load_calendar

    try:
        rules = rules_of(session)
    except (GridctlError, SettingsError, sqlite3.Error):
        # Another check tells what is wrong with the office.
        return load_calendar()
    return laid_over(session, rules) if rules else load_calendar()


_YEARS = {
    "official": N_("{year}: after the official notice"),
    "provisional": N_("{year}: provisional"),
    "missing": N_("{year}: no table"),
}
_LACKING = {
    "official": "",
    "provisional": N_("Read the State Council's notice in once it is out."),
    "missing": N_(
        "Deadlines that reach into it cannot be counted; '<calendar import-notice>' reads"
        " the notice in."
    ),
}


def _language(_session: Session) -> Iterator[Finding]:
    encoding = stdout_encoding()
    named = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or "-"
    detail = f"{language()}, {encoding} ({named})"
    try:
        _SAMPLE.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        hint = _("Chinese cannot be shown; set LANG=zh_CN.UTF-8 or PYTHONIOENCODING=utf-8.")
        yield Finding("language", "fail", detail, hint)
    else:
        yield Finding("language", "ok", detail)


def _terminal(session: Session) -> Iterator[Finding]:
    if session.style.cells is None:
        yield Finding("terminal", "ok", _("output does not go to a terminal"))
        return
    told = {"cells": session.style.cells, "ambiguous": session.style.ambiguous}
    detail = word(_("{cells} columns wide, signs such as ①: {ambiguous}"), told)
    if session.style.cells < _LEAST_WIDTH:
        hint = _("Tables are cut below 80 columns; make the window wider, or use -o wide.")
        yield Finding("terminal", "warn", detail, hint)
    else:
        yield Finding("terminal", "ok", detail)


#: In the order they are shown.
CHECKS: tuple[Callable[[Session], Iterator[Finding]], ...] = (
    _program, _sqlite, _bytecode, _office, _space, _clock, _calendar, _language, _terminal,
)  # fmt: skip
