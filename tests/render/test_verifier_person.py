"""A person uses the page that verifies, in a browser from disk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from app.reports import CONTRACT, TODAY
from muniment.domain.act import ActKind
from muniment.prove.acts import CHECKS as ACT_CHECKS
from muniment.prove.canonical import canonical
from muniment.prove.checkpoint import write as write_checkpoint
from muniment.prove.in_ledger import LEDGER_CHECKS
from muniment.prove.package import ASKED_CHECKS, PACKAGE_CHECKS
from muniment.prove.verify import CHECKS
from prove.browser import Person, pem, verifier
from prove.packages import EVIDENCE, OTHERS, UEI, certificate, checkpoint, grown, package, proof_of, rewritten
from prove.statements import document, enclosed, full
from prove.test_acts import REVIEW, changed, sealed
from prove.test_revoked import by, made, revocation
from signers.keys import p256, p384, rsa

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from prove.browser import Verifier


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifier]:
    with verifier(tmp_path_factory.mktemp("page")) as found:
        yield found


@pytest.fixture
def person(page: Verifier, tmp_path: Path) -> Person:
    return Person(page, tmp_path)


def ready(person: Person, raw: bytes) -> Person:
    person.chooses("file", PO_mpkg=raw).chooses("keys", signing_pub=pem(p384().public.key).encode())
    return person.chooses("ledgers", ledger_pub=pem(p256().public.key).encode())


@pytest.mark.full
def test_a_person_sees_what_was_verified_and_what_it_says(person: Person) -> None:
    one = certificate()
    inner = package(envelope=one, consistency=(grown(one, 6),))
    raw = package(envelope=one, subcontractors=((UEI, ("inner.mpkg", inner)),), consistency=(grown(one, 6),))
    ready(person, raw).chooses("held", old_checkpoint=write_checkpoint(checkpoint(OTHERS)))

    said = person.asks(CONTRACT)

    assert said.startswith(f"✓ Verified as of {TODAY}")
    for told in (
        f"Certificate for {CONTRACT}",
        "J. Rivera, VP Contracts",
        "The Contractor does not use",
        "? undetermined",
    ):
        assert told in person.reads
    for told in (
        "Asked on 20 November.",
        "40 of 42",
        "evidence/check.json",
        "example.com/ledger",
        f"Subcontractor {UEI}",
    ):
        assert told in person.reads
    assert person.reads.count("✓ passed") == len(PACKAGE_CHECKS + CHECKS + ASKED_CHECKS + LEDGER_CHECKS)


@pytest.mark.full
def test_a_person_is_told_which_check_failed_and_shown_nothing_of_the_file(person: Person) -> None:
    said = ready(person, package()).asks("C-9")

    assert said.startswith("✗ Not verified")
    assert f"Check C1, contract: the certificate is for `{CONTRACT}`, and `C-9` was asked about." in said
    assert "J. Rivera" not in person.reads
    assert "✗ failed" in person.reads


@pytest.mark.full
def test_a_warning_does_not_look_like_a_package_that_passed(person: Person) -> None:
    said = ready(person, rewritten(package(picture=b"%PDF-1.7"), lambda _: None)).asks()

    assert said.startswith(f"! Verified as of {TODAY}, with 1 warning")
    assert "nobody signed `certificate.pdf`" in said
    assert person.page.locator(".verdict.passed").count() == 0


@pytest.mark.full
def test_a_certificate_and_its_proof_are_chosen_together(person: Person) -> None:
    envelope = certificate()
    ready(person, envelope).chooses("file", certificate_json=envelope, proof_txt=proof_of(envelope))

    assert person.asks().startswith("✓ Verified")


@pytest.mark.full
def test_a_proof_of_consistency_is_chosen_with_what_came(person: Person) -> None:
    raw = package(envelope=(one := certificate()))
    ready(person, raw).chooses("file", PO_mpkg=raw, from_6=grown(one, 6)[1])

    alone = person.asks()
    person.chooses("held", old_checkpoint=write_checkpoint(checkpoint(OTHERS)))

    assert "consistency: it goes with a checkpoint that you kept" in alone
    assert person.asks().startswith("✓ Verified")


@pytest.mark.full
@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "file: none was chosen; choose the package or the certificate."),
        ({"a_mpkg": b"PK", "b_mpkg": b"PK"}, "file: 2 files cannot be verified at once"),
    ],
)
def test_a_person_who_forgot_something_is_told_what(person: Person, files: dict[str, bytes], said: str) -> None:
    person.chooses("keys", signing_pub=pem(p384().public.key).encode()).chooses("file", **files)

    assert said in person.asks()


@pytest.mark.full
def test_a_revocation_that_reached_a_person_is_held_against_the_package_and_what_is_in_it(person: Person) -> None:
    outer, shop = certificate(), by(rsa())
    raw = made(outer, p384(), made(shop, rsa()))
    person.chooses("file", PO_mpkg=raw)
    person.chooses("keys", a_pub=pem(p384().public.key).encode(), b_pub=pem(rsa().public.key).encode())

    def asks(given: bytes) -> str:
        return person.chooses("revocations", revocation_json=given).asks()

    assert asks(revocation(outer, p384(), days=1)).startswith("✓ Verified")
    assert "✓ passed" in person.reads
    assert "no revocation that reached you is of this certificate" in person.reads
    assert f"Check R1, revocation: J. Rivera revoked it on {TODAY}: a use was found." in asks(revocation(outer, p384()))
    assert "J. Rivera, VP Contracts" not in person.reads
    inside = asks(revocation(shop, rsa()))
    assert f"Check P7, subcontractors/{UEI}/shop.mpkg, check R1, revocation: J. Rivera revoked it" in inside
    assert "revocation: is of another certificate" in asks(revocation(by(p256()), p384()))
    assert "revocation.json: is no revocation" in asks(outer)


@pytest.mark.full
def test_a_withheld_file_that_reached_a_person_is_compared_with_what_the_package_names(person: Person) -> None:
    raw = package(evidence=(), withheld=(EVIDENCE, ("map.pdf", b"a map")))
    ready(person, raw)

    both = person.chooses("apart", check_json=EVIDENCE[1], my_map_pdf=b"a map").asks()
    told = person.reads
    other = person.chooses("apart", map_pdf=b"another map").asks()

    assert both.startswith("✓ Verified as of")
    for each in ("Came apart", "my.map.pdf", "evidence/map.pdf", "evidence/check.json"):
        assert each in told
    assert "Check E1, map.pdf: is none of the files that the certificate names or the package withholds" in other


@pytest.mark.full
@pytest.mark.parametrize("kind", list(ActKind), ids=lambda kind: kind.value)
def test_a_person_sees_what_another_one_did_and_signed(kind: ActKind, person: Person) -> None:
    act = replace(REVIEW, kind=kind, told=tuple((name, f"its {name}") for name in kind.says))
    person.chooses("file", act_json=sealed(act)).chooses("keys", a_pub=pem(p384().public.key).encode())

    said = person.asks()

    assert said.startswith("✓ Verified as of")
    assert kind.value.capitalize() in person.reads
    assert "and whose the key is" in person.reads
    for told in ("B. Counsel", "2026-11-23 09:30:00 UTC", *(f"its {name}" for name in kind.says)):
        assert told in person.reads
    assert person.reads.count("✓ passed") == len(ACT_CHECKS)


@pytest.mark.full
@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ('person = "B. Counsel"\nroles = ["reviewer"]', "✓ Verified as of"),
        ('person = "B. Counsel"\nroles = ["signatory"]', "Check 9, review by `B. Counsel`: is not signed by a key"),
        ('person = "C. Counsel"\nroles = ["reviewer"]', "Check 9, review by `B. Counsel`: is not signed by a key"),
        ('person = "B. Counsel"\nroles = ["reviewer"]\nuntil = 2026-11-22', "Check 9, review by `B. Counsel`"),
        ('person = "B. Counsel"\nroles = ["reviewer"]\nrevoked = 2026-11-23', "Check 9, review by `B. Counsel`"),
    ],
    ids=["hers", "another role", "another's", "over", "revoked"],
)
def test_a_policy_says_whose_act_it_is(policy: str, said: str, person: Person) -> None:
    person.chooses("file", act_json=sealed()).chooses("keys", a_pub=pem(p384().public.key).encode())
    person.chooses("policy", trust_toml=f'[[keys]]\nfile = "a.pub"\n{policy}\n'.encode())

    assert said in person.asks()
    assert ("B. Counsel" in person.reads.partition("Checks")[0]) is said.startswith("✓")


@pytest.mark.full
def test_an_act_that_was_changed_is_shown_to_nobody(person: Person) -> None:
    person.chooses("keys", a_pub=pem(p384().public.key).encode())

    for change in (
        lambda one: one["predicate"].update(verdict="returned", more=""),
        lambda one: one["predicate"].pop("note"),
        lambda one: one["predicate"].update(by=" "),
        lambda one: one["predicate"].update(at="yesterday"),
        lambda one: one.update(predicateType=one["predicateType"].replace("review", "search")),
    ):
        person.chooses("file", act_json=changed(change))
        assert "Check 6, " in person.asks()
    person.chooses("file", act_json=sealed().replace(b'"payload":"', b'"payload":"eyJ9'))
    assert "✗ Not verified" in person.asks()
    person.chooses("file", act_json=sealed()).chooses("keys", a_pub=pem(p256().public.key).encode())
    assert "Check 4, signatures" in person.asks()


@pytest.mark.full
def test_a_private_key_is_not_taken_for_a_public_one(person: Person) -> None:
    person.chooses("file", PO_mpkg=package()).chooses("keys", signing_pem=b"-----BEGIN PRIVATE KEY-----\nAAAA\n")

    assert "this is a private key; give the `.pub` file" in person.asks()


@pytest.mark.full
def test_text_in_a_certificate_can_neither_be_markup_nor_reorder_the_line(person: Person) -> None:
    found = document(replace(full(), signatory=replace(full().signatory, name="<b>Ada\u202eadA</b>")))
    person.chooses("file", certificate_json=enclosed(canonical(found)))
    person.chooses("keys", signing_pub=pem(p384().public.key).encode())

    person.asks()

    assert "<b>Ada\\u202eadA</b>, VP Contracts" in person.reads
    assert person.page.locator("#found b").count() == 0


@pytest.mark.full
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["empty", "passed", "warned", "failed", "unasked"])
def test_the_page_has_no_fault_that_axe_knows(person: Person, scheme: Literal["light", "dark"], state: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  (only where a browser is wanted)

    person.page.emulate_media(color_scheme=scheme)
    if state != "empty":
        raw = package(subcontractors=((UEI, ("inner.mpkg", package())),))
        if state != "unasked":
            ready(person, rewritten(raw, lambda _: None) if state == "warned" else raw)
        person.asks("C-9" if state == "failed" else "")

    found = Axe().run(person.page)

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found.response["violations"]] == []


@pytest.mark.full
def test_the_keyboard_reaches_every_field_and_the_answer(person: Person) -> None:
    ready(person, package())
    reached = []
    for _ in range(16):
        person.page.keyboard.press("Tab")
        reached.append(person.page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if reached[-1] == "BUTTON":
            break

    person.page.keyboard.press("Enter")
    person.page.wait_for_selector("#verdict .verdict")

    assert set(reached) == {
        "file",
        "keys",
        "policy",
        "contract",
        "day",
        "ledgers",
        "held",
        "apart",
        "revocations",
        "BUTTON",
    }
    assert person.page.evaluate("document.activeElement.id") == "verdict"


@pytest.mark.full
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_does_not_scroll_sideways(person: Person, width: int) -> None:
    ready(person, package())
    person.page.set_viewport_size({"width": width, "height": 800})

    person.asks()

    assert person.page.evaluate("document.documentElement.scrollWidth") <= width
