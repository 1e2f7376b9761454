"""Files of roles: what they hold, what lint finds, and what an adoption may not do."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.domain.rights import Rights
from gridctl.domain.roles import ROLE_NAMES, RoleTable, RoleUnknown, shipped_roles
from gridctl.domain.roles.adoption import (
    Holders,
    RoleChange,
    changes,
    check_adoption,
    check_holders,
)
from gridctl.domain.roles.errors import (
    KeepersGone,
    OwnRoleWidened,
    RoleCodeUnfit,
    RoleHeld,
    RoleHeldWithoutPlace,
    RoleHeldWithoutUnit,
    RoleListCircular,
    RoleListUnknown,
    RoleTooWide,
)
from gridctl.domain.roles.lint import lint
from gridctl.domain.roles.parse import parse_roles, shipped_text
from gridctl.domain.workflow.errors import RuleChoiceWrong, RuleKeyUnknown, WorkflowMalformed
from gridctl.operations.registry import all_permissions

HEAD = 'id = "own"\nversion = 1\nextends = "standard"\n'
DESK = """
[roles.hotline]
scope = "office"
name = { zh = "热线话务员", en = "hotline desk" }
does = { zh = "登记来电", en = "Enters calls." }
permissions = ["@work", "ticket.create"]
"""


def role(code: str, permissions: str, scope: str = "office", name: str = "") -> str:
    return f"""
[roles.{code}]
scope = "{scope}"
name = {{ zh = "{name or code}", en = "{name or code}" }}
does = {{ zh = "办事", en = "Works." }}
permissions = [{permissions}]
"""


def extended(*roles: str) -> RoleTable:
    return parse_roles(HEAD + "".join(roles))


def test_lists_inside_lists_are_each_looked_into_once_and_not_without_end() -> None:
    def doubled(depth: int) -> RoleTable:
        sets = "".join(f'a{n} = ["@a{n + 1}", "@a{n + 1}"]\n' for n in range(depth))
        return extended(f'[sets]\n{sets}a{depth} = ["ticket.read"]\n', role("x1", '"@a0"'))

    # As often as they are named it would be a million times.
    assert doubled(19).one("x1").permissions == {"ticket.read"}
    with pytest.raises(RoleListCircular):
        doubled(2000)


def test_the_shipped_roles_are_in_order() -> None:
    assert list(shipped_roles().roles) == list(ROLE_NAMES)
    assert lint(shipped_roles(), all_permissions()) == []


def test_a_file_adds_to_the_shipped_roles_or_takes_their_place() -> None:
    table = extended(DESK, role("auditor", '"ticket.read"'))
    assert list(table.roles) == [*ROLE_NAMES, "hotline"]
    assert {"ticket.read", "role.read", "ticket.create"} <= table.one("hotline").permissions
    assert table.one("auditor").permissions == {"ticket.read"}
    alone = parse_roles('id = "own"\nversion = 1\n' + role("keeper", '"user.*", "role.*"'))
    assert list(alone.roles) == ["keeper"]
    for text in ("热线话务员", "Hotline-Desk", "ＨＯＴＬＩＮＥ"):
        assert table.named(text).code == "hotline"
    with pytest.raises(RoleUnknown):
        table.named("king")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (DESK.replace("@work", "@werk"), RoleListUnknown),
        ('[sets]\na = ["@b"]\nb = ["@a"]\n' + role("x1", '"@a"'), RoleListCircular),
        (DESK.replace("[roles.hotline]", '[roles."Hot Line"]'), RoleCodeUnfit),
        (DESK.replace('"office"', '"world"'), RuleChoiceWrong),
        (DESK + "colour = 1\n", RuleKeyUnknown),
        ("[roles", WorkflowMalformed),
    ],
)
def test_what_cannot_be_read_is_named(text: str, error: type[WorkflowMalformed]) -> None:
    with pytest.raises(error):
        parse_roles(HEAD + text)
    with pytest.raises(RuleChoiceWrong):
        parse_roles(HEAD.replace("standard", "mine") + DESK)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (role("x1", ""), ("nothing_allowed", "x1", "")),
        (role("x1", '"ticket.fly", "ticket.read"'), ("permission_unknown", "x1", "ticket.fly")),
        (role("x1", '"tickets.*"'), ("permission_unknown", "x1", "tickets.*")),
        (role("x1", '"award.pay"', "place"), ("without_effect", "x1", "award.pay")),
        (role("x1", '"ticket.close"'), ("permission_unknown", "x1", "ticket.close")),
        (role("x1", '"ticket.create"'), ("unseen", "x1", "")),
        (role("x1", '"ticket.read"', name="Auditor"), ("name_taken", "x1", "auditor")),
    ],
)
def test_lint_names_what_is_wrong(text: str, found: tuple[str, str, str]) -> None:
    told = [each[:3] for each in lint(extended(text), all_permissions())]
    assert told[0] == found


@pytest.mark.parametrize(
    ("permission", "idle"), [("assess.*", False), ("journal.*", False), ("user.*", True)]
)
def test_all_rights_to_a_noun_are_idle_where_each_concerns_the_whole_office(
    permission: str, idle: bool
) -> None:
    told = lint(extended(role("x1", f'"{permission}"', "place")), all_permissions())
    assert [each.code for each in told] == ["without_effect"] * idle


def test_lint_wants_somebody_to_keep_the_office() -> None:
    lonely = parse_roles('id = "own"\nversion = 1\n' + role("reader", '"ticket.read"'))
    codes = {each.code for each in lint(lonely, all_permissions())}
    assert codes == {"keeper_missing", "ruler_missing"}


def test_changes_are_told_role_by_role() -> None:
    other = extended(
        DESK,
        role("gridworker", '"ticket.read", "whistle.call"', "office", "片警"),
    )
    told = changes(shipped_roles(), other)
    assert RoleChange("hotline", "added", after="热线话务员 / hotline desk") in told
    of_worker = {each.change: each for each in told if each.role == "gridworker"}
    assert set(of_worker) == {"renamed", "scope", "gains", "loses"}
    assert (of_worker["scope"].before, of_worker["scope"].after) == ("place", "office")
    assert of_worker["gains"].after == "whistle.call"
    back = changes(other, shipped_roles())
    assert RoleChange("hotline", "dropped", before="热线话务员 / hotline desk") in back
    assert changes(shipped_roles(), shipped_roles()) == []


def _rights(code: str) -> Rights:
    return Rights("wang", code, shipped_roles().one(code).permissions)


def test_nobody_gives_more_than_they_have() -> None:
    desk = extended(DESK)
    check_adoption(None, shipped_roles(), desk)
    check_adoption(_rights("administrator"), shipped_roles(), desk)
    ruling: Any = Rights("wang", "ruler", frozenset({"role.*", "ticket.read"}))
    with pytest.raises(RoleTooWide):
        check_adoption(ruling, shipped_roles(), desk)
    narrow = extended(role("gridworker", '"ticket.read"', "place"))
    check_adoption(ruling, shipped_roles(), narrow)
    with pytest.raises(RoleTooWide):
        # The same words for the whole office are more.
        check_adoption(ruling, shipped_roles(), extended(role("gridworker", '"office.read"')))


def test_nobody_adds_to_their_own_role() -> None:
    held = ", ".join(f'"{each}"' for each in shipped_roles().one("administrator").permissions)
    wider = extended(role("administrator", f'{held}, "ticket.*"'))
    with pytest.raises(OwnRoleWidened):
        check_adoption(_rights("administrator"), shipped_roles(), wider)
    check_adoption(None, shipped_roles(), wider)


def test_no_account_is_left_behind() -> None:
    keeper = Holders("administrator", 1, 1, 1, 1)
    alone = parse_roles('id = "own"\nversion = 1\n' + role("administrator", '"user.*", "role.*"'))
    check_holders(alone, [keeper])
    with pytest.raises(RoleHeld):
        check_holders(alone, [keeper, Holders("auditor", 2, 2, 2, 2)])
    placed, of_unit = (extended(role("auditor", '"ticket.read"', s)) for s in ("place", "unit"))
    auditors = Holders("auditor", 2, 1, 0, 2)
    with pytest.raises(RoleHeldWithoutPlace):
        check_holders(placed, [keeper, auditors])
    check_holders(of_unit, [keeper, auditors])
    with pytest.raises(RoleHeldWithoutUnit):
        check_holders(of_unit, [keeper, auditors._replace(unitless=1)])
    with pytest.raises(KeepersGone):
        check_holders(shipped_roles(), [keeper._replace(active=0), auditors])
    check_holders(shipped_roles(), [])


def test_the_shipped_text_reads_as_the_shipped_roles() -> None:
    assert parse_roles(shipped_text()) == shipped_roles()
