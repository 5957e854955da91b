"""Joins for the approver desk: a process of its own, with none of the secrets of the gateway."""

from __future__ import annotations

import secrets
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from muniment.errors import InputError, Problem
from muniment.wiring import approvals
from muniment.wiring.parts import refuse_without_parts
from muniment.wiring.web_server import web_server

if TYPE_CHECKING:
    from pathlib import Path

    import uvicorn


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """Where the desk is reached, and the files of its TLS; nothing where a proxy on this machine does that."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    client_authorities: Path | None = None


def server(file: Path, listening: Listening) -> uvicorn.Server:
    """Return the desk's server, which has yet to be run. Raises: InputError."""
    refuse_without_parts("starlette", "uvicorn", where="approver desk")
    from muniment.app.approvals.desk import Desk
    from muniment.render.desk import DeskPages
    from muniment.servers.desk import Setup, desk_app
    from muniment.servers.desk_connection import DeskConnection

    settings = approvals.approval_settings(file)
    origin = settings.desk
    if not origin:
        help_ = 'add `desk = "https://..."`: how browsers know it'
        raise InputError(Problem(where=str(file), what="[approvals] without `desk`", help=help_))
    _refuse_open(listening, origin)
    approvals.voters(file, settings)
    desk = Desk(
        approvals.open_holds(file, settings),
        lambda: approvals.voters(file, settings),
        approvals.MachineClock(),
        lambda: secrets.token_urlsafe(32),
        lambda at: approvals.refuse_doubtful(file, at),
    )
    setup = Setup(desk=desk, pages=DeskPages(), origin=origin, party=urlsplit(origin).hostname or "")
    return web_server(
        desk_app(setup), host=listening.host, port=listening.port, tls=_tls(listening), http=DeskConnection
    )


def _tls(listening: Listening) -> dict[str, Any]:
    if listening.certificate is None:
        return {}
    found: dict[str, Any] = {"ssl_certfile": listening.certificate, "ssl_keyfile": listening.key}
    if listening.client_authorities is not None:
        found |= {"ssl_ca_certs": str(listening.client_authorities), "ssl_cert_reqs": ssl.CERT_OPTIONAL}
    return found


def _refuse_open(listening: Listening, origin: str) -> None:
    """Raise InputError where sessions could be read on the way."""
    if (listening.certificate is None) != (listening.key is None):
        raise InputError(Problem(where="--certificate", what="and --key stand together", help="give both, or neither"))
    if listening.client_authorities is not None and listening.certificate is None:
        raise InputError(Problem(where="--client-authorities", what="needs TLS", help="give --certificate and --key"))
    if listening.certificate is None and listening.host not in {"127.0.0.1", "::1", "localhost"}:
        help_ = "give --certificate and --key, or listen on 127.0.0.1 behind a proxy on this machine"
        raise InputError(Problem(where=f"--listen {listening.host}", what="can be reached without TLS", help=help_))
    if listening.certificate is not None and not origin.startswith("https:"):
        raise InputError(Problem(where="desk", what=f"is `{origin}`, and the desk has TLS", help="write https"))
