"""Asking what was objected to a draft assessment, and which towns have confirmed it."""

from __future__ import annotations

from datetime import datetime

from gridctl.domain.objections import ObjectionState, TownState
from gridctl.operations.base import Named, Page, Query, View

Labels = dict[str, str]


class ObjectionView(View):
    """An objection to someone's figure, and what became of it.

    ``assessment`` is the draft it was made to; ``item`` and ``ticket`` are empty where it is
    about the score as a whole. The decision's fields are empty while it is undecided.
    """

    objection: int
    assessment: str
    key: str
    name: str
    town_code: str
    town_name: str
    item: str
    item_label: Labels
    ticket: str
    opinion: str
    document_no: str
    actor: str
    behalf: str
    at: datetime
    state: ObjectionState
    decision: str = ""
    decision_document_no: str = ""
    decided_by: str = ""
    decided_behalf: str = ""
    decided_at: datetime | None = None


class TownView(View):
    """A town's part of a draft: how many it is, and whether the town has confirmed it.

    ``undecided`` counts objections to its people. ``changed`` is said where its figures are no
    longer those it confirmed.
    """

    code: str
    name: str
    subjects: int
    undecided: int
    state: TownState
    confirmed_by: str = ""
    confirmed_behalf: str = ""
    confirmed_at: datetime | None = None
    opinion: str = ""


class ObjectionPage(Page):
    """All objections to the drafts of a month, oldest first, and how each town stands.

    ``assessment`` is the draft in view, ``state`` its own; ``undecided`` counts objections without
    a decision, ``upheld_since`` those upheld since the draft was made: it may not show yet what
    was corrected. ``despite`` says why it was frozen over undecided ones.
    """

    items: tuple[ObjectionView, ...]
    towns: tuple[TownView, ...]
    assessment: str
    period: str
    scheme: str
    subject: str
    state: str
    undecided: int
    upheld_since: int
    despite: str


class ListObjections(
    Query[ObjectionPage], route="GET /assessments/{assessment}/objections", permission="assess.read"
):
    """List the objections to a month's drafts and which towns have confirmed the one in view.

    Who sees a part of the office sees that part. ``assessment`` is named as in showing one.
    """

    assessment: Named
