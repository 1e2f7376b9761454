"""What can be wrong with a rule file of the loop, and with a step that is asked for."""

from __future__ import annotations

from gridctl.domain.errors import Conflict, Invalid, NotFound
from gridctl.foundation.i18n import N_


class WorkflowMalformed(Invalid):
    """A rule file cannot be used; every subclass names the table, the key and their line.

    A face that read the file adds its name.
    """

    message = N_("Rule file[[ {file}]][[, line {line}]], {table}: {key} is not right.")
    hint = N_("Correct the file and read it again.")


class RuleFileUnreadable(WorkflowMalformed):
    """The text is not TOML."""

    message = N_("The rule file[[ {file}]] is not valid TOML[[, line {line}]]: {detail}")
    hint = N_("Compare the line with the ones around it: quotation marks, brackets, commas.")


class RuleFileOther(WorkflowMalformed):
    """The file holds rules of another kind."""

    message = N_("The rule file[[ {file}]] has no {key} but {found}: it is of another kind.")
    hint = N_("'<{command} FILE>' takes it.")


class RuleKeyMissing(WorkflowMalformed):
    """A required key is absent."""

    message = N_("Rule file[[ {file}]][[, line {line}]], {table}: the key {key} is missing.")
    hint = N_("Add it; '<{command}>' has the text of a whole file.")


class RuleKeyUnknown(WorkflowMalformed):
    """A key nobody reads; most often a slip of the pen."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]][[, {table}]]: the key {key} is unknown;"
        " the nearest is {nearest}."
    )
    hint = N_("Write {nearest}, or take the key out.")


class RuleTypeWrong(WorkflowMalformed):
    """A value is of another type than its key needs."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: {key} holds {value}, which cannot be used."
    )


class RuleTextWanted(RuleTypeWrong):
    """The key needs a text."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: {key} holds {value}; a text is needed."
    )


class RuleNumberWanted(RuleTypeWrong):
    """The key needs a whole number, zero or above."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; a whole number, zero or above, is needed."
    )
    hint = N_("Write the number alone, without quotation marks; the key says what it counts.")


class RuleDecimalWanted(RuleTypeWrong):
    """The key needs a number."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; a number, zero or above, is needed."
    )
    hint = RuleNumberWanted.hint


class RuleFlagWanted(RuleTypeWrong):
    """The key needs true or false."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; true or false is needed."
    )


class RuleTableWanted(RuleTypeWrong):
    """The key needs a table."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: {key} holds {value}; a table is needed."
    )


class RuleTextsWanted(RuleTypeWrong):
    """The key needs a list of texts."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; a list of texts is needed."
    )


class RuleLimitWanted(RuleTypeWrong):
    """The key needs a time limit in words."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; a time limit is needed."
    )
    hint = N_("Write for example 4小时, 2工作日, 15自然日 or 次日起5个工作日.")


class RuleChoiceWrong(WorkflowMalformed):
    """A value is none of the choices of its key."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " {key} holds {value}; choose one of {choices}."
    )


class MoveUnreadable(WorkflowMalformed):
    """A move is not written in an understood form."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: the move '{value}' is not understood."
    )
    hint = N_("Write 'filed, returned -> dispatched', 'checking -> fed_back if pass' or 'open'.")


class CodeTwice(WorkflowMalformed):
    """Two steps bear the same code."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}: the code {value} is used more than once."
    )
    hint = N_("Put the moves of both into one step.")


class CardsTurned(WorkflowMalformed):
    """A red card would come before the yellow one."""

    message = N_(
        "Rule file[[ {file}]][[, line {line}]], {table}:"
        " yellow ({value}) must be below red ({red})."
    )
    hint = N_("Write for example yellow = 5 and red = 10: working days past the limit.")


class VerbUnknown(NotFound):
    """The workflow has no such step."""

    message = N_("The workflow {workflow} has no step {verb}.")
    hint = N_("It has: {choices}.")


class VerbNotAllowed(Conflict):
    """The step does not lead on from the state the ticket is in."""

    message = N_("The step {verb} is not possible in the state {state}; possible are: {steps}.")
    hint = N_("'<workflow show>' draws which step leads where.")


class StepHasCommand(Conflict):
    """A step of the shipped workflow does more than lead from state to state."""

    message = N_("The step {verb} has a command of its own.")
    hint = N_("Take it with '<ticket {command}>'.")


class WorkflowUnsound(Invalid):
    """A workflow has errors that would leave tickets stranded."""

    message = N_("The workflow {workflow} has {count} errors, the first at {place}.")
    hint = N_("'<workflow lint FILE>' lists them.")


class PolicyUnsound(Invalid):
    """A policy has figures no office can mean."""

    message = N_("The policy has {count} errors, the first at {place}.")
    hint = N_("'<clock lint-policy FILE>' lists them.")
