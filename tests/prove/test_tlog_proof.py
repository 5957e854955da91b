"""One entry of the ledger is proven by a file that needs nothing else."""

from __future__ import annotations

import base64
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ProofError
from muniment.prove.checkpoint import Checkpoint, cosign, note_key, sign
from muniment.prove.merkle import inclusion_proof, leaf_hash
from muniment.prove.tlog_proof import CHECKS, TlogProof, read, verify, write
from prove.trees import tree
from signers.keys import p256, p384

if TYPE_CHECKING:
    from muniment.prove.checkpoint import NoteKey

ORIGIN = "example.com/ledger"
ENTRIES = [b"entry %d" % each for each in range(11)]


def logs() -> list[NoteKey]:
    return [note_key(ORIGIN, p256().public)]


def witness() -> NoteKey:
    return note_key("example.com/witness", p384().public)


def proof(index: int = 4, size: int = 11, extra: bytes | None = None) -> TlogProof:
    grown = tree(*ENTRIES[:size])
    head = Checkpoint(origin=ORIGIN, size=size, root=grown.frontier.root())
    return TlogProof(
        index=index,
        path=inclusion_proof(grown, index, size),
        checkpoint=sign(head, name=ORIGIN, signer=p256()),
        extra=extra,
    )


GOOD = write(proof())


@pytest.mark.parametrize("size", [1, 2, 7, 8, 11])
def test_every_entry_is_proven_by_its_file_alone(size: int) -> None:
    for index in range(size):
        found = verify(write(proof(index, size)), ENTRIES[index], logs=logs())

        assert (found.index, found.checkpoint.size, found.checks) == (index, size, CHECKS)


def test_the_file_is_laid_out_as_the_format_says() -> None:
    lines = write(proof(0, 2, extra=b"why")).decode().split("\n")

    sibling = base64.b64encode(leaf_hash(ENTRIES[1])).decode()
    assert lines[:7] == ["c2sp.org/tlog-proof@v1", "extra d2h5", "index 0", sibling, "", ORIGIN, "2"]


def test_a_ledger_of_one_entry_needs_no_path() -> None:
    lines = write(proof(0, 1)).decode().split("\n")

    assert lines[:4] == ["c2sp.org/tlog-proof@v1", "index 0", "", ORIGIN]


def test_the_name_of_each_check_that_fails_is_told() -> None:
    good = write(proof())

    for number, file, entry, keys in (
        (1, good + b"x" * 2**20, ENTRIES[4], logs()),
        (2, good.replace(b"index", b"place"), ENTRIES[4], logs()),
        (3, good, ENTRIES[4], [note_key(ORIGIN, p384().public)]),
        (5, good, ENTRIES[5], logs()),
        (5, good.replace(b"index 4", b"index 5"), ENTRIES[4], logs()),
    ):
        with pytest.raises(ProofError, match=rf"^check {number}, "):
            verify(file, entry, logs=keys)


def test_witnesses_count_by_their_keys_and_the_ledger_is_none() -> None:
    alone = proof()
    seen = replace(alone, checkpoint=cosign(alone.checkpoint, name="example.com/witness", signer=p384()))
    itself = replace(alone, checkpoint=cosign(alone.checkpoint, name="example.com/witness", signer=p256()))
    own = note_key("example.com/witness", p256().public)

    found = verify(write(seen), ENTRIES[4], logs=logs(), witnesses=[witness()], threshold=1)

    assert found.witnesses == ("example.com/witness",)
    for file, known, threshold in ((alone, [witness()], 1), (seen, [witness(), witness()], 2), (itself, [own], 1)):
        with pytest.raises(ProofError, match=r"^check 4, checkpoint: "):
            verify(write(file), ENTRIES[4], logs=logs(), witnesses=known, threshold=threshold)


@pytest.mark.parametrize(
    ("part", "into", "what"),
    [
        pytest.param(b"@v1", b"@v2", "is not of the form", id="another version"),
        pytest.param(b"index 4", b"index 04", "is not a number of entries", id="a leading zero"),
        pytest.param(b"index 4\n", b"", "has no line `index N`", id="no index"),
        pytest.param(b"index 4", b"index 4\r", "is not a number of entries", id="a carriage return"),
        pytest.param(b"index 4", b"extra \nextra \nindex 4", "has no line `index N`", id="two extra lines"),
        pytest.param(b"index 4\n", b"index 4\nAAAA\n", "has 3 bytes, not 32", id="a short hash"),
        pytest.param(b"index 4\n", b"index 4\n" + (b"A" * 43 + b"=\n") * 60, "has 64 hashes", id="a path too long"),
        pytest.param(b"index 4\n", b"index 4\n\xff\n", "is not text in ASCII", id="not ASCII"),
        pytest.param(b"=\n\n", b"=\n", "is not text in ASCII before its checkpoint", id="no empty line"),
    ],
)
def test_what_is_not_written_in_the_one_way_is_refused(part: bytes, into: bytes, what: str) -> None:
    file = write(proof())
    assert part in file

    with pytest.raises(ProofError, match=what):
        read(file.replace(part, into))


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_changed_byte_of_a_proof_is_believed(at: int, flip: int) -> None:
    bad = GOOD[:at] + bytes([GOOD[at] ^ flip]) + GOOD[at + 1 :]

    with suppress(ProofError):
        verify(bad, ENTRIES[4], logs=logs())
        raise AssertionError(bad)


@given(st.binary(max_size=99) | st.binary(max_size=30).map(lambda more: GOOD + more))
def test_no_bytes_raise_anything_but_a_proof_error_and_what_is_read_is_written_back(raw: bytes) -> None:
    with suppress(ProofError):
        assert write(read(raw)) == raw
