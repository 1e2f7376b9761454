"""The recipe of a demonstration county: published facts, and the assumptions that fill the rest."""

from __future__ import annotations

import csv
from datetime import datetime, time
from typing import Literal, NamedTuple

import tomli
from pydantic import BaseModel, ConfigDict, Field

from gridctl.cli.demo.months import Month
from gridctl.domain.errors import NotFound
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.foundation.resources import seed_path

GridKind = Literal["general", "exclusive", "micro"]
MeritLevel = Literal["town", "county", "city", "province"]
CategoryKind = Literal["event", "component", "service"]
Decision = Literal["", "fabricated_report", "discipline_decision", "open_discipline"]


class Section(BaseModel):
    """A table of the recipe; a key it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Published(Section):
    """Figures a public source states; ``solved_near`` is a share of 10,000."""

    grids: int
    departments: int
    tickets: int
    solved_near: int


class ClockAt(Section):
    """The day of the following month, and the hour, at which the office looks back."""

    day: int
    time: time


class OfficeWords(Section):
    """Who acts in the demonstration, and words that stand in its documents."""

    name: str
    clerk: str
    leader: str
    basis: str
    approval_no: str
    address: str
    email: str


class GridShares(Section):
    """How the published number of grids divides, and how grids are named."""

    least_per_village: int
    exclusive: int
    micro: int
    households: dict[GridKind, tuple[int, int]]
    general_name: str
    micro_name: str
    exclusive_name: str
    institutions: list[str]


class StaffShares(Section):
    """How many people work in which way, and how their numbers are made."""

    second_workers: int
    handovers: int
    newcomers: int
    inspectors_per_town: int
    staff_no: str
    leader_no: str
    inspector_no: str
    mobile: str
    newcomer_note: str
    handover_note: str


class Names(Section):
    """Characters that people's names are combined from, and names that are certain to occur."""

    surnames: str
    common_surnames: str
    given: str
    shared: list[str]
    shared_times: int
    special: list[str]


class Rates(Section):
    """Shares of 10,000 that shape the month's tickets."""

    previous_month: int
    hotline: int
    self_handled: dict[CategoryKind, int]
    rejected: int
    late: int
    stuck: int
    returned: int
    reworked: int
    extended: int
    urgent: int
    confidential: int
    contact: int
    village_lead: int
    satisfied: int
    basically: int
    unreachable: int


class EvidencePlan(Section):
    """Counts, shares of 10,000 and words of the evidence beside the tickets."""

    checks: int
    check_pass: int
    revisits: int
    tasks: int
    task_on_time: int
    missed: int
    hazards: int
    penalties: int
    town_merits: int
    absent_one: int
    absent_many: int
    inspection_items: list[str]
    check_notes: dict[str, str]
    revisit_notes: dict[str, str]
    missed_by: list[str]
    missed_note: str
    hazard_reason: str
    penalty_reasons: list[str]
    penalty_points: list[str]
    merit_reasons: dict[MeritLevel, str]
    merit_evidence: str
    approver: str
    decision_reasons: dict[Decision, str]
    duty_note: str


class TicketWords(Section):
    """Number patterns, sentences, places and the rhythm of the day and week."""

    external_no: str
    hotline_no: str
    contact_mobile: str
    contact_titles: list[str]
    title: dict[CategoryKind, str]
    description: dict[CategoryKind, str]
    reply: str
    address: dict[CategoryKind, str]
    hotline_source: str
    spots: list[str]
    hours: list[int] = Field(min_length=24, max_length=24)
    workday: int
    restday: int


class StationNames(Section):
    """How the centres at town and village level are named and numbered."""

    town_name: str
    town_alias: str
    village_name: str
    town_code: str
    village_code: str
    department_code: str


class Star(Section):
    """One worker whose month shows a turn of the award.

    ``name`` where a certain one is wanted, ``months`` in post where the worker is new, days of
    duty ``lost``, tasks done ``late``, spot checks ``failed``.
    """

    town: str
    name: str = ""
    merits: list[MeritLevel] = []
    decision: Decision = ""
    months: int | None = None
    lost: int = 0
    late: int = 0
    failed: int = 0


class Cast(Section):
    """The workers near the award, and how much evidence each has."""

    tickets: int
    tasks: int
    checks: int
    revisits: int
    workers: list[Star]


class Department(Section):
    """A department of the county with the short names it goes by."""

    name: str
    aliases: list[str]


class CategoryItem(NamedTuple):
    """One filing condition of a subclass: limit text, weight in the month, department, words."""

    name: str
    limit: str
    weight: int
    department: str
    detail: str


class CategoryClass(Section):
    """A class, as code and name of its two upper levels, with the items below."""

    levels: tuple[tuple[str, str], tuple[str, str]]
    kind: CategoryKind
    items: list[CategoryItem]


class Categories(Section):
    """The category table."""

    closing: dict[CategoryKind, str]
    classes: list[CategoryClass] = Field(alias="class")


class Division(NamedTuple):
    """A row of the official list: 12-digit code, name, level."""

    code: str
    name: str
    level: str


class Recipe(Section):
    """Everything a demonstration county is made from."""

    folder: str
    county: str
    name: dict[Literal["zh", "en"], str]
    month: str
    seed: int
    published: Published
    clock: ClockAt
    office: OfficeWords
    grids: GridShares
    staff: StaffShares
    names: Names
    rates: Rates
    sources: dict[CategoryKind, dict[str, int]]
    natures: dict[str, int]
    evidence: EvidencePlan
    tickets: TicketWords
    stations: StationNames
    cast: Cast
    departments: list[Department]
    categories: Categories
    divisions: list[Division]

    def clock_at(self, month: Month) -> datetime:
        """Return the instant, in the office's zone, at which the demonstration looks at a month."""
        day = month.next.first.replace(day=self.clock.day)
        return datetime.combine(day, self.clock.time, OFFICE_ZONE)


def counties() -> list[str]:
    """Return the names of the demonstration counties there are recipes for."""
    return sorted(path.parent.name for path in seed_path().glob("*/recipe.toml"))


def load_recipe(county: str) -> Recipe:
    """Return the recipe of a demonstration county by the name of its folder.

    Raises:
        NotFound: there is no such folder.
    """
    if county not in counties():
        raise NotFound(noun="county", key=county)
    parts = {
        "folder": county,
        "categories": _toml(county, "categories.toml"),
        "divisions": _divisions(county),
        **_toml(county, "units.toml"),
        **_toml(county, "recipe.toml"),
    }
    return Recipe.model_validate(parts)


def _toml(county: str, name: str) -> dict[str, object]:
    return tomli.loads(seed_path(county, name).read_text("utf-8"))


def _divisions(county: str) -> list[Division]:
    with seed_path(county, "divisions.csv").open(encoding="utf-8", newline="") as file:
        return [Division(**row) for row in csv.DictReader(file)]
