"""The steps of an award list as people take them: the operation of each, and what it asks for.

Help and questions of ``gridctl award VERB`` and the forms of the dashboard are made from this
table. Which step starts from which state stands in :mod:`gridctl.domain.awards`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gridctl.domain.awards import DECISION_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.ticket_steps import Fact


class AwardAct(NamedTuple):
    """A step of an award list.

    Attributes:
        operation: full name of its operation.
        label: what it is called, a word or two.
        help: what it does.
        done: what is said once it is taken.
        facts: what it is told, by field of the operation; the list, the people it names, the
            opinion and the number of the document are not among them.
        severe: question before it, where the period is typed to go ahead; "" for none.
        opinion: whether it needs an opinion.
    """

    operation: str
    label: str
    help: str
    done: str
    facts: Mapping[str, Fact] = {}
    severe: str = ""
    opinion: bool = False


OPINION = N_("Opinion, kept with the step.")
OBJECTED = N_("What is objected, or why it was so decided.")
#: What the opinion of a step says that needs one.
SAYS: Mapping[str, str] = {
    "object": N_("What is objected."), "decide": N_("Why it is so decided."),
}  # fmt: skip
DOCUMENT_NO = N_("Number of the document it rests on.")

#: Step -> what it asks for; ``decide`` is ``gridctl award object --decision``.
ACTS: Mapping[str, AwardAct] = {
    "approve": AwardAct(
        "awards.ApproveAwards",
        N_("Approve"),
        N_("Approve a list; where people share a rank for too few places, choose among them."),
        N_("{award_list} is approved."),
    ),
    "publish": AwardAct(
        "awards.PublishAwards",
        N_("Make public"),
        N_("Make an approved list public for some working days."),
        N_("{award_list} is public."),
        {
            "starts": Fact(N_("First day; today if left out."), "day", flags=("--from",)),
            "days": Fact(N_("Working days; the scheme's if not."), "number", "N"),
        },
        severe=N_("Make the list of {period} public, {selected} people?"),
    ),
    "object": AwardAct(
        "awards.ObjectAward",
        N_("Objection"),
        N_("Record an objection to someone on a public list."),
        N_("The objection is recorded."),
        opinion=True,
    ),
    "decide": AwardAct(
        "awards.DecideObjection",
        N_("Decide"),
        N_("Decide an objection; one that is upheld strikes the person off."),
        N_("The objection is decided."),
        {
            "decision": Fact(
                N_("Decide it; upheld strikes the person off."), "choice", labels=DECISION_NAMES
            )
        },
        opinion=True,
    ),
    "finalise": AwardAct(
        "awards.FinaliseAwards",
        N_("Make final"),
        N_("Make the list final after its last public day; nothing changes afterwards."),
        N_("{award_list} is final."),
        severe=N_("Make the list of {period} final?"),
    ),
    "pay": AwardAct(
        "awards.PayAwards",
        N_("Pay"),
        N_("Record the payment of a final list, the same amount for each person."),
        N_("The payment is recorded."),
        {"amount_fen": Fact(N_("Yuan for each; what the scheme pays if left out."), "text", "YUAN",
                            flags=("--amount",))},
    ),
}  # fmt: skip
