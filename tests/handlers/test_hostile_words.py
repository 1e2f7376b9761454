"""Words that would be SQL, patterns or marks of a page elsewhere are words here."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from gridctl.domain.errors import GridctlError
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.grids import CreateGrid
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.queries.accounts import ListAccounts
from gridctl.operations.queries.offices import ShowOffice
from gridctl.operations.queries.search import SearchAll
from gridctl.operations.queries.staff import ListStaff
from gridctl.operations.queries.tickets import ListTickets, ShowTicket
from gridctl.operations.queries.units import ListUnits
from tests.beginnings import Beginning

HOSTILE = (
    "'; DROP TABLE ticket; --",
    "x' OR '1'='1",
    "' UNION SELECT secret FROM webhook_secret --",
    "%' OR true --",
    "\\'); SELECT pg_sleep(9); --",
    "{where} :now $1 ? %s %(now)s",
    "100%_!",
)


def _begin(gateway: Gateway) -> None:
    gateway.send(CreateGrid(name="江阴市", code="320281000000"))
    gateway.send(CreateTicket(title="路面破损", place="江阴市"))


@pytest.fixture
def beginning() -> Beginning:
    return _begin


def _asked(words: str) -> list[tuple[type[Operation], dict[str, str]]]:
    return [
        (SearchAll, {"words": words}),
        (ShowTicket, {"ticket": words}),
        *((kind, {"text": words}) for kind in (ListTickets, ListUnits, ListStaff, ListAccounts)),
        *((kind, {"after": words}) for kind in (ListTickets, ListUnits, ListStaff, ListAccounts)),
        *((ListTickets, {"filter": f'{field}:"{words}"'}) for field in ("title", "unit", "town")),
        (ListTickets, {"filter": words}),
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_statements(words: str, gateway: Gateway) -> None:
    for kind, fields in _asked(words):
        try:
            found = gateway.send(kind.model_validate(fields))
        except (GridctlError, ValidationError):
            continue
        assert "路面破损" not in found.model_dump_json(), (kind, fields)
    assert gateway.send(ShowOffice()).counts["tickets"] == 1


def test_such_words_are_kept_as_they_are(gateway: Gateway) -> None:
    for words in HOSTILE:
        made = gateway.send(CreateTicket(title=words, place="江阴市"))
        assert gateway.send(ShowTicket(ticket=made.serial_no)).title == words
