"""What is asked before it is done is first found to be possible."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

from gridctl.cli.context import Options, Session
from gridctl.cli.context.session import Unanswered
from gridctl.domain.rights import PermissionMissing
from gridctl.foundation.settings import Origin, Target
from gridctl.operations.commands.assessments import FreezeAssessment
from tests.conftest import ROOT

#: Functions that ask by themselves, and what they know before.
PREVIEWED = "the operation was tried to show what it changes"
ASKS = {
    "gridctl/cli/context/session.py:send_agreed": "this is where it is tried",
    "gridctl/cli/workflow.py:adopt": PREVIEWED,
    "gridctl/cli/clock/rules.py:set_policy": PREVIEWED,
    "gridctl/cli/role.py:adopt": PREVIEWED,
    "gridctl/cli/calendar/notices.py:finish_change": PREVIEWED,
    "gridctl/cli/ticket/choosing.py:chosen": "many tickets, each of which tells its own outcome",
    "gridctl/cli/keeping.py:restore": "the backup was proven sound",
    "gridctl/cli/promote.py:promote": "the office was proven sound",
}


def _asking() -> Iterator[str]:
    """Yield the functions of the command line in which a session asks."""
    for path in sorted((ROOT / "gridctl" / "cli").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(function, ast.FunctionDef) and any(map(_asks, ast.walk(function))):
                yield f"{path.relative_to(ROOT).as_posix()}:{function.name}"


def _asks(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="session" | "self"), attr="confirm")):
            return True
    return False


def test_nothing_is_asked_that_was_not_tried() -> None:
    assert set(_asking()) == ASKS.keys()


class Office:
    """A gateway that refuses, or notes what it is sent."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses, self.sent = refuses, list[tuple[str, bool]]()

    def send(self, operation: Any, *, dry_run: bool = False, **_options: Any) -> str:
        self.sent.append((type(operation).__name__, dry_run))
        if self.refuses:
            raise PermissionMissing(account="town", permission="assess.freeze", role="town_office")
        return "frozen"


def session(office: Office, **options: Any) -> Session:
    made = Session(Options(**options))
    made.__dict__["gateway"] = office
    made.__dict__["target"] = Target("sqlite", "office.db", "office", origin=Origin("flag", "--db"))
    return made


FREEZE = FreezeAssessment(assessment="A1")


def test_who_may_not_is_told_so_and_not_asked() -> None:
    with pytest.raises(PermissionMissing):
        session(Office(refuses=True)).send_agreed(FREEZE, "Freeze?", "2026-10")


def test_what_is_possible_is_asked() -> None:
    office = Office()
    with pytest.raises(Unanswered):
        session(office).send_agreed(FREEZE, "Freeze?", "2026-10")
    assert office.sent == [("FreezeAssessment", True)]


def test_what_was_agreed_to_beforehand_is_done_at_once() -> None:
    office = Office()
    assert session(office, confirm="2026-10").send_agreed(FREEZE, "Freeze?", "2026-10") == "frozen"
    assert session(office, yes=True).send_agreed(FREEZE, "Freeze?") == "frozen"
    assert office.sent == [("FreezeAssessment", False)] * 2
