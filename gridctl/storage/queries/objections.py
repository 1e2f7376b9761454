"""Statements about objections to a draft, and what towns confirmed of it."""

from __future__ import annotations

from gridctl.storage.queries.compose import Statement

#: All runs of one month by one scheme are the same matter: what was objected to one is still
#: to be decided when another was made.
_OF_MONTH = """JOIN assessment a ON a.id = s.assessment_id
    WHERE a.period = :period AND a.scheme_id = :scheme AND a.subject = :subject
      AND s.withdrawn = false"""
_STEP = """s.id, s.assessment_id, s.verb, s.actor, s.behalf, s.at, s.document_no, s.opinion,
    s.subject_id, s.key, s.name, s.part_code, s.part_name, s.item, s.answers_id, s.digest"""
#: Nobody has decided the objection ``s``.
UNANSWERED = """NOT EXISTS (SELECT 1 FROM assessment_step d
    WHERE d.answers_id = s.id AND d.withdrawn = false)"""

STEPS = Statement(
    "objections.steps",
    f"""
    SELECT {_STEP}, (SELECT t.serial_no FROM ticket t WHERE t.id = s.ticket_id) AS ticket,
        s.journal_id > (SELECT d.journal_id FROM assessment d WHERE d.id = :draft) AS later
    FROM assessment_step s {_OF_MONTH} ORDER BY s.id
    """,
)
ONE = Statement(
    "objections.one",
    f"""
    SELECT {_STEP}, {UNANSWERED} AS undecided FROM assessment_step s
    WHERE s.id = :id AND s.verb = 'object' AND s.withdrawn = false
    """,
)
#: Of the whole month, whoever asks: what is out of sight stands in the way of freezing, too.
UNDECIDED = Statement(
    "objections.undecided",
    f"""
    SELECT count(*) FROM assessment_step s {_OF_MONTH} AND s.verb = 'object' AND {UNANSWERED}
    """,
    whole=True,
)
_FIGURES = "key, name, group_code, group_name, facts, total, standing"
FIGURES = Statement(
    "objections.figures",
    f"SELECT {_FIGURES} FROM assessment_subject WHERE assessment_id = :id ORDER BY key",
)
#: How many an assessment scored in a town, in sight or not.
IN_PART = Statement(
    "objections.in_part",
    """
    SELECT count(*) FROM assessment_subject
    WHERE assessment_id = :id AND (group_code = :part OR (group_code = '' AND key = :part))
    """,
    whole=True,
)
