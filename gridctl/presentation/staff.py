"""What lists of staff and a person's record show."""

from __future__ import annotations

from gridctl.domain.staff import EMPLOYMENT_NAMES, ROLE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section

COLUMNS = (
    Column("staff_no", N_("Staff number"), width="narrow"),
    Column("name", N_("Full name")),
    Column("employment", N_("Employment"), width="narrow", labels=EMPLOYMENT_NAMES),
    Column("posts.role", N_("Roles"), labels=ROLE_NAMES),
    Column("posts.place_name", N_("Places"), width="wide"),
    Column("posts.place_code", N_("Place codes"), width="wide", wide_only=True),
    Column("unit_name", N_("Unit"), width="wide", wide_only=True),
    Column("unit_code", N_("Unit code"), width="narrow", wide_only=True),
)
_RECORD = (
    Column("staff_no", N_("Staff number")),
    Column("name", N_("Full name")),
    Column("employment", N_("Employment"), labels=EMPLOYMENT_NAMES),
    Column("unit_name", N_("Unit")),
    Column("unit_code", N_("Unit code")),
    Column("phone", N_("Telephone")),
    Column("namesakes", N_("Others of this name")),
    Column("note", N_("Note")),
    Column("revision", N_("Revision"), kind="int"),
)
_POSTS = (
    Column("role", N_("Role"), width="narrow", labels=ROLE_NAMES),
    Column("place_name", N_("Place"), width="wide"),
    Column("place_code", N_("Code"), width="narrow"),
    Column("valid_from", N_("From"), width="narrow"),
    Column("valid_to", N_("Until"), width="narrow"),
)
SECTIONS = (
    Section("", _RECORD),
    Section(N_("Posts"), _POSTS, "history"),
)
