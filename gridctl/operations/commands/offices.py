"""Setting up an office."""

from __future__ import annotations

from pydantic import Field

from gridctl.operations.base import Command
from gridctl.operations.queries.offices import OfficeView


class SetUpOffice(Command[OfficeView], route="POST /office", permission="office.edit"):
    """Record the office's name, county and the operator of a local file."""

    name: str = Field(min_length=1, max_length=100)
    county_code: str = Field(default="", pattern=r"^([0-9]{6})?$")
    operator: str = Field(min_length=1, max_length=60)
