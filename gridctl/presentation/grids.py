"""What lists of places, the tree and a place's record show."""

from __future__ import annotations

from typing import Any

from gridctl.domain.grids import KIND_NAMES, LEVEL_NAMES
from gridctl.domain.staff import ROLE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.operations.queries.grids import GridView
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl.presentation.wording import finding_words

_FROM = Column("valid_from", N_("From"), width="narrow")
_TO = Column("valid_to", N_("Until"), width="narrow")

COLUMNS = (
    Column("code", N_("Code"), width="narrow"),
    Column("name", N_("Name"), width="wide"),
    Column("level", N_("Level"), width="narrow", labels=LEVEL_NAMES),
    Column("kind", N_("Kind"), width="narrow", labels=KIND_NAMES, wide_only=True),
    Column("parent_name", N_("Under")),
    Column("parent_code", N_("Code above"), width="narrow", wide_only=True),
    Column("households", N_("Households"), kind="int", width="narrow"),
    Column("urban_class", N_("Urban class"), width="narrow", wide_only=True),
    Column("valid_from", N_("From"), width="narrow", wide_only=True),
    Column("valid_to", N_("Until"), width="narrow", wide_only=True),
)
_RECORD = (
    Column("code", N_("Code")),
    Column("name", N_("Name")),
    Column("level", N_("Level"), labels=LEVEL_NAMES),
    Column("kind", N_("Kind"), labels=KIND_NAMES),
    Column("path", N_("Path")),
    Column("aliases", N_("Also called")),
    Column("households", N_("Households"), kind="int"),
    Column("urban_class", N_("Urban class")),
    Column("children", N_("Places under it"), kind="int"),
    _FROM,
    _TO,
    Column("revision", N_("Revision"), kind="int"),
)
_POSTS = (
    Column("role", N_("Role"), width="narrow", labels=ROLE_NAMES),
    Column("name", N_("Full name")),
    Column("staff_no", N_("Staff number"), width="narrow"),
    _FROM,
    _TO,
)
_VERSIONS = (
    _FROM,
    _TO,
    Column("name", N_("Name"), width="wide"),
    Column("parent_name", N_("Under")),
    Column("households", N_("Households"), kind="int", width="narrow"),
)
SECTIONS = (
    Section("", _RECORD),
    Section(N_("To be looked into"), (Column("words", N_("What was found")),), "findings"),
    Section(N_("People"), _POSTS, "posts"),
    Section(N_("History"), _VERSIONS, "versions"),
)
TREE = (
    Column("name", N_("Name"), width="wide"),
    Column("code", N_("Code"), width="narrow"),
    Column("level", N_("Level"), width="narrow", labels=LEVEL_NAMES),
    Column("depth", N_("Depth"), kind="int", width="narrow", wide_only=True),
    Column("children", N_("Right below"), kind="int", width="narrow", wide_only=True),
    Column("grids", N_("Grids"), kind="int", width="narrow"),
    Column("staff", N_("Staff"), kind="int", width="narrow"),
    Column("findings", N_("To look into"), kind="int", width="narrow"),
)


def place_record(place: GridView) -> dict[str, Any]:
    """Return a place as its sections show it, what is to be looked into in words."""
    words = [{"words": finding_words(each)} for each in place.warnings]
    return {**place.model_dump(), "findings": words}
