"""The files of a demonstration month, as the clerks of the county would hand them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gridctl.cli.demo.layout import Layout, Layouts, load_layouts
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.rows import rows
from gridctl.cli.demo.sheets import write_delimited, write_workbook
from gridctl.cli.demo.world import World, draw_world
from gridctl.foundation import own_files


class WorkbookFile(NamedTuple):
    """A file that was written, the import kind it is for, and its name by language."""

    path: Path
    kind: str
    label: dict[str, str]


def write_workbooks(recipe: Recipe, month: str, seed: int, folder: Path) -> list[WorkbookFile]:
    """Draw a county's month and write its files; see :func:`write_world`.

    Args:
        recipe: the county.
        month: ``YYYY-MM``.
        seed: any whole number.
        folder: where to write; made if it is not there.

    Raises:
        Invalid: ``month`` is no month.
        CalendarMissing: the month's deadlines reach a year without a calendar.
    """
    return write_world(draw_world(recipe, Month.parse(month), seed), folder)


def write_world(world: World, folder: Path) -> list[WorkbookFile]:
    """Write a month's files into a folder and return them in the order of their import.

    The same recipe, month and seed give the same bytes, today and on any other machine.
    """
    layouts = load_layouts(world.recipe.folder)
    own_files.make_folder(folder)
    return [_write(world, layouts, layout, at, folder) for layout, at in _due(layouts, world.month)]


def _due(layouts: Layouts, month: Month) -> Iterator[tuple[Layout, Month]]:
    """Yield each file to write with the month it is about."""
    for layout in layouts.file:
        for which in layout.months:
            yield layout, month.previous if which == "previous" else month


def _write(
    world: World, layouts: Layouts, layout: Layout, month: Month, folder: Path
) -> WorkbookFile:
    drawn_up = world.recipe.clock_at(world.month).replace(tzinfo=None)
    day = f"{drawn_up.year}年{drawn_up.month}月{drawn_up.day}日"
    layout = layout.filled({"month": str(month), "month_words": month.words, "day": day})
    path = folder / layout.path
    content = list(rows(world, layout.rows, month))
    if layout.encoding:
        write_delimited(path, layout, content, layouts.words)
    else:
        write_workbook(path, layout, content, layouts.words, drawn_up)
    return WorkbookFile(path, layout.kind, layout.label)
