"""The gate in front of a server of tools: a call runs there with a token, or after people have approved it here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from muniment.app.beside import beside
from muniment.domain.call import Dialect, ModelCall, OfferedTool, Ruling, ToolUse
from muniment.domain.hold import HoldId
from muniment.enforce.tool_tags import tag_of
from muniment.errors import MunimentError
from muniment.prove.any_json import canonical_any
from muniment.prove.hold import call_digest
from muniment.prove.release import verify_release

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from muniment.app.approvals import Approvals
    from muniment.app.approvals.held import Holds
    from muniment.app.ports import Clock
    from muniment.domain.call import AnyJson
    from muniment.domain.gateway import CallContext, Ruled
    from muniment.domain.tool_rules import ToolPolicy
    from muniment.prove.keys import TrustedKey
    from muniment.prove.release import Release

_BEAT: Final = 5.0
"""Seconds after which whoever waits is told again that people are still asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedCall:
    """A call of a tool as it came: its server's name for it, exact arguments, and the token that came along."""

    tool: str
    arguments: Mapping[str, AnyJson]
    token: str = ""
    schema: str = ""
    unseen: tuple[str, ...] = ()
    """Parts of the call besides the arguments that change what the tool does, and that nobody was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a call may run now; where not, why, and the hold that it waits for."""

    runs: bool
    notice: str = ""
    hold_id: str = ""


class Told(Protocol):
    """Is told, while a call waits, what it waits for."""

    async def __call__(self, notice: str) -> None:
        """Take note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Judges calls for one server of tools. `keys` are those of gateways whose tokens count here.

    `context` says on whose behalf a call is made that no gateway has released; `clock_doubt`, why an instant cannot be
    the one that it is.
    """

    server: str
    policy: ToolPolicy
    approvals: Approvals
    holds: Holds
    keys: Sequence[TrustedKey]
    spend: Callable[[str], bool]
    clock: Clock
    context: Callable[[], CallContext]
    clock_doubt: Callable[[datetime], str]
    wait_seconds: float

    async def judge(self, wanted: WantedCall, told: Told) -> Judged:
        """Return whether a call may run, which is said once for each approval. Every doubt ends in a no."""
        try:
            return await self._judged(wanted, told)
        except MunimentError as error:
            problem = error.problems[0]
            return Judged(runs=False, notice=f"`{wanted.tool}` is withheld: {problem.where}: {problem.what}")

    async def _judged(self, wanted: WantedCall, told: Told) -> Judged:
        tag = tag_of(self.policy, wanted.tool, self.server)
        if tag is None or not (tag.effect or tag.person_data):
            return self._ruled(await beside(partial(self._rule, wanted)))
        if doubt := self.clock_doubt(self.clock.now()):
            return Judged(runs=False, notice=f"`{wanted.tool}` is withheld: {doubt}")
        if wanted.unseen:
            what = ", ".join(f"`{each}`" for each in wanted.unseen)
            return Judged(runs=False, notice=f"`{wanted.tool}` is withheld: {what} would change it unseen")
        if await beside(partial(self._released, wanted)):
            return Judged(runs=True)
        ruled = await self._answered(await beside(partial(self._rule, wanted)), told)
        if ruled.hold_id and ruled.ruling is Ruling.RELEASE:
            return await beside(partial(self._consumed, wanted, ruled.hold_id))
        return self._ruled(ruled)

    def _consumed(self, wanted: WantedCall, hold_id: str) -> Judged:
        """Use up an approved hold, and spend its token at once."""
        ruled = self.approvals.consume(hold_id)
        if ruled.ruling is not Ruling.RELEASE:
            return self._ruled(ruled)
        record = self.holds.find(HoldId(hold_id))
        return self._with(wanted, record.token if record else "")

    async def _answered(self, ruled: Ruled, told: Told) -> Ruled:
        """Wait for people, as long as whoever asks may be kept waiting, and say now and then what for."""
        ruled = await self.approvals.wait(ruled.hold_id, 0) if ruled.ruling is Ruling.HOLD else ruled
        left = self.wait_seconds
        while ruled.ruling is Ruling.HOLD and left > 0:
            await told(ruled.notice)
            ruled = await self.approvals.wait(ruled.hold_id, min(_BEAT, left))
            left -= _BEAT
        return ruled

    def _released(self, wanted: WantedCall) -> bool:
        """Return whether a token lets the call run: the one that came along, or one of a call that left a gateway."""
        if wanted.token:
            return self._with(wanted, wanted.token).runs
        call = call_digest(wanted.tool, self.server, wanted.arguments)
        return any(self._with(wanted, token).runs for token in self.holds.released(call))

    def _with(self, wanted: WantedCall, token: str) -> Judged:
        try:
            verify_release(
                token,
                tool=wanted.tool,
                arguments=wanted.arguments,
                server=self.server,
                keys=self.keys,
                at=self.clock.now(),
                spend=self._spent,
            )
        except MunimentError as error:
            problem = error.problems[0]
            return Judged(runs=False, notice=f"`{wanted.tool}` is withheld: {problem.where} {problem.what}")
        return Judged(runs=True)

    def _spent(self, release: Release) -> bool:
        return self.spend(release.id)

    def _rule(self, wanted: WantedCall) -> Ruled:
        offered = OfferedTool(name=wanted.tool, hosted=False, schema=wanted.schema)
        call = ModelCall(dialect=Dialect.MESSAGES, model="", stream=False, tools=(offered,), body={})
        use = ToolUse(
            call_id=f"tools/call at {self.server}",
            name=wanted.tool,
            arguments=canonical_any(wanted.arguments).decode(),
        )
        return self.approvals.rule(use, call, self.context(), self.server)

    def _ruled(self, ruled: Ruled) -> Judged:
        return Judged(runs=ruled.ruling is Ruling.RELEASE, notice=ruled.notice, hold_id=ruled.hold_id)
