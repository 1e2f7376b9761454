"""An office with accounts, on a clock that is set."""

from __future__ import annotations

import pytest

from gridctl.operations.base import Gateway
from tests.beginnings import Beginning
from tests.handlers.accounts_desk import begin, behind
from tests.handlers.sign_ins.desk import Hands


@pytest.fixture
def beginning() -> Beginning:
    return begin


@pytest.fixture
def hands(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> Hands:
    turned = Hands()
    monkeypatch.setattr(behind(gateway), "_clock", turned)
    return turned
