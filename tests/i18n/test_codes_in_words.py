"""Messages tell codes by what they are called, in the language in use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from gridctl.domain.accounts import GrantTooFar, RoleNeedsPlace
from gridctl.domain.errors import GridctlError
from gridctl.domain.evidence import KINDS, FactForeign, FactMissing, OutcomeUnknown
from gridctl.domain.loop import FactNeeded
from gridctl.domain.rights import PermissionMissing
from gridctl.foundation.i18n import use_language
from gridctl.presentation.at_hand import settle, use_office
from gridctl.presentation.evidence import FACT_NAMES
from gridctl.presentation.ticket_steps import NEEDED_NAMES
from gridctl.presentation.troubles import tell_trouble
from tests.conftest import ROOT

CHINESE = re.compile(r"[一-鿿]")


def told(error: GridctlError) -> str:
    """Return what a person is told of an error, in Chinese."""
    use_language("zh_CN")
    trouble = tell_trouble(error, str)
    return " ".join([*trouble.lines, trouble.hint])


@pytest.fixture
def own_role() -> Iterator[None]:
    """Have the office at hand call a role of its own."""
    use_office(found={"roles": {"desk": {"zh": "热线话务员", "en": "hotline desk"}}})
    yield
    use_office()
    settle()


def test_a_missing_fact_of_evidence_is_told_by_its_name() -> None:
    assert told(FactMissing(kind="check", field="staff")).startswith("“抽查”类考评依据须填写人员。")
    assert told(FactForeign(kind="check", field="level")).startswith("级别不属于“抽查”")
    unknown = told(OutcomeUnknown(kind="check", value="late", choices=("pass", "fail")))
    assert "pass" not in unknown
    assert "合格" in unknown


def test_every_fact_of_evidence_has_a_name() -> None:
    facts = {
        name for kind in KINDS.values() for name in (*kind.required, *kind.fields, *kind.about)
    }
    assert facts - FACT_NAMES.keys() == set()


def test_what_a_step_lacks_is_told_by_its_name() -> None:
    error = FactNeeded(verb="file", ticket="1", field="condition", choices=("1 影响通行", "2 其他"))
    assert told(error).startswith("工单 1 办理“立案”还缺：立案条件（1 影响通行、2 其他）。")
    other = FactNeeded(verb="file", ticket="1", field="place", choices=None)
    assert told(other).startswith("工单 1 办理“立案”还缺：区域。")


def test_everything_a_guard_may_miss_has_a_name() -> None:
    guards = ROOT / "gridctl" / "handlers" / "commands" / "flow" / "guards.py"
    missed = {
        node.args[1].value
        for node in ast.walk(ast.parse(guards.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "_need"
        and isinstance(node.args[1], ast.Constant)
    }
    assert missed
    assert missed - NEEDED_NAMES.keys() == set()


def test_the_role_of_an_account_is_told_by_its_name_and_typed_by_its_code() -> None:
    refused = PermissionMissing(account="limin", permission="assess.freeze", role="town_office")
    assert "“镇街分中心工作人员”" in told(refused)
    assert "role show town_office" in told(refused)
    for error in (GrantTooFar(account="a", role="auditor"), RoleNeedsPlace(role="town_leader")):
        assert CHINESE.search(told(error))
        assert "_" not in told(error)


def test_a_role_of_ones_own_is_told_as_the_office_calls_it(own_role: None) -> None:
    refused = PermissionMissing(account="limin", permission="assess.freeze", role="desk")
    assert "热线话务员" in told(refused)
