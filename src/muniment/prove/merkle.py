"""The Merkle tree of the ledger (RFC 9162 2.1): its root, and short proofs of inclusion and of consistency.

The tree over n entries is never kept whole. Kept are the hashes of its complete subtrees, each named by its level (0 is
a leaf) and its index on that level; everything else is worked out from at most log2(n) of them. Makers and verifiers of
proofs share no code but the two hashes: the makers follow the recursive definitions of the RFC, the verifiers its
algorithms over the bits of an index.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HASH_SIZE = 32
"""Bytes of a hash: SHA-256."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root over no entries."""

Subtrees: TypeAlias = "Callable[[int, int], bytes]"
"""Gives the hash of a complete subtree: `(level, index)` covers 2**level entries, from index * 2**level on."""

Node: TypeAlias = tuple[int, int, bytes]
"""Level, index on that level, and hash of a complete subtree of more than one entry."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry; no inner node has the same, as its hash begins otherwise."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: `peaks` are the hashes of its complete subtrees, the largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    @classmethod
    def at(cls, size: int, subtrees: Subtrees) -> Frontier:
        """Return the edge of the tree over the first `size` entries."""
        return cls(size, [subtrees(level, index) for level, index in _peaks(size)])

    def append(self, leaves: Iterable[bytes]) -> list[Node]:
        """Add the leaf hashes in order; return the nodes that have become complete by it."""
        completed: list[Node] = []
        for leaf in leaves:
            index, level, top = self.size, 0, leaf
            while index & 1:
                level, index, top = level + 1, index >> 1, node_hash(self.peaks.pop(), top)
                completed.append((level, index, top))
            self.peaks.append(top)
            self.size += 1
        return completed

    def copy(self) -> Frontier:
        """Return an edge that grows by itself."""
        return Frontier(self.size, list(self.peaks))

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, top = self.peaks
        for peak in reversed(larger):
            top = node_hash(peak, top)
        return top


def root(subtrees: Subtrees, size: int) -> bytes:
    """Return the root of the tree over the first `size` entries."""
    return Frontier.at(size, subtrees).root()


def inclusion_proof(subtrees: Subtrees, index: int, size: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from the entry at `index` to the root over `size` entries, the leaf's sibling first.

    Source: RFC 9162 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"no entry {index} among {size}")
    return tuple(_path(subtrees, index, 0, size))


def consistency_proof(subtrees: Subtrees, old: int, new: int) -> tuple[bytes, ...]:
    """Return the hashes that show the tree over `new` entries to begin with the one over `old`.

    Nothing needs to be shown where one of them is empty or both are the same.   Source: RFC 9162 2.1.4.1.
    """
    if not 0 <= old <= new:
        raise ValueError(f"no {old} entries among {new}")
    return tuple(_subproof(subtrees, old, 0, new, known=True)) if 0 < old < new else ()


def proves_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Return whether `path` leads from the leaf hash at `index` to `root` over `size` entries.

    Source: RFC 9162 2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    at, last, top = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            top = node_hash(step, top)
            at, last = _risen(at, last)
        else:
            top = node_hash(top, step)
        at, last = at >> 1, last >> 1
    return last == 0 and top == root


def proves_consistency(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether `path` shows the tree with `new_root` to begin with the entries of the one with `old_root`.

    The empty tree is the beginning of every tree, if its root is that of no entries.   Source: RFC 9162 2.1.4.2.
    """
    if not 0 <= old <= new:
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not path and old_root == new_root
    return _leads_to_both(old, old_root, new, new_root, path)


def _leads_to_both(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    whole = old & (old - 1) == 0
    if not whole and not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first, *steps = (old_root, *path) if whole else path
    old_top = new_top = first
    for step in steps:
        if last == 0:
            return False
        if at & 1 or at == last:
            old_top, new_top = node_hash(step, old_top), node_hash(step, new_top)
            at, last = _risen(at, last)
        else:
            new_top = node_hash(new_top, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old_top == old_root and new_top == new_root


def _risen(at: int, last: int) -> tuple[int, int]:
    """Go up from a right edge to where its subtree is a right child, or the only one left."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _peaks(size: int) -> Iterable[tuple[int, int]]:
    """Level and index of the complete subtrees that cover `size` entries, the largest first."""
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, (size >> level) - 1


def _split(count: int) -> int:
    """Return the largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(subtrees: Subtrees, start: int, end: int) -> bytes:
    """MTH(D[start:end]) of the RFC; `start` is a multiple of the least power of two that covers the range."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtrees(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range_root(subtrees, start, middle), _range_root(subtrees, middle, end))


def _path(subtrees: Subtrees, index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(subtrees, index, start, middle), _range_root(subtrees, middle, end)]
    return [*_path(subtrees, index, middle, end), _range_root(subtrees, start, middle)]


def _subproof(subtrees: Subtrees, old: int, start: int, end: int, *, known: bool) -> list[bytes]:
    """SUBPROOF of the RFC; `known` while the range still is one whose root the verifier has."""
    if old == end:
        return [] if known else [_range_root(subtrees, start, end)]
    middle = start + _split(end - start)
    if old <= middle:
        return [*_subproof(subtrees, old, start, middle, known=known), _range_root(subtrees, middle, end)]
    return [*_subproof(subtrees, old, middle, end, known=False), _range_root(subtrees, start, middle)]
