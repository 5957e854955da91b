"""A gateway's rules on tools in memory: real keys, a real store, a clock that stands still until it is moved."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from muniment.app.approvals import Approvals, Means
from muniment.app.approvals.held import Voters
from muniment.app.approvals.voting import cast
from muniment.domain.call import Dialect, ModelCall, OfferedTool, Ruling, ToolUse
from muniment.domain.gateway import CallContext, CallerId, DecisionId, RouteId
from muniment.domain.hold import HoldId, HoldRecord, VoteVerdict
from muniment.domain.ids import ContractId, Digest, VendorId
from muniment.domain.person import People
from muniment.domain.tool_rules import (
    Authority,
    Place,
    PlaceRule,
    SelectorField,
    SelectorKind,
    ToolEffect,
    ToolPolicy,
    ToolTag,
)
from muniment.stores.holds import SqliteHolds
from muniment.stores.holds.postgresql import PostgresqlHolds
from prove.holds import NOON, PARTY, POLICY, TERM, VALVE, approver, sealed, vote
from signers.keys import p256, p384, signer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from muniment.domain.call import AnyJson
    from muniment.domain.hold import HeldCall
    from muniment.signers.file_key import FileKey
    from muniment.stores.holds.rows import StoredHolds

SCHEMA = "0" * 64
FORCE = ToolEffect(
    id="force", title="use of force", quorum=2, approvers=(), lasts=timedelta(minutes=30), grounds=(TERM,)
)
MANY = ToolEffect(
    id="many", title="many people", quorum=1, approvers=("Eve Holt",), lasts=timedelta(minutes=10), grounds=(TERM,)
)
ORDER = Authority(
    id="order-12", purposes=("counter-fraud",), limit=2, window=timedelta(days=30), effect="many", grounds=(TERM,)
)
RULES = ToolPolicy(
    untagged=Ruling.WITHHOLD,
    effects=(FORCE, MANY),
    tags=(
        ToolTag(
            name="plant_set_valve", served_as="set_valve", server="mcp://plant", does="Moves a valve.", effect="force"
        ),
        ToolTag(name="read_weather"),
        ToolTag(
            name="find_person",
            server="mcp://registry",
            does="Looks up a person.",
            person_data=True,
            selectors=(SelectorField(pointer="/email", kind=SelectorKind.EMAIL),),
        ),
    ),
    authorities=(ORDER,),
    places=(
        PlaceRule(
            id="cloud-only", vendors=("northwind-ai",), tools=(), deployments=("cloud",), networks=(), agencies=(),
            users=(), grounds=(TERM,),
        ),
    ),
    token_lasts=timedelta(minutes=2),
)  # fmt: skip
TOOLS = tuple(OfferedTool(name=tag.name, hosted=False, schema=SCHEMA) for tag in RULES.tags)
CALL = ModelCall(dialect=Dialect.MESSAGES, model="northwind-large", stream=True, tools=TOOLS, body={})
CONTEXT = CallContext(
    caller=CallerId("agent-7"),
    contract=ContractId("C-1"),
    network="cui-il5",
    purpose="",
    authority="",
    person="Jo Ames",
    vendor=VendorId("northwind-ai"),
    route=RouteId("northwind"),
    decision=DecisionId("d-1"),
    at=NOON,
)
PEOPLE: Mapping[str, FileKey] = {
    "Eve Holt": p256(),
    "Max Roe": p384(),
    "Al Orr": signer(generate_private_key(SECP256R1())),
    "Jo Ames": signer(generate_private_key(SECP256R1())),
}


def use(name: str = "plant_set_valve", arguments: Mapping[str, AnyJson] = VALVE, call_id: str = "call_1") -> ToolUse:
    return ToolUse(call_id=call_id, name=name, arguments=json.dumps(arguments))


@dataclass(slots=True)
class InForce:
    """The policy in force; a test may change it."""

    policy: Digest = POLICY
    why_not: str = ""
    doubt: str = ""

    def digest(self) -> Digest:
        return self.policy

    def clock_doubt(self, at: datetime) -> str:
        return self.doubt if at.tzinfo else "when?"

    def refusal(self, call: HeldCall, at: datetime) -> str:
        return self.why_not if call.vendor and at.tzinfo else "who, and when?"


@dataclass(slots=True)
class Clock:
    """Stands still."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def pass_(self, **more: float) -> None:
        self.at += timedelta(**more)


def opened(place: Path | str) -> StoredHolds:
    """Return the holds in a file, or in the database at an address."""
    return PostgresqlHolds(place) if isinstance(place, str) else SqliteHolds(place)


@dataclass(slots=True)
class Desk:
    """All that rules and people need; `restart` closes everything and opens it again, as after a crash."""

    path: Path | str
    rules: ToolPolicy = RULES
    place: Place = field(default_factory=lambda: Place(vendor="northwind-ai", deployment="cloud"))
    clock: Clock = field(default_factory=Clock)
    in_force: InForce = field(default_factory=InForce)
    revoked: set[str] = field(default_factory=set)
    people: People | None = None
    holds: StoredHolds = field(init=False)
    approvals: Approvals = field(init=False)
    made: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        self.holds = opened(self.path)
        self.approvals = Approvals(
            Means(
                policy=self.rules,
                holds=self.holds,
                voters=self.voters,
                in_force=self.in_force,
                token_key=p256(),
                clock=self.clock,
                place=lambda _: self.place,
                key=b"k" * 32,
                new_id=self._new_id,
            )
        )

    def voters(self) -> Voters:
        gone = {"revoked": self.clock.now().date()}
        return Voters(
            keys=tuple(
                approver(person, key, **(gone if person in self.revoked else {})) for person, key in PEOPLE.items()
            ),
            party=PARTY,
            people=People.of((person,) for person in PEOPLE) if self.people is None else self.people,
        )

    def vote(self, hold_id: str, person: str, verdict: VoteVerdict = VoteVerdict.APPROVE, **more: Any) -> HoldRecord:  # noqa: ANN401
        record = self.holds.find(HoldId(hold_id))
        assert record is not None
        said = replace(vote(person, verdict, **more), at=self.clock.now())
        envelope = sealed(PEOPLE[person], record.text, said)
        return cast(self.holds, HoldId(hold_id), envelope, voters=self.voters(), at=self.clock.now())

    def _new_id(self) -> HoldId:
        self.made += 1
        return HoldId(f"h-{self.made}")
