"""The documents an office writes: the operation of each, and what a clerk states for it.

Options of ``gridctl report KIND`` and the forms of the dashboard are made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from gridctl.foundation.i18n import N_
from gridctl.presentation.assessments import SUBJECT_NAMES
from gridctl.presentation.ticket_steps import Fact

#: Format -> what it is called.
FORMATS: Mapping[str, str] = {
    "xlsx": N_("workbook"),
    "docx": N_("Word document"),
    "md": N_("Markdown"),
    "csv": N_("CSV"),
}
PERIOD = N_("The month, quarter, half or year it is about.")


class Paper(NamedTuple):
    """A kind of document.

    Attributes:
        operation: full name of the operation that makes it.
        label: what it is called.
        help: what it is.
        rests_on: what has to be there before it can be written.
        format: the format it usually has.
        facts: what is stated for it, by field of the operation; the period is not among them.
        required: the facts it cannot be written without.
    """

    operation: str
    label: str
    help: str
    rests_on: str
    format: str
    facts: Mapping[str, Fact]
    required: tuple[str, ...] = ()


_SCHEME = Fact(N_("Scheme; county_top10_v1 if left out."), "scheme", metavar="ID")
_ISSUER = Fact(N_("Who issues it; the office if left out."), metavar="NAME")
_REPORTING = Fact(N_("Reporting unit; the office if left out."))
_BASIS = Fact(N_("The document it rests on, with its number."))
_LIST_NAME = Fact(N_("What the list is called."))

#: Kind of ``gridctl report`` -> document.
PAPERS: Mapping[str, Paper] = {
    "ranking": Paper(
        "reports.RenderRanking",
        N_("Ranking"),
        N_("Write the ranking of a period; one that is not frozen says that it is a draft."),
        N_("an assessment"),
        "xlsx",
        {
            "scheme": _SCHEME,
            "subject": Fact(N_("Who was scored."), "choice", labels=SUBJECT_NAMES),
            "issuer": _REPORTING,
        },
    ),
    "bulletin": Paper(
        "reports.RenderBulletin",
        N_("Bulletin"),
        N_("Write the bulletin of a period: units compared, tickets by kind, next steps."),
        N_("the document behind it"),
        "docx",
        {
            "basis": _BASIS,
            "scheme": _SCHEME,
            "document_no": Fact(N_("Number of the bulletin."), metavar="NUMBER"),
            "addressees": Fact(N_("Whom it is addressed to.")),
            "problems": Fact(
                N_("A problem found, in a paragraph."), "paragraphs",
                flags=("--problem",),
            ),
            "requirements": Fact(
                N_("What is required next, in a paragraph."), "paragraphs",
                flags=("--requirement",),
            ),
            "issuer": _ISSUER,
        },
        ("basis",),
    ),
    "publicity": Paper(
        "reports.RenderPublicity",
        N_("Publicity notice"),
        N_("Write the publicity notice of an award list; personal numbers are refused."),
        N_("a public award list, the document behind it, a way to object"),
        "docx",
        {
            "basis": _BASIS,
            "scheme": _SCHEME,
            "list_name": _LIST_NAME,
            "award_reason": Fact(N_("Reason that stands behind every name.")),
            "phone": Fact(N_("Landline for objections."), "names", "NUMBER"),
            "letter": Fact(
                N_("Postal address for objections."), "paragraphs", "ADDRESS"
            ),
            "email": Fact(
                N_("E-mail address for objections."), "names", "ADDRESS"
            ),
            "issuer": _ISSUER,
        },
        ("basis",),
    ),
    "payout": Paper(
        "reports.RenderPayout",
        N_("Payment sheet"),
        N_("Write the payment sheet of an award list, to be signed line by line."),
        N_("an award list that is paid"),
        "xlsx",
        {"scheme": _SCHEME, "list_name": _LIST_NAME, "issuer": _REPORTING},
    ),
}  # fmt: skip
