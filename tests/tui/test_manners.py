"""Nothing blocks, nothing typed is lost, and two dashboards on one office stay true."""

from __future__ import annotations

import asyncio
import signal
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from textual import events
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from gridctl.domain.connections import LineCut
from gridctl.foundation.clock import Clock
from gridctl.foundation.settings import Origin, Target
from gridctl.gateway.connect import server
from gridctl.operations.base import Operation
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl_tui.screens.ask import Chooser
from gridctl_tui.screens.entering import EntryForm
from gridctl_tui.widgets.row_window import RowWindow
from tests.gateways import local_gateway
from tests.server.serving import Serving
from tests.tui.conftest import Watched, watching


def run(scene: Any) -> None:
    asyncio.run(scene)


def test_a_killed_server_shows_and_heals_and_what_was_typed_is_done_once(
    opened: Any, office: Path, tmp_path: Path
) -> None:
    async def scene(serving: Serving) -> None:
        first = serving.start("--no-periodic")
        target = Target("url", first.url, "county", origin=Origin("flag", "--profile"))
        connect = lambda behalf: server(target, on_behalf=behalf, patience_s=0.3)  # noqa: E731
        async with opened(connect=connect, target=target, poll_seconds=0.2) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            first.stop(signal.SIGKILL)
            await seen.until(lambda: seen.app.facts.online is False)
            await seen.press("ctrl+s")
            await seen.shows("Send it again once the office answers", "路面塌陷")
            again = ("--no-periodic", "--port", str(urlsplit(first.url).port))
            await asyncio.to_thread(serving.start, *again)
            await seen.until(lambda: bool(seen.app.facts.online))
            await seen.press("ctrl+s")
            await seen.shows("Entered as")
            page = await seen.app.desk.send(ListTickets(text="路面塌陷"))
            assert len(page.items) == 1

    with Serving(office, tmp_path) as serving:
        run(scene(serving))


def test_an_answer_that_was_lost_is_fetched_by_sending_again(
    opened: Any, office: Path, clock: Clock
) -> None:
    lost = threading.Event()

    class Losing(Watched):
        def send(self, operation: Any, **options: Any) -> Any:
            result = super().send(operation, **options)
            if operation.action == "command" and not lost.is_set():
                lost.set()
                raise LineCut(target="office")
            return result

    async def scene() -> None:
        connect = lambda _behalf: Losing(local_gateway(office, clock), lambda _: None)  # noqa: E731
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            await seen.press("ctrl+s")
            await seen.shows("it is done only", "路面塌陷")
            await seen.press("ctrl+s")
            await seen.shows("Entered as")
            page = await seen.app.desk.send(ListTickets(text="路面塌陷"))
            assert len(page.items) == 1

    run(scene())


def test_keys_answer_while_the_office_is_slow_and_stale_look_ups_are_dropped(
    opened: Any, office: Path, clock: Clock
) -> None:
    go, asked = threading.Event(), list[str]()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, ShowTicket):
            asked.append(operation.ticket)
            go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            await seen.until(lambda: bool(asked))
            await seen.shows("working")
            rows = seen.app.screen.query_one(RowWindow)
            for _time in range(4):
                await seen.press("down")
                await seen.pilot.pause(0.15)
            assert rows.row.title == "井盖缺失"
            await seen.press("f2")
            await seen.until(lambda: isinstance(seen.app.screen, Chooser))
            await seen.press("escape")
            go.set()
            await seen.until(lambda: "working" not in seen.text)
            pane = seen.app.screen.query_one("#preview")
            await seen.until(lambda: pane.record and pane.record["title"] == "井盖缺失")
            # Of the tickets passed by, those in between were never asked for.
            assert len(asked) <= 3

    run(scene())


@pytest.mark.parametrize("kind", ["local", "remote"])
def test_what_one_dashboard_changes_the_other_shows(opened: Any, kind: str) -> None:
    async def scene() -> None:
        async with (
            opened(kind, poll_seconds=0.1) as one,
            opened(kind, poll_seconds=0.1, tab="today") as other,
        ):
            await one.shows("1 of 5")
            await other.shows("2 waiting")
            await other.until(lambda: other.app.follower.head is not None)
            await one.press("insert")
            await one.shows("New ticket")
            await one.type("路面塌陷")
            await one.press("ctrl+s")
            await one.shows("Entered as")
            await other.shows("3 waiting", "路面塌陷")
            await other.press("ctrl+z")
            await other.shows("Undo", "enter a ticket", "Tickets: 3202812026")
            await other.press("y")
            await other.shows("2 waiting")
            await one.shows("1 of 5")

    run(scene())


def test_keys_typed_ahead_are_for_what_they_open(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
            # All at once: a new ticket with title and place, then the offers to choose from.
            for key, sign in (("n", "n"), ("l", "l"), ("q", "q"), ("tab", None), ("a", "a")):
                seen.app.post_message(events.Key(key, sign))
            await seen.shows("New ticket", "--title lq --place a")
            assert [type(each) for each in seen.app.screen_stack[1:]] == [EntryForm]

    run(scene())


def test_keys_typed_ahead_wait_for_what_a_slow_office_opens(
    opened: Any, office: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl_tui.type_ahead._SEEN", 0.0)
    go = threading.Event()
    go.set()

    def hold(_operation: Operation[Any]) -> None:
        go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            await seen.still()
            go.clear()
            # What is typed at once is for the form; in the list "n" would enter a new ticket.
            for key, sign in (("f4", None), ("n", "n")):
                seen.app.post_message(events.Key(key, sign))
            await seen.shows("working")
            assert len(seen.app.screen_stack) == 1
            # Who types later means what stands there.
            await seen.pilot.pause(0.01)
            seen.app.post_message(events.Key("f2", None))
            await seen.until(lambda: isinstance(seen.app.screen, Chooser))
            await seen.press("escape")
            await seen.shows("The office is slow")
            go.set()
            await seen.shows("Edit")
            assert not any(isinstance(each, EntryForm) for each in seen.app.screen_stack)

    run(scene())


def test_a_form_sent_twice_sends_once_and_leaves_what_lies_beneath_alone(
    opened: Any, office: Path, clock: Clock
) -> None:
    go, sent = threading.Event(), list[str]()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, CreateTicket):
            sent.append(operation.title)
            go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            for _time in range(2):
                seen.app.post_message(events.Key("ctrl+s", None))
            await seen.until(lambda: bool(sent))
            go.set()
            await seen.shows("Entered as")
            await seen.still()
            assert (sent, len(seen.app.screen_stack)) == (["路面塌陷"], 1)

    run(scene())


def test_a_form_that_was_carried_out_closes_whatever_it_was_asking(
    opened: Any, office: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gridctl_tui.type_ahead._SEEN", 0.0)
    go = threading.Event()

    def hold(operation: Operation[Any]) -> None:
        if isinstance(operation, CreateTicket):
            go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            await seen.press("insert")
            await seen.shows("New ticket")
            await seen.type("路面塌陷")
            seen.app.post_message(events.Key("ctrl+s", None))
            await seen.shows("working")
            seen.app.post_message(events.Key("escape", None))
            await seen.shows("Leave the form?")
            go.set()
            await seen.shows("Entered as")
            assert len(seen.app.screen_stack) == 1

    run(scene())


def test_a_dashboard_that_ends_while_an_action_is_under_way_ends_in_peace(
    opened: Any, office: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It looks at every turn how the action is getting on, also at those of the end.
    monkeypatch.setattr("gridctl_tui.type_ahead._TICK", 0)
    go, sent = threading.Event(), threading.Event()

    def hold(operation: Operation[Any]) -> None:
        if operation.action == "command":
            sent.set()
            go.wait(20)

    async def scene() -> None:
        connect = watching(office, clock, hold)
        async with opened(connect=connect) as seen:
            await seen.shows("占道经营")
            # What it would undo is asked for first.
            seen.app.post_message(events.Key("ctrl+z", None))
            await seen.until(sent.is_set)
            threading.Timer(0.2, go.set).start()

    run(scene())


def test_an_action_that_misses_its_screen_after_the_end_is_no_error(opened: Any) -> None:
    async def scene() -> None:
        async with opened() as seen:
            await seen.shows("占道经营")
        seen.app._handle_exception(WorkerFailed(NoMatches("#rows")))
        assert seen.app._exception is None
        seen.app._handle_exception(WorkerFailed(ValueError("a defect")))
        assert isinstance(seen.app._exception, WorkerFailed)

    run(scene())
