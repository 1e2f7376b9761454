"""Running and freezing assessments, adopting schemes."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command, Named
from gridctl.operations.queries.assessments import (
    AssessmentRun,
    AssessmentView,
    SchemeView,
    Subject,
)


class RunAssessment(Command[AssessmentRun], route="POST /assessments", permission="assess.run"):
    """Score a period by a scheme. Every run is kept; a frozen period is not run again."""

    period: str
    scheme: str = "county_top10_v1"
    subject: Subject | None = None


class FreezeAssessment(
    Command[AssessmentView],
    route="POST /assessments/{assessment}/freeze",
    permission="assess.freeze",
):
    """Freeze an assessment: from now on the period has this result and no other.

    It is refused while objections to the month's figures are undecided, unless ``despite`` says
    why it is frozen all the same, which is kept.
    """

    assessment: Named
    despite: str = Field(default="", max_length=1000)


class AdoptScheme(Command[SchemeView], route="POST /schemes", permission="assess.scheme"):
    """Take a scheme file over into the office; a version once adopted never changes."""

    text: str = Field(min_length=1, max_length=200_000)
