"""Words for what views carry as codes: problems with rows and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gridctl.domain.audits import FIELD_NAMES, TABLE_NAMES
from gridctl.domain.duty_items import STANDING_NAMES
from gridctl.domain.errors import Param, error_class, word
from gridctl.domain.grids import LEVEL_NAMES
from gridctl.domain.imports import READ_FAILURES
from gridctl.domain.problems import BETWEEN, MESSAGES
from gridctl.domain.staff import ROLE_NAMES
from gridctl.domain.tickets import STATE_NAMES
from gridctl.domain.whistles import words as whistles
from gridctl.domain.workflow.vocabulary import ROLE_NAMES as PARTY_NAMES
from gridctl.foundation.i18n import _
from gridctl.presentation.assessments import SUBJECT_NAMES
from gridctl.presentation.columns import NO, YES
from gridctl.presentation.evidence import FACT_NAMES, KIND_NAMES, OUTCOME_NAMES
from gridctl.presentation.joining import aside, headed
from gridctl.presentation.operation_words import OPERATION_NAMES
from gridctl.presentation.own_words import GROUND_LABELS, ROLE_LABELS, STATE_LABELS, VERB_LABELS
from gridctl.presentation.record_words import COLUMN_CODES, COLUMN_NAMES
from gridctl.presentation.ticket_steps import NEEDED_NAMES

if TYPE_CHECKING:
    from gridctl.operations.base import Finding

#: Parameters of messages that carry codes, and the codes' names.
_CODES: Mapping[str, Mapping[str, str]] = {
    "record": TABLE_NAMES,
    "differing": FIELD_NAMES,
    "role": ROLE_NAMES,
    "level": LEVEL_NAMES,
    "parent_level": LEVEL_NAMES,
    "target": LEVEL_NAMES,
    "operation": OPERATION_NAMES,
    "verb": VERB_LABELS,
    "steps": VERB_LABELS,
    "grounds": GROUND_LABELS,
    "ground": GROUND_LABELS,
    "state": STATE_LABELS,
    "standing": STANDING_NAMES,
    "roles": PARTY_NAMES,
    "call_state": whistles.STATE_NAMES,
    "call_step": whistles.VERB_NAMES,
    "needed": whistles.STATE_NAMES,
    "head": {**whistles.UNIT_HEADS, **whistles.CALLER_HEADS},
    "subject": SUBJECT_NAMES,
    "other_subject": SUBJECT_NAMES,
    "cause": READ_FAILURES,
    "heads": {**whistles.UNIT_HEADS, **whistles.CALLER_HEADS},
    "unit_heads": whistles.UNIT_HEADS,
    "caller_heads": whistles.CALLER_HEADS,
}

_EVIDENCE = {"kind": KIND_NAMES, "field": FACT_NAMES}
_OUTCOME = {"value": OUTCOME_NAMES, "choices": OUTCOME_NAMES}
#: Error -> its parameters that carry codes, and the codes' names.
_OF_ERRORS: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "evidence.fact_missing": _EVIDENCE,
    "evidence.fact_foreign": _EVIDENCE,
    "evidence.outcome_unknown": {**_EVIDENCE, **_OUTCOME},
    "evidence.outcome_contradicts": {"stated": OUTCOME_NAMES, "computed": OUTCOME_NAMES},
    "loop.fact_needed": {"field": NEEDED_NAMES},
}


#: Values of a ticket that are codes, and their names.
_SAID = {**STATE_NAMES, "True": YES, "False": NO}


def problem(code: str, value: str, params: Mapping[str, Param]) -> str:
    """Return the words of a problem in the language in use; its code where it has none."""
    template = _(MESSAGES.get(code, code))
    # A cell of several lines is told in one.
    value = " ".join(value.splitlines())
    text = word(template, {"value": value, **worded(params)})
    return text if "{value}" in template or not value else headed(value, text)


def error_words(code: str, params: Mapping[str, Param]) -> str:
    """Return the words of an error that arrived as a finding; its code where it is not known."""
    found = error_class(code)
    return code if found is None else word(_(found.message), worded(params, code))


def finding_words(finding: Finding) -> str:
    """Return the words of a finding, whether it carries the code of a problem or of an error."""
    if "." in finding.code:
        return error_words(finding.code, finding.params)
    template = _(MESSAGES[finding.code])
    return word(template, {"value": finding.value, **worded(finding.params)})


def worded(params: Mapping[str, Param], code: str = "") -> dict[str, Param]:
    """Return parameters with words for those that are codes of roles, levels and kinds.

    The name of an account's role is added as ``role_name``: commands are told with its code.

    Args:
        params: those of a message.
        code: of the error they are of, whose parameters may be codes of its own noun.
    """
    own = _OF_ERRORS.get(code, {})
    told = {name: _word_of(name, value, own.get(name)) for name, value in params.items()}
    if isinstance(role := params.get("role"), str):
        told["role_name"] = _label_of("role_name", role, ROLE_LABELS)
    return told


def _word_of(name: str, value: Param, own: Mapping[str, str] | None) -> Param:
    labels = _CODES.get(name, {}) if own is None else own
    if isinstance(value, tuple):
        if name == "differences":
            return tuple(map(_difference, value))
        return tuple(_label_of(name, code, labels) for code in value)
    return _label_of(name, value, labels) if isinstance(value, str) else value


def _label_of(name: str, code: str, labels: Mapping[str, str]) -> str:
    """Return the word for a code; one of the office's own is no word of ours."""
    label = _(labels[code]) if code in labels else code
    return _TYPED[name](code, label) if name in _TYPED else label


def _difference(told: str) -> str:
    """Return a column with its two values, of which an empty one says so."""
    column, *values = told.split(BETWEEN)
    codes = {**_SAID, **COLUMN_CODES.get(column, {})}
    before, after = (_(codes.get(each, each)) if each else _("(empty)") for each in values)
    return f"{_(COLUMN_NAMES.get(column, column))} {before} -> {after}"


def _typed(code: str, label: str) -> str:
    """Return the name of a step with what is typed for it, where that is another word."""
    typed = code.replace("_", "-")
    return label if label == typed else aside(label, typed)


#: Parameters whose codes are typed, so that they stand behind their names.
_TYPED: Mapping[str, Callable[[str, str], str]] = {
    "steps": _typed,
    "grounds": lambda code, label: aside(label, code),
}
