"""Loading category tables: three levels of names, conditions with their limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from gridctl.domain.categories import path_key
from gridctl.domain.problems import Problem
from gridctl.handlers.commands.loading.base import (
    Recognised,
    RowLoader,
    Run,
    Staged,
    Values,
    refused,
    text,
)
from gridctl.handlers.commands.loading.naming import CategoryCodes
from gridctl.handlers.queries.category_index import category_index
from gridctl.storage.queries import categories as sql
from gridctl.storage.repositories.categories import Categories
from gridctl.storage.tables.categories import Category, CategoryCondition

_LEVELS = ("level1", "level2", "level3")
_CONDITION = (
    "filing_condition", "closing_condition", "limit_text", "lead_unit", "supervising_unit",
)  # fmt: skip
_OWN = ("kind", "legal_basis", "note")


class CategoryLoader(RowLoader):
    """Loads classes, main types and subclasses."""

    def recognise(self, values: Values, run: Run) -> Recognised:  # noqa: ARG002 - RowLoader's
        """Work out the path."""
        names = [text(values, level) for level in _LEVELS if values.get(level)]
        codes = [text(values, f"{level}_code") for level in _LEVELS if values.get(level)]
        if values.get("name"):
            names, codes = [*names, text(values, "name")], [*codes, text(values, "code")]
        elif names and values.get("code"):
            codes[-1] = text(values, "code")
        if not names:
            return refused(Problem("required", "name"))
        payload: dict[str, Any] = {"names": names, "codes": codes}
        payload |= {"parent_code": text(values, "parent_code")} if values.get("parent_code") else {}
        payload["own"] = {name: values[name] for name in _OWN if values.get(name)}
        payload["condition"] = {name: values[name] for name in _CONDITION if values.get(name)}
        key = condition_key(names, payload["condition"].get("filing_condition", ""))
        return Recognised(key, payload, [], [])

    def check(self, run: Run) -> Iterator[tuple[Staged, Problem]]:
        """Yield the categories whose parent comes neither before them nor stands in the office."""
        codes: set[str] = set()
        for row in run.staged():
            codes.update(row.payload["codes"])
            above = row.payload.get("parent_code")
            if above and above not in codes:
                found = category_index(run.context).recognise({"category_code": above})
                if not isinstance(found, int):
                    params = (("parent", above),)
                    yield row, Problem("parent_unknown", "parent_code", above, params)

    def apply(self, run: Run) -> None:
        """Create or change the categories, the steps of a path first."""
        categories = Categories(run.context.uow)
        steps = Steps(run, [code for row in run.staged() for code in row.payload["codes"]])
        conditions = Conditions(run)
        made: dict[str, list[str]] = {}
        for row in run.staged():
            names = self._path(row, made, run)
            if own := row.payload["codes"][-1]:
                made[own] = names
            category, new = steps.walk(names, row.payload["codes"])
            assert category.id is not None
            changed = categories.change(category, row.payload["own"] | {"provisional": False})
            if row.payload["condition"]:
                changed |= conditions.put(row, category)
            run.count(new=new, changed=changed)

    def _path(self, row: Staged, made: dict[str, list[str]], run: Run) -> list[str]:
        """Return the whole path; a row with a parent's code stands under that category."""
        names: list[str] = row.payload["names"]
        above = row.payload.get("parent_code")
        if not above:
            return names
        if above in made:
            return [*made[above], *names]
        index = category_index(run.context)
        parent = index.recognise({"category_code": above})
        assert isinstance(parent, int)
        return [index.by_id(each).name for each in reversed(index.above(parent))] + names


class Conditions:
    """The filing conditions of a file's categories, each known again by its wording.

    The wording a ticket was filed under stays as it is, whatever a new table says in its place
    (domain.md 15.2): such a condition is left, and the new one stands beside it.
    """

    def __init__(self, run: Run) -> None:
        self._read = run.context.read
        self._categories = Categories(run.context.uow)
        self._named = {row.key for row in run.staged()}
        self._seen: Counter[int] = Counter()

    def put(self, row: Staged, category: Category) -> bool:
        """Create or change the condition of a row; return whether that changes anything."""
        facts = row.payload["condition"]
        found = self._find(row, category, facts.get("filing_condition"))
        if found is None:
            self._categories.add_condition(category, facts)
            return True
        if all(getattr(found, name) == value for name, value in facts.items()):
            return False
        self._categories.change_condition(category, found, facts)
        return True

    def _find(
        self, row: Staged, category: Category, wording: str | None
    ) -> CategoryCondition | None:
        assert category.id is not None
        self._seen[category.id] += 1
        known = self._categories.conditions(category)
        for condition in known:
            if wording is not None and condition.filing_condition == wording:
                return condition
        there = next((each for each in known if each.seq == self._seen[category.id]), None)
        if there is None or wording is None or self._gives_way(there, row):
            return there
        return None

    def _gives_way(self, condition: CategoryCondition, row: Staged) -> bool:
        """Tell whether neither a row of the file nor a ticket holds on to a condition."""
        key = condition_key(row.payload["names"], condition.filing_condition)
        return key not in self._named and condition.id not in self._filed_under

    @cached_property
    def _filed_under(self) -> set[int]:
        return {int(condition) for (condition,) in self._read.rows(sql.FILED_UNDER)}


def condition_key(names: list[str], wording: str) -> str:
    """Return what tells the rows of a table from each other: the path and the condition."""
    return f"{path_key(names)}#{wording}"


class Steps:
    """The paths of a file, each step found or made once."""

    def __init__(self, run: Run, reserved: Iterable[str]) -> None:
        self._categories = Categories(run.context.uow)
        self._codes = CategoryCodes(run, reserved)
        self._seen: dict[str, Category] = {}

    def walk(self, names: list[str], codes: list[str]) -> tuple[Category, bool]:
        """Return the category at the end of a path, and whether it is new.

        Args:
            names: the whole path, the class first.
            codes: what the file says of the last steps; "" where it says nothing.
        """
        given = [""] * (len(names) - len(codes)) + codes
        parent, new = self._step(names[:1], given[0], None)
        for depth in range(2, len(names) + 1):
            parent, new = self._step(names[:depth], given[depth - 1], parent)
        return parent, new

    def _step(self, names: list[str], code: str, parent: Category | None) -> tuple[Category, bool]:
        key = path_key(names)
        found = self._seen.get(key) or self._categories.by_path(names)
        new = found is None or found.withdrawn
        if found is None or found.withdrawn:
            number = self._codes.take(names[-1], parent, code, found.code if found else "")
            facts = {"code": number, "parent_id": parent.id if parent else None}
            found = self._categories.create(names, facts)
        self._seen[key] = found
        return found, new
