"""Which column feeds which field: by the words of its header, and by whether its values fit."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from gridctl.domain.problems import Problem
from gridctl.imports.headers import Heading, Match, is_personal, matches
from gridctl.imports.kinds import Field, Kind, Target
from gridctl.imports.normalise import Converter, bare, converter, is_empty
from gridctl.imports.plan import Column, Part, Value, letter
from gridctl.imports.texts import looks_rounded
from gridctl.imports.words import fold, header_words

#: Letter of a column -> field, "" for a column to be left out.
Chosen: TypeAlias = abc.Mapping[str, str]
# Columns of at least this many filled cells, none of which fits, are not what they are called.
_ENOUGH = 5
_MOMENTS = frozenset({"datetime", "deadline"})
_DATED = _MOMENTS | {"date", "since"}
# Anything fits these, so that a closer type is tried first.
_LOOSE = frozenset({"text", "prose"})
#: What is wrong with a value that is of the right sort.
_BROKEN = frozenset(
    {"year_missing", "year_alone", "month_unclear", "precision_lost", "not_calculated"}
)
_TEN_THOUSAND = "万"


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a table feed.

    Attributes:
        columns: the columns that are read, in file order.
        unread: the others that have a header.
        notices: columns that competed, or did not hold what their header says.
    """

    columns: tuple[Column, ...]
    unread: tuple[Column, ...]
    notices: tuple[Problem, ...]

    @property
    def dropped(self) -> tuple[str, ...]:
        """Return the headers of the columns that are not read."""
        return tuple(column.header for column in self.unread)

    def fields(self) -> set[str]:
        """Return the fields that have a column."""
        return {field for column in self.columns for field in column.fields}


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column that may feed a field."""

    heading: Heading
    surety: int
    target: Target

    @property
    def order(self) -> tuple[int, int, int]:
        return -self.surety, self.target.rank, self.heading.index


def sureties(found: Sequence[Heading], kind: Kind) -> dict[str, int]:
    """Return how surely each field of a kind is named by some header, for those that are."""
    peers = {heading.leaf for heading in found}
    best: dict[str, int] = {}
    for heading in found:
        for surety, target in matches(heading, kind, peers):
            best[target.field] = max(best.get(target.field, 0), surety)
    return best


def map_columns(
    found: Sequence[Heading],
    kind: Kind,
    sample: Sequence[Sequence[str]],
    *,
    year: int | None = None,
    epoch_1904: bool = False,
    chosen: Chosen = MappingProxyType({}),
) -> Mapping:
    """Give each field at most one column, and each column at most one field of its own.

    A field without a column falls back on that of another field where its kind says so; a column
    feeds further fields with those of its values that fit them (``Field.also``).

    Args:
        found: the headings of the table.
        kind: whose fields are looked for.
        sample: rows below the header.
        year: the year of dates written without one.
        epoch_1904: whether day numbers count from 1904.
        chosen: letter of a column -> the field it is to feed, "" for none; the header's words
            count for nothing there.
    """
    judge = _Judge(kind, sample, year, epoch_1904)
    notices: list[Problem] = []
    claims: dict[str, list[_Claim]] = {}
    peers = {heading.leaf for heading in found}
    open_to = [heading for heading in found if letter(heading.index) not in chosen]
    for heading in open_to:
        claim = _claim(heading, matches(heading, kind, peers), judge, notices)
        if claim and claim.target.field not in chosen.values():
            claims.setdefault(claim.target.field, []).append(claim)
    columns = _settled(found, kind, chosen, judge)
    for field, rivals in claims.items():
        columns += _settle(kind.fields[field], rivals, judge, notices)
    columns += _clock_columns(columns, open_to, kind)
    columns = _share(sorted(columns, key=lambda column: column.index), kind)
    used = {column.index for column in columns}
    left = [each for each in found if each.levels and each.index not in used]
    notices += [_notice("personal_column", "", each) for each in left if is_personal(each)]
    unread = (Column(each.index, letter(each.index), each.shown, ()) for each in left)
    return Mapping(tuple(columns), tuple(unread), tuple(notices))


def _settled(found: Sequence[Heading], kind: Kind, chosen: Chosen, judge: _Judge) -> list[Column]:
    """Return the columns whose field was settled, read as the field's own header would be."""
    peers = {heading.leaf for heading in found}
    columns = []
    for heading in found:
        if field := chosen.get(letter(heading.index)):
            known = [match.target for match in matches(heading, kind, peers)]
            # What is personal is not read, whoever says so (domain.md 12.6).
            if not known and is_personal(heading):
                continue
            target = next((each for each in known if each.field == field), Target(field, 0))
            columns.append(judge.column(heading, target))
    return columns


class _Judge:
    """Tells by the sampled cells what a column holds."""

    def __init__(
        self, kind: Kind, sample: Sequence[Sequence[str]], year: int | None, epoch_1904: bool
    ) -> None:
        self.kind = kind
        self._sample = sample
        self._year = year
        self._epoch_1904 = epoch_1904
        self._needed = {field for group in kind.columns for field in group}

    def cells(self, index: int) -> list[str]:
        """Return the filled cells of a column, bare."""
        cells = (bare(row[index]) for row in self._sample if index < len(row))
        return [cell for cell in cells if not is_empty(cell)]

    def fitting(self, heading: Heading, target: Target) -> tuple[int, int]:
        """Return how many of the filled cells fit a field, and how many there are."""
        convert = self._converter(heading, target)
        cells = self.cells(heading.index)
        return sum(_is_meant(convert(cell)) for cell in cells), len(cells)

    def contradicts(self, heading: Heading, target: Target) -> bool:
        """Tell whether a column plainly holds something else than its header says."""
        if target.field in self._needed:
            return False
        fit, cells = self.fitting(heading, target)
        return cells >= _ENOUGH and not fit

    def hopeless(self, claim: _Claim) -> bool:
        """Tell whether a column has values and none of them fits the field it claims."""
        fit, cells = self.fitting(claim.heading, claim.target)
        return cells > 0 and not fit

    def column(self, heading: Heading, target: Target, part: Part = "") -> Column:
        """Return the column of a heading."""
        return Column(
            index=heading.index,
            letter=letter(heading.index),
            header=heading.shown,
            fields=(target.field,),
            reads=tuple(target.reads.items()),
            part=part,
            scale=self._scale(heading, target),
            rounded=self._rounded(heading.index),
        )

    def _converter(self, heading: Heading, target: Target) -> Converter:
        field = self.kind.fields[target.field]
        column = Column(
            heading.index, "", heading.shown, (field.name,), tuple(target.reads.items())
        )
        return converter(field, column, year=self._year, epoch_1904=self._epoch_1904)

    def _scale(self, heading: Heading, target: Target) -> int:
        money = self.kind.fields[target.field].type == "money"
        return 10_000 if money and _TEN_THOUSAND in heading.shown else 1

    def _rounded(self, index: int) -> bool:
        long = [cell for cell in self.cells(index) if cell.isdigit() and len(cell) > 15]
        return len(set(long)) > 1 and all(map(looks_rounded, long))


def _is_meant(found: Value | Problem | None) -> bool:
    """Tell whether a cell holds what its field is about, be it broken (a day without its year)."""
    return not isinstance(found, Problem) or found.code in _BROKEN


def _claim(
    heading: Heading, found: Sequence[Match], judge: _Judge, notices: list[Problem]
) -> _Claim | None:
    """Return the one field a heading stands for, chosen by its values where the words allow two."""
    kind = judge.kind
    targets = sorted(
        (match.target for match in found),
        key=lambda target: (kind.fields[target.field].type in _LOOSE, target.rank),
    )
    fitting = [each for each in targets if not judge.contradicts(heading, each)]
    if targets and not fitting:
        notices.append(_notice("column_unfit", targets[0].field, heading))
        return None
    for target in fitting[:-1]:
        fit, cells = judge.fitting(heading, target)
        if 2 * fit >= cells:
            return _Claim(heading, found[0].surety, target)
    return _Claim(heading, found[0].surety, fitting[-1]) if fitting else None


def _settle(
    field: Field, rivals: Sequence[_Claim], judge: _Judge, notices: list[Problem]
) -> Iterator[Column]:
    """Yield the column that a field gets, and that of its time of day where it stands apart."""
    first, *others = sorted(rivals, key=lambda claim: (judge.hopeless(claim), *claim.order))
    if field.type in _DATED:
        for day in rivals:
            if hour := next((each for each in rivals if _is_time_of(each, day, judge)), None):
                yield judge.column(day.heading, day.target)
                yield judge.column(hour.heading, hour.target, "time")
                return
    yield judge.column(first.heading, first.target)
    for other in others:
        kept = (("kept", first.heading.shown),)
        notices.append(Problem("column_tied", field.name, other.heading.shown, kept))


def _is_time_of(claim: _Claim, day: _Claim, judge: _Judge) -> bool:
    words = header_words()
    return (
        day.heading.leaf.endswith(words.date_ending)
        and claim.heading.leaf.endswith(words.time_ending)
        and not judge.fitting(claim.heading, claim.target)[0]
        and any(":" in fold(cell) for cell in judge.cells(claim.heading.index))
    )


def _clock_columns(
    columns: Sequence[Column], found: Sequence[Heading], kind: Kind
) -> Iterator[Column]:
    """Yield the columns 时 and 分 that follow a date (domain.md 13.1: 对接事件登记表)."""
    parts = _clock_words()
    by_index = {heading.index: heading for heading in found}
    taken = {column.index for column in columns}
    for column in columns:
        if kind.fields[column.fields[0]].type not in _MOMENTS or column.part:
            continue
        for step, (names, part) in enumerate(parts, 1):
            heading = by_index.get(column.index + step)
            if heading is None or heading.leaf not in names or heading.index in taken:
                break
            yield Column(
                heading.index, letter(heading.index), heading.shown, column.fields, part=part
            )


def _clock_words() -> tuple[tuple[frozenset[str], Part], ...]:
    return (header_words().hour, "hour"), (header_words().minute, "minute")


def _share(columns: Sequence[Column], kind: Kind) -> list[Column]:
    """Let columns feed the further fields that have none of their own."""
    own = {field for column in columns for field in column.fields}
    more: dict[str, list[str]] = {}
    for name, field in kind.fields.items():
        if name in own:
            for other in field.also:
                if other not in own:
                    more.setdefault(name, []).append(other)
        elif source := next((each for each in field.falls_back_on if each in own), None):
            more.setdefault(source, []).append(name)
    return [
        replace(column, fields=(*column.fields, *more.get(column.fields[0], ())))
        for column in columns
    ]


def _notice(code: str, field: str, heading: Heading) -> Problem:
    return Problem(code, field, heading.shown)
