"""Signed bytes as a statement again: the way back from `prove.state`, field by field. Unknown fields are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.citation import Citation, Confidence
from muniment.domain.decision import Outcome
from muniment.domain.evidence import FileStatus, Rung
from muniment.domain.ids import ContractId, FactId, InstrumentId, SourceId, SystemId, VendorId
from muniment.domain.statement import (
    Algorithm,
    AskedVendor,
    CitedDocument,
    CoverageSummary,
    DecisionSummary,
    Disclosure,
    DisputedReading,
    Evidence,
    Ground,
    MissingFact,
    Representation,
    RulebookStamp,
    Scope,
    ScopedSource,
    ScopedSystem,
    Signatory,
    Statement,
    UnreadPath,
)
from muniment.prove.fields import Fields, broken

if TYPE_CHECKING:
    from muniment.prove.canonical import Json


def predicate(value: Json) -> Statement:
    """Return the statement that a predicate of our type holds.

    Raises: ProofError for a missing or unknown field and for a value that does not fit, naming its place.
    """
    fields = Fields.of(
        value,
        "predicate",
        "algorithm tool asOf issuedAt validUntil signatory representation scope coverage decisions disclosures"
        " documents rulebook evidence",
    )
    return Statement(
        algorithm=fields.choice(Algorithm, "algorithm"),
        tool=fields.named("tool"),
        as_of=fields.day("asOf"),
        issued_at=fields.instant("issuedAt"),
        valid_until=fields.day("validUntil"),
        signatory=_signatory(fields.values["signatory"], fields.under("signatory")),
        representation=fields.maybe(
            "representation", lambda name: _representation(fields.values[name], fields.under(name))
        ),
        scope=_scope(fields.values["scope"], fields.under("scope")),
        coverage=fields.each("coverage", _coverage),
        decisions=fields.each("decisions", _decision),
        disclosures=fields.each("disclosures", _disclosure),
        documents=fields.each("documents", _document),
        rulebook=_rulebook(fields.values["rulebook"], fields.under("rulebook")),
        evidence=fields.each("evidence", _evidence),
    )


def subject(value: Json, at: str) -> tuple[str, str]:
    """Return the name and digest of one subject."""
    fields = Fields.of(value, at, "name digest")
    return fields.named("name"), fields.digest("digest")


def _signatory(value: Json, at: str) -> Signatory:
    fields = Fields.of(value, at, "name title")
    return Signatory(name=fields.named("name"), title=fields.named("title"))


def _representation(value: Json, at: str) -> Representation:
    fields = Fields.of(value, at, "text digest source")
    return Representation(text=fields.named("text"), digest=fields.digest("digest"), source=fields.named("source"))


def _rulebook(value: Json, at: str) -> RulebookStamp:
    fields = Fields.of(value, at, "version digest released verifiedThrough")
    return RulebookStamp(
        version=fields.named("version"),
        digest=fields.digest("digest"),
        released=fields.day("released"),
        verified_through=fields.day("verifiedThrough"),
    )


def _scope(value: Json, at: str) -> Scope:
    fields = Fields.of(value, at, "organisation contract title agency systems outside sources vendors")
    return Scope(
        organisation=fields.text("organisation"),
        contract=ContractId(fields.named("contract")),
        title=fields.text("title"),
        agency=fields.text("agency"),
        systems=fields.each("systems", _system),
        outside=fields.each("outside", _system_id),
        sources=fields.each("sources", _source),
        vendors=fields.each("vendors", _vendor),
    )


def _system(value: Json, at: str) -> ScopedSystem:
    fields = Fields.of(value, at, "id title serves")
    return ScopedSystem(id=SystemId(fields.named("id")), title=fields.text("title"), serves=fields.truth("serves"))


def _system_id(value: Json, at: str) -> SystemId:
    if not isinstance(value, str) or not value:
        raise broken(at, "is not the id of a system")
    return SystemId(value)


def _source(value: Json, at: str) -> ScopedSource:
    fields = Fields.of(value, at, "system name content")
    return ScopedSource(
        system=SystemId(fields.named("system")), name=fields.named("name"), content=fields.digest("content")
    )


def _vendor(value: Json, at: str) -> AskedVendor:
    fields = Fields.of(value, at, "id name screenedThrough")
    return AskedVendor(
        id=VendorId(fields.named("id")), name=fields.named("name"), screened_through=fields.day("screenedThrough")
    )


def _coverage(value: Json, at: str) -> CoverageSummary:
    fields = Fields.of(value, at, "system source entries read bytesRead byStatus unread")
    return CoverageSummary(
        system=SystemId(fields.named("system")),
        source=fields.named("source"),
        entries=fields.count("entries"),
        read=fields.count("read"),
        bytes_read=fields.count("bytesRead"),
        by_status=fields.each("byStatus", _status_count),
        unread=fields.each("unread", _unread),
    )


def _status_count(value: Json, at: str) -> tuple[FileStatus, int]:
    fields = Fields.of(value, at, "status entries")
    return fields.named_choice(FileStatus, "status"), fields.count("entries")


def _unread(value: Json, at: str) -> UnreadPath:
    fields = Fields.of(value, at, "path status why disclosure")
    return UnreadPath(
        path=fields.text("path"),
        status=fields.named_choice(FileStatus, "status"),
        why=fields.text("why"),
        disclosure=fields.text("disclosure"),
    )


def _decision(value: Json, at: str) -> DecisionSummary:
    fields = Fields.of(
        value,
        at,
        "vendor system rung findings outcome until grounds setAside openLaw missing readings confidence"
        " verifiedThrough disclosure",
    )
    return DecisionSummary(
        vendor=VendorId(fields.named("vendor")),
        system=SystemId(fields.named("system")),
        rung=fields.named_choice(Rung, "rung"),
        findings=fields.count("findings"),
        outcome=fields.choice(Outcome, "outcome"),
        until=fields.maybe("until", fields.day),
        grounds=fields.each("grounds", _ground),
        set_aside=fields.each("setAside", _ground),
        open_law=fields.each("openLaw", _ground),
        missing=fields.each("missing", _missing),
        readings=fields.each("readings", _reading),
        confidence=fields.choice(Confidence, "confidence"),
        verified_through=fields.day("verifiedThrough"),
        disclosure=fields.text("disclosure"),
    )


def _ground(value: Json, at: str) -> Ground:
    fields = Fields.of(value, at, "instrument says cited")
    return Ground(
        instrument=InstrumentId(fields.named("instrument")),
        says=fields.text("says"),
        cited=fields.each("cited", _citation),
    )


def _citation(value: Json, at: str) -> Citation:
    fields = Fields.of(value, at, "source at confidence")
    return Citation(
        source=SourceId(fields.named("source")),
        at=fields.text("at"),
        confidence=fields.choice(Confidence, "confidence"),
    )


def _missing(value: Json, at: str) -> MissingFact:
    fields = Fields.of(value, at, "fact question")
    return MissingFact(fact=FactId(fields.named("fact")), question=fields.text("question"))


def _reading(value: Json, at: str) -> DisputedReading:
    fields = Fields.of(value, at, "instrument reading holder outcome")
    return DisputedReading(
        instrument=InstrumentId(fields.named("instrument")),
        reading=fields.named("reading"),
        holder=fields.text("holder"),
        outcome=fields.choice(Outcome, "outcome"),
    )


def _disclosure(value: Json, at: str) -> Disclosure:
    fields = Fields.of(value, at, "id matter text")
    return Disclosure(id=fields.named("id"), matter=fields.named("matter"), text=fields.named("text"))


def _document(value: Json, at: str) -> CitedDocument:
    fields = Fields.of(value, at, "id title address digest")
    return CitedDocument(
        id=SourceId(fields.named("id")),
        title=fields.text("title"),
        address=fields.text("address"),
        digest=fields.maybe("digest", fields.digest),
    )


def _evidence(value: Json, at: str) -> Evidence:
    fields = Fields.of(value, at, "name digest")
    return Evidence(name=fields.named("name"), digest=fields.digest("digest"))
