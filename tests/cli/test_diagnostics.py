"""Errors as words, exit codes, and what a script can read of them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError

from gridctl.cli.diagnostics import EXIT_CODES, ExitCode, diagnose, run
from gridctl.domain import errors
from gridctl.foundation import i18n


def test_the_exit_codes_are_those_of_the_contract() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0,
        "FAILED": 1,
        "USAGE": 2,
        "UNREACHABLE": 3,
        "FORBIDDEN": 4,
        "PARTIAL": 5,
        "CONFLICT": 6,
        "NOT_FOUND": 7,
        "PROBLEMS": 8,
        "INTERRUPTED": 130,
        "PIPE_CLOSED": 141,
    }
    assert set(EXIT_CODES) == set(ExitCode)


@pytest.mark.parametrize(
    ("family", "code"),
    [
        (errors.Invalid, 1),
        (errors.Usage, 2),
        (errors.Unreachable, 3),
        (errors.ProtocolMismatch, 3),
        (errors.Forbidden, 4),
        (errors.Conflict, 6),
        (errors.NotFound, 7),
        (errors.ChecksFailed, 8),
    ],
)
def test_each_family_ends_with_its_code(family: type[errors.GridctlError], code: int) -> None:
    def fail() -> int:
        raise family(key="x")

    assert run(fail) == code


def test_an_error_is_told_with_its_hint_and_nothing_on_stdout(run: Any) -> None:
    ran = run("thing", "show", "none")
    assert (ran.code, ran.out) == (7, "")
    assert ran.err.splitlines() == [
        "error: There is no thing none.",
        "hint: Things have names such as 第一网格.",
    ]


def test_the_words_are_those_of_the_language(run: Any, monkeypatch: Any) -> None:
    zh = {"There is no thing {name}.": "没有事物 {name}。", "error: ": "错误："}
    monkeypatch.setattr(i18n, "translator", lambda _language: lambda text: zh.get(text, text))
    assert run("thing", "show", "none").err.splitlines()[0] == "错误：没有事物 none。"


def test_the_last_line_can_be_json(run: Any) -> None:
    last = run("--json-errors", "thing", "show", "none").err.splitlines()[-1]
    told = json.loads(last)
    assert (told["type"], told["code"]) == ("exit_error", 7)
    assert told["error"].endswith("no_thing")
    assert told["params"] == {"name": "none", "example": "第一网格"}


def test_usage_errors_can_be_json_too(run: Any) -> None:
    told = json.loads(run("thing", "list", "--nope", "--json-errors").err.splitlines()[-1])
    assert (told["code"], told["error"]) == (2, "usage.option")


def test_an_internal_error_shows_a_traceback_only_when_asked(run: Any) -> None:
    ran = run("thing", "show", "broken")
    assert ran.code == 1
    assert "RuntimeError: a wheel came off" in ran.err
    assert "Traceback" not in ran.err
    ran = run("thing", "show", "broken", "--debug")
    assert "Traceback" in ran.err
    assert "Python 3" in ran.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("thnig list", "There is no command thnig."),
        ("thing lst", "Nearest is list"),
        ("thing list --count", "Option --count needs a value."),
        ("thing list --count three", "--count: must be a whole number"),
        ("thing list -o xls", "--output: must be one of table, wide"),
        ("thing list --limti 3", "Did you mean --limit?"),
        ("thing show", "NAME is missing."),
        ("thing show a b c", "Nobody expects b c here."),
        ("thing", "Usage: gridctl thing"),
        ("", "Usage: gridctl"),
    ],
)
def test_wrong_usage_is_worded_and_ends_with_2(run: Any, line: str, told: str) -> None:
    ran = run(*line.split())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_verb_tells_its_exit_code(run: Any) -> None:
    assert run("thing", "close", "good", "bad", "-y").code == ExitCode.PARTIAL


class Order(BaseModel):
    due_by: date
    count: int = Field(ge=1)
    state: Literal["open", "closed"] = "open"
    name: str = Field("", max_length=3)


def test_a_wrong_operation_names_the_options() -> None:
    with pytest.raises(ValidationError) as caught:
        Order.model_validate(
            {"due_by": "soon", "count": 0, "state": "x", "name": "long", "colour": 1},
            strict=False,
        )
    told = diagnose(caught.value)
    assert told.exit_code == 2
    assert told.lines == [
        "--due-by: must be a date such as 2026-06-05",
        "--count: must be at least 1",
        "--state: must be one of 'open' or 'closed'",
        "--name: must have at most 3 characters",
    ]


def test_an_unknown_finding_keeps_its_own_words() -> None:
    with pytest.raises(ValidationError) as caught:
        Order.model_validate({"due_by": "2026-06-05", "count": object()})
    assert diagnose(caught.value).lines[0].startswith("--count: ")
