"""Rules of the Open311 face (GeoReport v2): what is offered, what is taken, what comes out.

What comes out is about places and the office's work, never about people: no word a reporter
wrote, no contact, places to the village (domain.md 12.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Literal, get_args

from gridctl.domain.errors import Forbidden, Invalid, NotFound, Usage
from gridctl.domain.privacy import find_personal, masked
from gridctl.domain.tickets import CLOSED, STATE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

Status = Literal["open", "closed"]
Datatype = Literal["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]
Language = Literal["zh", "en"]

#: A list spans no more days, and holds no more requests, than GeoReport v2 says.
SPAN_DAYS = 90
MOST = 1_000
#: What is asked for by its last change may have been reported so long ago.
CHANGED_DAYS = 365
#: The name of this way in; behind a stroke the code of an alert.
SYSTEM = "open311"
#: The attribute that names a category's filing condition.
CONDITION = "condition"
#: Decimals of a coordinate that is shown: about a kilometre, the size of a village.
SHOWN_DECIMALS = 2

_ENDED = (*CLOSED, "rejected", "merged")
#: States by status; a draft is not a request yet.
STATES: Mapping[Status, tuple[str, ...]] = {
    "open": tuple(state for state in STATE_NAMES if state not in (*_ENDED, "draft")),
    "closed": _ENDED,
}


class JurisdictionUnknown(NotFound):
    """Another place's requests are asked for."""

    message = N_("jurisdiction_id {jurisdiction} is not found.")
    hint = N_("This office's jurisdiction_id is {own}; it may be left out.")


class ServiceUnknown(NotFound):
    """Nothing is offered under this code."""

    message = N_("service_code {service} is not found.")
    hint = N_("The list of services tells the codes.")


class RequestUnknown(NotFound):
    """No request with this number is public."""

    message = N_("service_request_id {request} is not found.")


class ApiKeyMissing(Forbidden):
    """A request was filed without a key."""

    message = N_("api_key was not provided.")
    hint = N_("The office gives keys to apps.")


class ApiKeyInvalid(Forbidden):
    """The key is none, or was revoked, or is over."""

    message = N_("Invalid api_key received.")
    hint = N_("The office gives keys to apps.")


class LocationMissing(Invalid):
    """Nobody could find the place."""

    message = N_("Where is it? Give lat and long, address_string or address_id.")


class AttributeMissing(Invalid):
    """A service asks for more than was said."""

    message = N_("attribute[{attribute}] was not provided; service {service} needs it.")


class AttributeInvalid(Invalid):
    """A value the service definition does not allow."""

    message = N_("attribute[{attribute}] cannot be {value}.")
    hint = N_("The definition of service {service} tells what it may be.")


class AttributeUnknown(Invalid):
    """The service does not ask for this."""

    message = N_("Service {service} has no attribute {attribute}.")
    hint = N_("The definition of the service tells its attributes.")


class PersonalField(Invalid):
    """A field about a person; the office does not collect it."""

    message = N_("{field} is about a person and is not taken.")
    hint = N_("Leave it out; nothing was stored.")


class LocationElsewhere(Invalid):
    """Coordinates no office of this country has."""

    message = N_("lat {lat} and long {long} lie outside the country.")
    hint = N_("Give decimal degrees (WGS 84), lat before long, or leave both out.")


class SpanTooLong(Invalid):
    """More days than a list may span."""

    message = N_("start_date and end_date may not span more than {days} days.")


class ResourceUnknown(NotFound):
    """Nothing lies at an address."""

    message = N_("There is no resource {resource}.")
    hint = N_("discovery, services, requests and tokens are there, as .json or .xml.")


class MethodUnfit(Usage):
    """A resource does not take the method."""

    message = N_("{resource} does not take {method}.")
    status = 405


class FormUnreadable(Usage):
    """The body of a request is no form, or a broken one, or has too many fields."""

    message = N_("The body is no form that can be read, of at most {most} fields.")
    hint = N_("Send application/x-www-form-urlencoded or multipart/form-data.")


class FormNotText(Usage):
    """A form in another encoding, such as GBK; guessed, its words would be lost."""

    message = N_("The parameters are not encoded in UTF-8.")


class FilesNotTaken(Invalid):
    """A file came along."""

    message = N_("Files are not taken; give media_url.")


class ParameterMissing(Invalid):
    """A parameter everybody must give."""

    message = N_("{parameter} was not provided.")


class ParameterUnfit(Invalid):
    """A parameter with a value it cannot have."""

    message = N_("{parameter} cannot be {value}.")


class ParameterTooLong(Invalid):
    """A parameter with more signs than are kept."""

    message = N_("{parameter} is longer than {most} signs.")


class NumberUnfit(Invalid):
    """A parameter that is no number, or out of bounds."""

    message = N_("{parameter} must be a whole number from 1 to {most}.")


class InstantUnfit(Invalid):
    """A parameter that is no instant."""

    message = N_("{parameter} must be an instant of ISO 8601, such as 2026-11-03T10:00:00+08:00.")


class CoordinatesApart(Invalid):
    """One coordinate without the other."""

    message = N_("lat and long come together.")


@dataclass(frozen=True)
class Attribute:
    """Something a service asks for.

    Attributes:
        code: what it is sent under, ``attribute[code]``.
        datatype: what a value may look like.
        required: whether a request without it is refused.
        name: what it is called, by language.
        values: of a list, key to name by language.
    """

    code: str
    datatype: Datatype
    required: bool
    name: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def allows(self, value: str) -> bool:
        """Tell whether a value has the attribute's type and is one of its choices."""
        if self.values:
            return value in self.values
        if self.datatype == "number":
            return _is_number(value)
        return self.datatype != "datetime" or _is_instant(value)


@dataclass(frozen=True)
class Alert:
    """A service devices report to; it is about a place and nobody."""

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    group: Mapping[str, str]
    categories: tuple[str, ...]
    attributes: tuple[Attribute, ...]
    urgent: bool = False

    @property
    def system(self) -> str:
        """What its tickets carry as their external system."""
        return f"{SYSTEM}/{self.code}"


@dataclass(frozen=True)
class Rules:
    """What the face offers and takes, from ``config/rules/open311.toml``."""

    source: str
    alert_source: str
    withheld: frozenset[str]
    personal: tuple[str, ...]
    condition: Mapping[str, str]
    alerts: Mapping[str, Alert]

    def offers(self, path: str) -> bool:
        """Tell whether a category with this path of names is offered and listed."""
        return self.withheld.isdisjoint(path.split("/"))

    def refuse_personal(self, names: Iterable[str]) -> None:
        """Refuse fields about persons by their names.

        Raises:
            PersonalField: there is one.
        """
        for name in names:
            if any(word in name.casefold() for word in self.personal):
                raise PersonalField(field=name[:60])


@cache
def open311_rules() -> Rules:
    """Return the shipped rules."""
    import tomli

    table = tomli.loads(config_path("rules", "open311.toml").read_text("utf-8"))
    return Rules(
        source=table["source"],
        alert_source=table["alert_source"],
        withheld=frozenset(table["withheld"]),
        personal=tuple(table["personal"]),
        condition=table["condition"],
        alerts={each["code"]: _alert(each) for each in table["alerts"]},
    )


def check_attributes(
    service: str, wanted: Iterable[Attribute], given: Mapping[str, Iterable[str]]
) -> None:
    """Hold what was given against a service's definition.

    Raises:
        AttributeMissing, AttributeUnknown, AttributeInvalid: the first thing that is wrong.
    """
    known = {each.code: each for each in wanted}
    for code, values in given.items():
        if code not in known:
            raise AttributeUnknown(service=service, attribute=code[:60])
        for value in values:
            if not known[code].allows(value):
                raise AttributeInvalid(service=service, attribute=code, value=value[:60])
    for each in known.values():
        if each.required and not any(given.get(each.code, ())):
            raise AttributeMissing(service=service, attribute=each.code)


def without_personal(text: str) -> str:
    """Return a text with telephone and identity numbers starred out."""
    for found in reversed(find_personal(text, doubtful=True)):
        text = f"{text[: found.start]}***{text[found.end :]}"
    return text


def without_numbers(text: str) -> str:
    """Return a text from outside with telephone and identity numbers masked, mistyped ones too."""
    return masked(text, doubtful=True)


def in_country(lat: Decimal, lon: Decimal) -> bool:
    """Tell whether a place may lie in China, whose outermost points these are, in degrees."""
    return Decimal("3.8") <= lat <= Decimal("53.6") and Decimal("73.4") <= lon <= Decimal("135.1")


def escaped_zone(text: str) -> str:
    """Return an instant with its zone's plus sign, which arrives as a blank if it was not escaped.

    What is no instant stays as it is.
    """
    return re.sub(r"(T\d\d:\d\d[\d:.]*) (\d\d:?\d\d)$", r"\1+\2", text)


def shown_degrees(value_e7: int | None) -> Decimal | None:
    """Return a stored coordinate as it is shown: too coarse to point at a door."""
    if value_e7 is None:
        return None
    return round(Decimal(value_e7).scaleb(-7), SHOWN_DECIMALS)


def _alert(table: Mapping[str, Any]) -> Alert:
    return Alert(
        code=table["code"], name=table["name"], description=table["description"],
        group=table["group"], categories=tuple(table["categories"]),
        attributes=tuple(map(_attribute, table["attributes"])),
        urgent=table.get("urgent", False),
    )  # fmt: skip


def _attribute(table: Mapping[str, Any]) -> Attribute:
    assert table["datatype"] in get_args(Datatype), table["code"]
    values = {each["key"]: each["name"] for each in table.get("values", ())}
    return Attribute(table["code"], table["datatype"], table["required"], table["name"], values)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _is_instant(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
