"""``gridctl assess schemes``, ``lint`` and ``adopt``: the rules an office scores by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session
from gridctl.cli.context.files import read_rule_file
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.domain.errors import Param, word
from gridctl.domain.scoring.messages import FINDINGS
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.assessments import SUBJECT_NAMES

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import LintFinding, SchemeView

_PERIODS = {
    "month": N_("month"),
    "quarter": N_("quarter"),
    "half": N_("half-year"),
    "year": N_("year"),
}
_ORIGINS = {"shipped": N_("shipped"), "adopted": N_("adopted")}
_SEVERITIES = {"error": N_("error"), "warning": N_("warning")}
SCHEME_COLUMNS = (
    Column("scheme", N_("Scheme"), width="narrow"),
    Column("version", N_("Version"), kind="int", width="narrow"),
    Column("label", N_("Title"), width="wide"),
    Column("period", N_("Run by"), width="narrow", labels=_PERIODS),
    Column("subjects", N_("Scores"), labels=SUBJECT_NAMES),
    Column("origin", N_("Origin"), width="narrow", labels=_ORIGINS),
    Column("digest", N_("Digest"), wide_only=True),
)
LINT_COLUMNS = (
    Column("severity", N_("Weight"), width="narrow", labels=_SEVERITIES),
    Column("item", N_("Item")),
    Column("code", N_("Code"), width="narrow", wide_only=True),
    Column("text", N_("Finding"), width="wide"),
)
#: A scheme named so is a file, not the id of one the office has.
_SUFFIX = ".toml"


@app.command(
    "schemes",
    cls=ListCommand,
    help=N_("List the schemes the office can run."),
    epilog="gridctl assess schemes\n"
    "gridctl assess schemes --query \"items[?scheme=='unit_on_time'].text | [0]\" -o tsv",
)
@sends("assessments.ListSchemes")
def list_schemes(ctx: typer.Context) -> None:
    """List schemes."""
    from gridctl.operations.queries.assessments import ListSchemes

    session = Session.of(ctx)
    session.show([_titled(each) for each in session.send(ListSchemes()).items], SCHEME_COLUMNS)


@app.command(
    "lint",
    cls=ListCommand,
    help=N_("Check a scheme for gaps, wrong sums, unfair and banned indicators."),
    epilog="gridctl assess lint county_top10_v1\ngridctl assess lint 十佳网格员.toml",
)
@sends("assessments.LintScheme")
def lint(
    ctx: typer.Context,
    scheme: Annotated[
        str, typer.Argument(metavar="SCHEME", help=N_("Its id, or a file that ends in .toml."))
    ],
) -> ExitCode:
    """Check a scheme; errors end with exit code 8."""
    session = Session.of(ctx)
    found = _of_file(Path(scheme)) if scheme.endswith(_SUFFIX) else _of_office(session, scheme)
    session.show([_worded(each) for each in found], LINT_COLUMNS)
    wrong = any(each.severity == "error" for each in found)
    return ExitCode.PROBLEMS if wrong else ExitCode.OK


@app.command(
    "adopt",
    cls=ChangeCommand,
    help=N_("Take a scheme file over into the office; a version once adopted never changes."),
    epilog="gridctl assess adopt 十佳网格员.toml\ngridctl assess adopt 十佳网格员.toml -n",
)
@sends("assessments.AdoptScheme")
def adopt(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The scheme's TOML file."))],
) -> None:
    """Adopt a scheme."""
    from gridctl.operations.commands.assessments import AdoptScheme

    session = Session.of(ctx)
    if found := _of_file(file):
        counts: dict[str, Param] = {"count": len(found), "file": str(file)}
        session.note(word(_("{count} findings about it: <assess lint {file}>"), counts))
    adopted = session.send(AdoptScheme(text=read_rule_file(file)))
    session.show(_titled(adopted), SCHEME_COLUMNS)
    if session.options.dry_run:
        session.note(_("Only tried: nothing was changed."))


def _titled(scheme: SchemeView) -> dict[str, Any]:

    return {**scheme.model_dump(), "label": said(scheme.title)}


def _of_office(session: Session, scheme: str) -> list[LintFinding]:
    from gridctl.operations.queries.assessments import LintScheme

    return list(session.send(LintScheme(scheme=scheme)).items)


def _of_file(file: Path) -> list[LintFinding]:
    """Return the findings about a file before any office has taken it over."""
    from gridctl.domain.scoring.lint import lint as check
    from gridctl.domain.scoring.parse import parse_scheme
    from gridctl.operations.queries.assessments import LintFinding

    return [
        LintFinding.model_validate(
            {"severity": f.severity, "item": f.item, "code": f.code, "params": dict(f.params)}
        )
        for f in check(parse_scheme(read_rule_file(file)))
    ]


def _worded(found: LintFinding) -> dict[str, Any]:
    from gridctl.presentation.scheme_words import fact_label

    params = dict(found.params)
    if isinstance(fact := params.get("fact"), str):
        params["fact"] = fact_label(fact)
    return {**found.model_dump(), "text": word(_(FINDINGS[found.code]), params)}
