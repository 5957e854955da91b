"""What comes in to the gateway, and what goes out of it; and what is found once for the many calls that are alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from muniment.domain.gateway import CallContext
from muniment.enforce.requests import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from muniment.app.gateway.call_entries import InCommon
    from muniment.app.gateway.callers import Known
    from muniment.app.gateway.settings import RouteSetup
    from muniment.domain.call import Dialect, ModelCall
    from muniment.domain.gateway import DecisionId, ServedModel
    from muniment.domain.hold import HoldId
    from muniment.enforce.allowance import Allowance


@dataclass(slots=True, kw_only=True, eq=False)
class Request:
    """The head of what came in. Header names are lower case; `certificate` and `subject` are the client's, or empty.

    `elsewhere` says that a proxy sends the call on itself, as it came, and that the answer goes past the gateway;
    `tools_ruled`, whether tools that answers ask for are ruled on. `standing` is the gateway's own: what it found for
    this head holds for the next call with it, too.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    certificate: str = ""
    subject: str = ""
    elsewhere: bool = False
    tools_ruled: bool = False
    standing: Standing | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Standing:
    """Who asks, as a head shows: `by` is the gateway that knows them, `listed` what it lets them ask of a model.

    Once a call was let through to a vendor, what it was for, and by day and model the ways that were open to it.
    """

    by: object
    known: Known
    dialect: Dialect
    counts: bool
    listed: Callable[[str], Allowance]
    purpose: str = ""
    authority: str = ""
    served: bool = False
    ways: dict[str, tuple[date, Way]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered without asking a vendor, once `record` is durable, where there is one."""

    status: int
    body: bytes
    why: str
    record: bytes | None = None
    decision: str = ""
    caller: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """How calls go to one model, as far as one of them is like the other. Two are the same where they are one object.

    `path` is that at the vendor, `headers` are those that change what the vendor does; `common` is what their records
    have in common, and `labels` are those under which they are counted.
    """

    setup: RouteSetup
    model: ServedModel
    path: str
    known: Known
    purpose: str
    authority: str
    headers: tuple[tuple[str, str], ...]
    common: InCommon
    labels: tuple[str, str]

    def sending(self, decision: DecisionId, seconds: float, call: ModelCall, body: bytes = b"") -> Sending:
        """Return `call` as it is sent so many `seconds` after 1970; as `body`, where somebody else sends it."""
        sent_as = self.model.sent_as
        if not body:
            body = encode(call.body if sent_as == call.model else {**call.body, "model": sent_as})
        record = self.common.intent(decision, seconds, call, body)
        return Sending(way=self, call=call, decision=decision, seconds=seconds, body=body, record=record)


@dataclass(slots=True, kw_only=True, eq=False)
class Sending:
    """A call that goes to a vendor once `record` is durable; only then is the credential put to its headers.

    `asked` is the client's own call, where another than it asked for answers: so the answer is said in its dialect.
    `resumes` are holds with whose calls the client goes on: then no vendor is asked. It is not frozen, as one is made
    for every call.
    """

    way: Way
    call: ModelCall
    decision: DecisionId
    seconds: float
    """When it was decided on, counted from 1970."""
    body: bytes
    record: bytes
    asked: ModelCall | None = None
    resumes: tuple[HoldId, ...] = ()

    @property
    def at(self) -> datetime:
        """Return when it was decided on."""
        return datetime.fromtimestamp(self.seconds, UTC)

    @property
    def spoken(self) -> Dialect:
        """Return the dialect of the client."""
        return self.call.dialect if self.asked is None else self.asked.dialect

    @property
    def context(self) -> CallContext:
        """Return what is known of the call, for rulings on tools that its answer asks for."""
        way, caller = self.way, self.way.known.caller
        return CallContext(
            caller=caller.id,
            contract=caller.contract,
            network=caller.network,
            purpose=way.purpose,
            authority=way.authority,
            person=way.known.person,
            vendor=way.model.maker,
            route=way.setup.route.id,
            decision=self.decision,
            at=self.at,
        )
