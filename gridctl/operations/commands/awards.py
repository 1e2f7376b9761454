"""The steps of an award list, from nomination to payment (domain.md 10).

Each step is a command of its own: refused where the list is in another state, recorded with its
actor, time, document number and opinion. ``award_list`` is a number such as L1, or
``period[:scheme]``. People are named by staff number, or by a name that is unique on the list.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from gridctl.domain.awards import Decision
from gridctl.operations.base import Command, Named
from gridctl.operations.queries.awards import AwardSheet

DocumentNo = Annotated[str, Field(max_length=80)]
Opinion = Annotated[str, Field(max_length=1000)]
People = Annotated[tuple[str, ...], Field(max_length=100)]


class NominateAwards(Command[AwardSheet], route="POST /awards", permission="award.nominate"):
    """Nominate from a frozen assessment: eligibility, vetoes, quotas and ties applied.

    ``assessment`` is a number such as A3, or a period, whose assessment by ``scheme`` is meant.
    The same assessment again returns the same list, as long as it is only nominated.
    """

    assessment: str
    scheme: str = "county_top10_v1"


class ApproveAwards(
    Command[AwardSheet], route="POST /awards/{award_list}/approve", permission="award.approve"
):
    """Approve a list; where people share a rank for too few places, ``choose`` names who is taken.

    Then an opinion is needed. Whoever nominated may not approve. Who did either is the person
    acted for, else the person at work: in a local file, where one operator types everything, the
    approval names the leader who gave it on paper (``--as``), and the journal keeps both names;
    on a server the permission to act for others is what stands between the two.
    """

    award_list: Named
    choose: People = ()
    document_no: DocumentNo = ""
    opinion: Opinion = ""


class PublishAwards(
    Command[AwardSheet], route="POST /awards/{award_list}/publish", permission="award.publish"
):
    """Make a list public for ``days`` working days (as many as the scheme says) from a day on.

    The first day, today where none is named, counts if it is a working day, as in the practice
    of 2022-10-31 to 2022-11-04 for five days (domain.md 10). It is not before the approval.
    """

    award_list: Named
    starts: date | None = None
    days: int | None = Field(default=None, ge=1, le=60)
    document_no: DocumentNo = ""
    opinion: Opinion = ""


class ObjectAward(
    Command[AwardSheet], route="POST /awards/{award_list}/objections", permission="award.object"
):
    """Record an objection to someone on a public list; ``opinion`` says what is objected.

    Who objects is not asked for: what the office must know of that lies in its letters.
    """

    award_list: Named
    staff: str
    opinion: str = Field(min_length=1, max_length=1000)
    document_no: DocumentNo = ""


class DecideObjection(
    Command[AwardSheet],
    route="POST /awards/{award_list}/objections/decide",
    permission="award.object",
):
    """Decide an objection; one that is upheld strikes the person off the list.

    ``objection`` is the number of its step, needed where several about the person are open.
    """

    award_list: Named
    staff: str
    decision: Decision
    opinion: str = Field(min_length=1, max_length=1000)
    objection: int | None = None
    document_no: DocumentNo = ""


class FinaliseAwards(
    Command[AwardSheet], route="POST /awards/{award_list}/finalise", permission="award.finalise"
):
    """Make the list final, after its last day of publicity and with no objection open.

    A place that was struck off stays empty unless ``move_up`` names who takes it: in the order of
    rank, within the towns' quotas, and with an opinion, for that person was not public. Whether a
    notice of its own is due before that is the office's to judge.
    """

    award_list: Named
    move_up: People = ()
    document_no: DocumentNo = ""
    opinion: Opinion = ""


class PayAwards(Command[AwardSheet], route="POST /awards/{award_list}/pay", permission="award.pay"):
    """Record the payment: ``amount_fen`` for each person, or what the scheme pays."""

    award_list: Named
    amount_fen: int | None = Field(default=None, gt=0, le=1_000_000_000)
    document_no: DocumentNo = ""
    opinion: Opinion = ""
