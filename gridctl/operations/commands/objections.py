"""Objecting to a draft assessment, deciding on it, confirming a town's part (domain.md 10).

``assessment`` is a number such as A3 or ``period[:scheme[:subject]]``, and always the newest draft.
Whoever sees a part of the office objects for, and confirms, that part.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gridctl.domain.objections import Decision
from gridctl.operations.base import Command, Named
from gridctl.operations.queries.objections import ObjectionView, TownView

_DocumentNo = Annotated[str, Field(max_length=80)]
_Opinion = Annotated[str, Field(min_length=1, max_length=1000)]


class ObjectScore(
    Command[ObjectionView],
    route="POST /assessments/{assessment}/objections",
    permission="assess.object",
):
    """Object to a figure of someone in a draft; ``opinion`` says what is wrong.

    ``item`` is the id or the label of an item of the scheme, ``ticket`` the number of a ticket
    that was counted wrongly or not at all.
    """

    assessment: Named
    key: str = Field(min_length=1, max_length=100)
    opinion: _Opinion
    item: str = Field(default="", max_length=100)
    ticket: str = Field(default="", max_length=100)
    document_no: _DocumentNo = ""


class DecideScoreObjection(
    Command[ObjectionView], route="POST /objections/{objection}/decide", permission="assess.decide"
):
    """Decide an objection; ``opinion`` says why, and where it is upheld what was corrected.

    The correction itself is made by its own command, such as that of a ticket or of evidence, and
    counts from the next draft on. Whoever objected does not decide.
    """

    objection: int = Field(ge=1)
    decision: Decision
    opinion: _Opinion
    document_no: _DocumentNo = ""


class ConfirmScores(
    Command[TownView],
    route="POST /assessments/{assessment}/confirmations",
    permission="assess.confirm",
):
    """Confirm that a town's part of a draft is right.

    ``town`` is its code or name; left out it is the only one in sight. Where a later draft gives
    the town other figures it is asked again.
    """

    assessment: Named
    town: str = Field(default="", max_length=100)
    opinion: str = Field(default="", max_length=1000)
    document_no: _DocumentNo = ""
