"""How the clerks' files are laid out: read from the seed folder, filled in for a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

import tomli
from pydantic import BaseModel, ConfigDict

from gridctl.foundation.resources import seed_path

Value = str | int | bool | date | datetime | None
Cell = str | int | Decimal | date | datetime | None
Row = Mapping[str, Value]
Form = Literal[
    "text", "code", "name", "dot", "number", "count", "wide", "decimal", "newline", "yes",
    "date", "instant", "cell",
]  # fmt: skip
RowSource = Literal[
    "divisions", "grids", "roster", "units", "categories", "grid_tickets", "hotline_tickets",
    "checks", "revisits", "tasks", "missed", "merits", "duty",
]  # fmt: skip


class Column(NamedTuple):
    """A column of a file.

    ``field`` names the value of a row; ``#`` counts the rows and ``=…`` stands for itself. ``form``
    is how clerks type the value, ``words`` the table that turns a code into their word.
    """

    header: str
    field: str
    form: Form
    words: str = ""


class Total(BaseModel):
    """A row below the data: its label, and the field it sums up, if any."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    of: str


class Layout(BaseModel):
    """One file: where it lies, what it holds, and everything around the data.

    A file with an ``encoding`` is a CSV file, any other a workbook. ``groups`` are merged headers
    above so many columns each; ``merge`` names the fields whose equal neighbours are merged.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    path: str
    kind: str
    label: dict[str, str]
    rows: RowSource
    columns: list[Column]
    months: list[Literal["previous", "month"]] = ["month"]
    encoding: str = ""
    sheet: str = ""
    title: str = ""
    notes: list[str] = []
    region: list[str] = []
    groups: list[tuple[str, int]] = []
    merge: list[str] = []
    total: Total | None = None
    footers: list[str] = []
    blank_rows: int = 0
    explanation: list[str] = []

    def filled(self, tokens: Mapping[str, str]) -> Layout:
        """Return the layout with the month and day put into path, title and footers."""
        return self.model_copy(
            update={
                "path": self.path.format_map(tokens),
                "title": self.title.format_map(tokens),
                "footers": [line.format_map(tokens) for line in self.footers],
            }
        )


class Layouts(BaseModel):
    """All files of a county in the order they are to be imported, and its words for codes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    file: list[Layout]
    words: dict[str, dict[str, str]]


def load_layouts(county: str) -> Layouts:
    """Return the layouts of a demonstration county by the name of its folder."""
    return Layouts.model_validate(
        tomli.loads(seed_path(county, "workbooks.toml").read_text("utf-8"))
    )
