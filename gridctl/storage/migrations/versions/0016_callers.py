"""Callers are known again by a keyed digest, and what repeats a report stays when they are gone."""

from __future__ import annotations

import hmac
import json
import re
import secrets
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

from gridctl.storage.migrations.ahead import Index

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# Frozen here on purpose: a migration must not change when the program does.
PLAIN_TEXT = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
AHEAD = (Index("ix_ticket_contact_caller", "ticket_contact", "(caller) WHERE caller <> ''"),)
#: As long as it was before it became a matter of the policy.
_REPEAT_DAYS = 90
_PAGE = 5_000
_APART = re.compile(r"[、,,;;/|转]|ext", re.IGNORECASE)
_BEFORE_MOBILE = re.compile(r"^(?:0086|86|0)(?=1\d{10}$)")


def upgrade() -> None:
    """Apply the migration."""
    for name, kind, start in (
        ("caller", PLAIN_TEXT, ""),
        ("repeat_days", sa.Integer(), "0"),
        ("repeated", sa.Boolean(), sa.false()),
    ):
        column = sa.Column(name, kind, nullable=False, server_default=start)
        op.add_column("ticket_contact", column)
    connection = op.get_bind()
    made = {"value": secrets.token_hex(32)}
    connection.execute(
        sa.text(
            "INSERT INTO office_secret (name, value) VALUES ('caller', :value)"
            " ON CONFLICT (name) DO NOTHING"
        ),
        made,
    )
    found = "SELECT value FROM office_secret WHERE name = 'caller'"
    key = str(connection.exec_driver_sql(found).scalar_one())
    _fill(connection, key)
    _fill_images(connection, key)
    for index in AHEAD:
        op.execute(index.statement())


def _fill(connection: sa.Connection, key: str) -> None:
    """Tell the callers there are apart, some at a time."""
    page = sa.text(
        "SELECT ticket_id, phone FROM ticket_contact WHERE ticket_id > :after AND phone <> ''"
        " ORDER BY ticket_id LIMIT :most"
    )
    write = sa.text(
        "UPDATE ticket_contact SET caller = :caller, repeat_days = :days WHERE ticket_id = :id"
    )
    after = 0
    while rows := connection.execute(page, {"after": after, "most": _PAGE}).all():
        after = rows[-1][0]
        known = [(ticket, _digest(key, phone)) for ticket, phone in rows]
        told = [{"id": each, "caller": it, "days": _REPEAT_DAYS} for each, it in known if it]
        if told:
            connection.execute(write, told)


def _fill_images(connection: sa.Connection, key: str) -> None:
    """Do the same for what contacts were, or undoing would bring back no caller."""
    rows = connection.exec_driver_sql(
        "SELECT id, image FROM contact_before WHERE table_name = 'ticket_contact' ORDER BY id"
    ).all()
    told = [{"id": each, "image": _image(key, json.loads(image))} for each, image in rows]
    if told:
        connection.execute(sa.text("UPDATE contact_before SET image = :image WHERE id = :id"), told)


def _image(key: str, image: dict[str, Any]) -> str:
    caller = _digest(key, image.get("phone") or "")
    days = _REPEAT_DAYS if caller else 0
    whole = image | {"caller": caller, "repeat_days": days, "repeated": False}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(key: str, phone: str) -> str:
    first = _APART.split(unicodedata.normalize("NFKC", phone).strip(), maxsplit=1)[0]
    number = _BEFORE_MOBILE.sub("", re.sub(r"\D", "", first))
    if len(number) < 7 or len(set(number)) == 1:
        return ""
    return hmac.digest(key.encode(), number.encode(), "sha256").hex()[:32]
