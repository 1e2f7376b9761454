"""One drawn county and one written folder for all tests of the demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe, load_recipe
from gridctl.cli.demo.workbooks import WorkbookFile, write_workbooks
from gridctl.cli.demo.world import World, draw_world


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    return load_recipe("jiangyin")


@pytest.fixture(scope="session")
def month(recipe: Recipe) -> Month:
    return Month.parse(recipe.month)


@pytest.fixture(scope="session")
def world(recipe: Recipe, month: Month) -> World:
    return draw_world(recipe, month, recipe.seed)


@pytest.fixture(scope="session")
def files(recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> list[WorkbookFile]:
    folder = tmp_path_factory.mktemp("demo") / "input"
    return write_workbooks(recipe, recipe.month, recipe.seed, Path(folder))
