"""The demonstration's month, from workbooks to the published list, through the gateway alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from gridctl.cli.demo.living import LivingOffice
from gridctl.cli.demo.months import Month
from gridctl.cli.demo.recipe import Recipe
from gridctl.cli.demo.stories import load_week
from gridctl.cli.demo.workbooks import WorkbookFile, write_world
from gridctl.cli.demo.world import World, draw_world
from gridctl.domain.assessments import AssessmentNotFound
from gridctl.domain.awards import AwardListNotFound
from gridctl.foundation import own_files
from gridctl.foundation.clock import Clock, FixedClock
from gridctl.foundation.settings import Target
from gridctl.gateway.connect import connect, create_office
from gridctl.gateway.sending import Wish, send_file
from gridctl.imports import inspect, load_kind
from gridctl.operations.base import Gateway
from gridctl.operations.commands.assessments import FreezeAssessment, RunAssessment
from gridctl.operations.commands.awards import ApproveAwards, NominateAwards, PublishAwards
from gridctl.operations.commands.objections import ConfirmScores
from gridctl.operations.commands.offices import SetUpOffice
from gridctl.operations.queries.assessments import AssessmentView, ShowAssessment
from gridctl.operations.queries.awards import AwardSheet, ShowAwards
from gridctl.operations.queries.imports import ListBatches
from gridctl.operations.queries.objections import ListObjections
from gridctl.operations.queries.reports import (
    Document,
    RenderBulletin,
    RenderPublicity,
    RenderRanking,
)

SCHEME = "county_top10_v1"
#: Told what is being done now, and of how much how much is done.
Progress = Callable[[str], None]


class Journey:
    """One county's month in one folder: ``input/``, ``office.db``, ``output/``.

    Every step is taken only where its result is not there yet, so that a second journey
    through the same folder changes nothing.
    """

    def __init__(self, recipe: Recipe, month: str, seed: int, folder: Path) -> None:
        self._recipe = recipe
        self._month = Month.parse(month)
        self._seed = seed
        self.folder = folder
        #: A ticket of the days after the month, known when the journey is over.
        self.example = ""
        self.database = folder / "office.db"

    def run(self, tell: Progress) -> AwardSheet:
        """Travel the whole way and return the award list."""
        world = draw_world(self._recipe, self._month, self._seed)
        tell("write")
        files = write_world(world, self.folder / "input")
        if not self.database.exists():
            create_office(self.database)
            office = self._recipe.office
            county = self._recipe.county[:6]
            wish = SetUpOffice(name=office.name, county_code=county, operator=office.clerk)
            self._as(office.clerk).send(wish)
        clerk = self._as(self._recipe.office.clerk)
        self._import(clerk, files, tell)
        tell("assess")
        assessed = self._assess(clerk, SCHEME)
        self._assess(clerk, "unit_on_time")
        tell("award")
        sheet = self._award(clerk, assessed)
        tell("report")
        self._report(clerk, sheet)
        tell("live")
        self.example = self._live(world)
        clerk.close()
        return sheet

    def _as(self, actor: str, behalf: str | None = None, clock: Clock | None = None) -> Gateway:
        target = Target("sqlite", str(self.database), self.database.name)
        clock = clock or FixedClock(self._recipe.clock_at(self._month))
        return connect(target, actor=actor, on_behalf=behalf, clock=clock)

    def _import(self, clerk: Gateway, files: list[WorkbookFile], tell: Progress) -> None:
        """Import what was not imported before, by the digest of its bytes."""
        batches = clerk.send(ListBatches(limit=1000)).items
        known = {batch.file_digest for batch in batches if batch.state == "applied"}
        for file in files:
            tell(file.path.name)
            plan = inspect(file.path, load_kind(file.kind))
            if plan.file_digest not in known:
                send_file(clerk, plan, Wish())

    def _assess(self, clerk: Gateway, scheme: str) -> AssessmentView:
        """Return the month's frozen assessment, making it where there is none."""
        name = f"{self._month}:{scheme}"
        try:
            found = clerk.send(ShowAssessment(assessment=name, limit=1)).assessment
        except AssessmentNotFound:
            found = clerk.send(RunAssessment(period=str(self._month), scheme=scheme))
        if found.state == "frozen":
            return found
        self._hear_towns(clerk, found.assessment)
        return clerk.send(FreezeAssessment(assessment=found.assessment))

    def _hear_towns(self, clerk: Gateway, assessment: str) -> None:
        """Have every town that has not yet done so confirm its part of a draft."""
        for town in clerk.send(ListObjections(assessment=assessment)).towns:
            if town.state != "confirmed":
                office = self._as(self._recipe.office.clerk, town.name)
                office.send(ConfirmScores(assessment=assessment, town=town.code))
                office.close()

    def _award(self, clerk: Gateway, assessed: AssessmentView) -> AwardSheet:
        """Nominate, have another person approve, and publish: the steps not yet taken."""
        try:
            sheet = clerk.send(ShowAwards(award_list=f"{self._month}:{SCHEME}"))
        except AwardListNotFound:
            sheet = clerk.send(NominateAwards(assessment=assessed.assessment, scheme=SCHEME))
        number = sheet.award_list.award_list
        if sheet.award_list.state == "nominated":
            leader = self._as(self._recipe.office.leader)
            first = self._month.first
            document = self._recipe.office.approval_no.format(year=first.year, month=first.month)
            sheet = leader.send(ApproveAwards(award_list=number, document_no=document))
            leader.close()
        if sheet.award_list.state == "approved":
            sheet = clerk.send(PublishAwards(award_list=number))
        return sheet

    def _report(self, clerk: Gateway, sheet: AwardSheet) -> None:
        office, period = self._recipe.office, str(self._month)
        output = self.folder / "output"
        own_files.make_folder(output)
        documents: dict[str, Document] = {
            "ranking.xlsx": clerk.send(
                RenderRanking(period=period, scheme=SCHEME, format="xlsx", issuer=office.name)
            ),
            "bulletin.docx": clerk.send(
                RenderBulletin(period=period, basis=office.basis, issuer=office.name)
            ),
            "publicity.docx": clerk.send(
                RenderPublicity(
                    period=period, basis=office.basis, issuer=office.name,
                    letter=(office.address,), email=(office.email,),
                )
            ),
        }  # fmt: skip
        for name, document in documents.items():
            _write_once(output / name, document.content)
        _write_once(output / "top10.json", _as_json(sheet))

    def _live(self, world: World) -> str:
        """Let the office work on, and return the number of a ticket whose clock tells much.

        Whoever reads meanwhile keeps the file open, which spares each step closing it.
        """
        living = LivingOffice(world, load_week(self._recipe.folder), self._seed, self._as)
        return living.work()


def _as_json(sheet: AwardSheet) -> bytes:
    content = {
        "schema": "gridctl/v1",
        "meta": sheet.award_list.model_dump(mode="json"),
        "items": [row.model_dump(mode="json") for row in sheet.items if row.seat is not None],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _write_once(path: Path, content: bytes) -> None:
    """Write a file where it is not there with these very bytes already."""
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)
