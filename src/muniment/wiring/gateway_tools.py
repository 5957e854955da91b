"""Joins for the rules on tools that the answers of models ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.ids import FactId
from muniment.wiring import approvals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from muniment.app.approvals import Approvals
    from muniment.app.ports import Clock
    from muniment.domain.contract import Estate
    from muniment.domain.gateway import CallContext
    from muniment.domain.hold import Asked
    from muniment.domain.ids import Digest
    from muniment.domain.tool_rules import Place
    from muniment.wiring.gateway import Loaded

_DEPLOYMENT: Final = FactId("use.deployment")
_NETWORK: Final = FactId("system.network")


def tool_rules(file: Path, loaded: Loaded, clock: Clock) -> Approvals | None:
    """Return the rules on tools in the gateway's file; nothing where it has none. Raises: InputError."""
    from muniment.app.approvals import Approvals

    tools = loaded.settings.tools
    if tools is None:
        return None
    approvals.voters(file, tools.approvals)
    holds = approvals.open_holds(file, tools.approvals)
    policy = approvals.own_policy(file, loaded.law.book).digest()
    in_force = GatewayPolicy(policy=policy, loaded=loaded)
    return Approvals(approvals.means(file, tools, holds, in_force=in_force, place=places(loaded), clock=clock))


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayPolicy:
    """The policy in force: file and rulebook, and what the rulebook says today of the model that asked."""

    policy: Digest
    loaded: Loaded

    def digest(self) -> Digest:
        """Return the digest of both."""
        return self.policy

    def refusal(self, asked: Asked, at: datetime) -> str:
        """Decide anew, as for a new call; return why the model may no longer be used, nothing where it may."""
        found = [
            verdict
            for caller, purpose, _, model, verdict in self.loaded.gateway.verdicts(at)
            if (caller.id, purpose, model.name) == (asked.requester.caller, asked.purpose, asked.model)
        ]
        if not found:
            return f"`{asked.model}` is no longer served to {asked.requester.caller}"
        return next((verdict.denial.message for verdict in found if verdict.denial is not None), "")


def places(loaded: Loaded) -> Callable[[CallContext], Place]:
    """Return a function that tells from where a call is made, as far as the file and the estate say."""
    estate = loaded.law.estate
    systems = {each.caller.id: each.caller.system for each in loaded.settings.callers}

    def place(context: CallContext) -> Place:
        from muniment.domain.tool_rules import Place

        system = next((each for each in estate.systems if each.id == systems.get(context.caller)), None)
        network = system.facts.get(_NETWORK) if system is not None else None
        return Place(
            vendor=context.vendor,
            deployment=_deployment(loaded, estate, context),
            network=context.network or (network if isinstance(network, str) else ""),
            agency=next((each.agency for each in estate.contracts if each.id == context.contract), ""),
            user=context.person,
        )

    return place


def _deployment(loaded: Loaded, estate: Estate, context: CallContext) -> str:
    """Return where the model runs: what its route says, or else what the estate says of the vendor's use."""
    told = [
        model.facts.get(_DEPLOYMENT)
        for setup in loaded.settings.routes
        if setup.route.id == context.route
        for model in setup.route.models
        if model.maker == context.vendor
    ]
    known = [
        use.facts.get(_DEPLOYMENT)
        for system in estate.systems
        if context.contract in system.contracts
        for use in (*system.uses, *system.answered)
        if use.vendor == context.vendor
    ]
    found = {each for each in told if each is not None} or {each for each in known if each is not None}
    (one,) = found if len(found) == 1 else ("",)
    return one if isinstance(one, str) else ""
