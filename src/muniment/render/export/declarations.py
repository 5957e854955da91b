"""What was decided, as the `declarations` of a CycloneDX bill: claims, what they rest on, and the instruments.

No score is given: how far a use conforms is not a number here. Nobody signs these declarations; a certificate is what
somebody signs.  Source: ECMA-424 (CycloneDX 1.6), `declarations` and `definitions`.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.decision import Outcome
from muniment.render.citing import cited_briefly, vendor_name
from muniment.render.uses import system_title
from muniment.render.visible import visible
from muniment.render.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.domain.decision import Decision
    from muniment.domain.ids import InstrumentId
    from muniment.domain.report import Report, UseDecision

_ASSESSOR: Final = "assessor"
_RULEBOOK: Final = "rulebook"
_AGAINST: Final = frozenset(
    {Outcome.PROHIBITED, Outcome.NEEDS_WAIVER, Outcome.NEEDS_AUTHORISATION, Outcome.UNDETERMINED}
)


def declared(report: Report) -> dict[str, Any]:
    """Return the parts of a bill that say what was decided: `definitions` and `declarations`."""
    numbered = list(enumerate(report.decisions, start=1))
    return {
        "declarations": {
            "assessors": [_assessor(report)],
            "attestations": [_attestation(report, name, group) for name, group in _by_contract(numbered)],
            "claims": [_claim(report, number, decided) for number, decided in numbered],
            "evidence": list(_evidence(report)),
            "targets": {"components": _targets(report)},
        },
        "definitions": {"standards": [_standard(report)]},
    }


def _assessor(report: Report) -> dict[str, Any]:
    """Return who assessed: the organisation itself, which is no third party."""
    about: dict[str, Any] = {"bom-ref": _ASSESSOR, "thirdParty": False}
    if report.estate:
        about["organization"] = {"name": visible(report.estate.organisation)}
    return about


def _by_contract(numbered: Sequence[tuple[int, UseDecision]]) -> Iterator[tuple[str, list[tuple[int, UseDecision]]]]:
    ordered = sorted(numbered, key=lambda each: each[1].contract or "")
    for contract, group in groupby(ordered, key=lambda each: each[1].contract or ""):
        yield contract, list(group)


def _attestation(report: Report, contract: str, decided: list[tuple[int, UseDecision]]) -> dict[str, Any]:
    instruments = sorted({instrument for _, each in decided for instrument in _weighed(each)})
    about = f"contract {contract}" if contract else "any contract"
    return {
        "assessor": _ASSESSOR,
        "map": [_mapped(instrument, decided) for instrument in instruments],
        "summary": f"What was decided for {visible(about)} as of {report.as_of}. Not signed.",
    }


def _mapped(instrument: InstrumentId, decided: list[tuple[int, UseDecision]]) -> dict[str, Any]:
    """Return the claims that speak for meeting an instrument, and those that speak against."""
    weighed = [(number, each) for number, each in decided if instrument in _weighed(each)]
    against = [_ref(number) for number, each in weighed if _bars(instrument, each)]
    return {
        "claims": [_ref(number) for number, each in weighed if _ref(number) not in against],
        "counterClaims": against,
        "requirement": f"instrument:{instrument}",
    }


def _weighed(decided: UseDecision) -> set[InstrumentId]:
    """Return the instruments that reach the use; that one which was set aside is met is not said."""
    return {each.instrument for each in decided.decision.reasons}


def _bars(instrument: InstrumentId, decided: UseDecision) -> bool:
    return any(each.instrument == instrument and each.worst in _AGAINST for each in decided.decision.reasons)


def _claim(report: Report, number: int, decided: UseDecision) -> dict[str, Any]:
    decision = decided.decision
    name = vendor_name(report.rulebook, decision.vendor)
    on = f"contract {decided.contract}" if decided.contract else "any contract"
    reasons = (
        f"{each.instrument}: {each.because} [{cited_briefly(report.rulebook, each.cited, most=1)}]"
        for each in decision.reasons
    )
    missing = (f"Not known: {each.question}" for each in decision.unknown)
    return {
        "bom-ref": _ref(number),
        "evidence": [_of_source(place) for place, scan in enumerate(report.scans) if scan.system == decided.use.system],
        "predicate": visible(f"{name} is {_outcome(decision)} on {on} as of {decision.as_of}"),
        "reasoning": visible(" ".join((*reasons, *missing)) or "No instrument in the rulebook reaches it."),
        "target": _target(str(decided.use.system or "")),
    }


def _evidence(report: Report) -> Iterator[dict[str, Any]]:
    for place, scan in enumerate(report.scans):
        account = scan.inventory.coverage
        yield {
            "bom-ref": _of_source(place),
            "data": [
                {"contents": {"attachment": {"content": scan.inventory.content}}, "name": "digest of the content"}
            ],
            "description": f"{account.read} of {account.entries} entries read; "
            f"{sum(gap.limits for gap in account.gaps)} could hide a use",
            "propertyName": "muniment:scan",
        }


def _targets(report: Report) -> list[dict[str, Any]]:
    named = {str(each.use.system or ""): system_title(report, each.use) for each in report.decisions}
    return [
        {"bom-ref": _target(system), "name": title or "what was scanned", "type": "application"}
        for system, title in sorted(named.items())
    ]


def _standard(report: Report) -> dict[str, Any]:
    instruments = sorted({instrument for each in report.decisions for instrument in _weighed(each)})
    return {
        "bom-ref": _RULEBOOK,
        "name": "Muniment rulebook",
        "requirements": [_requirement(report, instrument) for instrument in instruments],
        "version": report.rulebook.version,
    }


def _requirement(report: Report, instrument: InstrumentId) -> dict[str, Any]:
    known = report.rulebook.restrictions.get(instrument) or report.rulebook.agreements.get(instrument)
    title = known.title if known else instrument
    return {"bom-ref": f"instrument:{instrument}", "identifier": instrument, "title": title}


def _outcome(decision: Decision) -> str:
    return f"permitted until {decision.until}" if decision.until else WORD[decision.outcome]


def _ref(number: int) -> str:
    return f"claim:{number}"


def _of_source(place: int) -> str:
    return f"evidence:{place + 1}"


def _target(system: str) -> str:
    return f"target:{system or 'scanned'}"
