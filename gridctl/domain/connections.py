"""Errors on the way to a server: its address, its certificate, the line, its version."""

from __future__ import annotations

from gridctl.domain.errors import GridctlError, ProtocolMismatch, Unreachable, Usage
from gridctl.foundation.i18n import N_


class AddressInvalid(Usage):
    """The text is no address of a server."""

    message = N_("{address} is not the address of a server.")
    hint = N_("Write it like https://grid.example.gov.cn or https://example.gov.cn/grid.")


class AddressOfFile(Usage):
    """The text is the path of a file."""

    message = N_("{address} is a file, not the address of a server.")
    hint = N_(
        "<Give it with --path instead of --url.|In the profile, call it path instead of url.>"
    )


class AddressOfDatabase(Usage):
    """The text was to be the address of a database, which may hold a password."""

    message = N_("This is neither the address of a server nor of a database.")
    hint = N_("A database is written as postgresql://NAME@HOST/DATABASE.")


class AddressWithPassword(Usage):
    """The address holds a name or a password, which would be shown wherever it is."""

    message = N_("The address of a server holds no user name and no password.")
    hint = N_("Leave out what stands before the @; '<login>' signs in.")


class AddressUnencrypted(Usage):
    """Plain http leaves the machine."""

    message = N_("{address} would send passwords and names unencrypted over the network.")
    hint = N_("Use https://; plain http:// is for this machine alone (127.0.0.1, localhost).")


class AuthorityFileUnfit(Usage):
    """The file of certificates to trust is none."""

    message = N_("{file} holds no certificates to trust: {reason}.")
    hint = N_("It must be a PEM file, with lines -----BEGIN CERTIFICATE-----.")


class ProxyUnfit(Usage):
    """A proxy variable of the environment cannot be followed; it may hold a password."""

    message = N_("The web proxy this machine names cannot be used: {reason}.")
    hint = N_("Look at HTTPS_PROXY and ALL_PROXY; NO_PROXY={host} goes round it.")


class HostUnknown(Unreachable):
    """The name of the server leads nowhere."""

    message = N_("This machine finds no server named {host}.")
    hint = N_("Check the spelling in the profile, and whether the network or VPN is on.")


class LineRefused(Unreachable):
    """Nobody takes the connection."""

    message = N_("{target} takes no connections.")
    hint = N_("Check the port, and whether the server runs; then try again.")


class LineCut(Unreachable):
    """The line broke before the whole answer was here."""

    message = N_("The line to {target} broke off.")
    hint = N_("Try again; look at the network if it happens again.")


class AnswerLate(Unreachable):
    """No answer within the time such an operation may take."""

    message = N_("{target} did not answer within {seconds} seconds.")
    hint = N_("Ask for less at once, or try again later.")
    status = 504


class ServerAway(Unreachable):
    """A proxy answers, the server behind it does not."""

    message = N_("The server behind {target} is not there just now (HTTP {status}).")
    hint = N_("Try again in a few minutes; then ask the administrator.")


class OutcomeUnknown(Unreachable):
    """A command was sent, and its answer never came."""

    message = N_("The line to {target} broke off; whether this was done is not known.")
    hint = N_(
        "<Run the same command again with --key {key}|Send it again from the same"
        " form>: what was done already is not done twice."
    )


class CommandLeft(OutcomeUnknown):
    """The person no longer waits for a command the server has; it may go on with it."""

    message = N_("No longer waiting. {target} has the command and may still carry it out.")
    hint = N_(
        "<Run the same command again with --key {key}|Send it again from the same form>: it tells"
        " what came of it, and does nothing twice."
    )
    exit_code = 130


class ProxyFailed(Unreachable):
    """The web proxy in between does not let us through."""

    message = N_("The web proxy on the way to {target} does not let this through: {reason}.")
    hint = N_("Set NO_PROXY={host} where the server is in your own network.")


class CertificateUntrusted(Unreachable):
    """The certificate comes from an authority nobody here knows."""

    message = N_("The certificate of {target} is from an authority this machine does not know.")
    hint = N_(
        "Get the authority's certificate from the administrator and name it in the profile:"
        " ca_file = \"FILE\", or '<profile add NAME --url {target} --ca-file FILE>'."
    )


class CertificateExpired(Unreachable):
    """The certificate is past its time."""

    message = N_("The certificate of {target} has expired.")
    hint = N_("The administrator must renew it. Check this machine's date as well: {today}.")


class CertificateTooNew(Unreachable):
    """The certificate is not valid yet."""

    message = N_("The certificate of {target} is not valid yet.")
    hint = N_("Check this machine's date: {today}.")


class CertificateOfAnother(Unreachable):
    """The certificate names another server."""

    message = N_("The certificate of {target} is made out to another name than {host}.")
    hint = N_("Use the name the certificate is made out to, or have it reissued.")


class CertificateRefused(Unreachable):
    """The encrypted line cannot be set up for another reason."""

    message = N_("No encrypted line to {target}: {reason}.")
    hint = N_("Check the port: an https:// address needs a server that speaks TLS there.")


class LineUnencrypted(Unreachable):
    """An encrypted line was asked for, and whoever answers speaks none; ``plain`` is a way here."""

    message = N_("{target} answers unencrypted; https:// was asked for.")
    hint = N_(
        "[[For this server of your own machine write {plain}. ]]For others the server needs a"
        " certificate, or the address is that of the proxy in front of it."
    )


class OtherServer(ProtocolMismatch):
    """Something answers that is no server of ours: a sign-in page, a proxy, another program."""

    message = N_("{target} answers, but is no server of gridctl ({found}).")
    hint = N_("Open the address in a browser: a sign-in page of the network may be in the way.")


class SentElsewhere(ProtocolMismatch):
    """The address redirects; what is sent does not follow."""

    message = N_("{target} sends on to {location}.")
    hint = N_("If that is the right server, write its address into the profile.")


class ProxyTooSmall(ProtocolMismatch):
    """A proxy takes smaller requests than the server behind it."""

    message = N_("A proxy before {target} does not take a request this large.")
    hint = N_("Ask the administrator to let it take 32 MB (nginx: client_max_body_size 32m).")


class ClientTooOld(ProtocolMismatch):
    """The server no longer understands this version."""

    message = N_("gridctl {mine} is too old for {target}, which has {theirs}.")
    hint = N_(
        "On this machine, beside the folder of wheels of {theirs}: pip install --no-index"
        " --find-links wheels gridctl=={theirs}"
    )


class ServerTooOld(ProtocolMismatch):
    """The server does not understand this version yet."""

    message = N_("{target} has gridctl {theirs}, which is too old for {mine} here.")
    hint = N_(
        "On the server, beside the folder of wheels of {mine}: pip install --no-index --find-links"
        " wheels gridctl=={mine}; or here, with those of {theirs}: pip install --no-index"
        " --find-links wheels gridctl=={theirs}"
    )


class Unexplained(GridctlError):
    """A newer server refuses with an error this version does not know."""

    message = N_("The server refused with {code}, for which this version has no words.")
    hint = N_("Bring gridctl up to date on this machine; '<profile check>' names the version.")
