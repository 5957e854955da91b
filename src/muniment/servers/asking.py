"""One request to a service behind us, and its answer as it comes, for whoever awaits it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from muniment.servers.upstream import Roundtrip, Upstream

_MOST_AHEAD: Final = 256 * 1024
"""Bytes that are taken before somebody wants them."""


class NoAnswerError(Exception):
    """There is no whole answer; the message says why."""


class AwaitedAnswer:
    """The answer to one request. It is to be closed."""

    def __init__(self, upstream: Upstream, opening: bytes, body: bytes) -> None:
        """Send the request."""
        self.status = 0
        self.headers: Mapping[str, str] = {}
        self._begun = asyncio.Event()
        self._parts: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._ahead = 0
        self._why = ""
        self._over = False
        self._under: Roundtrip = upstream.send(opening, body, self)

    async def head(self) -> None:
        """Wait until the answer has begun. Raises: NoAnswerError."""
        await self._begun.wait()
        if not self.status:
            raise NoAnswerError(self._why)

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield the answer. Raises: NoAnswerError where it breaks off."""
        while (part := await self._parts.get()) is not None:
            yield part
            self._ahead -= len(part)
            if self._ahead <= _MOST_AHEAD:
                self._under.resume()
        if self._why:
            raise NoAnswerError(self._why)

    async def whole(self, most: int) -> bytes:
        """Return all of the answer. Raises: NoAnswerError where it breaks off, or is longer than `most` bytes."""
        found = bytearray()
        async for part in self.parts():
            found += part
            if len(found) > most:
                raise NoAnswerError(f"the answer is longer than {most} bytes")
        return bytes(found)

    def close(self) -> None:
        """End it, where it has not ended."""
        if not self._over:
            self._over = True
            self._under.abort()

    # What the connection tells.

    def began(self, status: int, headers: Mapping[str, str]) -> None:
        """Take the head of the answer."""
        self.status, self.headers = status, headers
        self._begun.set()

    def came(self, data: bytes) -> None:
        """Take a part of the answer."""
        self._ahead += len(data)
        if self._ahead > _MOST_AHEAD:
            self._under.pause()
        self._parts.put_nowait(data)

    def completed(self) -> None:
        """Take its end."""
        self._over = True
        self._parts.put_nowait(None)

    def failed(self, why: str, *, sent: bool) -> None:
        """Take that there is none, or that it breaks off."""
        del sent
        self._over, self._why = True, why
        self._begun.set()
        self._parts.put_nowait(None)
