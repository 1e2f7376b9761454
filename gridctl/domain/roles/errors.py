"""What can be wrong with a file of roles, and with adopting it."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Forbidden, Invalid, NotFound
from gridctl.domain.workflow.errors import WorkflowMalformed
from gridctl.foundation.i18n import N_


class RoleCodeUnfit(WorkflowMalformed):
    """A code of a role is one plain word."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: {key} cannot be the code of a role."
    )
    hint = N_("Use 2 to 32 small letters, digits and _, such as hotline_desk.")


class RoleListUnknown(WorkflowMalformed):
    """A role names a list of permissions that is not there."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " there is no list @{value}; there are: {choices}."
    )


class RoleListCircular(WorkflowMalformed):
    """A list of permissions holds itself."""

    message = N_("Rule file[[ {file}]][[, line {line}]], {table}: the list @{value} holds itself.")


class RolesUnsound(Invalid):
    """The roles have errors that would leave somebody without rights, or rights without sense."""

    message = N_("The roles have {count} errors, the first at {place}.")
    hint = N_("'<role lint FILE>' lists them.")


class RoleVersionMissing(NotFound):
    """The office never adopted so many files of roles."""

    message = N_("The office has no roles of the number {number}.")
    hint = N_("'<role history>' lists what was adopted.")


class RoleHeld(Conflict):
    """Accounts would be left with a role that is gone."""

    message = N_("{count} accounts hold the role {role_name}, which the file does not have.")
    hint = N_("Give them another role first: '<user list --role {role}>' names them.")


class RoleHeldWithoutPlace(Conflict):
    """Accounts would hold a role of a place without one."""

    message = N_("{count} accounts hold the role {role_name} without a place, which it would need.")
    hint = N_("Give them one first: '<user edit LOGIN --place PLACE>'.")


class RoleHeldWithoutUnit(Conflict):
    """Accounts would hold a role of a unit without one."""

    message = N_("{count} accounts hold the role {role_name} without a unit, which it would need.")
    hint = N_("Give them one first: '<user edit LOGIN --unit UNIT>'.")


class KeepersGone(Conflict):
    """Nobody would be left who can keep the accounts."""

    message = N_("With these roles no account could keep the accounts any more.")
    hint = N_("Leave user.* with a role that somebody holds, signs in to, and has no place.")


class RoleTooWide(Forbidden):
    """Nobody gives more than they have."""

    message = N_(
        "{account} may not add {permission} to the role {role_name}: {account} has it not."
    )
    hint = N_("Ask somebody who keeps all accounts (permission user.*).")


class OwnRoleWidened(Forbidden):
    """Nobody adds to their own rights."""

    message = N_("{account} may not add {permission} to the role {role_name}, which is their own.")
    hint = N_("Ask somebody who holds another role.")
