"""What a route permits of a request beyond the default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a route permits beyond the default, which is none of this."""

    fields: frozenset[str] = frozenset()
    """Fields of the body that no reader knows, or that are denied by default, by name (`inference_geo`).

    Within lists by their path without places: `messages.prefix`, `messages.content.video`, `input.program`.
    """
    hosted_tools: frozenset[str] = frozenset()
    """Types of tools that run at the vendor, as the vendor spells them (`web_search_20250305`)."""
    remote_servers: frozenset[str] = frozenset()
    """MCP servers that the vendor may call, by URL."""
    background: bool = False
    """The vendor may go on after the connection has closed."""
    kept_state: bool = False
    """The vendor may keep the answer, and calls may rest on what it kept (`store`, `previous_response_id`)."""
    several_answers: bool = False
    """More than one answer may be asked for where tools are offered."""
