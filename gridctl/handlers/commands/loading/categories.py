"""Loading category tables: three levels of names, conditions with their limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gridctl.domain.categories import next_category_code, path_key
from gridctl.domain.limits import LimitUnreadable, parse_limit
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
from gridctl.handlers.queries.category_index import category_index
from gridctl.storage.repositories.categories import Categories
from gridctl.storage.tables.categories import Category

_LEVELS = ("level1", "level2", "level3")
_CONDITION = (
    "filing_condition", "closing_condition", "limit_text", "lead_unit", "supervising_unit",
)  # fmt: skip
_OWN = ("kind", "legal_basis", "note")


class CategoryLoader(RowLoader):
    """Loads classes, main types and subclasses."""

    def recognise(self, values: Values, run: Run) -> Recognised:  # noqa: ARG002
        """Work out the path; check that a limit can be read."""
        names = [text(values, level) for level in _LEVELS if values.get(level)]
        codes = [text(values, f"{level}_code") for level in _LEVELS if values.get(level)]
        if values.get("name"):
            names, codes = [*names, text(values, "name")], [*codes, text(values, "code")]
        elif names and values.get("code"):
            codes[-1] = text(values, "code")
        if not names:
            return refused(Problem("required", "name"))
        problems = []
        if limit := text(values, "limit_text"):
            try:
                parse_limit(limit)
            except LimitUnreadable:
                problems.append(Problem("limit_unreadable", "limit_text", limit))
        payload: dict[str, Any] = {"names": names, "codes": codes}
        payload |= {"parent_code": text(values, "parent_code")} if values.get("parent_code") else {}
        payload["own"] = {name: values[name] for name in _OWN if values.get(name)}
        payload["condition"] = {name: values[name] for name in _CONDITION if values.get(name)}
        key = f"{path_key(names)}#{payload['condition'].get('filing_condition', '')}"
        return Recognised(key, payload, problems, [])

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
        seen: dict[str, Category] = {}
        made: dict[str, list[str]] = {}
        conditions: dict[int, int] = {}
        for row in run.staged():
            names = self._path(row, made, run)
            if own := row.payload["codes"][-1]:
                made[own] = names
            category, new = None, False
            for depth in range(1, len(names) + 1):
                code = row.payload["codes"][depth - len(names) - 1 :][:1]
                category, new = self._step(names[:depth], code, category, categories, seen)
            assert category is not None
            assert category.id is not None
            changed = categories.change(category, row.payload["own"] | {"provisional": False})
            if facts := row.payload["condition"]:
                conditions[category.id] = conditions.get(category.id, 0) + 1
                changed |= self._condition(categories, category, conditions[category.id], facts)
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

    def _step(
        self,
        names: list[str],
        code: list[str],
        parent: Category | None,
        categories: Categories,
        seen: dict[str, Category],
    ) -> tuple[Category, bool]:
        key = path_key(names)
        found = seen.get(key) or categories.by_path(names)
        new = found is None or found.withdrawn
        if found is None or found.withdrawn:
            used = [category.code for category in seen.values()]
            given = code[0] if code else ""
            number = given or next_category_code(names[-1], parent.code if parent else "", used)
            facts = {"code": number, "parent_id": parent.id if parent else None}
            found = categories.create(names, facts)
        seen[key] = found
        return found, new

    def _condition(
        self, categories: Categories, category: Category, seq: int, facts: dict[str, Any]
    ) -> bool:
        condition = categories.condition(category, seq)
        if condition is None:
            categories.add_condition(category, facts)
            return True
        if all(getattr(condition, name) == value for name, value in facts.items()):
            return False
        categories.change_condition(category, condition, facts)
        return True
