"""What can be reported from outside: the office's lowest categories, and alerts of devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gridctl.domain.open311 import (
    CONDITION,
    Alert,
    Attribute,
    JurisdictionUnknown,
    Language,
    ServiceUnknown,
    open311_rules,
)
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import categories as categories_sql
from gridctl.storage.queries import open311 as sql


@dataclass(frozen=True)
class Service:
    """A category or an alert, as the face offers it.

    Attributes:
        code: of the category, or of the alert.
        name, description, group: by language.
        category_id: None for an alert.
        detailed: whether it asks for attributes.
        alert: the alert it is, if it is one.
    """

    code: str
    name: Mapping[str, str]
    description: Mapping[str, str]
    group: Mapping[str, str]
    category_id: int | None = None
    detailed: bool = False
    alert: Alert | None = None


def services(context: QueryContext) -> dict[str, Service]:
    """Return the services by code, kept until the data change."""
    return context.remembered("open311.services", lambda: _load(context))


def find_service(context: QueryContext, code: str) -> Service:
    """Return the service of a code.

    Raises:
        ServiceUnknown: there is none, or it is not offered.
    """
    found = services(context).get(code)
    if found is None:
        raise ServiceUnknown(service=code)
    return found


def attributes_of(context: QueryContext, service: Service) -> tuple[Attribute, ...]:
    """Return what a service asks for: an alert its own, a category which condition it is."""
    if service.alert is not None:
        return service.alert.attributes
    if not service.detailed:
        return ()
    rows = context.read.records(categories_sql.CONDITIONS, {"id": service.category_id})
    values = {
        str(row["seq"]): _same(row["filing_condition"]) for row in rows if row["filing_condition"]
    }
    return (Attribute(CONDITION, "singlevaluelist", False, open311_rules().condition, values),)


def check_jurisdiction(context: QueryContext, wish: str | None) -> None:
    """Refuse a request meant for another office.

    Raises:
        JurisdictionUnknown: it names another jurisdiction than this county's code.
    """
    if not wish:
        return
    row = context.read.record(sql.ENDPOINT) or {}
    own = str(row.get("county_code", ""))
    if wish not in (own, f"{own}000000"):
        raise JurisdictionUnknown(jurisdiction=wish[:60], own=own)


def text_in(words: Mapping[str, str], language: Language) -> str:
    """Return a text in a language; Chinese where it has no other."""
    return words.get(language) or words.get("zh", "")


def _load(context: QueryContext) -> dict[str, Service]:
    rules = open311_rules()
    found = {
        row["code"]: Service(
            row["code"], _same(row["name"]), _same(row["note"] or row["path"].replace("/", " / ")),
            _same(row["upper"] or row["name"]), row["id"], row["conditions"] > 1,
        )
        for row in context.read.records(sql.SERVICES)
        if rules.offers(row["path"])
    }  # fmt: skip
    return found | {
        code: Service(code, each.name, each.description, each.group, None, True, each)
        for code, each in rules.alerts.items()
    }


def _same(text: str) -> dict[str, str]:
    return {"zh": text}
