"""The first account is made with the code the server says at its start."""

from __future__ import annotations

from typing import Any

import pytest

from gridctl.domain.sign_ins import SLOWING, AlreadySetUp, SetUpCodeWrong, TooManyAttempts
from gridctl.operations.base import Gateway
from gridctl.operations.commands.sign_ins import IssueSetUpCode, SetUpAdministrator
from gridctl.operations.queries.accounts import ListAccounts
from tests.beginnings import Beginning
from tests.handlers.accounts_desk import PASSWORD, door
from tests.handlers.sign_ins.desk import Hands

pytestmark = pytest.mark.usefixtures("cheap_passwords")


class TestFirstAccount:
    """The first account is made with a code that is good for an hour, once."""

    @pytest.fixture
    def beginning(self) -> Beginning | None:
        return None

    def _set_up(self, gateway: Gateway, code: str, login: str = "chen") -> Any:
        stranger = door(gateway).admit("", source="10.0.0.1")
        return stranger.send(
            SetUpAdministrator(code=code, login=login, name="陈洁", password=PASSWORD)
        )

    def test_it_is_made_once(self, gateway: Gateway) -> None:
        code = gateway.send(IssueSetUpCode()).code or ""
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, "AAAA-AAAA-AAAA-AAAA")
        # However it is typed.
        signed = self._set_up(gateway, code.lower().replace("-", " "))
        assert (signed.role, signed.must_change) == ("administrator", False)
        chen = door(gateway).admit(signed.token or "")
        assert [row.login for row in chen.send(ListAccounts()).items] == ["chen"]
        for work in (lambda: self._set_up(gateway, code, "other"),
                     lambda: gateway.send(IssueSetUpCode())):  # fmt: skip
            with pytest.raises(AlreadySetUp):
                work()

    def test_a_newer_code_or_an_hour_ends_it(self, gateway: Gateway, hands: Hands) -> None:
        old = gateway.send(IssueSetUpCode()).code or ""
        new = gateway.send(IssueSetUpCode()).code or ""
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, old)
        hands.turn(hours=1)
        with pytest.raises(SetUpCodeWrong):
            self._set_up(gateway, new)

    def test_guessing_it_is_slowed(self, gateway: Gateway) -> None:
        code = gateway.send(IssueSetUpCode()).code or ""
        for _ in range(SLOWING["login"].free):
            with pytest.raises(SetUpCodeWrong):
                self._set_up(gateway, "AAAA")
        with pytest.raises(TooManyAttempts):
            self._set_up(gateway, code)
