"""What the loop allows, in figures (domain.md 5.6, 5.7, 6.5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Literal

from gridctl.domain.clocks import CardRule
from gridctl.domain.limits import Limit
from gridctl.domain.scoring.labels import Label
from gridctl.domain.workflow.policy_tables import (
    card_rules,
    load_card_rules,
    load_stage_limits,
    stage_limits,
)
from gridctl.domain.workflow.reader import Table, read_rules
from gridctl.foundation.resources import config_path

#: Of policies that were adopted before they could say it.
_CONTACTS_KEPT_DAYS = 730
_REPEAT_WITHIN_DAYS = 90


@dataclass(frozen=True)
class Policy:
    """The figures of one office or county.

    Attributes:
        return_within: wording of the limit from dispatch to return.
        return_grounds: the grounds a return may have, by code.
        returns_before_arbiter: with so many returns a ticket waits for the arbiter.
        extensions_max: how often a ticket is extended.
        extension_max: wording of the longest single extension.
        suspension_max_days: calendar days a suspension may last.
        suspensions_max: how often a ticket is suspended.
        skip_levels: whether a ticket may skip a level upwards.
        merge_within_days: so long after its closing a ticket still takes duplicates.
        duplicate_within_hours: so near in time a like report looks like the same matter.
        repeat_within_days: so long after a report its caller repeats it by one of the same matter.
        reopen_within_days: so long after its closing a ticket may be reopened.
        appeal_within_days: so long after a late closing it may be appealed.
        archive_after_days: so long after its closing a ticket is not archived.
        contacts_kept_days: so long after its closing a ticket keeps who reported it.
        dispatch_to_sign_counts: whether the time up to the signature uses up the limit.
        return_restarts: whether the next unit gets the whole limit.
        rework: whether a rework goes on with the time left or with the whole limit.
        cards: from when on a stage earns a card; the shipped lines where the file has none.
        stage_limits: stage -> how long a ticket may stay in it; the same.
    """

    return_within: str
    return_grounds: Mapping[str, Label]
    returns_before_arbiter: int
    extensions_max: int
    extension_max: str
    suspension_max_days: int
    suspensions_max: int
    skip_levels: bool
    merge_within_days: int
    duplicate_within_hours: int
    repeat_within_days: int
    reopen_within_days: int
    appeal_within_days: int
    archive_after_days: int
    contacts_kept_days: int
    dispatch_to_sign_counts: bool
    return_restarts: bool
    rework: Literal["continue", "restart"]
    cards: tuple[CardRule, ...]
    stage_limits: Mapping[str, Limit]

    def ground_named(self, text: str) -> str | None:
        """Return the code of the ground of a return that is called so in either language."""
        named = (code for code, label in self.return_grounds.items() if text in label)
        return next(named, None)

    @cached_property
    def carded(self) -> frozenset[str]:
        """The stages that can earn a card."""
        return frozenset(rule.stage for rule in self.cards)


#: What stands under ``[policy]``.
FIGURES = tuple(each.name for each in fields(Policy) if each.name not in ("cards", "stage_limits"))


@cache
def load_policy() -> Policy:
    """Return the shipped policy."""
    return parse_policy(shipped_policy_text())


def shipped_policy_text() -> str:
    """Return the text of the shipped policy, the start for a copy of one's own."""
    return config_path("rules", "clock.toml").read_text("utf-8")


def parse_policy(text: str) -> Policy:
    """Parse a policy.

    Only its form is looked at; :mod:`.policy_lint` looks at its sense.

    Raises:
        WorkflowMalformed: the first thing that is wrong, with its table and key.
    """
    file = read_rules(text, "clock policy -o json", "policy")
    file.only(("version", "policy", "cards", "limits"))
    file.whole("version")
    table = file.table("policy")
    table.only(FIGURES)
    return Policy(
        return_within=table.limit("return_within"),
        return_grounds=_grounds(table.table("return_grounds")),
        returns_before_arbiter=table.whole("returns_before_arbiter"),
        extensions_max=table.whole("extensions_max"),
        extension_max=table.limit("extension_max"),
        suspension_max_days=table.whole("suspension_max_days"),
        suspensions_max=table.whole("suspensions_max"),
        skip_levels=table.flag("skip_levels"),
        merge_within_days=table.whole("merge_within_days"),
        duplicate_within_hours=table.whole("duplicate_within_hours"),
        repeat_within_days=table.whole("repeat_within_days", _REPEAT_WITHIN_DAYS),
        reopen_within_days=table.whole("reopen_within_days"),
        appeal_within_days=table.whole("appeal_within_days"),
        archive_after_days=table.whole("archive_after_days"),
        contacts_kept_days=table.whole("contacts_kept_days", _CONTACTS_KEPT_DAYS),
        dispatch_to_sign_counts=table.flag("dispatch_to_sign_counts"),
        return_restarts=table.flag("return_restarts"),
        rework=_rework(table),
        cards=card_rules(file) if file.has("cards") else load_card_rules(),
        stage_limits=stage_limits(file) if file.has("limits") else load_stage_limits(),
    )


def _rework(table: Table) -> Literal["continue", "restart"]:
    chosen = table.one_of("rework", ("continue", "restart"))
    return "restart" if chosen == "restart" else "continue"


def _grounds(table: Table) -> Mapping[str, Label]:
    grounds = {code: table.label(code) for code in table.names()}
    if not grounds:
        raise table.missing("not_competent")
    return grounds
