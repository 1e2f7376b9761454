"""The Open311 face for a client library nobody here wrote, over a real port, with keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
from georeport import GeoReport  # type: ignore[import-untyped]

from gridctl.foundation.clock import SystemClock
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import CreateAccount
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.commands.tokens import CreateToken
from tests.beginnings import Beginning
from tests.gateways import local_gateway
from tests.server.serving import Served

FILED = {"service_code": "0101", "address_string": "澄江街道人民路", "description": "垃圾"}


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    gateway.send(CreateCategory(name="暴露垃圾", code="0101"))
    gateway.send(CreateAccount(login="app", name="市民端", role="citizen_app", sign_in=False))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def key(office: Path) -> str:
    gateway = local_gateway(office, SystemClock())
    made = gateway.send(CreateToken(label="市民端", account="app")).token
    gateway.close()
    assert made is not None
    return made


def _file(served: Served, key: str) -> httpx.Response:
    address = f"{served.url}/open311/v2/requests.json"
    return httpx.post(address, data={**FILED, "api_key": key}, trust_env=False, timeout=30)


def _status(error: requests.HTTPError) -> int:
    assert error.response is not None
    return error.response.status_code


@pytest.fixture(autouse=True)
def _straight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_public_follows_what_an_app_filed(
    serve: Callable[..., Served], key: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDCTL_OPEN311_PUBLIC", "yes")
    served = serve(sign_in=True)
    filed = [_file(served, key).json()[0]["service_request_id"] for _ in range(2)]
    client = GeoReport(f"{served.url}/open311/v2", jurisdiction="320281", output_format=form)
    services: list[Any] = client.get_service_list()
    assert "0101" in {each["service_code"] for each in services}
    definition = client.get_service_definition("alert-fire")
    attributes = definition["attributes"]
    several = attributes if form == "json" else attributes["attribute"]
    assert [each["code"] for each in several] == ["kind", "measured_at"]
    found = client.get_service_requests(service_code="0101", status="open")
    assert [each["service_request_id"] for each in found] == filed[::-1]
    shown = client.get_service_request(filed[0])
    assert (shown["status"], shown["address"]) == ("open", "澄江街道")
    with pytest.raises(requests.HTTPError) as refused:
        client.get_service_definition("9999")
    assert _status(refused.value) == 404
    assert _file(served, "").status_code == 403
    assert _file(served, key[:-1] + "x").status_code == 403


def test_what_can_be_reported_is_told_to_everybody_and_requests_to_who_has_a_key(
    serve: Callable[..., Served], key: str
) -> None:
    served = serve(sign_in=True)
    assert served.get("/open311/v2/discovery.json").status_code == 200
    client = GeoReport(f"{served.url}/open311/v2")
    assert "0101" in {each["service_code"] for each in client.get_service_list()}
    assert client.get_service_definition("alert-fire")["service_code"] == "alert-fire"
    with pytest.raises(requests.HTTPError) as refused:
        client.get_service_requests()
    assert _status(refused.value) == 403
    assert "api_key" in served.get("/open311/v2/requests.json").json()[0]["description"]
    answer = served.get("/open311/v2/requests.json", params={"api_key": key})
    assert answer.status_code == 200
    # The app's key opens nothing but this door.
    headers = {"Authorization": f"Bearer {key}"}
    assert served.get("/tickets", headers=headers).status_code == 403
    assert served.get("/progress").status_code == 200


def test_an_office_may_keep_all_to_who_has_a_key(
    serve: Callable[..., Served], key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIDCTL_OPEN311_PUBLIC", "no")
    served = serve(sign_in=True)
    for path in ("discovery", "services", "services/alert-fire", "requests"):
        address = f"/open311/v2/{path}.json"
        assert served.get(address).status_code == 403, path
        assert served.get(address, params={"api_key": key}).status_code == 200, path
