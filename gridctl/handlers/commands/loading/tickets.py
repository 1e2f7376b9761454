"""Loading tickets: places and people recognised on arrival, units and categories on applying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from gridctl.domain.chain import canonical
from gridctl.domain.clocks.happenings import UNSIGNED
from gridctl.domain.clocks.stages import stage_deadline
from gridctl.domain.deadlines import due_day
from gridctl.domain.limits import deadline_at, parse_limit
from gridctl.domain.problems import Problem
from gridctl.domain.tickets import match_key
from gridctl.foundation.clock import OFFICE_ZONE
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Staged,
    Values,
    hints,
    refused,
    text,
)
from gridctl.handlers.commands.loading.naming import CategoryNaming, UnitNaming
from gridctl.handlers.commands.loading.ticket_names import (
    category_names,
    category_of,
    located,
    reporter_of,
    spot_of,
    unit_of,
)
from gridctl.handlers.commands.tickets import county_code
from gridctl.handlers.queries.calendars import office_calendar
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.workflows import office_policy
from gridctl.imports.dates import DAY_OVER
from gridctl.storage.bulk import BulkWriter, StagedRow, Written
from gridctl.storage.queries import tickets as sql
from gridctl.storage.repositories.bulk_tables import TICKETS
from gridctl.storage.repositories.contacts import Contact, Contacts
from gridctl.storage.repositories.tickets import Tickets

_INSTANTS = (
    "occurred_at", "reported_at", "deadline_at", "filed_at", "dispatched_at", "signed_at",
    "handled_at", "fed_back_at", "checked_at", "revisited_at", "closed_at", "archived_at",
)  # fmt: skip
#: Fields that go into the column of the same name as they are.
_PLAIN = (
    "external_no", "description", "source", "nature", "state", "address", "urgent", "important",
    "historic", "confidential", "scale", "people_involved", "satisfaction", "resolved",
    "unresolved_reason", "lawful", "out_of_remit", "public_reply", "return_count",
    "rework_count", "extension_count", "nudge_count",
)  # fmt: skip
#: What the steps of the loop decide of a ticket, in columns and in names not yet looked up.
_OF_THE_LOOP = (
    *_INSTANTS[2:], "state", "stated", "satisfaction", "resolved", "return_count", "rework_count",
    "extension_count", "nudge_count", "lead_unit_id", "_unit",
)  # fmt: skip
#: What decides whether, and until when, a unit had to sign.
_SIGNING = ("dispatched_at", "signed_at", "state")
#: What a time limit counts from, the first that is known.
_STARTS = ("dispatched_at", "filed_at", "reported_at")
_TITLE_LENGTH = 200


class TicketLoader(RowLoader):
    """Loads tickets in bulk."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up place and reporter; work out the key."""
        reported = text(values, "reported_at") or text(values, "occurred_at")
        if not reported:
            return refused(Problem("required", "reported_at"))
        day = reported[:10]
        place = place_index(run.context).recognise(hints(values), day)
        if isinstance(place, Problem):
            return refused(place)
        reporter, notices = reporter_of(values, place, day, run)
        if isinstance(reporter, Problem):
            return refused(reporter)
        payload = _columns(values, run)
        payload |= _instants(values) | {"reported_at": _epoch(reported), "reported_on": day}
        if place is None:
            notices.append(Problem("place_missing", "town"))
        if reporter is not None:
            payload["reporter_id"] = reporter
        payload |= _contact(values)
        for found in (
            located(values, place, day, run),
            unit_of(values, place, day, run),
            category_of(values, run),
        ):
            if isinstance(found, Problem):
                return refused(found)
            payload |= found
        payload |= _limited(payload, text(values, "limit_text"), run)
        payload |= spot_of(values, notices)
        return Recognised(_key(values, run), payload, [], notices)

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:
        """Yield the rows whose serial number belongs to another ticket."""
        numbered = [row for row in run.staged("serial_no") if "serial_no" in row.payload]
        owner = {row.payload["serial_no"]: row.key for row in reversed(numbered)}
        serials = list(owner)
        for start in range(0, len(serials), 500):
            wanted = {"serials": serials[start : start + 500]}
            owner.update(run.context.read.rows(sql.BY_SERIALS, wanted))
        for row in numbered:
            serial = row.payload["serial_no"]
            if owner[serial] != row.key:
                yield row, Problem("serial_taken", "serial_no", serial)

    def apply(self, run: Run) -> None:
        """Write the staged tickets with one event each."""
        context = run.context
        writer = BulkWriter(context.uow, TICKETS, run.batch_id)
        units, categories = UnitNaming(run), CategoryNaming(run)
        for page in writer.pages():
            self._spare(page, run)
            columns = [self._resolve(row, units, categories, run) for row in page]
            self._number(page, columns, run)
            written = writer.write(page, columns)
            self._log(written, run)
            self._contacts(written, run)
            run.counts["new"] += len(written.new)
            run.counts["changed"] += len(written.changed)
            run.counts["same"] += len(written.same)
        context.uow.note_bulk(writer.digest())

    def _spare(self, page: list[StagedRow], run: Run) -> None:
        """Leave to the loop what its steps decided of tickets that are under way here."""
        there = [row for row in page if row.existing and not row.existing.withdrawn]
        led = _led([row.existing.id for row in there if row.existing], run)
        for row in there:
            if row.existing is None or row.existing.id not in led:
                continue
            told = {name: row.payload.pop(name) for name in _OF_THE_LOOP if name in row.payload}
            known = row.existing.values
            if any(known.get(name) != value for name, value in told.items() if name[0] != "_"):
                run.findings.append(Problem("led_here", "", str(known["serial_no"])))

    def _resolve(
        self, row: StagedRow, units: UnitNaming, categories: CategoryNaming, run: Run
    ) -> dict[str, Any]:
        """Return the columns of a staged row, names turned into ids."""
        columns = {name: value for name, value in row.payload.items() if name[0] != "_"}
        if unit := row.payload.get("_unit"):
            columns["lead_unit_id"] = units.id_of(*unit)
        if category := row.payload.get("_category"):
            columns["category_id"] = categories.id_of(*category)
        # A withdrawn ticket that comes again is what this file says, not what it once was.
        known = row.existing.values if row.existing and not row.existing.withdrawn else {}
        if row.existing:
            columns.pop("serial_no", None)
        if not known:
            columns.setdefault("title", "")
        if "state" not in columns and not known:
            done = columns.get("closed_at") or columns.get("stated")
            columns["state"] = "closed" if done else "reported"
        merged = {**known, **columns}
        if merged.get("closed_at"):
            columns["closed_on"] = _day(merged["closed_at"])
        if any(name in columns for name in _SIGNING):
            columns["sign_due_at"] = _sign_due(merged, run)
        deadline = merged.get("deadline_at")
        columns["due_on"] = (
            due_day(deadline).isoformat()
            if deadline
            else merged.get("closed_on") or merged["reported_on"]
        )
        return columns

    def _number(self, page: list[StagedRow], columns: list[dict[str, Any]], run: Run) -> None:
        """Give new tickets their serial numbers, in file order."""
        waiting: dict[tuple[int | None, str], list[dict[str, Any]]] = defaultdict(list)
        for row, values in zip(page, columns, strict=True):
            if row.existing is None and "serial_no" not in values:
                waiting[values.get("county_id"), values["reported_on"]].append(values)
        tickets = Tickets(run.context.uow)
        for (county, day), rows in waiting.items():
            code = county_code(run.context, county)
            serials = tickets.serials(code, date.fromisoformat(day), len(rows))
            for values, serial in zip(rows, serials, strict=True):
                values["serial_no"] = serial

    def _log(self, written: Written, run: Run) -> None:
        context = run.context
        actor, now = context.actor.behalf or context.actor.name, context.now()
        rows = []
        for ticket_id, row in (*written.new, *written.changed):
            before = row.existing.values["state"] if row.existing else ""
            kept = "" if row.existing is None or row.existing.withdrawn else before
            after = row.payload.get("state") or kept or _default_state(row.payload)
            rows.append((ticket_id, context.entry_id, "import", before, after, actor, "", now))
        columns = (
            "ticket_id", "journal_id", "verb", "from_state", "to_state", "actor", "opinion", "at",
        )  # fmt: skip
        context.uow.insert_many("ticket_event", columns, rows)

    def _contacts(self, written: Written, run: Run) -> None:
        contacts = Contacts(run.context.uow)
        contacts.put_all(_contacts_of(written.new, run), known=False)
        contacts.put_all(_contacts_of([*written.changed, *written.same], run), known=True)


def _led(ticket_ids: list[int], run: Run) -> set[int]:
    """Return those of some tickets that took a step of the loop here."""
    found: set[int] = set()
    for start in range(0, len(ticket_ids), 500):
        wanted = {"ids": ticket_ids[start : start + 500]}
        found |= {ticket_id for (ticket_id,) in run.context.read.rows(sql.LED, wanted)}
    return found


def _key(values: Values, run: Run) -> str:
    """Return the natural key; a row without a number is known by what the file says of it.

    The words of the file are taken, not what they were recognised as: that changes with the
    office's own records, and the same file must find the same tickets.
    """
    external, serial = text(values, "external_no"), text(values, "serial_no")
    content = ""
    if not external and not serial:
        told = {k: v for k, v in values.items() if not k.startswith("contact_")}
        if deadline := text(values, "deadline_at"):
            # A day alone once was its first instant; the keys of those days are still known.
            told["deadline_at"] = deadline.replace(DAY_OVER, "T00:00:00")
        content = canonical(told)
    return match_key(serial=serial, external=external, system=run.system, content=content)


def _default_state(payload: dict[str, Any]) -> str:
    return "closed" if payload.get("closed_at") or payload.get("stated") else "reported"


def _columns(values: Values, run: Run) -> dict[str, Any]:
    payload: dict[str, Any] = {name: values[name] for name in _PLAIN if name in values}
    if title := text(values, "title") or _title(values):
        payload["title"] = title.replace("\n", " ")[:_TITLE_LENGTH]
    if serial := text(values, "serial_no"):
        payload["serial_no"] = serial
    if "external_no" in payload:
        payload["external_system"] = run.system
    if "on_time_stated" in values:
        payload["stated"] = values["on_time_stated"]
    if "amount" in values:
        payload["amount_fen"] = values["amount"]
    if isinstance(tags := values.get("tags"), list):
        payload["tags"] = "\n".join(tags)
    return payload


def _title(values: Values) -> str:
    """Return what a ticket without a title is about."""
    category = "".join(category_names(values)[-1:])
    return text(values, "description") or category or text(values, "address")


def _instants(values: Values) -> dict[str, int]:
    return {name: _epoch(str(values[name])) for name in _INSTANTS if name in values}


def _limited(payload: dict[str, Any], limit: str, run: Run) -> dict[str, int]:
    """Return the deadline of a row that gives a time limit in its place.

    The clock starts when the ticket was handed on, else when it was filed or reported (6.5).
    """
    if not limit or "deadline_at" in payload:
        return {}
    start = next(payload[name] for name in _STARTS if name in payload)
    calendar = office_calendar(run.context, payload.get("county_id"))
    return {"deadline_at": deadline_at(start, parse_limit(limit), calendar)}


def _sign_due(ticket: Mapping[str, Any], run: Run) -> int | None:
    """Return until when a dispatch was to be signed for.

    None where nothing is known of a signature: it is not told, and the ticket does not wait for it.
    """
    begun, county = ticket.get("dispatched_at"), ticket.get("county_id")
    if not begun or (ticket["state"] not in UNSIGNED and not ticket.get("signed_at")):
        return None
    limits = office_policy(run.context, county).stage_limits
    return stage_deadline("sign", begun, limits, office_calendar(run.context, county))


def _contacts_of(rows: list[tuple[int, StagedRow]], run: Run) -> dict[int, Contact]:
    """Return who reported each ticket, of those of whom the file says it."""
    found = {}
    for ticket_id, row in rows:
        said = row.payload
        name, phone = said.get("_contact_name", ""), said.get("_contact_phone", "")
        if name or phone:
            policy = office_policy(run.context, said.get("county_id"), said["reported_on"])
            found[ticket_id] = Contact(name, phone, policy.repeat_within_days)
    return found


def _contact(values: Values) -> dict[str, str]:
    return {
        f"_{name}": text(values, name) for name in ("contact_name", "contact_phone")
        if values.get(name)
    }  # fmt: skip


@lru_cache(maxsize=65_536)
def _midnight(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=OFFICE_ZONE).timestamp())


def _epoch(local: str) -> int:
    """Return UTC seconds of an office-local ``YYYY-MM-DDTHH:MM:SS``; China has no clock changes."""
    hours, minutes, seconds = int(local[11:13]), int(local[14:16]), int(local[17:19])
    return _midnight(local[:10]) + hours * 3600 + minutes * 60 + seconds


@lru_cache(maxsize=65_536)
def _day_of(days: int) -> str:
    return date.fromordinal(date(1970, 1, 1).toordinal() + days).isoformat()


def _day(epoch: int) -> str:
    """Return the office-local ISO day of an instant."""
    return _day_of((epoch + 8 * 3600) // 86_400)
