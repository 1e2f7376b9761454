"""Recognising people: from a staff number, or a name with a place and a day, to one person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from gridctl.domain.intervals import covers
from gridctl.domain.names import person_key
from gridctl.domain.problems import Problem
from gridctl.domain.spelling import Spellings
from gridctl.domain.staff import StaffAmbiguous, StaffNotFound
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.places import PlaceIndex, place_index
from gridctl.storage.queries import staff as sql


class PersonEntry(NamedTuple):
    """What is needed to know a person."""

    id: int
    staff_no: str
    name: str
    key: str


class PostEntry(NamedTuple):
    """A role on a place over a span of ISO days, the end not included."""

    staff_id: int
    grid_id: int
    role: str
    valid_from: str
    valid_to: str


class PersonIndex:
    """All staff of an office by number and name, with their posts on any day."""

    def __init__(
        self, people: Iterable[PersonEntry], posts: Iterable[PostEntry], places: PlaceIndex
    ) -> None:
        self._by_id = {person.id: person for person in people}
        self._by_no = {person.staff_no: person.id for person in self._by_id.values()}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for person in self._by_id.values():
            self._by_key[person.key].append(person.id)
        self._posts: dict[int, list[PostEntry]] = defaultdict(list)
        for post in posts:
            self._posts[post.staff_id].append(post)
        self._places = places
        self._found: dict[tuple[str, str, int | None, str, str], int | Problem | None] = {}

    def by_id(self, staff_id: int) -> PersonEntry:
        """Return a person by id."""
        return self._by_id[staff_id]

    def by_no(self, staff_no: str) -> int | None:
        """Return the id of the person with a staff number, or None."""
        return self._by_no.get(staff_no)

    def posts(self, staff_id: int, day: str) -> list[PostEntry]:
        """Return the posts a person holds on an ISO day."""
        posts = self._posts.get(staff_id, ())
        return [post for post in posts if covers(post.valid_from, post.valid_to, day)]

    def recognise(
        self, staff_no: str, name: str, place_id: int | None, day: str, field: str = "staff"
    ) -> int | Problem | None:
        """Return the person a row names, the problem with it, or None where it names none.

        People of one name need a staff number, or a place where only one of them is posted on
        the day (domain.md 13.2). A number whose person has another name is a problem.

        Args:
            staff_no: staff number or "".
            name: personal name or "".
            place_id: the row's place, which tells namesakes apart; None where it names none.
            day: ISO day the row is about.
            field: the field a problem about the name is about.
        """
        key = (staff_no, name, place_id, day, field)
        if key not in self._found:
            self._found[key] = (
                self._numbered(staff_no, name, day, field)
                if staff_no
                else self._named(name, place_id, day, field)
            )
        return self._found[key]

    def find(self, text: str, day: str, place_id: int | None = None) -> int:
        """Return the one person a staff number or name stands for.

        Raises:
            StaffNotFound, StaffAmbiguous: nobody, or several.
        """
        if (exact := self._by_no.get(text.strip())) is not None:
            return exact
        found = self._candidates(text, place_id, day)
        if not found:
            raise StaffNotFound(key=text, nearest=self._nearest(text))
        if len(found) > 1:
            raise StaffAmbiguous(key=text, choices=self._choices(found, day))
        return found[0]

    def _numbered(self, staff_no: str, name: str, day: str, field: str) -> int | Problem:
        found = self._by_no.get(staff_no)
        if found is None and (called := self._by_key.get(person_key(staff_no))):
            choices = self._choices(called, day)
            return Problem("staff_no_is_name", f"{field}_no", staff_no, (("choices", choices),))
        if found is None:
            nearest = self._nearest(name or staff_no)
            return Problem("staff_unknown", f"{field}_no", staff_no, (("nearest", nearest),))
        person = self._by_id[found]
        if name and person_key(name) != person.key:
            params = (("staff_no", staff_no), ("name", person.name))
            return Problem("staff_name_differs", field, name, params)
        return found

    def _named(self, name: str, place_id: int | None, day: str, field: str) -> int | Problem | None:
        if not name:
            return None
        found = self._candidates(name, place_id, day)
        if not found:
            return Problem("staff_unknown", field, name, (("nearest", self._nearest(name)),))
        if len(found) > 1:
            choices = self._choices(found, day)
            return Problem("staff_ambiguous", field, name, (("choices", choices),))
        return found[0]

    def _candidates(self, name: str, place_id: int | None, day: str) -> list[int]:
        """Return the people of a name, as few as place and day allow."""
        found = self._by_key.get(person_key(name), [])
        if len(found) < 2:
            return found
        posted = [each for each in found if self.posts(each, day)] or found
        if place_id is None:
            return posted
        return (
            [each for each in posted if self._works_in(each, place_id, day)]
            or [each for each in posted if self._answers_for(each, place_id, day)]
            or posted
        )

    def _works_in(self, staff_id: int, place_id: int, day: str) -> bool:
        """Tell whether a post of the day is on the place or below it."""
        return any(
            place.id == place_id
            for post in self.posts(staff_id, day)
            for place in self._places.above(post.grid_id, day)
        )

    def _answers_for(self, staff_id: int, place_id: int, day: str) -> bool:
        """Tell whether a post of the day is above the place."""
        above = {place.id for place in self._places.above(place_id, day)}
        return any(post.grid_id in above for post in self.posts(staff_id, day))

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings([*self._by_key, *self._by_no])

    def _nearest(self, text: str) -> str | None:
        close = self._spellings.nearest(person_key(text)) or self._spellings.nearest(text)
        if close is None:
            return None
        found = self._by_no.get(close) or self._by_key[close][0]
        return f"{self._by_id[found].name} ({self._by_id[found].staff_no})"

    def _choices(self, found: list[int], day: str) -> tuple[str, ...]:
        return tuple(self._described(each, day) for each in found[:5])

    def _described(self, staff_id: int, day: str) -> str:
        """Return a staff number with the place of the day, as a choice between namesakes."""
        number, posts = self._by_id[staff_id].staff_no, self.posts(staff_id, day)
        if not posts:
            return number
        chain = self._places.above(posts[0].grid_id, day)
        return f"{number} ({'/'.join(place.name for place in reversed(chain))})"


def person_index(context: QueryContext) -> PersonIndex:
    """Return the index of the office's staff, kept until the data change."""
    return context.remembered("people", lambda: _load(context))


def _load(context: QueryContext) -> PersonIndex:
    people = map(PersonEntry._make, context.read.rows(sql.ALL))
    posts = map(PostEntry._make, context.read.rows(sql.ALL_POSTS))
    return PersonIndex(people, posts, place_index(context))
