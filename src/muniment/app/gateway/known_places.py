"""From where calls are made, as far as the gateway's file and the estate say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.domain.ids import FactId
from muniment.domain.tool_rules import Place

if TYPE_CHECKING:
    from muniment.app.gateway.settings import Settings
    from muniment.domain.condition import FactValue
    from muniment.domain.contract import Estate
    from muniment.domain.gateway import CallContext, Caller, ServedModel
    from muniment.domain.ids import VendorId

_DEPLOYMENT: Final = FactId("use.deployment")
_NETWORK: Final = FactId("system.network")


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
