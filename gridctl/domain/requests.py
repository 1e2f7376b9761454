"""Errors about the form of a request."""

from __future__ import annotations

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_


class RequestInvalid(Usage):
    """A field of an operation has a value it cannot have."""

    message = N_("{field}: {detail}")
    hint = N_("Look at the command's --help for what the value may be.")
    status = 422
