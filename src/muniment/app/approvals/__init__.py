"""What becomes of a tool that a model asks for: it leaves, it is withheld, or people are asked first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.app.approvals.held import Change, Ending
from muniment.app.approvals.holding import (
    ReadUse,
    authority_for,
    doubt_about,
    effect_of,
    looked_up,
    looked_up_by,
    new_hold,
    offered_schema,
    with_one_more,
)
from muniment.app.approvals.parking import park, parked
from muniment.app.beside import Shared, beside
from muniment.domain.call import Ruling
from muniment.domain.gateway import Ruled, VoteTold
from muniment.domain.hold import HoldId, HoldState
from muniment.enforce.approval import counted, refuse_release, standing
from muniment.enforce.tool_tags import out_of_place, tag_of
from muniment.errors import InputError, MunimentError, Problem, ProofError, RefusedError
from muniment.prove.canonical import digest
from muniment.prove.hold import arguments_in, call_digest
from muniment.prove.release import Release, sign_release
from muniment.prove.vote import verify_vote

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import datetime

    from muniment.app.approvals.held import Holds, InForce, Voters, Work
    from muniment.app.ports import Clock, Signer
    from muniment.domain.call import ModelCall, ToolUse
    from muniment.domain.gateway import CallContext
    from muniment.domain.hold import Grounds, HoldRecord, Vote
    from muniment.domain.ids import Digest
    from muniment.domain.tool_rules import Place, ToolEffect, ToolPolicy, ToolTag

_PAUSE: Final = 0.2
"""Seconds after which it is asked whether anything was written."""
_GLANCE: Final = 2.0
"""Seconds after which a hold is looked at although nothing was: it may have expired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What the rules are made of: where holds are kept, who votes, what is in force, and what only wiring can give.

    `place` tells from where a call is made; `key` hides selectors; `token_key` signs what a released call carries.
    """

    policy: ToolPolicy
    holds: Holds
    voters: Callable[[], Voters]
    in_force: InForce
    token_key: Signer
    clock: Clock
    place: Callable[[CallContext], Place]
    key: bytes
    new_id: Callable[[], HoldId]


class Approvals:
    """The rules on tools (`tool_rules.ToolRules`), as the configuration has them. Every doubt withholds."""

    def __init__(self, means: Means) -> None:
        """Keep what the rules are made of."""
        self._means, self._at_release = means, means.in_force
        self._written = Shared(means.holds.version, fresh=_PAUSE / 2)

    def close(self) -> None:
        """Let go of holds, also in the middle of what is asked of them."""
        self._means.holds.close()

    def followed_by(self, newer: InForce) -> None:
        """Hold to `newer` what leaves from now on: what was held under another policy has to be asked for again."""
        self._at_release = newer

    def reach(self) -> None:
        """Raise InputError where holds cannot be looked at now."""
        self._means.holds.version()

    def at_once(self, use: ToolUse, context: CallContext) -> Ruled | None:
        """Rule without looking at holds; nothing where that cannot be."""
        ruled = self._unheld(use, context, None)
        return ruled if isinstance(ruled, Ruled) else None

    def rule(self, use: ToolUse, call: ModelCall, context: CallContext, server: str | None = None) -> Ruled:
        """Rule on a use; a hold that is named is on disk. Holds are looked at, which may take its time.

        `server` is who offers the tool, where that is known: its own name for the tool then counts as well.
        """
        try:
            return self._ruled(use, call, context, server)
        except MunimentError as error:
            return _withheld(f"`{use.name}` is withheld: {_first(error)}")

    async def wait(self, hold_id: str, seconds: float) -> Ruled:
        """Return once the hold is approved or has ended; after `seconds` the ruling still is to hold."""
        clock = asyncio.get_running_loop().time
        now = clock()
        deadline, glance, seen = now + seconds, now, None
        while True:
            version = await self._version(seen)
            if version != seen or now >= min(glance, deadline):
                ruled = await self._looked_at(hold_id)
                if ruled.ruling is not Ruling.HOLD or now >= deadline:
                    return ruled
                seen, glance = version, now + _GLANCE
            await asyncio.sleep(min(_PAUSE, max(0.0, deadline - now)))
            now = clock()

    async def _version(self, seen: Hashable) -> Hashable:
        """Return what stands for all that was written; what was seen before, where that cannot be told."""
        try:
            return await self._written.now()
        except InputError:
            return seen

    async def _looked_at(self, hold_id: str) -> Ruled:
        try:
            return await beside(lambda: self.look(hold_id))
        except InputError as error:
            return _unseen(error, hold_id)

    def look(self, hold_id: str) -> Ruled:
        """Return what is known of a hold now: released once enough people have approved, though it has not left yet.

        Where holds cannot be looked at, it still is one.
        """
        try:
            record = self._means.holds.find(HoldId(hold_id))
        except MunimentError as error:
            return _unseen(error, hold_id) if isinstance(error, InputError) else _withheld(_first(error), hold_id)
        if record is None:
            return _withheld(f"hold {hold_id} is not known", hold_id)
        at = self._means.clock.now()
        if doubt := self._means.in_force.clock_doubt(at):
            return _withheld(f"`{record.hold.call.tool}` is withheld: {doubt}", hold_id)
        now = standing(record, at)
        match now:
            case HoldState.WAITING:
                return Ruled(ruling=Ruling.HOLD, notice=_asks(record), hold_id=hold_id)
            case HoldState.APPROVED:
                return Ruled(ruling=Ruling.RELEASE, hold_id=hold_id)
            case HoldState.DENIED | HoldState.EXPIRED | HoldState.RELEASED:
                said = f" ({record.why})" if record.why else ""
                notice = f"`{record.hold.call.tool}` is withheld: hold {hold_id} is {now.value}{said}"
                return replace(_told(record), notice=notice)

    def consume(self, hold_id: str) -> Ruled:
        """Let an approved call leave, once, whoever runs it. Anything else withholds it.

        The votes are believed anew, under the keys trusted now; the policy must be the one under which it was held; the
        vendor is decided on anew. All of that and its end are one transaction.
        """
        try:
            record = self._means.holds.change(HoldId(hold_id), self._releasing(None))
        except MunimentError as error:
            return _withheld(f"the call is withheld: {_first(error)}", hold_id)
        return replace(_told(record), ruling=Ruling.RELEASE)

    def consume_together(self, held: Mapping[ToolUse, str]) -> dict[ToolUse, Ruled]:
        """Let uses leave by the holds of just these, all of them or none, in one transaction; see `consume`."""
        works = [(HoldId(hold_id), self._releasing(use)) for use, hold_id in held.items()]
        try:
            found = self._means.holds.change_together(works)
        except MunimentError as error:
            return {use: _withheld(f"the call is withheld: {_first(error)}", hold_id) for use, hold_id in held.items()}
        return {use: replace(_told(record), ruling=Ruling.RELEASE) for use, record in zip(held, found, strict=True)}

    def _releasing(self, use: ToolUse | None) -> Work:
        """Return what ends a hold; `use`, where there is one, is what is about to leave: just what was held."""
        return lambda record, _: self._release(record, use)

    def park(self, ruled: Mapping[ToolUse, Ruled], call: ModelCall, context: CallContext) -> None:
        """Keep uses that leave together, some of them held, for their client to go on with. Raises: InputError."""
        park(self._means.holds, _once(each.hold_id for each in ruled.values()), tuple(ruled), call, context)

    def forget(self) -> None:
        """Keep nothing of turns that have run out. Raises: InputError."""
        self._means.holds.forget(self._means.clock.now())

    def parked(self, named: Sequence[HoldId], call: ModelCall, context: CallContext) -> tuple[ToolUse, ...]:
        """Return the uses with which the client of `call` goes on. Raises: RefusedError, InputError."""
        return parked(self._means.holds, named, call, context, self._means.clock.now())

    def _unheld(self, use: ToolUse, context: CallContext, server: str | None) -> Ruled | ToolTag:
        """Return the ruling by the configuration alone, or the tag under which holds have to be looked at."""
        policy = self._means.policy
        if broken := out_of_place(policy.places, self._means.place(context), use.name):
            rule, why = broken[0]
            return _withheld(f"`{use.name}` is withheld by `{rule.id}`: {why}{_cited(rule.grounds)}")
        tag = tag_of(policy, use.name, server)
        if tag is None:
            said = "" if policy.untagged is Ruling.RELEASE else f"`{use.name}` is withheld: no entry names this tool"
            return Ruled(ruling=policy.untagged, notice=said)
        return tag if tag.effect or tag.person_data else Ruled(ruling=Ruling.RELEASE)

    def _ruled(self, use: ToolUse, call: ModelCall, context: CallContext, server: str | None) -> Ruled:
        tag = self._unheld(use, context, server)
        if isinstance(tag, Ruled):
            return tag
        read = ReadUse(tag=tag, use=use, arguments=arguments_in(use.arguments), schema=offered_schema(tag, use, call))
        effects = self._effects(read, context)
        if not effects:
            return Ruled(ruling=Ruling.RELEASE)
        record = new_hold(self._means.new_id(), read, effects, call, context, self._means.in_force.digest())
        if doubt := doubt_about(self._means.policy, record.hold.call.requester, self._means.voters().people):
            record = with_one_more(record, doubt)
        kept = self._means.holds.open(record, _call(record))
        return Ruled(ruling=Ruling.HOLD, notice=_asks(kept), hold_id=kept.hold.id)

    def _effects(self, read: ReadUse, context: CallContext) -> tuple[ToolEffect, ...]:
        """Return under which effects a use is held, and count whom it looks up.

        People are counted at once where nothing else holds the use; otherwise when it leaves.
        """
        policy, tag = self._means.policy, read.tag
        own = (effect_of(policy, tag.effect),) if tag.effect else ()
        if not tag.person_data:
            return own
        authority = authority_for(policy, tag, name=context.authority, purpose=context.purpose)
        found = looked_up(authority, tag, read.arguments, context.at, self._means.key)
        holds = self._means.holds
        fits = holds.counted(found) <= authority.limit if own else holds.reserve(found)
        return own if fits else (*own, effect_of(policy, authority.effect))

    def _release(self, record: HoldRecord, use: ToolUse | None) -> Change:
        means, in_force, call = self._means, self._at_release, record.hold.call
        now = means.clock.now()
        if doubt := in_force.clock_doubt(now):
            raise RefusedError(Problem(where=f"hold {record.hold.id}", what=doubt, help="set the clock right"))
        voters = means.voters()
        votes, doubts = _believed(record, voters, now)
        try:
            refuse_release(record, votes, policy=in_force.digest(), at=now, people=voters.people)
        except RefusedError as error:
            raise RefusedError(*error.problems, *doubts) from error
        if use is not None:
            _refuse_other(record, use, means.policy)
        if why := in_force.refusal(call, now):
            raise RefusedError(
                Problem(where=f"hold {record.hold.id}", what=why, help="decided anew as it was to leave")
            )
        persons = counted(record.hold, votes, voters.people)
        return Change(
            looked_up=looked_up_by(means.policy, call, now, means.key),
            ending=Ending(
                standing=HoldState.RELEASED,
                at=now,
                why="approved by " + ", ".join(persons),
                token=self._token(record, now),
            ),
        )

    def _token(self, record: HoldRecord, now: datetime) -> str:
        issued = now.replace(microsecond=0)
        release = Release(
            id=record.hold.id,
            call=_call(record),
            hold=digest(record.text),
            server=record.hold.call.server,
            issued=issued,
            expires=issued + self._means.policy.token_lasts,
        )
        key = self._means.token_key
        return sign_release(release, algorithm=key.algorithm, keyid=key.keyid, sign=key.sign)


def _believed(record: HoldRecord, voters: Voters, now: datetime) -> tuple[Sequence[Vote], Sequence[Problem]]:
    votes: list[Vote] = []
    doubts: list[Problem] = []
    for cast in record.votes:
        try:
            found = verify_vote(cast.envelope, record.text, keys=voters.keys, party=voters.party, as_of=now.date())
        except ProofError as error:
            doubts += error.problems
        else:
            votes.append(found.cast.vote)
    return votes, doubts


def _refuse_other(record: HoldRecord, use: ToolUse, policy: ToolPolicy) -> None:
    """Raise RefusedError where `use` is not what people were asked about: the same tool, with exactly its arguments."""
    call, tag = record.hold.call, tag_of(policy, use.name)
    tool = tag.served_as or use.name if tag is not None else ""
    if call_digest(tool, call.server, arguments_in(use.arguments)) != _call(record):
        what = "is about another tool, or about other arguments, than what is about to leave"
        raise RefusedError(Problem(where=f"hold {record.hold.id}", what=what, help="ask for the call again"))


def _call(record: HoldRecord) -> Digest:
    call = record.hold.call
    return call_digest(call.tool, call.server, call.arguments)


def _asks(record: HoldRecord) -> str:
    hold = record.hold
    votes = [each.vote for each in record.votes]
    given = len(counted(hold, votes))
    people = "person has" if hold.quorum == 1 else "people have"
    return (
        f"`{hold.call.tool}` waits for approval ({hold.call.effect}): {given} of {hold.quorum} {people} approved"
        f" hold {hold.id}, which expires at {hold.expires:%Y-%m-%d %H:%M:%S} UTC{_cited(hold.grounds)}"
    )


def _cited(grounds: Sequence[Grounds]) -> str:
    said = "; ".join(f"{each.by} {each.at}".strip() for each in grounds if each.by)
    return f" [{said}]" if said else ""


def _told(record: HoldRecord) -> Ruled:
    """Return a ruling to withhold, with what people have signed."""
    votes = tuple(
        VoteTold(
            person=each.vote.person,
            verdict=each.vote.verdict.value,
            at=each.vote.at.isoformat(),
            keyid=each.keyid,
            envelope=digest(each.envelope),
        )
        for each in record.votes
    )
    return Ruled(ruling=Ruling.WITHHOLD, hold_id=record.hold.id, signed=digest(record.text), votes=votes)


def _withheld(notice: str, hold_id: str = "") -> Ruled:
    return Ruled(ruling=Ruling.WITHHOLD, notice=notice, hold_id=hold_id)


def _unseen(error: InputError, hold_id: str) -> Ruled:
    """Return the ruling where nobody can tell what people have said: the call waits on, and does not leave."""
    return Ruled(ruling=Ruling.HOLD, notice=f"hold {hold_id} cannot be looked at now: {_first(error)}", hold_id=hold_id)


def _first(error: MunimentError) -> str:
    problem = error.problems[0]
    return f"{problem.where}: {problem.what}"


def _once(holds: Iterable[str]) -> list[str]:
    """Return the holds that there are, each once: calls that are alike share one."""
    return [each for each in dict.fromkeys(holds) if each]
