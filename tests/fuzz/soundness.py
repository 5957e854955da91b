"""What is true of every reader, whatever it is given: it ends, soon, with little, and twice the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from measured import takes

if TYPE_CHECKING:
    from fuzz.targets import Target

LARGEST: Final = 256 * 1024
"""Bytes of the largest file that is made up."""
SECONDS: Final = 2.0
"""Processor time in which a file of that size is read."""
PATIENCE: Final = 15.0
"""The same where a machine is shared with other tests: what has no end takes longer, what is only slow does not."""
_TIMES: Final = 600
_BESIDE: Final = 400_000
"""Characters that an answer, written out, may have: so many for each byte that was read, and so many beside."""


class UnsoundError(AssertionError):
    """A reader took too long, said too much, or said another thing than before."""


def check(target: Target, path: str, data: bytes, seconds: float = SECONDS) -> None:
    """Let `target` read `data` twice.

    Raises: UnsoundError, and whatever the target lets out that it may not.
    """
    first = _answer(target, path, data, seconds)
    if len(first) > _TIMES * len(data) + _BESIDE:
        raise UnsoundError(f"{len(first)} characters for {len(data)} bytes")
    if _answer(target, path, data, seconds) != first:
        raise UnsoundError("two answers differ")


def _answer(target: Target, path: str, data: bytes, seconds: float) -> str:
    answers: list[object] = []

    def read() -> None:
        try:
            answers.append(target.read(path, data))
        except target.refuses as error:
            answers.append(str(error))

    taken = takes(read, seconds)
    if taken > seconds:
        raise UnsoundError(f"{taken:.1f} s for {len(data)} bytes of `{path}`")
    return repr(answers[-1])
