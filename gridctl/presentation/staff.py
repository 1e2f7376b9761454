"""What lists of staff and a person's record show."""

from __future__ import annotations

from gridctl.domain.staff import EMPLOYMENT_NAMES, ROLE_NAMES
from gridctl.foundation.i18n import N_
from gridctl.presentation.columns import Column
from gridctl.presentation.sections import Section
from gridctl.presentation.ticket_figures import METRICS

#: Figures of the places a person is posted on.
_DUE = ("due_to_close", "closed_on_time", "close_on_time", "overdue")
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
#: A month's figures until today: the tickets a person reported, and those due where it is posted.
FIGURES = {"count": N_("Reported by them"), **{name: METRICS[name] for name in _DUE}}
_MONTH = tuple(
    Column(f"month.{name}", header, kind="percent" if name == "close_on_time" else "int")
    for name, header in FIGURES.items()
)
_SCORE = (
    Column("score.period", N_("Period")),
    Column("score.total", N_("Total points")),
    Column("score.rank", N_("Rank"), kind="int"),
    Column("score.grade", N_("Grade")),
    Column("score.assessment", N_("Assessment")),
)
#: What the list of staff does not tell of the person under its cursor.
_BESIDE = tuple(
    each for each in _RECORD if each.key in ("name", "phone", "unit_name", "namesakes", "note")
)
#: What a person's record shows beside the list of staff: the month first, which is looked for.
SECTIONS_OF_STAFF = (
    Section("", _BESIDE),
    Section(N_("This month: reported, and due at the posts"), _MONTH),
    Section(N_("Last score"), _SCORE),
    Section(N_("Posts"), _POSTS, "history"),
)
SECTIONS = (
    Section("", _RECORD),
    Section(N_("Posts"), _POSTS, "history"),
)
