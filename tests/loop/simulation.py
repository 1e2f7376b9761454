"""A month of work at a desk, by the dice: tickets that go every way the loop has."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from gridctl.operations.base import Gateway
from gridctl.operations.commands import ticket_closing as closing
from gridctl.operations.commands import ticket_handling as handling
from gridctl.operations.commands import ticket_intake as intake
from gridctl.operations.commands import ticket_signals as signals
from gridctl.operations.commands.ticket_requests import DecideRequest
from gridctl.operations.commands.tickets import CreateTicket
from gridctl.operations.steps import Attachment

CHINA = timezone(timedelta(hours=8))
UNITS = ("城管局", "住建局", "水利局")
LIMITS = ("4小时", "1工作日", "2工作日", "5工作日")
PICTURE = Attachment(path="after.jpg", sha256="0" * 64)


class Course:
    """One ticket and the time that passes on its way."""

    def __init__(
        self, desk: Gateway, acting: Callable[[str], Gateway], dice: random.Random, number: int
    ) -> None:
        self._desk, self._acting, self.dice = desk, acting, dice
        #: From the day before the long holiday to the last week of the month.
        start = datetime(2026, 9, 30, 8, tzinfo=CHINA)
        self.at = start + timedelta(minutes=dice.randrange(18 * 1440))
        self.unit = dice.choice(UNITS)
        self.draft = number % 10 == 0
        self.ticket = desk.send(
            CreateTicket(
                title=f"第{number}件", place="文定社区", category="市容环境",
                reported_at=self.at, state="draft" if self.draft else "reported",
                # Some call again; of one in three nobody knows who called.
                contact_phone=f"1390000{number % 40:04}" if number % 3 else "",
            )
        ).serial_no  # fmt: skip

    def by_centre(self, kind: Any, **facts: Any) -> None:
        self._desk.send(kind(ticket=self.ticket, at=self._later(), **facts))

    def by(self, name: str, kind: Any, **facts: Any) -> None:
        self._acting(name).send(kind(ticket=self.ticket, at=self._later(), **facts))

    def look(self, kind: Any, outcome: str) -> None:
        """Have the gridworker report back from the place, within an hour or so."""
        report = kind(ticket=self.ticket, at=self._later(75), outcome=outcome)
        self._acting("G001").send(report)

    def decide(self, grant: bool = True, by: str = "") -> None:
        gateway = self._acting(by) if by else self._desk
        gateway.send(DecideRequest(ticket=self.ticket, grant=grant, at=self._later(5)))

    def _later(self, most: int = 900) -> datetime:
        self.at += timedelta(minutes=self.dice.randrange(1, most))
        return self.at

    def to_dispatch(self) -> None:
        self.by_centre(intake.FileTicket)
        self.by_centre(handling.DispatchTicket, unit=self.unit, limit=self.dice.choice(LIMITS))

    def to_handling(self) -> None:
        self.to_dispatch()
        self.by(self.unit, handling.SignTicket)

    def finish(self) -> None:
        self.by(self.unit, handling.FeedbackTicket, reply="已处置")
        self.by_centre(closing.CloseTicket)

    def call_back(self, answer: str) -> None:
        self.by(self.unit, handling.FeedbackTicket, reply="已处置")
        self.by_centre(closing.RevisitTicket, outcome=answer, resolved=answer == "satisfied")
        self.by_centre(closing.CloseTicket)


def plain(course: Course) -> None:
    course.to_handling()
    course.by(course.unit, signals.CommentTicket, opinion="已到现场")
    course.finish()


def looked_at(course: Course) -> None:
    course.by_centre(intake.SendVerify, staff="G001")
    course.look(intake.VerifyDone, "exist")
    course.to_handling()
    course.by(course.unit, handling.FeedbackTicket, reply="已处置")
    course.by_centre(closing.SendCheck, staff="G001")
    course.look(closing.CheckDone, "pass")
    course.by_centre(closing.RevisitTicket, outcome="satisfied", resolved=True)
    course.by_centre(closing.CloseTicket)


def given_back(course: Course) -> None:
    course.to_dispatch()
    course.at += timedelta(minutes=1)
    course._acting(course.unit).send(
        handling.ReturnTicket(
            ticket=course.ticket, ground="not_competent", opinion="非职责", at=course.at
        )
    )
    course.unit = UNITS[(UNITS.index(course.unit) + 1) % len(UNITS)]
    course.by_centre(handling.DispatchTicket, unit=course.unit, limit=course.dice.choice(LIMITS))
    course.by(course.unit, handling.SignTicket)
    course.finish()


def dawdled(course: Course) -> None:
    """The unit takes its time to sign."""
    course.to_dispatch()
    course.at += timedelta(days=course.dice.randrange(1, 6))
    course.by(course.unit, handling.SignTicket)
    course.finish()


def contested(course: Course) -> None:
    course.by_centre(intake.FileTicket)
    for _ in range(3):
        course.by_centre(handling.DispatchTicket, unit=course.unit, limit="1工作日")
        course.at += timedelta(minutes=1)
        course._acting(course.unit).send(
            handling.ReturnTicket(
                ticket=course.ticket, ground="not_in_area", opinion="不在辖区", at=course.at
            )
        )
    course.by_centre(handling.ArbitrateTicket, unit=course.unit, limit="2工作日", opinion="裁定")
    course.by(course.unit, handling.SignTicket)
    course.finish()


def suspended(course: Course) -> None:
    course.to_handling()
    ends = max(date(2026, 10, 8), course.at.date() + timedelta(days=2))
    course.by(course.unit, handling.SuspendTicket, until=ends, opinion="等待材料")
    course.decide()
    back = datetime(ends.year, ends.month, ends.day, tzinfo=CHINA)
    course.at = max(course.at, back)
    course.by(course.unit, handling.ResumeTicket)
    course.finish()


def extended(course: Course) -> None:
    course.by_centre(intake.FileTicket)
    course.by_centre(handling.DispatchTicket, unit=course.unit, limit="5工作日")
    course.by(course.unit, handling.SignTicket)
    course.by(course.unit, handling.ExtendTicket, limit="2工作日", opinion="采购")
    course.decide(grant=course.dice.random() < 0.7)
    course.finish()


def reworked(course: Course) -> None:
    course.to_handling()
    course.by(course.unit, handling.FeedbackTicket, reply="已处置")
    course.by_centre(closing.SendCheck)
    course.look(closing.CheckDone, "fail")
    course.by_centre(closing.ReworkTicket, opinion="仍有残留")
    course.finish()


def reopened(course: Course) -> None:
    course.to_handling()
    course.call_back("satisfied")
    course.by_centre(closing.ReopenTicket, opinion="复发", limit="1工作日")
    course.call_back("dissatisfied")


def appealed(course: Course) -> None:
    course.by_centre(intake.FileTicket)
    course.by_centre(handling.DispatchTicket, unit=course.unit, limit="4小时")
    course.by(course.unit, handling.SignTicket)
    course.at += timedelta(days=9)
    course.finish()
    course.by(course.unit, closing.AppealTicket, opinion="台风停工")
    course.decide()


def climbed(course: Course) -> None:
    course.by_centre(intake.FileTicket)
    course.by_centre(handling.HandDownTicket, level="town")
    course.by("澄江街道网格中心", handling.EscalateTicket, opinion="超出权限")
    course.by_centre(handling.DispatchTicket, unit=course.unit, limit="2工作日")
    helper = next(unit for unit in ("水利局", *UNITS) if unit != course.unit)
    course.by_centre(handling.AssistTicket, unit=helper, limit="1工作日")
    course.by(course.unit, handling.SignTicket)
    course.by(helper, handling.FinishAssist, reply="已配合")
    course.finish()


def pressed(course: Course) -> None:
    course.to_handling()
    course.by_centre(signals.NudgeTicket)
    course.by_centre(signals.SuperviseTicket, colour="yellow", opinion="催办未果")
    course.by_centre(signals.UrgeTicket, urgency="red")
    course.by_centre(signals.InstructTicket, opinion="限期办结")
    course.by_centre(signals.NotifyTicket, units=("水利局",))
    course.by("水利局", signals.ReadTicket)
    course.by_centre(signals.CancelSupervise, opinion="已整改")
    course.finish()


def refused(course: Course) -> None:
    course.by_centre(intake.VoidTicket, opinion="不属受理范围")
    course.decide(by="市网格中心值班长")


def forced(course: Course) -> None:
    course.to_handling()
    course.by_centre(closing.ForceCloseTicket, opinion="主要领导批准")


def on_the_spot(course: Course) -> None:
    course.by_centre(intake.SelfHandleTicket, reply="当场清理", attachments=(PICTURE,))


def put_away(course: Course) -> None:
    plain(course)
    course.at += timedelta(days=45)
    course.by_centre(closing.ArchiveTicket)


def said_again(course: Course) -> None:
    """The same matter once more, found out before anybody handles it."""
    again = Course(course._desk, course._acting, course.dice, 1)
    course.to_handling()
    again.at = max(again.at, course.at)
    again.by_centre(intake.MergeTicket, parent=course.ticket, opinion="同一事项")
    course.at = max(course.at, again.at)
    course.finish()


WAYS = (
    plain, looked_at, given_back, contested, suspended, extended, reworked, reopened, appealed,
    dawdled, climbed, pressed, refused, forced, put_away, said_again,
)  # fmt: skip


def run(desk: Gateway, acting: Callable[[str], Gateway], tickets: int, seed: int) -> list[str]:
    """Work through a month and return the serial numbers."""
    dice = random.Random(seed)
    done = []
    for number in range(1, tickets + 1):
        course = Course(desk, acting, dice, number)
        if course.draft and number % 20 == 0:
            on_the_spot(course)
        else:
            if course.draft:
                course.by_centre(intake.ReportTicket)
            WAYS[number % len(WAYS)](course)
        done.append(course.ticket)
    return done
