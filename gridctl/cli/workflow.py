"""``gridctl workflow``: the loop as it holds, drawn and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.clock.previewing import Affected, show_effect, tell_adopted
from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand, noun
from gridctl.cli.context.declared import given, into
from gridctl.cli.context.files import rule_file
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.linting import (
    FileAndPlace,
    HeldPlace,
    Lines,
    OwnFile,
    change_row,
    problem_row,
    show_findings,
)
from gridctl.cli.render import Column, Listing, write_text
from gridctl.domain.errors import Param, word
from gridctl.foundation.i18n import N_, _, language, said

if TYPE_CHECKING:
    from gridctl.domain.workflow import VerbRule, Workflow
    from gridctl.operations.queries.workflows import WorkflowView

app = noun()

_ORIGINS = {"shipped": N_("shipped"), "adopted": N_("adopted"), "file": N_("file")}
COLUMNS = (
    Column("workflow", N_("Workflow"), width="narrow"),
    Column("version", N_("Version"), kind="int", width="narrow"),
    Column("label", N_("Title"), width="wide"),
    Column("origin", N_("Origin"), width="narrow", labels=_ORIGINS),
    Column("states.state", N_("States"), width="wide"),
    Column("verbs.verb", N_("Steps"), width="wide"),
    Column("digest", N_("Digest"), wide_only=True),
)
_STEPS = (
    Column("name", N_("Step"), width="narrow"),
    Column("verb", N_("Code"), width="narrow"),
    Column("roles", N_("Taken by"), width="wide"),
    Column("needs", N_("Needs"), width="wide"),
)


@app.command(
    "show",
    cls=ShowCommand,
    help=N_("Draw the states and the steps that lead from one to another."),
    epilog="gridctl workflow show\n"
    "gridctl workflow show --mermaid --to workflow.mmd\n"
    "gridctl workflow show --query 'items[0].text' -o tsv --to mine.toml",
)
@sends("workflows.ShowWorkflow")
def show(
    ctx: typer.Context,
    file: OwnFile = None,
    mermaid: Annotated[
        bool, typer.Option("--mermaid", help=N_("As a Mermaid state diagram, for documents."))
    ] = False,
    place: HeldPlace = None,
) -> None:
    """Draw a workflow on a screen, and give all of it everywhere else."""
    from gridctl.domain.workflow import mermaid as diagram
    from gridctl.domain.workflow import parse_workflow

    session = Session.of(ctx)
    view = _view(session, file, place)
    workflow = parse_workflow(view.text)
    if mermaid:
        write_text([diagram(workflow, language())], session.options.to)
        return
    style = session.style
    asked = style.fields or style.query or style.to or session.settings.text("output")
    if asked and (style.format not in ("table", "wide") or style.fields or style.query):
        label = workflow.title.text(language())
        session.show({**view.model_dump(), "label": label}, _named(view))
        return
    write_text(_page(session, view, workflow), style.to)


@app.command(
    "lint",
    cls=ListCommand,
    help=N_("Check a workflow, and tell what it changes of the shipped one."),
    epilog="gridctl workflow lint mine.toml\ngridctl workflow lint",
)
@sends("workflows.ShowWorkflow")
def lint(ctx: typer.Context, file: OwnFile = None, place: HeldPlace = None) -> ExitCode:
    """Check a workflow; errors end with exit code 8."""
    session = Session.of(ctx)
    view = _view(session, file, place)
    return show_findings(
        session, _findings(view.text), _("No errors, and no difference from the shipped workflow.")
    )


@app.command(
    "adopt",
    cls=ChangeCommand,
    help=N_("Show what a workflow would do to open tickets, ask, and adopt it."),
    epilog="gridctl workflow adopt mine.toml -n\n"
    "gridctl workflow adopt mine.toml -n --affected\n"
    "gridctl workflow adopt mine.toml --place 江阴市 --from 2027-01-01 -y",
)
@sends("policies.AdoptWorkflow")
def adopt(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The workflow as TOML."))],
    place: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE", help=N_("Only for this place and below: code, name or alias.")
        ),
    ] = None,
    from_day: Annotated[
        str | None, into("valid_from", day_option(N_("First day; today if left out."), "--from"))
    ] = None,
    affected: Affected = False,
) -> None:
    """Adopt a workflow from a day on."""
    from gridctl.operations.commands.policies import AdoptWorkflow

    session = Session.of(ctx)
    with rule_file(file) as text:
        fields = given(text=text, place=place, valid_from=from_day)
        operation = AdoptWorkflow.model_validate(fields)
        session.check_writable()
        view = session.gateway.send(operation, dry_run=True)
    if not affected:
        session.show({**view.model_dump(), "label": said(view.title)}, _named(view))
    rule = {"kind": "workflow", "body": text}
    show_effect(session, [rule], place, from_day, listed=affected)
    session.confirm(_("Adopt this workflow?"), of=AdoptWorkflow)
    session.send(operation)
    tell_adopted(session)


def _named(view: WorkflowView) -> tuple[Column, ...]:
    """Return the columns with the names this workflow gives its states and steps."""
    names = {
        "states.state": {state.state: said(state.name) for state in view.states},
        "verbs.verb": {verb.verb: said(verb.name) for verb in view.verbs},
    }
    return tuple(replace(column, labels=names.get(column.key, column.labels)) for column in COLUMNS)


def _view(session: Session, file: Path | None, place: str | None) -> WorkflowView:
    """Return the workflow of a file, of the office, or the shipped one where there is none."""
    from gridctl.domain.workflow import load_workflow, parse_workflow, shipped_text
    from gridctl.operations.queries.workflows import ShowWorkflow, WorkflowView

    if file is not None and place is not None:
        raise FileAndPlace
    if file is not None:
        with rule_file(file) as text:
            return WorkflowView.of(parse_workflow(text), text, "file")
    if place is None and not session.office_named:
        session.note(_("No office is set up: this is the shipped workflow."))
        return WorkflowView.of(load_workflow(), shipped_text(), "shipped")
    return session.send(ShowWorkflow(place=place))


def _page(session: Session, view: WorkflowView, workflow: Workflow) -> Iterator[str]:
    """Yield the title, the drawing, and a table of the steps."""
    from gridctl.cli.render.flow import draw
    from gridctl.cli.render.table import table
    from gridctl.domain.workflow.vocabulary import CENTRE_ROLES, ROLE_NAMES

    style = replace(session.style, format="wide")
    told: dict[str, Param] = {
        "title": workflow.title.text(language()),
        "workflow": view.workflow,
        "version": view.version,
        "origin": _(_ORIGINS[view.origin]),
    }
    yield word(_("{title} ({workflow}, version {version}, {origin})"), told) + "\n\n"
    for line in draw(workflow, language(), style.cells or 80, style.ambiguous):
        yield f"{line}\n"
    yield f"\n{_('All steps')}\n"
    rows = [_step(verb) for verb in workflow.verbs.values()]
    yield from table(Listing(rows), _STEPS, style)
    roles = tuple(_(ROLE_NAMES[role]) for role in CENTRE_ROLES)
    one = _(
        "Whoever belongs to the centre that has the ticket, or to one above, is each of: {roles}."
    )
    yield "\n" + word(one, {"roles": roles}) + "\n"


def _step(verb: VerbRule) -> dict[str, Any]:
    from gridctl.domain.workflow.vocabulary import ROLE_NAMES

    roles = [_(ROLE_NAMES.get(role, role)) for role in verb.roles]
    name = verb.name.text(language())
    return {"name": name, "verb": verb.code, "roles": roles, "needs": list(_needs(verb))}


def _needs(verb: VerbRule) -> Iterator[str]:
    """Yield what a step needs besides somebody to take it."""
    from gridctl.domain.workflow.vocabulary import GUARDS, OUTCOME_NAMES, ROLE_NAMES

    if verb.opinion:
        yield _("an opinion")
    if verb.outcomes:
        outcomes = tuple(_(OUTCOME_NAMES.get(each, each)) for each in verb.outcomes)
        yield word(_("one of: {outcomes}"), {"outcomes": outcomes})
    yield from (_(GUARDS.get(guard, guard)) for guard in verb.guards)
    if verb.approval:
        approval = _(ROLE_NAMES.get(verb.approval, verb.approval))
        yield word(_("decided by: {role}"), {"role": approval})


def _findings(text: str) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with a workflow, and what it changes of the shipped one."""
    from gridctl.domain.workflow import differences, load_workflow, parse_workflow
    from gridctl.domain.workflow import lint as check
    from gridctl.domain.workflow.messages import ERRORS
    from gridctl.domain.workflow.messages import FINDINGS as WORDS
    from gridctl.domain.workflow.vocabulary import GUARDS
    from gridctl.presentation.workflow_changes import change_words

    shipped, own = load_workflow(), parse_workflow(text)
    lines = Lines(text, {"verbs": [*own.verbs]})
    for problem in check(own, GUARDS):
        yield problem_row(problem, lines, WORDS, ERRORS)
    for each in differences(shipped, own):
        yield change_row(each, lines, change_words(each, shipped, own))
