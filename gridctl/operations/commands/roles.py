"""Adopting roles of the office's own."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command
from gridctl.operations.queries.roles import RolesAdopted


class AdoptRoles(Command[RolesAdopted], route="POST /role-file", permission="role.edit"):
    """Have roles hold from the next request on.

    Refused where they have errors, where accounts would be left without their role or nobody to
    keep the accounts, and where whoever adopts them would give more than they have.

    Attributes:
        text: the TOML text of the file.
    """

    text: str = Field(min_length=1, max_length=200_000)
