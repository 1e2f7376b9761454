"""Statements about assessments and schemes."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

_HEAD = """id, period, subject, scheme_id, scheme_version, scheme_digest, state, subjects,
    created_at, created_by, frozen_at, frozen_by, program_version, input_digest, result_digest,
    counting"""

LIST = Statement(
    "assessments.list",
    f"SELECT {_HEAD} FROM assessment WHERE 1 = 1 {{where}} ORDER BY {{order}} LIMIT :limit",
    filters={"period": "period = :period", "scheme": "scheme_id = :scheme"},
    orders={"newest": ("id DESC", "id < :after")},
)
ONE = Statement("assessments.one", f"SELECT {_HEAD} FROM assessment WHERE id = :id")
#: Of a period the frozen one, else the newest draft.
NEWEST = Statement(
    "assessments.newest",
    f"""SELECT {_HEAD} FROM assessment WHERE period = :period {{where}}
    ORDER BY CASE WHEN state = 'frozen' THEN 0 ELSE 1 END, id DESC LIMIT 1""",
    filters={"scheme": "scheme_id = :scheme", "subject": "subject = :subject"},
)
SCHEME_TEXT = Statement(
    "assessments.scheme_text", "SELECT scheme_text FROM assessment WHERE id = :id"
)
#: Who is ranked, and who is not.
_PARTS = {"ranked": "standing = 'ranked'", "apart": "standing <> 'ranked'"}
ROWS = Statement(
    "assessments.rows",
    """
    SELECT key, subject_id, name, group_code, group_name, attrs, facts, score, total, rank, tied,
           standing, sort_rank
    FROM assessment_subject WHERE assessment_id = :id {where} ORDER BY {order} LIMIT :limit
    """,
    filters={"key": "(key = :key OR name = :key)", **_PARTS},
    orders={
        "best": ("sort_rank", "sort_rank > CAST(:after AS INTEGER)"),
        "last": ("sort_rank DESC", "sort_rank < CAST(:after AS INTEGER)"),
    },
)
COUNT = Statement(
    "assessments.count",
    "SELECT count(*) FROM assessment_subject WHERE assessment_id = :id {where}",
    filters=_PARTS,
)
ALL_ROWS = Statement(
    "assessments.all_rows",
    """
    SELECT key, subject_id, name, group_code, group_name, attrs, facts, score, total, rank, tied,
           standing, sort_rank
    FROM assessment_subject WHERE assessment_id = :id ORDER BY key
    """,
)
#: What the entry of a run covers of what it wrote.
BULK_DIGEST = Statement(
    "assessments.bulk_digest",
    """
    SELECT j.bulk_digest FROM assessment a JOIN journal j ON j.id = a.journal_id WHERE a.id = :id
    """,
    whole=True,
)
NAMES = Statement(
    "assessments.names",
    "SELECT key, name FROM assessment_subject WHERE assessment_id = :id ORDER BY key",
)
SCHEMES = Statement(
    "assessments.schemes",
    "SELECT scheme_id, version, body FROM scoring_scheme ORDER BY scheme_id, version DESC, id DESC",
)
