"""``gridctl serve``: the office for others, over HTTP."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import LocalCommand, Session, Takes, noun
from gridctl.cli.context.when import clock
from gridctl.domain.errors import Param, word
from gridctl.domain.serving import NotServable, OpenToOthers
from gridctl.domain.sign_ins import AlreadySetUp
from gridctl.foundation.clock import instant_text
from gridctl.foundation.i18n import N_, _
from gridctl.foundation.pointers import pointed
from gridctl.server.logs import Format, Level

if TYPE_CHECKING:
    from gridctl.server.certificate import Validity
    from gridctl.server.process import Listening

app = noun()

#: Every interface of the machine.
_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not chosen

Proxies = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help=N_("The proxy in front; what it says of the sender (X-Forwarded-*) is believed."),
    ),
]
Periodic = Annotated[
    bool,
    typer.Option(
        " /--no-periodic", help=N_("Leave sweeping the clock to another server or to cron.")
    ),
]
PeriodicEvery = Annotated[
    int, typer.Option(metavar="SECONDS", min=1, help=N_("How often the clock is swept."))
]
WithoutSignIn = Annotated[
    bool,
    typer.Option(
        "--without-sign-in",
        help=N_("Let everybody on this machine do everything; only there, for trying out."),
    ),
]
StopWithin = Annotated[
    int,
    typer.Option(
        metavar="SECONDS", min=0, help=N_("How long to finish what was begun when stopped.")
    ),
]


class ServeCommand(LocalCommand):
    """Runs until it is stopped."""

    takes = LocalCommand.takes | Takes.TARGET


@app.command(
    "serve",
    cls=ServeCommand,
    help=N_("Let others work on this office over the network, until stopped with Ctrl-C."),
    epilog="gridctl serve\n"
    "gridctl --db county.db serve --port 8080\n"
    "gridctl serve --host 0.0.0.0 --tls-cert office.pem --tls-key office.key --workers 2\n"
    "gridctl serve --behind-proxy 127.0.0.1 --url-prefix /grid --log-format json",
)
def serve(
    ctx: typer.Context,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help=N_("Listen here; 0.0.0.0 is everywhere."))
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help=N_("The port; 0 is any free one."))
    ] = 8765,
    workers: Annotated[
        int, typer.Option(metavar="N", min=1, max=64, help=N_("How many processes."))
    ] = 1,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help=N_("Certificate for https (PEM)."))
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help=N_("Its key, without a password (PEM)."))
    ] = None,
    behind_proxy: Proxies = "",
    plain_http: Annotated[
        bool,
        typer.Option("--plain-http", help=N_("Serve others without encryption; all can read it.")),
    ] = False,
    url_prefix: Annotated[
        str, typer.Option(metavar="/PATH", help=N_("All addresses begin with this path."))
    ] = "",
    without_sign_in: WithoutSignIn = False,
    periodic: Periodic = True,
    periodic_every: PeriodicEvery = 600,
    stop_within: StopWithin = 30,
    log_format: Annotated[Format, typer.Option(help=N_("Form of the log on stderr."))] = "text",
    log_level: Annotated[Level, typer.Option(help=N_("What the log tells."))] = "info",
) -> None:
    """Open the port, tell the address, serve."""
    session = Session.of(ctx)
    if session.target.kind == "url":
        raise NotServable(name=session.target.name)
    _check(session)
    _check_open(without_sign_in, host, behind_proxy)
    # The web server is loaded by this command alone.
    from gridctl.server.process import Listening, begin_log, bind, check
    from gridctl.server.process import serve as run
    from gridctl.server.worker import Plan

    listening = Listening(
        host, port, tls_cert, tls_key, behind_proxy, plain_http, workers, stop_within,
        log_format, log_level,
    )  # fmt: skip
    prefix = "/" + url_prefix.strip("/") if url_prefix.strip("/") else ""
    validity = check(listening)
    with bind(listening) as opened:
        log = begin_log(listening)
        say, warn = (log.info, log.warning) if log else (session.note, session.note)
        if trouble := validity and _trouble(validity, clock.now()):
            warn(trouble)
        _tell(session, say, listening, opened, prefix)
        if not without_sign_in:
            _offer_set_up(session, say, secret=log is None)
        every = periodic_every if periodic else None
        run(listening, Plan(session.target, prefix, every, signed_in=not without_sign_in), opened)
    say(_("Stopped."))


def _check(session: Session) -> None:
    """Meet what is wrong with the office before the port is open.

    Raises:
        GridctlError: the office cannot be opened.
    """
    from gridctl.operations.queries.offices import ShowHealth

    session.gateway.send(ShowHealth())


def _check_open(without_sign_in: bool, host: str, proxies: str) -> None:
    """Refuse to serve others without asking who they are.

    Raises:
        OpenToOthers: they could reach the office.
    """
    from gridctl.server.process import is_loopback

    if without_sign_in and (proxies or not is_loopback(host)):
        raise OpenToOthers(host=host)


def _offer_set_up(session: Session, say: Callable[[str], None], *, secret: bool) -> None:
    """Where there is no account yet, make the code by which the first one is made, and tell it.

    A log that is kept and searched holds no secret: there the other way is told.
    """
    from gridctl.operations.commands.sign_ins import IssueSetUpCode

    with suppress(AlreadySetUp):
        made = session.gateway.send(IssueSetUpCode(), dry_run=not secret)
        if not secret:
            told = _(
                "No account yet. Make one on this machine:"
                " <user create LOGIN --name NAME --role administrator>"
            )
            say(pointed(told))
            return
        until = made.expires_at.strftime("%H:%M")
        told = _("No account yet. Set-up code: {code}, good once until {until}.")
        say(word(told, {"code": made.code, "until": until}))
        say(pointed(_("Then: <--profile server login --setup>")))


def _trouble(validity: Validity, now: datetime) -> str:
    """Say on which days people are turned away by their own programs; "" where on none soon."""
    told: dict[str, Param] = {
        "begins": instant_text(validity.begins),
        "ends": instant_text(validity.ends),
        "days": (validity.ends - now).days,
    }
    if validity.is_over(now):
        return word(_("The certificate expired on {ends}: programs refuse it. Renew it."), told)
    if validity.is_early(now):
        return word(_("The certificate is valid only from {begins}: programs refuse it."), told)
    if validity.is_short(now):
        return word(_("The certificate expires on {ends}, in {days} days: renew it."), told)
    return ""


def _tell(
    session: Session, say: Callable[[str], None], listening: Listening, opened: socket.socket,
    prefix: str,
) -> None:  # fmt: skip
    """Say where the office is served, and how to work on it from elsewhere."""
    address = _address(listening, opened, prefix)
    told: dict[str, Param] = {"office": session.target.name, "address": address}
    say(word(_("{office} is served at {address}; Ctrl-C stops it."), told))
    if listening.proxies:
        say(_("People use the address of the proxy in front of it."))
        say(pointed(_("To work on it: <profile add server --url ADDRESS>")))
        return
    say(word(_("To work on it: <profile add server --url {address}>"), told))


def _address(listening: Listening, opened: socket.socket, prefix: str) -> str:
    host, port = opened.getsockname()[:2]
    if host in _ANYWHERE:
        host = socket.getfqdn()
    scheme = "http" if listening.certificate is None else "https"
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port}{prefix}"
