"""Who calls a model through the gateway, by which route, and what is known of one call when it is ruled on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from muniment.domain.call import Dialect, Ruling
    from muniment.domain.condition import FactValue
    from muniment.domain.ids import ContractId, FactId, SystemId, VendorId

CallerId = NewType("CallerId", str)
"""A caller as the gateway's file names it: a program or a person that a contract and a system stand behind."""
RouteId = NewType("RouteId", str)
"""A way to a vendor's service as the gateway's file names it."""
DecisionId = NewType("DecisionId", str)
"""Names one decision on one call, in the log, in a denial and in what people approve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who may call. The estate says the facts of `contract` and `system`.

    `purposes` and `authorities` are those that a call may name; where it names none, the first counts. Empty, the
    estate alone says what the calls are for. `network` is empty where the system's own facts say it. `person` is who
    acts where the way in which the caller proved itself names nobody.
    """

    id: CallerId
    contract: ContractId
    system: SystemId
    network: str = ""
    purposes: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedModel:
    """A model behind a route: clients ask for `name`, the vendor gets `sent_as`. `facts` are those of its use."""

    name: str
    sent_as: str
    maker: VendorId
    facts: Mapping[FactId, FactValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One service that answers calls: where it is, and which models it serves in which dialects.

    `operator` is who runs it; nothing where the organisation itself does.
    """

    id: RouteId
    url: str
    operator: VendorId | None
    dialects: frozenset[Dialect]
    models: tuple[ServedModel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """What answers calls whose own model may not be used: the model `by`, for one `model`, or all of a `vendor`.

    No contracts are all contracts, and no systems all systems. `dialect` is in which `by` is asked, where several are
    served. `max_tokens` limits answers where a dialect demands a limit and the caller names none. `may_lose` are fields
    that may be left out although the answer may differ. `where` is the file and line that chose it; `planned`: it is
    the plan.
    """

    by: str
    model: str = ""
    vendor: VendorId | None = None
    contracts: frozenset[ContractId] = frozenset()
    systems: frozenset[SystemId] = frozenset()
    dialect: Dialect | None = None
    max_tokens: int | None = None
    may_lose: tuple[str, ...] = ()
    where: str
    planned: bool = False

    def serves(self, caller: Caller, model: ServedModel) -> bool:
        """Say whether it is meant for calls of `caller` to `model`."""
        return (
            (self.model == model.name or self.vendor == model.maker)
            and caller.contract in (self.contracts or {caller.contract})
            and caller.system in (self.systems or {caller.system})
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """Return what puts it before others: a model before a vendor, named contracts before all, the file first."""
        return bool(self.model), bool(self.contracts), not self.planned


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What is known of a call when it, or a tool that its answer asks for, is ruled on.

    `vendor` is the model's maker. `decision` names the decision by which the call was let through. `at` is in UTC.
    """

    caller: CallerId
    contract: ContractId
    network: str
    purpose: str
    authority: str
    person: str
    vendor: VendorId
    route: RouteId
    decision: DecisionId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteTold:
    """What one person signed about a hold: `envelope` is the digest of what holds the signature."""

    person: str
    verdict: str
    at: str
    keyid: str
    envelope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What becomes of one tool use, what is told in its place, and the hold it waits for, if it does.

    Once people have answered, `signed` is the digest of the text that they signed, and `votes` are theirs.
    """

    ruling: Ruling
    notice: str = ""
    hold_id: str = ""
    signed: str = ""
    votes: tuple[VoteTold, ...] = ()
