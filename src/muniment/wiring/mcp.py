"""Joins for the gate before a server of tools (MCP)."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.errors import InputError, Problem
from muniment.wiring import approvals, holding

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.approvals.tool_gate import Gate


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The server that stands behind the gate, on whose behalf it is called, and where spent tokens are kept."""

    server: str
    command: tuple[str, ...]
    behalf: holding.OnBehalf
    spent: Path


def serve(file: Path, behind: Behind, rulebook: Path | None) -> int:
    """Serve one client on standard input and output until it ends, and return the server's exit code.

    Raises: InputError.
    """
    return asyncio.run(_serve(gate(file, behind, rulebook), behind.command))


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
        clock=approvals.Clock(),
        context=lambda: holding.context(behind.behalf),
        clock_doubt=rules.in_force.clock_doubt,
        wait_seconds=settings.approvals.wait_seconds,
    )


async def _serve(found: Gate, command: tuple[str, ...]) -> int:
    from muniment.servers.mcp_stdio import LARGEST, Proxy

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
