"""Signing in and out, and making the first account."""

from __future__ import annotations

from gridctl.domain.accounts import check_login, keeps_accounts
from gridctl.domain.sign_ins import (
    SET_UP_S,
    AlreadySetUp,
    NotSignedIn,
    SetUpCodeWrong,
)
from gridctl.domain.tokens import DAY_S, SIGN_IN_DAYS
from gridctl.foundation.clock import from_epoch
from gridctl.foundation.credentials import (
    code_digest,
    new_code,
    new_token,
    same_digest,
    secret_digest,
)
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.commands.prelude import Prelude
from gridctl.handlers.commands.proving import (
    NewPassword,
    Proof,
    choose_password,
    note_attempt,
    prove,
    uphold,
)
from gridctl.handlers.queries.accounts import view_account
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.office_roles import office_role, office_roles
from gridctl.operations.commands.sign_ins import (
    IssueSetUpCode,
    SetUpAdministrator,
    SetUpCodeView,
    SignedIn,
    SignedOut,
    SignIn,
    SignOut,
)
from gridctl.storage.queries import accounts as sql
from gridctl.storage.repositories.accounts import Accounts, Tokens
from gridctl.storage.repositories.sign_ins import SignIns
from gridctl.storage.tables.accounts import Account

#: About 78 bits, good for an hour, and guessing is slowed.
_CODE_GROUPS = 4
#: Attempts at the set-up code are counted together.
_SET_UP = "set_up"


def prepare_sign_in(operation: SignIn, prelude: Prelude) -> Proof:
    """Prove the password."""
    return prove(prelude, operation.login, operation.password)


def sign_in(operation: SignIn, context: CommandContext) -> SignedIn:
    """Give whoever has proved the password a token."""
    proof: Proof = context.prepared
    account = uphold(context, proof)
    SignIns(context.uow).succeed(proof.attempt, proof.account_id)
    return _signed_in(context, account, operation.label)


def sign_out(operation: SignOut, context: CommandContext) -> SignedOut:
    """Revoke the token the request came with, or all sign-ins of its account."""
    rights, tokens = context.actor.rights, Tokens(context.uow)
    token = tokens.get(context.actor.visit.token_id)
    if rights is None or token is None:
        raise NotSignedIn(profile="")
    tokens.revoke(token, context.now())
    others = 0
    if operation.everywhere:
        others = tokens.revoke_all(token.account_id, context.now(), kind="sign_in")
    return SignedOut(revoked=1 + others)


def issue_set_up_code(_operation: IssueSetUpCode, context: CommandContext) -> SetUpCodeView:
    """Make the code by which the first account is made."""
    _check_empty(context)
    code, until = new_code(_CODE_GROUPS), context.now() + SET_UP_S
    SignIns(context.uow).put_code(code_digest(code), until)
    return SetUpCodeView(code=code, expires_at=from_epoch(until))


def prepare_set_up_administrator(
    operation: SetUpAdministrator, prelude: Prelude
) -> tuple[int, NewPassword]:
    """Look at the code, note the attempt, and return it with the password."""
    prelude.ask(_check_empty)
    attempt = prelude.keep(lambda context: note_attempt(context, _SET_UP))
    prelude.ask(lambda context: _code_id(context, operation.code))
    check_login(operation.login)
    return attempt, choose_password(operation.password, (operation.login, operation.name))


def set_up_administrator(operation: SetUpAdministrator, context: CommandContext) -> SignedIn:
    """Make the first account and sign in to it; the code is used up."""
    attempt, chosen = context.prepared
    accounts, sign_ins, now = Accounts(context.uow), SignIns(context.uow), context.now()
    sign_ins.wait_for_others()
    _check_empty(context)
    sign_ins.use_code(_code_id(context, operation.code), now)
    login = check_login(operation.login)
    account = accounts.create(
        {"login": login, "name": operation.name, "role": _first_role(context), "created_at": now,
         "created_by": login}
    )  # fmt: skip
    assert account.id is not None
    accounts.set_password(account.id, chosen.kept, now, must_change=False)
    sign_ins.succeed(attempt, account.id)
    return _signed_in(context, account, operation.label)


def _first_role(context: CommandContext) -> str:
    """Return the first role that keeps accounts; the lint of roles sees to it that there is one."""
    return next(code for code, each in office_roles(context).roles.items() if keeps_accounts(each))


def _signed_in(context: CommandContext, account: Account, label: str) -> SignedIn:
    """Make a token and return it."""
    now, text = context.now(), new_token()
    until = now + SIGN_IN_DAYS * DAY_S
    Tokens(context.uow).create(
        secret_digest(text),
        {"account_id": account.id, "kind": "sign_in", "label": label, "created_at": now,
         "expires_at": until},
    )  # fmt: skip
    context.act_as(account.login)
    found = view_account(context, account.id or 0)
    return SignedIn(
        login=found.login, name=found.name, role=found.role, must_change=found.must_change,
        role_name=dict(office_role(context, found.role).name),
        expires_at=from_epoch(until), token=text,
    )  # fmt: skip


def _check_empty(context: QueryContext) -> None:
    if context.read.value(sql.COUNT_ALL):
        raise AlreadySetUp


def _code_id(context: QueryContext, code: str) -> int:
    """Return the id of the set-up code that is good, if it is the one given."""
    found = context.read.rows(sql.CODE, {"now": context.now()})
    if not found or not same_digest(found[0][1], code_digest(code)):
        raise SetUpCodeWrong
    return int(found[0][0])
