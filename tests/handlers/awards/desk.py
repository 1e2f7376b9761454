"""One office file that people work on, and how far a list is."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from gridctl.foundation.clock import FixedClock
from gridctl.foundation.resources import config_path
from gridctl.gateway.local import LocalGateway
from gridctl.gateway.remote import RemoteGateway
from gridctl.operations.base import Gateway, Operation
from gridctl.operations.commands.awards import ApproveAwards, NominateAwards
from gridctl.operations.queries.awards import AwardSheet
from gridctl.server.app import create_app
from gridctl.server.caller import Caller
from tests.award_office import MONTH, NOMINATED
from tests.gateways import AppTransport

R = TypeVar("R")


CLERK, LEADER = "小周", "王主任"


class Office:
    """One office file that different people work on at different times."""

    def __init__(self, path: Path, kind: str) -> None:
        self.path, self._kind = path, kind

    def send(
        self,
        operation: Operation[R],
        who: str = CLERK,
        *,
        behalf: str = "",
        at: datetime = NOMINATED,
        **options: Any,
    ) -> R:
        gateway = self._gateway(who, behalf, FixedClock(at))
        try:
            return gateway.send(operation, **options)
        finally:
            gateway.close()

    def _gateway(self, who: str, behalf: str, clock: FixedClock) -> Gateway:
        if self._kind == "local":
            return LocalGateway(self.path, actor=who, behalf=behalf, clock=clock)

        def serve(caller: Caller) -> LocalGateway:
            return LocalGateway(self.path, actor=who, behalf=caller.behalf, clock=clock)

        client = httpx.Client(transport=AppTransport(create_app(serve)), base_url="http://o.test")
        return RemoteGateway(client, "http://o.test", behalf=behalf)

    def sql(self, text: str, *values: object) -> list[Any]:
        connection = sqlite3.connect(self.path)
        with connection:
            rows = connection.execute(text, values).fetchall()
        connection.close()
        return rows


def names(sheet: AwardSheet, standing: str = "selected") -> list[str]:
    return [person.name for person in sheet.items if person.standing == standing]


def approved(office: Office) -> AwardSheet:
    office.send(NominateAwards(assessment=MONTH))
    return office.send(
        ApproveAwards(award_list="L1", choose=("褚甲",), opinion="首次参评者优先"), LEADER
    )


def scheme(*, award: bool = True, payout: str = "") -> str:
    text = config_path("rules", "scoring", "county_top10_v1.toml").read_text("utf-8")
    text = text.replace('"county_top10_v1"', '"local_v1"')
    return f"{text}{payout}\n" if award else text.partition("[award]")[0]
