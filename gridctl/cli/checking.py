"""Findings about this machine, the office and its server, and how they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from gridctl.cli.context import ExitCode, Session
from gridctl.cli.context.record import show_record
from gridctl.cli.render import Column
from gridctl.domain.errors import GridctlError, word
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.settings import SettingsError
from gridctl.presentation.sections import Section

Status = Literal["ok", "warn", "fail"]

_STATUSES = {"ok": N_("ok"), "warn": N_("warning"), "fail": N_("FAILURE")}
_CHECKS = {
    "program": N_("program"),
    "python": "Python",
    "sqlite": "SQLite",
    "bytecode": N_("bytecode"),
    "settings": N_("settings"),
    "address": N_("address"),
    "line": N_("line"),
    "certificate": N_("certificate"),
    "versions": N_("versions"),
    "account": N_("account"),
    "office": N_("office"),
    "periodic": N_("periodic work"),
    "contacts": N_("contacts"),
    "webhooks": N_("webhooks"),
    "backup": N_("backup"),
    "space": N_("free space"),
    "clock": N_("clock"),
    "calendar": N_("calendar"),
    "language": N_("language"),
    "terminal": N_("terminal"),
}

COLUMNS = (
    Column("check", N_("Check"), width="narrow", labels=_CHECKS),
    Column("status", N_("Result"), width="narrow", labels=_STATUSES),
    Column("detail", N_("Found"), width="wide"),
    Column("hint", N_("Hint"), width="wide"),
)
_SECTIONS = (Section("", COLUMNS[:-1], "checks"),)


class Finding(NamedTuple):
    """One line of what was checked, in words."""

    check: str
    status: Status
    detail: str
    hint: str = ""


def failed(check: str, error: GridctlError | SettingsError, status: Status = "fail") -> Finding:
    """Return an error as a finding."""
    told: dict[str, Any] = error.params
    return Finding(check, status, word(_(error.message), told), word(_(error.hint), told))


def show_findings(session: Session, found: Sequence[Finding]) -> ExitCode:
    """Show findings and count them; exit code 8 where one is a failure."""
    if session.style.format in ("table", "wide"):
        lines = [each._asdict() | {"detail": _with_hint(each)} for each in found]
        show_record(session, {"checks": lines}, COLUMNS, _SECTIONS)
    else:
        session.show([each._asdict() for each in found], COLUMNS)
    counts = Counter(each.status for each in found)
    told = {"ok": counts["ok"], "warn": counts["warn"], "fail": counts["fail"]}
    session.note(word(_("{ok} in order, {warn} warnings, {fail} failures."), told))
    return ExitCode.PROBLEMS if counts["fail"] else ExitCode.OK


def _with_hint(found: Finding) -> str:
    return f"{found.detail}\n{found.hint}" if found.hint else found.detail


def note_unlisted(session: Session, shown: int, total: int | None) -> None:
    """Say that a check found more than is listed, where it did."""
    if total is not None and total > shown:
        told = {"shown": f"{shown:,}", "total": f"{total:,}"}
        session.note(word(_("Listed are the first of each kind: {shown} of {total}."), told))
