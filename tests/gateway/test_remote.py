"""The remote gateway on lines and servers that fail: what is tried again, and what is said."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import httpx
import pytest

from gridctl import __version__
from gridctl.domain import connections
from gridctl.domain.errors import GridctlError, ProtocolMismatch, Unreachable, word
from gridctl.domain.grids import PlaceNotFound
from gridctl.domain.office import OfficeBusy, UnknownOperation
from gridctl.domain.requests import ServerBusy
from gridctl.domain.sign_ins import NotSignedIn, SignInOver
from gridctl.foundation.clock import FixedClock
from gridctl.gateway import wire
from gridctl.gateway.greeting import Acquaintances
from gridctl.gateway.patience import Patience
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.commands.grids import CloseGrid
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.units import ListUnits

ADDRESS = "https://grid.example"
OURS = {wire.PROTOCOL_HEADER: "1"}
OFFICE = {
    "name": "高新区", "county_code": "440311", "operator": "李敏", "created_at": 0, "counts": {},
}  # fmt: skip
VERSION = {"program": "9.1.0", "protocol": 1, "format": 99, "oldest_client": "0.0.1"}


class Script:
    """A server that answers by a script, its last line for ever."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self._answers = list(answers)
        self.asked: list[httpx.Request] = []
        self.rests: list[float] = []
        self.told: list[GridctlError] = []
        self.worked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def gateway(self, *, token: str = "", **options: Any) -> RemoteGateway:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(
            transport=httpx.MockTransport(self), base_url=ADDRESS, headers=headers
        )
        return RemoteGateway(
            client, ADDRESS, patience=Patience(sleep=self.rests.append),
            waiting=lambda error, _seconds: self.told.append(error),
            working=self.worked.append, **options,
        )  # fmt: skip


def office(**more: Any) -> httpx.Response:
    return httpx.Response(200, json=OFFICE | more, headers=OURS)


def refused(error: GridctlError, **headers: str) -> httpx.Response:
    return httpx.Response(error.status, json=wire.encode_error(error), headers=OURS | headers)


def close() -> CloseGrid:
    return CloseGrid.model_validate({"code": "g1", "as_of": "2026-11-01"})


def version(**more: Any) -> httpx.Response:
    return httpx.Response(200, json=VERSION | more, headers=OURS)


CUT = httpx.ReadError("cut")
CLOSED = httpx.ConnectError("closed")
SHORT = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
AWAY = httpx.Response(502, text="<html>Bad Gateway</html>")


@pytest.mark.parametrize(
    "failure",
    [CUT, CLOSED, SHORT, AWAY, httpx.DecodingError("gzip"), refused(ServerBusy())],
    ids=["cut", "closed", "half", "proxy", "garbled", "busy"],
)
def test_what_passes_is_tried_again(failure: httpx.Response | Exception) -> None:
    script = Script(failure, failure, office())
    assert script.gateway().send(ShowOffice()).name == "高新区"
    assert len(script.asked) == 3
    # Each rest is longer than the one before, none is announced: it took no time.
    assert script.rests == sorted(script.rests)
    assert not script.told


def test_who_is_not_signed_in_is_told_where_to_sign_in() -> None:
    with pytest.raises(NotSignedIn) as caught:
        Script(refused(NotSignedIn(profile=""))).gateway(profile="city").send(ShowOffice())
    assert word(caught.value.hint, caught.value.params) == (
        "Sign in with 'gridctl --profile city login'."
    )


@pytest.mark.parametrize(
    ("variable", "message", "hint"),
    [
        ("", "You are no longer signed in", "Sign in again with 'gridctl --profile city login'."),
        ("GRIDCTL_TOKEN", "The token in GRIDCTL_TOKEN is not good", "Put a new one there"),
    ],
)
def test_whose_token_is_over_is_told_so_and_not_that_there_is_none(
    variable: str, message: str, hint: str
) -> None:
    gateway = Script(refused(NotSignedIn(profile=""))).gateway(
        token="gridctl_x", profile="city", variable=variable
    )
    with pytest.raises(SignInOver) as caught:
        gateway.send(close())
    assert str(caught.value).startswith(message)
    assert word(caught.value.hint, caught.value.params).startswith(hint)
    assert caught.value.params["key"] == ""


def test_a_token_that_ends_while_a_command_is_at_work_leaves_a_way_to_its_outcome() -> None:
    script = Script(CUT, refused(NotSignedIn(profile="")))
    with pytest.raises(SignInOver) as caught:
        script.gateway(token="gridctl_x").send(close(), key="K7")
    assert "not known (key K7)" in str(caught.value)
    assert "again with --key K7" in word(caught.value.hint, caught.value.params)


def test_a_command_goes_again_under_its_own_key() -> None:
    script = Script(CUT, AWAY, refused(PlaceNotFound(key="g1")))
    with pytest.raises(PlaceNotFound):
        script.gateway().send(close())
    assert len({each.headers[wire.KEY_HEADER] for each in script.asked}) == 1
    assert len({each.content for each in script.asked}) == 1


@pytest.mark.parametrize("failure", [CUT, AWAY, httpx.ReadTimeout("late")])
def test_a_command_whose_answer_never_came_says_how_to_ask_again(
    failure: httpx.Response | Exception,
) -> None:
    script = Script(failure)
    with pytest.raises(connections.OutcomeUnknown) as unknown:
        script.gateway().send(close(), key="K7")
    assert unknown.value.params == {"target": ADDRESS, "key": "K7"}
    assert sum(script.rests) <= Patience().budget_s
    assert unknown.value.exit_code == 3


def test_it_stays_unknown_where_the_server_died_after_it_was_sent() -> None:
    with pytest.raises(connections.OutcomeUnknown):
        Script(CUT, CLOSED).gateway().send(close())


def test_what_never_arrived_was_not_done_and_a_rehearsal_neither() -> None:
    with pytest.raises(connections.LineRefused):
        Script(CLOSED).gateway().send(close())
    with pytest.raises(connections.LineCut):
        Script(CUT).gateway().send(close(), dry_run=True)
    with pytest.raises(connections.LineCut):
        Script(CUT).gateway().send(ShowOffice())


def at_work(seconds: int) -> httpx.Response:
    headers = OURS | {"Retry-After": "1"}
    return httpx.Response(202, json=wire.encode_work(seconds), headers=headers)


def test_what_takes_long_is_asked_about_without_end_and_told_ever_more_seldom() -> None:
    lasts = [at_work(seconds) for seconds in range(20, 2_000, 20)]
    # Whoever keeps the office busy meanwhile is this very command, seen from another process.
    away = [refused(OfficeBusy(path="x")), CLOSED, AWAY] * 3
    script = Script(*lasts[:50], *away, *lasts[50:], refused(PlaceNotFound(key="g1")))
    with pytest.raises(PlaceNotFound):
        script.gateway().send(close())
    assert sum(script.rests) > Patience().budget_s
    assert script.worked == [20, 40, 80, 160, 320, 640, 1280]
    assert {each.headers["Prefer"] for each in script.asked} == {"respond-async"}


def test_a_server_that_dies_at_work_leaves_the_outcome_unknown() -> None:
    with pytest.raises(connections.OutcomeUnknown) as unknown:
        Script(at_work(20), CLOSED).gateway().send(close(), key="K7")
    assert unknown.value.params["key"] == "K7"


def test_a_server_that_never_answered_is_given_up_sooner() -> None:
    stranger, known = Script(CLOSED), Script(office(), CLOSED)
    with pytest.raises(connections.LineRefused):
        stranger.gateway().send(ShowOffice())
    gateway = known.gateway()
    gateway.send(ShowOffice())
    with pytest.raises(connections.LineRefused):
        gateway.send(ShowOffice())
    assert sum(stranger.rests) <= Patience().stranger_s < sum(known.rests)


def test_a_request_is_freed_as_soon_as_it_was_answered() -> None:
    """The chunks of a long import would fill the memory before Python looks for circles."""
    sent = weakref.WeakSet[httpx.Request]()

    def answered(request: httpx.Request) -> httpx.Response:
        sent.add(request)
        return office()

    client = httpx.Client(transport=httpx.MockTransport(answered), base_url=ADDRESS)
    gateway = RemoteGateway(client, ADDRESS)
    gc.disable()
    try:
        gateway.send(ShowOffice())
        assert len(sent) == 0
    finally:
        gc.enable()
    gateway.close()


def test_long_rests_are_announced() -> None:
    script = Script(CLOSED)
    with pytest.raises(connections.LineRefused):
        script.gateway().send(ShowOffice())
    assert {type(error) for error in script.told} == {connections.LineRefused}


def test_the_server_says_how_long_to_rest() -> None:
    script = Script(office(), refused(ServerBusy(), **{"Retry-After": "7"}), office())
    gateway = script.gateway()
    gateway.send(ShowOffice())
    gateway.send(ShowOffice())
    assert script.rests == [7.0]
    script = Script(refused(ServerBusy(), **{"Retry-After": "3600"}), office())
    with pytest.raises(ServerBusy):
        script.gateway().send(ShowOffice())
    assert not script.rests


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (httpx.Response(200, html="<form>Sign in to the network</form>"), connections.OtherServer),
        (httpx.Response(401), connections.OtherServer),
        (httpx.Response(500, text="a proxy's own trouble"), connections.OtherServer),
        (httpx.Response(413), connections.ProxyTooSmall),
        (
            httpx.Response(302, headers={"Location": "https://other.example/?token=x"}),
            connections.SentElsewhere,
        ),
        (httpx.ReadTimeout("late"), connections.AnswerLate),
        (refused(PlaceNotFound(key="g1")), PlaceNotFound),
        (httpx.Response(409, json={"error": {"code": "new.thing", "params": {}}}, headers=OURS),
         connections.Unexplained),
        (httpx.Response(200, json={"name": 1}, headers=OURS), ProtocolMismatch),
        (httpx.Response(200, content=b"{", headers=OURS), ProtocolMismatch),
        (httpx.Response(202, content=b"{}", headers=OURS), ProtocolMismatch),
        (httpx.Response(500, content=b"[]", headers=OURS), ProtocolMismatch),
    ],
)  # fmt: skip
def test_everything_else_is_told_once(
    answer: httpx.Response | Exception, told: type[GridctlError]
) -> None:
    script = Script(answer)
    with pytest.raises(told) as error:
        script.gateway().send(ShowOffice())
    assert len(script.asked) == 1
    assert "token" not in str(error.value)


def test_what_a_newer_server_adds_is_passed_over() -> None:
    assert Script(office(weather="rain")).gateway().send(ShowOffice()).name == "高新区"


@pytest.fixture
def met(tmp_path: Path, clock: FixedClock) -> Acquaintances:
    return Acquaintances(tmp_path / "cache" / "servers.json", clock)


def test_a_server_is_greeted_once_in_a_while(met: Acquaintances, tmp_path: Path) -> None:
    script = Script(version(weather="rain"), office())
    gateway = script.gateway(acquaintances=met)
    gateway.send(ShowOffice())
    gateway.send(ShowOffice())
    Script(office()).gateway(acquaintances=met).send(ShowOffice())
    assert [each.url.path for each in script.asked] == ["/version", "/office", "/office"]
    later = FixedClock(met._clock.now().replace(day=4))
    again = Script(version(), office())
    again.gateway(acquaintances=Acquaintances(met._file, later)).send(ShowOffice())
    assert len(again.asked) == 2


@pytest.mark.parametrize("content", ["", "[]", '{"https://grid.example": 3}', "{"])
def test_a_spoilt_list_of_servers_is_begun_anew(met: Acquaintances, content: str) -> None:
    met._file.parent.mkdir()
    met._file.write_text(content)
    Script(version(), office()).gateway(acquaintances=met).send(ShowOffice())
    assert met.knows(ADDRESS)


@pytest.mark.parametrize(
    ("greeting", "told", "command"),
    [
        ({"oldest_client": "9.0.0"}, connections.ClientTooOld, "gridctl==9.1.0"),
        ({"protocol": 0, "program": "0.0.3"}, connections.ServerTooOld, f"gridctl=={__version__}"),
    ],
)
def test_versions_that_do_not_fit_name_the_command(
    met: Acquaintances, greeting: dict[str, Any], told: type[GridctlError], command: str
) -> None:
    with pytest.raises(told) as error:
        Script(version(**greeting), office()).gateway(acquaintances=met).send(ShowOffice())
    assert command in error.value.hint.format_map(error.value.params)
    assert not met.knows(ADDRESS)


def test_what_is_strange_is_explained_by_a_server_that_changed(met: Acquaintances) -> None:
    Script(version(), office()).gateway(acquaintances=met).send(ShowOffice())
    strange = refused(UnknownOperation(operation="GET /office"))
    script = Script(strange, version(protocol=0))
    with pytest.raises(connections.ServerTooOld):
        script.gateway(acquaintances=met).send(ShowOffice())
    with pytest.raises(UnknownOperation):
        Script(strange, version()).gateway(acquaintances=met).send(ShowOffice())


def test_a_page_that_greets_wrongly_is_no_server(met: Acquaintances) -> None:
    bodies: list[Any] = [[], {"program": 1}, VERSION | {"protocol": "x"}]
    for body in bodies:
        script = Script(httpx.Response(200, json=body, headers=OURS))
        with pytest.raises(ProtocolMismatch):
            script.gateway(acquaintances=met).send(ShowOffice())


def test_all_of_them_end_a_script_alike() -> None:
    for told in vars(connections).values():
        if isinstance(told, type) and issubclass(told, Unreachable | ProtocolMismatch):
            # Who stopped waiting knows why the script ended.
            assert told.exit_code == (130 if told is connections.CommandLeft else 3)


def test_an_answer_that_still_holds_is_not_sent_again() -> None:
    told = httpx.Response(200, json=OFFICE, headers=OURS | {"ETag": 'W/"one"'})
    script = Script(told, httpx.Response(304, headers=OURS), office(name="新区"))
    gateway = script.gateway()
    names = [gateway.send(ShowOffice()).name for _time in range(3)]
    assert names == ["高新区", "高新区", "新区"]
    assert [each.headers.get("If-None-Match") for each in script.asked] == [
        None, 'W/"one"', 'W/"one"',
    ]  # fmt: skip


def test_long_answers_are_not_kept_and_old_ones_are_forgotten() -> None:
    tagged = OURS | {"ETag": 'W/"one"'}
    long = httpx.Response(200, json=OFFICE | {"name": "区" * 70_000}, headers=tagged)
    script = Script(long, long)
    gateway = script.gateway()
    for _time in range(2):
        gateway.send(ShowOffice())
    assert "If-None-Match" not in script.asked[-1].headers
    page = {"items": [], "total": 0, "next": None}
    many = Script(httpx.Response(200, json=page, headers=tagged))
    gateway = many.gateway()
    for limit in [*range(1, 40), 1, 39]:
        gateway.send(ListUnits(limit=limit))
    assert ["If-None-Match" in each.headers for each in many.asked[-2:]] == [False, True]
