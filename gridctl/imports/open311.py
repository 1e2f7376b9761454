"""Recorded answers of Open311 endpoints (GeoReport v2 requests), JSON or XML, as a table.

The recordings of other cities become rows under the specification's own names, which the kind
``ticket`` knows as headers; from there on they are a file like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args
from xml.etree.ElementTree import Element, ParseError, fromstring

from gridctl.domain.imports import NothingRecorded, RecordingTooLarge

Recorded = Literal["json", "xml"]

RECORDED: tuple[Recorded, ...] = get_args(Recorded)
#: A recording is read as a whole.
MOST_BYTES = 64 * 2**20
_NUMBER = "service_request_id"
#: In the order of the specification; what else a recording holds is not read.
_FIELDS = (
    _NUMBER, "status", "service_name", "service_code", "description", "agency_responsible",
    "requested_datetime", "closed_datetime", "expected_datetime", "address", "lat", "long",
    "status_notes",
)  # fmt: skip
_WRAPPERS = ("service_requests", "requests", "request")
#: A document type brings entities along, which grow.
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# San Francisco writes 2012-05-22 23:57:23.97.
_FRACTION = re.compile(r"(?<=:\d\d)\.\d+")


def read_recording(path: Path, form: str) -> Iterator[list[str]]:
    """Yield the header and the rows of a recording.

    Args:
        path: the file.
        form: what it looks like, ``json`` or ``xml``.

    Raises:
        NothingRecorded: it is no recording of requests.
        RecordingTooLarge: it has more bytes than one recording may have.
    """
    found = records(path, form)
    if found is None:
        raise NothingRecorded(file=path.name, format=form)
    yield list(_FIELDS)
    for record in found:
        yield [_cell(record, name) for name in _FIELDS]


def records(path: Path, form: str) -> list[Mapping[str, Any]] | None:
    """Return the requests a file records, or None where it records none.

    Raises:
        RecordingTooLarge: it has more bytes than one recording may have.
    """
    if path.stat().st_size > MOST_BYTES:
        raise RecordingTooLarge(file=path.name, limit=MOST_BYTES // 2**20)
    try:
        found = _of_json(path.read_bytes()) if form == "json" else _of_xml(path.read_bytes())
    except (ValueError, RecursionError, ParseError):
        return None
    # Where some have a number, those without one are rows all the same: the import judges them.
    numbered = any(each.get(_NUMBER) not in (None, "") for each in found)
    return found if numbered else None


def _of_json(content: bytes) -> list[Mapping[str, Any]]:
    body = json.loads(content.removeprefix(b"\xef\xbb\xbf"))
    while isinstance(body, Mapping) and (name := next(filter(body.get, _WRAPPERS), None)):
        body = body[name]
    several: Iterable[Any] = [body] if isinstance(body, Mapping) else body
    return [each for each in several if isinstance(each, Mapping)]


def _of_xml(content: bytes) -> list[Mapping[str, Any]]:
    if _DOCTYPE.search(content):
        return []
    root = fromstring(content)  # noqa: S314 - no entities, see above; expat bounds their growth
    return [_record(each) for each in root.iter() if _bare(each) == "request"]


def _record(element: Element) -> Mapping[str, Any]:
    return {_bare(child): (child.text or "").strip() for child in element}


def _bare(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _cell(record: Mapping[str, Any], name: str) -> str:
    """Return a value as a table has it."""
    if name == "closed_datetime":
        closed = str(record.get("status", "")).strip().lower() == "closed"
        return _cell(record, "updated_datetime") if closed else ""
    value = record.get(name)
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value).strip()
    if name in ("lat", "long"):
        # Nothing lies at 0,0; it stands for "not known".
        return "" if not text.strip("0.") else text
    return _FRACTION.sub("", text) if name.endswith("_datetime") else text
