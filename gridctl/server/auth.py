"""From who sends a request to the gateway that serves it."""

from __future__ import annotations

from gridctl.gateway.identity import FrontDoor
from gridctl.operations.base import Gateway
from gridctl.server.caller import Caller
from gridctl.server.routes import GatewayFor


def admitting(door: FrontDoor) -> GatewayFor:
    """Return what lets each request in by its token."""

    def gateway_for(caller: Caller) -> Gateway:
        return door.admit(caller.token, caller.behalf, caller.source, caller.operation)

    return gateway_for
