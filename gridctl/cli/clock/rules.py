"""``gridctl clock policy``, ``lint-policy``, ``set-policy`` and ``effect``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.clock.app import app
from gridctl.cli.clock.previewing import Affected, show_effect, tell_adopted
from gridctl.cli.context import ChangeCommand, Session, ShowCommand
from gridctl.cli.context.choices import choice
from gridctl.cli.context.declared import given
from gridctl.cli.context.files import read_rule_file
from gridctl.cli.context.record import show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.domain.clocks.stages import STAGE_NAMES
from gridctl.domain.units import LEVEL_NAMES
from gridctl.foundation.i18n import N_, _, said

if TYPE_CHECKING:
    from gridctl.operations.queries.policies import PolicyView

_ORIGINS = {"shipped": N_("shipped"), "adopted": N_("adopted"), "file": N_("file")}
_REWORK = {"continue": N_("with the time left"), "restart": N_("with the whole limit")}
_KINDS = {
    "policy": N_("policy"),
    "workflow": N_("workflow"),
    "calendar.hours": N_("working hours"),
    "calendar.year": N_("calendar year"),
}
_COLUMNS = (
    Column("origin", N_("Origin"), labels=_ORIGINS),
    Column("return_within", N_("Return within")),
    Column("returns_before_arbiter", N_("Returns before the arbiter decides"), kind="int"),
    Column("extensions_max", N_("Extensions at most"), kind="int"),
    Column("extension_max", N_("Longest extension")),
    Column("suspensions_max", N_("Suspensions at most"), kind="int"),
    Column("suspension_max_days", N_("Longest suspension, days"), kind="int"),
    Column("skip_levels", N_("Levels may be skipped")),
    Column("duplicate_within_hours", N_("Duplicate within, hours"), kind="int"),
    Column("merge_within_days", N_("Merge within, days"), kind="int"),
    Column("reopen_within_days", N_("Reopen within, days"), kind="int"),
    Column("appeal_within_days", N_("Appeal within, days"), kind="int"),
    Column("archive_after_days", N_("Archive after, days"), kind="int"),
    Column("dispatch_to_sign_counts", N_("Time before signing counts")),
    Column("return_restarts", N_("Whole limit after a return")),
    Column("rework", N_("Rework goes on"), labels=_REWORK),
    Column("grounds", N_("Grounds of a return")),
)
_CARDS = (
    Column("stage", N_("Stage"), labels=STAGE_NAMES, width="narrow"),
    Column("yellow", N_("Yellow, working days over"), width="narrow"),
    Column("red", N_("Red, working days over"), width="narrow"),
    Column("category", N_("Category")),
    Column("level", N_("Level"), labels=LEVEL_NAMES, width="narrow"),
)
_SECTIONS = (Section("", _COLUMNS), Section(N_("Cards"), _CARDS, "cards"))
File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The rules as TOML."))]
Place = Annotated[
    str | None,
    typer.Option(metavar="PLACE", help=N_("Only for this place and below: code, name or alias.")),
]
FromDay = Annotated[str | None, day_option(N_("First day; today if left out."), "--from")]


@app.command(
    "policy",
    cls=ShowCommand,
    help=N_("Show what the loop allows, in figures, and when time counts."),
    epilog="gridctl clock policy\ngridctl clock policy --place 江阴市\n"
    "gridctl clock policy --query 'items[0].text' -o tsv --to mine.toml",
)
@sends("policies.ShowPolicy")
def policy(ctx: typer.Context, place: Place = None) -> None:
    """Show the policy that holds for a place."""
    from gridctl.domain.workflow.policy import parse_policy, shipped_policy_text
    from gridctl.operations.queries.policies import PolicyView, ShowPolicy

    session = Session.of(ctx)
    if place is None and not session.office_named:
        session.note(_("No office is set up: this is the shipped policy."))
        text = shipped_policy_text()
        _show(session, PolicyView.of(parse_policy(text), text, "shipped"))
        return
    _show(session, session.send(ShowPolicy(place=place)))


@app.command(
    "lint-policy",
    cls=ShowCommand,
    help=N_("Check a policy of one's own, and show what it says."),
    epilog="gridctl clock lint-policy mine.toml",
)
@sends("policies.ShowPolicy")
def lint_policy(ctx: typer.Context, file: File) -> None:
    """Read a file; the first thing that is wrong is told."""
    from gridctl.domain.workflow.policy import parse_policy
    from gridctl.operations.queries.policies import PolicyView

    text = read_rule_file(file)
    _show(Session.of(ctx), PolicyView.of(parse_policy(text), text, "file"))


@app.command(
    "set-policy",
    cls=ChangeCommand,
    help=N_("Show what a policy would do to open tickets, ask, and adopt it."),
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

    session, text = Session.of(ctx), read_rule_file(file)
    fields = given(text=text, place=place, valid_from=from_day)
    operation = AdoptPolicy.model_validate(fields)
    session.check_writable()
    view = session.gateway.send(operation, dry_run=True)
    if not affected:
        _show(session, view)
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
    rule = {"kind": kind, "name": name or "", "body": read_rule_file(file)}
    show_effect(session, [rule], place, from_day, listed=True)


def _show(session: Session, view: PolicyView) -> None:
    shown: dict[str, Any] = view.model_dump()
    shown["grounds"] = list(map(said, view.return_grounds.values()))
    show_record(session, shown, _COLUMNS, _SECTIONS)
