"""Signed bytes as a statement again: the way back from `prove.state`, field by field. Unknown fields are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.certification import Signatory
from muniment.domain.citation import Citation, Confidence
from muniment.domain.file_status import FileStatus
from muniment.domain.ids import ContractId, FactId, InstrumentId, SourceId, SystemId, VendorId
from muniment.domain.outcome import Outcome
from muniment.domain.rung import Rung
from muniment.domain.statement import (
    Algorithm,
    AskedVendor,
    CitedDocument,
    CoverageSummary,
    DecisionSummary,
    DisputedReading,
    Evidence,
    Ground,
    MissingFact,
    RulebookStamp,
    Scope,
    ScopedSource,
    ScopedSystem,
    Statement,
    UnreadPath,
)
from muniment.prove import parts
from muniment.prove.fields import Fields, broken

if TYPE_CHECKING:
    from muniment.domain.ids import Digest
    from muniment.prove.canonical import Json


def predicate(value: Json) -> Statement:
    """Return the statement that a predicate of our type holds.

    Raises: ProofError for a missing or unknown field and for a value that does not fit, naming its place.
    """
    fields = Fields.of(
        value,
        "predicate",
        "id algorithm tool asOf issuedAt validUntil requestedBy reviews signatory earlier representations scope"
        " coverage decisions disclosures waivers phaseOut inquiry flowDown documents rulebook evidence said",
    )
    return Statement(
        id=fields.named("id"),
        algorithm=fields.choice(Algorithm, "algorithm"),
        tool=fields.named("tool"),
        as_of=fields.day("asOf"),
        issued_at=fields.instant("issuedAt"),
        valid_until=fields.day("validUntil"),
        requested_by=fields.text("requestedBy"),
        reviews=fields.each("reviews", parts.review_of),
        signatory=_signatory(fields.values["signatory"], fields.under("signatory")),
        earlier=fields.maybe("earlier", lambda name: parts.earlier_of(fields.values[name], fields.under(name))),
        representations=fields.each("representations", parts.representation_of),
        scope=_scope(fields.values["scope"], fields.under("scope")),
        coverage=fields.each("coverage", _coverage),
        decisions=fields.each("decisions", _decision),
        disclosures=fields.each("disclosures", parts.disclosure_of),
        waivers=fields.each("waivers", parts.waiver_of),
        phase_out=fields.each("phaseOut", parts.phase_out_of),
        inquiry=parts.inquiry_of(fields.values["inquiry"], fields.under("inquiry")),
        flow_down=fields.each("flowDown", parts.flow_down_of),
        documents=fields.each("documents", _document),
        rulebook=_rulebook(fields.values["rulebook"], fields.under("rulebook")),
        evidence=fields.each("evidence", _evidence),
        said=fields.each("said", parts.stated_fact_of),
    )


def subject(value: Json, at: str) -> tuple[str, Digest]:
    """Return the name and digest of one subject."""
    fields = Fields.of(value, at, "name digest")
    return fields.named("name"), fields.digest("digest")


def _signatory(value: Json, at: str) -> Signatory:
    fields = Fields.of(value, at, "name title")
    return Signatory(name=fields.named("name"), title=fields.named("title"))


def _rulebook(value: Json, at: str) -> RulebookStamp:
    fields = Fields.of(value, at, "version digest released verifiedThrough ageLimit")
    return RulebookStamp(
        version=fields.named("version"),
        digest=fields.digest("digest"),
        released=fields.day("released"),
        verified_through=fields.day("verifiedThrough"),
        age_limit=fields.maybe("ageLimit", lambda name: parts.age_limit_of(fields.values[name], fields.under(name))),
    )


def _scope(value: Json, at: str) -> Scope:
    fields = Fields.of(
        value,
        at,
        "organisation contract title agency modification tier solicited clauses systems outside sources vendors",
    )
    return Scope(
        organisation=fields.text("organisation"),
        contract=ContractId(fields.named("contract")),
        title=fields.text("title"),
        agency=fields.text("agency"),
        modification=fields.text("modification"),
        tier=fields.text("tier"),
        solicited=fields.maybe("solicited", fields.day),
        clauses=fields.each("clauses", _clause),
        systems=fields.each("systems", _system),
        outside=fields.each("outside", _system_id),
        sources=fields.each("sources", _source),
        vendors=fields.each("vendors", _vendor),
    )


def _clause(value: Json, at: str) -> tuple[str, str]:
    fields = Fields.of(value, at, "id version")
    return fields.named("id"), fields.text("version")


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
