"""From the parameters of GeoReport v2 to operations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pydantic import ValidationError

from gridctl.domain import open311
from gridctl.domain.open311 import MOST, Language, open311_rules
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.operations.base import Operation
from gridctl.operations.commands.open311 import FileRequest
from gridctl.operations.queries.open311 import ListRequests
from gridctl.server.language import language_of

Op = TypeVar("Op", bound=Operation[Any])

_ATTRIBUTE = re.compile(r"(?:attribute|extra)\[(?P<code>[^\]]{1,60})\](?:\[\])?")
#: Pages are walked to from the first on; nobody reads so far.
_LAST_PAGE = 100
#: Of a value that does not fit, no more is repeated.
_SHOWN = 60
#: Parameter -> field of the operation.
_FILED = {
    "service_code": "service", "description": "description", "address_string": "address",
    "address_id": "address_id", "lat": "lat", "long": "lon", "media_url": "media_url",
    "phone": "contact_phone", "jurisdiction_id": "jurisdiction",
}  # fmt: skip
_BOUNDS = {
    "start_date": "since", "end_date": "until",
    "updated_after": "changed_since", "updated_before": "changed_until",
}  # fmt: skip


@dataclass(frozen=True)
class Given:
    """What came with a request, by parameter, in the order it came.

    Attributes:
        several: every parameter with its values.
        language: that of the answer.
        files: whether a file came along.
    """

    several: Mapping[str, tuple[str, ...]]
    language: Language
    files: bool = False

    def one(self, name: str) -> str | None:
        """Return a parameter's last value that is not blank, or None."""
        return next((v.strip() for v in reversed(self.several.get(name, ())) if v.strip()), None)

    def listed(self, name: str) -> tuple[str, ...] | None:
        """Return the values of a parameter that takes several behind commas, or None."""
        text = self.one(name)
        return None if text is None else tuple(filter(None, map(str.strip, text.split(","))))

    @property
    def jurisdiction(self) -> str | None:
        """The jurisdiction that is asked for."""
        return self.one("jurisdiction_id")


def given(pairs: Iterable[tuple[str, Any]], accept_language: str) -> Given:
    """Return the parameters of a request."""
    several: dict[str, tuple[str, ...]] = {}
    files = False
    for name, value in pairs:
        if isinstance(value, str):
            several[name] = (*several.get(name, ()), value)
        else:
            files = True
    return Given(several, language_of(accept_language), files)


def listing(asked: Given, numbers: tuple[str, ...] | None = None) -> ListRequests:
    """Return the question a list of requests stands for.

    Raises:
        Invalid: a parameter makes no sense.
    """
    fields: dict[str, Any] = {
        "requests": numbers or asked.listed("service_request_id"),
        "services": asked.listed("service_code"),
        "status": asked.listed("status"),
        "jurisdiction": asked.jurisdiction,
        "language": asked.language,
        "limit": _number(asked, "page_size", MOST, MOST),
        **{field: _instant(asked, name) for name, field in _BOUNDS.items()},
    }
    return valid(ListRequests, fields, _BOUNDS)


def page_number(asked: Given) -> int:
    """Return which page is wanted, from 1.

    Raises:
        NumberUnfit: it is no number, or too far on.
    """
    return _number(asked, "page", 1, _LAST_PAGE)


def filing(asked: Given) -> FileRequest:
    """Return the command a new request stands for.

    Raises:
        PersonalField: a parameter is about a person.
        Invalid: a parameter makes no sense, one is missing, or a file came along.
    """
    open311_rules().refuse_personal(asked.several)
    if asked.files:
        raise open311.FilesNotTaken
    fields: dict[str, Any] = {
        field: value for name, field in _FILED.items() if (value := asked.one(name)) is not None
    }
    if "service" not in fields:
        raise open311.ParameterMissing(parameter="service_code")
    if ("lat" in fields) != ("lon" in fields):
        raise open311.CoordinatesApart
    names = (asked.one("last_name"), asked.one("first_name"))
    fields["contact_name"] = _joined(*names)
    fields["attributes"] = dict(_attributes(asked))
    return valid(FileRequest, fields, _FILED)


def _attributes(asked: Given) -> Iterable[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name, values in asked.several.items():
        if match := _ATTRIBUTE.fullmatch(name):
            kept = found.setdefault(match["code"], [])
            kept += [open311.escaped_zone(value.strip()) for value in values if value.strip()]
    return found.items()


def _joined(last: str | None, first: str | None) -> str:
    """Return a name in the order of its language: 王小明, but Xiaoming Wang."""
    if last and first and (last + first).isascii():
        return f"{first} {last}"
    return f"{last or ''}{first or ''}"


def _instant(asked: Given, name: str) -> datetime | None:
    """Return a date parameter; without a zone it is the office's.

    Raises:
        InstantUnfit: it is no instant of ISO 8601.
    """
    text = asked.one(name)
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(open311.escaped_zone(text))
    except ValueError as error:
        raise open311.InstantUnfit(parameter=name) from error
    return at if at.tzinfo else at.replace(tzinfo=OFFICE_ZONE)


def _number(asked: Given, name: str, default: int, most: int) -> int:
    text = asked.one(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= most:
        raise open311.NumberUnfit(parameter=name, most=most)
    return int(text)


def valid(
    operation: type[Op], fields: Mapping[str, Any], names: Mapping[str, str] | None = None
) -> Op:
    """Return an operation; what is wrong is told under the parameter's name.

    Args:
        operation: its class.
        fields: its fields; those that are None stay out.
        names: parameter -> field, where they differ.

    Raises:
        ParameterUnfit, ParameterTooLong: a field has a value it cannot have.
    """
    try:
        return operation.model_validate({k: v for k, v in fields.items() if v is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        told = {field: name for name, field in (names or {}).items()}.get(field, field)
        most = first.get("ctx", {}).get("max_length")
        if most is not None:
            raise open311.ParameterTooLong(parameter=told, most=int(most)) from error
        shown = str(first["input"])[:_SHOWN]
        raise open311.ParameterUnfit(parameter=told, value=shown) from error
