"""What stands in the documents an office writes, the written document, and asking for one.

Labels are words already in the document's language; scores are points, rates and shares per cent
with two places, changes percentage points, money fen.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from gridctl.domain.units import UnitLevel
from gridctl.operations.base import Query, View
from gridctl.operations.queries.assessments import Subject

#: ``2026-06``, ``2026-Q2``, ``2026-H1`` or ``2026``.
ReportPeriod = Annotated[
    str, StringConstraints(pattern=r"^[1-9][0-9]{3}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$")
]
Count = Annotated[int, Field(ge=0)]
#: One line a clerk states, and a paragraph.
Stated = Annotated[str, Field(max_length=200)]
Paragraph = Annotated[str, Field(min_length=1, max_length=1000)]
Paragraphs = Annotated[tuple[Paragraph, ...], Field(max_length=30)]
Contacts = Annotated[tuple[Stated, ...], Field(max_length=5)]
Language = Literal["zh_CN", "en"]
DocumentFormat = Literal["xlsx", "docx", "md", "csv"]
Remark = Literal["", "vetoed", "ineligible", "transferred", "not_scored"]


class RankingColumn(View):
    """One item of the scheme: its id, label and full mark in points; None has no full mark."""

    id: str
    label: str
    max: Decimal | None


class RankingVeto(View):
    """A veto that holds: what it is called, and what it does."""

    label: str
    effect: Literal["exclude", "zero", "downgrade"]


class RankingRow(View):
    """One scored person; ``points`` by item id, None where an item was not assessed.

    ``adjustment`` is what the total has beside points, bonus and deductions: what the other
    items count for more where one is left out, what a veto takes away, and what lifts a total
    to zero that would lie below.
    """

    seq: int
    town: str
    grid: str
    name: str
    points: dict[str, Decimal | None]
    bonus: Decimal = Decimal(0)
    deductions: Decimal = Decimal(0)
    adjustment: Decimal = Decimal(0)
    vetoes: tuple[RankingVeto, ...] = ()
    total: Decimal | None
    rank: int | None
    tied: bool = False
    remark: Remark = ""


class RankingView(View):
    """The ranking table of a period (domain.md 14, 排名表).

    ``places`` are the decimals of totals, ``item_places`` those of all other points. An open
    ledger has no full mark, and its totals may lie below zero. ``draft``: it is not frozen.
    """

    place: str
    period: ReportPeriod
    unit: str
    scheme_id: str
    scheme_title: str
    dated: date
    ranked_within: Literal["county", "town"] = "county"
    places: int = 2
    item_places: int = 2
    open_ledger: bool = False
    draft: bool = False
    columns: tuple[RankingColumn, ...]
    rows: tuple[RankingRow, ...]


class UnitScore(View):
    """One unit of a group; score and rank are None where nothing could be scored."""

    unit: str
    tickets: Count
    due_to_close: Count
    closed: Count
    closed_on_time: Count
    on_time_rate: Decimal | None
    score: Decimal | None
    rank: int | None


class FailingItem(View):
    """An item a unit lost points on, with the two numbers of its rate."""

    label: str
    numerator: Count
    denominator: Count
    rate: Decimal | None
    points: Decimal
    max: Decimal


class WeakUnit(View):
    """A unit among the lowest of its group, with the items it failed."""

    unit: str
    failing: tuple[FailingItem, ...]


class ScoreGroup(View):
    """Units compared with each other; ``high_mark`` is the score counted as good, such as 99."""

    name: str
    high_mark: Decimal | None = None
    at_high_mark: Count = 0
    without_tickets: Count
    none_due: Count
    rows: tuple[UnitScore, ...]
    weakest: tuple[WeakUnit, ...] = ()


class Share(View):
    """One source or type: count, share, the count a month ago, change of the share."""

    label: str
    count: Count
    share: Decimal | None
    previous: Count = 0
    change: Decimal | None = None


class Breakdown(View):
    """Tickets by source or by type; ``previous_total`` is None where last month is unknown."""

    total: Count
    previous_total: Count | None = None
    shares: tuple[Share, ...]


class SolvedShare(View):
    """How many of the tickets due and closed were solved at a level (village, town, county)."""

    level: UnitLevel
    count: Count
    share: Decimal | None


class TicketTotals(View):
    """The month's tickets; every due ticket has a verdict, stated by its source or computed.

    ``solved`` is of ``closed``; what nobody is known to have handled is in no level of it.
    Of those received, ``repeats`` are reports of a caller who had reported the matter before;
    ``repeats_content`` of the ``repeats_rated`` are (basically) satisfied.
    """

    received: Count
    carried_over: Count
    in_hand: Count
    due_to_close: Count
    closed: Count
    closed_on_time: Count
    close_rate: Decimal | None
    on_time_rate: Decimal | None
    verdicts_stated: Count
    verdicts_computed: Count
    solved: tuple[SolvedShare, ...] = ()
    repeats: Count = 0
    repeats_rated: Count = 0
    repeats_content: Count = 0


class TopRow(View):
    """One of the people commended in the bulletin."""

    rank: int
    name: str
    unit: str
    grid: str
    total: Decimal | None = None


class BulletinView(View):
    """The monthly bulletin (domain.md 14, 月通报)."""

    place: str
    period: ReportPeriod
    issuer: str
    number: str = ""
    basis: str
    addressees: str = ""
    dated: date
    totals: TicketTotals
    groups: tuple[ScoreGroup, ...] = ()
    by_source: Breakdown
    by_type: Breakdown
    top: tuple[TopRow, ...] = ()
    problems: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()


class PublicityRow(View):
    """One name made public; never a telephone or identity number."""

    name: str
    unit: str
    grid: str
    reason: str = ""


class Channel(View):
    """A way to reach the issuing office; ``phone`` alone may hold its landline."""

    kind: Literal["phone", "letter", "email"]
    contact: str


class PublicityView(View):
    """A publicity notice (domain.md 14, 公示); the period counts both days."""

    place: str
    period: ReportPeriod
    list_name: str
    basis: str
    rows: Annotated[tuple[PublicityRow, ...], Field(min_length=1)]
    starts: date
    ends: date
    working_days: int
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    issuer: str
    dated: date


class PayoutRow(View):
    """One payment in fen."""

    seq: int
    name: str
    unit: str
    award: str
    amount: Count


class PayoutView(View):
    """The payment sheet of a list of awards (domain.md 14, 奖金发放表); money in fen."""

    place: str
    period: ReportPeriod
    unit: str
    list_name: str
    dated: date
    rows: tuple[PayoutRow, ...]
    total: Count


ReportView = RankingView | BulletinView | PublicityView | PayoutView


class Document(View):
    """A written file: bytes locally, base64 on the wire; ``digest`` is their SHA-256 in hex."""

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    name: str
    media_type: str
    digest: str
    content: bytes


class RenderRanking(Query[Document], route="GET /reports/ranking", permission="report.read"):
    """Write the ranking of a period by a scheme; one not yet frozen says so in its title.

    ``subject`` is the scheme's first where none is named. ``issuer`` is the reporting unit, the
    office where none is named.
    """

    period: ReportPeriod
    scheme: str = "county_top10_v1"
    subject: Subject | None = None
    format: DocumentFormat = "xlsx"
    language: Language = "zh_CN"
    issuer: Stated = ""


class RenderBulletin(Query[Document], route="GET /reports/bulletin", permission="report.read"):
    """Write the bulletin of a period: units compared, tickets by kind, who is commended.

    Units and towns stand as frozen under ``unit_on_time``; where that was not frozen, the same
    rules are applied to the ticket figures of the day. ``scheme`` names the award list, whose
    people stand in the bulletin once it is final. The clerk states the rest: ``basis`` is the
    document the assessment rests on, ``document_no`` the bulletin's own number.
    """

    period: ReportPeriod
    basis: Annotated[str, Field(min_length=1, max_length=200)]
    scheme: str = "county_top10_v1"
    format: DocumentFormat = "docx"
    language: Language = "zh_CN"
    issuer: Stated = ""
    document_no: Stated = ""
    addressees: Stated = ""
    problems: Paragraphs = ()
    requirements: Paragraphs = ()


class RenderPublicity(Query[Document], route="GET /reports/publicity", permission="report.read"):
    """Write the publicity notice of an award list that has its days of publicity.

    At least one of ``phone`` (a landline of the office), ``letter`` and ``email`` is needed.
    ``award_reason`` stands behind every name.
    """

    period: ReportPeriod
    basis: Annotated[str, Field(min_length=1, max_length=200)]
    scheme: str = "county_top10_v1"
    format: DocumentFormat = "docx"
    language: Language = "zh_CN"
    issuer: Stated = ""
    list_name: Stated = ""
    award_reason: Stated = ""
    phone: Contacts = ()
    letter: Contacts = ()
    email: Contacts = ()


class RenderPayout(Query[Document], route="GET /reports/payout", permission="report.read"):
    """Write the payment sheet of an award list whose amount was set by its payment."""

    period: ReportPeriod
    scheme: str = "county_top10_v1"
    format: DocumentFormat = "xlsx"
    language: Language = "zh_CN"
    issuer: Stated = ""
    list_name: Stated = ""
