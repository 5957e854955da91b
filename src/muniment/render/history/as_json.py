"""What the history of a repository shows, for a program. `schemas/history.schema.json` describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from muniment.render.citing import vendor_name
from muniment.render.found_json import rulebook_value, write_object
from muniment.render.words import slug

if TYPE_CHECKING:
    from muniment.domain.evidence import Coverage
    from muniment.domain.history import AgentWork, History, PastUse, Sighting
    from muniment.domain.rulebook import Rulebook

FORMAT = "muniment.history/1"
"""The last number grows when a key goes away or changes its meaning; new keys may come without notice."""


def write_history(found: History, rulebook: Rulebook, to: TextIO) -> None:
    """Write one JSON object; each use and agent stands on its own line."""
    vendors = sorted({use.vendor for use in found.uses} | {agent.vendor for agent in found.agents})
    parts: dict[str, Any] = {
        "agents": (_agent(agent) for agent in found.agents),
        "commits": found.commits,
        "complete": found.complete,
        "contents": found.blobs,
        "coverage": _coverage(found.coverage),
        "format": FORMAT,
        "head": found.head or None,
        "refs": found.refs,
        "root": found.root,
        "rulebook": rulebook_value(rulebook),
        "uses": (_use(use) for use in found.uses),
        "vendors": {vendor: vendor_name(rulebook, vendor) for vendor in vendors},
    }
    write_object(parts, to)


def _use(use: PastUse) -> dict[str, Any]:
    return {
        "class": use.cls.value,
        "elsewhere": _sighting(use.elsewhere),
        "first": _sighting(use.first),
        "identifier": use.identifier.value,
        "kind": use.identifier.kind.value,
        "last": _sighting(use.last),
        "path": use.path,
        "removed": _sighting(use.removed),
        "rung": use.rung.name.lower(),
        "signature": use.signature,
        "standing": use.standing.name.lower(),
        "vendor": use.vendor,
    }


def _agent(agent: AgentWork) -> dict[str, Any]:
    return {
        "commits": agent.commits,
        "first": _sighting(agent.first),
        "last": _sighting(agent.last),
        "signature": agent.signature,
        "trailers": [identifier.value for identifier in agent.identifiers],
        "vendor": agent.vendor,
    }


def _sighting(seen: Sighting | None) -> dict[str, str] | None:
    return {"commit": seen.commit, "when": seen.when.strftime("%Y-%m-%dT%H:%M:%SZ")} if seen else None


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "by_status": {slug(status): number for status, number in coverage.by_status},
        "bytes_read": coverage.bytes_read,
        "entries": coverage.entries,
        "gaps": [
            {"limits": gap.limits, "line": gap.line, "path": gap.path, "status": slug(gap.status), "why": gap.why}
            for gap in coverage.gaps
        ],
        "read": coverage.read,
    }
