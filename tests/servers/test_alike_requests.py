"""A head that was read before is not read again: that must never be seen from outside."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from muniment.servers.http_requests import Bounds, Connection

if TYPE_CHECKING:
    from collections.abc import Sequence

BOUNDS = Bounds(head_bytes=4096, body_bytes=100, request_seconds=2, idle_seconds=4)
HEAD = b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nX-A: b\r\nContent-Length: %d\r\nAccept: */*\r\n\r\n"


def request(body: bytes) -> bytes:
    return HEAD % len(body) + body


class Wire(asyncio.Transport):
    """Where nothing goes."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Take it."""

    def close(self) -> None:
        """End."""

    def abort(self) -> None:
        """End."""


class Told(Connection):
    """Writes down what it is told, and answers at once."""

    def __init__(self) -> None:
        super().__init__(BOUNDS, set())
        self.told: list[object] = []
        self.fed: list[bytes] = []

    def requested(self, method: str, target: str, body: bytes) -> None:
        self.told.append((method, target, dict(self.headers), body))
        self.answered()

    def refuse(self, status: int, what: str) -> None:
        self.told.append((status, what))

    def gone(self) -> None:
        self.told.append("gone")


def told(*sent: bytes) -> Sequence[object]:
    """Return what is told of requests that come one after the other on one connection."""

    async def scene() -> Sequence[object]:
        connection = Told()
        connection.connection_made(cast("asyncio.Transport", Wire()))
        for each in sent:
            connection.data_received(each)
        return connection.told

    return asyncio.run(scene())


@settings(max_examples=200)
@given(st.binary(max_size=120), st.integers(0, 200), st.integers(0, 3), st.binary(max_size=4))
@example(b"{}", 0, 0, b"")
@example(b"{}", 87, 0, b"0")
@example(b"{}", 87, 0, b"+")
@example(b"{}", 88, 0, b"0")
@example(b"x" * 101, 0, 0, b"")
def test_what_follows_a_request_is_read_as_if_nothing_had_come_before(
    body: bytes, place: int, cut: int, put: bytes
) -> None:
    sent = request(body)
    sent = sent[:place] + put + sent[place + cut :]

    assert told(request(b"{}"), sent)[1:] == told(sent)


def test_the_next_body_may_have_another_length_and_the_headers_say_so() -> None:
    first, second = told(request(b"{}"), request(b'{"a":"much longer"}'))

    assert cast("tuple[object, ...]", first)[3] == b"{}"
    assert second == ("POST", "/v1/chat/completions", {
        "host": "a", "x-a": "b", "content-length": "19", "accept": "*/*",
    }, b'{"a":"much longer"}')  # fmt: skip


@pytest.mark.parametrize("more", [b"x", b"POST / HTTP/1.1\r\n", request(b"{}")], ids=["a byte", "a line", "a request"])
def test_what_comes_with_a_request_that_is_like_the_one_before_is_not_taken_for_its_body(more: bytes) -> None:
    assert told(request(b"{}"), request(b"{}") + more)[1:] == told(request(b"{}") + more)


@pytest.mark.parametrize("begun", [b"POST /v1/chat/completions HTTP/1.1\r\nX-A: ", b"P", HEAD % 400])
def test_what_goes_on_with_a_request_that_has_begun_is_never_taken_for_another_one(begun: bytes) -> None:
    assert told(request(b"{}") + begun, request(b"{}")) == told(request(b"{}") + begun + request(b"{}"))
