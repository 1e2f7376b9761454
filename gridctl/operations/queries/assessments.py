"""Asking about assessments: rankings, explanations, schemes, verification."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from gridctl.domain.errors import Param
from gridctl.operations.base import AfterNumber, Finding, Limit, Named, Page, Query, View
from gridctl.operations.queries.evidence import ScoredEvidence
from gridctl.operations.queries.objections import ObjectionView

Subject = Literal["gridworker", "grid", "community", "town", "unit"]
AssessmentState = Literal["draft", "frozen"]
Standing = Literal["ranked", "not_eligible", "no_score", "vetoed"]
Labels = dict[str, str]


class AssessmentView(View):
    """One run of a scheme over a period.

    ``input_digest`` covers the facts and the ledger, ``result_digest`` every point given.
    ``counting`` is the rule its figures were counted by: 1 knows verifications and checks from
    evidence alone, 2 also from the steps of the tickets themselves.
    """

    assessment: str
    period: str
    subject: Subject
    scheme: str
    scheme_version: int
    scheme_digest: str
    state: AssessmentState
    subjects: int
    created_at: datetime
    created_by: str
    frozen_at: datetime | None
    frozen_by: str | None
    program_version: str
    input_digest: str
    result_digest: str
    counting: int = 1


class MissingFigure(View):
    """A figure that was not delivered for some subjects, and what rests on it.

    ``rests`` is the id of the item, requirement or veto that reads it; ``treatment`` what the
    item gives instead. ``names`` are of the first ten of the ``count`` subjects that lack it.
    """

    fact: str
    part: Literal["item", "eligibility", "veto"]
    rests: str
    treatment: str
    count: int
    names: tuple[str, ...]


class AssessmentRun(AssessmentView):
    """A run just made, with the figures it had to do without."""

    missing: tuple[MissingFigure, ...] = ()


class MissingPage(Page):
    """All figures an assessment lacks, the one most subjects lack first."""

    items: tuple[MissingFigure, ...]
    assessment: AssessmentView
    scheme_text: str


class AssessmentPage(Page):
    """One page of assessments, newest first."""

    items: tuple[AssessmentView, ...]


class ScoreLine(View):
    """One item's points for a subject.

    ``raw`` is the rounded rate in per cent or the value; ``policy`` names the rule that decided
    where the figure could not be used; ``note`` says why.
    """

    item: str
    rule: str
    section: Literal["item", "bonus", "penalty"]
    inputs: dict[str, int | Decimal]
    raw: Decimal | None
    points: Decimal
    policy: str
    treatment: str | None
    note: Finding


class FailedRequirement(View):
    """A requirement of eligibility that was not met."""

    condition: str
    value: Decimal | None
    comparator: str
    bound: Decimal | None
    missing: str


class ScoreRow(View):
    """A subject in the ranking."""

    key: str
    name: str
    group_code: str
    group_name: str
    rank: int | None
    tied: bool
    standing: Standing
    total: Decimal | None
    added: Decimal
    deducted: Decimal
    items: dict[str, Decimal]
    grade: str
    vetoes: tuple[str, ...]
    failed: tuple[FailedRequirement, ...]
    unscored: tuple[Finding, ...]


class ItemLabel(View):
    """A scheme's item with its words and maximum."""

    item: str
    label: Labels
    max: Decimal | None
    section: Literal["item", "bonus", "penalty"]


class Ranking(Page):
    """One page of a ranking, with what it was made by.

    ``seen`` counts those scored whom the account sees, ranked or not.
    """

    items: tuple[ScoreRow, ...]
    assessment: AssessmentView
    columns: tuple[ItemLabel, ...]
    scheme_text: str
    seen: int | None = None


class FigureSource(View):
    """Where a figure comes from that was not counted.

    Either ``evidence``, entered by hand with document and approver, or an earlier
    ``assessment`` with its period and the digest of its result.
    """

    evidence: int | None
    document: str
    approver: str
    assessment: str
    period: str
    digest: str


class Explanation(View):
    """How one subject came to its points: down to the tickets behind every figure.

    ``tickets`` holds the serial numbers behind each fact that is counted from tickets,
    ``sources`` the ground of each that was entered or taken from an earlier period, ``evidence``
    the checks, call-backs, tasks, merits and days on duty as they stood then, with what became of
    each since, and those that came since. ``replaced`` holds, by fact, the tickets whose own
    verification or check was not counted, because evidence that names the ticket was.
    ``objections`` are those to the subject's figures, in any draft of the month.
    """

    assessment: AssessmentView
    score: ScoreRow
    lines: tuple[ScoreLine, ...]
    columns: tuple[ItemLabel, ...]
    facts: dict[str, int | Decimal]
    tickets: dict[str, tuple[str, ...]]
    calls: dict[str, tuple[str, ...]]
    replaced: dict[str, tuple[str, ...]]
    sources: dict[str, FigureSource]
    evidence: tuple[ScoredEvidence, ...]
    objections: tuple[ObjectionView, ...] = ()
    scheme_text: str


class SchemeView(View):
    """A scoring scheme the office can run."""

    scheme: str
    version: int
    title: Labels
    period: str
    subjects: tuple[Subject, ...]
    digest: str
    origin: Literal["shipped", "adopted"]
    text: str


class SchemePage(Page):
    """All schemes."""

    items: tuple[SchemeView, ...]


class LintFinding(View):
    """What is wrong or doubtful in a scheme."""

    severity: Literal["error", "warning"]
    item: str
    code: str
    params: dict[str, Param]


class LintPage(Page):
    """All findings about a scheme."""

    items: tuple[LintFinding, ...]
    scheme: str


class Difference(View):
    """One thing a verification found to differ."""

    what: Literal["scheme", "facts", "ledger", "scores", "rank", "rows", "result", "input"]
    key: str
    stored: str
    found: str


class Verification(View):
    """Whether a stored assessment recomputes to the same bytes."""

    assessment: AssessmentView
    same: bool
    differences: tuple[Difference, ...]


class ListAssessments(Query[AssessmentPage], route="GET /assessments", permission="assess.read"):
    """List assessments, newest first."""

    period: str | None = None
    scheme: str | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^A[0-9]{1,18}$")


class ShowAssessment(
    Query[Ranking], route="GET /assessments/{assessment}", permission="assess.read"
):
    """Show a ranking: by number such as A3, or the newest of a period (frozen before draft).

    ``assessment`` is a number, or ``<period>`` or ``<period>:<scheme>`` or
    ``<period>:<scheme>:<subject>``. ``part`` leaves out those who are not ranked, or all others;
    from the ``last`` the order is turned round.
    """

    assessment: Named
    part: Literal["ranked", "apart"] | None = None
    order: Literal["best", "last"] = "best"
    limit: Limit = 200
    after: AfterNumber | None = None


class ListMissing(
    Query[MissingPage], route="GET /assessments/{assessment}/missing", permission="assess.read"
):
    """List the figures an assessment lacks: what nobody counted, entered or delivered."""

    assessment: Named


class ExplainScore(
    Query[Explanation],
    route="GET /assessments/{assessment}/subjects/{key}",
    permission="assess.read",
):
    """Explain one subject's score, found by key or name."""

    assessment: Named
    key: Named


class VerifyAssessment(
    Query[Verification],
    route="GET /assessments/{assessment}/verification",
    permission="assess.recompute",
):
    """Recompute an assessment from what it stored and compare it byte by byte."""

    assessment: Named


class ListSchemes(Query[SchemePage], route="GET /schemes", permission="assess.read"):
    """List the schemes the office can run."""


class LintScheme(Query[LintPage], route="GET /schemes/{scheme}/lint", permission="assess.read"):
    """Check a scheme for gaps, wrong sums, unfair and banned indicators."""

    scheme: Named
