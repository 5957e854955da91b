"""Joins for the rules on tools that the answers of models ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.domain.ids import FactId
from muniment.wiring import approvals

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from muniment.app.approvals import Approvals
    from muniment.app.gateway.settings import Settings
    from muniment.app.ports import Clock
    from muniment.domain.condition import FactValue
    from muniment.domain.contract import Estate
    from muniment.domain.gateway import CallContext, Caller, ServedModel
    from muniment.domain.hold import HeldCall
    from muniment.domain.ids import Digest, VendorId
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
    place = KnownPlaces(loaded.settings, loaded.law.estate).of_tool
    return Approvals(approvals.means(file, tools, holds, in_force=in_force, place=place, clock=clock))


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
            for caller, purpose, _, model, admission in self.loaded.gateway.admissions(at)
            if (caller.id, purpose, model.name) == (call.requester.caller, call.purpose, call.model)
        ]
        if not found:
            return f"`{call.model}` is no longer served to {call.requester.caller}"
        return next((admission.denial.message for admission in found if admission.denial is not None), "")


class KnownPlaces:
    """From where calls are made, as far as the file and the estate say."""

    def __init__(self, settings: Settings, estate: Estate) -> None:
        """Know what `settings` and `estate` say."""
        self._estate = estate
        self._systems = {each.id: each for each in estate.systems}
        self._agencies = {each.id: each.agency for each in estate.contracts}
        self._callers = {each.caller.id: each.caller for each in settings.callers}
        self._routes = {each.route.id: each.route for each in settings.routes}

    def of_model(self, caller: Caller, person: str, model: ServedModel) -> Place:
        """Return from where `caller` calls `model`."""
        return self._place(caller, person, model.maker, {model.facts.get(_DEPLOYMENT)})

    def of_tool(self, context: CallContext) -> Place:
        """Return from where the call was made whose answer asks for a tool."""
        models = self._routes[context.route].models if context.route in self._routes else ()
        told = {each.facts.get(_DEPLOYMENT) for each in models if each.maker == context.vendor}
        return self._place(self._callers[context.caller], context.person, context.vendor, told)

    def _place(self, caller: Caller, person: str, vendor: VendorId, told: set[FactValue | None]) -> Place:
        from muniment.domain.tool_rules import Place

        system = self._systems.get(caller.system)
        network = system.facts.get(_NETWORK) if system is not None else None
        return Place(
            vendor=vendor,
            deployment=self._deployment(caller, vendor, told),
            network=caller.network or (network if isinstance(network, str) else ""),
            agency=self._agencies.get(caller.contract, ""),
            user=person,
        )

    def _deployment(self, caller: Caller, vendor: VendorId, told: set[FactValue | None]) -> str:
        """Return where the model runs: what its route says, or else what the estate says of the vendor's use.

        Empty where that is more than one thing.
        """
        known = {
            use.facts.get(_DEPLOYMENT)
            for system in self._estate.systems
            if caller.contract in system.contracts
            for use in (*system.uses, *system.answered)
            if use.vendor == vendor
        }
        found = told if told - {None} else known - {None}
        (one,) = found if len(found) == 1 else ("",)
        return one if isinstance(one, str) else ""
