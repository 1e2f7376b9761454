"""``gridctl report``: rankings, bulletins, publicity notices and payment sheets as documents."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from gridctl.cli.context import DocumentCommand, Session, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given
from gridctl.cli.context.documents import send_document
from gridctl.cli.context.when import period_option
from gridctl.foundation.i18n import N_
from gridctl.presentation.assessments import SUBJECT_NAMES

app = noun()

FORMATS = {
    "xlsx": N_("workbook"),
    "docx": N_("Word document"),
    "md": N_("Markdown"),
    "csv": N_("CSV"),
}


def _text(text: str, metavar: str = "TEXT") -> Any:
    return typer.Option(metavar=metavar, help=text)


_Period = Annotated[str, period_option(N_("The month, quarter, half or year it is about."))]
_Scheme = Annotated[str | None, _text(N_("Scheme; county_top10_v1 if left out."), "ID")]
_Format = Annotated[
    str | None, choice(FORMATS, N_("Format; the ending of FILE tells it."), metavar="FORMAT")
]
_Issuer = Annotated[str | None, _text(N_("Who issues it; the office if left out."), "NAME")]
_Basis = Annotated[str, _text(N_("The document it rests on, with its number."))]
_ListName = Annotated[str | None, _text(N_("What the list is called."))]


@app.command(
    "ranking",
    cls=DocumentCommand,
    help=N_("Write the ranking of a period; one that is not frozen says that it is a draft."),
    epilog="gridctl report ranking --period 2026-10 --to 排名表.xlsx\n"
    "gridctl report ranking --period 上月 --scheme unit_on_time --subject unit --to 单位.docx",
)
def ranking(
    ctx: typer.Context,
    period: _Period,
    scheme: _Scheme = None,
    subject: Annotated[
        str | None, choice(SUBJECT_NAMES, N_("Who was scored."), metavar="KIND")
    ] = None,
    issuer: Annotated[str | None, _text(N_("Reporting unit; the office if left out."))] = None,
    format: _Format = None,  # noqa: A002 - the option's name
) -> None:
    """Write a ranking table."""
    from gridctl.operations.queries.reports import RenderRanking

    session = Session.of(ctx)
    stated = given(period=period, scheme=scheme, subject=subject, issuer=issuer)
    send_document(session, RenderRanking, stated, format, FORMATS)


@app.command(
    "bulletin",
    cls=DocumentCommand,
    help=N_("Write the bulletin of a period: units compared, tickets by kind, next steps."),
    epilog="gridctl report bulletin --period 2026-10 --basis 《考核办法》（澄委发〔2026〕3号）"
    " --document-no 澄网治〔2026〕12号 --to 通报.docx\n"
    "gridctl report bulletin --period 上月 --basis 《考核办法》 --problem 签收不及时"
    " --requirement 落实专人每日查看 --to 通报.md",
)
def bulletin(
    ctx: typer.Context,
    period: _Period,
    basis: _Basis,
    scheme: _Scheme = None,
    document_no: Annotated[str | None, _text(N_("Number of the bulletin."), "NUMBER")] = None,
    addressees: Annotated[str | None, _text(N_("Whom it is addressed to."))] = None,
    problem: Annotated[
        list[str] | None, _text(N_("A problem found, in a paragraph; may be repeated."))
    ] = None,
    requirement: Annotated[
        list[str] | None, _text(N_("What is required next, in a paragraph; may be repeated."))
    ] = None,
    issuer: _Issuer = None,
    format: _Format = None,  # noqa: A002 - the option's name
) -> None:
    """Write a bulletin."""
    from gridctl.operations.queries.reports import RenderBulletin

    session = Session.of(ctx)
    stated = given(
        period=period, basis=basis, scheme=scheme, document_no=document_no, addressees=addressees,
        problems=problem, requirements=requirement, issuer=issuer,
    )  # fmt: skip
    send_document(session, RenderBulletin, stated, format, FORMATS)


@app.command(
    "publicity",
    cls=DocumentCommand,
    help=N_("Write the publicity notice of an award list; personal numbers are refused."),
    epilog="gridctl report publicity --period 2026-10 --basis 《绩效激励方案》"
    " --phone 0510-86861234 --letter 江阴市澄江中路9号 --to 公示.docx",
)
def publicity(
    ctx: typer.Context,
    period: _Period,
    basis: _Basis,
    scheme: _Scheme = None,
    list_name: _ListName = None,
    award_reason: Annotated[str | None, _text(N_("Reason that stands behind every name."))] = None,
    phone: Annotated[
        list[str] | None, _text(N_("Landline for objections; may be repeated."), "NUMBER")
    ] = None,
    letter: Annotated[
        list[str] | None, _text(N_("Postal address for objections; may be repeated."), "ADDRESS")
    ] = None,
    email: Annotated[
        list[str] | None, _text(N_("E-mail address for objections; may be repeated."), "ADDRESS")
    ] = None,
    issuer: _Issuer = None,
    format: _Format = None,  # noqa: A002 - the option's name
) -> None:
    """Write a publicity notice."""
    from gridctl.operations.queries.reports import RenderPublicity

    session = Session.of(ctx)
    stated = given(
        period=period, basis=basis, scheme=scheme, list_name=list_name, award_reason=award_reason,
        phone=phone, letter=letter, email=email, issuer=issuer,
    )  # fmt: skip
    send_document(session, RenderPublicity, stated, format, FORMATS)


@app.command(
    "payout",
    cls=DocumentCommand,
    help=N_("Write the payment sheet of an award list, to be signed line by line."),
    epilog="gridctl report payout --period 2026-10 --to 发放表.xlsx",
)
def payout(
    ctx: typer.Context,
    period: _Period,
    scheme: _Scheme = None,
    list_name: _ListName = None,
    issuer: Annotated[str | None, _text(N_("Reporting unit; the office if left out."))] = None,
    format: _Format = None,  # noqa: A002 - the option's name
) -> None:
    """Write a payment sheet."""
    from gridctl.operations.queries.reports import RenderPayout

    session = Session.of(ctx)
    stated = given(period=period, scheme=scheme, list_name=list_name, issuer=issuer)
    send_document(session, RenderPayout, stated, format, FORMATS)
