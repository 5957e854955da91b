"""What the examiner needs from outside: a search for literals, and readers of formats, each as narrow as its use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from muniment.domain.evidence import NotUnderstood, Observation


class LiteralFinder(Protocol):
    """Finds literals, whatever their case, in one pass over bytes."""

    def find(self, data: bytes | memoryview, most: int) -> list[tuple[int, int]]:
        """Return (number of the literal, end offset) of at most `most` + 1 occurrences, in order of end."""


class ManifestReader(Protocol):
    """Reads one file format."""

    def read(self, path: str, text: str) -> Iterator[Observation | NotUnderstood]:
        """Yield every identifier that `text` declares, and whatever was not understood."""


class BytesReader(Protocol):
    """Reads a format that is no text, and what text search cannot see in it."""

    def read_bytes(self, path: str, head: bytes, *, whole: bool) -> Iterator[Observation | NotUnderstood]:
        """Yield what `head`, with which the file begins, declares; it is the `whole` file up to 16 MiB, else 2 MiB."""


class ContentReader(Protocol):
    """Reads what may stand in a text of almost any name. It is called only where one of its `MARKS` stands."""

    MARKS: tuple[bytes, ...]

    def wants(self, path: str) -> bool:
        """Say whether a path inside the tree, with `/`, has a name that such texts may have."""

    def read(self, path: str, text: str) -> Iterator[Observation | NotUnderstood]:
        """Yield what `text`, the whole file, declares, and nothing where it is of another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Which readers follow the structure of the file at a path: of its bytes at most one, of its text any number.

    The one of its bytes is told by the path and by how the file begins.
    """

    of_bytes: Callable[[str, bytes], BytesReader | None]
    of_content: Callable[[str], Sequence[ContentReader]]
    plain: frozenset[str] = frozenset()
    """Endings of texts that no reader of any kind reads, by which most questions are spared."""
