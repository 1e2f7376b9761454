"""Errors about the form of a request."""

from __future__ import annotations

from gridctl.domain.errors import GridctlError, Invalid, Unreachable, Usage
from gridctl.foundation.i18n import N_


class RequestInvalid(Usage):
    """A field of an operation has a value it cannot have."""

    message = N_("{field}: {detail}")
    hint = N_(
        "<Look at the command's --help for what the value may be|See under the field what"
        " the value may be>."
    )
    status = 422


class ServerFailed(GridctlError):
    """Something nobody foresaw went wrong in the server."""

    message = N_("The server failed at this.")
    hint = N_("Tell the administrator the number {request_id}: the server's log has the rest.")
    status = 500


class ServerBusy(Unreachable):
    """The server has as many requests as it takes."""

    message = N_("The server has too much to do.")
    hint = N_("Try again in a moment.")


class RequestTooLarge(Usage):
    """The body of a request is larger than a server takes."""

    message = N_("The request is larger than the server takes ({limit} MB).")
    hint = N_("Send less at a time.")
    status = 413


class BodyCompressed(Usage):
    """The body of a request came compressed; how large it would grow nobody can tell."""

    message = N_("The server takes no compressed requests.")
    status = 415


class RequestTooSlow(Unreachable):
    """A request took longer to arrive, or to be answered, than a server waits."""

    message = N_("The server gave up after {seconds} seconds.")
    hint = N_(
        "Look whether it was done before you try again; <with the same --key|from the"
        " same form> it is done once."
    )
    status = 504


class ValueUnfit(Invalid):
    """A value cannot be stored: a number of more than 18 digits, a sign that stands for nothing."""

    message = N_("A value cannot be stored: a number is too large, or a text holds a null sign.")
    hint = N_("Look at what was entered; numbers have at most 18 digits.")
