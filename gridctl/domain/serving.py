"""Errors about running a server."""

from __future__ import annotations

from gridctl.domain.errors import Usage
from gridctl.foundation.i18n import N_


class PortTaken(Usage):
    """Another program listens there."""

    message = N_("Port {port} on {host} is taken by another program.")
    hint = N_("Stop that program, or choose another port with --port.")


class PortRefused(Usage):
    """The machine does not let this program listen there."""

    message = N_("Cannot listen on {host}, port {port}: {reason}.")
    hint = N_("--host must be an address of this machine; ports below 1024 need a special right.")


class NotEncrypted(Usage):
    """Others could read along."""

    message = N_("On {host} others could read passwords and tickets on their way.")
    hint = N_(
        "Give --tls-cert and --tls-key; where a proxy on this machine encrypts, leave out --host;"
        " --plain-http serves unencrypted all the same."
    )


class CertificateNeeded(Usage):
    """A key alone encrypts nothing."""

    message = N_("--tls-key was given without the certificate it belongs to.")
    hint = N_("Add --tls-cert FILE.")


class ProxyUnnamed(Usage):
    """What is to be believed must be one proxy, or its network, and not everybody."""

    message = N_("{proxy} is not the address of a proxy.")
    hint = N_("Give addresses or networks behind commas, such as 127.0.0.1 or 10.1.0.0/24.")


class KeyUnusable(Usage):
    """The certificate or its key cannot be used."""

    message = N_("{path} cannot be used for TLS: {reason}.")
    hint = N_("The certificate and its key must be PEM and readable for this account.")


class CertificateUnfit(Usage):
    """What was given as the certificate is something else."""

    message = N_("{path} holds no certificate (PEM).")
    hint = N_("--tls-cert takes the certificate and those above it, --tls-key its key.")


class KeyUnfit(Usage):
    """What was given as the key is something else, or asks for a password."""

    message = N_("{path} holds no key (PEM) without a password.")
    hint = N_(
        "Give the key with --tls-key; 'openssl pkey -in KEY -out FILE' takes a password away, and"
        " only this account may read FILE."
    )


class KeyForeign(Usage):
    """Certificate and key are not a pair."""

    message = N_("The key in {key} does not belong to the certificate in {certificate}.")
    hint = N_(
        "Give the key the certificate was asked for with; the server's own certificate stands"
        " first in its file, those above it follow."
    )


class OpenToOthers(Usage):
    """Without sign-in only this machine may be served."""

    message = N_("Without sign-in, everybody who reaches {host} could do everything.")
    hint = N_("Leave out --without-sign-in, or --host and --behind-proxy.")


class NotServable(Usage):
    """The target is a server itself."""

    message = N_("{name} is a server itself.")
    hint = N_("Serve a database: name its file with --db, or a profile that has a path.")
