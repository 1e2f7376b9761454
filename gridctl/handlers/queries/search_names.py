"""Names that are searched: what each is found by, and what stands for it alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from gridctl.domain.errors import GridctlError
from gridctl.domain.names import place_key, unit_key
from gridctl.domain.pinyin import Closeness, closeness, is_spelled, is_typed
from gridctl.handlers.queries.category_index import category_index
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.person_index import person_index
from gridctl.handlers.queries.places import place_index
from gridctl.handlers.queries.unit_index import unit_index
from gridctl.operations.queries.search import Kind, SearchHit
from gridctl.storage.queries import search as sql
from gridctl.storage.queries.compose import Statement

#: The level a search names -> those a place may be of.
_LEVELS = {"grid": ("grid", "micro")}
_STEP = re.compile("[/／]")


class Word(NamedTuple):
    """Something that is looked for: folded, by its key, and whether it may be pinyin."""

    text: str
    key: str
    spelled: bool

    @classmethod
    def of(cls, text: str, key: Callable[[str], str]) -> Word:
        """Return a word; ``key`` folds the spellings of a name into one."""
        return cls(text.casefold(), key(text), is_typed(text))


class Named(NamedTuple):
    """A record with a name.

    Attributes:
        id: of the record.
        key: its number or code.
        names: its name, then its aliases.
        keys: of these, to find other spellings of them.
        detail: where it belongs.
        above: the names of what it is part of, the highest first.
    """

    id: int
    key: str
    names: Sequence[str]
    keys: Sequence[str]
    detail: str
    above: Sequence[str] = ()

    def holds(self, words: Sequence[Word]) -> bool:
        """Tell whether all words are in it or in what it is part of, one of them in itself."""
        own = [self._is_own(word) for word in words]
        return any(own) and all(
            mine or _found(word, self.above) for word, mine in zip(words, own, strict=True)
        )

    def closeness(self, words: Sequence[Word]) -> Closeness:
        """Return how close the closest of some words comes to a name or the key."""
        return min(map(self._closeness, words))

    def _closeness(self, word: Word) -> Closeness:
        told = [each.casefold() for each in (self.key, *self.names)]
        if word.text in told or word.key in self.keys:
            return Closeness.WHOLE
        if any(each.startswith(word.text) for each in told):
            return Closeness.SYLLABLES
        if word.spelled:
            return min(closeness(name, word.text) for name in self.names)
        return Closeness.INSIDE

    def _is_own(self, word: Word) -> bool:
        if word.text in self.key.casefold() or word.key in self.keys or _found(word, self.names):
            return True
        before = "".join(self.above)
        # It may begin in the name of what is above, and end in this one.
        reaching = f"{before}{self.names[0]}"[max(0, len(before) + 1 - len(word.text)) :]
        return bool(before) and word.text in reaching.casefold()


def _found(word: Word, names: Sequence[str]) -> bool:
    if any(word.text in name.casefold() for name in names):
        return True
    return word.spelled and any(is_spelled(name, word.text) for name in names)


def search_names(
    kind: Kind, words: Sequence[str], level: str | None, context: QueryContext
) -> Iterator[SearchHit]:
    """Yield the records of a kind whose names hold all the words, the likeliest first."""
    source = _SOURCES[kind]
    # The names of a path are words as well.
    parts = (part for word in words for part in _STEP.split(word) if part)
    sought = [Word.of(part, source.fold) for part in parts]
    found = [each for each in source.read(context, level) if each.holds(sought)]
    for each in sorted(found, key=lambda each: each.closeness(sought)):
        called = source.called(each, context)
        yield SearchHit(
            kind=kind, key=each.key, called=called, name=each.names[0], detail=each.detail
        )


def named_ids(kind: str, word: str, context: QueryContext) -> list[int]:
    """Return the ids of the records of a kind whose names hold a word."""
    source = _SOURCES[kind]
    sought = [Word.of(word, source.fold)]
    return [each.id for each in source.read(context, None) if each.holds(sought)]


def _places(context: QueryContext, level: str | None) -> Iterator[Named]:
    index, day = place_index(context), context.today().isoformat()
    aliases = _aliases(sql.PLACE_ALIASES, context)
    levels = _LEVELS.get(level or "", (level,))
    for row in context.read.records(sql.PLACES, {"day": day}):
        if level is None or row["level"] in levels:
            above = [place.name for place in index.above(row["id"], day)[:0:-1]]
            yield _named(row, aliases, "/".join(above), above)


def _units(context: QueryContext, _level: str | None) -> Iterator[Named]:
    aliases = _aliases(sql.UNIT_ALIASES, context)
    for row in context.read.records(sql.UNITS):
        yield _named(row, aliases, row["detail"])


def _staff(context: QueryContext, _level: str | None) -> Iterator[Named]:
    people, places, day = person_index(context), place_index(context), context.today().isoformat()
    for row in context.read.records(sql.STAFF):
        posts = people.posts(row["id"], day)
        where = row["detail"] or (places.path(posts[0].grid_id, day) if posts else "")
        yield _named(row, {}, where)


def _categories(context: QueryContext, _level: str | None) -> Iterator[Named]:
    for row in context.read.records(sql.CATEGORIES):
        yield _named(row, {}, row["detail"], row["detail"].split("/")[:-1])


def _named(
    row: Mapping[str, Any], aliases: Mapping[int, Sequence[tuple[str, str]]], detail: str,
    above: Sequence[str] = (),
) -> Named:  # fmt: skip
    also = aliases.get(row["id"], ())
    names = (row["name"], *(alias for alias, _key in also))
    keys = (row.get("folded", ""), *(key for _alias, key in also))
    return Named(row["id"], row["key"] or "", names, keys, detail, above)


def _aliases(statement: Statement, context: QueryContext) -> Mapping[int, Any]:
    def read() -> Mapping[int, Any]:
        found: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for record_id, alias, key in context.read.rows(statement):
            found[record_id].append((alias, key))
        return found

    return context.remembered(statement.name, read)


def _place_called(place: Named, context: QueryContext) -> str:
    return place_index(context).called(place.id, context.today().isoformat())


def _unit_called(unit: Named, context: QueryContext) -> str:
    return _alone(unit, unit_index(context).find, unit.names[0])


def _staff_called(person: Named, context: QueryContext) -> str:
    index, day = person_index(context), context.today().isoformat()
    return _alone(person, lambda text: index.find(text, day), person.names[0])


def _category_called(category: Named, context: QueryContext) -> str:
    return _alone(category, category_index(context).find, category.names[0], category.detail)


def _alone(named: Named, find: Callable[[str], int], *sayings: str) -> str:
    """Return the first saying that stands for a record and no other, else its key."""
    for said in sayings:
        with suppress(GridctlError):
            if find(said) == named.id:
                return said
    return named.key


class _Source(NamedTuple):
    """Where the names of a kind are read, how they are folded and what stands for one alone."""

    read: Callable[[QueryContext, str | None], Iterator[Named]]
    called: Callable[[Named, QueryContext], str]
    fold: Callable[[str], str] = str


_SOURCES: Mapping[str, _Source] = {
    "place": _Source(_places, _place_called, place_key),
    "unit": _Source(_units, _unit_called, unit_key),
    "staff": _Source(_staff, _staff_called),
    "category": _Source(_categories, _category_called),
}
#: In the order they are found in.
NAMED: tuple[Kind, ...] = ("place", "unit", "staff", "category")
