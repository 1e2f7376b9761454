"""Making accounts, changing and blocking them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gridctl.domain.accounts import (
    AccountExists,
    LastAdministrator,
    check_grant,
    check_login,
    check_scope,
    keeps_accounts,
    login_key,
)
from gridctl.domain.passwords import check_password
from gridctl.domain.roles import Role
from gridctl.domain.sign_ins import NotSignedIn, SamePassword
from gridctl.foundation.credentials import hash_password, plain_password
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.lost_updates import check_seen
from gridctl.handlers.commands.prelude import Prelude
from gridctl.handlers.commands.proving import (
    NewPassword,
    Proof,
    choose_password,
    prove,
    uphold,
)
from gridctl.handlers.queries.accounts import account_missing, own_account, view_account
from gridctl.handlers.queries.centres import centre_needed, own_centre
from gridctl.handlers.queries.office_roles import office_role, office_roles
from gridctl.handlers.queries.places import find_place
from gridctl.handlers.queries.staff import find_staff
from gridctl.handlers.queries.unit_index import find_unit
from gridctl.operations.commands.accounts import (
    BlockAccount,
    ChangePassword,
    CreateAccount,
    EditAccount,
    ResetPassword,
    UnblockAccount,
)
from gridctl.operations.queries.accounts import AccountView, OwnAccount
from gridctl.storage.queries import accounts as sql
from gridctl.storage.repositories.accounts import Accounts, Tokens
from gridctl.storage.repositories.sign_ins import SignIns
from gridctl.storage.tables.accounts import Account

#: What an account is held for.
_BELONGING = ("place_id", "unit_id", "staff_id")


def prepare_create_account(operation: CreateAccount, _prelude: Prelude) -> NewPassword:
    """Return the password of a new account."""
    if not operation.sign_in:
        return NewPassword()
    return choose_password(operation.password, (operation.login, operation.name))


def create_account(operation: CreateAccount, context: CommandContext) -> AccountView:
    """Make an account, for a role one may give, with what that is given for."""
    accounts, given = Accounts(context.uow), _wanted(operation.role, context)
    login = check_login(operation.login)
    check_grant(context.actor.rights, given)
    if accounts.find(login) is not None:
        raise AccountExists(login=login)
    belonging = _belonging(operation, context, {"place", "unit", "staff"})
    check_scope(given, placed=bool(belonging["place_id"]), unit=bool(belonging["unit_id"]))
    belonging |= _acting(context, given, login, belonging)
    account = accounts.create(
        {
            "login": login, "name": operation.name, "role": given.code, **belonging,
            "created_at": context.now(), "created_by": context.actor.name,
        }
    )  # fmt: skip
    return _with_password(context, account, context.prepared, operation.password)


def edit_account(operation: EditAccount, context: CommandContext) -> AccountView:
    """Change an account; a new role must be one that may be given, as must the old one."""
    account = _account(context, operation)
    given = operation.model_fields_set
    changes: dict[str, Any] = operation.model_dump(include={"name"} & given, exclude_none=True)
    changes |= _belonging(operation, context, {"place", "unit", "staff"} & given)
    wanted = _wanted(operation.role, context) if operation.role else None
    if wanted is not None and wanted.code != account.role:
        check_grant(context.actor.rights, wanted)
        if not keeps_accounts(wanted):
            _check_another(context, account)
        changes["role"] = wanted.code
    if changes.keys() - {"name"}:
        changes |= _held_anew(context, account, changes)
    Accounts(context.uow).change(account, changes)
    return view_account(context, account.id or 0)


def block_account(operation: BlockAccount, context: CommandContext) -> AccountView:
    """Block an account and revoke its tokens."""
    account = _account(context, operation)
    _check_another(context, account)
    Accounts(context.uow).change(account, {"state": "blocked"})
    Tokens(context.uow).revoke_all(account.id or 0, context.now())
    return view_account(context, account.id or 0)


def unblock_account(operation: UnblockAccount, context: CommandContext) -> AccountView:
    """Let an account sign in again, however often somebody failed to."""
    account = _account(context, operation)
    accounts = Accounts(context.uow)
    accounts.change(account, {"state": "active"})
    accounts.forgive(account.id or 0)
    return view_account(context, account.id or 0)


def prepare_reset_password(operation: ResetPassword, _prelude: Prelude) -> NewPassword:
    """Return the new password."""
    return choose_password(operation.password, (operation.login,))


def reset_password(operation: ResetPassword, context: CommandContext) -> AccountView:
    """Give an account a new password; its sign-ins end."""
    account = _account(context, operation)
    Tokens(context.uow).revoke_all(account.id or 0, context.now(), kind="sign_in")
    return _with_password(context, account, context.prepared, operation.password)


def prepare_change_password(
    operation: ChangePassword, prelude: Prelude
) -> tuple[Proof, NewPassword]:
    """Prove the old password and return the new one."""
    rights = prelude.ask(lambda context: context.actor.rights)
    if rights is None:
        raise NotSignedIn(profile="")
    proof = prove(prelude, rights.account, operation.old)
    if plain_password(operation.new) == plain_password(operation.old):
        raise SamePassword
    check_password(operation.new, (rights.account,))
    return proof, NewPassword(hash_password(operation.new))


def change_password(_operation: ChangePassword, context: CommandContext) -> OwnAccount:
    """Keep a new password of one's own; the other sign-ins of the account end."""
    proof, chosen = context.prepared
    account_id, now = uphold(context, proof).id or 0, context.now()
    SignIns(context.uow).succeed(proof.attempt, account_id)
    Accounts(context.uow).set_password(account_id, chosen.kept, now, must_change=False)
    Tokens(context.uow).revoke_all(
        account_id, now, kind="sign_in", but=context.actor.visit.token_id
    )
    return own_account(context)


def _wanted(text: str, context: CommandContext) -> Role:
    """Return a role that is to be given; meanwhile no others are adopted."""
    SignIns(context.uow).wait_for_others()
    # Others may have been adopted while this waited.
    context.forget()
    return office_roles(context).named(text)


def _with_password(
    context: CommandContext, account: Account, chosen: NewPassword, given: str | None
) -> AccountView:
    """Keep a password somebody else chose, and return the account with what is told of it."""
    account_id = account.id or 0
    if chosen.kept:
        # Whoever works on the office's own file and types a password has chosen for themselves.
        own = given is not None and context.actor.rights is None
        Accounts(context.uow).set_password(
            account_id, chosen.kept, context.now(), must_change=not own
        )
    view = view_account(context, account_id)
    return view.model_copy(update={"password": chosen.told})


def _account(
    context: CommandContext,
    operation: EditAccount | BlockAccount | UnblockAccount | ResetPassword,
) -> Account:
    """Return an account one may change: one whose role one could give."""
    account = Accounts(context.uow).find(login_key(operation.login))
    if account is None:
        raise account_missing(context, operation.login)
    check_grant(context.actor.rights, office_role(context, account.role))
    check_seen(account, operation, context)
    return account


def _belonging(
    operation: CreateAccount | EditAccount, context: CommandContext, given: set[str]
) -> dict[str, int | None]:
    """Return the ids of place, unit and member of staff where they were named."""
    finders: dict[str, Any] = {"place": find_place, "unit": find_unit, "staff": find_staff}
    named = {name: getattr(operation, name) for name in given}
    return {
        f"{name}_id": finders[name](context, text) if text else None for name, text in named.items()
    }


def _acting(
    context: CommandContext, role: Role, login: str, belonging: Mapping[str, int | None]
) -> dict[str, int | None]:
    """Return the unit an account acts for: of a place's, its own centre where nobody was named.

    Raises:
        PartyNeeded: there is no such centre, or there are several.
    """
    unit, place = belonging["unit_id"], belonging["place_id"]
    if role.scope == "place" and place is not None and not (unit or belonging["staff_id"]):
        unit = own_centre(context, place)
        if unit is None:
            raise centre_needed(context, place, login)
    return {"unit_id": unit}


def _held_anew(
    context: CommandContext, account: Account, changes: Mapping[str, Any]
) -> dict[str, int | None]:
    """Return the unit of an account that gets another role, place, unit or member of staff."""
    belonging = {name: changes.get(name, getattr(account, name)) for name in _BELONGING}
    if belonging["place_id"] != account.place_id and "unit_id" not in changes:
        belonging["unit_id"] = _moved(context, account)
    role = office_role(context, changes.get("role", account.role))
    check_scope(role, placed=bool(belonging["place_id"]), unit=bool(belonging["unit_id"]))
    return _acting(context, role, account.login, belonging)


def _moved(context: CommandContext, account: Account) -> int | None:
    """Return the unit of an account that gets another place: the old one's centre stays there."""
    at_home = account.place_id is not None and account.unit_id == own_centre(
        context, account.place_id
    )
    return None if at_home else account.unit_id


def _check_another(context: CommandContext, account: Account) -> None:
    """Refuse to lose the last account that can keep accounts."""
    SignIns(context.uow).wait_for_others()
    # Others may have been adopted while this waited.
    context.forget()
    if not keeps_accounts(office_role(context, account.role)):
        return
    keeping = [code for code, each in office_roles(context).roles.items() if keeps_accounts(each)]
    wanted: dict[str, Any] = {"roles": keeping, "id": account.id}
    if not context.read.value(sql.OTHERS, wanted):
        raise LastAdministrator(login=account.login)
