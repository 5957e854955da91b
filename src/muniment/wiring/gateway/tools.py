"""Joins for the rules on tools that the answers of models ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.domain.ids import Digest
from muniment.wiring import approvals

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from muniment.app.approvals import Approvals
    from muniment.app.ports import Clock
    from muniment.domain.hold import HeldCall
    from muniment.wiring.gateway import Loaded


def in_force(loaded: Loaded) -> GatewayPolicy:
    """Return the policy by which calls leave under `loaded`, as its file was read; without rules on tools none does."""
    tools = loaded.settings.tools
    policy = approvals.policy_of(loaded.law.book, loaded.configuration) if tools is not None else Digest("")
    return GatewayPolicy(policy=policy, loaded=loaded)


def tool_rules(file: Path, loaded: Loaded, clock: Clock) -> Approvals | None:
    """Return the rules on tools in the gateway's file; nothing where it has none. Raises: InputError."""
    from muniment.app.approvals import Approvals
    from muniment.app.gateway.known_places import KnownPlaces

    tools = loaded.settings.tools
    if tools is None:
        return None
    approvals.voters(file, tools.approvals)
    holds = approvals.open_holds(file, tools.approvals)
    place = KnownPlaces(loaded.settings, loaded.law.estate).of_tool
    return Approvals(approvals.means(file, tools, holds, in_force=in_force(loaded), place=place, clock=clock))


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPolicy:
    """The policy in force: file and rulebook, and what the rulebook says today of the model that asked."""

    policy: Digest
    loaded: Loaded

    def digest(self) -> Digest:
        """Return the digest of both."""
        return self.policy

    def clock_doubt(self, at: datetime) -> str:
        """Doubt the clock where the gateway does, which knows the latest instant that has passed."""
        return self.loaded.gateway.clock_doubt(at.timestamp())

    def refusal(self, call: HeldCall, at: datetime) -> str:
        """Decide anew, as for a new call; return why the model may no longer be used, nothing where it may."""
        found = [
            admission
            for *_, admission in self.loaded.gateway.admissions(at, (call.requester.caller, call.purpose, call.model))
        ]
        if not found:
            return f"`{call.model}` is no longer served to {call.requester.caller}"
        return next((admission.denial.message for admission in found if admission.denial is not None), "")
