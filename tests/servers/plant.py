"""An MCP server with a real library, which writes down each call that runs."""

from __future__ import annotations

import sys
from pathlib import Path

from mcp.server import MCPServer

RAN = Path(sys.argv[1])
server = MCPServer("plant")


@server.tool()
def set_valve(valve: str, open: bool) -> str:  # noqa: A002, FBT001  (the tool's own words)
    """Open or close a valve."""
    with RAN.open("a") as file:
        file.write(f"set_valve {valve} {open}\n")
    return f"valve {valve} is {'open' if open else 'closed'}"


@server.tool()
def read_valve(valve: str) -> str:
    """Tell whether a valve is open."""
    with RAN.open("a") as file:
        file.write(f"read_valve {valve}\n")
    return "closed"


if __name__ == "__main__":
    if len(sys.argv) > 2:
        server.run("streamable-http", host="127.0.0.1", port=int(sys.argv[2]), json_response=len(sys.argv) > 3)
    else:
        server.run("stdio")
