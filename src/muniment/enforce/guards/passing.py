"""Guards of answers that can hold no use of a tool: errors, and embeddings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.enforce.guards.chat import read_usage
from muniment.enforce.guards.shape import NOTHING, Passed
from muniment.enforce.strict_json import NotStrictError, read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from muniment.domain.call import Usage
    from muniment.domain.gateway import Ruled

_USAGE = re.compile(rb'"usage"\s*:\s*(\{[^{}]*\})')
_TAIL = 4096


class PassingGuard:
    """Lets everything through at once. The usage is looked for near the end, where embeddings have it."""

    def __init__(self) -> None:
        self.usage: Usage | None = None
        self._tail = b""

    def passes(self, data: bytes) -> bool:
        """Let `data` through."""
        self._tail = (self._tail + data)[-_TAIL:]
        return True

    def feed(self, data: bytes) -> Passed:
        """Let `data` through."""
        self.passes(data)
        return Passed(out=data)

    def answer(self, ruled: Mapping[str, Ruled]) -> Passed:  # noqa: ARG002 - nothing is ever asked
        """Return nothing: nothing is asked."""
        return NOTHING

    def end(self) -> Passed:
        """Read the usage."""
        found = _USAGE.search(self._tail)
        try:
            usage = read(found[1], limit=_TAIL) if found else None
        except NotStrictError:
            usage = None
        self.usage = read_usage(usage) if isinstance(usage, dict) else None
        return NOTHING

    def keepalive(self) -> bytes:
        """Return nothing: nothing waits."""
        return b""
