"""Making a hold out of a tool that a model asks for, and counting the people whom it would look up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from muniment.app.approvals.held import LookedUp
from muniment.domain.hold import Grounds, HeldCall, Hold, HoldRecord, Requester
from muniment.domain.tool_rules import Stranger
from muniment.enforce.approval import same
from muniment.enforce.selectors import hidden, selectors, window_of
from muniment.enforce.tool_tags import tag_of
from muniment.errors import Problem, RefusedError
from muniment.prove.hold import hold_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from muniment.domain.call import AnyJson, ModelCall, ToolUse
    from muniment.domain.gateway import CallContext
    from muniment.domain.hold import HoldId
    from muniment.domain.ids import Digest
    from muniment.domain.person import People
    from muniment.domain.tool_rules import Authority, ToolEffect, ToolPolicy, ToolTag


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadUse:
    """A tool use whose arguments were read strictly, with what the configuration says of the tool."""

    tag: ToolTag
    use: ToolUse
    arguments: Mapping[str, AnyJson]
    schema: str


def offered_schema(tag: ToolTag, use: ToolUse, call: ModelCall) -> str:
    """Return the digest of the tool's declaration in the request.

    Raises: RefusedError where the request did not offer it, or offered another tool than the one that was tagged.
    """
    offered = next((each for each in call.tools if each.name == use.name and not each.hosted), None)
    if offered is None:
        raise RefusedError(Problem(where=f"tool `{use.name}`", what="was not offered in the request"))
    if tag.schemas and offered.schema not in tag.schemas:
        what = f"was declared otherwise than when it was tagged ({offered.schema or 'the declaration was not seen'})"
        help_ = "review the tool, and mend its `schemas`"
        raise RefusedError(Problem(where=f"tool `{use.name}`", what=what, help=help_))
    return offered.schema


def new_hold(
    hold_id: HoldId,
    read: ReadUse,
    effects: Sequence[ToolEffect],
    call: ModelCall,
    context: CallContext,
    policy: Digest,
) -> HoldRecord:
    """Return a hold that asks what all `effects` ask for, nothing of it yet kept. Raises: RefusedError, ProofError."""
    tag = read.tag
    held = HeldCall(
        tool=tag.served_as or read.use.name,
        server=tag.server,
        schema=read.schema,
        arguments=read.arguments,
        effect=", ".join(each.title for each in effects),
        does=tag.does,
        requester=Requester(caller=context.caller, person=context.person),
        contract=context.contract,
        vendor=context.vendor,
        model=call.model,
        purpose=context.purpose,
        authority=context.authority,
        policy=policy,
        call_id=read.use.call_id,
        decision=context.decision,
    )
    created = context.at.replace(microsecond=0)
    hold = Hold(
        id=hold_id,
        call=held,
        grounds=tuple(each for effect in effects for each in effect.grounds),
        quorum=max(each.quorum for each in effects),
        approvers=_approvers(effects),
        created=created,
        expires=created + min(each.lasts for each in effects),
    )
    return HoldRecord(hold=hold, text=hold_text(hold), votes=())


def doubt_about(policy: ToolPolicy, asked_by: Requester, people: People) -> Grounds | None:
    """Return why it cannot be told that who asked is none of those who approve, where one more makes up for that.

    Raises: RefusedError where the call is withheld for it.
    """
    if people.knows(asked_by.person or asked_by.caller):
        return None
    if asked_by.person:
        key, treated, what = (
            "unknown_person",
            policy.unknown_person,
            f"the trust policy does not know `{asked_by.person}`",
        )
    else:
        key, treated, what = "no_person", policy.no_person, f"nobody is named behind `{asked_by.caller}`"
    match treated:
        case Stranger.COUNT:
            return None
        case Stranger.ONE_MORE:
            says = f"One more has to approve: {what}, who may be one of those who do."
            return Grounds(says=says, by="gateway's configuration", at=f"[approvals] {key}")
        case Stranger.WITHHOLD:
            help_ = "name who asks under [[people]] in the trust policy, with every name that they go by"
            raise RefusedError(Problem(where=f"[approvals] `{key}`", what=what, help=help_))


def with_one_more(record: HoldRecord, why: Grounds) -> HoldRecord:
    """Return a new hold that asks for one more approval, and tells why. Raises: RefusedError, ProofError."""
    before = record.hold
    hold = replace(before, quorum=before.quorum + 1, grounds=(*before.grounds, why))
    if hold.approvers:
        _refuse_too_few(hold.approvers, hold.quorum)
    return replace(record, hold=hold, text=hold_text(hold))


def authority_for(policy: ToolPolicy, tag: ToolTag, *, name: str, purpose: str) -> Authority:
    """Return the authority on which a tool reads data on people. Raises: RefusedError where it may not be relied on."""
    where = f"tool `{tag.name}`"
    for what, found in (("an authority", name), ("a purpose", purpose)):
        if not found:
            help_ = "it reads data on people: name a purpose and an authority with the call"
            raise RefusedError(Problem(where=where, what=f"was asked for without {what}", help=help_))
    authority = next((each for each in policy.authorities if each.id == name), None)
    if authority is None:
        raise RefusedError(Problem(where=where, what=f"was asked for on `{name}`, which is no authority here"))
    if purpose not in authority.purposes:
        what = f"was asked for the purpose `{purpose}`, which `{name}` does not name"
        raise RefusedError(Problem(where=where, what=what, help="it names " + ", ".join(authority.purposes)))
    return authority


def looked_up(
    authority: Authority, tag: ToolTag, arguments: Mapping[str, AnyJson], at: datetime, key: bytes
) -> LookedUp:
    """Return whom a call looks up, hidden by `key`. Raises: RefusedError where that cannot be told."""
    return LookedUp(
        authority=authority.id,
        window=window_of(authority, at),
        selectors=tuple(hidden(key, each) for each in selectors(arguments, tag.selectors)),
        limit=authority.limit,
    )


def looked_up_by(policy: ToolPolicy, call: HeldCall, at: datetime, key: bytes) -> LookedUp | None:
    """Return whom a held call looks up as it leaves; without a limit where people approved going beyond it."""
    tag = tag_of(policy, call.tool, call.server)
    if tag is None or not tag.person_data:
        return None
    authority = authority_for(policy, tag, name=call.authority, purpose=call.purpose)
    found = looked_up(authority, tag, call.arguments, at, key)
    beyond = effect_of(policy, authority.effect)
    if beyond.title not in call.effect.split(", "):
        return found
    return LookedUp(authority=found.authority, window=found.window, selectors=found.selectors, limit=None)


def effect_of(policy: ToolPolicy, name: str) -> ToolEffect:
    """Return the effect of that name. Raises: RefusedError where the configuration has none."""
    found = next((each for each in policy.effects if each.id == name), None)
    if found is None:
        raise RefusedError(Problem(where="gateway's configuration", what=f"has no effect `{name}`"))
    return found


def _approvers(effects: Sequence[ToolEffect]) -> tuple[str, ...]:
    """Return who may vote under all effects; nobody is named where every effect leaves it open."""
    named = [effect.approvers for effect in effects if effect.approvers]
    if not named:
        return ()
    found = tuple(each for each in named[0] if all(same(each) in {same(one) for one in more} for more in named[1:]))
    _refuse_too_few(found, max(effect.quorum for effect in effects))
    return found


def _refuse_too_few(approvers: Sequence[str], quorum: int) -> None:
    if len({same(each) for each in approvers}) < quorum:
        raise RefusedError(Problem(where="gateway's configuration", what="names too few people who may approve this"))
