"""Grid codes: each numbering scheme is a list of segments in a file (domain.md 3.2)."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import tomli

from gridctl.domain.codes.divisions import parse_division
from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_
from gridctl.foundation.resources import config_path

GridKind = Literal["general", "exclusive", "micro"]

DEFAULT_SCHEME = "dist15"

_CHARSETS = {"digits": "0-9", "letters": "A-Z", "alphanumeric": "0-9A-Z"}


class SchemeUnknown(Invalid):
    """No grid code scheme has this name."""

    message = N_("There is no grid code scheme {scheme}.")
    hint = N_("Known schemes: {known}.")


class GridCodeInvalid(Invalid):
    """A text does not fit the grid code scheme."""

    message = N_("{code} does not fit the grid code scheme {scheme}.")
    hint = N_("The scheme is: {form}.")


class GridNumbersUsedUp(Invalid):
    """The parent has no number left for one more grid."""

    message = N_("There is no number after {code} in the grid code scheme {scheme}.")
    hint = N_("Numbers are never cut off or used again; choose a scheme with more digits.")


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a grid code.

    Attributes:
        field: its name.
        width: how many characters.
        charset: ``digits``, ``letters``, ``alphanumeric``, or the characters themselves.
        parent: whether it belongs to the code of the place above.
        counter: kind of grid -> first and last number; empty for a part that does not count.
        whole: whether the number zero stands for the whole place, not subdivided.
        marks: kind of grid the part marks; such a part may be absent.
    """

    field: str
    width: int
    charset: str
    parent: bool = False
    counter: Mapping[GridKind, tuple[int, int]] = dataclasses.field(default_factory=dict)
    whole: bool = False
    marks: GridKind | None = None

    @property
    def pattern(self) -> str:
        """Return the regular expression of the part."""
        signs = _CHARSETS.get(self.charset, re.escape(self.charset))
        return f"(?P<{self.field}>[{signs}]{{{self.width}}}){'?' if self.marks else ''}"

    def kind_of(self, part: str) -> GridKind | None:
        """Return the kind of grid whose numbers the part belongs to, or None."""
        if self.whole and not int(part):
            return "general"
        kinds = (kind for kind, (first, last) in self.counter.items() if first <= int(part) <= last)
        return next(kinds, None)


@dataclass(frozen=True, slots=True)
class GridScheme:
    """A way of numbering grids.

    Attributes:
        id: name of the scheme.
        version: version of its file.
        label: the scheme in words, by language.
        source: the standard or place it comes from.
        segments: the parts in order.
        parent_code: what the parent's code must be: ``village`` or the id of a scheme.
    """

    id: str
    version: int
    label: Mapping[str, str]
    source: str
    segments: tuple[Segment, ...]
    parent_code: str = ""

    @property
    def form(self) -> str:
        """Return the parts and their widths, such as ``village 12 + sequence 3``."""
        return " + ".join(f"{segment.field} {segment.width}" for segment in self.segments)

    def parse(self, code: str) -> dict[str, str]:
        """Take a grid code apart: field -> part. Absent optional parts are left out.

        Raises:
            GridCodeInvalid: the code does not fit, or its parent's code does not.
        """
        plain = unicodedata.normalize("NFKC", code).strip().upper()
        match = re.fullmatch("".join(segment.pattern for segment in self.segments), plain)
        parts = {name: part for name, part in match.groupdict().items() if part} if match else {}
        if not parts or not self._kind(parts) or not self._parent_fits(self._parent(parts)):
            raise GridCodeInvalid(code=plain, scheme=self.id, form=self.form)
        return parts

    def build(self, parts: Mapping[str, str]) -> str:
        """Put a grid code together from its parts.

        Raises:
            GridCodeInvalid: the parts do not make a code of this scheme.
        """
        code = "".join(parts.get(segment.field, "") for segment in self.segments)
        if self.parse(code) != dict(parts):
            raise GridCodeInvalid(code=code, scheme=self.id, form=self.form)
        return code

    def first(self, parent: str, kind: GridKind = "general", **others: str) -> str:
        """Return the lowest code of a kind under a parent.

        Args:
            parent: the parent's code, as :meth:`parent_of` gives it.
            kind: kind of grid.
            others: parts that neither count nor belong to the parent.

        Raises:
            GridCodeInvalid: the parent does not fit, or the scheme has no such kind.
        """
        parts = self._split_parent(parent) | others
        for segment in self.segments:
            if segment.counter:
                start, _ = segment.counter.get(kind) or next(iter(segment.counter.values()))
                parts[segment.field] = f"{start:0{segment.width}}"
            elif segment.marks == kind:
                parts[segment.field] = segment.charset
        code = self.build(parts)
        if self.kind_of(code) != kind:
            raise GridCodeInvalid(code=code, scheme=self.id, form=self.form)
        return code

    def next(self, code: str) -> str:
        """Return the code that follows in the same kind's numbers.

        Raises:
            GridCodeInvalid: the code does not fit.
            GridNumbersUsedUp: it was the last one.
        """
        parts = self.parse(code)
        counter = self._counter
        number = f"{int(parts[counter.field]) + 1:0{counter.width}}"
        same_kind = counter.kind_of(number) == counter.kind_of(parts[counter.field])
        if len(number) > counter.width or not same_kind:
            raise GridNumbersUsedUp(code=code, scheme=self.id)
        return self.build(parts | {counter.field: number})

    def parent_of(self, code: str) -> str:
        """Return the code of the place above: a village's division code, or a grid's code.

        Raises:
            GridCodeInvalid: the code does not fit.
        """
        return self._parent(self.parse(code))

    def kind_of(self, code: str) -> GridKind:
        """Return the kind of grid a code tells.

        Raises:
            GridCodeInvalid: the code does not fit.
        """
        kind = self._kind(self.parse(code))
        assert kind is not None
        return kind

    @property
    def _counter(self) -> Segment:
        return next(segment for segment in self.segments if segment.counter)

    def _kind(self, parts: Mapping[str, str]) -> GridKind | None:
        marked = (segment.marks for segment in self.segments if segment.field in parts)
        number = self._counter.kind_of(parts[self._counter.field])
        return number and next((mark for mark in marked if mark), number)

    def _parent(self, parts: Mapping[str, str]) -> str:
        return "".join(parts[segment.field] for segment in self.segments if segment.parent)

    def _split_parent(self, parent: str) -> dict[str, str]:
        parts, rest = {}, parent
        for segment in self.segments:
            if segment.parent:
                parts[segment.field], rest = rest[: segment.width], rest[segment.width :]
        if rest:
            raise GridCodeInvalid(code=parent, scheme=self.id, form=self.form)
        return parts

    def _parent_fits(self, parent: str) -> bool:
        try:
            if self.parent_code == "village":
                return parse_division(parent).level == "village"
            return not self.parent_code or bool(load_scheme(self.parent_code).parse(parent))
        except Invalid:
            return False


def scheme_ids() -> list[str]:
    """Return the names of the shipped schemes."""
    return sorted(path.stem for path in config_path("rules", "codes", "grid").glob("*.toml"))


@cache
def load_scheme(scheme: str = DEFAULT_SCHEME) -> GridScheme:
    """Return a shipped grid code scheme.

    Raises:
        SchemeUnknown: there is none of this name.
    """
    if scheme not in scheme_ids():
        raise SchemeUnknown(scheme=scheme, known=tuple(scheme_ids()))
    path = config_path("rules", "codes", "grid", f"{scheme}.toml")
    content: dict[str, Any] = tomli.loads(path.read_text("utf-8"))
    segments = tuple(Segment(**segment) for segment in content.pop("segments"))
    return GridScheme(id=scheme, segments=segments, **content)
