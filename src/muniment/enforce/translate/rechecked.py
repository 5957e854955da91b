"""An answer said in another dialect, read once more as a client will read it: each call in it was released as it is."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from muniment.domain.call import Ruling
from muniment.domain.gateway import Ruled
from muniment.errors import MunimentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.domain.call import ToolUse
    from muniment.domain.conversation import Lost
    from muniment.enforce.guards import Guard, Passed
    from muniment.enforce.translate.moving import Returning

_BAD_GATEWAY: Final = 502
_OTHER: Final = "is not, as it was said in the client's dialect, the call that was released"
_RELEASED: Final = Ruled(ruling=Ruling.RELEASE)


class Rechecked:
    """Turns an answer into the client's dialect by `back`, and lets through no call but those in `released`, each once.

    `guard` is that of the client's own dialect: it finds calls as clients do. `canonical` writes the text of arguments
    in one way (RFC 8785). `released` grows while the answer comes.
    """

    def __init__(
        self, back: Returning, guard: Guard, released: Sequence[ToolUse], canonical: Callable[[str], bytes]
    ) -> None:
        self.status, self.content_type, self.broke = back.status, back.content_type, ""
        self._back, self._guard = back, guard
        self._released, self._canonical = released, canonical
        self._passed: Counter[tuple[str, bytes]] = Counter()

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Return what could not be carried over so far."""
        return self._back.lost

    def feed(self, data: bytes) -> bytes:
        """Return what `data` lets out."""
        return self._checked(self._guard.feed(self._back.feed(data)))

    def end(self) -> bytes:
        """Return what is left when the vendor has sent all. An error in place of an answer holds no call."""
        said = self._back.end()
        self.broke = self.broke or self._back.broke
        if self._back.status != self.status:
            self.status = self._back.status
            return said
        return self._checked(self._guard.feed(said)) + self._checked(self._guard.end())

    def _checked(self, passed: Passed) -> bytes:
        out = passed.out
        while passed.asks and passed.cut is None:
            passed = self._guard.answer({use.call_id: self._ruled(use) for use in passed.asks})
            out += passed.out
        if passed.cut is not None and not self.broke:
            self.broke = passed.cut
            self.status = self.status if self.content_type.startswith("text/") else _BAD_GATEWAY
        return out

    def _ruled(self, use: ToolUse) -> Ruled:
        found = self._of(use)
        left = Counter(map(self._of, self._released)) - self._passed
        if left[found]:
            self._passed[found] += 1
            return _RELEASED
        self.broke = self.broke or f"`{use.name}` {_OTHER}"
        return Ruled(ruling=Ruling.WITHHOLD, notice=f"`{use.name}` is withheld: it {_OTHER}")

    def _of(self, use: ToolUse) -> tuple[str, bytes]:
        """Return what makes two uses one: the tool, and exactly its arguments; as they stand, where need be."""
        try:
            return use.name, self._canonical(use.arguments)
        except MunimentError:
            return use.name, use.arguments.encode("utf-8", "surrogatepass")
