"""Assessments of a month, their ledger, and the awards that follow."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from gridctl.storage.tables.base import Kept, Row, counted, text


class ScoringScheme(Row, table=True):
    """A scheme the office has adopted, beside the shipped ones; never changed, only followed."""

    __tablename__ = "scoring_scheme"
    id: int | None = Field(default=None, primary_key=True)
    scheme_id: str = text(index=True)
    version: int
    digest: str = text()
    body: str = text()
    adopted_at: int = Field(sa_type=BigInteger)
    adopted_by: str = text()


class Assessment(Row, table=True):
    """One run of a scheme over a period: never overwritten, a later run stands beside it."""

    id: int | None = Field(default=None, primary_key=True)
    period: str = text()
    subject: str = text()
    scheme_id: str = text()
    scheme_version: int
    scheme_digest: str = text()
    scheme_text: str = text()
    subjects: int
    state: str = text(default="draft")
    created_at: int = Field(sa_type=BigInteger)
    created_by: str = text()
    program_version: str = text()
    input_digest: str = text()
    result_digest: str = text()
    frozen_at: int | None = Field(default=None, sa_type=BigInteger)
    frozen_by: str | None = text(default=None)
    journal_id: int = Field(foreign_key="journal.id")
    #: The rule its figures were counted by (``domain.ledger.COUNTING``).
    counting: int = counted(1)
    __table_args__ = (Index("ix_assessment_period", "period", "scheme_id"),)


class AssessmentSubject(Row, table=True):
    """A subject's facts and score as they were when the run was made."""

    __tablename__ = "assessment_subject"
    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    key: str = text(primary_key=True)
    subject_id: int
    name: str = text()
    group_code: str = text(default="")
    group_name: str = text(default="")
    attrs: str = text(default="{}")
    facts: str = text(default="{}")
    score: str = text(default="{}")
    total: int | None = Field(default=None, sa_type=BigInteger)
    rank: int | None = None
    tied: bool = False
    standing: str = text()
    sort_rank: int
    __table_args__ = (Index("ix_assessment_subject_rank", "assessment_id", "sort_rank", "key"),)


class AssessmentTicket(Row, table=True):
    """The ledger: which ticket stands behind which facts of which subject, as a bit mask."""

    __tablename__ = "assessment_ticket"
    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True)
    subject_id: int = Field(primary_key=True)
    ticket_id: int = Field(primary_key=True)
    marks: int


class AssessmentStep(Kept, table=True):
    """What became of a draft before it was frozen: an objection, its decision, a confirmation.

    It is about a subject, or about a part of the draft (a town's), or about all of it; a decision
    names the objection it answers. Of a confirmation ``digest`` covers the figures confirmed.
    """

    __tablename__ = "assessment_step"
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id", index=True)
    journal_id: int = Field(foreign_key="journal.id")
    verb: str = text()
    actor: str = text()
    behalf: str = text(default="")
    at: int = Field(sa_type=BigInteger)
    document_no: str = text(default="")
    opinion: str = text(default="")
    subject_id: int | None = None
    key: str = text(default="")
    name: str = text(default="")
    part_code: str = text(default="")
    part_name: str = text(default="")
    item: str = text(default="")
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    answers_id: int | None = Field(default=None, foreign_key="assessment_step.id", index=True)
    digest: str = text(default="")


class AwardList(Row, table=True):
    """A list of nominees on its way from nomination to payout."""

    __tablename__ = "award_list"
    id: int | None = Field(default=None, primary_key=True)
    assessment_id: int = Field(foreign_key="assessment.id")
    period: str = text(index=True)
    state: str = text(default="nominated")
    publicity_from: str | None = text(default=None)
    publicity_to: str | None = text(default=None)
    publicity_days: int
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    revision: int = 1


class Award(Row, table=True):
    """A person in or near the list, with the reason."""

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="award_list.id", index=True)
    seq: int
    staff_id: int = Field(foreign_key="staff.id")
    key: str = text()
    name: str = text()
    town_code: str = text(default="")
    town_name: str = text(default="")
    unit_name: str = text(default="")
    grid_name: str = text(default="")
    total: int = Field(sa_type=BigInteger)
    rank: int | None = None
    tied: bool = False
    standing: str = text()
    reason: str = text(default="{}")


class AwardStep(Row, table=True):
    """One step of a list: who did what when; a decision names the objection it answers."""

    __tablename__ = "award_step"
    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="award_list.id", index=True)
    journal_id: int = Field(foreign_key="journal.id")
    verb: str = text()
    from_state: str = text(default="")
    to_state: str = text()
    actor: str = text()
    at: int = Field(sa_type=BigInteger)
    document_no: str = text(default="")
    opinion: str = text(default="")
    award_id: int | None = Field(default=None, foreign_key="award.id")
    answers_id: int | None = Field(default=None, foreign_key="award_step.id")
