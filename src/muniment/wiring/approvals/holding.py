"""Joins for calls that no model asked for: what a person or a job has held, and lets leave."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment import wiring
from muniment.errors import InputError, Problem, RefusedError
from muniment.wiring import approvals

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.app.approvals import Approvals
    from muniment.app.approvals.held import Holds, InForce
    from muniment.app.approvals.settings import ToolSettings
    from muniment.domain.call import ToolUse
    from muniment.domain.gateway import CallContext, Ruled
    from muniment.domain.hold import HoldRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules on tools that a file has, and where holds lie."""

    approvals: Approvals
    holds: Holds
    settings: ToolSettings
    in_force: InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class OnBehalf:
    """On whose behalf a call is made, and what for."""

    caller: str
    person: str = ""
    contract: str = ""
    purpose: str = ""
    authority: str = ""


def rules(file: Path, rulebook: Path | None = None) -> Rules:
    """Return the rules on tools in a gateway's file, for calls of tools alone. Raises: InputError."""
    from muniment.app.approvals import Approvals
    from muniment.domain.tool_rules import Place

    book = wiring.rulebook(rulebook)
    settings = approvals.tool_settings(file, book)
    holds = approvals.open_holds(file, settings.approvals)
    in_force = approvals.own_policy(file, book)
    means = approvals.means(
        file,
        settings,
        holds,
        in_force=in_force,
        place=lambda context: Place(vendor=context.vendor, network=context.network, user=context.person),
    )
    return Rules(approvals=Approvals(means), holds=holds, settings=settings, in_force=in_force)


def context(behalf: OnBehalf) -> CallContext:
    """Return what is known of a call of a tool that no model asked for."""
    from muniment.domain.gateway import CallContext, CallerId, DecisionId, RouteId
    from muniment.domain.ids import ContractId, VendorId

    return CallContext(
        caller=CallerId(behalf.caller),
        contract=ContractId(behalf.contract),
        network="",
        purpose=behalf.purpose,
        authority=behalf.authority,
        person=behalf.person,
        vendor=VendorId(""),
        route=RouteId(""),
        decision=DecisionId(""),
        at=wiring.now(),
    )


def ask(found: Rules, use: ToolUse, behalf: OnBehalf) -> Ruled:
    """Rule on a tool whose declaration nobody saw; a hold that is named is on disk."""
    from muniment.domain.call import Dialect, ModelCall, OfferedTool

    offered = OfferedTool(name=use.name, hosted=False, schema="")
    call = ModelCall(dialect=Dialect.MESSAGES, model="", stream=False, tools=(offered,), body={})
    return found.approvals.rule(use, call, context(behalf))


def ask_by_hand(file: Path, tool: str, arguments: str, behalf: OnBehalf, rulebook: Path | None) -> HoldRecord:
    """Have a call held. Raises: RefusedError where it is withheld; InputError where it needs nobody's approval."""
    from muniment.domain.call import Ruling, ToolUse
    from muniment.domain.hold import HoldId

    found = rules(file, rulebook)
    use = ToolUse(call_id=f"by-hand-{secrets.token_hex(8)}", name=tool, arguments=arguments)
    ruled = ask(found, use, behalf)
    if ruled.ruling is Ruling.WITHHOLD:
        raise RefusedError(Problem(where=tool, what=ruled.notice))
    record = found.holds.find(HoldId(ruled.hold_id))
    if record is None:
        raise InputError(Problem(where=tool, what="needs nobody's approval", help="give the tool an `effect`"))
    return record


def release_by_hand(file: Path, hold: str, rulebook: Path | None) -> HoldRecord:
    """Let an approved call leave, once, and return it with its token. Raises: RefusedError where it may not."""
    from muniment.domain.call import Ruling
    from muniment.wiring.approvals.voting import found

    known = rules(file, rulebook)
    name = found(known.holds, hold).hold.id
    ruled = known.approvals.consume(name)
    if ruled.ruling is not Ruling.RELEASE:
        raise RefusedError(Problem(where=name, what=ruled.notice))
    return found(known.holds, name)
