"""From views to the records of GeoReport v2."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gridctl.domain.open311 import Language
from gridctl.domain.tickets import STATE_NAMES
from gridctl.operations.queries.open311 import (
    AttributeView,
    EndpointView,
    RequestView,
    ServiceRow,
    ServiceView,
)
from gridctl.server.language import words_in

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


def service(row: ServiceRow) -> dict[str, Any]:
    """Return one of the list of services."""
    return {
        "service_code": row.code,
        "service_name": row.name,
        "description": row.description,
        "metadata": row.detailed,
        "type": "realtime",
        "keywords": "",
        "group": row.group,
    }


def definition(view: ServiceView) -> dict[str, Any]:
    """Return what a service asks for."""
    attributes = [_attribute(each, order) for order, each in enumerate(view.attributes, 1)]
    return {"service_code": view.code, "attributes": attributes}


def request(view: RequestView, language: Language) -> dict[str, Any]:
    """Return a public request; what reporters wrote and their pictures stay inside."""
    # JSON knows binary numbers only; with two decimals nothing is lost.
    lat = None if view.lat is None else float(view.lat)
    lon = None if view.lon is None else float(view.lon)
    state = view.state_name or words_in(language)(STATE_NAMES.get(view.state, ""))
    return {
        "service_request_id": view.serial_no,
        "status": view.status,
        "status_notes": view.reply or state,
        "service_name": view.service_name,
        "service_code": view.service_code,
        "description": None,
        "agency_responsible": view.unit,
        "service_notice": None,
        "requested_datetime": _instant(view.requested_at),
        "updated_datetime": _instant(view.updated_at),
        "expected_datetime": _instant(view.expected_at),
        "address": view.address or None,
        "address_id": view.address_id,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": None,
    }


def filed(serial_no: str, notice: str) -> dict[str, Any]:
    """Return the answer to a new request."""
    return {"service_request_id": serial_no, "service_notice": notice, "account_id": None}


def token(serial_no: str) -> dict[str, Any]:
    """Return the request behind a token; here every request has its number at once."""
    return {"service_request_id": serial_no, "token": serial_no}


def discovery(view: EndpointView, base: str) -> dict[str, Any]:
    """Return where the face lies and what it speaks."""
    changed = _instant(view.changed_at)
    return {
        "changeset": changed,
        "contact": view.name,
        "key_service": view.name,
        "endpoints": [
            {
                "specification": SPECIFICATION,
                "url": base,
                "changeset": changed,
                "type": "production",
                "formats": ["text/xml", "application/json"],
            }
        ],
    }


def _attribute(view: AttributeView, order: int) -> dict[str, Any]:
    record: dict[str, Any] = {
        "variable": True,
        "code": view.code,
        "datatype": view.datatype,
        "required": view.required,
        "datatype_description": None,
        "order": order,
        "description": view.name,
    }
    if view.values:
        record["values"] = [{"key": each.key, "name": each.name} for each in view.values]
    return record


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
