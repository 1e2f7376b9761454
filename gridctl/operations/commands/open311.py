"""Filing a request from outside."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from gridctl.operations.base import Command, Slug, View

_Values = Annotated[tuple[Annotated[str, Field(max_length=2_000)], ...], Field(max_length=50)]


class FiledView(View):
    """The number a request got, and the check code with which it is followed.

    Attributes:
        placed: whether a town or village was recognised; where not, the office looks it up.
    """

    serial_no: str
    check_code: str
    placed: bool = True


class FileRequest(
    Command[FiledView],
    route="POST /public-requests",
    permission="open311.create",
    private=("contact_name", "contact_phone"),
):
    """File a request under a service; it becomes a ticket that waits for acceptance.

    ``attributes`` are held against the service's definition. ``address_id`` is the code of a
    place. An alert takes no contact. Telephone and identity numbers in the words are masked; the
    first telephone number becomes the contact where none was given.
    """

    service: Slug
    description: str = Field(default="", max_length=4_000)
    address: str = Field(default="", max_length=200)
    address_id: Slug | None = None
    lat: Decimal | None = Field(default=None, ge=-90, le=90)
    lon: Decimal | None = Field(default=None, ge=-180, le=180)
    media_url: str = Field(default="", max_length=500, pattern=r"^(https?://\S+)?$")
    attributes: dict[str, _Values] = Field(default_factory=dict, max_length=50)
    contact_name: str = Field(default="", max_length=60)
    contact_phone: str = Field(default="", max_length=40)
    jurisdiction: str | None = None
