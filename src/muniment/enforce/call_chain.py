"""The chain of the log of calls: each line names the SHA-256 of the line before it.

A line is a JSON object that begins `{"prev":"<64 hexadecimal digits>","seq":<number>,` and ends with a line feed, which
is no part of what is hashed. The first line names 64 zeros. What the chain shows is order: that nothing between two
lines was changed, removed or put in. It does not show that nothing is missing at the end; for that, the head is to be
kept by somebody else as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable

START: Final = "0" * 64
_LINE: Final = lazily(rb'\{"prev":"([0-9a-f]{64})","seq":([0-9]{1,18}),')


class BrokenChainError(Exception):
    """A line does not follow from the one before it; the message says how."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: how many lines it has, and the digest of the last one."""

    lines: int = 0
    digest: str = START

    @classmethod
    def before(cls, line: bytes) -> Head:
        """Return the head from which `line` says that it follows; nothing shows that it does.

        Raises: BrokenChainError.
        """
        found = _LINE.match(line)
        if found is None:
            message = "a line is no entry of a call log"
            raise BrokenChainError(message)
        return cls(int(found[2]), found[1].decode())

    def link(self, entries: Iterable[bytes]) -> tuple[bytes, Head]:
        """Return the lines for `entries`, JSON objects with a member, each with its line feed; and the new head."""
        number, digest = self.lines, self.digest
        lines: list[bytes] = []
        for entry in entries:
            line = b'{"prev":"%b","seq":%d,%b' % (digest.encode(), number, entry[1:])
            digest = sha256(line).hexdigest()
            number += 1
            lines += (line, b"\n")
        return b"".join(lines), Head(number, digest)

    def follow(self, line: bytes) -> Head:
        """Return the head after `line`, which has no line feed. Raises: BrokenChainError."""
        found = _LINE.match(line)
        if found is None or not line.endswith(b"}"):
            message = f"line {self.lines + 1} is no entry of a call log"
            raise BrokenChainError(message)
        if int(found[2]) != self.lines:
            message = (
                f"line {self.lines + 1} says that it is number {int(found[2])}, and number {self.lines} belongs here"
            )
            raise BrokenChainError(message)
        if found[1] != self.digest.encode():
            message = f"line {self.lines + 1} does not follow from the line before it"
            raise BrokenChainError(message)
        return Head(self.lines + 1, sha256(line).hexdigest())
