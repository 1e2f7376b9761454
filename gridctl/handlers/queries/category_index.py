"""Recognising categories: from names and codes in a file or a command to one category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gridctl.domain.categories import CategoryAmbiguous, CategoryNotFound, name_key, path_key
from gridctl.domain.problems import Problem
from gridctl.foundation.nearest import nearest
from gridctl.handlers.queries.context import QueryContext
from gridctl.storage.queries import categories as sql
from gridctl.storage.queries import loop

#: Fields of a row that name a category, the class first; ``category`` alone is the lowest known.
_STEPS = ("category1", "category2", "category3", "category")


class CategoryEntry(NamedTuple):
    """What is needed to know a category."""

    id: int
    code: str
    name: str
    path: str
    key: str
    level: int
    kind: str
    parent_id: int | None


class CategoryIndex:
    """All categories of an office by code, path and name."""

    def __init__(self, entries: Iterable[CategoryEntry]) -> None:
        self._by_id = {entry.id: entry for entry in entries}
        self._by_path = {entry.key: entry.id for entry in self._by_id.values()}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_code: dict[str, list[int]] = defaultdict(list)
        for entry in self._by_id.values():
            self._by_name[name_key(entry.name)].append(entry.id)
            self._by_code[entry.code].append(entry.id)
        self._found: dict[tuple[str | None, ...], int | Problem | None] = {}

    def by_id(self, category_id: int) -> CategoryEntry:
        """Return a category by its id."""
        return self._by_id[category_id]

    def all(self) -> list[CategoryEntry]:
        """Return all categories, those above before those below."""
        return list(self._by_id.values())

    def by_path(self, names: Iterable[str]) -> int | None:
        """Return the id of the category with a path of names, or None."""
        return self._by_path.get(path_key(names))

    def codes_below(self, parent_id: int | None) -> list[str]:
        """Return the codes right under a category, or of the classes."""
        return [entry.code for entry in self._by_id.values() if entry.parent_id == parent_id]

    def above(self, category_id: int) -> list[int]:
        """Return the ids of a category and of those above it, lowest first."""
        chain = []
        current: int | None = category_id
        while current is not None:
            chain.append(current)
            current = self._by_id[current].parent_id
        return chain

    def below(self, category_id: int) -> list[int]:
        """Return the ids of a category and of all those under it."""
        return [each for each in self._by_id if category_id in self.above(each)]

    def recognise(self, hints: Mapping[str, str]) -> int | Problem | None:
        """Return the category a row names, the problem with it, or None where it names none.

        A name decides before a code: numbers are swapped between standards (domain.md 4).

        Args:
            hints: names under ``category1`` (class), ``category2`` (main type), ``category3``
                (subclass) and ``category``, each with its code under ``…_code``; any may miss.
        """
        key = tuple(hints.get(name) for step in _STEPS for name in (step, f"{step}_code"))
        if key not in self._found:
            self._found[key] = self._recognise(hints)
        return self._found[key]

    def find(self, text: str) -> int:
        """Return the one category a path, name or code stands for.

        Raises:
            CategoryNotFound, CategoryAmbiguous: none, or several.
        """
        found = self._topmost(self._matches(text, ""))
        if not found:
            raise CategoryNotFound(key=text, nearest=self._nearest(text))
        if len(found) > 1:
            raise CategoryAmbiguous(key=text, choices=self._choices(found))
        return found[0]

    def _recognise(self, hints: Mapping[str, str]) -> int | Problem | None:
        found: list[int] | None = None
        text = field = ""
        for level, step in enumerate(_STEPS, 1):
            name, code = hints.get(step, ""), hints.get(f"{step}_code", "")
            if not (name or code):
                continue
            text, field = name or code, step if name else f"{step}_code"
            found = self._inside(self._matches(name, code), found)
            if not found:
                return Problem("category_unknown", field, text, (("nearest", self._nearest(text)),))
            # A table may leave out a level the file has, so the level only decides between several.
            found = [each for each in found if self._by_id[each].level == level] or found
        if found is None:
            return None
        if len(found := self._topmost(found)) > 1:
            choices = self._choices(found)
            return Problem("category_ambiguous", field, text, (("choices", choices),))
        return found[0]

    def _matches(self, name: str, code: str) -> list[int]:
        """Return the categories a text may mean: by name or whole path, else by code."""
        key = name_key(name)
        named = list(self._by_name.get(key, ()))
        if (whole := self._by_path.get(key)) is not None and whole not in named:
            named.append(whole)
        if named and code:
            return [each for each in named if self._by_id[each].code == code] or named
        return named or self._by_code.get((name or code).strip(), [])

    def _inside(self, matches: list[int], scope: list[int] | None) -> list[int]:
        """Return the matches below the scope; a name given twice over stays where it is."""
        if scope is None:
            return matches
        wider = set(scope)
        below = [each for each in matches if wider & set(self.above(each)[1:])]
        return below or [each for each in matches if each in wider]

    def _topmost(self, found: list[int]) -> list[int]:
        """Leave out those below another one: 其他 and its only 其他 are no two answers."""
        return [each for each in found if not set(found) & set(self.above(each)[1:])]

    def _nearest(self, text: str) -> str | None:
        close = nearest(name_key(text), self._by_name, 0.4)
        return self._by_id[self._by_name[close][0]].path if close else None

    def _choices(self, found: list[int]) -> tuple[str, ...]:
        entries = (self._by_id[each] for each in found[:5])
        return tuple(f"{entry.path} ({entry.code})" for entry in entries)


def filing_conditions(context: QueryContext, category_id: int | None) -> list[dict[str, Any]]:
    """Return the conditions of a category in their order, kept until the data change."""
    if category_id is None:
        return []
    return context.remembered(
        f"conditions {category_id}",
        lambda: context.read.records(loop.CONDITIONS, {"category": category_id}),
    )


def category_index(context: QueryContext) -> CategoryIndex:
    """Return the index of the office's categories, kept until the data change."""
    return context.remembered(
        "categories",
        lambda: CategoryIndex(map(CategoryEntry._make, context.read.rows(sql.ALL))),
    )
