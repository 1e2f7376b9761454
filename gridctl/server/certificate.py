"""The certificate a server shows: is it one, is the key its own, and on which days is it valid?"""

from __future__ import annotations

import errno
import os
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from gridctl.domain.serving import CertificateUnfit, KeyForeign, KeyUnfit, KeyUnusable

#: How long before its end a certificate is spoken of.
_SOON = timedelta(days=30)
#: X509_V_FLAG_NO_CHECK_TIME of OpenSSL: one that has expired is to be read, too.
_WHATEVER_THE_DAY = 0x200000


class Validity(NamedTuple):
    """From when until when a certificate is valid."""

    begins: datetime
    ends: datetime

    def is_early(self, now: datetime) -> bool:
        """Tell whether the certificate is not valid yet."""
        return now < self.begins

    def is_over(self, now: datetime) -> bool:
        """Tell whether the certificate has expired."""
        return now >= self.ends

    def is_short(self, now: datetime) -> bool:
        """Tell whether the certificate expires within 30 days."""
        return now >= self.ends - _SOON


def read_certificate(certificate: Path, key: Path | None) -> Validity:
    """Return when a certificate is valid, after it was used once with its key.

    Args:
        certificate: PEM file with the certificate and those above it.
        key: PEM file with its key; None where the certificate's file holds it.

    Raises:
        KeyUnusable: a file cannot be read, or TLS refuses what is in it.
        CertificateUnfit: the file holds no certificate.
        KeyUnfit: the file holds no key, or one with a password.
        KeyForeign: the key belongs to another certificate.
    """
    for path in filter(None, (certificate, key)):
        _check_readable(path)
    return _shown_by(_server_side(certificate, key or certificate), certificate)


def _check_readable(path: Path) -> None:
    if not os.access(path, os.R_OK):
        number = errno.EACCES if path.exists() else errno.ENOENT
        raise KeyUnusable(path=str(path), reason=os.strerror(number))


def _server_side(certificate: Path, key: Path) -> ssl.SSLContext:
    try:
        ssl.create_default_context(cafile=certificate)
    except (OSError, ValueError) as error:
        raise CertificateUnfit(path=str(certificate)) from error
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        # An encrypted key would have somebody asked for its password at every start.
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            raise KeyForeign(key=str(key), certificate=str(certificate)) from error
        if error.reason is None:
            raise KeyUnfit(path=str(key)) from error
        raise KeyUnusable(path=str(certificate), reason=_plain(error)) from error
    except (OSError, ValueError) as error:
        raise KeyUnfit(path=str(key)) from error
    return context


def _shown_by(server: ssl.SSLContext, certificate: Path) -> Validity:
    """Return the validity of what a server shows to a client in this process.

    The library for TLS tells the days of a certificate only to whom it was shown.
    """
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname = False
    trusting.load_verify_locations(certificate)
    trusting.verify_flags = ssl.VerifyFlags(ssl.VERIFY_X509_PARTIAL_CHAIN | _WHATEVER_THE_DAY)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(to_client, to_server)
    sides = client, server.wrap_bio(to_server, to_client, server_side=True)
    try:
        # There, back, and there once more, whichever version of TLS is spoken.
        for side in sides * 3:
            _go_on(side)
    except ssl.SSLError as error:
        raise KeyUnusable(path=str(certificate), reason=_plain(error)) from error
    shown = client.getpeercert() or {}
    return Validity(_instant(shown, "notBefore"), _instant(shown, "notAfter"))


def _go_on(side: ssl.SSLObject) -> None:
    try:
        side.do_handshake()
    except ssl.SSLWantReadError:
        # The other side is next.
        return


def _instant(shown: Mapping[str, object], name: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown[name])), UTC)


def _plain(error: ssl.SSLError) -> str:
    told = getattr(error, "verify_message", "") or error.reason or str(error)
    return told.replace("_", " ").lower()
