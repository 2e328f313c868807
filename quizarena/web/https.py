"""A certificate for https, looked at before anything is served with it: whether it holds, and what names it is for.

It is asked in a connection to itself, in memory, for a phone finds out the same way.
"""

from __future__ import annotations

import ssl
from pathlib import Path

import attrs

from ..text import Text, of_system, plain
from .attendance import ServingError
from .words import _

_NOT_YET, _EXPIRED = 9, 10
"""What OpenSSL calls a certificate that is not valid yet, and one that is no more (X509_V_ERR_...)."""


@attrs.frozen
class Certificate:
    """The files of a certificate and its key; `names` are the hosts it is for, those of a wildcard left out."""

    file: str
    key: str
    names: tuple[str, ...] = ()


def certificate(file: str, key: str) -> Certificate:
    """Return the certificate in `file`, its chain behind it, with the key in `key`; both in PEM.

    Raises:
        ServingError: One cannot be read, they do not belong together, or the certificate does not hold now.
    """
    for each in (file, key):
        try:
            Path(each).read_bytes()
        except OSError as error:
            raise ServingError(_("{file} cannot be read: {why}", file=each, why=of_system(error))) from error
    here, there = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        here.load_cert_chain(file, key, password=lambda: "")
    except ssl.SSLError as error:
        raise ServingError(_unfit(file, key, error)) from error
    there.check_hostname = False
    there.load_verify_locations(file)
    there.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # it vouches for itself: who issued it is the phones' question
    try:
        found = _shown(here, there)
    except ssl.SSLCertVerificationError as error:
        raise ServingError(_invalid(file, error)) from error
    kinds = found.get("subjectAltName", ()) if found else ()
    names = tuple(str(name) for kind, name in kinds if kind in ("DNS", "IP Address") and "*" not in str(name))
    return Certificate(file, key, names)


def _shown(here: ssl.SSLContext, there: ssl.SSLContext) -> dict[str, tuple[tuple[str, str], ...]] | None:
    """Return the certificate that a server shows, as its client reads it."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client, server = there.wrap_bio(to_client, to_server), here.wrap_bio(to_server, to_client, server_side=True)
    for _round in range(4):  # a handshake has two turns each way
        for side in (client, server):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return client.getpeercert()  # type: ignore[return-value]


def _unfit(file: str, key: str, error: ssl.SSLError) -> Text:
    if error.reason == "KEY_VALUES_MISMATCH":
        return _("{key} is the key of another certificate than {file}", key=key, file=file)
    return _("{file} and {key} are no certificate and key in PEM, or the key has a password", file=file, key=key)


def _invalid(file: str, error: ssl.SSLCertVerificationError) -> Text:
    if error.verify_code == _EXPIRED:
        return _("the certificate in {file} has expired; phones would refuse it", file=file)
    if error.verify_code == _NOT_YET:
        return _("the certificate in {file} is not valid yet; is this computer's clock right?", file=file)
    return _("phones would refuse the certificate in {file}: {why}", file=file, why=plain(error.verify_message))
