"""Adopting roles of the office's own."""

from __future__ import annotations

from gridctl.domain.intervals import EVER
from gridctl.domain.roles import RoleTable
from gridctl.domain.roles.adoption import Holders, changes, check_adoption, check_holders
from gridctl.domain.roles.errors import RolesUnsound
from gridctl.domain.roles.lint import ERRORS, lint
from gridctl.domain.roles.parse import parse_roles
from gridctl.handlers.commands.context import CommandContext
from gridctl.handlers.queries.office_roles import KIND, office_roles
from gridctl.operations.commands.roles import AdoptRoles
from gridctl.operations.queries.roles import RoleChangeView, RolesAdopted
from gridctl.operations.registry import all_permissions
from gridctl.storage.queries import accounts as sql
from gridctl.storage.repositories.rules import Rules
from gridctl.storage.repositories.sign_ins import SignIns


def adopt_roles(operation: AdoptRoles, context: CommandContext) -> RolesAdopted:
    """Check roles, against each other and against the accounts, and save them.

    Raises:
        WorkflowMalformed: the text cannot be used.
        RolesUnsound: lint finds errors in it.
        OwnRoleWidened, RoleTooWide: whoever adopts it would give more than they have.
        RoleHeld, RoleHeldWithoutPlace, RoleHeldWithoutUnit, KeepersGone: accounts would be left.
    """
    table = parse_roles(operation.text)
    _check_sound(table)
    # Meanwhile no account is given a role, and none that keeps the accounts is blocked.
    SignIns(context.uow).wait_for_others()
    # Others may have been adopted while this waited.
    context.forget()
    before = office_roles(context)
    holders = [Holders(**row) for row in context.read.records(sql.HOLDERS)]
    check_adoption(context.actor.rights, before, table)
    check_holders(table, holders)
    rule = Rules(context.uow).adopt(
        KIND, "", operation.text, valid_from=EVER, at=context.now(), by=context.actor.name,
        entry_id=context.entry_id,
    )  # fmt: skip
    context.forget()
    held = {each.role: each.accounts for each in holders}
    told = tuple(
        RoleChangeView(**each._asdict(), accounts=held.get(each.role, 0))
        for each in changes(before, table)
    )
    return RolesAdopted(number=rule.version, id=table.id, version=table.version, changes=told)


def _check_sound(table: RoleTable) -> None:
    wrong = [each for each in lint(table, all_permissions()) if each.code in ERRORS]
    if wrong:
        raise RolesUnsound(count=len(wrong), place=wrong[0].field or wrong[0].value)
