"""The guard of a number of tokens: a whole answer that holds a number, and nothing in which a call could stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.enforce.guards.shape import BrokenError
from muniment.enforce.guards.uses import Ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from muniment.domain.call import Read, Usage


class CountAnswer:
    """Reads how many tokens a call would be. `error` is that of the dialect."""

    def __init__(self, error: Callable[[str], bytes]) -> None:
        self.usage: Usage | None = None
        self.left_out: list[str] = []
        self.error = error

    def read(self, answer: dict[str, Read], raw: bytes) -> Ask:
        """Return that nothing is asked for. Raises: BrokenError where there is more than plain values."""
        count = answer.get("input_tokens")
        if not isinstance(count, int) or isinstance(count, bool):
            message = "the answer holds no number of tokens"
            raise BrokenError(message)
        if any(isinstance(value, dict | list) for value in answer.values()):
            message = "the answer holds more than a number of tokens"
            raise BrokenError(message)
        return Ask(found=(), settle=lambda _: raw)
