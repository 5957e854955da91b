"""A statement that uses every part of the format, and envelopes around documents that are wrong in one place."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from app.reports import CITED, CONTRACT, DEVIATION, NORTHWIND, TOOL, decided, gap, report, request, scan
from muniment.app.certify import draft
from muniment.domain.age import AgeLimit, SetIn
from muniment.domain.answer import RepresentedAnswer
from muniment.domain.certification import (
    AskedPerson,
    Earlier,
    FlowDown,
    Inquiry,
    Letter,
    OnFile,
    PhaseOut,
    Review,
    ReviewVerdict,
    Search,
)
from muniment.domain.decision import Outcome, ReadingOutcome, SetAside
from muniment.domain.ids import FactId
from muniment.domain.statement import (
    CoveredUse,
    DisclosedField,
    Representation,
    StatedFact,
    StatedWaiver,
)
from muniment.prove.canonical import canonical, digest
from muniment.prove.envelope import PAYLOAD_TYPE, pre_authentication_encoding
from muniment.prove.state import signed_bytes
from signers.keys import p384

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.statement import Statement
    from muniment.signers.file_key import FileKey

UNREAD = "unread:mission-tool:mission/src/package.json"


def first() -> Statement:
    """Return what the first release could say, all of it."""
    found = decided(Outcome.UNDETERMINED)
    reading = ReadingOutcome(
        instrument=DEVIATION,
        reading="wide",
        holder="the agency",
        says="every use",
        outcome=Outcome.PROHIBITED,
        cited=CITED,
    )
    aside = SetAside(instrument=DEVIATION, because="rescinded for parties", cited=(CITED,))
    found = replace(found, decision=replace(found.decision, readings=(reading,), set_aside=(aside,)))
    asked = request((UNREAD, "A draft."), ("undetermined:northwind-ai:mission-tool", "Asked on 20 November."))
    asked = replace(
        asked,
        certification=replace(
            asked.certification,
            letters=(Letter(source="letter of 2 November 2026", words="words.txt"),),
            evidence=("check.json",),
        ),
        files={"words.txt": "The Contractor does not use …".encode(), "check.json": b"{}"},
    )
    return draft(report(found, scans=(scan(gap("src/package.json")),)), CONTRACT, asked)


def full() -> Statement:
    """Return a statement that has something in every part."""
    plain, at = first(), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
    told = replace(
        plain.disclosures[0],
        under="52.299-1(b)",
        fields=(DisclosedField(ref="52.299-1(b)(1)", name="brand", value="Borealis"),),
    )
    use = CoveredUse(vendor=NORTHWIND, system=TOOL, surely=True, disclosure=told.id)
    words = "The Offeror represents that it □ does, □ does not use it."
    clause = Representation(
        ref="52.299-1(a)",
        version="NOV 2026",
        answer=RepresentedAnswer.DOES,
        text=words,
        digest=digest(words.encode()),
        source="copy.txt",
        document=digest(b"copy"),
        covers=(use,),
    )
    return replace(
        plain,
        id="CERT-2026-1",
        requested_by="A. Clerk",
        reviews=(Review(by="B. Counsel", verdict=ReviewVerdict.APPROVED, at=at, note="read whole"),),
        earlier=Earlier(id="CERT-2025-9", digest=digest(b"earlier")),
        scope=replace(
            plain.scope,
            modification="P00003",
            tier="prime",
            solicited=date(2026, 3, 2),
            clauses=(("52.299-1", "NOV 2026"), ("52.299-2", "")),
        ),
        representations=(clause, *plain.representations),
        disclosures=(told, *plain.disclosures[1:]),
        waivers=(
            StatedWaiver(
                id="W-1",
                instrument=DEVIATION,
                granted_by="Head of the agency",
                issued=date(2026, 5, 1),
                until=date(2026, 12, 31),
                document="Memorandum of 1 May 2026",
                digest=digest(b"waiver"),
            ),
        ),
        phase_out=(PhaseOut(vendor=NORTHWIND, system=TOOL, until=date(2027, 3, 1), how="Replaced by a tool of ours."),),
        rulebook=replace(
            plain.rulebook, age_limit=AgeLimit(asked_on=date(2026, 11, 23), max_days=180, set_in=SetIn.ESTATE)
        ),
        said=(
            StatedFact(
                fact=FactId("contract.nss"),
                value="no",
                contract=CONTRACT,
                system=None,
                vendor=None,
                by="C. Lead",
                on=date(2026, 11, 20),
                source="letter of 2 November 2026",
            ),
            StatedFact(
                fact=FactId("use.modified"),
                value=None,
                contract=None,
                system=TOOL,
                vendor=NORTHWIND,
                by="A. Clerk",
                on=date(2026, 11, 21),
                source="",
            ),
        ),
        inquiry=Inquiry(
            methods=("scan of every source",),
            people=(AskedPerson(name="C. Lead", role="engineer", on=date(2026, 11, 20), about="tools in use"),),
            searches=(
                Search(
                    where="SAM",
                    words="FASCSA order",
                    on=date(2026, 11, 20),
                    by="A. Clerk",
                    result="no order found",
                    record=digest(b"record"),
                ),
            ),
            limits=("enclave B",),
        ),
        flow_down=(
            FlowDown(
                subcontractor="Small Shop",
                clause="52.299-2",
                on_file=OnFile.SIGNED,
                document="shop.pdf",
                digest=digest(b"shop"),
            ),
        ),
    )


def document(statement: Statement) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(signed_bytes(statement))
    return found


def enclosed(payload: bytes, *signers: FileKey, kind: str = PAYLOAD_TYPE) -> bytes:
    """Return `payload` in an envelope, signed correctly whatever it says."""
    message = pre_authentication_encoding(kind, payload)
    return canonical(
        {
            "payload": base64.b64encode(payload).decode(),
            "payloadType": kind,
            "signatures": [
                {"keyid": each.keyid, "sig": base64.b64encode(each.sign(message)).decode()}
                for each in signers or (p384(),)
            ],
        }
    )


def changed(change: Callable[[dict[str, Any]], object], *signers: FileKey) -> bytes:
    """Return a correctly signed envelope around the full statement after `change` was made to it."""
    found = document(full())
    change(found)
    return enclosed(canonical(found), *signers)
