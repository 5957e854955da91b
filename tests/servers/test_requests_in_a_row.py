"""A request that begins in the same read in which the one before it ended, and was answered at once."""

from __future__ import annotations

import asyncio

import pytest

from muniment.servers.http_requests import Bounds, Connection, head_of

BOUNDS = Bounds(head_bytes=4096, body_bytes=4096, request_seconds=2, idle_seconds=4)
LINE = b"POST /v1 HTTP/1.1\r\nHost: gale\r\n"
REST = b"Accept: a\r\nContent-Length: %d\r\n\r\n%b"


class AtOnce(Connection):
    """Answers each request while it is being read."""

    def __init__(self) -> None:
        super().__init__(BOUNDS, set())
        self.took: list[bytes] = []
        self.refused: list[int] = []

    def requested(self, method: str, target: str, body: bytes) -> None:
        assert (method, target) == ("POST", "/v1")
        self.took.append(body)
        self.answered()

    def refuse(self, status: int, what: str) -> None:
        assert what
        self.refused.append(status)
        self.transport.write(head_of(status, b""))

    def gone(self) -> None:
        pytest.fail("nobody waited")


class _Deaf(asyncio.Transport):
    """Takes what is written, and tells nobody."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        del data

    def close(self) -> None:
        """End, without more."""


def told(*reads: bytes) -> AtOnce:
    async def one() -> AtOnce:
        connection = AtOnce()
        connection.connection_made(_Deaf())
        for each in reads:
            connection.data_received(each)
        return connection

    return asyncio.run(one())


def test_requests_that_overlap_reads_are_taken_one_after_the_other() -> None:
    found = told(LINE + REST % (1, b"1") + LINE, REST % (1, b"2"), LINE + REST % (1, b"3"))

    assert (found.took, found.refused) == ([b"1", b"2", b"3"], [])


def test_a_piece_of_a_head_is_never_taken_for_one_that_was_read_before() -> None:
    found = told(LINE + REST % (1, b"1") + LINE, REST % (1, b"2"), REST % (2, b"33"))

    assert (found.took, found.refused) == ([b"1", b"2"], [400])
