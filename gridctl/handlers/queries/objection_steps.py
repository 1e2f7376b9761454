"""What was objected, decided and confirmed in a month: from its steps to views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from gridctl.domain.objections import DECIDED, TownState
from gridctl.foundation.clock import from_epoch
from gridctl.handlers.queries.context import QueryContext
from gridctl.handlers.queries.shape import instant
from gridctl.operations.queries.assessments import AssessmentView
from gridctl.operations.queries.objections import Labels, ObjectionView, TownView
from gridctl.storage.queries import objections as sql
from gridctl.storage.queries.compose import Params

Row = Mapping[str, Any]


class Part(NamedTuple):
    """A town's part of a draft: how many are in it, and the digest of their figures."""

    code: str
    name: str
    subjects: int
    digest: str


def month_of(head: AssessmentView) -> Params:
    """Return what all runs of an assessment's month share, and which one is in view."""
    number = int(head.assessment[1:])
    return {"period": head.period, "scheme": head.scheme, "subject": head.subject, "draft": number}


def steps_of(context: QueryContext, head: AssessmentView) -> list[dict[str, Any]]:
    """Return what was objected, decided and confirmed in the month, oldest first."""
    return context.read.records(sql.STEPS, month_of(head))


def upheld_since(steps: Iterable[Row]) -> int:
    """Return how many objections were upheld when the draft in view was there already."""
    return sum(step["verb"] == "uphold" and bool(step["later"]) for step in steps)


def objection_views(steps: Iterable[Row], labels: Mapping[str, Labels]) -> Iterator[ObjectionView]:
    """Yield the objections among some steps, each with its decision."""
    steps = list(steps)
    decisions = {step["answers_id"]: step for step in steps if step["verb"] in DECIDED}
    for step in steps:
        if step["verb"] == "object":
            yield _objection(step, decisions.get(step["id"]), labels)


def _objection(step: Row, answer: Row | None, labels: Mapping[str, Labels]) -> ObjectionView:
    view = ObjectionView(
        objection=step["id"], assessment=f"A{step['assessment_id']}", key=step["key"],
        name=step["name"], town_code=step["part_code"], town_name=step["part_name"],
        item=step["item"], item_label=labels.get(step["item"], {}), ticket=step["ticket"] or "",
        opinion=step["opinion"], document_no=step["document_no"], actor=step["actor"],
        behalf=step["behalf"], at=from_epoch(step["at"]), state="undecided",
    )  # fmt: skip
    if answer is None:
        return view
    return view.model_copy(
        update={
            "state": DECIDED[answer["verb"]],
            "decision": answer["opinion"],
            "decision_document_no": answer["document_no"],
            "decided_by": answer["actor"],
            "decided_behalf": answer["behalf"],
            "decided_at": instant(answer["at"]),
        }
    )


def town_view(part: Part, steps: Iterable[Row], items: Iterable[ObjectionView]) -> TownView:
    """Return how a town stands towards a draft."""
    undecided = sum(e.town_code == part.code and e.state == "undecided" for e in items)
    said = [s for s in steps if s["verb"] == "confirm" and s["part_code"] == part.code]
    view = TownView(
        code=part.code, name=part.name, subjects=part.subjects, undecided=undecided,
        state=_state(part, undecided, said),
    )  # fmt: skip
    if not said:
        return view
    last = said[-1]
    return view.model_copy(
        update={
            "confirmed_by": last["actor"],
            "confirmed_behalf": last["behalf"],
            "confirmed_at": instant(last["at"]),
            "opinion": last["opinion"],
        }
    )


def _state(part: Part, undecided: int, said: list[Row]) -> TownState:
    if undecided:
        return "objected"
    if not said:
        return "outstanding"
    return "confirmed" if said[-1]["digest"] == part.digest else "changed"
