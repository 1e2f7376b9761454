"""From the TOML text of a scheme to a :class:`Scheme`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import tomli

from gridctl.domain.scoring import errors
from gridctl.domain.scoring.counting import Counting
from gridctl.domain.scoring.expression import NamedRate, walk
from gridctl.domain.scoring.facts import (
    VOCABULARY,
    Better,
    Compliance,
    Fact,
    SubjectType,
    facts_for,
)
from gridctl.domain.scoring.parse_rules import read_band, read_item, read_measure
from gridctl.domain.scoring.reader import Reader, Vocabulary, is_identifier
from gridctl.domain.scoring.rules import WeightedSum
from gridctl.domain.scoring.scheme import (
    AttributeTable,
    Award,
    Grade,
    Item,
    MoneyRule,
    Period,
    Ranking,
    Requirement,
    Rounding,
    Scheme,
    Section,
    Subject,
    Supplement,
    Veto,
    VetoEffect,
    Within,
)
from gridctl.foundation.nearest import nearest

_FEN = 100


def parse_scheme(text: str) -> Scheme:
    """Parse a scoring scheme (the form of domain.md 9.13, in TOML).

    Raises:
        SchemeInvalid: the first thing that is wrong, with its item and key.
    """
    try:
        data = tomli.loads(text, parse_float=Decimal)
    except tomli.TOMLDecodeError as error:
        raise errors.SchemeUnreadable(item="", key="", detail=str(error)) from error
    return _scheme(Reader(data, "", Vocabulary(set())))


def _scheme(reader: Reader) -> Scheme:
    reader.item = reader.identifier()
    subject = _subject(reader.table("subject"))
    own_facts = _own_facts(reader.table("facts"))
    common = set.intersection(*({f.name for f in facts_for(kind)} for kind in subject.types))
    reader.vocabulary.facts.update(common, (fact.name for fact in own_facts))
    rates = _rates(reader.table("rates"))
    maximum = reader.optional_number("max")
    items = tuple(_items(reader, Section.ITEM, open_ledger=maximum is None))
    scheme = Scheme(
        id=reader.item,
        version=reader.whole("version", 1),
        title=reader.label("title"),
        period=reader.choice("period", Period),
        subject=subject,
        items=items,
        max=maximum,
        eligibility=_eligibility(reader),
        bonus=_supplement(reader.table("bonus"), Section.BONUS),
        penalty=_supplement(reader.table("penalty"), Section.PENALTY),
        veto=_vetoes(reader),
        money=_money(reader),
        grades=_grades(reader),
        own_facts=own_facts,
        rates=rates,
        tables=_attribute_tables(reader.table("tables")),
        counting=_counting(reader.table("counting")),
        round=_rounding(reader.table("round")),
        rank=_ranking(reader.table("rank")),
        award=_award(reader.table("award")) if reader.has("award") else None,
    )
    reader.close()
    _check(scheme)
    return scheme


def _subject(reader: Reader) -> Subject:
    types = []
    for name in reader.texts("types"):
        if name not in list(SubjectType):
            choices = tuple(SubjectType)
            raise errors.NotAChoice(item=reader.item, key="types", value=name, choices=choices)
        types.append(SubjectType(name))
    if not types:
        raise errors.KeyMissing(item=reader.item, key="types")
    where = reader.table("where")
    wanted = tuple((key, where.text(key)) for key in where.names())
    reader.close()
    return Subject(tuple(types), wanted)


def _own_facts(reader: Reader) -> tuple[Fact, ...]:
    facts = []
    for name in reader.names():
        entry = reader.table(name)
        if name in VOCABULARY or not is_identifier(name):
            raise errors.DuplicateId(item=name)
        fact = Fact(
            name,
            entry.label(),
            entry.choice("better", Better, Better.NEITHER),
            entry.flag("volume"),
            entry.choice("compliance", Compliance, Compliance.OK),
        )
        entry.close()
        facts.append(fact)
    return tuple(facts)


def _rates(reader: Reader) -> tuple[NamedRate, ...]:
    for name in reader.names():
        if name in reader.vocabulary.facts or not is_identifier(name):
            raise errors.DuplicateId(item=name)
        expression = reader.expression(name)
        if any(isinstance(node, NamedRate) for node in walk(expression)):
            raise errors.KeysConflict(item=reader.item, key=name)
        reader.vocabulary.rates[name] = NamedRate(name, expression)
    return tuple(reader.vocabulary.rates.values())


def _items(reader: Reader, section: Section, open_ledger: bool = False) -> Iterable[Item]:
    return [read_item(entry, section, open_ledger) for entry in reader.tables("items")]


def _supplement(reader: Reader, section: Section) -> Supplement:
    supplement = Supplement(tuple(_items(reader, section)), reader.optional_number("cap"))
    reader.close()
    return supplement


def _eligibility(reader: Reader) -> tuple[Requirement, ...]:
    found = []
    for entry in reader.tables("eligibility"):
        requirement = Requirement(entry.identifier(), entry.label(), entry.condition("require"))
        entry.close()
        found.append(requirement)
    return tuple(found)


def _vetoes(reader: Reader) -> tuple[Veto, ...]:
    found = []
    for entry in reader.tables("veto"):
        effect = entry.choice("effect", VetoEffect, VetoEffect.EXCLUDE)
        found.append(Veto(entry.identifier(), entry.label(), entry.condition("when"), effect))
        entry.close()
    return tuple(found)


def _money(reader: Reader) -> tuple[MoneyRule, ...]:
    found = []
    for entry in reader.tables("money"):
        cap = entry.optional_number("cap_yuan")
        rule = MoneyRule(
            entry.identifier(),
            entry.label(),
            read_measure(entry),
            _fen(entry, "yuan_each", entry.signed("yuan_each")),
            None if cap is None else _fen(entry, "cap_yuan", cap),
        )
        entry.close()
        found.append(rule)
    return tuple(found)


def _fen(reader: Reader, key: str, yuan: Decimal) -> int:
    fen = yuan * _FEN
    if fen != int(fen):
        raise errors.FenWanted(item=reader.item, key=key, value=str(yuan))
    return int(fen)


def _grades(reader: Reader) -> tuple[Grade, ...]:
    found = []
    for entry in reader.tables("grades"):
        found.append(Grade(entry.identifier(), entry.label(), read_band(entry)))
        entry.close()
    return tuple(found)


def _attribute_tables(reader: Reader) -> tuple[AttributeTable, ...]:
    found = []
    for fact in reader.names():
        entry = reader.table(fact)
        if fact not in reader.vocabulary.facts:
            known = sorted(reader.vocabulary.facts)
            near = nearest(fact, known) or ""
            raise errors.NameUnknown(item=reader.item, key=fact, name=fact, nearest=near)
        values = entry.table("values")
        rows = tuple((key, values.whole(key)) for key in values.names())
        found.append(AttributeTable(fact, entry.text("by"), rows))
        entry.close()
    return tuple(found)


def _counting(reader: Reader) -> Counting:
    counting = Counting(
        reader.optional_whole("per_day_cap", 1), reader.optional_whole("per_subclass_cap", 1)
    )
    reader.close()
    return counting


def _rounding(reader: Reader) -> Rounding:
    reader.one_of("mode", ["half_up"], "half_up")
    rate, score = reader.optional_whole("rate", 0, 6), reader.optional_whole("score", 0, 4)
    reader.close()
    return Rounding(2 if rate is None else rate, 2 if score is None else score)


def _ranking(reader: Reader) -> Ranking:
    reader.one_of("still_tied", ["share"], "share")
    ranking = Ranking(reader.choice("within", Within, Within.COUNTY), reader.texts("tie_break"))
    reader.close()
    return ranking


def _award(reader: Reader) -> Award:
    payout = reader.optional_number("payout_yuan")
    award = Award(
        top=reader.whole("top", 1),
        per_town_max=reader.optional_whole("per_town_max", 1),
        runner_up=reader.optional_whole("runner_up") or 0,
        publicity_working_days=reader.whole("publicity_working_days", 1),
        payout_fen=None if payout is None else _fen(reader, "payout_yuan", payout),
    )
    reader.close()
    return award


def _check(scheme: Scheme) -> None:
    if not scheme.items:
        raise errors.KeyMissing(item=scheme.id, key="items")
    seen: set[str] = set()
    for name in _ids(scheme):
        if name in seen:
            raise errors.DuplicateId(item=name)
        seen.add(name)
    known = [line.id for line in scheme.lines]
    for name in scheme.rank.tie_break:
        if name not in known:
            raise errors.NameUnknown(
                item="rank", key="tie_break", name=name, nearest=nearest(name, known) or ""
            )
    if not scheme.grades and any(veto.effect is VetoEffect.DOWNGRADE for veto in scheme.veto):
        raise errors.KeyMissing(item=scheme.id, key="grades")


def _ids(scheme: Scheme) -> Iterable[str]:
    for line in scheme.lines:
        yield from _item_ids(line)
    yield from (f"eligibility.{requirement.id}" for requirement in scheme.eligibility)
    yield from (f"veto.{veto.id}" for veto in scheme.veto)
    yield from (f"money.{rule.id}" for rule in scheme.money)
    yield from (f"grades.{grade.id}" for grade in scheme.grades)


def _item_ids(item: Item) -> Iterable[str]:
    yield item.id
    if isinstance(item.rule, WeightedSum):
        for part in item.rule.parts:
            yield from _item_ids(part.item)
