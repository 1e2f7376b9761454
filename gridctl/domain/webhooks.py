"""Webhooks: which events there are, which addresses are told, how a telling is signed and retried.

What is told names places and states, never people, and nothing of confidential tickets.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable, Mapping
from typing import Literal
from urllib.parse import urlsplit

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.domain.loop import VERB_NAMES
from gridctl.foundation.i18n import N_

WebhookState = Literal["active", "ended"]
DeliveryState = Literal["pending", "delivered", "dead"]

WEBHOOK_STATE_NAMES: Mapping[str, str] = {"active": N_("active"), "ended": N_("ended")}
DELIVERY_STATE_NAMES: Mapping[str, str] = {
    "pending": N_("on its way"),
    "delivered": N_("delivered"),
    "dead": N_("given up"),
}
TROUBLE_NAMES: Mapping[str, str] = {
    "status": N_("the answer was no success"),
    "unreachable": N_("no connection could be made"),
    "timeout": N_("no answer in time"),
    "inside": N_("the address lies inside the network"),
    "ended": N_("the webhook was ended"),
    "waiting": N_("not tried: the receiver gave no answer just before"),
}

#: Publications by the operation that makes them.
PUBLICATIONS: Mapping[str, str] = {
    "assessments.FreezeAssessment": "assessment.freeze",
    "awards.PublishAwards": "award.publish",
}
PING = "ping"
TICKET = "ticket."

#: A telling is tried so often, with twice the pause each time.
MOST_ATTEMPTS = 12
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 30, 6 * 3_600
#: What kept a telling from being answered at all: meanwhile the receiver is told nothing else.
SILENT = ("timeout", "unreachable")
#: It does so for its first tries, some minutes; after that each telling finds out for itself.
SILENT_ATTEMPTS = 5
#: Who took a telling and does not say how it ended loses it after this.
LEASE_S = 120
#: What is over is kept so many days.
KEPT_DAYS: Mapping[DeliveryState, int] = {"delivered": 30, "dead": 90}

SIGNATURE_HEADER = "X-Gridctl-Signature"
EVENT_HEADER = "X-Gridctl-Event"
ID_HEADER = "X-Gridctl-Delivery"

# Inside, though no longer called so: site-local. Translated to inside addresses on the way: those
# with an IPv4 address at their end, NAT64, 6to4, Teredo.
_INSIDE = tuple(
    map(
        ipaddress.ip_network,
        ("fec0::/10", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
    )
)


class WebhookNotFound(NotFound):
    """No webhook has this name."""

    message = N_("There is no webhook {name}.")
    hint = N_("'<webhook list>' shows all.")


class WebhookExists(Conflict):
    """The name is taken."""

    message = N_("There is already a webhook {name}.")
    hint = N_("Take another name, or end the one there is with '<webhook end {name}>'.")


class WebhookEnded(Conflict):
    """It tells nothing any more."""

    message = N_("Webhook {name} was ended.")
    hint = N_("Add a new one under another name.")


class WebhookUrlInvalid(Invalid):
    """An address that is not told anything."""

    message = N_("{url} cannot be told: give an https address without a password.")
    hint = N_("Plain http is for this machine alone, and only where webhooks_inside is set.")


class WebhookInside(Invalid):
    """An address inside the network, which this machine tells nothing."""

    message = N_("{url} lies inside the network and would never be told.")
    hint = N_(
        'Where that is meant, allow it on the machine that sends: webhooks_inside = "yes" in its'
        " settings, or GRIDCTL_WEBHOOKS_INSIDE=yes."
    )


class EventUnknown(Invalid):
    """No event has this name."""

    message = N_("There is no event {event}.")
    hint = N_("Events: {choices}; 'ticket.*' is every step of a ticket, '*' is everything.")


class DeliveryNotFound(NotFound):
    """No delivery has this number."""

    message = N_("There is no delivery {delivery}.")
    hint = N_("'<webhook deliveries>' shows all.")


def event_names() -> tuple[str, ...]:
    """Return every event there is."""
    return (*(f"{TICKET}{verb}" for verb in VERB_NAMES), *PUBLICATIONS.values())


def check_events(names: Iterable[str]) -> None:
    """Refuse names and patterns no event has.

    Raises:
        EventUnknown: the first of them.
    """
    for name in names:
        if not any(concerns((name,), event) for event in event_names()):
            choices = ("ticket.dispatch", "ticket.close", *PUBLICATIONS.values())
            raise EventUnknown(event=name, choices=choices)


def concerns(names: Iterable[str], event: str) -> bool:
    """Tell whether a webhook of some event names is told of an event."""
    return any(
        name in ("*", event) or (name.endswith(".*") and event.startswith(name[:-1]))
        for name in names
    )


def check_url(url: str) -> None:
    """Refuse an address that is not to be told.

    Raises:
        WebhookUrlInvalid: no https, a password in it, no host; http but on this machine.
    """
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.password)
    except ValueError:
        good = False
    if not good or parts.fragment or any(sign <= " " for sign in url):
        raise WebhookUrlInvalid(url=url[:100])
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise WebhookUrlInvalid(url=url[:100])


def is_public(address: str) -> bool:
    """Tell whether an IP address lies in the open network and nowhere inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _INSIDE):
            return False
    return ip.is_global and not ip.is_multicast


def check_outside(url: str) -> None:
    """Refuse an address that says by itself that it lies inside; names are looked up in sending.

    Raises:
        WebhookInside: it does.
    """
    host = urlsplit(url).hostname or ""
    try:
        inside = host == "localhost" or not is_public(host)
    except ValueError:
        inside = False
    if inside:
        raise WebhookInside(url=url[:100])


def signature(secret: str, at: int, body: str) -> str:
    """Return the header that proves who sent a body and when.

    ``t`` is the instant in UTC seconds, ``v1`` the HMAC-SHA256 of ``t.body``, hexadecimal.
    """
    digest = hmac.digest(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hex()
    return f"t={at},v1={digest}"


def pause_s(attempts: int) -> int:
    """Return the pause before the next try, in seconds.

    Args:
        attempts: tries so far, at least one.
    """
    return min(_FIRST_PAUSE_S << min(attempts - 1, 20), _LONGEST_PAUSE_S)
