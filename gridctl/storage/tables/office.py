"""The office itself, its journal, and the imports on their way in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from gridctl.storage.tables.base import Row, text


class Office(Row, table=True):
    """One row: whose database this is and who works on it locally."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = text()
    county_code: str = text()
    operator: str = text()
    created_at: int = Field(sa_type=BigInteger)


class Journal(Row, table=True):
    """One entry per command, chained by hashes in the order of ``seq``."""

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    seq: int | None = Field(default=None, unique=True)
    at: int = Field(sa_type=BigInteger)
    operation: str = text()
    actor: str = text()
    behalf: str = text(default="")
    reason: str = text(default="")
    idempotency_key: str = text(unique=True)
    request_digest: str = text()
    result: str = text(default="")
    changes_digest: str = text(default="")
    #: What of the changes digest comes from rows written in bulk; None before format 6.
    bulk_digest: str | None = text(default=None)
    #: The storage format whose columns its digests cover; None before format 6.
    format: int | None = None
    prev_hash: str = text(default="")
    hash: str = text(default="")


class Change(Row, table=True):
    """What a row was before an entry touched it, and the digest of what it was afterwards.

    No contact value ever stands here, and no digest of one.
    """

    id: int | None = Field(default=None, primary_key=True)
    journal_id: int = Field(foreign_key="journal.id", index=True)
    table_name: str = text()
    row_id: int
    action: str = text()
    before: str | None = text(default=None)
    after_digest: str | None = text(default=None)
    __table_args__ = (Index("ix_change_row", "table_name", "row_id"),)


class ContactBefore(Row, table=True):
    """What contact values were before an entry touched them; deleted with the values."""

    __tablename__ = "contact_before"
    id: int | None = Field(default=None, primary_key=True)
    journal_id: int = Field(foreign_key="journal.id", index=True)
    table_name: str = text()
    row_id: int
    image: str = text()
    __table_args__ = (Index("ix_contact_before_row", "table_name", "row_id"),)


class BulkSeal(Row, table=True):
    """The digests of a page of new rows an entry wrote in bulk, in the order of their ids."""

    __tablename__ = "bulk_seal"
    id: int | None = Field(default=None, primary_key=True)
    journal_id: int = Field(foreign_key="journal.id", index=True)
    table_name: str = text()
    first_id: int
    row_ids: str = text()
    digests: str = text()


class Batch(Row, table=True):
    """One file on its way in."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str = text()
    file_name: str = text()
    file_digest: str = text()
    options: str = text(default="{}")
    state: str = text(default="open")
    counts: str = text(default="{}")
    findings: str = text(default="[]")
    opened_at: int = Field(sa_type=BigInteger)
    opened_by: str = text()
    idempotency_key: str | None = text(default=None, unique=True)
    applied_by: int | None = Field(default=None, foreign_key="journal.id")
    undone_by: int | None = Field(default=None, foreign_key="journal.id")


class StagedChunk(Row, table=True):
    """A chunk that has arrived; the same number again is answered, not stored twice."""

    __tablename__ = "staged_chunk"
    batch_id: int = Field(foreign_key="batch.id", primary_key=True)
    number: int = Field(primary_key=True)
    digest: str = text()
    accepted: int
    rejected: int
    skipped: int


class StagedRow(Row, table=True):
    """A row waiting to be applied: recognised values as JSON under their natural key."""

    __tablename__ = "staged_row"
    batch_id: int = Field(foreign_key="batch.id", primary_key=True)
    sheet: str = text(primary_key=True)
    number: int = Field(primary_key=True)
    match_key: str = text()
    payload: str = text()
    __table_args__ = (Index("ix_staged_row_key", "batch_id", "match_key"),)


class RejectedRow(Row, table=True):
    """One finding that kept a row out, or let it be skipped."""

    __tablename__ = "rejected_row"
    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    sheet: str = text()
    number: int
    letter: str = text(default="")
    field: str = text(default="")
    value: str = text(default="")
    code: str = text()
    params: str = text(default="{}")
    severity: str = text(default="error")
