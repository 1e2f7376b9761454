"""Recorded requests of Open311 endpoints as files to import."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.domain.imports import RecordingTooLarge, UnsupportedFormat
from gridctl.imports import inspect, load_kind, open311, rows

XML = """<?xml version="1.0" encoding="utf-8"?>
<service_requests xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><request>
<service_request_id>7001</service_request_id><status>Closed</status><service_name>路灯</service_name>
<service_code>12</service_code><requested_datetime>2026-05-22 23:57:23.97</requested_datetime>
<updated_datetime>2026-05-24 08:00:00.0</updated_datetime><expected_datetime xsi:nil="true"/>
<address>人民路</address><lat>0.0</lat><long>0.0</long></request></service_requests>"""
JSON = """{"service_requests": [{"service_request_id": 7002, "status": "open",
"service_name": "Graffiti", "requested_datetime": "2026-05-23T15:55:28-04:00",
"lat": 39.14, "long": -86.48, "media_url": "https://photo.example/1.jpg"}]}"""


def _rows(path: Path) -> list[dict[str, object]]:
    return [dict(row.values) for row in rows(inspect(path, load_kind("ticket")))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_recording_in_xml(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "requests.xml"
    path.write_text(XML, encoding=encoding)
    (row,) = _rows(path)
    assert (row["external_no"], row["state"], row["category"]) == ("7001", "closed", "路灯")
    assert str(row["reported_at"]).startswith("2026-05-22T23:57:23")
    assert str(row["closed_at"]).startswith("2026-05-24T08:00")
    assert "lat" not in row
    assert "deadline_at" not in row


def test_a_recording_in_json(tmp_path: Path) -> None:
    path = tmp_path / "requests.json"
    path.write_text(JSON)
    (row,) = _rows(path)
    assert row["external_no"] == "7002"
    assert row["lat"] == "39.14"
    assert "closed_at" not in row


def test_a_request_without_a_number_is_a_row_all_the_same(tmp_path: Path) -> None:
    """What a city has not numbered yet is not left out in silence: the import judges it."""
    path = tmp_path / "requests.json"
    path.write_text(JSON.replace("}]", '}, {"service_name": "Pothole", "status": "open"}]'))
    numbered, other = _rows(path)
    assert numbered["external_no"] == "7002"
    assert other["category"] or other["title"]
    assert "external_no" not in other


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1}]',
        '{"service_requests": []}',
        '<?xml version="1.0"?><services><service/></services>',
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "b">]><r><request>'
        "<service_request_id>&a;</service_request_id></request></r>",
        '<?xml version="1.0"?><service_requests><request>',
        "[" + '{"a":[' * 5_000,
    ],
)
def test_what_records_no_requests_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "file.txt"
    path.write_text(content)
    with pytest.raises(UnsupportedFormat):
        inspect(path, load_kind("ticket"))


def test_a_recording_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "requests.json"
    path.write_text(JSON)
    monkeypatch.setattr(open311, "MOST_BYTES", 10)
    with pytest.raises(RecordingTooLarge):
        inspect(path, load_kind("ticket"))


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("bloomington_requests.json", 21), ("san_francisco_requests.xml", 56),
        ("requests_many.xml", 2), ("requests_single.xml", 1), ("service_requests.json", 2),
    ],
)  # fmt: skip
def test_recordings_of_cities_are_read(real_data: Path, name: str, count: int) -> None:
    found = _rows(real_data / "open311" / "open311status" / name)
    assert len(found) == count
    assert all(row["reported_at"] and row["external_no"] and row["state"] for row in found)
