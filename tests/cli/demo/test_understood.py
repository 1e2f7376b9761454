"""The import engine reads every file without a rejected row, and reads what was meant."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from gridctl.cli.demo.layout import load_layouts
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.rows import rows as drawn
from gridctl.cli.demo.workbooks import WorkbookFile
from gridctl.cli.demo.world import World
from gridctl.imports.kinds import load_kind
from gridctl.imports.plan import Row
from gridctl.imports.rows import rows
from gridctl.imports.sniff import inspect

pytestmark = pytest.mark.lengthy

#: Fields whose column means something else to the engine than to the drawing.
STATES = {
    "on_time": ("closed", "on_time"),
    "overdue": ("closed", "overdue"),
    "open": ("handling", None),
    "rejected": ("rejected", None),
}
DROPPED = {"身份证号码*", "政治面貌*", "文化程度*", "序号", "网格长"}


def read(file: WorkbookFile) -> list[Row]:
    return [row for row in rows(inspect(file.path, load_kind(file.kind))) if row.skipped is None]


def meant(field: str, value: object) -> object:
    """Return how the engine gives back a drawn value."""
    match field, value:
        case "aliases", str():
            return value.split("、")
        case "points", str():
            return int(Decimal(value) * 10_000)
        case "period", str():
            return "2026-10"
        case _, datetime():
            return f"{value:%Y-%m-%dT%H:%M:%S}"
        case _, date():
            return value.isoformat()
    return value


def month_of(file: WorkbookFile, recipe: Recipe) -> Month:
    month = Month.parse(recipe.month)
    return month.previous if str(month.previous) in file.path.name else month


@pytest.mark.parametrize("place", range(15))
def test_every_row_comes_back_as_it_was_meant(
    place: int, files: list[WorkbookFile], world: World, recipe: Recipe
) -> None:
    file = files[place]
    plan = inspect(file.path, load_kind(file.kind))
    assert set(plan.dropped) <= DROPPED
    month = month_of(file, recipe)
    tokens = {"month": str(month), "month_words": "", "day": ""}
    (layout,) = (
        layout
        for layout in load_layouts("jiangyin").file
        if layout.path.format_map(tokens) == file.path.name
    )
    columns = [column for column in layout.columns if column.header not in DROPPED]
    fields = [column.field for column in columns if column.field[0] not in "#="]
    found, expected = read(file), list(drawn(world, layout.rows, month))
    assert len(found) == len(expected)
    for row, source in zip(found, expected, strict=True):
        assert row.problems == []
        for field in fields:
            if field == "stated":
                state, verdict = STATES[str(source[field])]
                assert row.values["state"] == state
                assert row.values.get("on_time_stated") == verdict
            elif source[field] in (None, ""):
                assert field not in row.values
            else:
                assert row.values[field] == meant(field, source[field]), (row.number, field)
