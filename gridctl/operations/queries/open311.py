"""Asking about services and public requests, as GeoReport v2 knows them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import AwareDatetime, Field

from gridctl.domain.open311 import MOST, Datatype, Language, Status
from gridctl.operations.base import Page, Query, Slug, View


class EndpointView(View):
    """Whose services these are; ``changed_at`` is the last change of any record."""

    jurisdiction: str
    name: str
    changed_at: datetime | None


class ServiceRow(View):
    """Something that can be reported; ``detailed`` says whether it asks for attributes."""

    code: str
    name: str
    description: str
    group: str
    detailed: bool
    alert: bool


class ServicePage(Page):
    """All services, by group."""

    items: tuple[ServiceRow, ...]


class ChoiceView(View):
    """One value of a list."""

    key: str
    name: str


class AttributeView(View):
    """Something a service asks for."""

    code: str
    datatype: Datatype
    required: bool
    name: str
    values: tuple[ChoiceView, ...] = ()


class ServiceView(ServiceRow):
    """A service with what it asks for."""

    attributes: tuple[AttributeView, ...]


class RequestView(View):
    """A ticket as the public sees it: no word of the reporter, places to the village.

    ``state_name`` is what the office itself calls the state; "" where it has no word of its own.
    """

    serial_no: str
    status: Status
    state: str
    state_name: str
    service_code: str
    service_name: str
    reply: str
    unit: str | None
    requested_at: datetime
    updated_at: datetime
    expected_at: datetime | None
    address: str
    address_id: str | None
    lat: Decimal | None
    lon: Decimal | None


class RequestPage(Page):
    """One page of requests, newest first."""

    items: tuple[RequestView, ...]


class ShowEndpoint(Query[EndpointView], route="GET /public-endpoint", permission="open311.read"):
    """Tell whose services these are.

    Raises JurisdictionUnknown where another office's are asked for.
    """

    jurisdiction: str | None = None


class ListServices(Query[ServicePage], route="GET /public-services", permission="open311.read"):
    """List what can be reported: the lowest categories that have a code, and alerts."""

    jurisdiction: str | None = None
    language: Language = "zh"


class ShowService(
    Query[ServiceView], route="GET /public-services/{code}", permission="open311.read"
):
    """Show what a service asks for."""

    code: Slug
    jurisdiction: str | None = None
    language: Language = "zh"


class ListRequests(Query[RequestPage], route="GET /public-requests", permission="open311.read"):
    """List public requests, newest first; ninety days where no dates are named.

    ``changed_since`` and ``changed_until`` bound the last change; they look back a year.
    """

    requests: tuple[str, ...] | None = Field(default=None, min_length=1, max_length=100)
    services: tuple[str, ...] | None = Field(default=None, min_length=1, max_length=100)
    status: tuple[Status, ...] | None = Field(default=None, min_length=1)
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    changed_since: AwareDatetime | None = None
    changed_until: AwareDatetime | None = None
    jurisdiction: str | None = None
    language: Language = "zh"
    limit: int = Field(default=MOST, ge=1, le=MOST)
    after: str | None = Field(default=None, pattern=r"^[0-9]{1,18}\.[0-9]{1,18}$")
