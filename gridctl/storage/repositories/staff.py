"""Saving staff, their telephone numbers apart, and their posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from gridctl.domain.intervals import covers
from gridctl.domain.names import person_key
from gridctl.storage.tables.staff import Post, Staff, StaffContact
from gridctl.storage.unit_of_work import UnitOfWork


class StaffMembers:
    """Staff of the office."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow

    def get(self, staff_id: int) -> Staff:
        """Return a person by id."""
        return self._uow.session.get_one(Staff, staff_id)

    def by_no(self, staff_no: str) -> Staff | None:
        """Return the person with a number, a withdrawn one only where no other has it."""
        found = select(Staff).where(Staff.staff_no == staff_no).order_by(col(Staff.withdrawn))
        return self._uow.session.exec(found).first()

    def known(self) -> dict[str, Staff]:
        """Return everyone by number, one that was withdrawn only where no other has it."""
        found = self._uow.session.exec(select(Staff).order_by(col(Staff.withdrawn).desc())).all()
        return {staff.staff_no: staff for staff in found}

    def known_posts(self) -> dict[int, list[Post]]:
        """Return everyone's posts by person, oldest first."""
        found = select(Post).where(col(Post.withdrawn).is_(False))
        posts: dict[int, list[Post]] = defaultdict(list)
        for post in self._uow.session.exec(
            found.order_by(col(Post.valid_from), col(Post.id))
        ).all():
            posts[post.staff_id].append(post)
        return posts

    def known_phones(self) -> dict[int, str]:
        """Return everyone's telephone number by person."""
        return {each.staff_id: each.phone for each in self._uow.session.exec(select(StaffContact))}

    def add_many(self, staff: Iterable[Staff]) -> None:
        """Save people who were never there."""
        self._uow.add_all(staff)

    def add_phones(self, phones: Mapping[int, str]) -> None:
        """Keep the telephone numbers of people who had none, by person."""
        self._uow.add_all(
            StaffContact(staff_id=staff_id, phone=phone) for staff_id, phone in phones.items()
        )

    def add_posts(self, posts: Iterable[Post]) -> None:
        """Save many posts; the records of their people stay as they are."""
        self._uow.add_all(posts)

    def create(self, staff_no: str, facts: Mapping[str, Any]) -> Staff:
        """Save a new person, or revive a withdrawn one.

        Args:
            staff_no: the staff number.
            facts: ``name`` and ``employment``, and ``unit_id``, ``note``.
        """
        staff = self.by_no(staff_no)
        # A living one is never written over: the number is in use, and the database says so.
        if staff is None or not staff.withdrawn:
            staff = new_staff(staff_no, facts)
        staff.withdrawn = False
        _assign(staff, facts)
        self._uow.add(staff)
        return staff

    def change(self, staff: Staff, changes: Mapping[str, Any]) -> bool:
        """Set some facts; return whether anything differs now."""
        if all(getattr(staff, name) == value for name, value in changes.items()):
            return False
        _assign(staff, changes)
        self.touch(staff)
        return True

    def set_phone(self, staff: Staff, phone: str | None) -> bool:
        """Keep or delete a telephone number, apart from the record; return whether it differs."""
        assert staff.id is not None
        contact = self._uow.session.get(StaffContact, staff.id)
        if (contact.phone if contact else None) == phone:
            return False
        if phone is not None:
            contact = contact or StaffContact(staff_id=staff.id, phone="")
            contact.phone = phone
            self._uow.session.add(contact)
        elif contact:
            self._uow.session.delete(contact)
        self._uow.session.flush()
        return True

    def posts(self, staff: Staff) -> Sequence[Post]:
        """Return the posts of a person, oldest first."""
        found = select(Post).where(Post.staff_id == staff.id, col(Post.withdrawn).is_(False))
        return self._uow.session.exec(found.order_by(col(Post.valid_from), col(Post.id))).all()

    def add_post(self, staff: Staff, grid_id: int, role: str, start: str, end: str) -> Post:
        """Save a post from the ISO day ``start`` up to but not including ``end``."""
        assert staff.id is not None
        post = Post(staff_id=staff.id, grid_id=grid_id, role=role, valid_from=start, valid_to=end)
        self._uow.add(post)
        self.touch(staff)
        return post

    def change_post(self, staff: Staff, post: Post, start: str | None, end: str) -> bool:
        """Correct the days of a post; ``start`` None leaves its first day. Return if it differs."""
        start = start or post.valid_from
        if (post.valid_from, post.valid_to) == (start, end):
            return False
        post.valid_from, post.valid_to = start, end
        post.revision += 1
        self._uow.session.add(post)
        self.touch(staff)
        return True

    def end_posts(self, staff: Staff, day: str, grid_id: int | None, role: str | None) -> int:
        """End the posts of a day, those on a place or in a role where given; return how many.

        A post that began that very day is withdrawn: it was never held.
        """
        ended = [
            post
            for post in self.posts(staff)
            if covers(post.valid_from, post.valid_to, day)
            and grid_id in (None, post.grid_id)
            and role in (None, post.role)
        ]
        self.end_all(ended, day)
        return len(ended)

    def posts_on(self, grid_ids: Sequence[int], day: str) -> list[Post]:
        """Return the posts on places that last on or beyond an ISO day, oldest first."""
        found = select(Post).where(
            col(Post.grid_id).in_(grid_ids), col(Post.withdrawn).is_(False), Post.valid_to > day
        )
        return list(self._uow.session.exec(found.order_by(col(Post.id))).all())

    def end_all(self, posts: Sequence[Post], day: str) -> None:
        """End posts on an ISO day; one that does not begin before it was never held."""
        for post in posts:
            post.withdrawn = post.valid_from >= day
            post.valid_to = post.valid_to if post.withdrawn else day
            post.revision += 1
            self._uow.session.add(post)
        for staff_id in dict.fromkeys(post.staff_id for post in posts):
            self.touch(self.get(staff_id))

    def touch(self, staff: Staff) -> None:
        """Count a change of the record or of what belongs to it."""
        staff.revision += 1
        self._uow.session.add(staff)
        self._uow.session.flush()


def new_staff(staff_no: str, facts: Mapping[str, Any]) -> Staff:
    """Return a person not yet saved; ``facts`` as for :meth:`StaffMembers.create`."""
    staff = Staff(staff_no=staff_no, name="", name_key="", employment="")
    _assign(staff, facts)
    return staff


def _assign(staff: Staff, changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        setattr(staff, name, value)
    staff.name_key = person_key(staff.name)
