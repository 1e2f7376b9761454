"""Two changes of one record that met."""

from __future__ import annotations

from gridctl.domain.errors import Conflict
from gridctl.foundation.i18n import N_


class RecordChanged(Conflict):
    """Someone else changed a record since it was looked at.

    ``record`` is the record's table and ``number`` what people call it by. ``differences`` is a
    JSON list: of each field, named as the operation names it, what it was (``base``), what it would
    become (``mine``) and what it is now (``theirs``).
    """

    message = N_("{by} changed {record} {number} at {at} (revision {actual}, seen {seen}).")
    hint = N_("If your change still holds, repeat it< with --if-match {actual}|>.")
