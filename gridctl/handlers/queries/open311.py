"""Answering what GeoReport v2 asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.open311 import (
    CHANGED_DAYS,
    SPAN_DAYS,
    STATES,
    SYSTEM,
    Language,
    RequestUnknown,
    SpanTooLong,
    open311_rules,
    shown_degrees,
    without_personal,
)
from gridctl.foundation.clock import from_epoch, to_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.open311_services import (
    Service,
    attributes_of,
    check_jurisdiction,
    find_service,
    services,
    text_in,
)
from gridctl.handlers.queries.own_names import own_names
from gridctl.handlers.queries.shape import instant, page_of
from gridctl.operations.queries.open311 import (
    AttributeView,
    ChoiceView,
    EndpointView,
    ListRequests,
    ListServices,
    RequestPage,
    RequestView,
    ServicePage,
    ServiceRow,
    ServiceView,
    ShowEndpoint,
    ShowService,
)
from gridctl.operations.queries.own_names import Labels
from gridctl.storage.queries import open311 as sql

_DAY_S = 86_400


def show_endpoint(operation: ShowEndpoint, context: QueryContext) -> EndpointView:
    """Return whose services these are."""
    check_jurisdiction(context, operation.jurisdiction)
    row = context.read.record(sql.ENDPOINT) or {}
    return EndpointView(
        jurisdiction=row.get("county_code", ""),
        name=row.get("name", ""),
        changed_at=instant(row.get("changed_at")),
    )


def list_services(operation: ListServices, context: QueryContext) -> ServicePage:
    """Return everything that can be reported."""
    check_jurisdiction(context, operation.jurisdiction)
    offered = services(context).values()
    return ServicePage(
        items=tuple(ServiceRow(**_facts(each, operation.language)) for each in offered),
        total=len(offered),
    )


def show_service(operation: ShowService, context: QueryContext) -> ServiceView:
    """Return a service with what it asks for."""
    check_jurisdiction(context, operation.jurisdiction)
    service, language = find_service(context, operation.code), operation.language
    attributes = tuple(
        AttributeView(
            code=each.code,
            datatype=each.datatype,
            required=each.required,
            name=text_in(each.name, language),
            values=tuple(
                ChoiceView(key=key, name=text_in(name, language))
                for key, name in each.values.items()
            ),
        )
        for each in attributes_of(context, service)
    )
    return ServiceView(**_facts(service, language), attributes=attributes)


def list_requests(operation: ListRequests, context: QueryContext) -> RequestPage:
    """Return a page of public requests.

    Raises:
        ServiceUnknown, RequestUnknown: something is asked for by a code or number nobody has.
        SpanTooLong: the dates lie too far apart.
    """
    check_jurisdiction(context, operation.jurisdiction)
    wanted = [find_service(context, code) for code in operation.services or ()]
    wanted = wanted or list(services(context).values())
    params: dict[str, Any] = _membership(wanted) | {
        "states": [s for each in operation.status or STATES for s in STATES[each]],
        "numbers": operation.requests,
        "limit": operation.limit + 1,
        **({} if operation.requests else _bounds(operation, context)),
    }
    if operation.after:
        params["after_1"], params["after_2"] = map(int, operation.after.split("."))
    rows = context.read.records(
        sql.REQUESTS, params, order="newest", after=operation.after is not None
    )
    if operation.requests and not rows:
        raise RequestUnknown(request=operation.requests[0])
    items, following = page_of(rows, operation.limit, _cursor)
    known = _by_membership(services(context).values())
    named = own_names(context).states
    return RequestPage(
        items=tuple(_request(row, known, named, operation.language) for row in items),
        next=following,
    )


def _cursor(row: dict[str, Any]) -> str:
    return f"{row['reported_at']}.{row['id']}"


def _facts(service: Service, language: Language) -> dict[str, Any]:
    return {
        "code": service.code,
        "name": text_in(service.name, language),
        "description": text_in(service.description, language),
        "group": text_in(service.group, language),
        "detailed": service.detailed,
        "alert": service.alert is not None,
    }


def _membership(wanted: list[Service]) -> dict[str, Any]:
    """Return the parameters that say which tickets belong to some services."""
    alerts = [each.alert.system for each in wanted if each.alert is not None]
    return {
        "categories": [each.category_id for each in wanted if each.category_id is not None],
        "systems": alerts,
        "alert_systems": [SYSTEM + "/", *(a.system for a in open311_rules().alerts.values())],
    }


def _by_membership(offered: Any) -> dict[int | str, Service]:
    return {each.alert.system if each.alert else each.category_id: each for each in offered}


def _bounds(operation: ListRequests, context: QueryContext) -> dict[str, int | None]:
    """Return the span of a list in UTC seconds.

    Raises:
        SpanTooLong: it is longer than the specification lets it be.
    """
    names = ("since", "until", "changed_since", "changed_until")
    given = {name: getattr(operation, name) for name in names}
    bounds = {name: None if at is None else to_epoch(at) for name, at in given.items()}
    since, until = bounds["since"], bounds["until"]
    if since is not None and until is not None and until - since > SPAN_DAYS * _DAY_S:
        raise SpanTooLong(days=SPAN_DAYS)
    if since is not None and until is None:
        bounds["until"] = since + SPAN_DAYS * _DAY_S
    elif since is None:
        changed = bounds["changed_since"] or bounds["changed_until"]
        days = CHANGED_DAYS if changed is not None and until is None else SPAN_DAYS
        bounds["since"] = (until or changed or context.now()) - days * _DAY_S
    return bounds


def _request(
    row: dict[str, Any],
    known: dict[int | str, Service],
    named: Mapping[str, Labels],
    language: Language,
) -> RequestView:
    service = known.get(row["external_system"]) or known[row["category_id"]]
    closed = row["state"] in STATES["closed"]
    changed = (row["closed_at"] if closed else None) or row["changed_at"] or row["reported_at"]
    return RequestView(
        serial_no=row["serial_no"],
        status="closed" if closed else "open",
        state=row["state"],
        state_name=text_in(named.get(row["state"], {}), language),
        service_code=service.code,
        service_name=text_in(service.name, language),
        reply=without_personal(row["public_reply"]),
        unit=row["unit"],
        requested_at=from_epoch(row["reported_at"]),
        updated_at=from_epoch(changed),
        expected_at=instant(row["deadline_at"]),
        address="".join(filter(None, (row["town"], row["village"]))),
        address_id=row["place_code"],
        lat=shown_degrees(row["lat_e7"]),
        lon=shown_degrees(row["lon_e7"]),
    )
