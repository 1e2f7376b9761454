"""Roles of the office's own: adopted, in force from the next request, and never a lock-out."""

from __future__ import annotations

import pytest

from gridctl.domain.changes import EntryFinal
from gridctl.domain.rights import PermissionMissing
from gridctl.domain.roles import ROLE_NAMES, shipped_roles
from gridctl.domain.roles.errors import (
    KeepersGone,
    OwnRoleWidened,
    RoleHeld,
    RolesUnsound,
    RoleVersionMissing,
)
from gridctl.domain.roles.parse import shipped_text
from gridctl.operations.base import Gateway
from gridctl.operations.commands.accounts import BlockAccount, CreateAccount
from gridctl.operations.commands.changes import UndoEntry
from gridctl.operations.commands.roles import AdoptRoles
from gridctl.operations.queries.accounts import ListAccounts, ShowOwnAccount
from gridctl.operations.queries.audits import VerifyChain, VerifyRows
from gridctl.operations.queries.changes import ListChanges
from gridctl.operations.queries.roles import ListRoles, ShowRole, ShowRoleFile
from gridctl.operations.queries.tickets import ListTickets
from gridctl.operations.queries.units import ListUnits
from tests.beginnings import Beginning
from tests.domain.test_roles import DESK, HEAD, role
from tests.handlers.accounts_desk import PASSWORD, begin, signed_in

pytestmark = pytest.mark.usefixtures("cheap_passwords")


@pytest.fixture
def beginning() -> Beginning:
    return begin


def test_a_role_of_ones_own_is_given_and_holds(gateway: Gateway) -> None:
    adopted = gateway.send(AdoptRoles(text=HEAD + DESK))
    assert (adopted.number, adopted.id) == (1, "own")
    assert [(each.role, each.change) for each in adopted.changes] == [("hotline", "added")]
    assert [each.code for each in gateway.send(ListRoles()).items] == [*ROLE_NAMES, "hotline"]
    assert "ticket.create" in gateway.send(ShowRole(role="热线话务员")).permissions
    gateway.send(CreateAccount(login="zhou", name="周", role="热线话务员", password=PASSWORD))
    (found,) = gateway.send(ListAccounts(role="hotline")).items
    assert (found.login, found.role) == ("zhou", "hotline")
    assert gateway.send(VerifyRows()).items == ()


def test_rights_change_with_the_next_request(gateway: Gateway) -> None:
    clerk = signed_in(gateway, "limin")
    assert clerk.send(ListUnits()).total
    text = HEAD + role("town_office", '"ticket.read"', "place", "分中心")
    told = gateway.send(AdoptRoles(text=text)).changes
    assert {(each.role, each.accounts) for each in told} == {("town_office", 1)}
    clerk = signed_in(gateway, "limin")
    assert clerk.send(ListTickets()).total == 0
    with pytest.raises(PermissionMissing):
        clerk.send(ListUnits())
    assert clerk.send(ShowOwnAccount()).role_name == {"zh": "分中心", "en": "分中心"}


def test_an_administrator_adopts_and_widens_nothing_of_their_own(gateway: Gateway) -> None:
    chen = signed_in(gateway, "chen")
    chen.send(AdoptRoles(text=HEAD + DESK))
    with pytest.raises(PermissionMissing):
        signed_in(gateway, "limin").send(AdoptRoles(text=HEAD + DESK))
    everything = role("administrator", '"user.*", "role.*", "ticket.*"')
    with pytest.raises(OwnRoleWidened):
        chen.send(AdoptRoles(text=HEAD + everything))
    assert gateway.send(ShowRoleFile()).number == 1


def test_nobody_is_locked_out(gateway: Gateway) -> None:
    own = 'id = "own"\nversion = 1\n'
    keeper = role("administrator", '"user.*", "role.*"')
    with pytest.raises(RoleHeld) as caught:
        gateway.send(AdoptRoles(text=own + keeper))
    assert caught.value.params == {"role": "town_office", "count": 1}
    with pytest.raises(RolesUnsound):
        gateway.send(AdoptRoles(text=own + role("town_office", '"ticket.read"', "place")))
    changed = keeper.replace("administrator", "boss") + role("administrator", '"ticket.read"')
    with pytest.raises(KeepersGone):
        gateway.send(AdoptRoles(text=HEAD + changed))
    gateway.send(CreateAccount(login="wang", name="王", role="auditor", password=PASSWORD))
    gateway.send(BlockAccount(login="wang"))
    with pytest.raises(RoleHeld):
        gateway.send(AdoptRoles(text=own + keeper + role("town_office", '"ticket.read"', "place")))
    assert gateway.send(ShowRoleFile()).origin == "shipped"
    assert signed_in(gateway, "chen").send(ListRoles()).total == len(ROLE_NAMES)


def test_what_was_adopted_is_kept_and_found(gateway: Gateway) -> None:
    gateway.send(AdoptRoles(text=HEAD + DESK))
    gateway.send(AdoptRoles(text=shipped_text()))
    found = gateway.send(ShowRoleFile())
    assert (found.origin, found.number, found.id) == ("adopted", 2, shipped_roles().id)
    assert [each.number for each in found.history] == [2, 1]
    assert gateway.send(ShowRoleFile(number=1)).text == (HEAD + DESK).strip()
    with pytest.raises(RoleVersionMissing):
        gateway.send(ShowRoleFile(number=3))
    entry = gateway.send(ListChanges()).items[0]
    assert (entry.operation, entry.entry) == ("roles.AdoptRoles", found.history[0].entry)
    assert not entry.reversible
    with pytest.raises(EntryFinal):
        gateway.send(UndoEntry(entry=entry.entry))
    assert gateway.send(VerifyChain()).items == ()


def test_a_dry_run_adopts_nothing(gateway: Gateway) -> None:
    assert gateway.send(AdoptRoles(text=HEAD + DESK), dry_run=True).changes
    assert gateway.send(ShowRoleFile()).number is None
    assert gateway.send(ListRoles()).total == len(ROLE_NAMES)
