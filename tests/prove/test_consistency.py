"""A file shows to whoever has an old checkpoint that the new one goes on from it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.errors import ProofError
from muniment.prove.checkpoint import Checkpoint, note_key, sign
from muniment.prove.consistency import Consistency, read, verify, write
from muniment.prove.merkle import consistency_proof, root
from prove.trees import tree
from signers.keys import p256, p384

ORIGIN = "example.com/ledger"
GROWN = tree(*(b"entry %d" % each for each in range(11)))
LOGS = [note_key(ORIGIN, p256().public)]


def head(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin=origin, size=size, root=root(GROWN, size))


def request(old: int = 4, new: int = 11) -> bytes:
    signed = sign(head(new), name=ORIGIN, signer=p256())
    return write(Consistency(old=old, path=consistency_proof(GROWN, old, new), new=signed))


GOOD = request()


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (1, 11), (4, 11), (8, 8), (10, 11)])
def test_a_checkpoint_is_shown_to_go_on_from_an_older_one(old: int, new: int) -> None:
    assert verify(request(old, new), head(old), logs=LOGS).checkpoint == head(new)


def test_a_first_checkpoint_needs_none_before_it() -> None:
    assert verify(request(0, 7), None, logs=LOGS).checkpoint == head(7)


def test_the_file_is_laid_out_as_witnesses_read_it() -> None:
    lines = GOOD.decode().split("\n")

    assert lines[0] == "old 4"
    assert lines[lines.index("") + 1 :][:2] == [ORIGIN, "11"]


@pytest.mark.parametrize(
    ("number", "file", "old"),
    [
        pytest.param(1, GOOD + b"x" * 2**20, head(4), id="too large"),
        pytest.param(2, GOOD.replace(b"old 4", b"old 04"), head(4), id="a leading zero"),
        pytest.param(2, GOOD.replace(b"old 4", b"new 4"), head(4), id="another word"),
        pytest.param(2, GOOD.replace(b"old 4\n", b"old 4\nAAAA\n"), head(4), id="a short hash"),
        pytest.param(3, GOOD.replace(b"\n11\n", b"\n12\n"), head(4), id="another size"),
        pytest.param(4, GOOD, head(5), id="another checkpoint before"),
        pytest.param(4, GOOD, head(4, "example.com/other"), id="of another ledger"),
        pytest.param(4, GOOD, None, id="none before"),
        pytest.param(5, GOOD, Checkpoint(origin=ORIGIN, size=4, root=root(GROWN, 5)), id="another root before"),
    ],
)
def test_the_number_of_each_check_that_fails_is_told(number: int, file: bytes, old: Checkpoint | None) -> None:
    with pytest.raises(ProofError, match=rf"^check {number}, "):
        verify(file, old, logs=LOGS)


def test_another_key_is_not_believed() -> None:
    with pytest.raises(ProofError, match=r"^check 3, "):
        verify(GOOD, head(4), logs=[note_key(ORIGIN, p384().public)])


@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_no_changed_byte_is_believed(at: int, flip: int) -> None:
    bad = GOOD[:at] + bytes([GOOD[at] ^ flip]) + GOOD[at + 1 :]

    with suppress(ProofError):
        verify(bad, head(4), logs=LOGS)
        raise AssertionError(bad)


@given(st.binary(max_size=99) | st.binary(max_size=30).map(lambda more: GOOD + more))
def test_no_bytes_raise_anything_but_a_proof_error_and_what_is_read_is_written_back(raw: bytes) -> None:
    with suppress(ProofError):
        assert write(read(raw)) == raw
