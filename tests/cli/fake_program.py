"""The program with one noun more, ``thing``, run as a script or taken apart by the tests."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Annotated, Any

import typer

from gridctl.cli import app as cli
from gridctl.cli.context import (
    ChangeCommand,
    ExitCode,
    ListCommand,
    LocalCommand,
    Session,
    SevereCommand,
    ShowCommand,
    noun,
)
from gridctl.cli.render import Column
from gridctl.domain.errors import NotFound
from gridctl.foundation.i18n import N_

COLUMNS = (
    Column("code", N_("Code"), width="narrow"),
    Column("name", N_("Name"), width="wide"),
    Column("state", N_("State"), kind="state", labels={"open": N_("still open")}),
    Column("score", N_("Score"), kind="percent"),
    Column("fund", N_("Fund"), kind="money", wide_only=True),
    Column("since", N_("Since"), kind="instant", wide_only=True),
)


def thing(number: int, name: str = "渔沟镇兴隆社区第一网格") -> dict[str, Any]:
    return {
        "code": f"3202810{number:02}",
        "name": name,
        "state": "open" if number % 2 else "closed",
        "score": Decimal("93.17"),
        "fund": 123456,
        "since": datetime(2026, 6, 5, 0, 30, tzinfo=UTC),
        "day": date(2026, 6, 5),
        "grid": {"code": "320281"},
    }


class NoThing(NotFound):
    message = N_("There is no thing {name}.")
    hint = N_("Things have names such as {example}.")


app = noun()


@app.command("list", cls=ListCommand, help=N_("List things."), epilog="gridctl thing list")
def list_things(
    ctx: typer.Context,
    count: int = 3,
    name: str = "渔沟镇兴隆社区第一网格",
) -> None:
    session = Session.of(ctx)
    session.show([thing(n, name) for n in range(count)], COLUMNS)


@app.command("show", cls=ShowCommand, help=N_("Show a thing."))
def show(ctx: typer.Context, name: str) -> None:
    if name == "none":
        raise NoThing(name=name, example="第一网格")
    if name == "broken":
        raise RuntimeError("a wheel came off")
    Session.of(ctx).show(thing(1, name), COLUMNS)


@app.command("close", cls=ChangeCommand, help=N_("Close a thing."))
def close(ctx: typer.Context, names: Annotated[list[str], typer.Argument()]) -> ExitCode:
    session = Session.of(ctx)
    session.confirm("Close it?")
    session.note(f"closed {names}, reason {session.options.reason}")
    return ExitCode.PARTIAL if "bad" in names else ExitCode.OK


@app.command("purge", cls=SevereCommand, help=N_("Purge a thing."))
def purge(ctx: typer.Context, name: str) -> None:
    session = Session.of(ctx)
    session.confirm("Purge it?", severe_name=name)
    session.note(f"purged {name}")


@app.command("load", cls=LocalCommand, help=N_("Load things."))
def load(ctx: typer.Context) -> None:
    with Session.of(ctx).progress("Loading", 3) as advance:
        for _n in range(3):
            advance(1)


@app.command("wait", cls=LocalCommand, help=N_("Wait."))
def wait() -> None:
    sys.stderr.write("waiting\n")
    sys.stderr.flush()
    time.sleep(30)


def register() -> None:
    """Put the noun into the program's table."""
    module = ModuleType("gridctl.cli.thing")
    module.__spec__ = ModuleSpec("gridctl.cli.thing", None)
    module.__dict__["app"] = app
    sys.modules["gridctl.cli.thing"] = module
    cli.COMMANDS["thing"] = cli.Entry("thing", N_("Things, for the tests."))


if __name__ == "__main__":
    register()
    cli.main()
