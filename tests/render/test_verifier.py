"""The page that verifies gives the same answers as the program."""

from __future__ import annotations

import copy
import json
import random
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest

from app.reports import CONTRACT, TODAY
from muniment.domain.person import likeness
from muniment.errors import ProofError
from muniment.prove.archive import packed, unpacked
from muniment.prove.canonical import canonical
from muniment.prove.consistency import Consistency
from muniment.prove.forms import FIRST, PRESENT, SECOND
from muniment.prove.manifest import FORM, MANIFEST
from muniment.prove.merkle import consistency_proof
from muniment.prove.package import Trust, verify_certificate, verify_package
from muniment.prove.revoked import refuse_revoked
from muniment.prove.state import signed_bytes
from muniment.render.verifier import verifier_page
from prove.browser import verifier
from prove.packages import (
    OTHERS,
    UEI,
    asked,
    certificate,
    checkpoint,
    entry,
    grown,
    package,
    proof,
    proof_of,
    rewritten,
    trust,
)
from prove.statements import document, enclosed, first, full
from prove.test_hostile_packages import attacks, statements
from prove.test_revoked import of_companies
from prove.trees import tree
from signers.keys import p256, p384, rsa, rsa_pkcs1

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.prove.package import VerificationAsked
    from prove.browser import Verifier

WRONG: tuple[Any, ...] = (
    None,
    7,
    -1,
    1.5,
    "",
    " ",
    "x",
    "2026-02-30",
    "2026-11-23T25:00:00Z",
    True,
    [],
    {},
    [[]],
    {"sha256": "x"},
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifier]:
    with verifier(tmp_path_factory.mktemp("page")) as found:
        yield found


def by_program(raw: bytes, of: Trust, question: VerificationAsked, beside: bytes | None = None) -> dict[str, Any]:
    """Return what the program says, in the form in which the page says it."""
    try:
        found = (
            verify_package(raw, of, question)
            if raw.startswith(b"PK")
            else verify_certificate(raw, beside, of, question)
        )
    except ProofError as error:
        id_, _, _ = error.problems[0].where.removeprefix("check ").partition(",")
        return {"failed": id_, "checks": None, "warnings": []}
    return {"failed": None, "checks": [list(each) for each in found.checks], "warnings": list(found.warnings)}


def by_page(
    page: Verifier, raw: bytes, of: Trust, question: VerificationAsked, beside: bytes | None = None
) -> dict[str, Any]:
    found = page(raw, of, question, beside)
    return {**found, "checks": None} if found["failed"] else found


def test_the_same_release_gives_the_same_page() -> None:
    assert verifier_page() == verifier_page()


def test_the_page_loads_nothing_and_makes_no_markup_out_of_text() -> None:
    text = verifier_page().decode()

    assert (
        re.findall(r"\b(?:https?:)?//[\w.]+", text.replace("https://w3id.org", "").replace("https://in-toto.io", ""))
        == []
    )
    for way in (
        "innerHTML",
        "fetch(",
        "XMLHttpRequest",
        "eval(",
        "import(",
        "document.write",
        "WebSocket",
        "sendBeacon",
    ):
        assert way not in text


@pytest.mark.full
def test_the_page_asks_for_nothing_but_itself(page: Verifier) -> None:
    page(package(), trust(), asked())

    assert [address for address in page.asked if not address.endswith("/verify.html")] == []


@pytest.mark.full
def test_page_and_program_pass_the_same_checks_in_the_same_order(page: Verifier) -> None:
    envelope = certificate()
    inner = package()
    everything = package(subcontractors=((UEI, ("inner.mpkg", inner)),), picture=b"%PDF-1.7")
    later = [*OTHERS, entry(envelope), b"1", b"2"]
    shown = Consistency(old=7, path=consistency_proof(tree(*later), 7, 9), new=checkpoint(later))
    cases: list[tuple[bytes, Trust, VerificationAsked, bytes | None]] = [
        (package(), trust(held=[checkpoint(OTHERS)]), asked(contract=CONTRACT), None),
        (everything, trust(held=[checkpoint(OTHERS)]), asked(contract=CONTRACT), None),
        *(
            (
                package(envelope=envelope, consistency=(grown(envelope, old),)),
                trust(held=[checkpoint(OTHERS[:held])]),
                asked(),
                None,
            )
            for old in range(1, 7)
            for held in range(7)
        ),
        (envelope, replace(trust(held=[checkpoint(later)]), shown=(shown,)), asked(), proof_of(envelope)),
        (rewritten(everything, lambda _: None), trust(), asked(), None),
        (everything, Trust(keys=(p384().public,)), asked(), None),
        (everything, Trust(keys=(p384().public,), ledgers=(p256().public,)), asked(), None),
        (envelope, trust(), asked(), proof_of(envelope)),
        (envelope, Trust(keys=(p384().public,)), asked(), proof_of(envelope)),
        (envelope, Trust(keys=(p384().public,)), asked(), None),
        *(
            (enclosed_by(signer), Trust(keys=(signer.public,)), asked(), None)
            for signer in (p256(), p384(), rsa(), rsa_pkcs1())
        ),
    ]

    for each in cases:
        assert by_page(page, *each) == by_program(*each)
        assert by_program(*each)["failed"] is None


def enclosed_by(signer: Any) -> bytes:  # noqa: ANN401  (a signer of any kind)
    found = document(full())
    found["predicate"]["algorithm"] = signer.algorithm.value
    return enclosed(canonical(found), signer)


def lies() -> Iterator[tuple[str, bytes, Trust, VerificationAsked]]:
    """Yield packages that one check or another refuses."""
    good, envelope = package(), certificate()
    contents = unpacked(good, FORM, "package")
    yield "cut off", good[:-1], trust(), asked()
    yield "something more", good + b"\0", trust(), asked()
    yield "compressed", deflated(contents), trust(), asked()
    yield "a file without a place", packed({**contents, "run.sh": b""}, FORM), trust(), asked()
    yield "no manifest", packed({k: v for k, v in contents.items() if k != MANIFEST}, FORM), trust(), asked()
    yield "a way out", packed({**contents, "evidence/../x": b""}, FORM), trust(), asked()
    yield "a changed file", packed({**contents, "evidence/check.json": b"[]"}, FORM), trust(), asked()
    yield "a file more", packed({**contents, "evidence/more": b""}, FORM), trust(), asked()
    yield "another's manifest", package(signer=p256()), trust(), asked()
    yield "another's certificate", rewritten(package(envelope=certificate(p256())), lambda _: None), trust(), asked()
    changed = rewritten(good, lambda files: files.update({"evidence/check.json": b"[]"}), p384())
    yield "other evidence", changed, trust(), asked()
    yield "a liar inside", package(subcontractors=((UEI, ("inner.mpkg", changed)),)), trust(), asked()
    yield "another contract", good, trust(), asked(contract="C-9")
    yield "too late", good, trust(), asked(as_of=TODAY.replace(year=2030))
    yield "no proof", package(proof=None), trust(), asked()
    for name, wrong in (
        ("another index", proof_of(envelope).replace(b"index 6", b"index 5")),
        ("a large index", proof_of(envelope).replace(b"index 6", b"index 99")),
        ("another entry", proof_of(b"x")),
        ("another ledger", proof([*OTHERS, entry(envelope)], 6, "example.com/other")),
        ("another key", proof([*OTHERS, entry(envelope)], 6, signer=p384())),
        ("no entry", b"\n".join(line for line in proof_of(envelope).split(b"\n") if not line.startswith(b"extra "))),
        ("no proof", b"c2sp.org/tlog-proof@v1\n"),
        ("a changed checkpoint", proof_of(envelope).replace(b"\n7\n", b"\n8\n")),
    ):
        yield name, package(envelope=envelope, proof=wrong), trust(), asked()
    yield "a nameless key of another", good, replace(trust(), ledgers=(p384().public,)), asked()
    forked = trust(held=[checkpoint([*OTHERS[:4], b"to be forgotten"])])
    yield "written anew", package(envelope=envelope, consistency=(grown(envelope, 5),)), forked, asked()
    words = rewritten(good, lambda files: files.update({"consistency/from-5": b"old five\n\n"}), p384())
    yield "no proof of consistency", words, forked, asked()
    later = [*OTHERS, entry(envelope), b"1", b"2"]
    held = trust(held=[checkpoint(later)])
    shown = Consistency(old=7, path=consistency_proof(tree(*later[:6], b"x", *later[7:]), 7, 9), new=checkpoint(later))
    yield "an older one that was changed", good, replace(held, shown=(shown,)), asked()
    yield "cut back", good, trust(held=[checkpoint([*OTHERS, b"1", b"2"])]), asked()
    yield "rewritten", good, trust(held=[checkpoint([*OTHERS, b"1"])]), asked()


@pytest.mark.full
def test_page_and_program_take_keys_and_revocations_for_the_company_that_they_are_of(page: Verifier) -> None:
    for name, raw, of, revocations in of_companies():
        try:
            found = verify_package(raw, of, asked())
            for each in revocations:
                assert refuse_revoked(found, each, of, TODAY)
            said = None
        except ProofError as error:
            said = error.problems[0].where
        shown = page(raw, of, asked(), None, revocations)

        assert shown["failed"] == (None if said is None else said.removeprefix("check ").partition(",")[0]), name


@pytest.mark.full
def test_page_and_program_give_the_same_answer_to_what_hostile_hands_put_together(page: Verifier) -> None:
    for name, raw in attacks():
        assert by_page(page, raw, trust(), asked()) == by_program(raw, trust(), asked()), name
    for name, raw in statements():
        question = asked(needs_proof=False)
        keys = Trust(keys=(p384().public,))
        assert by_page(page, raw, keys, question) == by_program(raw, keys, question), name


def deflated(contents: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.full
def test_page_and_program_refuse_the_same_packages_by_the_same_check(page: Verifier) -> None:
    for name, raw, of, question in lies():
        said = by_program(raw, of, question)

        assert said["failed"], name
        assert by_page(page, raw, of, question) == said, name


def changes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:  # noqa: ANN401  (JSON)
    """Yield each place in `value`, and what to put there; `...` takes it away."""
    yield from ((path, wrong) for wrong in WRONG)
    if isinstance(value, dict):
        yield (*path, "unknown"), 1
        for name, each in value.items():
            yield (*path, name), ...
            yield from changes(each, (*path, name))
    elif isinstance(value, list) and value:
        yield from changes(value[0], (*path, 0))


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:  # noqa: ANN401  (as above)
    if not path:
        return new
    found = copy.deepcopy(value)
    inner = found
    for step in path[:-1]:
        inner = inner[step]
    if new is ...:
        del inner[path[-1]]
    else:
        inner[path[-1]] = new
    return found


def written(value: Any) -> bytes:  # noqa: ANN401  (as above)
    """Return `value` as RFC 8785 writes it, with fractions as well."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@pytest.mark.full
@pytest.mark.parametrize("form", [PRESENT, SECOND, FIRST], ids=["present form", "second form", "first form"])
def test_page_and_program_agree_on_every_field_of_a_statement_that_is_signed_and_wrong(
    page: Verifier, form: str
) -> None:
    keys = Trust(keys=(p384().public,))
    good = json.loads(signed_bytes(first() if form == FIRST else full(), form))
    assert by_page(page, enclosed(written(good)), keys, asked())["failed"] is None
    differing = []
    for path, new in changes(good):
        raw = enclosed(written(put(good, path, new)))
        said, expected = by_page(page, raw, keys, asked()), by_program(raw, keys, asked())
        if said != expected:
            differing.append((path, new, said, expected))

    assert differing == []


FALSE_STATEMENTS: dict[str, tuple[tuple[Any, ...], Any]] = {
    "another algorithm": (("predicate", "algorithm"), "rsa-pss-sha256"),
    "another scope": (("predicate", "scope", "contract"), "C-9"),
    "another source": (("predicate", "scope", "sources", 0, "content", "sha256"), "0" * 64),
    "more read than there is": (("predicate", "coverage", 0, "read"), 41),
    "more entries than there are": (("predicate", "coverage", 0, "entries"), 43),
    "an account of nothing": (("predicate", "coverage"), []),
    "a decision elsewhere": (("predicate", "decisions", 0, "system"), "elsewhere"),
    "an end elsewhere": (("predicate", "phaseOut", 0, "system"), "elsewhere"),
    "an open use that is not told": (("predicate", "disclosures"), []),
    "an edited verdict": (("predicate", "decisions", 0, "outcome"), "prohibited"),
    "a verdict without a disclosure": (("predicate", "decisions", 0, "disclosure"), ""),
    "other words": (("predicate", "representations", 0, "text"), "The Offeror does not use it."),
    "a denial of what was found": (("predicate", "representations", 0, "answer"), "does-not"),
    "a clause without an answer": (("predicate", "representations", 0, "answer"), None),
    "a use that is not told": (("predicate", "representations", 0, "covers", 0, "disclosure"), "other"),
    "an answer about another contract": (("predicate", "said", 0, "contract"), "C-9"),
    "an answer about a system that is not in scope": (("predicate", "said", 1, "system"), "elsewhere"),
    "a document that is not there": (("predicate", "flowDown", 0, "digest"), None),
    "asked for and signed by one": (("predicate", "requestedBy"), "J. Rivera"),
    "asked for and signed by one, in other letters": (("predicate", "requestedBy"), "J. R\u0456VERA"),
    "asked for and reviewed by one, in other letters": (("predicate", "reviews", 0, "by"), "A.  Cl\u00e9rk"),
    "asked for and reviewed by one": (("predicate", "reviews", 0, "by"), "A. Clerk"),
    "sent back": (("predicate", "reviews", 0, "verdict"), "returned"),
    "issued before its day": (("predicate", "asOf"), "2026-11-24"),
    "over before it was issued": (("predicate", "validUntil"), "2026-11-22"),
    "said after it was issued": (("predicate", "said", 0, "on"), "2026-11-24"),
    "said in two ways": (("predicate", "said", 1), {**document(full())["predicate"]["said"][0], "value": "yes"}),
    "asked after it was issued": (("predicate", "rulebook", "ageLimit", "askedOn"), "2026-11-24"),
    "looked up after it was asked": (("predicate", "rulebook", "verifiedThrough"), "2026-11-25"),
    "older law than was set": (("predicate", "rulebook", "verifiedThrough"), "2026-05-26"),
}


@pytest.mark.full
@pytest.mark.parametrize(("path", "new"), FALSE_STATEMENTS.values(), ids=FALSE_STATEMENTS)
def test_page_and_program_refuse_the_same_false_statements(page: Verifier, path: tuple[Any, ...], new: Any) -> None:  # noqa: ANN401  (as above)
    keys = Trust(keys=(p384().public,))
    raw = enclosed(written(put(document(full()), path, new)))
    expected = by_program(raw, keys, asked())

    assert by_page(page, raw, keys, asked()) == expected
    assert expected["failed"] or path[-1] == "outcome"


@pytest.mark.full
def test_page_and_program_find_the_same_names_alike(page: Verifier) -> None:
    names = [
        "J. Rivera",
        "stra\u00dfe \u0130\u0131\u017f",
        "\u039c\u03a3\u03c2 \u0421\u04ae",
        "\uff2a\u200b\u2163",
        "...",
        "",
        "\U0001d404x\u0301",
    ]
    names += [each for number in range(0x20, 0x2000) if category(each := chr(number)) != "Cn"]

    assert page.page.evaluate("names => names.map(likeness)", names) == [likeness(each) for each in names]


@pytest.mark.full
def test_no_bit_of_a_package_can_be_flipped_unseen_by_the_page(page: Verifier) -> None:
    raw = package(picture=b"%PDF-1.7")
    chosen = random.Random(20261127).sample(range(len(raw) * 8), 200)  # noqa: S311  (which bits, not a secret)

    for bit in chosen:
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8

        assert by_page(page, bytes(flipped), trust(), asked()) == by_program(bytes(flipped), trust(), asked())
        assert by_program(bytes(flipped), trust(), asked())["failed"]
