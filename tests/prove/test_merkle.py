"""A few hashes show that an entry is in the ledger, and that nothing before it was rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError

from muniment.prove.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root,
)
from prove.trees import defined_root, tree

if TYPE_CHECKING:
    from sigstore.models import TransparencyLogEntry

ENTRIES = st.lists(st.binary(max_size=6), max_size=70)
SOME = st.lists(st.binary(max_size=6), min_size=1, max_size=70)

CT_ENTRIES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""The entries and roots with which implementations of Certificate Transparency are commonly tested."""


@dataclass
class Proof:
    """What sigstore reads of a proof of inclusion."""

    log_index: int
    tree_size: int
    hashes: list[bytes]
    root_hash: bytes


@dataclass
class Inner:
    """What sigstore reads of an entry."""

    canonicalized_body: bytes
    inclusion_proof: Proof


@dataclass
class Entry:
    """An entry as sigstore holds one."""

    _inner: Inner


def sigstore_believes(entry: bytes, proof: Proof) -> bool:
    try:
        verify_merkle_inclusion(cast("TransparencyLogEntry", Entry(Inner(entry, proof))))
    except VerificationError:
        return False
    return True


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert tree(*CT_ENTRIES[:size]).frontier.root().hex() == CT_ROOTS[size - 1]


@given(ENTRIES, ENTRIES)
def test_a_root_is_the_one_that_the_standard_defines_however_the_tree_grew(
    first: list[bytes], more: list[bytes]
) -> None:
    grown = tree(*first).append(*more)

    assert grown.frontier.root() == defined_root(first + more)
    assert root(grown, len(first)) == defined_root(first)


@given(ENTRIES, ENTRIES)
def test_a_frontier_taken_up_again_grows_as_if_it_had_never_stopped(first: list[bytes], more: list[bytes]) -> None:
    again = Frontier.at(len(first), tree(*first))
    again.append([leaf_hash(each) for each in more])

    assert again == tree(*first, *more).frontier


@given(SOME, st.data())
def test_every_entry_is_proven_to_be_in_every_tree_that_holds_it(entries: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    grown = tree(*entries)

    path = inclusion_proof(grown, index, size)

    assert proves_inclusion(leaf_hash(entries[index]), index, size, path, root(grown, size))
    assert sigstore_believes(entries[index], Proof(index, size, list(path), root(grown, size)))


@given(SOME, st.data())
def test_a_path_proves_nothing_for_another_entry_place_size_or_root(entries: list[bytes], data: st.DataObject) -> None:
    size = len(entries)
    index = data.draw(st.integers(0, size - 1))
    grown = tree(*entries)
    path, top, leaf = inclusion_proof(grown, index, size), grown.frontier.root(), leaf_hash(entries[index])
    other = data.draw(st.integers(-1, size + 1).filter(lambda each: each != index))

    assert not proves_inclusion(leaf_hash(entries[index] + b"!"), index, size, path, top)
    assert not proves_inclusion(leaf, index, size, path, leaf_hash(b"other"))
    assert not proves_inclusion(leaf, index, size, (*path, top), top)
    assert not proves_inclusion(leaf, index, size, path[:-1], top) or not path
    if not 0 <= other < size or entries[other] != entries[index]:
        assert not proves_inclusion(leaf, other, size, path, top)


@given(st.integers(1, 300), st.integers(-1, 300), st.lists(st.binary(min_size=32, max_size=32), max_size=10))
def test_sigstore_and_we_refuse_the_same_made_up_paths(size: int, index: int, path: list[bytes]) -> None:
    ours = proves_inclusion(leaf_hash(b"x"), index, size, path, EMPTY_ROOT)

    assert not ours
    assert index < 0 or not sigstore_believes(b"x", Proof(index, size, path, EMPTY_ROOT))


@given(ENTRIES, st.data())
def test_a_tree_is_proven_to_begin_with_every_earlier_one(entries: list[bytes], data: st.DataObject) -> None:
    new = data.draw(st.integers(0, len(entries)))
    old = data.draw(st.integers(0, new))
    grown = tree(*entries)

    path = consistency_proof(grown, old, new)

    assert proves_consistency(old, root(grown, old), new, root(grown, new), path)


@given(SOME, SOME, st.data())
def test_no_path_shows_a_rewritten_entry_to_be_the_old_one(
    entries: list[bytes], more: list[bytes], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    rewritten = [*entries]
    rewritten[place] = entries[place] + b"!"
    before, after = tree(*entries), tree(*rewritten, *more)
    old, new = len(entries), len(entries) + len(more)

    path = consistency_proof(after, old, new)

    assert not proves_consistency(old, before.frontier.root(), new, after.frontier.root(), path)
    honest = tree(*entries, *more)
    assert not proves_consistency(
        old, before.frontier.root(), new, after.frontier.root(), consistency_proof(honest, old, new)
    )


@given(SOME, SOME)
def test_a_damaged_path_shows_no_consistency(entries: list[bytes], more: list[bytes]) -> None:
    grown = tree(*entries, *more)
    old, new = len(entries), len(entries) + len(more)
    tops = old, root(grown, old), new, root(grown, new)
    path = consistency_proof(grown, old, new)

    assert not proves_consistency(*tops, path[:-1])
    assert not proves_consistency(*tops, (*path, path[-1]))
    assert not proves_consistency(*tops, (*path[:-1], leaf_hash(path[-1])))


def test_a_tree_that_shrank_is_consistent_with_nothing() -> None:
    grown = tree(b"a", b"b")

    assert not proves_consistency(2, root(grown, 2), 1, root(grown, 1), ())
    with pytest.raises(ValueError, match="no 2 entries among 1"):
        consistency_proof(grown, 2, 1)


def test_the_empty_tree_is_only_taken_with_its_own_root() -> None:
    one = tree(b"a")

    assert proves_consistency(0, EMPTY_ROOT, 1, one.frontier.root(), ())
    assert not proves_consistency(0, leaf_hash(b"?"), 1, one.frontier.root(), ())
    assert not proves_consistency(0, EMPTY_ROOT, 0, leaf_hash(b"?"), ())
    with pytest.raises(ValueError, match="no entry 0 among 0"):
        inclusion_proof(one, 0, 0)


def test_an_entry_cannot_pass_for_a_node() -> None:
    two = tree(b"a", b"b")
    forged = leaf_hash(b"a") + leaf_hash(b"b")

    assert leaf_hash(forged) != two.frontier.root()
