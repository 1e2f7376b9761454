"""Filing a request from outside."""

from __future__ import annotations

from gridctl.domain.open311 import (
    SYSTEM,
    Attribute,
    LocationElsewhere,
    LocationMissing,
    PersonalField,
    check_attributes,
    in_country,
    open311_rules,
    without_numbers,
)
from gridctl.domain.privacy import find_personal
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.tickets import create_ticket
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.open311_services import (
    Service,
    attributes_of,
    check_jurisdiction,
    find_service,
    text_in,
)
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.progress import code_of
from gridctl.operations.commands.open311 import FiledView, FileRequest
from gridctl.operations.commands.tickets import CreateTicket

_TITLE = 60


def file_request(operation: FileRequest, context: CommandContext) -> FiledView:
    """File a request as a ticket that waits for acceptance.

    Raises:
        ServiceUnknown, JurisdictionUnknown: it is for another place or matter.
        LocationMissing, LocationElsewhere: it does not say where, or where nobody can be.
        PersonalField: it says something about a person that nobody asked for.
        AttributeMissing, AttributeUnknown, AttributeInvalid: it does not fit the definition.
    """
    check_jurisdiction(context, operation.jurisdiction)
    service = find_service(context, operation.service)
    rules = open311_rules()
    rules.refuse_personal(operation.attributes)
    wanted = attributes_of(context, service)
    check_attributes(service.code, wanted, operation.attributes)
    if service.alert and (operation.contact_name or operation.contact_phone):
        raise PersonalField(field="first_name, last_name, phone")
    if not (operation.address or operation.address_id or operation.lat is not None):
        raise LocationMissing
    _check_coordinates(operation)
    place = operation.address_id or _named_place(operation.address, context)
    ticket = CreateTicket(
        title=_title(operation, service),
        description=_description(operation, wanted),
        category=_category(service, context),
        source=rules.alert_source if service.alert else rules.source,
        place=place,
        address=without_numbers(operation.address),
        external_system=service.alert.system if service.alert else SYSTEM,
        urgent=service.alert.urgent if service.alert else False,
        lat=operation.lat,
        lon=operation.lon,
        contact_name=operation.contact_name,
        contact_phone=operation.contact_phone or _written_phone(operation, service),
    )
    serial = create_ticket(ticket, context).serial_no
    code = code_of(context, serial)
    return FiledView(serial_no=serial, check_code=code, placed=place is not None)


def _check_coordinates(operation: FileRequest) -> None:
    lat, lon = operation.lat, operation.lon
    if lat is not None and lon is not None and not in_country(lat, lon):
        raise LocationElsewhere(lat=str(lat), long=str(lon))


def _written_phone(operation: FileRequest, service: Service) -> str:
    """Return the telephone number a reporter wrote into the text instead of its own field."""
    text = operation.description
    found = [] if service.alert else [f for f in find_personal(text) if f.kind != "identity"]
    return text[found[0].start : found[0].end] if found else ""


def _title(operation: FileRequest, service: Service) -> str:
    first = without_numbers(operation.description).strip().partition("\n")[0]
    return first[:_TITLE] or text_in(service.name, "zh")


def _description(operation: FileRequest, wanted: tuple[Attribute, ...]) -> str:
    """Return the story with the answers to what the service asked, a line each.

    Who reads tickets need not read telephone and identity numbers: they are masked.
    """
    known = {each.code: each for each in wanted}
    lines = [operation.description] if operation.description else []
    for code, values in operation.attributes.items():
        asked = known[code]
        said = (text_in(asked.values[v], "zh") if v in asked.values else v for v in values)
        lines.append(f"{text_in(asked.name, 'zh')}：{'、'.join(said)}")
    if operation.media_url:
        lines.append(operation.media_url)
    return "\n".join(map(without_numbers, lines))


def _category(service: Service, context: CommandContext) -> str | None:
    """Return the path of the category a ticket gets; None where the office has none for it."""
    index = category_index(context)
    if service.category_id is not None:
        return index.by_id(service.category_id).path
    assert service.alert is not None
    names = {entry.name: entry.path for entry in reversed(index.all())}
    return next((names[name] for name in service.alert.categories if name in names), None)


def _named_place(address: str, context: CommandContext) -> str | None:
    """Return the code of the lowest place an address names; None where it names none.

    Only towns and villages are told from an address: every village has a first grid.
    """
    found = place_index(context).named_in(address, context.today().isoformat())
    return None if found is None else found.code
