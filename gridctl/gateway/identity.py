"""The way in for requests that come with a token, or without one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from gridctl.domain.errors import GridctlError
from gridctl.domain.office import OfficeBusy
from gridctl.domain.rights import Rights
from gridctl.domain.sign_ins import NotSignedIn, PasswordExpected
from gridctl.gateway.local import LocalGateway
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.context import Visit
from gridctl.handlers.queries.identity import Identity, check_behalf, identify
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.registry import operation_name

R = TypeVar("R")

#: What is open to whoever has no token.
STRANGERS = frozenset(
    {
        "offices.ShowNameplate", "progress.CheckProgress",
        "sign_ins.SignIn", "sign_ins.SetUpAdministrator",
    }
)  # fmt: skip
#: What is open to whoever must choose a password first.
_NEWCOMERS = STRANGERS | {
    "accounts.ChangePassword", "accounts.ShowOwnAccount", "sign_ins.SignOut",
}  # fmt: skip
_NOBODY = Rights(account="", role="", permissions=frozenset())
#: What can be reported, which is no matter of anybody's.
_CATALOGUE = frozenset({"open311.ShowEndpoint", "open311.ListServices", "open311.ShowService"})
#: What is open besides, by how far the office lets the public read by Open311.
_PUBLIC = {
    "no": frozenset[str](), "services": _CATALOGUE, "yes": _CATALOGUE | {"open311.ListRequests"},
}  # fmt: skip
#: As long as an office says nothing: GeoReport v2 has a key for filing alone, but reading about
#: requests is the office's to grant.
PUBLIC = "services"
_READER = Rights(account="", role="", permissions=frozenset({"open311.read"}))


class FrontDoor:
    """Lets requests in: each gets a gateway that knows who asks and what they may.

    Args:
        opening: makes a gateway on the office, given ``actor``, ``behalf``, ``rights``, ``visit``;
            they share a store, which outlives them.
        public: what Open311 answers without a token: "yes" for every question, "services" for
            those about what can be reported, "no" for none.
    """

    def __init__(self, opening: Callable[..., LocalGateway], *, public: str = PUBLIC) -> None:
        self._opening = opening
        self._strangers = STRANGERS | _PUBLIC[public]
        self._stranger = _READER if _PUBLIC[public] else _NOBODY

    def admit(self, token: str, behalf: str = "", source: str = "", operation: str = "") -> Gateway:
        """Return the gateway for a request.

        Args:
            token: that came with the request; "" without one.
            behalf: the member of staff or unit to act for; "" for one's own.
            source: the address the request came from.
            operation: the name of what is asked for, where that is known already.

        Raises:
            NotSignedIn: the token is not good, or there is none and the operation asks for one.
            BehalfNotYours, BehalfOutside, PartyUnknown: the account may not act for whom it names.
        """
        if not token:
            if operation and operation not in self._strangers:
                raise NotSignedIn(profile="")
            stranger = self._opening(actor="", rights=self._stranger, visit=Visit(source))
            return Lobby(stranger, self._strangers, NotSignedIn(profile=""))
        found = self._identify(token)
        gateway = self._opening(
            actor=found.rights.account, behalf=behalf or found.behalf, rights=found.rights,
            visit=Visit(source, found.token_id),
        )  # fmt: skip
        if found.must_change:
            return Lobby(gateway, _NEWCOMERS, PasswordExpected())
        if behalf:
            gateway.ask(check_behalf)
        self._note(gateway, found)
        return gateway

    def _identify(self, token: str) -> Identity:
        return self._opening().ask(lambda context: identify(context, token))

    def _note(self, gateway: LocalGateway, found: Identity) -> None:
        """Keep the day a token is used, the first time on each."""
        if found.unnoted:
            # Nobody waits for a note: while others write for long, a later request makes it.
            with suppress(OfficeBusy):
                gateway.keep(partial(_note_use, found.token_id), waits=False)


def _note_use(number: int, context: CommandContext) -> None:
    from gridctl.storage.repositories.accounts import Tokens

    Tokens(context.uow).note_use(number, context.today().isoformat())


class Lobby:
    """A gateway on which little is open yet."""

    def __init__(self, gateway: Gateway, allowed: frozenset[str], refusal: GridctlError) -> None:
        self._gateway = gateway
        self._allowed = allowed
        self._refusal = refusal

    def send(self, operation: Operation[R], **options: Any) -> R:
        """Carry out an operation that is open; see :class:`gridctl.operations.base.Gateway`."""
        if operation_name(type(operation)) not in self._allowed:
            raise self._refusal
        return self._gateway.send(operation, **options)

    def close(self) -> None:
        """Close the connections."""
        self._gateway.close()
