"""The uses of tools in one answer: ruled upon, waited for, and written down before any of them leaves."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from muniment.app.beside import beside
from muniment.app.gateway.call_entries import ToolTold, ruling_record
from muniment.domain.call import Ruling
from muniment.domain.gateway import Ruled
from muniment.errors import InputError, MunimentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from muniment.app.approvals.tool_rules import ToolRules
    from muniment.app.gateway.calls import Sending
    from muniment.domain.call import ToolUse
    from muniment.enforce.guards import Passed
    from muniment.servers.means import Means

_KEEPALIVE: Final = 10.0
"""Seconds between two signs of life while an answer is held; clients give up after a minute."""
_RELEASED: Final = Ruled(ruling=Ruling.RELEASE)
_ALIKE: Final = (
    "is asked for twice with the same arguments in one turn, and one approval lets one call leave: ask for one of them"
)
_WITH_OTHERS: Final = "is withheld with another call of the same turn"


class Answering(Protocol):
    """The answer in which the uses stand."""

    def keep_alive(self) -> None:
        """Show the client that there is still somebody."""

    def settled(self, ruled: Mapping[str, Ruled]) -> None:
        """Take rulings that are durable."""

    def unsettled(self) -> None:
        """Take that what becomes of a use cannot be told: it must not leave."""


class ToolUses:
    """Rules on what one answer asks for.

    `told` is what the log says of each use, by its id in the answer; `released` are those that may leave.
    """

    def __init__(self, means: Means, sending: Sending, answering: Answering) -> None:
        """Rule for the answer to `sending`."""
        self._means, self._sending, self._answering = means, sending, answering
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self.told: dict[str, ToolTold] = {}
        self.released: list[ToolUse] = []

    @property
    def waiting(self) -> bool:
        """Return whether any use waits, for people or for its record."""
        return bool(self._tasks)

    @property
    def held(self) -> tuple[str, ...]:
        """Return the holds that uses wait for, though nobody waits for them any more."""
        return tuple(each.hold for each in self.told.values() if each.ruling == Ruling.HOLD.value)

    def stop(self) -> None:
        """End every wait: nothing of it leaves."""
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()

    def rule(self, passed: Passed) -> dict[str, Ruled]:
        """Return the rulings by which nothing leaves; every other use waits, for people or for its record alone.

        Where tools are ruled on, none leaves before it stands in the log that it was released.
        """
        rules = self._means.rules
        if rules is None:
            return self._noted(dict.fromkeys(passed.asks, _RELEASED))
        at_once: dict[str, Ruled] = {}
        for group in [passed.asks] if passed.joint else [(use,) for use in passed.asks]:
            ruled = self._ruled_at_once(rules, group)
            if ruled and _withheld(ruled):
                at_once |= self._noted(ruled)
            else:
                self._tasks.add(self._loop.create_task(self._settle(rules, group, ruled)))
        return at_once

    def _ruled_at_once(self, rules: ToolRules, group: Sequence[ToolUse]) -> dict[ToolUse, Ruled]:
        """Rule on uses that leave together or not at all without waiting; nothing where that cannot be."""
        found: dict[ToolUse, Ruled] = {}
        for use in group:
            ruled = rules.at_once(use, self._sending.context)
            if ruled is None:
                return {}
            found[use] = ruled
            if ruled.ruling is Ruling.WITHHOLD:
                return found | _withheld_beside(group, found)
        return found

    async def _ruled(self, rules: ToolRules, group: Sequence[ToolUse]) -> dict[ToolUse, Ruled]:
        """Rule on uses that leave together or not at all; after one that is withheld, nobody is asked about others."""
        found: dict[ToolUse, Ruled] = {}
        for use in group:
            ruled = await self._asked(use, partial(rules.rule, use, self._sending.call, self._sending.context))
            if ruled.hold_id and ruled.hold_id in {each.hold_id for each in found.values()}:
                ruled = Ruled(ruling=Ruling.WITHHOLD, notice=f"`{use.name}` {_ALIKE}", hold_id=ruled.hold_id)
            found[use] = ruled
            if found[use].ruling is Ruling.WITHHOLD:
                return found | _withheld_beside(group, found)
        return found

    async def _asked(self, use: ToolUse, work: Callable[[], Ruled]) -> Ruled:
        """Return what is ruled beside the loop; a ruling that does not come withholds."""
        try:
            return await beside(work)
        except InputError as error:
            self._means.say("holds do not answer", {"tool": use.name})
            return _unanswered(use, error)

    async def _settle(self, rules: ToolRules, group: Sequence[ToolUse], ruled: Mapping[ToolUse, Ruled]) -> None:
        """Wait for people where they are asked, write down what was ruled, and hand it on."""
        try:
            ruled = ruled or await self._ruled(rules, group)
            ended = ruled if _withheld(ruled) else await self._ended(rules, ruled)
            found = self._noted(ended)
            await self._durable(ended)
            self._tasks.discard(_this_task())
            self._answering.settled(found)
        except Exception as error:  # noqa: BLE001  (whatever went wrong, no tool is released)
            self._tasks.discard(_this_task())
            holds = ", ".join(each.hold_id for each in ruled.values() if each.hold_id)
            self._means.say("hold failed", {"hold": holds, "what": type(error).__name__})
            self._answering.unsettled()

    async def _ended(self, rules: ToolRules, ruled: Mapping[ToolUse, Ruled]) -> dict[ToolUse, Ruled]:
        """Return what becomes of uses that leave together: approvals are used up only once all of them may leave."""
        self._tell_held(ruled)
        until = self._loop.time() + self._means.hold_seconds
        found = {use: await self._looked_at(rules, each, until) for use, each in ruled.items()}
        if _all_released(found):
            found |= await self._consumed(rules, {use: each.hold_id for use, each in found.items() if each.hold_id})
        if _all_released(found):
            return found
        await self._park(rules, found)
        return found | _withheld_beside(tuple(found), found)

    def _tell_held(self, ruled: Mapping[ToolUse, Ruled]) -> None:
        """Say for what people are waited for, so that somebody asks them."""
        for use, each in ruled.items():
            if each.ruling is Ruling.HOLD:
                told = {"hold": each.hold_id, "tool": use.name, "caller": self._sending.context.caller}
                self._means.say("held", {**told, "call": self._sending.decision})

    async def _consumed(self, rules: ToolRules, held: Mapping[ToolUse, str]) -> dict[ToolUse, Ruled]:
        """Use up the approvals of uses that leave together, all or none; where that cannot be told, none leaves."""
        try:
            return dict(await beside(partial(rules.consume_together, held))) if held else {}
        except InputError as error:
            self._means.say("holds do not answer", {"hold": ", ".join(held.values())})
            return {use: _unanswered(use, error, hold_id) for use, hold_id in held.items()}

    async def _park(self, rules: ToolRules, found: Mapping[ToolUse, Ruled]) -> None:
        """Keep uses of which some still wait, and none is withheld, for the client to go on with.

        Where they cannot be kept, the client asks its model again.
        """
        if _withheld(found):
            return
        try:
            await beside(partial(rules.park, found, self._sending.call, self._sending.context))
        except MunimentError as error:
            self._means.say("not parked", {"what": error.problems[0].what})

    async def _looked_at(self, rules: ToolRules, ruled: Ruled, until: float) -> Ruled:
        """Return what became of a hold, without using it up; a hold still where patience ended."""
        if ruled.ruling is Ruling.HOLD:  # people may have answered when it was asked for before
            ruled = await rules.wait(ruled.hold_id, 0)
        while ruled.ruling is Ruling.HOLD and (left := until - self._loop.time()) > 0:
            ruled = await rules.wait(ruled.hold_id, min(_KEEPALIVE, left))
            if ruled.ruling is Ruling.HOLD:
                self._answering.keep_alive()
        return ruled

    async def _durable(self, uses: Mapping[ToolUse, Ruled]) -> None:
        """Write down what became of `uses`. Raises: OSError, and nothing leaves."""
        done: asyncio.Future[None] = self._loop.create_future()

        def then(error: OSError | None) -> None:
            if not done.done():
                done.set_exception(error) if error is not None else done.set_result(None)

        for place, use in enumerate(uses, 1):
            record = ruling_record(self._sending.decision, self._means.now(), self.told[use.call_id])
            self._means.log.append(record, then if place == len(uses) else None)  # records keep their order
        await done

    def _noted(self, ruled: Mapping[ToolUse, Ruled]) -> dict[str, Ruled]:
        for use, each in ruled.items():
            self.told[use.call_id] = ToolTold(
                call_id=use.call_id,
                name=use.name,
                ruling=each.ruling.value,
                arguments=sha256(use.arguments.encode("utf-8", "surrogatepass")).hexdigest(),
                hold=each.hold_id,
                signed=each.signed,
                votes=each.votes,
            )
            if each.ruling is Ruling.RELEASE:
                self.released.append(use)
        return {use.call_id: each for use, each in ruled.items()}


def _unanswered(use: ToolUse, error: InputError, hold_id: str = "") -> Ruled:
    notice = f"`{use.name}` is withheld: {error.problems[0].where} {error.problems[0].what}"
    return Ruled(ruling=Ruling.WITHHOLD, notice=notice, hold_id=hold_id)


def _all_released(ruled: Mapping[ToolUse, Ruled]) -> bool:
    return all(each.ruling is Ruling.RELEASE for each in ruled.values())


def _withheld(ruled: Mapping[ToolUse, Ruled]) -> bool:
    return any(each.ruling is Ruling.WITHHOLD for each in ruled.values())


def _withheld_beside(group: Sequence[ToolUse], ruled: Mapping[ToolUse, Ruled]) -> dict[ToolUse, Ruled]:
    """Return what becomes of those that could leave by themselves, or were not ruled upon, in a turn that cannot.

    What waits for people goes on waiting: asked for again, it goes on with its hold.
    """
    return {
        use: replace(ruled.get(use, _RELEASED), ruling=Ruling.WITHHOLD, notice=f"`{use.name}` {_WITH_OTHERS}")
        for use in group
        if use not in ruled or ruled[use].ruling is Ruling.RELEASE
    }


def _this_task() -> asyncio.Task[None]:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101  (this is asked within one)
    return task
