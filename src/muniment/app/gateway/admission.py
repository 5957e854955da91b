"""What the rulebook says to a caller who asks for a model on a day: the decisions of a check, each made once."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.app.questions import question_about
from muniment.decide.posture import with_postures
from muniment.domain.decision import Outcome, gravity
from muniment.domain.evidence import EvidenceClass, Rung
from muniment.domain.ids import FactId, SystemId
from muniment.domain.report import Use
from muniment.domain.technology import Role
from muniment.enforce.denials import DENIED, Cited, Denial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from muniment.decide.engine import Engine
    from muniment.domain.age import AgeLimit
    from muniment.domain.citation import Citation
    from muniment.domain.contract import Contract, Estate
    from muniment.domain.decision import Decision
    from muniment.domain.gateway import Caller, Route, ServedModel
    from muniment.domain.ids import InstrumentId, VendorId
    from muniment.domain.rulebook import Rulebook

_NETWORK: Final = FactId("system.network")
_PURPOSES: Final = FactId("use.purposes")
_SHOWN: Final = {FactId("item.kind"): "model", FactId("item.offering"): "ai-models", FactId("use.form"): "live-use"}
"""What a call shows by itself: somebody uses a model, now."""
_PERMITTED: Final = frozenset({Outcome.PERMITTED, Outcome.PERMITTED_UNTIL})
_MOST: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What decisions rest on. `limit` says how old the rulebook may be on a day."""

    book: Rulebook
    engine: Engine
    estate: Estate
    limit: Callable[[date], AgeLimit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whether calls go through, on which decisions that rests, and those as they stand in the log.

    `denial` is set where they do not; it lacks the name of the decision on the single call.
    """

    decisions: tuple[Decision, ...]
    denial: Denial | None
    logged: str


class Admissions:
    """Admissions, remembered by everything that they depend on."""

    def __init__(self, law: Law) -> None:
        """Decide by `law`."""
        self._law = law
        self._contracts = {each.id: each for each in law.estate.contracts}
        self._known: dict[object, Admission] = {}

    @property
    def rulebook(self) -> str:
        """Return the digest of the rulebook."""
        return self._law.book.digest

    def on(self, caller: Caller, purpose: str, route: Route, model: ServedModel, day: date) -> Admission:
        """Return whether `caller` may call `model` through `route` for `purpose` (empty: as the estate says) on `day`.

        The maker of the model is decided on, and whoever operates the service; the graver decision counts.
        Raises: InputError where the estate and the gateway's file tell one fact differently.
        """
        key = (caller.id, purpose, route.id, model.name, day)
        found = self._known.get(key)
        if found is None:
            if len(self._known) == _MOST:
                self._known.clear()
            found = self._known[key] = self._decided(caller, purpose, route, model, day)
        return found

    def _decided(self, caller: Caller, purpose: str, route: Route, model: ServedModel, day: date) -> Admission:
        contract = self._contracts[caller.contract]
        decisions = tuple(
            sorted(
                (self._about(use, caller, purpose, contract, day) for use in self._uses(caller, route, model)),
                key=lambda each: gravity(each.acted_on),
            )
        )
        barring = tuple(each for each in decisions if each.acted_on not in _PERMITTED)
        denial = self._denial(barring, caller, model) if barring else None
        return Admission(decisions=decisions, denial=denial, logged=_logged(decisions))

    def _uses(self, caller: Caller, route: Route, model: ServedModel) -> Iterator[Use]:
        parties: dict[VendorId, list[Role]] = {model.maker: [Role.MAKER]}
        if route.operator is not None:
            parties.setdefault(route.operator, []).append(Role.OPERATOR)
        for vendor, roles in parties.items():
            others = tuple((role, other) for other, played in parties.items() if other != vendor for role in played)
            yield Use(
                vendor=vendor,
                system=SystemId(caller.system),
                roles=tuple(roles),
                others=others,
                shown={**_SHOWN, **model.facts},
                rung=Rung.OBSERVED,
                cls=EvidenceClass.PRODUCT,
                findings=(),
            )

    def _about(self, use: Use, caller: Caller, purpose: str, contract: Contract, day: date) -> Decision:
        law = self._law
        question = question_about(use, contract, law.estate, day, law.limit(day))
        if caller.network:
            question = replace(question, facts={**question.facts, _NETWORK: caller.network})
        if purpose in law.book.facts[_PURPOSES].choices:
            question = replace(question, facts={**question.facts, _PURPOSES: frozenset({purpose})})
        return with_postures(law.engine.decide(question), law.estate.postures)

    def _denial(self, barring: tuple[Decision, ...], caller: Caller, model: ServedModel) -> Denial:
        worst = barring[0]
        cited = tuple(dict.fromkeys(self._cited(each) for decision in barring for each in _grounds(decision)))
        rules = tuple(dict.fromkeys(instrument for decision in barring for instrument, _ in _grounds(decision)))
        missing = {one.fact: one.question for decision in barring for one in decision.unknown}
        return Denial(
            status=DENIED,
            code=rules[0] if rules and worst.acted_on is not Outcome.UNDETERMINED else worst.acted_on.value,
            message=self._message(worst, caller, model, rules),
            rules=rules,
            cited=cited,
            missing=tuple(missing.items()),
        )

    def _cited(self, ground: tuple[InstrumentId, Citation]) -> Cited:
        instrument, citation = ground
        source = self._law.book.sources.get(citation.source)
        return Cited(
            instrument=instrument,
            document=citation.source,
            title=source.title if source else "",
            at=citation.at,
            confidence=citation.confidence.value,
        )

    def _message(self, worst: Decision, caller: Caller, model: ServedModel, rules: tuple[str, ...]) -> str:
        vendor = self._law.book.vendors[worst.vendor].name
        use = f"use of `{model.name}` ({vendor}) under contract {caller.contract} on {worst.as_of}"
        if worst.acted_on is not Outcome.UNDETERMINED:
            said = {
                Outcome.PROHIBITED: "is prohibited",
                Outcome.NEEDS_WAIVER: "needs a waiver",
                Outcome.NEEDS_AUTHORISATION: "needs an authorisation",
            }[worst.acted_on]
            posture = ", by the organisation's own posture" if worst.posture else ""
            return f"{use} {said} by {', '.join(rules)}{posture}"
        if worst.stale and worst.age is not None:
            return f"{use} is undetermined, and so denied: {worst.age.because}"
        asked = "; ".join(one.question for one in worst.unknown)
        unsettled = ", ".join(dict.fromkeys(point.instrument for point in worst.open_law))
        told = [f"nobody has said: {asked}"] * bool(asked) + [f"the law is open: {unsettled}"] * bool(unsettled)
        return f"{use} is undetermined, and so denied: {'; '.join(told) or 'nothing decides it'}"


def _grounds(decision: Decision) -> Iterator[tuple[InstrumentId, Citation]]:
    for reason in decision.reasons:
        if decision.rests_on(reason):
            yield from ((reason.instrument, citation) for citation in reason.cited)
    for point in decision.open_law:
        yield from ((point.instrument, citation) for citation in point.cited)
    for reading in decision.readings:
        if reading.chosen and decision.posture is not None:
            yield reading.instrument, reading.cited


def _logged(decisions: tuple[Decision, ...]) -> str:
    """Return the decisions as they are written into the log, as JSON without the brackets of an object."""
    worst = decisions[0]
    parts = [
        {
            "vendor": each.vendor,
            "outcome": each.outcome.value,
            "acted_on": each.acted_on.value,
            "rules": list(dict.fromkeys(reason.instrument for reason in each.reasons if each.rests_on(reason))),
            "until": str(each.until) if each.until else None,
            "verified_through": str(each.verified_through),
            "stale": each.stale,
        }
        for each in decisions
    ]
    whole = {
        "outcome": worst.acted_on.value,
        "as_of": str(worst.as_of),
        "rulebook": worst.rulebook,
        "decisions": parts,
    }
    return json.dumps(whole, separators=(",", ":"))[1:-1]
