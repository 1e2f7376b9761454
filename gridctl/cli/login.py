"""``gridctl login``: sign in to the server of a profile, and keep the token."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.context import Session, TargetCommand, noun
from gridctl.cli.context.secrets import new_secret, secret
from gridctl.domain.errors import Usage, word
from gridctl.domain.roles import ROLE_NAMES
from gridctl.foundation.i18n import N_, _, said
from gridctl.foundation.pointers import pointed

if TYPE_CHECKING:
    from gridctl.operations.commands.sign_ins import SignedIn

app = noun()


class NobodySignsIn(Usage):
    """An office of one's own asks nobody who they are."""

    message = N_("{name} is no server; nobody signs in there.")
    hint = N_("Choose the profile of a server with --profile; '<profile list>' shows all.")


class LoginNeeded(Usage):
    """Nobody is there to say who they are."""

    message = N_("A login is needed, and nobody can be asked here.")
    hint = N_("Write it behind '<login>'.")


@app.command(
    "login",
    cls=TargetCommand,
    help=N_("Sign in to a server; the token is kept in the keyring, or in a file of yours."),
    epilog="gridctl login limin\ngridctl --profile city login limin\ngridctl login --setup\n"
    "gridctl login robot --password-stdin < 密码.txt",
)
def login(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="LOGIN", help=N_("Your login; asked if left out."))
    ] = None,
    set_up: Annotated[
        bool,
        typer.Option("--setup", help=N_("Make the first account, with the code the server told.")),
    ] = False,
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help=N_("Read the password from stdin; with --setup the code first, a line each."),
        ),
    ] = False,
) -> None:
    """Sign in, and choose a password where that is still to be done."""
    session = Session.of(ctx)
    check_server(session)
    called = name or _asked(session, _("Login"))
    make = _set_up if set_up else _sign_in
    signed = make(session, called, password_stdin)
    _keep(session, signed.token or "")
    _tell(session, signed)
    if signed.must_change:
        _choose(session, password_stdin)


def check_server(session: Session) -> None:
    """Refuse what is no server.

    Raises:
        NobodySignsIn: it is a file or a database.
    """
    if session.target.kind != "url":
        raise NobodySignsIn(name=session.target.name)


def _asked(session: Session, question: str, default: str = "") -> str:
    if not session.interactive:
        raise LoginNeeded
    from gridctl.cli.context.asking import answer

    return answer(question, default)


def _sign_in(session: Session, called: str, stdin: bool) -> SignedIn:
    from gridctl.operations.commands.sign_ins import SignIn

    password = secret(session, _("Password"), stdin=stdin)
    return session.gateway.send(SignIn(login=called, password=password, label=_machine()))


def _set_up(session: Session, called: str, stdin: bool) -> SignedIn:
    from gridctl.operations.commands.sign_ins import SetUpAdministrator

    code = secret(session, _("Set-up code"), stdin=stdin)
    name = called if stdin else _asked(session, _("Your name"), called)
    password = new_secret(session, _("New password"), stdin=stdin)
    return session.gateway.send(
        SetUpAdministrator(code=code, login=called, name=name, password=password, label=_machine())
    )


def _keep(session: Session, token: str) -> None:
    """Keep the token, and go on with it."""
    from gridctl.foundation.secrets import keep_token
    from gridctl.gateway.address import server_address

    keep_token(server_address(session.target.address), session.target.name, token)
    session.close()
    session.__dict__.pop("gateway", None)


def _tell(session: Session, signed: SignedIn) -> None:
    told = _("Signed in to {office} as {name} ({role}) until {until}.")
    plain = _(ROLE_NAMES.get(signed.role, signed.role))
    role = said(signed.role_name) if signed.role_name else plain
    until = f"{signed.expires_at:%Y-%m-%d}"
    facts = {"office": session.target.name, "name": signed.name, "role": role, "until": until}
    session.note(word(told, facts))


def _choose(session: Session, stdin: bool) -> None:
    """Have a password that somebody else chose replaced at once, or say how."""
    if stdin or not session.interactive:
        session.note(pointed(_("Nothing is open yet: choose a password with '<password>'.")))
        return
    from gridctl.operations.commands.accounts import ChangePassword

    session.note(_("Your password was chosen by somebody else. Choose your own now."))
    old = secret(session, _("The password just used"), stdin=False)
    new = new_secret(session, _("New password"), stdin=False)
    session.gateway.send(ChangePassword(old=old, new=new))
    session.note(_("The password is changed."))


def _machine() -> str:
    """Return what tells this sign-in from others in a list."""
    return socket.gethostname()[:80]
