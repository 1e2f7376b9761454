"""The Open311 face: addresses, forms, errors, held against the schemas others published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import httpx
import jsonschema_rs
import pytest

from gridctl.foundation.clock import Clock
from gridctl.operations.base import Gateway
from gridctl.operations.commands.categories import CreateCategory
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.offices import SetUpOffice
from tests.beginnings import Beginning
from tests.gateways import AppTransport, local_gateway
from tests.ports import application

BASE = "/open311/v2"
FILED = {
    "api_key": "key", "service_code": "0101", "address_string": "文定社区人民路12号",
    "lat": "31.9109752", "long": "120.2852369", "description": "楼下垃圾没清",
    "last_name": "王", "first_name": "小明", "phone": "13800001234",
}  # fmt: skip


def _county(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateGrid(name="澄江街道", code="320281001000"))
    gateway.send(CreateGrid(name="文定社区居委会", code="320281001001"))
    gateway.send(SetUpOffice(name="江阴中心", county_code="320281", operator="王芳"))
    gateway.send(CreateCategory(name="市容环境", code="01"))
    gateway.send(CreateCategory(name="暴露垃圾", code="0101", parent="市容环境"))


@pytest.fixture
def beginning() -> Beginning:
    return _county


@pytest.fixture
def client(office: Path, clock: Clock) -> Iterator[httpx.Client]:
    behind = local_gateway(office, clock)
    transport = AppTransport(application(), behind)
    with httpx.Client(transport=transport, base_url="http://office.test") as client:
        yield client
    behind.close()


def _file(client: httpx.Client, **more: str) -> Any:
    return client.post(f"{BASE}/requests.json", data={**FILED, **more})


def _read(element: Element) -> Any:
    """Return what an XML answer says, as JSON would say it."""
    if len(element) and element.tag in (
        "services", "service_requests", "errors", "attributes", "values", "endpoints", "formats",
    ):  # fmt: skip
        return [_read(each) for each in element]
    if len(element):
        return {each.tag: _read(each) for each in element}
    return element.text


def _plain(value: Any) -> Any:
    """Return a JSON answer with its values as XML has them: as text."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if value is None or value == "":
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_request_is_filed_and_followed(client: httpx.Client) -> None:
    answer = _file(client)
    assert answer.status_code == 201, answer.text
    (made,) = answer.json()
    number = made["service_request_id"]
    assert number.startswith("320281202611")
    assert number in made["service_notice"]
    (shown,) = client.get(f"{BASE}/requests/{number}.json").json()
    assert shown["status"] == "open"
    assert shown["status_notes"] == "已上报"
    assert shown["requested_datetime"] == "2026-11-03T10:00:00+08:00"
    assert (shown["lat"], shown["long"]) == (31.91, 120.29)
    assert not {"王小明", "13800001234", "12号", "垃圾没清"} & set(json.dumps(shown).split())
    assert client.get(f"{BASE}/tokens/{number}.json").json() == [
        {"service_request_id": number, "token": number}
    ]


@pytest.mark.parametrize(
    "path",
    ["discovery", "services", "services/alert-fire", "requests", "requests?status=open,closed"],
)
def test_both_forms_say_the_same(client: httpx.Client, path: str) -> None:
    _file(client)
    stem, _, query = path.partition("?")
    in_json = client.get(f"{BASE}/{stem}.json?{query}")
    in_xml = client.get(f"{BASE}/{stem}.xml?{query}")
    assert in_json.status_code == in_xml.status_code == 200
    assert in_xml.headers["content-type"].startswith("text/xml")
    assert _read(fromstring(in_xml.content)) == _plain(in_json.json())


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("services", "services"), ("requests", "requests"),
        ("services/alert-fire", "service-definition"), ("services/0101", "service-definition"),
    ],
)  # fmt: skip
def test_answers_fit_the_published_schemas(
    client: httpx.Client, real_data: Path, path: str, schema: str
) -> None:
    _file(client)
    folder = real_data / "open311" / "schema"
    known = {f.name: json.loads(f.read_text("utf-8")) for f in folder.glob("*.json")}
    base = "https://schema.test/"
    registry = jsonschema_rs.Registry([(base + name, body) for name, body in known.items()])
    validator = jsonschema_rs.Draft7Validator(
        {"$ref": f"{base}{schema}.json"}, registry=registry, validate_formats=True
    )
    answer = client.get(f"{BASE}/{path}.json").json()
    assert answer
    validator.validate(answer)
    broken = [{"service_code": 1}] if isinstance(answer, list) else {"service_code": 1}
    assert not validator.is_valid(broken)


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("path", "sample"),
    [("services", "serviceList"), ("requests", "serviceRequests"), ("services/alert-fire",
     "serviceDefinition")],
)  # fmt: skip
def test_xml_has_the_elements_of_the_specifications_samples(
    client: httpx.Client, real_data: Path, path: str, sample: str
) -> None:
    _file(client)
    published = fromstring(
        (real_data / "open311" / "georeport_spec_samples" / f"{sample}.xml").read_bytes()
    )
    ours = fromstring(client.get(f"{BASE}/{path}.xml").content)

    def names(root: Element) -> set[str]:
        return {each.tag for each in root.iter()}

    assert ours.tag == published.tag
    assert names(published) == names(ours)


@pytest.mark.parametrize(
    ("method", "path", "parameters", "code", "word"),
    [
        ("GET", "services/9999", {}, 404, "9999"),
        ("GET", "services", {"jurisdiction_id": "sfgov.org"}, 404, "sfgov.org"),
        ("GET", "requests/3202812026010100001", {}, 404, "3202812026010100001"),
        ("GET", "tokens/3202812026010100001", {}, 404, "3202812026010100001"),
        ("GET", "requests", {"status": "late"}, 400, "status"),
        ("GET", "requests", {"start_date": "yesterday"}, 400, "start_date"),
        ("GET", "requests", {"page_size": "100000"}, 400, "page_size"),
        ("GET", "weather", {}, 404, "weather"),
        ("GET", "requests.csv", {}, 404, "requests.csv"),
        ("POST", "services", {}, 405, "POST"),
        ("POST", "requests", {**FILED, "lat": "40.7", "long": "-74"}, 400, "-74"),
        ("POST", "requests", {**FILED, "description": "长" * 4001}, 400, "4000"),
        ("POST", "requests", {f"x{n}": "" for n in range(201)}, 400, "200"),
        ("POST", "requests", {**FILED, "api_key": ""}, 403, "api_key"),
        ("POST", "requests", {**FILED, "service_code": ""}, 400, "service_code"),
        ("POST", "requests", {**FILED, "service_code": "9999"}, 404, "9999"),
        ("POST", "requests", {**FILED, "lat": "91"}, 400, "lat"),
        ("POST", "requests", {**FILED, "lat": ""}, 400, "long"),
        ("POST", "requests", {**FILED, "device_id": "A1"}, 400, "device_id"),
        ("POST", "requests", {**FILED, "attribute[plate]": "苏B12345"}, 400, "plate"),
        ("POST", "requests", {**FILED, "media_url": "javascript:alert(1)"}, 400, "media_url"),
        ("POST", "requests", {"api_key": "k", "service_code": "0101"}, 400, "address_string"),
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_errors_come_in_the_form_asked_for(
    client: httpx.Client,
    form: str,
    method: str,
    path: str,
    parameters: dict[str, str],
    code: int,
    word: str,
) -> None:
    headers = {"Accept-Language": "en"}
    address = f"{BASE}/{path}.{form}"
    if method == "GET":
        answer = client.get(address, params=parameters, headers=headers)
    else:
        answer = client.post(address, data=parameters, headers=headers)
    assert answer.status_code == code, answer.text
    told = answer.json() if form == "json" else _read(fromstring(answer.content))
    assert [set(each) for each in told] == [{"code", "description"}]
    assert str(told[0]["code"]) == str(code)
    assert word in told[0]["description"]


def test_pages_are_walked_and_end(client: httpx.Client) -> None:
    made = [_file(client).json()[0]["service_request_id"] for _ in range(3)]

    def page(number: int) -> list[str]:
        wish = {"page": number, "page_size": 2}
        found = client.get(f"{BASE}/requests.json", params=wish).json()
        return [each["service_request_id"] for each in found]

    assert [*page(1), *page(2)] == made[::-1]
    assert page(3) == []


def test_the_same_key_files_once(client: httpx.Client) -> None:
    headers = {"Idempotency-Key": "app-1"}
    first, second = (
        client.post(f"{BASE}/requests.json", data=FILED, headers=headers).json() for _ in range(2)
    )
    assert first == second
    assert len(client.get(f"{BASE}/requests.json").json()) == 1


def test_attributes_come_under_both_names(client: httpx.Client) -> None:
    common = {"api_key": "k", "service_code": "alert-fire", "address_id": "320281001001"}
    for name in ("attribute[kind]", "extra[kind]", "attribute[kind][]"):
        answer = client.post(f"{BASE}/requests.json", data={**common, name: "smoke"})
        assert answer.status_code == 201, answer.text


def test_control_signs_do_not_break_the_xml(client: httpx.Client) -> None:
    answer = client.get(f"{BASE}/services/a\x01b<&.xml".replace("\x01", "%01").replace("<", "%3C"))
    assert answer.status_code in (400, 404)
    assert fromstring(answer.content).tag == "errors"


def test_text_is_utf_8_escaped_or_not_and_nothing_else(client: httpx.Client) -> None:
    """As curl sends it: -d writes the bytes as they are typed."""
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "zh"}
    text = "api_key=k&service_code=0101&address_string=文定社区人民路12号&description=三天没清"
    address = f"{BASE}/requests.xml"
    assert client.post(address, content=text.encode(), headers=kind).status_code == 201
    (shown,) = client.get(f"{BASE}/requests.json").json()
    assert shown["address_id"] == "320281001001"
    for wrong in (text.encode("gbk"), b"api_key=k&description=%C0%AC%BB%F8"):
        refused = client.post(address, content=wrong, headers=kind)
        assert (refused.status_code, fromstring(refused.content).tag) == (400, "errors")
    broken = {"Content-Type": "multipart/form-data"}
    refused = client.post(address, content=b"x", headers=broken)
    assert (refused.status_code, fromstring(refused.content).tag) == (400, "errors")
    assert "--help" not in refused.text


def test_a_plus_sign_that_was_not_escaped_is_understood_in_readings_as_in_bounds(
    client: httpx.Client,
) -> None:
    text = (
        "api_key=k&service_code=alert-water&address_id=320281001001&attribute[reading]=3.2"
        "&attribute[measured_at]=2026-11-03T10:00:00+08:00"
    )
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = client.post(f"{BASE}/requests.json", content=text, headers=kind)
    assert answer.status_code == 201, answer.text
