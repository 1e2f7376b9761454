"""Two towns with their people and tickets, and accounts that see a part of them."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.operations.base import Gateway, Operation
from gridctl.storage.queries.compose import Statement

TOWN, OTHER_TOWN = "澄江街道", "月城镇"


TOWN_UNIT = "澄江街道网格中心"


PLACE_ID = Statement(
    "tests.place_id", "SELECT grid_id FROM grid_version WHERE name = :name", whole=True
)


UNIT_ID = Statement("tests.unit_id", "SELECT id FROM unit WHERE name = :name", whole=True)


def asked(gateway: Gateway, statement: Statement, name: str) -> int:
    """Return an id, which no view shows."""
    behind: Any = getattr(gateway, "behind", gateway)
    with behind._store.reading() as reader:
        return int(reader.value(statement, {"name": name}))


def id_of_place(gateway: Gateway, place: str) -> int:
    return asked(gateway, PLACE_ID, place)


def id_of_unit(gateway: Gateway, unit: str) -> int:
    return asked(gateway, UNIT_ID, unit)


def refused(gateway: Gateway, wish: Operation[Any]) -> GridctlError:
    with pytest.raises(GridctlError) as caught:
        gateway.send(wish)
    return caught.value
