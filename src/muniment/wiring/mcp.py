"""Joins for the gate before a server of tools (MCP)."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem
from muniment.wiring import approvals
from muniment.wiring.approvals import holding
from muniment.wiring.header_secret import fits_header, read_secret
from muniment.wiring.parts import refuse_without_parts
from muniment.wiring.web_server import web_server

if TYPE_CHECKING:
    from pathlib import Path

    import uvicorn

    from muniment.app.approvals.tool_gate import Gate
    from muniment.servers.upstream import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The server that stands behind the gate, on whose behalf it is called, and where spent tokens are kept."""

    server: str
    behalf: holding.OnBehalf
    spent: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A server that is reached by HTTP: where it is, what it is shown, where clients come in, and by which keys.

    `keys` are digests as `muniment gateway key` writes them; `origins` are those of browsers' pages that may ask.
    """

    url: str
    host: str
    port: int
    keys: tuple[str, ...]
    origins: tuple[str, ...] = ()
    credential: Path | None = None
    certificate: Path | None = None
    certificate_key: Path | None = None


def serve(file: Path, behind: Behind, command: tuple[str, ...], rulebook: Path | None) -> int:
    """Serve one client on standard input and output until it ends, and return the server's exit code.

    Raises: InputError.
    """
    return asyncio.run(_serve(gate(file, behind, rulebook), command))


def http_server(file: Path, behind: Behind, reached: Reached, rulebook: Path | None) -> uvicorn.Server:
    """Return the server in front of one that is reached by HTTP; it has yet to be run. Raises: InputError."""
    refuse_without_parts("httptools", "starlette", "uvicorn", where="the gate over HTTP")
    from muniment.servers.mcp_http import Front, mcp_app
    from muniment.servers.upstream import Upstream

    service = _service(reached.url)
    front = Front(
        path=service.prefix or "/",
        keys=frozenset(_digest(each) for each in reached.keys),
        origins=frozenset(reached.origins),
        credential=_credential(reached.credential),
    )
    _refuse_open(reached)
    tls = {"ssl_certfile": reached.certificate, "ssl_keyfile": reached.certificate_key} if reached.certificate else {}
    app = mcp_app(gate(file, behind, rulebook), Upstream(service), front)
    return web_server(app, host=reached.host, port=reached.port, tls=tls, http="h11")


def _service(url: str) -> Service:
    import ssl
    from urllib.parse import urlsplit

    from muniment.servers.upstream import Service

    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username is not None:
        help_ = "write it as `http://127.0.0.1:9000/mcp`"
        raise InputError(Problem(where="--url", what=f"`{url}` is no address of a server", help=help_))
    tls = ssl.create_default_context() if parts.scheme == "https" else None
    port = parts.port or (443 if tls else 80)
    return Service(
        host=parts.hostname, port=port, prefix=parts.path, authority=parts.netloc, tls=tls, connect_seconds=10
    )


def _digest(key: str) -> str:
    found = re.fullmatch("sha256:([0-9a-f]{64})", key)
    if found is None:
        what = f"`{key[:80]}` is no digest of a key"
        raise InputError(Problem(where="--key", what=what, help="`muniment gateway key` makes a key and its digest"))
    return found[1]


def _credential(file: Path | None) -> bytes:
    """Return the line by which the server behind knows us. Raises: InputError."""
    if file is None:
        return b""
    secret = read_secret(file)
    if not fits_header(secret):
        raise InputError(Problem(where=str(file), what="holds no secret that may stand in a header"))
    return f"Authorization: Bearer {secret}\r\n".encode()


def _refuse_open(reached: Reached) -> None:
    """Raise InputError where keys could be read on the way, or nobody could come in."""
    if not reached.keys:
        help_ = "`muniment gateway key` makes a key for each client, and its digest"
        raise InputError(Problem(where="--key", what="is missing: whoever reaches the port could ask", help=help_))
    if reached.certificate is None and reached.host not in {"127.0.0.1", "::1", "localhost"}:
        help_ = "give --certificate and --certificate-key, or listen on 127.0.0.1"
        raise InputError(Problem(where=f"--listen {reached.host}", what="can be reached without TLS", help=help_))


def gate(file: Path, behind: Behind, rulebook: Path | None) -> Gate:
    """Return the gate in front of a server. Raises: InputError."""
    from muniment.app.approvals.tool_gate import Gate
    from muniment.signers.file_key import load
    from muniment.stores.holds import SpentTokens

    rules = holding.rules(file, rulebook)
    settings = rules.settings
    return Gate(
        server=behind.server,
        policy=settings.policy,
        approvals=rules.approvals,
        holds=rules.holds,
        keys=(load(file.parent / settings.approvals.token_key).public,),
        spend=SpentTokens(behind.spent),
        clock=approvals.MachineClock(),
        context=lambda: holding.context(behind.behalf),
        clock_doubt=rules.in_force.clock_doubt,
        wait_seconds=settings.approvals.wait_seconds,
    )


async def _serve(found: Gate, command: tuple[str, ...]) -> int:
    from muniment.servers.mcp_messages import LARGEST
    from muniment.servers.mcp_stdio import Proxy

    _refuse_no_pipe()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=LARGEST)
    ours = (os.fdopen(os.dup(stream.fileno()), mode) for stream, mode in ((sys.stdin, "rb"), (sys.stdout, "wb")))
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), next(ours))
    transport, protocol = await loop.connect_write_pipe(asyncio.streams.FlowControlMixin, next(ours))
    writer = asyncio.StreamWriter(transport, protocol, None, loop)
    try:
        return await Proxy(found, reader, writer).run(command)
    except FileNotFoundError as error:
        raise InputError(Problem(where=command[0], what="cannot be started", help="mend the path")) from error


def _refuse_no_pipe() -> None:
    """Raise InputError where no client can be at the other end of standard input and output."""
    for stream in (sys.stdin, sys.stdout):
        mode = os.fstat(stream.fileno()).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stat.S_ISCHR(mode)):
            where = "standard input" if stream is sys.stdin else "standard output"
            help_ = "have a client of MCP start this command, which speaks to it by pipes"
            raise InputError(Problem(where=where, what="is a file, and no client", help=help_))
