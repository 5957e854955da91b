"""A proxy in front, over a socket in the file system: it speaks for its clients, or sends calls on itself."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from muniment.app.gateway.call_entries import Ending, outcome_record
from muniment.app.gateway.call_history import HANDED_ON
from muniment.enforce.elsewhere import CERTIFICATE_HEADER, REMOVE_HEADER, certificate_in, headers_to_remove
from muniment.servers.data_plane import ClientConnection
from muniment.servers.http_requests import RefusedRequestError

if TYPE_CHECKING:
    from muniment.app.gateway.calls import Request, Sending

ROUTE_HEADER = "muniment-route"
"""By which the proxy chooses where a call goes: never by anything that the client said."""


class FrontedConnection(ClientConnection):
    """A proxy that has asked its clients for certificates. What it says of them holds for one request each."""

    def headed(self) -> None:
        """Read of which client the proxy tells."""
        try:
            self._certificate, subject = certificate_in(self.headers.get(CERTIFICATE_HEADER, ""))
            self._subject = _common_name(subject)
        except ValueError as error:
            raise RefusedRequestError(400, str(error)) from error
        super().headed()


class DecidingConnection(FrontedConnection):
    """A proxy that asks whether a call may go on, and then sends it itself."""

    def as_asked(self) -> Request:
        """Return what came in: a call that somebody else sends."""
        asked = super().as_asked()
        return replace(asked, elsewhere=True, tools_ruled=self._plane.means.rules is not None)

    def let_through(self, sending: Sending, since: float) -> None:
        """Tell the proxy that the call may go on, where to, with which headers, and without which."""
        means, route, call = self._means, sending.way.setup.route.id, sending.decision
        credential, _, secret = means.credentials(route).rstrip(b"\r\n").partition(b": ")
        lines = [
            *((name.encode(), value.encode()) for name, value in sending.way.headers),
            (ROUTE_HEADER.encode(), route.encode()),
            (b"muniment-decision", call.encode()),
            (REMOVE_HEADER.encode(), headers_to_remove(self.headers, credential.decode().lower()).encode()),
            (b"content-length", b"0"),
        ]
        if credential:
            lines.append((credential, secret.strip()))
        taken = self.busy
        self._finish(200, lines, b"")
        now = time.perf_counter()
        how = HANDED_ON if taken else "client-gone-before"
        ending = Ending(
            how=how, status=0, bytes=0, sha256=sha256(b"").hexdigest(), usage=None, tools=(), seconds=now - since
        )
        means.log.append(outcome_record(call, means.seconds(), ending))
        means.metrics.delayed(now - since)
        means.metrics.count("muniment_calls_total", *sending.way.labels, how)


def _common_name(subject: str) -> str:
    """Return the common name in a subject; empty where it has none. Raises: ValueError."""
    if not subject:
        return ""
    from cryptography import x509  # noqa: PLC0415  (megabytes, where no proxy tells of certificates)
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    named = x509.Name.from_rfc4514_string(subject).get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(named[0].value) if named else ""
