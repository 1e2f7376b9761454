"""``gridctl clock policy``, ``lint-policy``, ``set-policy`` and ``effect``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.clock.app import app
from gridctl.cli.clock.previewing import Affected, show_effect, tell_adopted
from gridctl.cli.context import ChangeCommand, ExitCode, ListCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given, into
from gridctl.cli.context.files import rule_file
from gridctl.cli.context.record import show_record, tell_warnings
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
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.limits import CLOCK_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.presentation.policy_words import FIGURE_NAMES, GROUNDS, REWORK

if TYPE_CHECKING:
    from gridctl.operations.queries.policies import PolicyView

_ORIGINS = {"shipped": N_("shipped"), "adopted": N_("adopted"), "file": N_("file")}
_KINDS = {
    "policy": N_("policy"),
    "workflow": N_("workflow"),
    "calendar.hours": N_("working hours"),
    "calendar.year": N_("calendar year"),
}

_COLUMNS = (
    Column("origin", N_("Origin"), labels=_ORIGINS),
    *(
        Column(key, name, labels=REWORK if key == "rework" else {})
        for key, name in FIGURE_NAMES.items()
    ),
    Column("grounds", GROUNDS),
)
_CARDS = (
    Column("stage", N_("Stage"), labels=STAGE_NAMES, width="narrow"),
    Column("yellow", N_("Yellow, working days over"), width="narrow"),
    Column("red", N_("Red, working days over"), width="narrow"),
    Column("category", N_("Category")),
    Column("level", N_("Level"), labels=LEVEL_NAMES, width="narrow"),
)
_LIMITS = (
    Column("stage", N_("Stage"), labels=STAGE_NAMES, width="narrow"),
    Column("amount", N_("Time allowed"), kind="int", width="narrow"),
    Column("kind", N_("Counts"), labels=CLOCK_NAMES),
)
_SECTIONS = (
    Section("", _COLUMNS),
    Section(N_("Limits of the stages"), _LIMITS, "limits"),
    Section(N_("Cards"), _CARDS, "cards"),
)
File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The rules as TOML."))]
Place = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("Only for this place and below: code, name or alias.")),
]
FromDay = Annotated[
    str | None, into("valid_from", day_option(N_("First day; today if left out."), "--from"))
]


@app.command(
    "policy",
    cls=ShowCommand,
    help=N_("Show what the loop allows, in figures, and when time counts."),
    epilog="gridctl clock policy\ngridctl clock policy --place 江阴市\n"
    "gridctl clock policy --query 'items[0].text' -o tsv --to mine.toml",
)
@sends("policies.ShowPolicy")
def policy(ctx: typer.Context, place: HeldPlace = None) -> None:
    """Show the policy that holds for a place."""
    session = Session.of(ctx)
    _show(session, _held(session, place))


@app.command(
    "lint-policy",
    cls=ListCommand,
    help=N_("Check a policy, and tell what it changes of the shipped one."),
    epilog="gridctl clock lint-policy mine.toml\ngridctl clock lint-policy --place 江阴市",
)
@sends("policies.ShowPolicy")
def lint_policy(ctx: typer.Context, file: OwnFile = None, place: HeldPlace = None) -> ExitCode:
    """Check a policy; errors end with exit code 8."""
    session = Session.of(ctx)
    if file is not None and place is not None:
        raise FileAndPlace
    if file is None:
        rows = list(_findings(_held(session, place).text))
    else:
        with rule_file(file) as text:
            rows = list(_findings(text))
    return show_findings(session, rows, _("No errors, and no difference from the shipped policy."))


@app.command(
    "set-policy",
    cls=ChangeCommand,
    help=N_("Show what a policy changes and does to open tickets, ask, and adopt it."),
    epilog="gridctl clock set-policy mine.toml -n\n"
    "gridctl clock set-policy mine.toml -n --affected\n"
    "gridctl clock set-policy mine.toml --from 2027-01-01 -y",
)
@sends("policies.AdoptPolicy")
def set_policy(
    ctx: typer.Context,
    file: File,
    place: Place = None,
    from_day: FromDay = None,
    affected: Affected = False,
) -> None:
    """Adopt a policy from a day on."""
    from gridctl.operations.commands.policies import AdoptPolicy

    session = Session.of(ctx)
    with rule_file(file) as text:
        fields = given(text=text, place=place, valid_from=from_day)
        operation = AdoptPolicy.model_validate(fields)
        session.check_writable()
        view = session.gateway.send(operation, dry_run=True)
    if not affected:
        rows = list(_changes(_held(session, place).text, text))
        show_findings(session, rows, _("No difference from the policy that holds."))
    tell_warnings(session, view)
    rule = {"kind": "policy", "body": text}
    show_effect(session, [rule], place, from_day, listed=affected)
    session.confirm(_("Adopt this policy?"), of=AdoptPolicy)
    session.send(operation)
    tell_adopted(session)


@app.command(
    "effect",
    cls=ShowCommand,
    help=N_("Tell what a rule would do to the open tickets, without adopting it."),
    epilog="gridctl clock effect mine.toml\n"
    "gridctl clock effect hours.toml --kind calendar.hours --from 2027-01-01",
)
@sends("clocks.PreviewRules")
def effect(
    ctx: typer.Context,
    file: File,
    kind: Annotated[str, choice(_KINDS, N_("What the file is."))] = "policy",
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Of a calendar: its year."))
    ] = None,
    place: Place = None,
    from_day: FromDay = None,
) -> None:
    """Show which tickets would turn overdue, and which would stop being so."""
    session = Session.of(ctx)
    with rule_file(file) as text:
        rule = {"kind": kind, "name": name or "", "body": text}
        show_effect(session, [rule], place, from_day, listed=True)


def _held(session: Session, place: str | None) -> PolicyView:
    """Return the policy that holds for a place, or the shipped one where there is no office."""
    from gridctl.domain.workflow.policy import parse_policy, shipped_policy_text
    from gridctl.operations.queries.policies import PolicyView, ShowPolicy

    if place is None and not session.office_named:
        session.note(_("No office is set up: this is the shipped policy."))
        text = shipped_policy_text()
        return PolicyView.of(parse_policy(text), text, "shipped")
    return session.send(ShowPolicy(place=place))


def _findings(text: str) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with a policy, and what it changes of the shipped one."""
    from gridctl.domain.workflow.policy import parse_policy, shipped_policy_text
    from gridctl.domain.workflow.policy_lint import ERRORS, FINDINGS, lint

    lines = Lines(text, {})
    for problem in lint(parse_policy(text)):
        yield problem_row(problem, lines, FINDINGS, ERRORS)
    yield from _changes(shipped_policy_text(), text)


def _changes(base: str, text: str) -> Iterator[dict[str, Any]]:
    """Yield what a policy changes of another, both as TOML."""
    from gridctl.domain.workflow.policy import parse_policy
    from gridctl.domain.workflow.policy_differences import policy_differences
    from gridctl.presentation.policy_changes import policy_change_words

    before, own, lines = parse_policy(base), parse_policy(text), Lines(text, {})
    for each in policy_differences(before, own):
        yield change_row(each, lines, policy_change_words(each, before, own))


def _show(session: Session, view: PolicyView) -> None:
    shown: dict[str, Any] = view.model_dump()
    shown["grounds"] = list(map(said, view.return_grounds.values()))
    show_record(session, shown, _COLUMNS, _SECTIONS)
