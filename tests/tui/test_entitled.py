"""What is left out for those the office would refuse it."""

from __future__ import annotations

import pytest

from gridctl.domain.rights import Rights
from gridctl.domain.roles import shipped_roles
from gridctl.operations.registry import all_permissions
from gridctl.presentation.verbs import Verb
from gridctl_tui.entitled import Entitlement
from gridctl_tui.keymap import KEYS, needed
from gridctl_tui.tabs import TABS


def of(role: str, scope: str = "office") -> Entitlement:
    """Return what an account of a shipped role may do."""
    return Entitlement(Rights("li", role, shipped_roles().one(role).permissions, scope))  # type: ignore[arg-type]


def test_tabs_and_keys_name_permissions_there_are() -> None:
    named = {tab.permission for tab in TABS} | {key.permission for key in KEYS.values()}
    assert named - {""} <= all_permissions()


@pytest.mark.parametrize(
    ("role", "scope", "tabs"),
    [("department", "unit", "12345"), ("town_leader", "place", "12345"),
     ("auditor", "office", "1234567890"), ("county_office", "office", "1234567890")],
)  # fmt: skip
def test_a_tab_that_would_show_nothing_is_left_out(role: str, scope: str, tabs: str) -> None:
    entitlement = of(role, scope)
    assert "".join(tab.digit for tab in TABS if entitlement.may(tab.permission)) == tabs


@pytest.mark.parametrize(
    ("words", "changes", "offered"),
    [("ticket feedback", True, True), ("ticket dispatch", True, False),
     ("ticket list", False, True), ("duty propose", True, True),
     ("grid create", True, False), ("grid list", False, True),
     ("assess show", False, False), ("undo", True, True), ("audit list", False, False),
     ("password", True, True)],
)  # fmt: skip
def test_a_department_is_offered_verbs_it_may_take(
    words: str, changes: bool, offered: bool
) -> None:
    verb = Verb(tuple(words.split()), "", changes)
    assert of("department", "unit").may_take(verb) == offered
    assert Entitlement().may_take(verb)


def test_keys_follow_the_permission_of_what_they_do() -> None:
    department, centre = of("department", "unit"), of("county_office")
    for action, parameters in (("new", ()), ("act", ("object",)), ("run", ())):
        permission = needed(action, parameters)
        assert not department.may(permission)
        assert centre.may(permission)
