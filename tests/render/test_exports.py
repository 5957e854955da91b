"""What `muniment export` writes, read by libraries and schemas of others."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO, StringIO
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_python_model import v3_0_1

from discover.signatures import signature
from muniment.domain.ids import Digest
from muniment.domain.technology import IdentifierKind
from muniment.prove.canonical import parse
from muniment.prove.svr import VerificationResult, result_bytes
from muniment.render.export.ai_systems import ai_systems, print_ai_systems, write_ai_systems, write_ai_systems_csv
from muniment.render.export.cyclonedx import write_bill
from muniment.render.export.declarations import declared
from muniment.render.export.spdx import write_spdx
from render.instruments import FLEET
from render.pages import printed
from render.reports import full_report

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def bill(version: str) -> str:
    out = StringIO()
    report = full_report()
    write_bill(report, out, version=version, more=declared(report))
    return out.getvalue()


@pytest.mark.parametrize(("version", "schema"), [("1.6", SchemaVersion.V1_6), ("1.7", SchemaVersion.V1_7)])
def test_a_bill_with_declarations_is_valid(version: str, schema: SchemaVersion) -> None:
    assert JsonStrictValidator(schema).validate_str(bill(version)) is None


def test_every_reference_in_declarations_leads_somewhere() -> None:
    made = json.loads(bill("1.6"))
    declarations = made["declarations"]
    known = {each["bom-ref"] for kind in ("claims", "evidence", "assessors") for each in declarations[kind]}
    known |= {each["bom-ref"] for each in declarations["targets"]["components"]}
    known |= {each["bom-ref"] for standard in made["definitions"]["standards"] for each in standard["requirements"]}

    mapped = [entry for attestation in declarations["attestations"] for entry in attestation["map"]]
    used = {reference for entry in mapped for reference in (*entry["claims"], *entry["counterClaims"])}
    used |= {entry["requirement"] for entry in mapped}
    used |= {reference for claim in declarations["claims"] for reference in (claim["target"], *claim["evidence"])}

    assert used <= known


def test_a_use_that_is_prohibited_speaks_against_the_instrument_and_none_carries_a_score() -> None:
    declarations = json.loads(bill("1.6"))["declarations"]
    prohibited = {each["bom-ref"] for each in declarations["claims"] if " is prohibited " in each["predicate"]}
    mapped = [entry for attestation in declarations["attestations"] for entry in attestation["map"]]

    assert prohibited
    assert prohibited <= {reference for entry in mapped for reference in entry["counterClaims"]}
    assert "score" not in json.dumps(declarations)


def spdx() -> dict[str, Any]:
    out = StringIO()
    write_spdx(full_report(), out, at=AT)
    made: dict[str, Any] = json.loads(out.getvalue())
    return made


def test_the_name_of_a_secret_is_evidence_and_no_model() -> None:
    report = full_report()
    known = signature(IdentifierKind.MODEL, "northwind-*")
    ids = {found.signature for use in report.uses for found in use.findings}
    secrets = tuple(replace(known, id=id_, names_models=False) for id_ in ids)
    told = replace(report, rulebook=replace(report.rulebook, signatures=secrets))
    out = StringIO()

    write_bill(told, out, version="1.6")

    assert any(row.models for row in ai_systems(report))
    assert not any(row.models for row in ai_systems(told))
    assert "machine-learning-model" in bill("1.6")
    assert "machine-learning-model" not in out.getvalue()


def test_an_spdx_document_is_read_by_the_model_of_its_makers() -> None:
    objects = v3_0_1.SHACLObjectSet()

    v3_0_1.JSONLDDeserializer().read(BytesIO(json.dumps(spdx()).encode()), objects)

    assert not objects.missing_ids
    assert list(objects.foreach_type(v3_0_1.SpdxDocument))
    assert list(objects.foreach_type(v3_0_1.ai_AIPackage))


def test_an_spdx_document_says_what_was_not_read_and_claims_no_profile_that_it_cannot_fill() -> None:
    (document,) = (each for each in spdx()["@graph"] if each["type"] == "SpdxDocument")

    assert "that could hide a use were not" in document["comment"]
    assert "ai" not in document["profileConformance"]


def test_a_verification_result_has_the_fields_that_version_0_2_requires() -> None:
    digest = Digest("sha256:" + "ab" * 32)
    result = VerificationResult(subjects=(("source/a/b", digest),), policies=(), properties=(), at=AT)

    made: Any = parse(result_bytes(result), "statement")

    assert made["predicateType"] == "https://in-toto.io/attestation/svr/v0.2"
    assert made["predicate"]["verifier"]["policies"] == []
    assert made["predicate"]["timeCreated"] == "2026-11-23T12:00:00Z"
    assert made["subject"] == [{"name": "source/a/b", "digest": {"sha256": "ab" * 32}}]


def test_ai_systems_are_the_same_rows_in_every_form() -> None:
    report = full_report()
    rows = ai_systems(report)
    as_json, as_csv = StringIO(), StringIO()
    write_ai_systems(report, rows, as_json)
    write_ai_systems_csv(rows, as_csv)

    page = printed(partial(print_ai_systems, report, rows))

    assert rows
    assert len(json.loads(as_json.getvalue())["systems"]) == len(rows)
    assert [each["vendor"] for each in csv.DictReader(StringIO(as_csv.getvalue()))] == [row.vendor for row in rows]
    assert all(row.vendor in page for row in rows)


def test_ai_systems_of_one_contract_leave_out_the_others() -> None:
    rows = ai_systems(full_report(), FLEET)

    assert rows
    assert {row.contract for row in rows} == {FLEET}
