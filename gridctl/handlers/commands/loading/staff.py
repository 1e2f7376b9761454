"""Loading staff rosters: people, their telephone numbers apart, their posts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from gridctl.domain.intervals import EVER, FOREVER, covers
from gridctl.domain.problems import Problem
from gridctl.domain.staff import RoleLevel, check_post, next_staff_no
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Values,
    first_day,
    hints,
    months_begun,
    refused,
    text,
)
from gridctl.handlers.commands.loading.naming import UnitNaming
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.storage.repositories.staff import StaffMembers, new_staff
from gridctl.storage.tables.staff import Post, Staff


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
        start, end = first_day(text(values, "post_from")), text(values, "post_to")
        if start and end and end <= start:
            problems.append(Problem("post_empty", "post_to", end))
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
        """Create or change the people, then give them their posts and telephone numbers."""
        roster = Roster(run)
        people = [(row, roster.person(row.payload)) for row in run.staged()]
        begun = (row.payload.get("post_from", "") for row, _ in people)
        run.findings += months_begun("post_from", begun)
        roster.flush()
        changed = {number: roster.changed[number] for number in roster.seen}
        for row, number in people:
            changed[number] |= roster.phone(row.payload, number)
            changed[number] |= roster.post(row.payload, number)
        roster.flush_posts()
        for number, differs in changed.items():
            run.count(new=number in roster.new, changed=differs)


class Roster:
    """The office's staff while a file comes in: looked up once, new people saved together."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._members = StaffMembers(run.context.uow)
        self._units = UnitNaming(run)
        self._staff = self._members.known()
        self._posts = self._members.known_posts()
        self._phones = self._members.known_phones()
        self._numbers = list(self._staff)
        self._waiting: list[Staff] = []
        self._new_posts: list[Post] = []
        self._new_phones: dict[int, str] = {}
        self.new: set[str] = set()
        self.seen: dict[str, None] = {}
        self.changed: dict[str, bool] = defaultdict(bool)

    def person(self, payload: dict[str, Any]) -> str:
        """Have a row's person saved and return the staff number."""
        plain = ("name", "employment", "note")
        facts: dict[str, Any] = {name: payload[name] for name in plain if name in payload}
        if unit := payload.get("unit"):
            facts["unit_id"] = self._units.id_of(unit)
        number = payload.get("staff_no") or self._number_of(payload)
        number = number or next_staff_no(self._numbers)
        self._numbers.append(number)
        self.seen[number] = None
        found = self._staff.get(number)
        if found is None:
            found = self._staff[number] = new_staff(number, {"employment": "full"} | facts)
            self._waiting.append(found)
            self.new.add(number)
        elif found.withdrawn:
            self._members.create(number, {"employment": "full"} | facts)
            self.new.add(number)
        elif found.id is not None:
            self.changed[number] |= self._members.change(found, facts)
        return str(number)

    def flush(self) -> None:
        """Save the new people; from here on they have an id."""
        self._members.add_many(self._waiting)
        self._waiting.clear()

    def flush_posts(self) -> None:
        """Save the new posts and telephone numbers."""
        self._members.add_phones(self._new_phones)
        self._new_phones.clear()
        self._members.add_posts(self._new_posts)
        self._new_posts.clear()

    def phone(self, payload: dict[str, Any], number: str) -> bool:
        """Keep the telephone number; return whether it differs."""
        staff, phone = self._staff[number], payload.get("phone")
        assert staff.id is not None
        if not phone or self._phones.get(staff.id) == phone:
            return False
        if staff.id in self._phones:
            self._members.set_phone(staff, phone)
        else:
            self._new_phones[staff.id] = phone
        self._phones[staff.id] = phone
        return True

    def post(self, payload: dict[str, Any], number: str) -> bool:
        """Give the person the post of the row; a dated file also ends the post before it."""
        if "grid_id" not in payload:
            return False
        staff, place, role = self._staff[number], payload["grid_id"], payload["role"]
        assert staff.id is not None
        end = payload.get("post_to") or FOREVER
        # Who had left before the day of the list held a post, but does not hold it then.
        day = self._run.day if (self._run.day or EVER) < end else None
        named = first_day(payload.get("post_from") or "")
        start = named or day or EVER
        posts = self._posts.setdefault(staff.id, [])
        for post in posts:
            same = (post.grid_id, post.role) == (place, role)
            if same and post.valid_from < end and start < post.valid_to:
                return self._members.change_post(staff, post, named or None, end)
        if day and any(
            post.role == role and covers(post.valid_from, post.valid_to, day) for post in posts
        ):
            self._members.end_posts(staff, day, None, role)
            start = max(start, day)
        post = Post(staff_id=staff.id, grid_id=place, role=role, valid_from=start, valid_to=end)
        posts.append(post)
        self._new_posts.append(post)
        return True

    def _number_of(self, payload: dict[str, Any]) -> str | None:
        """Return the number of the person of a name who is posted on the row's place."""
        index, place = person_index(self._run.context), payload.get("grid_id")
        day = self._run.day or self._run.context.today().isoformat()
        found = index.recognise("", payload["name"], place, day)
        if not isinstance(found, int):
            return None
        if place is not None and all(p.grid_id != place for p in index.posts(found, day)):
            return None
        return index.by_id(found).staff_no
