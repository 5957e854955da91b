"""A statement as the bytes that are signed: in-toto Statement v1 in RFC 8785 form, sealed in a DSSE envelope.

`prove.recover` is the way back; the two are read side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.prove import parts
from muniment.prove.canonical import canonical, digest
from muniment.prove.fields import digest_object, spelling
from muniment.prove.forms import FIRST, PRESENT, as_form, scope_as_first
from muniment.prove.sealed import STATEMENT_TYPE, seal_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.citation import Citation
    from muniment.domain.ids import Digest
    from muniment.domain.statement import (
        CoverageSummary,
        DecisionSummary,
        Ground,
        Scope,
        Statement,
    )
    from muniment.prove.canonical import Json

PREDICATE_TYPE = PRESENT
LARGEST = 16 * 2**20
"""Bytes of the largest envelope that is written or read."""


def seal(statement: Statement, *, keyid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the envelope with `statement` in it, signed once by `sign`, which gets the bytes to sign.

    Raises: ProofError where the statement cannot be written in canonical form.
    """
    return seal_bytes(signed_bytes(statement), keyid=keyid, sign=sign)


def signed_bytes(statement: Statement, form: str = PRESENT) -> bytes:
    """Return the canonical bytes of `statement`. Show these to the person who signs: they are all that is signed."""
    predicate = _predicate(statement)
    return canonical({
        "_type": STATEMENT_TYPE,
        "subject": [{"name": name, "digest": digest_object(found)} for name, found in subjects(statement, form)],
        "predicateType": form,
        "predicate": as_form(predicate, form),
    })  # fmt: skip


def subjects(statement: Statement, form: str = PRESENT) -> tuple[tuple[str, Digest], ...]:
    """Return what the statement is about, by name and digest: its scope, each source and each file of evidence.

    The scope comes first, so that a statement cannot be passed off for a larger estate or another contract.
    """
    scope = _scope(statement.scope)
    return (
        (f"scope/{statement.scope.contract}", digest(canonical(scope_as_first(scope) if form == FIRST else scope))),
        *((f"source/{each.system}/{each.name}", each.content) for each in statement.scope.sources),
        *((f"evidence/{each.name}", each.digest) for each in statement.evidence),
    )


def _predicate(statement: Statement) -> dict[str, Json]:
    return {
        "id": statement.id,
        "algorithm": statement.algorithm.value,
        "tool": statement.tool,
        "asOf": statement.as_of.isoformat(),
        "issuedAt": parts.instant(statement.issued_at),
        "validUntil": statement.valid_until.isoformat(),
        "requestedBy": statement.requested_by,
        "reviews": [parts.review(each) for each in statement.reviews],
        "signatory": {"name": statement.signatory.name, "title": statement.signatory.title},
        "earlier": parts.earlier(statement.earlier),
        "representations": [parts.representation(each) for each in statement.representations],
        "scope": _scope(statement.scope),
        "coverage": [_coverage(each) for each in statement.coverage],
        "decisions": [_decision(each) for each in statement.decisions],
        "disclosures": [parts.disclosure(each) for each in statement.disclosures],
        "waivers": [parts.waiver(each) for each in statement.waivers],
        "phaseOut": [parts.phase_out(each) for each in statement.phase_out],
        "inquiry": parts.inquiry(statement.inquiry),
        "flowDown": [parts.flow_down(each) for each in statement.flow_down],
        "documents": [
            {
                "id": each.id,
                "title": each.title,
                "address": each.address,
                "digest": parts.digest_or_none(each.digest),
            }
            for each in statement.documents
        ],
        "rulebook": {
            "version": statement.rulebook.version,
            "digest": digest_object(statement.rulebook.digest),
            "released": statement.rulebook.released.isoformat(),
            "verifiedThrough": statement.rulebook.verified_through.isoformat(),
            "ageLimit": parts.age_limit(statement.rulebook.age_limit),
        },
        "said": [parts.stated_fact(each) for each in statement.said],
        "evidence": [{"name": each.name, "digest": digest_object(each.digest)} for each in statement.evidence],
    }


def _scope(scope: Scope) -> Json:
    return {
        "organisation": scope.organisation,
        "contract": scope.contract,
        "title": scope.title,
        "agency": scope.agency,
        "modification": scope.modification,
        "tier": scope.tier,
        "solicited": None if scope.solicited is None else scope.solicited.isoformat(),
        "clauses": [{"id": id_, "version": version} for id_, version in scope.clauses],
        "systems": [{"id": each.id, "title": each.title, "serves": each.serves} for each in scope.systems],
        "outside": list(scope.outside),
        "sources": [
            {"system": each.system, "name": each.name, "content": digest_object(each.content)} for each in scope.sources
        ],
        "vendors": [
            {"id": each.id, "name": each.name, "screenedThrough": each.screened_through.isoformat()}
            for each in scope.vendors
        ],
    }


def _coverage(summary: CoverageSummary) -> Json:
    return {
        "system": summary.system,
        "source": summary.source,
        "entries": summary.entries,
        "read": summary.read,
        "bytesRead": summary.bytes_read,
        "byStatus": [{"status": spelling(status), "entries": count} for status, count in summary.by_status],
        "unread": [
            {"path": each.path, "status": spelling(each.status), "why": each.why, "disclosure": each.disclosure}
            for each in summary.unread
        ],
    }


def _decision(summary: DecisionSummary) -> Json:
    return {
        "vendor": summary.vendor,
        "system": summary.system,
        "rung": spelling(summary.rung),
        "findings": summary.findings,
        "outcome": summary.outcome.value,
        "until": None if summary.until is None else summary.until.isoformat(),
        "grounds": [_ground(each) for each in summary.grounds],
        "setAside": [_ground(each) for each in summary.set_aside],
        "openLaw": [_ground(each) for each in summary.open_law],
        "missing": [{"fact": each.fact, "question": each.question} for each in summary.missing],
        "readings": [
            {
                "instrument": each.instrument,
                "reading": each.reading,
                "holder": each.holder,
                "outcome": each.outcome.value,
            }
            for each in summary.readings
        ],
        "confidence": summary.confidence.value,
        "verifiedThrough": summary.verified_through.isoformat(),
        "disclosure": summary.disclosure,
    }


def _ground(ground: Ground) -> Json:
    return {"instrument": ground.instrument, "says": ground.says, "cited": [_citation(each) for each in ground.cited]}


def _citation(citation: Citation) -> Json:
    return {"source": citation.source, "at": citation.at, "confidence": citation.confidence.value}
