"""Packages: each check has one that passes all before it and fails this one; and no bit can be changed unseen."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT, NEXT_YEAR
from muniment.app.certify.packages import pack
from muniment.errors import InputError, ProofError
from muniment.prove.archive import packed, unpacked
from muniment.prove.in_ledger import LEDGER_CHECKS
from muniment.prove.manifest import FORM, MANIFEST, PROOF, SEAL
from muniment.prove.package import ASKED_CHECKS, PACKAGE_CHECKS, Trust, verify_certificate, verify_package
from muniment.prove.verify import CHECKS
from prove.packages import (
    EVIDENCE,
    OTHERS,
    UEI,
    asked,
    certificate,
    checkpoint,
    entry,
    failure,
    grown,
    held_as,
    package,
    parts,
    proof,
    proof_of,
    rewritten,
    trust,
)
from prove.statements import full
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_package_that_passes_every_check_there_is_has_no_warning() -> None:
    one = certificate()
    inner = package(envelope=one, consistency=(grown(one, 6),))
    raw = package(
        envelope=one,
        subcontractors=((UEI, ("inner.mpkg", inner)),),
        picture=b"%PDF-1.7",
        consistency=(grown(one, 4), grown(one, 6)),
    )

    found = verify_package(raw, trust(held=[checkpoint(OTHERS)]), asked(contract=CONTRACT))

    assert found.certificate.statement == full()
    assert found.warnings == ()
    assert found.sealed_by == (p384().keyid,)
    assert found.included is not None
    assert (found.included.index, found.included.checkpoint.size) == (6, 7)
    assert [name for name, _ in found.checks] == [
        *("P1", "P2", "P3", "P4", "P5"),
        *(str(number) for number in range(1, len(CHECKS) + 1)),
        *("C1", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8", "P6", "P7"),
    ]
    assert {text for _, text in found.checks} == {*PACKAGE_CHECKS, *CHECKS, *ASKED_CHECKS, *LEDGER_CHECKS}
    assert [each.name for each in found.nested] == [f"subcontractors/{UEI}/inner.mpkg"]


def test_a_certificate_without_a_package_is_verified_with_its_proof_beside_it() -> None:
    envelope = certificate()

    found = verify_certificate(envelope, proof_of(envelope), trust(), asked())

    assert found.certificate.statement == full()
    assert found.included is not None
    assert found.files == ()


def test_equal_parts_give_equal_bytes() -> None:
    ours = parts()

    assert pack(ours, None) == pack(replace(ours, evidence=tuple(reversed(ours.evidence))), None)


def without(*names: str) -> Callable[[dict[str, bytes]], None]:
    def change(contents: dict[str, bytes]) -> None:
        for name in names:
            contents.pop(name)

    return change


def test_p1_what_is_no_archive_of_ours_is_refused() -> None:
    assert failure(package() + b"\0").startswith("check P1, package: is no package")


def test_p2_a_package_without_a_certificate_is_refused() -> None:
    raw = packed({MANIFEST: b"{}"}, FORM)

    assert failure(raw).startswith("check P2, package: has no `certification.dsse.json`")


@pytest.mark.parametrize("name", ["run.sh", "chain", "subcontractors/a.mpkg", f"subcontractors/{UEI}/a.zip"])
def test_p2_a_file_without_a_place_is_refused(name: str) -> None:
    contents = unpacked(package(), FORM, "package")

    message = failure(packed({**contents, name: b""}, FORM))

    assert message.startswith(f"check P2, package: has no place for `{name}`")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b'"format"', b' "format"', "is not written as RFC 8785 writes it"),
        (b"muniment.package/1", b"muniment.package/2", "`muniment.package/2` is not `muniment.package/1`"),
        (b'"withheld":false', b'"withheld":"no"', "is neither true nor false"),
        (b"certification.tlog-proof", b"certification.dsse.json", "a name is there twice"),
        (b"evidence/check.json", b"evidence/../a.json", "is no plain name"),
        (b"evidence/check.json", b"elsewhere/check.txt", "has no place in a package"),
    ],
)
def test_p3_the_manifest_has_one_form(old: bytes, new: bytes, said: str) -> None:
    contents = unpacked(package(), FORM, "package")
    contents[MANIFEST] = contents[MANIFEST].replace(old, new, 1)

    message = failure(packed(contents, FORM))

    assert message.startswith("check P3, ")
    assert said in message


def test_p4_a_file_that_is_not_the_one_in_the_manifest_is_named() -> None:
    contents = unpacked(package(), FORM, "package")

    changed = failure(packed({**contents, "evidence/check.json": b"[]"}, FORM))
    more = failure(packed({**contents, "evidence/more.json": b"[]"}, FORM))
    fewer = failure(packed({name: held for name, held in contents.items() if name != PROOF}, FORM))

    assert changed.startswith("check P4, evidence/check.json: has sha256:")
    assert more.startswith("check P4, evidence/more.json: is there, and the manifest does not list it")
    assert fewer.startswith(f"check P4, {PROOF}: is listed in the manifest, and is not there")


def test_p4_a_file_that_is_withheld_is_not_there() -> None:
    contents = unpacked(pack(replace(parts(), evidence=(), withheld=(EVIDENCE,)), p384()), FORM, "package")

    assert failure(packed({**contents, "evidence/check.json": b"{}"}, FORM)).startswith(
        "check P4, evidence/check.json: is said to be withheld, and is there"
    )


def test_p5_a_manifest_that_somebody_else_signed_is_refused() -> None:
    assert failure(package(signer=p256())).startswith("check P5, signatures: none was made over this payload")


def test_p5_the_signature_over_another_manifest_is_refused() -> None:
    contents = unpacked(package(), FORM, "package")
    other = unpacked(package(picture=b"%PDF-1.7"), FORM, "package")

    message = failure(packed({**contents, SEAL: other[SEAL]}, FORM))

    assert message.startswith("check P5, subject: is not `MANIFEST.json`")


def test_p6_evidence_that_the_certificate_names_must_be_there_or_withheld() -> None:
    message = failure(rewritten(package(), without("evidence/check.json"), p384()))

    assert message.startswith("check P6, evidence/check.json: the certificate names it")


def test_p6_evidence_must_be_the_one_that_was_signed_whoever_signs_the_manifest() -> None:
    message = failure(rewritten(package(), held_as("evidence/check.json", b"[]"), p384()))

    assert message.startswith("check P6, evidence/check.json: has sha256:")


def test_p7_a_package_inside_that_fails_is_named_with_its_own_check() -> None:
    inner = rewritten(package(), held_as("evidence/check.json", b"[]"), p384())
    raw = package(subcontractors=((UEI, ("inner.mpkg", inner)),))

    assert failure(raw).startswith(f"check P7, subcontractors/{UEI}/inner.mpkg, check P6, evidence/check.json: has")


def test_p7_a_subcontractor_whose_key_is_not_known_fails_unless_left_unopened() -> None:
    theirs = pack(parts(certificate(p256())), None)
    raw = package(subcontractors=((UEI, ("inner.mpkg", theirs)),))

    found = verify_package(raw, trust(), asked(subcontractors=False))

    assert failure(raw).startswith(f"check P7, subcontractors/{UEI}/inner.mpkg, check 4, signatures: none was made")
    assert found.warnings == (f"`subcontractors/{UEI}/inner.mpkg` was not looked into, as you asked",)


def test_p7_more_than_eight_tiers_are_not_looked_into() -> None:
    raw = package()
    for _ in range(8):
        raw = package(subcontractors=((UEI, ("inner.mpkg", raw)),))

    assert "package: more than 8 tiers are not looked into" in failure(raw)


def test_p7_a_subcontractor_needs_no_ledger_and_one_that_nobody_knows_is_told() -> None:
    envelope = certificate()
    elsewhere = proof([*OTHERS, entry(envelope)], 6, "sub.example/ledger")
    alone, other = package(proof=None), package(envelope=envelope, proof=elsewhere)
    raw = package(subcontractors=((UEI, ("alone.mpkg", alone)), (UEI, ("other.mpkg", other))))

    found = verify_package(raw, trust(), asked())

    said = "the proof was not checked: no key of the ledger `sub.example/ledger` was given"
    assert found.warnings == (f"subcontractors/{UEI}/other.mpkg: {said}",)


def test_a_certificate_in_a_package_passes_its_own_checks() -> None:
    assert failure(package(), trust(p256())).startswith("check P5, ")
    assert failure(rewritten(package(), lambda _: None), trust(p256())).startswith("check 4, signatures: none")
    assert failure(package(), None, asked(as_of=date(2028, 1, 1))).startswith("check 15, as of: `2028-01-01` is after")


def test_c1_the_certificate_of_another_contract_is_not_the_answer() -> None:
    message = failure(package(), None, asked(contract="FA8750-26-C-0099"))

    assert message.startswith(f"check C1, contract: the certificate is for `{CONTRACT}`, and `FA8750-26-C-0099` was")


def test_what_nobody_signed_is_a_warning_and_never_a_package_that_passed() -> None:
    raw = pack(parts(picture=b"%PDF-1.7", plan=(("poam.json", b"{}"),)), None)

    found = verify_package(raw, trust(), asked())

    assert found.warnings == (
        "nobody signed `certificate.pdf`: somebody may have put it in place of another",
        "nobody signed `plan/poam.json`: somebody may have put it in place of another",
    )
    assert "P5" not in [name for name, _ in found.checks]


def test_a_proof_without_a_key_for_its_ledger_is_a_warning() -> None:
    found = verify_package(package(), Trust(keys=(p384().public,)), asked())

    assert found.warnings == ("the proof was not checked: no key of the ledger `example.com/ledger` was given",)


def test_withheld_evidence_is_listed_with_its_marking_and_no_bytes() -> None:
    raw = pack(replace(parts(), evidence=(), withheld=(EVIDENCE,), markings={"check.json": "CUI"}), p384())

    found = verify_package(raw, trust(), asked())

    (listed,) = [each for each in found.files if each.withheld]
    assert (listed.name, listed.size, listed.marking) == ("evidence/check.json", 2, "CUI")
    assert found.warnings == ()


def test_a_year_later_it_verifies_as_of_its_own_day() -> None:
    assert verify_package(package(), trust(), asked(as_of=NEXT_YEAR)).warnings == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param({"evidence": ()}, "check.json: the certificate names it, with sha256:", id="evidence is missing"),
        pytest.param({"evidence": (EVIDENCE, EVIDENCE)}, "evidence/check.json: is there twice", id="twice"),
        pytest.param({"plan": (("../a", b""),)}, "plan/../a: is no plain name", id="a name that leads out"),
        pytest.param({"plan": (("größe.pdf", b""),)}, "plan/größe.pdf: is no plain name", id="a name beyond ASCII"),
        pytest.param({"markings": {"other.txt": "CUI"}}, "other.txt: is marked, and no", id="a mark on nothing"),
        pytest.param({"subcontractors": (("short", ("a.mpkg", package())),)}, "has no place in a package", id="no UEI"),
        pytest.param({"subcontractors": ((UEI, ("a.mpkg", b"PK")),)}, "is no package", id="no package inside"),
    ],
)
def test_what_cannot_be_packed_is_refused_before_anything_is_written(more: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        pack(parts(**more), None)  # type: ignore[arg-type]  # the tests name its fields

    assert said in str(caught.value)


def test_every_problem_of_what_is_packed_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        pack(parts(evidence=(), plan=(("../a", b""), ("b ", b""))), None)

    assert len(caught.value.problems) == 3


def test_no_bit_of_a_package_can_be_flipped_unseen() -> None:
    raw = package(picture=b"%PDF-1.7", subcontractors=((UEI, ("inner.mpkg", package())),), signer=p384())
    chosen = random.Random(20261126).sample(range(len(raw) * 8), 1000)  # noqa: S311  (which bits, not a secret)
    unseen = []
    for bit in chosen:
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            verify_package(bytes(flipped), trust(), asked())
        except ProofError:
            continue
        unseen.append(bit)

    assert unseen == []


def test_four_kinds_of_keys_sign_a_manifest() -> None:
    found = verify_package(package(signer=rsa()), trust(p384(), rsa()), asked())

    assert found.sealed_by == (rsa().keyid,)
