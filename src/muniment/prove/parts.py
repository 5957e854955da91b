"""The parts of a statement that people bring, as JSON and back: each pair is read side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.answer import RepresentedAnswer
from muniment.domain.certification import (
    AskedPerson,
    Earlier,
    FlowDown,
    Inquiry,
    OnFile,
    PhaseOut,
    Review,
    ReviewVerdict,
    Search,
)
from muniment.domain.ids import ContractId, FactId, InstrumentId, SystemId, VendorId
from muniment.domain.statement import CoveredUse, DisclosedField, Disclosure, Representation, StatedFact, StatedWaiver
from muniment.prove.fields import Fields, broken, digest_object

if TYPE_CHECKING:
    from datetime import datetime

    from muniment.domain.ids import Digest
    from muniment.prove.canonical import Json


def instant(value: datetime) -> str:
    """Return how an instant in UTC is written down, to the second."""
    return value.isoformat(timespec="seconds").replace("+00:00", "Z")


def digest_or_none(value: Digest | None) -> Json:
    """Return how a digest is written down, null where there is none."""
    return None if value is None else digest_object(value)


def age_limit(value: AgeLimit | None) -> Json:
    """Return how old the rulebook might be, as JSON."""
    if value is None:
        return None
    return {"askedOn": value.asked_on.isoformat(), "maxDays": value.max_days, "setIn": value.set_in.value}


def age_limit_of(value: Json, at: str) -> AgeLimit:
    """Return how old the rulebook might be, from the place `at`."""
    fields = Fields.of(value, at, "askedOn maxDays setIn")
    return AgeLimit(
        asked_on=fields.day("askedOn"), max_days=fields.count("maxDays"), set_in=fields.choice(SetIn, "setIn")
    )


def stated_fact(value: StatedFact) -> Json:
    """Return what somebody said of a fact as JSON."""
    return {
        "fact": value.fact,
        "value": value.value,
        "contract": value.contract,
        "system": value.system,
        "vendor": value.vendor,
        "by": value.by,
        "on": value.on.isoformat(),
        "source": value.source,
    }


def stated_fact_of(value: Json, at: str) -> StatedFact:
    """Return what somebody said of a fact, from the place `at`."""
    fields = Fields.of(value, at, "fact value contract system vendor by on source")
    return StatedFact(
        fact=FactId(fields.named("fact")),
        value=fields.maybe("value", fields.text),
        contract=fields.maybe("contract", lambda name: ContractId(fields.named(name))),
        system=fields.maybe("system", lambda name: SystemId(fields.named(name))),
        vendor=fields.maybe("vendor", lambda name: VendorId(fields.named(name))),
        by=fields.named("by"),
        on=fields.day("on"),
        source=fields.text("source"),
    )


def review(value: Review) -> Json:
    """Return a review as JSON."""
    return {"by": value.by, "verdict": value.verdict.value, "at": instant(value.at), "note": value.note}


def review_of(value: Json, at: str) -> Review:
    """Return the review at the place `at`. Raises: ProofError, as do all that read here."""
    fields = Fields.of(value, at, "by verdict at note")
    return Review(
        by=fields.named("by"),
        verdict=fields.choice(ReviewVerdict, "verdict"),
        at=fields.instant("at"),
        note=fields.text("note"),
    )


def earlier(value: Earlier | None) -> Json:
    """Return the certificate that this one takes the place of."""
    return None if value is None else {"id": value.id, "digest": digest_object(value.digest)}


def earlier_of(value: Json, at: str) -> Earlier:
    """Return the certificate that is named at the place `at`."""
    fields = Fields.of(value, at, "id digest")
    return Earlier(id=fields.named("id"), digest=fields.digest("digest"))


def representation(value: Representation) -> Json:
    """Return a representation as JSON."""
    return {
        "ref": value.ref,
        "version": value.version,
        "answer": None if value.answer is None else value.answer.value,
        "text": value.text,
        "digest": digest_object(value.digest),
        "source": value.source,
        "document": digest_or_none(value.document),
        "covers": [
            {"vendor": each.vendor, "system": each.system, "surely": each.surely, "disclosure": each.disclosure}
            for each in value.covers
        ],
    }


def representation_of(value: Json, at: str) -> Representation:
    """Return the representation at the place `at`."""
    fields = Fields.of(value, at, "ref version answer text digest source document covers")
    return Representation(
        ref=fields.text("ref"),
        version=fields.text("version"),
        answer=fields.maybe("answer", lambda name: fields.choice(RepresentedAnswer, name)),
        text=fields.named("text"),
        digest=fields.digest("digest"),
        source=fields.named("source"),
        document=fields.maybe("document", fields.digest),
        covers=fields.each("covers", _covered),
    )


def _covered(value: Json, at: str) -> CoveredUse:
    fields = Fields.of(value, at, "vendor system surely disclosure")
    return CoveredUse(
        vendor=VendorId(fields.named("vendor")),
        system=SystemId(fields.named("system")),
        surely=fields.truth("surely"),
        disclosure=fields.text("disclosure"),
    )


def disclosure(value: Disclosure) -> Json:
    """Return a disclosure as JSON."""
    return {
        "id": value.id,
        "matter": value.matter,
        "text": value.text,
        "under": value.under,
        "fields": [{"ref": each.ref, "name": each.name, "value": each.value} for each in value.fields],
    }


def disclosure_of(value: Json, at: str) -> Disclosure:
    """Return the disclosure at the place `at`."""
    fields = Fields.of(value, at, "id matter text under fields")
    return Disclosure(
        id=fields.named("id"),
        matter=fields.named("matter"),
        text=fields.named("text"),
        under=fields.text("under"),
        fields=fields.each("fields", _field),
    )


def _field(value: Json, at: str) -> DisclosedField:
    fields = Fields.of(value, at, "ref name value")
    return DisclosedField(ref=fields.named("ref"), name=fields.named("name"), value=fields.text("value"))


def waiver(value: StatedWaiver) -> Json:
    """Return a waiver as JSON."""
    return {
        "id": value.id,
        "instrument": value.instrument,
        "grantedBy": value.granted_by,
        "issued": value.issued.isoformat(),
        "until": None if value.until is None else value.until.isoformat(),
        "document": value.document,
        "digest": digest_or_none(value.digest),
    }


def waiver_of(value: Json, at: str) -> StatedWaiver:
    """Return the waiver at the place `at`."""
    fields = Fields.of(value, at, "id instrument grantedBy issued until document digest")
    return StatedWaiver(
        id=fields.named("id"),
        instrument=InstrumentId(fields.named("instrument")),
        granted_by=fields.named("grantedBy"),
        issued=fields.day("issued"),
        until=fields.maybe("until", fields.day),
        document=fields.named("document"),
        digest=fields.maybe("digest", fields.digest),
    )


def phase_out(value: PhaseOut) -> Json:
    """Return the end of a use as JSON."""
    return {"vendor": value.vendor, "system": value.system, "until": value.until.isoformat(), "how": value.how}


def phase_out_of(value: Json, at: str) -> PhaseOut:
    """Return the end of a use at the place `at`."""
    fields = Fields.of(value, at, "vendor system until how")
    return PhaseOut(
        vendor=VendorId(fields.named("vendor")),
        system=SystemId(fields.named("system")),
        until=fields.day("until"),
        how=fields.named("how"),
    )


def inquiry(value: Inquiry) -> Json:
    """Return the record of the inquiry as JSON."""
    return {
        "methods": list(value.methods),
        "people": [
            {"name": each.name, "role": each.role, "on": each.on.isoformat(), "about": each.about}
            for each in value.people
        ],
        "searches": [
            {
                "where": each.where,
                "words": each.words,
                "on": each.on.isoformat(),
                "by": each.by,
                "result": each.result,
                "record": digest_or_none(each.record),
            }
            for each in value.searches
        ],
        "limits": list(value.limits),
    }


def inquiry_of(value: Json, at: str) -> Inquiry:
    """Return the record of the inquiry at the place `at`."""
    fields = Fields.of(value, at, "methods people searches limits")
    return Inquiry(
        methods=fields.each("methods", _line),
        people=fields.each("people", _person),
        searches=fields.each("searches", _search),
        limits=fields.each("limits", _line),
    )


def _line(value: Json, at: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise broken(at, "is no text")
    return value


def _person(value: Json, at: str) -> AskedPerson:
    fields = Fields.of(value, at, "name role on about")
    return AskedPerson(
        name=fields.named("name"), role=fields.text("role"), on=fields.day("on"), about=fields.named("about")
    )


def _search(value: Json, at: str) -> Search:
    fields = Fields.of(value, at, "where words on by result record")
    return Search(
        where=fields.named("where"),
        words=fields.named("words"),
        on=fields.day("on"),
        by=fields.named("by"),
        result=fields.named("result"),
        record=fields.maybe("record", fields.digest),
    )


def flow_down(value: FlowDown) -> Json:
    """Return what is on file of a subcontractor as JSON."""
    return {
        "subcontractor": value.subcontractor,
        "clause": value.clause,
        "onFile": value.on_file.value,
        "document": value.document,
        "digest": digest_or_none(value.digest),
    }


def flow_down_of(value: Json, at: str) -> FlowDown:
    """Return what is on file of a subcontractor at the place `at`."""
    fields = Fields.of(value, at, "subcontractor clause onFile document digest")
    return FlowDown(
        subcontractor=fields.named("subcontractor"),
        clause=fields.named("clause"),
        on_file=fields.choice(OnFile, "onFile"),
        document=fields.text("document"),
        digest=fields.maybe("digest", fields.digest),
    )
