"""``gridctl webhook`` and ``gridctl ticket receipt``."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Run

URL = "https://hook.example/in"


def test_the_secret_is_told_once_in_the_record(county: Run) -> None:
    added = county("webhook", "create", "大屏", "--url", URL, "--event", "ticket.*", "-o", "json")
    assert added.code == 0
    (made,) = added.json["items"]
    assert len(made["secret"]) >= 40
    assert made["events"] == ["ticket.*"]
    assert made["secret"] not in added.err
    for shown in (("webhook", "show", "大屏"), ("webhook", "list"), ("audit", "journal")):
        answer = county(*shown, "-o", "json")
        assert made["secret"] not in answer.out + answer.err


def test_tried_only_nothing_is_added(county: Run) -> None:
    tried = county("webhook", "create", "大屏", "--url", URL, "-n", "-o", "json")
    assert tried.json["items"][0]["secret"] is None
    assert "secret" not in tried.err
    assert county("webhook", "list", "-o", "json").json["items"] == []


@pytest.mark.usefixtures("office")
def test_what_cannot_be_reached_is_told_and_kept(
    county: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gridctl.gateway import courier

    usual = courier.deliver.__kwdefaults__ or {}
    looked = {**usual, "look": lambda _h, _p: ["10.0.0.1"]}
    monkeypatch.setattr(courier.deliver, "__kwdefaults__", looked)
    county("webhook", "create", "大屏", "--url", URL)
    assert county("webhook", "test", "大屏").code == 0
    sent = county("webhook", "deliver")
    assert sent.code != 0
    assert "0 delivered, 1 not." in sent.err
    assert "webhooks_inside" in sent.err
    (kept,) = county("webhook", "deliveries", "-o", "json").json["items"]
    assert (kept["event"], kept["trouble"]) == ("ping", "inside")
    assert county("webhook", "retry", str(kept["delivery"])).code == 0
    ended = county("webhook", "end", "大屏", "-y", "-o", "json").json["items"][0]
    assert (ended["state"], ended["dead"]) == ("ended", 1)


def test_what_a_server_sends_is_not_sent_from_another_machine(run: Run) -> None:
    assert run("profile", "add", "city", "--url", "https://grid.example").code == 0
    refused = run("--profile", "city", "webhook", "deliver")
    assert refused.code == 2
    assert "city is a server" in refused.err
    assert "webhook deliveries" in refused.err


def test_an_event_nobody_knows_is_refused_with_those_there_are(county: Run) -> None:
    refused = county("webhook", "create", "大屏", "--url", URL, "--event", "ticket.dance")
    assert refused.code == 1
    assert "ticket.dispatch" in refused.err


@pytest.mark.usefixtures("screen")
def test_number_and_code_are_handed_out(county: Run) -> None:
    made = county("ticket", "create", "--title", "井盖", "--place", "第一网格")
    told = re.search(r"Check code for who reported it: (\w{6})", made.err)
    assert told is not None
    number = "3202812026110300001"
    assert told[1] in county("ticket", "receipt", number).out
    assert told[1] in county("ticket", "show", number).err
    county("ticket", "edit", number, "--confidential")
    assert told[1] not in county("ticket", "receipt", number).out
    assert "Check code" not in county("ticket", "show", number).err
