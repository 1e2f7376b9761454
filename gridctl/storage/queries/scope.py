"""What part of the office a statement sees: every table stands in for itself, narrowed.

Before a statement of an account that sees a part of the office stand common tables that bear the
names of the real ones and hold only rows in sight. A list, a count, a sum, a search or a look-up
by number can then leak nothing, whoever wrote it: what is out of sight is not there. Both engines
put such a table into the statement as if its condition had been written in place.

Which rows are in sight (domain.md section 12): a place sees itself and all below it, and the
places above it by name; a unit sees the tickets it leads, had in hand, helps with or was told
about. A confidential ticket is counted, and tells its words to the unit that leads it and to the
centre that has it. Evidence is in sight with whom or what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from gridctl.storage.queries.compose import Engine, Statement

#: What stands instead of words that are not for everybody, in any language.
HIDDEN = "***"

#: Parts of the office and texts remembered at a time: a county has some hundred villages and units.
_PARTS, _TEXTS = 512, 512
_SCHEMA: Mapping[str, str] = {"sqlite": "main", "postgresql": "public"}
_TOP = re.compile(r"\s*WITH\s+(RECURSIVE\s+)?", re.IGNORECASE)
_READS = re.compile(r"\s*(WITH|SELECT)\b", re.IGNORECASE)
_WORD = re.compile(r"(?<![.\w])[a-z_]+(?![.\w(])")

#: Names and rules of the office, and which months it scored: everybody who works there reads them.
OPEN = frozenset(
    {
        "assessment", "category", "category_condition", "duty_item", "office", "reply_template",
        "route", "rule", "saved_view", "scoring_scheme", "serial_counter", "unit", "unit_alias",
    }
)  # fmt: skip
#: Read by rights that concern the whole office; to all others they are empty.
WHOLE = frozenset(
    {
        "account", "account_secret", "award", "award_list", "award_step", "batch", "bulk_seal",
        "change", "contact_before", "journal", "office_secret", "progress_guess",
        "rejected_row", "set_up_code", "sign_in_attempt", "staged_chunk", "staged_row", "token",
        "token_secret", "undone_entry", "webhook", "webhook_delivery", "webhook_secret",
    }
)  # fmt: skip
#: What hangs on a record and is in sight with it: table -> its column, the record's table.
HANGING: Mapping[str, tuple[str, str]] = {
    "card": ("ticket_id", "ticket"),
    "review_task": ("ticket_id", "ticket"),
    "ticket_assist": ("ticket_id", "ticket"),
    "ticket_attachment": ("ticket_id", "ticket"),
    "ticket_contact": ("ticket_id", "ticket"),
    "ticket_cycle": ("ticket_id", "ticket"),
    "ticket_event": ("ticket_id", "ticket"),
    "ticket_notice": ("ticket_id", "ticket"),
    "ticket_request": ("ticket_id", "ticket"),
    "ticket_reward": ("ticket_id", "ticket"),
    "ticket_turn": ("ticket_id", "ticket"),
    "staff_contact": ("staff_id", "staff"),
    "whistle_event": ("whistle_id", "whistle"),
    "whistle_unit": ("whistle_id", "whistle"),
}
#: Tables with a condition of their own, those they rest on first.
OWN = (
    "grid", "grid_version", "grid_alias", "staff", "post", "ticket", "whistle", "digest",
    "assessment_subject", "assessment_ticket", "assessment_step", "evidence",
)  # fmt: skip
#: Those of them that ask whether a member of staff is in sight.
_OF_STAFF = frozenset(
    {"post", "assessment_subject", "assessment_ticket", "assessment_step", "evidence"}
)
#: Words a confidential ticket keeps for itself: column -> what stands instead.
_KEPT: Mapping[str, Mapping[str, str]] = {
    "ticket": {
        **dict.fromkeys(("title", "description", "address"), f"'{HIDDEN}'"),
        **dict.fromkeys(("public_reply", "unresolved_reason", "tags"), "''"),
        **dict.fromkeys(("lon_e7", "lat_e7"), "CAST(NULL AS INTEGER)"),
    },
    "ticket_attachment": {"path": f"'{HIDDEN}'"},
    "ticket_cycle": {"unresolved_reason": "''"},
    "ticket_event": {"opinion": f"'{HIDDEN}'"},
    "ticket_request": dict.fromkeys(("opinion", "decision"), f"'{HIDDEN}'"),
}
#: Rows a confidential ticket keeps for itself: to whoever it is not open they are absent.
_ABSENT = ("ticket_contact",)

_HIDING = "CASE WHEN {0} THEN {1} ELSE r.{2} END AS {2}"

#: Returns the names of a table's columns.
Columns = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True)
class Scope:
    """The part of the office in sight.

    Attributes:
        kind: the whole office (only words are kept), a place and all below, or a unit's tickets.
        place_id: the place, for ``place``.
        level: its level; a centre of this level reads what is confidential and in its hands.
        below: the place and all that ever was below it.
        above: the places above it, known by name.
        unit_id, staff_id: the unit and the member of staff that look; 0 is none.
        confidential: whether words kept confidential are read.
    """

    kind: str
    place_id: int = 0
    level: str = ""
    below: tuple[int, ...] = ()
    above: tuple[int, ...] = ()
    unit_id: int = 0
    staff_id: int = 0
    confidential: bool = False

    def narrow(self, statement: Statement, text: str, engine: Engine, columns: Columns) -> str:
        """Return the text of a statement that reads, seeing only what is in sight."""
        if statement.whole or (reading := _read(text)) is None:
            return text
        tables = _needed(reading.words & self._narrowed.keys())
        if not tables:
            return text
        shadows = ", ".join(self._shadowed(table, engine, columns) for table in tables)
        return f"{reading.head}{shadows}{reading.rest}"

    def _shadowed(self, table: str, engine: Engine, columns: Columns) -> str:
        known = self._shadows.get((table, engine))
        if known is None:
            known = self._shadows[table, engine] = self._shadow(table, engine, columns)
        return known

    @cached_property
    def _shadows(self) -> dict[tuple[str, Engine], str]:
        """What stands for a table, by table and engine, as far as it was asked for."""
        return {}

    @cached_property
    def _narrowed(self) -> Mapping[str, str]:
        """The condition of each table that is narrowed; ``r`` is its row."""
        hanging = {
            table: f"EXISTS (SELECT 1 FROM {record} o WHERE o.id = r.{column})"
            for table, (column, record) in HANGING.items()
        }
        absent = {} if self.confidential else {
            table: f"NOT {self._secret(table, '{schema}')}" for table in _ABSENT
        }  # fmt: skip
        if self.kind == "office":
            return dict.fromkeys(_KEPT, "true") | absent
        hanging |= {table: f"{hanging[table]} AND {kept}" for table, kept in absent.items()}
        return dict.fromkeys(WHOLE, "false") | hanging | self._own()

    def _own(self) -> dict[str, str]:
        below, seen = _listed(self.below), _listed((*self.below, *self.above))
        placed = self.kind == "place"
        own = f"(r.unit_id = {self.unit_id} OR r.id = {self.staff_id})"
        scored = self._scored(below)
        return {
            "grid": f"r.id IN ({seen})" if placed else "true",
            "grid_version": f"r.grid_id IN ({seen})" if placed else "true",
            "grid_alias": f"r.grid_id IN ({seen})" if placed else "true",
            "staff": f"""({own} OR EXISTS (SELECT 1 FROM {{schema}}.post p
                WHERE p.staff_id = r.id AND p.grid_id IN ({below})))""" if placed else own,
            "post": f"(r.grid_id IN ({below}) OR r.staff_id = {self.staff_id})" if placed
            else "EXISTS (SELECT 1 FROM staff o WHERE o.id = r.staff_id)",
            "ticket": self._ticket(),
            "whistle": f"""(r.place_id IN ({below}) OR r.caller_id = {self.unit_id} OR r.id IN (
                SELECT w.whistle_id FROM {{schema}}.whistle_unit w
                WHERE w.unit_id = {self.unit_id}))""",
            "digest": f"r.unit_id = {self.unit_id}",
            "assessment_subject": scored,
            "assessment_ticket": scored,
            "assessment_step": f"""CASE WHEN r.subject_id IS NOT NULL THEN {scored}
                ELSE r.part_code = '' OR EXISTS (SELECT 1 FROM {{schema}}.grid g
                    WHERE g.code = r.part_code AND g.id IN ({below})) END""",
            # Behind a score somebody sees stands what is known of the person or the ticket. What
            # raters gave one by one is the office's.
            "evidence": """(r.kind <> 'mark' AND (r.staff_id IN (SELECT o.id FROM staff o)
                OR r.ticket_id IN (SELECT o.id FROM ticket o)))""",
        }  # fmt: skip

    def _scored(self, below: str) -> str:
        """Return the condition that whom an assessment scored is in sight."""
        return f"""(CASE (SELECT a.subject FROM {{schema}}.assessment a
                WHERE a.id = r.assessment_id)
            WHEN 'gridworker' THEN r.subject_id IN (SELECT o.id FROM staff o)
            WHEN 'unit' THEN r.subject_id = {self.unit_id}
            ELSE r.subject_id IN ({below}) END)"""

    def _ticket(self) -> str:
        if self.kind == "place":
            column = f"{self.level}_id"
            return f"(r.{column} = {self.place_id} OR r.lead_unit_id = {self.unit_id})"
        told = " OR ".join(
            f"r.id IN (SELECT x.ticket_id FROM {{schema}}.{table} x WHERE x.unit_id = "
            f"{self.unit_id})"
            for table in ("ticket_assist", "ticket_event", "ticket_notice")
        )
        return f"(r.lead_unit_id = {self.unit_id} OR {told})"

    def _shadow(self, table: str, engine: Engine, columns: Columns) -> str:
        schema = _SCHEMA[engine]
        condition = self._narrowed[table].format(schema=schema)
        kept = {} if self.confidential else _KEPT.get(table, {})
        wanted = "r.*"
        if kept:
            secret = self._secret(table, schema)
            hidden = {name: _HIDING.format(secret, word, name) for name, word in kept.items()}
            wanted = ", ".join(hidden.get(name, f"r.{name}") for name in columns(table))
        return (
            f"{table} AS NOT MATERIALIZED"
            f" (SELECT {wanted} FROM {schema}.{table} r WHERE {condition})"
        )

    def _secret(self, table: str, schema: str) -> str:
        """Return the condition under which a row keeps its words from who looks."""
        row = "r" if table == "ticket" else "k"
        mine = f"coalesce({row}.lead_unit_id = {self.unit_id}, false)"
        if self.kind == "place":
            mine += f" OR {row}.centre = '{self.level}'"
        secret = f"({row}.confidential AND NOT ({mine}))"
        if table == "ticket":
            return secret
        return f"EXISTS (SELECT 1 FROM {schema}.ticket k WHERE k.id = r.ticket_id AND {secret})"


@lru_cache(maxsize=_PARTS)
def shared(scope: Scope) -> Scope:
    """Return the same part of the office for all who see it, which knows its texts already."""
    return scope


class _Reading(NamedTuple):
    """A text that reads: its words, and what stands before and behind the common tables."""

    words: frozenset[str]
    head: str
    rest: str


@lru_cache(maxsize=_TEXTS)
def _read(text: str) -> _Reading | None:
    """Take a text apart; None where it does not read."""
    if not _READS.match(text):
        return None
    words = frozenset(_WORD.findall(text.lower()))
    if top := _TOP.match(text):
        return _Reading(words, f"WITH {top.group(1) or ''}", f", {text[top.end() :]}")
    return _Reading(words, "WITH ", f" {text}")


def _needed(named: frozenset[str]) -> list[str]:
    """Return tables in an order in which each comes after those it rests on."""
    resting = {record for table, (_, record) in HANGING.items() if table in named}
    resting |= {"staff"} if named & _OF_STAFF else set()
    resting |= {"ticket"} if "evidence" in named else set()
    wanted = named | resting
    return [table for table in (*OWN, *WHOLE, *HANGING) if table in wanted]


def _listed(ids: tuple[int, ...]) -> str:
    return ", ".join(str(int(each)) for each in ids) or "NULL"
