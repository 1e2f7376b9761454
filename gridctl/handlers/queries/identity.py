"""Who a token stands for, and whom its account may act for."""

from __future__ import annotations

from typing import Any, NamedTuple

from gridctl.domain.rights import FOR_OTHERS, Rights
from gridctl.domain.roles import Role
from gridctl.domain.sign_ins import BehalfNotYours, BehalfOutside, NotSignedIn
from gridctl.domain.tokens import narrowed
from gridctl.foundation.credentials import same_digest, secret_digest
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.office_roles import office_roles
from gridctl.handlers.queries.parties import Party, acting_party
from gridctl.storage.queries import accounts as sql
from gridctl.storage.queries import grids


class Identity(NamedTuple):
    """Who a token stands for.

    Attributes:
        token_id: the token.
        rights: what its account may do with it.
        behalf: for whom it acts where nobody is named: its member of staff, else its unit; an
            account of the whole office acts for the office.
        must_change: whether its password was given by somebody else.
        unnoted: whether this is the first use of the token today.
    """

    token_id: int
    rights: Rights
    behalf: str
    must_change: bool
    unnoted: bool


def identify(context: QueryContext, token: str) -> Identity:
    """Return who a token stands for.

    Raises:
        NotSignedIn: nobody: it is unknown, expired or revoked, or its account is blocked.
    """
    digest = secret_digest(token)
    row = context.read.record(sql.IDENTITY, {"digest": digest})
    if row is None or not same_digest(row["digest"], digest):
        raise NotSignedIn(profile="")
    if row["expires_at"] <= context.now():
        # Before anything else is read: an old token takes no longer than an unknown one.
        raise NotSignedIn(profile="")
    given = office_roles(context).roles.get(row["role"])
    if given is None:
        raise NotSignedIn(profile="")
    whole = given.scope == "office"
    return Identity(
        token_id=row["token_id"],
        rights=_rights(row, given),
        behalf="" if whole else row["staff"] or row["unit"] or "",
        must_change=bool(row["must_change"]) and row["kind"] == "sign_in",
        unnoted=row["used_on"] != context.today().isoformat(),
    )


def _rights(row: dict[str, Any], given: Role) -> Rights:
    placed = given.scope == "place"
    return Rights(
        account=row["login"],
        role=given.code,
        permissions=narrowed(given.permissions, row["permissions"].split()),
        scope=given.scope,
        place_id=row["place_id"] if placed else None,
        level=row["level"] or "" if placed else "",
        unit_id=row["unit_id"],
        staff_id=row["staff_id"],
        reads_only=bool(row["reads_only"]),
    )


def check_behalf(context: QueryContext) -> None:
    """Refuse to act for somebody an account may not act for.

    It acts for its own member of staff and its own unit; for others inside its part of the
    office with the permission ``act.for_others``.

    Raises:
        PartyUnknown, UnitAmbiguous, StaffAmbiguous: nobody or several in sight are called so.
        BehalfNotYours, BehalfOutside: it may not, or not for them.
    """
    rights, party = context.actor.rights, acting_party(context)
    if rights is None or _is_own(party, rights):
        return
    names = {"account": rights.account, "name": context.actor.behalf}
    if not rights.may(FOR_OTHERS):
        raise BehalfNotYours(**names)
    if not _is_inside(context, party, rights):
        raise BehalfOutside(**names)


def _is_own(party: Party, rights: Rights) -> bool:
    if party.kind == "staff":
        return party.staff_id == rights.staff_id
    return party.kind == "unit" and party.unit_id == rights.unit_id


def _is_inside(context: QueryContext, party: Party, rights: Rights) -> bool:
    """Tell whether a party works in the part of the office an account sees."""
    if rights.whole:
        return True
    if rights.place_id is None:
        return False
    # Only staff who work there are in sight.
    if party.kind == "staff":
        return True
    below = {place for (place,) in context.read.rows(grids.EVER_BELOW, {"id": rights.place_id})}
    return bool(party.places) and party.places <= below
