"""The small language of rates, values and conditions: facts, numbers, + - * / and comparison.

An expression is parsed once into a tree, written back in one canonical form (for digests) and
compiled to a closure; no text is ever executed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from gridctl.domain.scoring.arithmetic import HUNDRED, half_up

#: A count, or days that may have a half.
Figure: TypeAlias = int | Decimal
Facts: TypeAlias = Mapping[str, Figure]
Compute = Callable[[Facts], Decimal]

_LONGEST = 250
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(>=|<=|==|!=|[-+*/()<>]))", re.ASCII)
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


class ZeroDenominator(ArithmeticError):
    """A division by zero: a category of its own, handled by an item's policy."""


class Malformed(ValueError):
    """The text is not an expression; ``position`` counts characters from 1."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(position)


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal literal."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, or before resolution a rate."""

    name: str


@dataclass(frozen=True, slots=True)
class NamedRate:
    """A rate the scheme declares: percent, rounded before anything else uses it."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and one of + - * /."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negation:
    """A leading minus."""

    operand: Expression


Expression = Number | Name | NamedRate | Binary | Negation


@dataclass(frozen=True, slots=True)
class Condition:
    """Two expressions compared."""

    left: Expression
    comparator: str
    right: Expression

    def holds(self, left: Decimal, right: Decimal) -> bool:
        """Compare two values as this condition does."""
        return _COMPARE[self.comparator](left, right)


class _Token(NamedTuple):
    text: str
    position: int


def _tokens(text: str) -> list[_Token]:
    if len(text) > _LONGEST:
        raise Malformed(_LONGEST + 1)
    found, position, end = [], 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise Malformed(position + 1)
        found.append(_Token(match[0].strip(), match.end() - len(match[0].lstrip()) + 1))
        position = match.end()
    return [*found, _Token("", end + 1)]


class _Parser:
    """Precedence climbing over a list of tokens."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._next = 0

    @property
    def token(self) -> _Token:
        return self._tokens[self._next]

    def take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1].text

    def expect(self, text: str) -> None:
        if self.token.text != text:
            raise Malformed(self.token.position)
        self._next += 1

    def expression(self, binding: int = 1) -> Expression:
        left = self.operand()
        while (level := _BINDING.get(self.token.text, 0)) >= binding:
            left = Binary(self.take(), left, self.expression(level + 1))
        return left

    def operand(self) -> Expression:
        text = self.token.text
        if text == "-":
            self.take()
            return Negation(self.operand())
        if text == "(":
            self.take()
            inner = self.expression()
            self.expect(")")
            return inner
        if text[:1].isdigit():
            return Number(Decimal(self.take()))
        if text[:1].isalpha() or text[:1] == "_":
            return Name(self.take())
        raise Malformed(self.token.position)

    def comparator(self) -> str:
        if self.token.text not in _COMPARE:
            raise Malformed(self.token.position)
        return self.take()


def parse_expression(text: str) -> Expression:
    """Parse arithmetic over names and numbers.

    Raises:
        Malformed: with the position of the first character that does not fit.
    """
    parser = _Parser(text)
    tree = parser.expression()
    parser.expect("")
    return tree


def parse_condition(text: str) -> Condition:
    """Parse ``expression comparator expression``.

    Raises:
        Malformed: with the position of the first character that does not fit.
    """
    parser = _Parser(text)
    tree = Condition(parser.expression(), parser.comparator(), parser.expression())
    parser.expect("")
    return tree


def walk(tree: Expression) -> Iterator[Expression]:
    """Yield every node, through the rates it names, parents first."""
    yield tree
    if isinstance(tree, Binary):
        yield from walk(tree.left)
        yield from walk(tree.right)
    elif isinstance(tree, Negation):
        yield from walk(tree.operand)
    elif isinstance(tree, NamedRate):
        yield from walk(tree.expression)


def names(*trees: Expression) -> tuple[str, ...]:
    """Return the facts some expressions read, in alphabetical order."""
    return tuple(sorted({n.name for tree in trees for n in walk(tree) if isinstance(n, Name)}))


def divisors(tree: Expression) -> tuple[Expression, ...]:
    """Return the distinct divisors that can be zero."""
    found = (n.right for n in walk(tree) if isinstance(n, Binary) and n.operator == "/")
    return tuple(dict.fromkeys(d for d in found if names(d)))


def resolve(tree: Expression, rates: Mapping[str, NamedRate]) -> Expression:
    """Replace the names of rates by the rates themselves."""
    if isinstance(tree, Name):
        return rates.get(tree.name, tree)
    if isinstance(tree, Binary):
        return Binary(tree.operator, resolve(tree.left, rates), resolve(tree.right, rates))
    if isinstance(tree, Negation):
        return Negation(resolve(tree.operand, rates))
    return tree


def plain(value: Decimal) -> str:
    """Write a number in its one shortest form: 10.50 and 10.5 are the same rule."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def canonical(tree: Expression | Condition) -> str:
    """Write a tree in its one canonical form, operations in parentheses."""
    match tree:
        case Number(value):
            return plain(value)
        case Name(name):
            return name
        case NamedRate(_, inner):
            return f"rate({canonical(inner)})"
        case Negation(operand):
            return f"(-{canonical(operand)})"
        case Binary(sign, left, right):
            return f"({canonical(left)} {sign} {canonical(right)})"
        case Condition(left, sign, right):
            return f"{canonical(left)} {sign} {canonical(right)}"


def percent(compute: Compute, places: int) -> Compute:
    """Turn a fraction into percent, rounded first as the bulletins do (domain.md 9.4)."""
    return lambda facts: half_up(compute(facts) * HUNDRED, places)


def divide(left: Compute, right: Compute) -> Compute:
    """Return the quotient of two compiled expressions, which raises :class:`ZeroDenominator`."""

    def quotient(facts: Facts) -> Decimal:
        divisor = right(facts)
        if not divisor:
            raise ZeroDenominator
        return left(facts) / divisor

    return quotient


def _binary(sign: str, left: Compute, right: Compute) -> Compute:
    match sign:
        case "+":
            return lambda facts: left(facts) + right(facts)
        case "-":
            return lambda facts: left(facts) - right(facts)
        case "*":
            return lambda facts: left(facts) * right(facts)
        case _:
            return divide(left, right)


def compile_expression(tree: Expression, rate_places: int) -> Compute:
    """Return the function that computes a tree from facts that are all present.

    The function raises :class:`ZeroDenominator` where a divisor is zero.
    """
    match tree:
        case Number(value):
            return lambda _facts: value
        case Name(name):
            return lambda facts: Decimal(facts[name])
        case NamedRate(_, inner):
            return percent(compile_expression(inner, rate_places), rate_places)
        case Negation(operand):
            inner_value = compile_expression(operand, rate_places)
            return lambda facts: -inner_value(facts)
        case Binary(sign, left, right):
            compiled = (compile_expression(side, rate_places) for side in (left, right))
            return _binary(sign, *compiled)
