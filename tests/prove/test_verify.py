"""The numbered checks of an envelope and its keys: each has one that passes all before it and fails this one."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.reports import TODAY, TREE
from muniment.domain.ids import Digest, SystemId
from muniment.errors import ProofError
from muniment.prove.canonical import canonical, digest
from muniment.prove.forms import FIRST, PRESENT, SECOND
from muniment.prove.keys import trusted_key
from muniment.prove.recover import predicate
from muniment.prove.state import LARGEST, signed_bytes
from muniment.prove.verify import CHECKS, check_content, verify
from prove.sealed import failure, put, sealed
from prove.statements import changed, document, enclosed, first, full
from signers.keys import p256, p384, rsa, rsa_pkcs1

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.signers.file_key import FileKey

SAMPLES = Path(__file__).parent / "samples"


def test_a_statement_comes_back_as_it_was_signed() -> None:
    verified = verify(sealed(), keys=[p384().public], as_of=TODAY)

    assert verified.statement == full()
    assert verified.checks == CHECKS
    assert verified.signed_by == (p384().keyid,)
    assert verified.unverified == 0


@pytest.mark.parametrize(
    "signer",
    [
        pytest.param(p384, id="ECDSA on P-384"),
        pytest.param(p256, id="ECDSA on P-256"),
        pytest.param(rsa, id="RSA by PSS"),
        pytest.param(rsa_pkcs1, id="RSA by PKCS#1"),
    ],
)
def test_four_algorithms_are_accepted(signer: Callable[[], FileKey]) -> None:
    verified = verify(sealed(signer()), keys=[signer().public], as_of=TODAY)

    assert verified.statement.algorithm is signer().algorithm


def test_1_a_file_over_16_mib_is_not_read() -> None:
    assert failure(b" " * (LARGEST + 1)).startswith("check 1, envelope: has 16777217 bytes")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param(lambda e: e.pop("payloadType"), "lacks the field `payloadType`", id="a field is missing"),
        pytest.param(lambda e: e.update(note="x"), "unknown field `note`", id="a field is unknown"),
        pytest.param(lambda e: e.update(signatures=[]), "has 0 entries", id="nobody signed"),
        pytest.param(lambda e: e.update(signatures=e["signatures"] * 17), "has 17 entries", id="17 signatures"),
        pytest.param(lambda e: e["signatures"][0].update(cert="x"), "unknown field `cert`", id="a signature says more"),
        pytest.param(lambda e: e.update(payload="e30"), "is not base64", id="padding is missing"),
        pytest.param(lambda e: e.update(payload="e31="), "standard way of base64", id="spare bits are set"),
        pytest.param(lambda e: e.update(payload="e3 0="), "is not base64", id="a blank inside base64"),
        pytest.param(lambda e: e.update(payload=7), "is not text", id="the payload is a number"),
        pytest.param(lambda e: e.update(signatures={}), "is not a list", id="signatures are no list"),
    ],
)
def test_2_an_envelope_must_have_its_fields_and_no_others(change: Callable[[dict[str, Any]], Any], what: str) -> None:
    envelope = json.loads(sealed())
    change(envelope)

    message = failure(json.dumps(envelope).encode())

    assert message.startswith("check 2, envelope")
    assert what in message


def test_2_a_repeated_key_in_the_envelope_is_refused() -> None:
    assert failure(sealed().replace(b"{", b'{"payloadType":"x",', 1)).startswith("check 2, envelope")


def test_3_another_payload_type_is_refused() -> None:
    assert failure(enclosed(signed_bytes(full()), kind="text/plain")).startswith(
        "check 3, envelope: holds `text/plain`"
    )


def test_4_a_key_that_did_not_sign_believes_nothing() -> None:
    assert failure(sealed(), by=p256()).startswith("check 4, signatures: none was made over this payload")


def test_4_without_a_trusted_key_nothing_is_believed() -> None:
    with pytest.raises(ProofError, match="check 4, keys: none was given"):
        verify(sealed(), keys=[], as_of=TODAY)


def test_4_a_key_id_in_the_file_does_not_make_a_signature_trusted() -> None:
    stranger = replace(p256(), keyid=p384().keyid)

    assert failure(enclosed(signed_bytes(full()), stranger)).startswith("check 4, signatures")


def test_4_signatures_by_other_keys_are_counted_and_do_no_harm() -> None:
    verified = verify(enclosed(signed_bytes(full()), p256(), p384()), keys=[p384().public], as_of=TODAY)

    assert verified.signed_by == (p384().keyid,)
    assert verified.unverified == 1


def test_4_one_key_that_signed_twice_counts_once() -> None:
    verified = verify(enclosed(signed_bytes(full()), p384(), p384()), keys=[p384().public] * 2, as_of=TODAY)

    assert verified.signed_by == (p384().keyid,)


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(json.dumps(document(full())).encode(), id="blanks between fields"),
        pytest.param(signed_bytes(full()) + b"\n", id="a line end"),
        pytest.param(signed_bytes(full()).replace(b'"findings":0', b'"findings":0.0'), id="a fraction"),
        pytest.param(signed_bytes(full()).replace(b'"findings":0', b'"findings":0,"findings":0'), id="a repeated key"),
        pytest.param(signed_bytes(full()).replace(b"package", b"\\u0070ackage"), id="a needless escape"),
        pytest.param(signed_bytes(full()).replace(b"mission/src", b"mission/\\ud800"), id="half a surrogate pair"),
        pytest.param(b"{", id="broken JSON"),
    ],
)
def test_5_only_the_canonical_form_is_believed(payload: bytes) -> None:
    assert failure(enclosed(payload)).startswith("check 5, ")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        pytest.param(put("_type", "https://in-toto.io/Statement/v2"), "statement._type", id="another statement type"),
        pytest.param(put("predicateType", "https://example.com/v1"), "statement.predicateType", id="another predicate"),
        pytest.param(put("note", "x"), "statement", id="an unknown field outside"),
        pytest.param(put("predicate.note", "x"), "predicate", id="an unknown field inside"),
        pytest.param(
            put("predicate.scope.systems.0.note", 1), "predicate.scope.systems[0]", id="an unknown field deep"
        ),
        pytest.param(lambda d: d["predicate"].pop("disclosures"), "predicate", id="a missing field"),
        pytest.param(put("predicate.algorithm", "none"), "predicate.algorithm", id="an unknown algorithm"),
        pytest.param(put("predicate.decisions.0.outcome", "fine"), "predicate.decisions[0].outcome", id="an outcome"),
        pytest.param(put("predicate.asOf", "2026-11-31"), "predicate.asOf", id="a day that is none"),
        pytest.param(put("predicate.asOf", "20261123"), "predicate.asOf", id="a day in other digits"),
        pytest.param(put("predicate.issuedAt", "2026-11-23T14:02:11+00:00"), "predicate.issuedAt", id="an offset"),
        pytest.param(
            put("predicate.issuedAt", "2026-11-23T25:02:11Z"), "predicate.issuedAt", id="an hour that is none"
        ),
        pytest.param(put("predicate.coverage.0.read", -1), "predicate.coverage[0].read", id="a negative count"),
        pytest.param(put("predicate.coverage.0.read", value=True), "predicate.coverage[0].read", id="true for a count"),
        pytest.param(put("predicate.scope.systems.0.serves", 1), "predicate.scope.systems[0].serves", id="1 for true"),
        pytest.param(put("predicate.signatory.name", "  "), "predicate.signatory.name", id="nobody signs"),
        pytest.param(put("predicate.rulebook.digest", {"md5": "0"}), "predicate.rulebook.digest", id="another digest"),
        pytest.param(
            put("predicate.rulebook.digest", {"sha256": "AB" * 32}), "predicate.rulebook.digest", id="capital digits"
        ),
        pytest.param(put("predicate.scope.outside", [""]), "predicate.scope.outside[0]", id="a system without id"),
        pytest.param(put("predicate.scope", []), "predicate.scope", id="a list for an object"),
    ],
)
def test_6_types_and_fields_must_be_known(change: Callable[[dict[str, Any]], Any], where: str) -> None:
    assert failure(changed(change)).startswith(f"check 6, {where}: ")


def test_7_the_declared_algorithm_must_be_the_one_that_signed() -> None:
    message = failure(changed(put("predicate.algorithm", "rsa-pss-sha256")))

    assert message.startswith("check 7, signatures: none was made by `rsa-pss-sha256`")


def test_7_a_key_that_fits_two_algorithms_cannot_swap_them() -> None:
    envelope = changed(put("predicate.algorithm", "rsa-pss-sha256"), rsa_pkcs1())

    assert failure(envelope, by=rsa()).startswith("check 7, signatures")


def test_the_way_back_from_a_document_is_the_statement() -> None:
    assert predicate(document(full())["predicate"]) == full()


@pytest.mark.parametrize(
    ("system", "source", "content", "what"),
    [
        pytest.param("mission-tool", "mission", Digest("sha256:" + "0" * 64), "this tree has", id="another content"),
        pytest.param("mission-tool", "lab", TREE, "no such source", id="another source"),
    ],
)
def test_a_tree_that_was_not_read_does_not_match(system: str, source: str, content: Digest, what: str) -> None:
    with pytest.raises(ProofError, match=what):
        check_content(full(), system=SystemId(system), source=source, content=content)


def test_the_tree_that_was_read_matches() -> None:
    check_content(full(), system=SystemId("mission-tool"), source="mission", content=TREE)

    assert full().scope.sources[0].content == TREE


def test_a_statement_of_the_first_release_is_still_believed() -> None:
    key = trusted_key((SAMPLES / "statement-v1.pub").read_bytes(), "statement-v1.pub")

    verified = verify((SAMPLES / "statement-v1.dsse.json").read_bytes(), keys=[key], as_of=TODAY)

    assert verified.statement == replace(first(), tool=verified.statement.tool)


def test_the_bytes_that_are_signed_are_those_of_the_reviewed_file() -> None:
    first_form = (SAMPLES / "statement-v1.json").read_bytes()
    second_form = (SAMPLES / "statement-v2.json").read_bytes()
    present_form = (SAMPLES / "statement-v3.json").read_bytes()

    assert signed_bytes(replace(first(), tool="muniment 0.1.0"), FIRST) == first_form
    assert signed_bytes(replace(full(), tool="muniment 0.4.0"), SECOND) == second_form
    assert signed_bytes(replace(full(), tool="muniment 0.5.0")) == present_form


def test_a_statement_of_the_second_form_is_still_believed_and_tells_nothing_of_what_was_said() -> None:
    raw = enclosed((SAMPLES / "statement-v2.json").read_bytes())

    found = verify(raw, keys=[p384().public], as_of=TODAY).statement

    assert (found.said, found.rulebook.age_limit) == ((), None)
    without = replace(full(), said=(), rulebook=replace(full().rulebook, age_limit=None), tool=found.tool)
    assert found == without


@pytest.mark.parametrize("form", [SECOND, FIRST])
def test_what_was_said_cannot_be_put_into_an_earlier_form(form: str) -> None:
    payload = signed_bytes(full() if form == SECOND else first(), form)
    told = json.loads(payload)
    told["predicate"]["said"] = document(full())["predicate"]["said"]

    assert failure(enclosed(canonical(told))) == (
        "check 6, predicate: has the unknown field `said`\n  help: use a newer release to verify it"
    )


def test_a_statement_cannot_be_passed_off_as_one_of_the_first_form() -> None:
    payload = signed_bytes(full()).replace(PRESENT.encode(), FIRST.encode())

    assert failure(enclosed(payload)).startswith("check 6, predicate: has the unknown field")


def test_the_digest_of_evidence_is_that_of_its_bytes() -> None:
    assert full().evidence[0].digest == digest(b"{}")


def test_verification_brings_no_file_network_or_log_module_of_ours_with_it() -> None:
    program = (
        "import sys; import muniment.prove.verify;"
        "print(sorted(name for name in sys.modules if name.startswith('muniment')))"
    )

    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout

    loaded = {name.split(".")[1] for name in json.loads(found.replace("'", '"')) if "." in name}
    assert loaded == {"domain", "errors", "prove"}
