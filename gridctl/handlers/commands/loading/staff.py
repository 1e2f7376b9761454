"""Loading staff rosters: people, their telephone numbers apart, their posts."""

from __future__ import annotations

from typing import Any

from gridctl.domain.intervals import EVER, FOREVER, covers
from gridctl.domain.problems import Problem
from gridctl.domain.staff import RoleLevel, check_post, next_staff_no
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
from gridctl.handlers.commands.loading.naming import UnitNaming
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.storage.queries import staff as sql
from gridctl.storage.repositories.staff import StaffMembers
from gridctl.storage.tables.staff import Staff


class StaffLoader(RowLoader):
    """Loads a roster."""

    def recognise(self, values: Values, run: Run) -> Recognised:
        """Look up the place; people of one name are told apart by number or place."""
        name, number = text(values, "name"), text(values, "staff_no")
        if not name:
            return refused(Problem("required", "name"))
        day = run.day or run.context.today().isoformat()
        index = place_index(run.context)
        place = index.recognise(hints(values), day)
        if isinstance(place, Problem):
            return refused(place)
        payload: dict[str, Any] = {
            field: values[field]
            for field in ("name", "employment", "note", "phone", "unit", "post_from", "post_to")
            if values.get(field)
        }
        if number:
            payload["staff_no"] = number
        problems: list[Problem] = []
        if place is not None:
            payload |= {"grid_id": place, "role": text(values, "role") or "gridworker"}
            version = index.on(place, day)
            try:
                check_post(payload["role"], version.level, version.name)
            except RoleLevel as error:
                params = tuple(error.params.items())
                problems.append(Problem("role_level", "grid", version.name, params))
        if not number:
            known = person_index(run.context).recognise("", name, place, day)
            if isinstance(known, Problem) and known.code == "staff_ambiguous":
                problems.append(known)
        key = f"{number or name}@{payload.get('grid_id', '')}/{payload.get('role', '')}"
        return Recognised(key, payload, problems, [])

    def apply(self, run: Run) -> None:
        """Create or change the people and give them their posts."""
        members = StaffMembers(run.context.uow)
        units = UnitNaming(run)
        numbers = [number for (number,) in run.context.read.rows(sql.NUMBERS)]
        seen: set[int] = set()
        for row in run.staged():
            staff, new, changed = self._person(row, members, units, numbers, run)
            assert staff.id is not None
            if phone := row.payload.get("phone"):
                changed |= members.set_phone(staff, phone)
            changed |= self._post(row.payload, staff, members, run)
            if staff.id not in seen:
                run.count(new=new, changed=changed)
            seen.add(staff.id)

    def _person(
        self, row: Staged, members: StaffMembers, units: UnitNaming, numbers: list[str], run: Run
    ) -> tuple[Staff, bool, bool]:
        """Return the person, whether new, whether the record changed."""
        payload = row.payload
        plain = ("name", "employment", "note")
        facts: dict[str, Any] = {name: payload[name] for name in plain if name in payload}
        if unit := payload.get("unit"):
            facts["unit_id"] = units.id_of(unit)
        number = payload.get("staff_no") or self._number_of(payload, run)
        found = members.by_no(number) if number else None
        if found is not None and not found.withdrawn:
            return found, False, members.change(found, facts)
        number = number or next_staff_no(numbers)
        numbers.append(number)
        return members.create(number, {"employment": "full"} | facts), True, False

    def _number_of(self, payload: dict[str, Any], run: Run) -> str | None:
        """Return the number of the one person of a name at a place, where there is one."""
        index = person_index(run.context)
        day = run.day or run.context.today().isoformat()
        found = index.recognise("", payload["name"], payload.get("grid_id"), day)
        return index.by_id(found).staff_no if isinstance(found, int) else None

    def _post(
        self, payload: dict[str, Any], staff: Staff, members: StaffMembers, run: Run
    ) -> bool:
        """Give the person the post of the row; a dated file also ends the post before it."""
        if "grid_id" not in payload:
            return False
        place, role = payload["grid_id"], payload["role"]
        start = payload.get("post_from") or run.day or EVER
        end = payload.get("post_to") or FOREVER
        posts = members.posts(staff)
        for post in posts:
            if (post.grid_id, post.role) == (place, role) and post.valid_from < end:
                if post.valid_to <= start:
                    continue
                return members.change_post(staff, post, payload.get("post_from"), end)
        if run.day and any(
            post.role == role and covers(post.valid_from, post.valid_to, run.day) for post in posts
        ):
            members.end_posts(staff, run.day, None, role)
            start = max(start, run.day)
        members.add_post(staff, place, role, start, end)
        return True
