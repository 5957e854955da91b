"""Attacks on packages inside packages, on what is withheld, and on what was said: each is refused, or told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from muniment.app.certify.packages import pack
from muniment.domain.certification import FlowDown, OnFile
from muniment.domain.ids import ContractId, FactId, SystemId
from muniment.domain.package import Manifest
from muniment.errors import InputError, ProofError
from muniment.prove.archive import packed, unpacked
from muniment.prove.canonical import canonical, digest
from muniment.prove.manifest import FORM, MANIFEST, SEAL, read_manifest, seal_manifest, write_manifest
from muniment.prove.package import verify_certificate, verify_package
from muniment.prove.state import seal
from prove.packages import EVIDENCE, UEI, asked, failure, package, parts, rewritten, trust
from prove.statements import document, enclosed, full
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from muniment.domain.statement import Statement

INSIDE = f"subcontractors/{UEI}/shop.mpkg"


def signed(statement: Statement) -> bytes:
    return seal(statement, keyid=p384().keyid, sign=p384().sign)


def of_order(contract: str) -> bytes:
    """Return a package about another contract, signed by the same person."""
    found = document(full())
    found["predicate"]["scope"]["contract"] = contract
    found["predicate"]["said"] = []
    found["subject"][0] = {
        "name": f"scope/{contract}",
        "digest": {"sha256": digest(canonical(found["predicate"]["scope"])).removeprefix("sha256:")},
    }
    return pack(parts(enclosed(canonical(found), p384())), p384())


def around(inner: bytes, *rows: FlowDown) -> bytes:
    """Return a package with another one in it, whose certificate has these rows of subcontractors."""
    certificate = signed(replace(full(), flow_down=rows))
    return pack(parts(certificate, subcontractors=((UEI, ("shop.mpkg", inner)),)), p384())


def row(raw: bytes) -> FlowDown:
    return FlowDown(
        subcontractor=f"Small Shop ({UEI})",
        clause="52.299-1",
        on_file=OnFile.VERIFIED,
        document="shop.mpkg",
        digest=digest(raw),
    )


def with_manifest(raw: bytes, **changed: Mapping[str, Any]) -> bytes:
    """Return a package whose manifest says otherwise of files, by the names of their places, signed again."""
    contents = unpacked(raw, FORM, "package")
    files = [replace(each, **changed.get(each.name, {})) for each in read_manifest(contents[MANIFEST]).files]
    contents[MANIFEST] = write_manifest(Manifest(files=tuple(files)))
    contents[SEAL] = seal_manifest(contents[MANIFEST], algorithm=p384().algorithm, keyid=p384().keyid, sign=p384().sign)
    for each in files:
        if each.withheld:
            contents.pop(each.name, None)
    return packed(contents, FORM)


def test_a_package_inside_that_was_exchanged_for_another_of_its_company_is_told_where_nobody_signed_the_manifest() -> (
    None
):
    honest, replayed = package(), of_order("PO-OF-SOMEBODY-ELSE")
    outer = around(honest, row(honest))

    as_it_was = verify_package(rewritten(outer, lambda _: None), trust(), asked())
    swapped = verify_package(rewritten(outer, lambda files: files.update({INSIDE: replayed})), trust(), asked())

    said = f"nobody signed that `{INSIDE}` belongs here: somebody may have put it in place of another"
    assert said not in as_it_was.warnings
    assert said in swapped.warnings


def test_a_package_inside_that_was_exchanged_does_not_fit_a_manifest_that_is_signed() -> None:
    outer = around(package())
    contents = unpacked(outer, FORM, "package")

    assert "check P4" in failure(packed({**contents, INSIDE: of_order("C-2")}, FORM))
    assert "check P5" in failure(rewritten(outer, lambda files: files.update({INSIDE: of_order("C-2")}), p256()))


def test_two_packages_under_names_that_differ_in_capitals_are_refused() -> None:
    outer = around(package())

    twice = rewritten(outer, lambda files: files.update({f"subcontractors/{UEI}/SHOP.mpkg": package()}), p384())

    assert "`subcontractors/J7RJX2ABCDE1/shop.mpkg` is there twice" in failure(twice)


@pytest.mark.parametrize(
    "name",
    [
        f"subcontractors/{UEI}/more/shop.mpkg",
        f"subcontractors/{UEI.lower()}/shop.mpkg",
        f"subcontractors/{UEI}1/shop.mpkg",
        f"subcontractors/{UEI}/shop.mpkg.zip",
        f"subcontractors/{UEI}/shop.MPKG",
        "subcontractors/shop.mpkg",
        f"evidence/subcontractors/{UEI}/../shop.mpkg",
    ],
)
def test_a_package_inside_has_one_kind_of_place(name: str) -> None:
    elsewhere = rewritten(package(), lambda files: files.update({name: package()}), p384())

    found = failure(elsewhere)

    assert found.startswith(("package", "check P1", "check P2"))


def test_a_package_that_says_to_hold_itself_holds_something_else() -> None:
    first = package()
    outer = around(first, row(first))

    looped = rewritten(outer, lambda files: files.update({INSIDE: outer}), p384())
    found = verify_package(looped, trust(), asked())

    assert found.nested[0].package.nested[0].package.nested == ()


def test_a_zip_archive_that_is_no_package_does_not_pass_for_one_inside() -> None:
    bomb = packed({"0" * 200: bytes(2**20)}, FORM)

    outer = rewritten(package(), lambda files: files.update({INSIDE: bomb}), p384())

    assert failure(outer).startswith(f"check P7, {INSIDE}, check P2, package: has no `MANIFEST.json`")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"withheld": True, "size": 0}, "is empty"),
        ({"withheld": True, "digest": digest(b"")}, "is empty"),
        ({"withheld": True, "digest": digest(b"another")}, "the certificate names"),
        ({"withheld": True, "digest": EVIDENCE[1]}, ""),
    ],
    ids=["of no size", "with the digest of nothing", "another body", "as it is"],
)
def test_evidence_that_is_said_to_be_withheld_is_what_the_certificate_names_and_not_empty(
    changed: dict[str, Any], said: str
) -> None:
    name = f"evidence/{EVIDENCE[0]}"
    if not said:
        assert verify_package(with_manifest(package(), **{name: {"withheld": True}}), trust(), asked()).files
        return

    found = failure(with_manifest(package(), **{name: changed}))

    assert said in found
    assert f"evidence/{EVIDENCE[0]}" in found


def test_a_withheld_file_that_lies_there_all_the_same_is_refused() -> None:
    contents = unpacked(package(), FORM, "package")
    withheld = with_manifest(package(), **{f"evidence/{EVIDENCE[0]}": {"withheld": True}})

    back = packed(
        {**unpacked(withheld, FORM, "package"), f"evidence/{EVIDENCE[0]}": contents[f"evidence/{EVIDENCE[0]}"]}, FORM
    )

    assert "is said to be withheld, and is there" in failure(back)


def test_nothing_empty_is_withheld_by_the_one_who_packs() -> None:
    with pytest.raises(InputError, match="is empty: there is nothing to withhold"):
        pack(parts(withheld=(("map.pdf", b""),)), p384())


def test_a_packaged_certificate_or_proof_cannot_be_withheld() -> None:
    for name in ("certification.dsse.json", "certification.tlog-proof"):
        assert failure(with_manifest(package(), **{name: {"withheld": True}}))


SAID = full().said[0]
LATER = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((replace(SAID, by=" "),), "check 6"),
        ((replace(SAID, by="\x85\x1f\u2003"),), "check 6"),
        ((replace(SAID, on=LATER),), "check 14"),
        ((replace(SAID, contract=ContractId("C-OTHER")),), "check 10"),
        ((replace(SAID, system=SystemId("elsewhere")),), "check 10"),
        ((SAID, replace(SAID, value="otherwise", by="Somebody else")), "check 14"),
        ((SAID, replace(SAID, value=None)), "check 14"),
        ((replace(SAID, fact=FactId("")),), "check 6"),
    ],
    ids=["by nobody", "by blanks of all kinds", "tomorrow", "of another contract", "of another system",
         "in two ways", "known and not known", "of nothing"],
)  # fmt: skip
def test_what_was_said_is_of_this_contract_before_it_was_signed_and_in_one_way(said: tuple[Any, ...], why: str) -> None:
    with pytest.raises(ProofError, match=f"^{why},"):
        verify_certificate(signed(replace(full(), said=said)), None, trust(), asked(needs_proof=False))


def test_a_fact_that_is_told_twice_in_one_way_is_no_lie() -> None:
    found = signed(replace(full(), said=(SAID, replace(SAID, by="Somebody else"))))

    assert verify_package(package(envelope=found), trust(), asked()).certificate.statement.said[1].by == "Somebody else"


@pytest.mark.parametrize("days", [0, 10**9, 2**53 - 1])
def test_an_age_limit_may_have_any_number_of_days(days: int) -> None:
    found = document(full())
    found["predicate"]["rulebook"]["ageLimit"]["maxDays"] = days

    passed = verify_package(package(envelope=enclosed(canonical(found), p384())), trust(), asked())

    assert passed.certificate.statement.rulebook.age_limit is not None


def attacks() -> Iterator[tuple[str, bytes]]:
    """Yield packages for the page as well, which has to answer as the program does."""
    honest = package()
    outer = around(honest, row(honest))
    yield "nobody signed the manifest", rewritten(outer, lambda _: None)
    yield "exchanged", rewritten(outer, lambda files: files.update({INSIDE: of_order("C-2")}))
    yield "exchanged and signed", rewritten(outer, lambda files: files.update({INSIDE: of_order("C-2")}), p384())
    yield "in other letters", rewritten(outer, lambda files: files.update({INSIDE.upper(): honest}), p384())
    yield "in itself", rewritten(outer, lambda files: files.update({INSIDE: outer}), p384())
    yield "in a file", rewritten(outer, lambda files: files.update({f"evidence/{EVIDENCE[0]}/x": b""}), p384())
    name = f"evidence/{EVIDENCE[0]}"
    for changed in ({"size": 0}, {"digest": digest(b"")}, {"digest": digest(b"x")}, {}):
        yield f"withheld {changed}", with_manifest(honest, **{name: {"withheld": True, **changed}})
    for place in ("certification.dsse.json", "certification.tlog-proof", INSIDE):
        yield f"withheld {place}", with_manifest(outer, **{place: {"withheld": True}})
    yield "many files", rewritten(honest, lambda files: files.update({f"plan/{n}": b"" for n in range(9_000)}), p384())


def statements() -> Iterator[tuple[str, bytes]]:
    """Yield certificates that say something strange."""
    for blank in ("\x1c", "\x85", "\ufeff", "\u200b", "\u180e", "\u3000", "\x00"):
        yield f"by {blank!r}", signed(replace(full(), said=(replace(SAID, by=blank),)))
    for value in ("", " ", "\u202eon"):
        yield f"is {value!r}", signed(replace(full(), said=(replace(SAID, value=value),)))
    yield "two ways", signed(replace(full(), said=(SAID, replace(SAID, value="otherwise"))))
    for days in (0, 10**9, 2**53 - 1):
        found = document(full())
        found["predicate"]["rulebook"]["ageLimit"]["maxDays"] = days
        yield f"{days} days", enclosed(canonical(found), p384())
