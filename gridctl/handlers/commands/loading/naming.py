"""Units and categories a file names but the office lacks: created provisionally, and listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gridctl.domain.categories import next_category_code, path_key, path_text
from gridctl.domain.names import unit_key
from gridctl.domain.problems import Problem
from gridctl.domain.units import next_unit_code
from gridctl.handlers.commands.loading.base import Run
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.storage.queries import units as unit_sql
from gridctl.storage.repositories.categories import Categories
from gridctl.storage.repositories.units import Units
from gridctl.storage.tables.categories import Category


class UnitNaming:
    """Turns the units of a file into ids. A code decides; another name of it is an alias."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._index = unit_index(run.context)
        self._units = Units(run.context.uow)
        self._made: dict[str, int] = {}
        self._aliases: set[tuple[int, str]] = set()
        self._codes: list[str] | None = None

    def id_of(self, name: str, code: str = "") -> int:
        """Return the id of a unit, creating it where it is new."""
        key = f"#{code}" if code else unit_key(name)
        found = self._made.get(key)
        if found is None:
            known = self._index.recognise(name, code)
            found = known if isinstance(known, int) else self._create(name or code, code)
            self._made[key] = found
        if code and name and (found, name) not in self._aliases:
            self._aliases.add((found, name))
            self._units.add_alias(self._units.get(found), name)
        return found

    def _create(self, name: str, code: str) -> int:
        if self._codes is None:
            self._codes = [code for (code,) in self._run.context.read.rows(unit_sql.CODES)]
        before = None if code else self._units.withdrawn_named(name)
        code = code or (before.code if before else next_unit_code(self._codes))
        self._codes.append(code)
        unit = self._units.create(code, {"name": name, "provisional": True})
        self._run.findings.append(Problem("unit_created", "lead_unit", name, (("code", code),)))
        assert unit.id is not None
        return unit.id


class CategoryCodes:
    """Gives out the codes of new categories: none that stands in the office or in the file.

    ``reserved`` are the codes that the file gives itself.
    """

    def __init__(self, run: Run, reserved: Iterable[str] = ()) -> None:
        self._reserved = frozenset(reserved)
        self._index = category_index(run.context)
        self._used: dict[int | None, list[str]] = {}

    def take(self, name: str, parent: Category | None, code: str, former: str = "") -> str:
        """Return the code of a new category below a parent: its own, its former one, or the next.

        Args:
            name: its name, for the error.
            parent: the category above, None for a class.
            code: the code the file gives, or "".
            former: the code it had before it was withdrawn, or "".

        Raises:
            CategoryCodeNeeded: the local numbers are used up.
        """
        above = parent.id if parent else None
        used = self._used.setdefault(above, self._index.codes_below(above))
        taken = self._reserved.union(used)
        if not code and former not in taken:
            code = former
        code = code or next_category_code(name, parent.code if parent else "", taken)
        used.append(code)
        return code


class CategoryNaming:
    """Turns the categories of a file into ids, creating the missing steps of a path."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._index = category_index(run.context)
        self._categories = Categories(run.context.uow)
        self._made: dict[str, int] = {}
        self._codes = CategoryCodes(run)
        self._whole: dict[tuple[str, ...], int] = {}

    def id_of(self, names: Sequence[str], codes: Sequence[str]) -> int:
        """Return the id of the category at the end of a path."""
        whole = (*names, *codes)
        if whole not in self._whole:
            self._whole[whole] = self._walk(names, codes)
        return self._whole[whole]

    def _walk(self, names: Sequence[str], codes: Sequence[str]) -> int:
        parent: int | None = None
        for depth in range(1, len(names) + 1):
            parent = self._step(names[:depth], codes[depth - 1], parent)
        assert parent is not None
        return parent

    def _step(self, names: Sequence[str], code: str, parent: int | None) -> int:
        key = path_key(names)
        found = self._made.get(key) or self._index.by_path(names)
        if found is None:
            found = self._create(names, code, parent)
        self._made[key] = found
        return found

    def _create(self, names: Sequence[str], code: str, parent: int | None) -> int:
        above = self._categories.get(parent) if parent is not None else None
        before = self._categories.by_path(names)
        code = self._codes.take(names[-1], above, code, before.code if before else "")
        facts = {"code": code, "parent_id": parent, "provisional": True}
        category = self._categories.create(names, facts)
        self._run.findings.append(Problem("category_created", "category", path_text(names)))
        assert category.id is not None
        return category.id
