"""What can be wrong with a scoring scheme or with the figures given to it."""

from __future__ import annotations

from gridctl.domain.errors import Invalid
from gridctl.foundation.i18n import N_


class SchemeInvalid(Invalid):
    """A scheme file cannot be used; every subclass names the item and the key."""

    message = N_("Scheme, {item}: {key} is not right.")
    hint = N_("Correct the scheme file and load it again.")


class SchemeUnreadable(SchemeInvalid):
    """The text is not TOML."""

    message = N_("The scheme is not valid TOML: {detail}")


class KeyMissing(SchemeInvalid):
    """A required key is absent."""

    message = N_("Scheme, {item}: the key {key} is missing.")


class KeyUnknown(SchemeInvalid):
    """A key nobody reads; most often a slip of the pen."""

    message = N_("Scheme, {item}: the key {key} is unknown; the nearest is {nearest}.")


class WrongType(SchemeInvalid):
    """A value is of another type than its key needs."""

    message = N_("Scheme, {item}: {key} holds {value}, which cannot be used.")


class TextWanted(WrongType):
    """The key needs text."""

    message = N_("Scheme, {item}: {key} holds {value}; a text is needed.")


class IdWanted(WrongType):
    """The key needs an id."""

    message = N_("Scheme, {item}: {key} holds {value}; an id of letters, digits and _ is needed.")


class NumberWanted(WrongType):
    """The key needs a number."""

    message = N_("Scheme, {item}: {key} holds {value}; a number is needed.")


class WholeNumberWanted(WrongType):
    """The key needs a whole number."""

    message = N_("Scheme, {item}: {key} holds {value}; a whole number is needed.")


class FlagWanted(WrongType):
    """The key needs true or false."""

    message = N_("Scheme, {item}: {key} holds {value}; true or false is needed.")


class TableWanted(WrongType):
    """The key needs a table."""

    message = N_("Scheme, {item}: {key} holds {value}; a table is needed.")


class ListWanted(WrongType):
    """The key needs a list of texts."""

    message = N_("Scheme, {item}: {key} holds {value}; a list of texts or tables is needed.")


class FenWanted(WrongType):
    """The key needs an amount in yuan and fen."""

    message = N_("Scheme, {item}: {key} holds {value}; an amount in whole fen is needed.")


class NotAChoice(SchemeInvalid):
    """A value is none of the choices of its key."""

    message = N_("Scheme, {item}: {key} holds {value}; choose one of {choices}.")


class OutOfBounds(SchemeInvalid):
    """A number lies outside what its key allows."""

    message = N_("Scheme, {item}: {key} holds {value}; it must lie between {low} and {high}.")


class ExpressionBroken(SchemeInvalid):
    """An expression cannot be read."""

    message = N_("Scheme, {item}: {key} cannot be read at position {position} of '{text}'.")
    hint = N_("An expression is made of fact names, numbers, + - * / and parentheses.")


class NameUnknown(SchemeInvalid):
    """An expression or a list names something that is not declared."""

    message = N_("Scheme, {item}: {key} names {name}, which is unknown; the nearest is {nearest}.")
    hint = N_("Use a fact of the vocabulary, or declare it under [facts] or [rates].")


class DuplicateId(SchemeInvalid):
    """Two parts of a scheme bear the same id."""

    message = N_("Scheme: the id {item} is used more than once.")


class KeysConflict(SchemeInvalid):
    """Two keys exclude each other, or one needs the other."""

    message = N_("Scheme, {item}: exactly one way is needed to state {key}.")


class PolicyImpossible(SchemeInvalid):
    """A policy cannot be carried out for this item."""

    message = N_("Scheme, {item}: {key} cannot be {value} here.")


class DuplicateSubject(Invalid):
    """The same subject was given twice."""

    message = N_("{subject} was given twice to one evaluation.")


class EntryOutOfRange(Invalid):
    """An entered mark lies outside the item's range."""

    message = N_("{subject}, {item}: the entry {value} must lie between {low} and {high}.")
    hint = N_("Correct the entry; points are not cut to fit.")


class NoAward(Invalid):
    """The scheme has no award section."""

    message = N_("The scheme {scheme} gives no award.")
