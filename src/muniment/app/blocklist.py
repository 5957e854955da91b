"""The use case of `muniment blocklist`: what is surely prohibited for a contract and a network, by its identifiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.app.questions import question_about
from muniment.decide.posture import with_postures
from muniment.domain.blocklist import Blocked, BlockList
from muniment.domain.decision import Outcome
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import FactId
from muniment.domain.report import Use
from muniment.domain.technology import Alone, Role
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from muniment.decide.engine import Engine
    from muniment.domain.age import Age, AgeLimit
    from muniment.domain.contract import Contract, Estate, System
    from muniment.domain.decision import Decision
    from muniment.domain.ids import VendorId
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import IdentifierKind, Signature

_NETWORK: Final = FactId("system.network")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAsked:
    """For which contract, on which network (any where it is empty), on which day, and by which identifiers.

    `operator`, where there is one, runs what is listed: a model in its cloud and nowhere else. Where `age_limit` is
    left out, the age of the rulebook does not count.
    """

    contract: str
    network: str
    as_of: date
    kind: IdentifierKind
    operator: VendorId | None = None
    age_limit: AgeLimit | None = None

    def age(self, book: Rulebook) -> Age | None:
        """Return the age of the oldest look-up in the rulebook."""
        return self.age_limit.for_look_up(book.looked_up) if self.age_limit else None


def block_list(book: Rulebook, engine: Engine, estate: Estate, asked: ListAsked) -> BlockList:
    """Return what is prohibited in every system that serves the contract on the network.

    Raises: InputError for a contract or network that is not known, and where no system serves the contract there.
    """
    contract, systems = asked_about(book, estate, asked)
    blocked: list[Blocked] = []
    prohibited: set[VendorId] = set()
    unsure: set[VendorId] = set()
    for signature in sorted(book.signatures, key=lambda each: (each.vendor, each.id)):
        if not _stands_for_its_vendor(signature):
            continue
        decisions = list(decisions_on(signature, contract, systems, estate, engine, asked))
        outcomes = {decision.acted_on for decision in decisions}
        named = _has_a_name(signature, asked)
        if outcomes == {Outcome.PROHIBITED}:
            prohibited.add(signature.vendor)
            blocked += [_blocked(signature, asked.kind, decisions[0])] if named else []
        elif named and not outcomes <= {Outcome.PERMITTED, Outcome.PERMITTED_UNTIL}:
            unsure.add(signature.vendor)
    return BlockList(
        rulebook=book,
        age=asked.age(book),
        as_of=asked.as_of,
        contract=contract.id,
        network=asked.network,
        systems=tuple(system.id for system in systems),
        kind=asked.kind,
        blocked=tuple(blocked),
        open=tuple(sorted(unsure)),
        nameless=tuple(sorted(prohibited - {each.vendor for each in blocked})),
    )


def _has_a_name(signature: Signature, asked: ListAsked) -> bool:
    """Say whether what is asked for could name what the signature is about."""
    elsewhere = asked.operator is not None and signature.roles.get(Role.OPERATOR) != asked.operator
    return bool(signature.match.get(asked.kind)) and not elsewhere


def _blocked(signature: Signature, kind: IdentifierKind, decision: Decision) -> Blocked:
    return Blocked(
        vendor=signature.vendor,
        signature=signature.id,
        patterns=signature.match[kind],
        examples=tuple(value for of, value in signature.examples if of is kind),
        unless=signature.unless.get(kind, ()),
        decision=decision,
    )


def asked_about(book: Rulebook, estate: Estate, asked: ListAsked) -> tuple[Contract, list[System]]:
    """Return the contract and the systems that serve it. Raises: InputError, as `block_list` does."""
    contract = next((each for each in estate.contracts if each.id == asked.contract), None)
    if contract is None:
        known = ", ".join(f"`{each.id}`" for each in estate.contracts) or "none"
        what = f"`{asked.contract}` is no contract in the estate file"
        raise InputError(Problem(where="--contract", what=what, help=f"contracts there: {known}"))
    choices = book.facts[_NETWORK].choices
    if asked.network and asked.network not in choices:
        what = f"`{asked.network}` is no kind of network"
        raise InputError(Problem(where="--network", what=what, help=f"say one of {', '.join(sorted(choices))}"))
    systems = [each for each in estate.systems if contract.id in each.contracts and _is_on(each, asked.network)]
    if not systems:
        where = f" on the network `{asked.network}`" if asked.network else ""
        what = f"no system in the estate file serves `{contract.id}`{where}"
        raise InputError(
            Problem(where="--contract", what=what, help="add the system, or its `contracts` and `network`")
        )
    return contract, systems


def _is_on(system: System, network: str) -> bool:
    """Say whether a system may be on the network; where nobody said on which it is, it may be on any."""
    return not network or system.facts.get(_NETWORK, network) == network


def _stands_for_its_vendor(signature: Signature) -> bool:
    """Say whether a match is the vendor's by itself; one that only speaks a vendor's protocol is not used."""
    plays = {role for role, party in signature.roles.items() if party == signature.vendor}
    return signature.alone is Alone.PROVES and bool(plays - {Role.PROTOCOL})


def decisions_on(
    signature: Signature,
    contract: Contract,
    systems: Sequence[System],
    estate: Estate,
    engine: Engine,
    asked: ListAsked,
) -> Iterator[Decision]:
    """Yield what is decided in each system on what `signature` shows, for the facts that it shows by itself."""
    for system in systems:
        use = Use(
            vendor=signature.vendor,
            system=system.id,
            roles=tuple(signature.roles),
            others=(),
            shown=signature.facts,
            rung=Rung.OBSERVED,
            cls=EvidenceClass.PRODUCT,
            findings=(),
        )
        question = question_about(use, contract, estate, asked.as_of, asked.age_limit)
        if asked.network:
            question = replace(question, facts={**question.facts, _NETWORK: asked.network})
        yield with_postures(engine.decide(question), estate.postures)
