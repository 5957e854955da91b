"""A tree that keeps all its nodes, and the root as RFC 9162 2.1.1 defines it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from muniment.prove.merkle import Frontier, leaf_hash


@dataclass
class Tree:
    """Grows by entries; a `Subtrees` over them."""

    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    frontier: Frontier = field(default_factory=Frontier)

    def append(self, *entries: bytes) -> Tree:
        leaves = [leaf_hash(each) for each in entries]
        first = self.frontier.size
        self.nodes |= {(0, first + at): leaf for at, leaf in enumerate(leaves)}
        self.nodes |= {(level, index): node for level, index, node in self.frontier.append(leaves)}
        return self

    def __call__(self, level: int, index: int) -> bytes:
        return self.nodes[level, index]


def tree(*entries: bytes) -> Tree:
    return Tree().append(*entries)


def defined_root(entries: list[bytes]) -> bytes:
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    middle = 1
    while middle * 2 < len(entries):
        middle *= 2
    children = defined_root(entries[:middle]) + defined_root(entries[middle:])
    return hashlib.sha256(b"\x01" + children).digest()
