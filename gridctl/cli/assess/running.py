"""``gridctl assess run``, ``freeze`` and ``verify``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.assess.app import app
from gridctl.cli.assess.naming import (
    DEFAULT_SCHEME,
    Number,
    OfPeriod,
    Period,
    Scheme,
    SubjectKind,
    named,
    of_one,
    scheme_labels,
)
from gridctl.cli.context import ChangeCommand, ExitCode, Session, SevereCommand, ShowCommand
from gridctl.cli.context.declared import given
from gridctl.cli.context.record import show_change, show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _
from gridctl.presentation.assessments import COLUMNS, DIFFERENCE_COLUMNS
from gridctl.presentation.joining import aside
from gridctl.presentation.objections import DESPITE
from gridctl.presentation.scheme_names import called, sections_called

if TYPE_CHECKING:
    from gridctl.operations.queries.assessments import AssessmentView, MissingFigure

#: Missing figures told of a run; 'assess missing' has all.
_FEW = 5
_SECTIONS = (Section("", COLUMNS),)
_VERIFIED = (
    Column("assessment.assessment", N_("Assessment"), width="narrow"),
    Column("assessment.period", N_("Period"), width="narrow"),
    Column("assessment.scheme", N_("Scheme")),
    Column("same", N_("Same bytes"), width="narrow"),
    Column("assessment.input_digest", N_("Digest of the facts")),
    Column("assessment.result_digest", N_("Digest of the result")),
)
_VERIFIED_SECTIONS = (
    Section("", _VERIFIED),
    Section(N_("Differences"), DIFFERENCE_COLUMNS, "differences"),
)


@app.command(
    "run",
    cls=ChangeCommand,
    help=N_("Score a period; every run is kept as a draft until one is frozen."),
    epilog="gridctl assess run --period 上月\n"
    "gridctl assess run --period 2026-10 --scheme unit_on_time --subject town\n"
    "gridctl assess run --period 2026-10 -n",
)
@sends("assessments.RunAssessment", "assessments.ListSchemes")
def run(
    ctx: typer.Context,
    period: Period,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
) -> None:
    """Score a period."""
    from gridctl.operations.commands.assessments import RunAssessment

    session = Session.of(ctx)
    fields = given(period=period, scheme=scheme, subject=subject)
    made = session.send(RunAssessment.model_validate(fields))
    _show(session, made, scheme_labels(session))
    _tell_missing(session, made.missing, "" if session.options.dry_run else made.assessment)
    if not session.options.dry_run:
        places = {"assessment": made.assessment}
        session.note(word(_("The ranking: <assess show {assessment}>"), places))


def _show(session: Session, view: AssessmentView, schemes: Mapping[str, str]) -> None:
    """Show what became of an assessment."""
    show_change(session, view, called(COLUMNS, schemes), sections_called(_SECTIONS, schemes))


def _tell_missing(session: Session, missing: Sequence[MissingFigure], assessment: str) -> None:
    """Tell which figures a run had to do without, those most subjects lack."""
    if not missing:
        return
    from gridctl.presentation.scheme_words import fact_label

    figures = tuple(aside(fact_label(each.fact), f"{each.count:,}") for each in missing[:_FEW])
    places: dict[str, Param] = {
        "figures": figures, "assessment": assessment or None,
    }  # fmt: skip
    text = _("Missing: {figures}.[[ All: <assess missing {assessment}>]]")
    session.note(word(text, places))


@app.command(
    "freeze",
    cls=SevereCommand,
    help=N_("Make an assessment the result of its period, for good."),
    epilog="gridctl assess freeze A3\n"
    "gridctl assess freeze --period 2026-10 --confirm 2026-10\n"
    "gridctl assess freeze --period 2026-10 --scheme unit_on_time --subject unit -n",
)
@of_one
@sends(
    "assessments.FreezeAssessment",
    "assessments.ShowAssessment",
    "assessments.ListMissing",
    "assessments.ListSchemes",
)
def freeze(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
    despite: Annotated[str | None, typer.Option(metavar="TEXT", help=DESPITE)] = None,
) -> None:
    """Freeze an assessment after its period was typed."""
    from gridctl.operations.commands.assessments import FreezeAssessment
    from gridctl.operations.queries.assessments import ListMissing, ShowAssessment

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    head = session.send(ShowAssessment(assessment=wanted, limit=1)).assessment
    lacking = session.send(ListMissing(assessment=head.assessment)).items
    _tell_missing(session, lacking, head.assessment)
    question = _(
        "Freeze {assessment} as the result of {period} by {scheme} ({subjects} scored)? "
        "It is never computed anew."
    )
    # The number that was asked about, not what the period may mean by now.
    wish = {"assessment": head.assessment, **given(despite=despite)}
    operation = FreezeAssessment.model_validate(wish)
    schemes = scheme_labels(session)
    told = {**head.model_dump(), "scheme": schemes.get(head.scheme, head.scheme)}
    frozen = session.send_agreed(operation, word(question, told), head.period)
    _show(session, frozen, schemes)


@app.command(
    "verify",
    cls=ShowCommand,
    help=N_("Recompute an assessment from what it keeps; differences end with exit code 8."),
    epilog="gridctl assess verify --period 2026-10\ngridctl assess verify A3 -o json",
)
@of_one
@sends("assessments.VerifyAssessment", "assessments.ListSchemes")
def verify(
    ctx: typer.Context,
    assessment: Number = None,
    period: OfPeriod = None,
    scheme: Scheme = DEFAULT_SCHEME,
    subject: SubjectKind = None,
) -> ExitCode:
    """Recompute an assessment and compare it byte by byte."""
    from gridctl.operations.queries.assessments import VerifyAssessment

    session = Session.of(ctx)
    wanted = named(assessment, period, scheme, subject)
    found = session.send(VerifyAssessment(assessment=wanted))
    schemes = scheme_labels(session)
    columns, sections = called(_VERIFIED, schemes), sections_called(_VERIFIED_SECTIONS, schemes)
    show_record(session, found, columns, sections)
    return ExitCode.OK if found.same else ExitCode.PROBLEMS
