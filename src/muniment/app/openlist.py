"""The use case of `muniment blocklist cilium`: hosts that were named, each let through only where nothing bars it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.app.blocklist import asked_about, decisions_on
from muniment.discover.judging.hosts import host
from muniment.discover.judging.match import Matcher
from muniment.domain.blocklist import OpenHost, OpenList
from muniment.domain.decision import Outcome
from muniment.domain.evidence import Identifier
from muniment.domain.technology import IdentifierKind, Role
from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from muniment.app.blocklist import ListAsked
    from muniment.decide.engine import Engine
    from muniment.domain.contract import Contract, Estate, System
    from muniment.domain.rulebook import Rulebook
    from muniment.domain.technology import Signature

_OPEN: Final = frozenset({Outcome.PERMITTED, Outcome.PERMITTED_UNTIL})


def open_list(book: Rulebook, engine: Engine, estate: Estate, asked: ListAsked, names: Sequence[str]) -> OpenList:
    """Return the hosts `names`, of which nothing bars any.

    Raises: InputError for each that is no plain name of a host, or that is not surely permitted in every system; and
    for a contract or network that is not known.
    """
    contract, systems = asked_about(book, estate, asked)
    matcher = Matcher(book.signatures)
    problems: list[Problem] = []
    found: list[OpenHost] = []
    for name in dict.fromkeys(each.lower().removesuffix(".") for each in names):
        plain = host(name)
        if plain is None or not plain.is_plain:
            problems.append(Problem(where="--host", what=f"`{name}` is no name of one host", help="write it in full"))
            continue
        known = [each for each in matcher.recognise(Identifier(IdentifierKind.HOST, name)) if _is_use(each)]
        decided = [
            (each, decision)
            for each in known
            for decision in decisions_on(each, contract, systems, estate, engine, asked)
        ]
        barred = [(each, decision) for each, decision in decided if decision.acted_on not in _OPEN]
        problems += [_refused(name, each.id, decision.acted_on) for each, decision in barred[:1]]
        found.append(
            OpenHost(name=name, known_by=tuple(each.id for each in known), decision=decided[0][1] if decided else None)
        )
    if problems:
        raise InputError(*problems)
    return _list(book, asked, contract, systems, found)


def _is_use(signature: Signature) -> bool:
    """Say whether the host is a vendor's in more than the protocol that it speaks."""
    return bool(set(signature.roles) - {Role.PROTOCOL})


def _refused(name: str, signature: str, outcome: Outcome) -> Problem:
    what = f"`{name}` is not let through: by `{signature}` it is {outcome.value} for this contract"
    return Problem(where="--host", what=what, help="leave it out; `muniment explain` shows the reasons")


def _list(
    book: Rulebook, asked: ListAsked, contract: Contract, systems: Sequence[System], found: Sequence[OpenHost]
) -> OpenList:
    return OpenList(
        rulebook=book,
        age=asked.age(book),
        as_of=asked.as_of,
        contract=contract.id,
        network=asked.network,
        systems=tuple(system.id for system in systems),
        hosts=tuple(found),
    )
