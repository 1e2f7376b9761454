"""What a command does through its session: sending, paging, saying what was cut."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gridctl.cli.context import Options, Session
from gridctl.cli.context.session import ReadOnlyProfile
from gridctl.cli.render import Column, Listing
from gridctl.domain.errors import Unreachable
from gridctl.gateway import connect as connecting
from gridctl.operations.base import Command, Page, Query, View

COLUMNS = (Column("number", "Number", kind="int"),)


class NumberView(View):
    number: int


class NumberPage(Page):
    items: tuple[NumberView, ...]


class ListNumbers(Query[NumberPage]):
    after: str | None = None
    limit: int


class CloseNumber(Command[NumberView]):
    number: int


class Numbers:
    """A gateway to the numbers from 0 up to ``count``."""

    def __init__(self, count: int, *, counts: bool = True) -> None:
        self.count, self.counts = count, counts
        self.sent: list[Any] = []
        self.closed = False

    def send(self, operation: Any, **how: Any) -> Any:
        self.sent.append((operation, how))
        if isinstance(operation, CloseNumber):
            return NumberView(number=operation.number)
        begin = int(operation.after or 0)
        end = min(begin + operation.limit, self.count)
        return NumberPage(
            items=tuple(NumberView(number=n) for n in range(begin, end)),
            total=self.count if self.counts else None,
            next=str(end) if end < self.count else None,
        )

    def close(self) -> None:
        self.closed = True


Open = Callable[..., Session]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    def open_session(gateway: Numbers, **options: Any) -> Session:
        def connect(
            target: Any, *, actor: str | None, on_behalf: str | None, **_line: Any
        ) -> Numbers:
            gateway.sent.append((target.name, actor, on_behalf))
            return gateway

        monkeypatch.setattr(connecting, "connect", connect)
        return Session(Options(**options))

    return open_session


def numbers(session: Session) -> Listing:
    return session.pages(ListNumbers)


@pytest.mark.parametrize(
    ("count", "options", "shown", "more"),
    [
        (3, {"limit": 200}, 3, False),
        (200, {"limit": 200}, 200, False),
        (1312, {"limit": 200}, 200, True),
        (1312, {"limit": 700}, 700, True),
        (1312, {"limit": 1312}, 1312, False),
        (1312, {"limit": 200, "all_rows": True}, 1312, False),
        (0, {}, 0, False),
    ],
)
def test_a_list_is_as_long_as_asked_for(
    opened: Open, capsys: Any, count: int, options: dict[str, Any], shown: int, more: bool
) -> None:
    session = opened(Numbers(count), **options)
    listing = numbers(session)
    session.show(listing, COLUMNS)
    out, err = capsys.readouterr()
    assert out.splitlines()[1:] == [str(n) for n in range(shown)]
    assert (listing.shown, listing.more, listing.total) == (shown, more, count)
    assert err == (f"{shown} of {count:,}; --all for all\n" if more else "")


def test_a_cut_list_of_unknown_length_says_so(opened: Open, capsys: Any) -> None:
    session = opened(Numbers(900, counts=False), output="json", limit=200)
    session.show(numbers(session), COLUMNS, meta={"as_of": None})
    out, err = capsys.readouterr()
    assert err == "first 200, more follow; --all for all\n"
    assert '"total": null' in out
    assert '"more": true' in out
    assert '"as_of": null' in out


def test_a_list_at_hand_is_cut_as_well(opened: Open, capsys: Any) -> None:
    opened(Numbers(0), limit=2).show([{"number": n} for n in range(5)], COLUMNS)
    assert capsys.readouterr() == ("number\n0\n1\n", "2 of 5; --all for all\n")


def test_no_page_is_asked_for_beyond_the_limit(opened: Open) -> None:
    gateway = Numbers(2000)
    session = opened(gateway, limit=600)
    assert len(list(numbers(session).records())) == 600
    asked = [how[0].limit for how in gateway.sent[1:]]
    assert asked == [500, 100]


def test_one_page_is_shown_as_it_is(opened: Open, capsys: Any) -> None:
    session = opened(Numbers(9))
    session.show(session.send(ListNumbers(limit=2)), COLUMNS)
    out, err = capsys.readouterr()
    assert (out, err) == ("number\n0\n1\n", "2 of 9; --all for all\n")


def test_a_command_carries_key_reason_and_dry_run(opened: Open) -> None:
    gateway = Numbers(0)
    session = opened(gateway, key="k", reason="moved", dry_run=True, on_behalf="城东")
    assert session.send(CloseNumber(number=7)).number == 7
    assert gateway.sent[0][1:] == (None, "城东")
    assert gateway.sent[1][1] == {"key": "k", "reason": "moved", "dry_run": True}


def test_a_query_carries_nothing(opened: Open) -> None:
    gateway = Numbers(1)
    opened(gateway, key="k").send(ListNumbers(limit=1))
    assert gateway.sent[1][1] == {}


def test_a_read_only_profile_refuses_commands(opened: Open, tmp_path: Any) -> None:
    (tmp_path / ".gridctl.toml").write_text('[profile.a]\npath = "a.db"\nreadonly = true\n')
    gateway = Numbers(1)
    session = opened(gateway, profile="a")
    session.send(ListNumbers(limit=1))
    with pytest.raises(ReadOnlyProfile):
        session.send(CloseNumber(number=1))
    assert len(gateway.sent) == 2


def test_closing_connects_to_nothing(opened: Open) -> None:
    gateway = Numbers(1)
    session = opened(gateway)
    session.close()
    assert gateway.sent == []
    session.send(ListNumbers(limit=1))
    session.close()
    assert gateway.closed


def test_progress_off_a_terminal_draws_nothing(opened: Open, capsys: Any) -> None:
    with opened(Numbers(0)).progress("rows", 10) as advance:
        advance(5)
    assert capsys.readouterr() == ("", "")


class Away:
    """A gateway to an office that is away."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def send(self, operation: Any, **_how: Any) -> Any:
        self.asked.append(type(operation).__name__)
        raise Unreachable(target="grid.example")

    def close(self) -> None:
        """Nothing is open."""


def test_who_waited_for_an_office_that_is_away_does_not_wait_for_its_words(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Away()
    monkeypatch.setattr(connecting, "connect", lambda *_given, **_options: away)
    assert run("unit", "list").code == 3
    assert away.asked == ["ListUnits"]
