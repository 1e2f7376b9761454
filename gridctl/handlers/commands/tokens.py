"""Making tokens for programs, and revoking tokens."""

from __future__ import annotations

from gridctl.domain.accounts import (
    KEEPING,
    AccountBlocked,
    AccountNeeded,
    check_grant,
    login_key,
)
from gridctl.domain.rights import allows
from gridctl.domain.tokens import (
    DAY_S,
    PermissionUnknown,
    TokenGone,
    TokenNotFound,
    TokenOutlives,
    TokenTooWide,
)
from gridctl.foundation.clock import from_epoch, local_date
from gridctl.foundation.credentials import new_token, secret_digest
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.accounts import find_account
from gridctl.handlers.queries.office_roles import office_role
from gridctl.handlers.queries.tokens import token_row
from gridctl.operations.commands.tokens import CreateToken, RevokeToken
from gridctl.operations.queries.tokens import TokenRow, TokenView
from gridctl.operations.registry import all_permissions
from gridctl.storage.queries import accounts as sql
from gridctl.storage.repositories.accounts import Tokens
from gridctl.storage.tables.accounts import Account, Token


def create_token(operation: CreateToken, context: CommandContext) -> TokenView:
    """Make a token that carries no more than its maker and its account have."""
    account = _account(operation, context)
    if account.state != "active":
        raise AccountBlocked(login=account.login)
    permissions = _carried(operation, context, account)
    text, tokens = new_token(), Tokens(context.uow)
    until = context.now() + operation.days * DAY_S
    _check_end(until, tokens.get(context.actor.visit.token_id))
    token = tokens.create(
        secret_digest(text),
        {
            "account_id": account.id, "kind": "made", "label": operation.label,
            "reads_only": operation.reads_only, "permissions": " ".join(permissions),
            "created_at": context.now(), "expires_at": until,
        },
    )  # fmt: skip
    return TokenView(**_view(context, token.id or 0).model_dump(), token=text)


def revoke_token(operation: RevokeToken, context: CommandContext) -> TokenRow:
    """Revoke a token; one that may not be revoked answers as one that is not there."""
    tokens = Tokens(context.uow)
    token = tokens.get(operation.number)
    if token is None:
        raise TokenNotFound(number=operation.number)
    found, rights = _view(context, operation.number), context.actor.rights
    if rights is not None and found.login != rights.account:
        if not rights.may(KEEPING):
            raise TokenNotFound(number=operation.number)
        check_grant(rights, office_role(context, _by_login(context, found.login).role))
    if token.revoked_at is not None:
        raise TokenGone(number=operation.number)
    tokens.revoke(token, context.now())
    return _view(context, operation.number)


def _check_end(until: int, maker: Token | None) -> None:
    """Refuse a token that would go on where the one it is made with has ended.

    A stolen one would else live for ever. Whoever signed in with a password is not held to it.
    """
    if maker is not None and maker.kind == "made" and until > maker.expires_at:
        raise TokenOutlives(day=local_date(from_epoch(maker.expires_at)).isoformat())


def _account(operation: CreateToken, context: CommandContext) -> Account:
    """Return the account a token is for: one's own, or one whose role one could give."""
    rights = context.actor.rights
    if operation.account is None:
        if rights is None:
            raise AccountNeeded
        return _by_login(context, rights.account)
    if rights is not None and login_key(operation.account) != rights.account:
        rights.check(KEEPING, changes=True)
    account = _by_login(context, operation.account)
    if rights is not None and account.login != rights.account:
        check_grant(rights, office_role(context, account.role))
    return account


def _by_login(context: CommandContext, login: str) -> Account:
    return context.uow.session.get_one(Account, find_account(context, login))


def _carried(operation: CreateToken, context: CommandContext, account: Account) -> list[str]:
    """Return the permissions a token is limited to, none for all its role has.

    A token made with a narrow one is at most as wide.
    """
    rights = context.actor.rights
    held = office_role(context, account.role).permissions
    if rights is not None and account.login == rights.account:
        held = rights.permissions
    for permission in operation.permissions:
        if not _known(permission):
            raise PermissionUnknown(permission=permission[:100])
        if not allows(held, permission):
            raise TokenTooWide(account=account.login, permission=permission, role=account.role)
    narrow = held != office_role(context, account.role).permissions
    return sorted(operation.permissions or (held if narrow else ()))


def _known(permission: str) -> bool:
    """Tell whether a permission is one, or stands for all of a noun."""
    known = all_permissions()
    return permission in known or permission in {f"{each.partition('.')[0]}.*" for each in known}


def _view(context: CommandContext, number: int) -> TokenRow:
    row = context.read.record(sql.TOKEN, {"number": number})
    assert row is not None
    return token_row(row, context)
