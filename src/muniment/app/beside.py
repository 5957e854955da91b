"""Work that may wait for a disk or another machine, done beside the loop that serves everybody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

LONGEST: Final = 12.0
"""Seconds after which nobody waits any more for what is done beside; a store gives up sooner by itself."""


async def beside(work: Callable[[], T], *, of: str = "holds", seconds: float = LONGEST) -> T:
    """Return what `work` returns, done in another thread. Raises: what it raises; InputError where it takes too long.

    `of` is what is waited for, in words. Work that took too long is not undone: it must be such that nothing leaves by
    its being done late.
    """
    try:
        return await asyncio.wait_for(asyncio.to_thread(work), seconds)
    except TimeoutError as error:
        raise InputError(Problem(where=of, what=f"no answer for {seconds:.0f} seconds")) from error


class Shared(Generic[T]):
    """What many wait to see change, looked at once for all of them."""

    def __init__(self, look: Callable[[], T], *, fresh: float) -> None:
        """Take what `look` returns for good enough for everybody while it is younger than `fresh` seconds."""
        self._look, self._fresh = look, fresh
        self._at = -fresh
        self._looking: asyncio.Task[T] | None = None

    async def now(self) -> T:
        """Return what is seen. Raises: what the look raises; InputError where it takes too long."""
        loop = asyncio.get_running_loop()
        found = self._looking
        if found is None or found.get_loop() is not loop or (found.done() and loop.time() - self._at >= self._fresh):
            self._at = loop.time()
            found = self._looking = loop.create_task(beside(self._look))
        return await asyncio.shield(found)
