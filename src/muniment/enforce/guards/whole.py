"""The guard of an answer that comes as one JSON text: it is read when all of it is there, and passes as it came.

Calls may stand anywhere in it, so that nothing passes before. Where one is withheld, the answer is written anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from muniment.enforce import strict_json
from muniment.enforce.guards.shape import NOTHING, BrokenError, Passed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import Read, Usage
    from muniment.domain.gateway import Ruled
    from muniment.enforce.guards.uses import Ask, Settled

WHOLE = 64 * 1024 * 1024
"""The longest answer, in bytes."""


class AnswerReader(Protocol):
    """Reads one whole answer of a dialect."""

    usage: Usage | None
    left_out: list[str]

    def read(self, answer: dict[str, Read], raw: bytes) -> Ask | None:
        """Return the uses in `answer`, which came as `raw`; nothing where it passes as it came. Raises: BrokenError."""
        ...

    def error(self, reason: str) -> bytes:
        """Return the error of the dialect as a whole answer."""
        ...


class WholeGuard:
    """The guard of one whole answer."""

    def __init__(self, reader: AnswerReader) -> None:
        self._reader = reader
        self._parts: list[bytes] = []
        self._size = 0
        self._ask: Ask | None = None
        self._ruled: dict[str, Ruled] = {}
        self._over = False

    @property
    def usage(self) -> Usage | None:
        """What the vendor told, once all of it is there."""
        return self._reader.usage

    def passes(self, data: bytes) -> bool:  # noqa: ARG002 - all of it is read first
        """Say no: nothing passes before all of it was read."""
        return False

    def feed(self, data: bytes) -> Passed:
        """Keep what the vendor sent."""
        if self._over:
            return NOTHING
        self._parts.append(data)
        self._size += len(data)
        if self._size > WHOLE:
            return self._break(f"the answer is longer than {WHOLE} bytes")
        return NOTHING

    def answer(self, ruled: Mapping[str, Ruled]) -> Passed:
        """Take rulings; once every use has one, the answer passes."""
        self._ruled.update(ruled)
        out = self._ask.passes(self._ruled) if self._ask is not None else None
        if out is None:
            return NOTHING
        self._ask = None
        return Passed(out=out)

    def end(self) -> Passed:
        """Read the answer, and pass it where it uses no tool."""
        if self._over:
            return NOTHING
        self._over = True
        raw = b"".join(self._parts)
        self._parts.clear()
        try:
            ask = self._reader.read(_object(raw), raw)
        except BrokenError as error:
            return self._break(error.reason)
        if ask is None:
            return Passed(out=raw)
        self._ask = ask
        passed = self.answer({})
        return Passed(out=passed.out, asks=ask.asks(), joint=ask.joint, left_out=tuple(self._reader.left_out))

    def keepalive(self) -> bytes:
        """Return space, which may stand before any JSON text."""
        return b" "

    def _break(self, reason: str) -> Passed:
        self._over = True
        self._parts.clear()
        return Passed(out=self._reader.error(reason), cut=reason)


def rewritten(answer: dict[str, Read]) -> bytes:
    """Return `answer` in ASCII."""
    return strict_json.write_ascii(answer).encode()


def all_released(settled: tuple[Settled, ...]) -> bool:
    """Say whether every use reaches the client; true where there is none."""
    return all(each.released for each in settled)


def _object(raw: bytes) -> dict[str, Read]:
    try:
        answer = strict_json.read(raw, limit=WHOLE, whole_signs=False)
    except strict_json.NotStrictError as error:
        message = f"the answer is not read by all alike: {error}"
        raise BrokenError(message) from None
    if not isinstance(answer, dict):
        message = "the answer is no object"
        raise BrokenError(message)
    return answer
