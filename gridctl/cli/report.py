"""``gridctl report``: rankings, bulletins, publicity notices and payment sheets as documents.

Each entry of :data:`gridctl.presentation.reports.PAPERS` becomes a verb here.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from gridctl.cli.context import DocumentCommand, Session, noun
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given, paragraphs
from gridctl.cli.context.documents import send_document
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import period_option
from gridctl.foundation.i18n import N_
from gridctl.presentation.reports import FORMATS, PAPERS, PERIOD, Paper
from gridctl.presentation.ticket_steps import Fact

app = noun()

_EXAMPLES: Mapping[str, str] = {
    "ranking": "gridctl report ranking --period 2026-10 --to 排名表.xlsx\n"
    "gridctl report ranking --period 上月 --scheme unit_on_time --subject unit --to 单位.docx",
    "bulletin": "gridctl report bulletin --period 2026-10 --basis 《考核办法》（澄委发〔2026〕3号）"
    " --document-no 澄网治〔2026〕12号 --to 通报.docx\n"
    "gridctl report bulletin --period 上月 --basis 《考核办法》 --problem 签收不及时"
    " --requirement 落实专人每日查看 --to 通报.md",
    "publicity": "gridctl report publicity --period 2026-10 --basis 《绩效激励方案》"
    " --phone 0510-86861234 --letter 江阴市澄江中路9号 --to 公示.docx",
    "payout": "gridctl report payout --period 2026-10 --to 发放表.xlsx",
}
_Period = Annotated[str, period_option(PERIOD)]
_Format = Annotated[
    str | None, choice(FORMATS, N_("Format; the ending of FILE tells it."), metavar="FORMAT")
]


def _declare(kind: str, paper: Paper) -> None:
    """Declare a verb: Typer reads its options off the signature made here."""

    @sends(paper.operation)
    def command(ctx: typer.Context, period: str, **stated: Any) -> None:
        from gridctl.operations.registry import operation_class

        facts = given(**{field: stated[_name(field, paper)] for field in paper.facts})
        operation: Any = operation_class(paper.operation)
        send_document(
            Session.of(ctx), operation, {"period": period, **facts}, stated["format"], FORMATS
        )

    command.__name__ = kind
    command.__doc__ = paper.help
    command.__signature__ = _signature(paper)  # type: ignore[attr-defined]
    command.__annotations__ = {
        parameter.name: parameter.annotation
        for parameter in command.__signature__.parameters.values()  # type: ignore[attr-defined]
    }
    app.command(kind, cls=DocumentCommand, help=paper.help, epilog=_EXAMPLES[kind])(command)


def _signature(paper: Paper) -> inspect.Signature:
    options = {_name(field, paper): _option(fact) for field, fact in paper.facts.items()}
    required = {"period", *(_name(field, paper) for field in paper.required)}
    found = [
        inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    ]
    for name, annotation in {"period": _Period, **options, "format": _Format}.items():
        default = inspect.Parameter.empty if name in required else None
        found.append(
            inspect.Parameter(
                name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
            )
        )
    return inspect.Signature(found)


def _name(field: str, paper: Paper) -> str:
    """Return what the option of a field is called, without its dashes."""
    flags = paper.facts[field].flags
    return flags[0].lstrip("-") if flags else field


def _option(fact: Fact) -> Any:
    if fact.kind == "choice":
        return Annotated[str | None, choice(fact.labels, fact.help, metavar="KIND")]
    metavar = fact.metavar or "TEXT"
    if fact.kind == "paragraphs":
        return Annotated[list[str] | None, paragraphs(fact.help, metavar)]
    taken: Any = list[str] | None if fact.kind == "names" else str | None
    return Annotated[taken, typer.Option(metavar=metavar, help=fact.help)]


for _kind, _paper in PAPERS.items():
    _declare(_kind, _paper)
