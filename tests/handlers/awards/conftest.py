"""A county after its October, for each test its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.award_office import make_office
from tests.handlers.awards.desk import Office


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("county") / "office.db"
    make_office(path)
    return path


@pytest.fixture
def at_county(template: Path, tmp_path: Path) -> Callable[[str], Office]:
    def copy(kind: str) -> Office:
        return Office(Path(shutil.copy(template, tmp_path / "office.db")), kind)

    return copy


@pytest.fixture
def county(at_county: Callable[[str], Office]) -> Office:
    return at_county("local")


@pytest.fixture(params=["local", "remote"])
def either(request: pytest.FixtureRequest, at_county: Callable[[str], Office]) -> Office:
    return at_county(request.param)
