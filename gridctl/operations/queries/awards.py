"""Asking about award lists: who is on them or near them and why, and every step so far."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field

from gridctl.domain.awards import Standing, State, Verb
from gridctl.operations.base import Filter, Finding, Limit, Named, Page, Query, View

Labels = dict[str, str]


class AwardListView(View):
    """A list and where it stands.

    ``selected`` people are on it, ``tied`` ones share a rank for too few places, ``objections``
    wait for a decision; ``publicity_to`` is the last day; ``amount_fen`` is paid to each.
    """

    award_list: str
    period: str
    assessment: str
    scheme: str
    state: State
    selected: int
    tied: int
    objections: int
    publicity_from: date | None
    publicity_to: date | None
    publicity_days: int
    amount_fen: int | None
    total_fen: int | None
    revision: int


class AwardListPage(Page):
    """One page of lists, newest first."""

    items: tuple[AwardListView, ...]


class Awardee(View):
    """Someone in or near a list.

    ``seat`` counts those on it; town, unit and grid are those of the period's end; ``reason`` is
    a code of ``gridctl.domain.awards.REASONS``.
    """

    seat: int | None
    staff_no: str
    name: str
    town_code: str
    town_name: str
    unit_name: str
    grid_name: str
    total: Decimal
    rank: int | None
    tied: bool
    standing: Standing
    reason: Finding


class AwardStepView(View):
    """One step: who did what when.

    ``no`` counts the steps of the list; ``behalf`` is the person acted for, or empty; ``answers``
    is the number of the objection a decision is about.
    """

    no: int
    verb: Verb
    from_state: State | None
    to_state: State
    actor: str
    behalf: str
    at: datetime
    document_no: str
    opinion: str
    staff_no: str | None
    name: str | None
    answers: int | None


class AwardSheet(Page):
    """A list with everyone in and near it.

    ``labels`` has the words of the items, requirements and vetoes that reasons name.
    """

    items: tuple[Awardee, ...]
    award_list: AwardListView
    steps: tuple[AwardStepView, ...]
    labels: dict[str, Labels]


class ListAwards(Query[AwardListPage], route="GET /awards", permission="award.read"):
    """List the award lists, newest first.

    ``text`` is looked for in the names and staff numbers of those on a list.
    """

    period: str | None = None
    state: State | None = None
    text: str | None = None
    filter: Filter | None = None
    limit: Limit = 200
    after: str | None = Field(default=None, pattern=r"^L[0-9]{1,18}$")


class ShowAwards(Query[AwardSheet], route="GET /awards/{award_list}", permission="award.read"):
    """Show a list: by number such as L1, or the one of ``period[:scheme]``."""

    award_list: Named
