"""``gridctl whistle rules`` and ``adopt``: limits, classes and what is scored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.context import ChangeCommand, Session, ShowCommand
from gridctl.cli.context.declared import given
from gridctl.cli.context.files import rule_file
from gridctl.cli.context.record import show_change, show_record
from gridctl.cli.context.sent import sends
from gridctl.cli.context.when import day_option
from gridctl.cli.render import Column
from gridctl.cli.render.sections import Section
from gridctl.cli.whistle.app import app, text_option
from gridctl.domain.whistles.words import CALLER_HEADS, GRADE_NAMES, UNIT_HEADS
from gridctl.foundation.i18n import N_

_ORIGINS = {"shipped": N_("shipped"), "adopted": N_("adopted")}
_COLUMNS = (
    Column("origin", N_("Origin"), labels=_ORIGINS),
    Column("approval_required", N_("Needs approval")),
    Column("arrival", N_("On site within")),
    *(Column(f"grades.{grade}", label) for grade, label in GRADE_NAMES.items()),
    *(Column(f"unit_heads.{head}", label, kind="int") for head, label in UNIT_HEADS.items()),
    *(Column(f"caller_heads.{head}", label, kind="int") for head, label in CALLER_HEADS.items()),
    Column("low_percent", N_("Few calls: per cent of tickets below"), kind="int"),
    Column("high_percent", N_("Many calls: per cent of tickets above"), kind="int"),
)
_SECTIONS = (Section("", _COLUMNS),)


@app.command(
    "rules",
    cls=ShowCommand,
    help=N_("Show limits, classes and highest points of whistle calls."),
    epilog="gridctl whistle rules\n"
    "gridctl whistle rules --query 'items[0].text' -o tsv --to whistle.toml",
)
@sends("whistle_rules.ShowWhistleRules")
def rules(
    ctx: typer.Context,
    place: Annotated[
        str | None, text_option(N_("As it holds for this place: code, name or alias."), "PLACE")
    ] = None,
) -> None:
    """Show the rules that hold for a place."""
    from gridctl.operations.queries.whistle_rules import ShowWhistleRules

    session = Session.of(ctx)
    show_record(session, session.send(ShowWhistleRules(place=place)), _COLUMNS, _SECTIONS)


@app.command(
    "adopt",
    cls=ChangeCommand,
    help=N_("Adopt rules of one's own; calls that were reviewed keep their limits."),
    epilog="gridctl whistle adopt whistle.toml --from 2027-01-01\n"
    "gridctl whistle adopt whistle.toml --place 江阴市 -n",
)
@sends("whistle_rules.AdoptWhistleRules")
def adopt(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The rules as TOML."))],
    place: Annotated[
        str | None, text_option(N_("Only for this place and below: code, name or alias."), "PLACE")
    ] = None,
    valid_from: Annotated[
        str | None, day_option(N_("First day; today if left out."), "--from")
    ] = None,
) -> None:
    """Adopt a rule file."""
    from gridctl.operations.commands.whistle_rules import AdoptWhistleRules

    session = Session.of(ctx)
    with rule_file(file) as text:
        fields = given(text=text, place=place, valid_from=valid_from)
        view = session.send(AdoptWhistleRules.model_validate(fields))
    show_change(session, view, _COLUMNS, _SECTIONS)
