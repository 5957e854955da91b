"""A package and the ledgers that are trusted: checks L1 to L8."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.reports import CONTRACT
from muniment.domain.entry import EntryType
from muniment.errors import InputError
from muniment.prove.consistency import Consistency
from muniment.prove.consistency import read as read_consistency
from muniment.prove.consistency import write as write_consistency
from muniment.prove.in_ledger import LEDGER_CHECKS
from muniment.prove.merkle import consistency_proof
from muniment.prove.package import Trust, verify_package
from prove.packages import (
    ORIGIN,
    OTHERS,
    asked,
    certificate,
    checkpoint,
    checkpoint_in,
    entry,
    failure,
    grown,
    held_as,
    package,
    proof,
    proof_of,
    rewritten,
    trust,
)
from prove.trees import tree
from signers.keys import p256, p384

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_package_whose_ledger_stands_where_the_held_checkpoint_does_has_no_warning() -> None:
    raw = package()

    assert verify_package(raw, trust(held=[checkpoint_in(raw)]), asked(contract=CONTRACT)).warnings == ()


def test_l7_a_ledger_that_has_grown_is_told_as_not_compared() -> None:
    (warning,) = verify_package(package(), trust(held=[checkpoint(OTHERS)]), asked(contract=CONTRACT)).warnings

    assert "nothing shows that the ledger of 7 entries goes on from the 6 that you hold" in warning


def test_l1_a_proof_is_asked_for_where_the_key_of_a_ledger_is_trusted() -> None:
    without_proof = package(proof=None)

    assert failure(without_proof).startswith("check L1, proof: there is none, though the key of a ledger was given")
    assert verify_package(without_proof, Trust(keys=(p384().public,)), asked()).warnings == ()


def test_l2_a_proof_carries_its_entry() -> None:
    envelope = certificate()
    head, _, rest = proof_of(envelope).partition(b"\n")
    bare = head + b"\n" + rest.partition(b"\n")[2]

    assert failure(package(envelope=envelope, proof=bare)).startswith("check L2, proof: carries no entry")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(
            lambda found: proof([*OTHERS, entry(found)], 6, signer=p384()), "check L3, checkpoint:", id="another key"
        ),
        pytest.param(
            lambda found: proof([*OTHERS, entry(found)], 6, "example.com/other"),
            "check L3, checkpoint: is of the ledger `example.com/other`",
            id="another ledger",
        ),
        pytest.param(
            lambda found: proof_of(found).replace(b"index 6", b"index 5"),
            "check L5, proof: does not lead from this entry",
            id="another place",
        ),
        pytest.param(
            lambda found: (
                proof_of(found).rpartition(b"\n\n")[0].rpartition(b"\n\n")[0]
                + b"\n\n"
                + proof(OTHERS, 0).partition(b"\n\n")[2]
            ),
            "check L5, proof: does not lead from this entry to the root over 6 entries",
            id="a ledger that was cut back",
        ),
        pytest.param(lambda _: proof_of(b"other"), "check L6, entry: is about something else", id="another entry"),
        pytest.param(
            lambda found: proof([*OTHERS, entry(found, EntryType.CERTIFICATION)], 6),
            "check L6, entry: is one of `certification`, not of a signature",
            id="another event",
        ),
        pytest.param(lambda _: b"x" * (2**20 + 1), "check L1, proof: has 1048577 bytes", id="too large"),
    ],
)
def test_l2_to_l6_the_proof_must_be_of_this_certificate(make: Callable[[bytes], bytes], said: str) -> None:
    envelope = certificate()

    assert failure(package(envelope=envelope, proof=make(envelope))).startswith(said)


def test_l7_a_ledger_that_is_shorter_than_the_checkpoint_one_holds_was_cut_back() -> None:
    held = checkpoint([*OTHERS, b"something that happened", b"and was taken out"])

    message = failure(package(), trust(held=[held]))

    assert message.startswith("check L7, checkpoint: is of 7 entries, and the one that you hold of 8")


def test_l7_a_ledger_of_the_same_size_is_the_same() -> None:
    held = checkpoint([*OTHERS, b"something else"])

    message = failure(package(), trust(held=[held]))

    assert message.startswith("check L7, checkpoint: is not the one that you hold, though both are of 7 entries")


@pytest.mark.parametrize("old", range(1, 7))
def test_l8_a_ledger_that_goes_on_from_the_checkpoint_one_holds_passes(old: int) -> None:
    one = certificate()
    raw = package(envelope=one, consistency=(grown(one, old),))

    found = verify_package(raw, trust(held=[checkpoint(OTHERS[:old])]), asked())

    assert found.warnings == ()
    assert ("L8", LEDGER_CHECKS[7]) in found.checks


def test_l8_a_ledger_that_was_written_anew_and_added_to_has_no_proof_that_it_goes_on() -> None:
    one = certificate()
    held = checkpoint([*OTHERS[:4], b"to be forgotten"])
    raw = package(envelope=one, consistency=(grown(one, 5),))

    message = failure(raw, trust(held=[held]))

    assert message.startswith(
        "check L8, consistency: does not show that the ledger of 7 entries goes on from the one of 5"
    )


def test_l8_an_honest_proof_of_another_ledger_of_that_size_does_not_help() -> None:
    one = certificate()
    honest = [*OTHERS[:5], b"as it was", b"and went on"]
    path = consistency_proof(tree(*honest), 5, 7)
    genuine = write_consistency(Consistency(old=5, path=path, new=checkpoint(honest)))
    rewritten_one = proof([*OTHERS[:4], b"anew", b"anew", entry(one)], 6)
    raw = rewritten(package(envelope=one, proof=rewritten_one), held_as("consistency/from-5", genuine), p384())

    assert failure(raw, trust(held=[checkpoint(honest[:5])])).startswith("check L8, consistency: does not show")


def test_l8_what_lies_where_proofs_of_consistency_lie_has_to_be_one_once_a_checkpoint_is_held() -> None:
    raw = rewritten(package(), held_as("consistency/from-5", b"old five\n\n"), p384())

    assert failure(raw, trust(held=[checkpoint(OTHERS)])).startswith("check L8, consistency, old size: `five` is not")
    assert verify_package(raw, trust(), asked()).warnings == ()


def test_a_proof_from_another_checkpoint_than_the_one_held_shows_nothing_and_that_is_said() -> None:
    one = certificate()
    raw = package(envelope=one, consistency=(grown(one, 3),))

    found = verify_package(raw, trust(held=[checkpoint(OTHERS)]), asked())

    assert [each for each in found.warnings if each.startswith("nothing shows that the ledger of 7")] != []
    assert "L8" not in [name for name, _ in found.checks]


def test_a_proof_of_consistency_may_come_by_itself() -> None:
    one = certificate()
    shown = read_consistency(grown(one, 6)[1])

    found = verify_package(package(envelope=one), replace(trust(held=[checkpoint(OTHERS)]), shown=(shown,)), asked())

    assert found.warnings == ()


def test_a_certificate_that_is_older_than_the_checkpoint_one_holds_passes_by_a_proof() -> None:
    one = certificate()
    today = [*OTHERS, entry(one), b"later", b"and later"]
    shown = Consistency(old=7, path=consistency_proof(tree(*today), 7, 9), new=checkpoint(today))
    another = replace(shown, path=consistency_proof(tree(*today[:6], b"x", *today[7:]), 7, 9))
    held = trust(held=[checkpoint(today)])

    assert verify_package(package(envelope=one), replace(held, shown=(shown,)), asked()).warnings == ()
    assert failure(package(envelope=one), held).startswith("check L7, checkpoint: is of 7 entries")
    assert failure(package(envelope=one), replace(held, shown=(another,))).startswith("check L8, consistency: does not")


def test_a_checkpoint_over_no_entries_asks_for_no_proof() -> None:
    assert verify_package(package(), trust(held=[checkpoint([])]), asked()).warnings == ()


def test_a_proof_of_consistency_that_does_not_end_at_the_certificates_is_not_packed() -> None:
    one = certificate()
    longer = grown(one, 5, others=(*OTHERS, b"more"))

    with pytest.raises(InputError) as caught:
        package(envelope=one, consistency=(longer, ("words", b"old words")))

    assert [f"{each.where}: {each.what}" for each in caught.value.problems] == [
        f"from-5: is about 5 and 8 entries of `{ORIGIN}`, and the proof about 7 of `{ORIGIN}`",
        "words: is no proof of consistency (has no line `old N`, or no checkpoint behind an empty line)",
    ]


def test_a_key_of_a_ledger_without_a_name_is_trusted_for_the_ledger_that_it_signs_for() -> None:
    by_pem = replace(trust(), ledgers=(p256().public,))
    elsewhere = replace(trust(), ledgers=(p384().public,))

    assert verify_package(package(), by_pem, asked()).warnings == ()
    assert failure(package(), elsewhere).startswith("check L3, checkpoint: no key that is trusted for")


def test_a_checkpoint_of_another_ledger_tells_nothing_and_that_is_said() -> None:
    other = checkpoint(OTHERS, "example.com/other")
    both = replace(trust(held=[other]), ledgers=(p256().public,))

    found = verify_package(package(), both, asked())

    assert found.warnings == (
        "the checkpoint that you hold is of `example.com/other`, and the proof is of `example.com/ledger`",
    )
