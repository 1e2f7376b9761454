"""``gridctl db backup|restore|copy``: keeping and moving the whole office."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.context import LocalShowCommand, Session, Takes
from gridctl.cli.context.folders import make_folder
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import clock
from gridctl.cli.copying import copy, prove_as_left, prove_sound, show_copy
from gridctl.cli.db import app
from gridctl.domain.errors import word
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import Target, kind_of
from gridctl.gateway.known_copies import KnownCopies, KnownCopy

#: What begins so names a server, not a file.
_WEB = ("http://", "https://")
#: How the name of a folder ends.
_FOLDER_ENDS = ("/", os.sep)


class KeepingCommand(LocalShowCommand):
    """Works on the database itself, past the journal."""

    takes = LocalShowCommand.takes | Takes.TARGET


class RestoreCommand(KeepingCommand):
    """Puts an office in the place of another."""

    takes = KeepingCommand.takes | Takes.ASK_NAME


@app.command(
    "backup",
    cls=KeepingCommand,
    help=N_("Copy the whole office to a file, while others go on working, and prove the copy."),
    epilog="gridctl db backup backups/\n"
    "gridctl --db county.db db backup county-before-import.db\n"
    "gridctl --profile city db backup /mnt/backup -o json",
)
@sends("offices.ShowOffice")
def backup(
    ctx: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help=N_("The new file; in a folder it gets a name with day and time.")
        ),
    ],
) -> None:
    """Copy the office into a new file."""
    session = Session.of(ctx)
    source = session.target
    path = Path(file).expanduser().resolve()
    # A path would no longer know that it ended like a folder, one that is not there yet.
    if path.is_dir() or file.endswith(_FOLDER_ENDS):
        now = clock.now().astimezone(OFFICE_ZONE)
        make_folder(path)
        path /= f"{Path(source.name).stem}-{now:%Y-%m-%d-%H%M}.db"
    target = Target("sqlite", str(path), path.name)
    copied = copy(session, source, target)
    show_copy(session, source, target, copied)
    KnownCopies.usual().note(source, KnownCopy(clock.now(), str(path), copied.head))
    told = {"path": str(path)}
    session.note(word(_("To get it back: <db restore {path}>"), told))


@app.command(
    "restore",
    cls=RestoreCommand,
    help=N_("Put a backup in the place of the office, after proving that it is whole."),
    epilog="gridctl db restore backups/county-2026-11-03-0200.db --dry-run\n"
    "gridctl --db county.db db restore county-2026-11-03-0200.db --confirm county.db",
)
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The backup."))],
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", "-n", help=N_("Only prove that it could be restored; change nothing.")
        ),
    ] = False,
    altered: Annotated[
        bool,
        typer.Option(
            "--altered",
            help=N_("Do not compare the rows with the journal: take the backup as it is."),
        ),
    ] = False,
) -> None:
    """Prove a backup, and make it the office."""
    from gridctl.gateway.keeping import is_there, of_today

    session = Session.of(ctx)
    session.check_writable()
    target = session.target
    path = file.expanduser().resolve()
    backed_up = Target("sqlite", str(path), path.name)
    with of_today(backed_up) as today:
        prove_sound(today, str(path))
        if not altered:
            prove_as_left(today, str(path))
        there = is_there(target)
        if there and not dry_run:
            session.confirm(
                word(
                    _("Replace this office by {file}? What was entered since is lost."),
                    {"file": path.name},
                ),
                severe_name=target.name,
            )
        copied = copy(session, today, target, replace=there, keep=not dry_run)
    show_copy(session, backed_up, target, copied)
    if dry_run:
        session.note(_("The backup is sound and can be restored. Nothing was changed."))


@app.command(
    "copy",
    cls=KeepingCommand,
    help=N_("Copy the whole office to another file or database, and prove the copy."),
    epilog="gridctl --db county.db db copy postgresql://grid@db.example.gov.cn/county\n"
    "gridctl --db postgresql://grid@db.example.gov.cn/county db copy county.db",
)
def copy_to(
    ctx: typer.Context,
    address: Annotated[
        str,
        typer.Argument(
            metavar="TARGET",
            help=N_("A new file, or an empty database: postgresql://NAME@HOST/DATABASE."),
        ),
    ],
) -> None:
    """Copy the office to where there is none."""
    session = Session.of(ctx)
    source = session.target
    kind = "url" if address.startswith(_WEB) else kind_of(address)
    if kind == "sqlite":
        address = str(Path(address).expanduser().resolve())
    target = Target(kind, address, Path(address.partition("?")[0]).name)
    show_copy(session, source, target, copy(session, source, target))
