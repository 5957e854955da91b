"""HTTP as the gateway takes it, byte by byte: what two programs could read in two ways is read in none."""

from __future__ import annotations

import json
import re
import socket
import time
from typing import TYPE_CHECKING

import pytest

from servers.running import PLANNER, Running, configuration, received, running
from servers.vendor import Vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

BODY = b'{"model":"gpt-5","messages":[{"role":"user","content":"hi"}]}'
LINE = b"POST /v1/chat/completions HTTP/1.1\r\n"
KEY = b"Authorization: Bearer %b\r\n" % PLANNER.encode()
HOST = b"Host: gateway\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
GOOD = LINE + HOST + KEY + LENGTH + b"\r\n" + BODY
LIMITS = """
[limits]
head_bytes = 4096
body_bytes = 65536
request_seconds = 2
idle_seconds = 4
connections = 40
"""


@pytest.fixture(scope="module")
def vendor() -> Iterator[Vendor]:
    with Vendor() as found:
        yield found


@pytest.fixture(scope="module")
def gateway(vendor: Vendor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(
        tmp_path_factory.mktemp("gateway"), configuration(vendor).replace("[listen]", LIMITS + "[listen]")
    ) as found:
        yield found


@pytest.fixture(autouse=True)
def _unseen(vendor: Vendor) -> None:
    vendor.seen.clear()


def connect(gateway: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", gateway.port), timeout=60)


def answers(gateway: Running, sent: bytes) -> list[int]:
    """Return the status of every answer to `sent`; the client then says that it has no more to send."""
    with connect(gateway) as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        told = received(client)
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([0-9]{3}) ", told)]


REFUSED = {
    "both lengths": (LINE + HOST + KEY + LENGTH + CHUNKED + b"\r\n" + CHUNKS, 400),
    "both lengths, turned round": (LINE + HOST + KEY + CHUNKED + LENGTH + b"\r\n" + CHUNKS, 400),
    "two lengths": (LINE + HOST + KEY + LENGTH + LENGTH + b"\r\n" + BODY, 400),
    "a list of lengths": (LINE + HOST + KEY + b"Content-Length: 5, 5\r\n\r\n" + BODY, 400),
    "a signed length": (LINE + HOST + KEY + b"Content-Length: +5\r\n\r\n" + BODY, 400),
    "a folded header": (LINE + HOST + KEY + b"X-A: b\r\n c\r\n" + LENGTH + b"\r\n" + BODY, 400),
    "two hosts": (LINE + HOST + HOST + KEY + LENGTH + b"\r\n" + BODY, 400),
    "no host": (LINE + KEY + LENGTH + b"\r\n" + BODY, 400),
    "two keys": (LINE + HOST + KEY + KEY + LENGTH + b"\r\n" + BODY, 400),
    "two purposes": (LINE + HOST + KEY + b"Muniment-Purpose: a\r\n" * 2 + LENGTH + b"\r\n" + BODY, 400),
    "bare line feeds": (GOOD.replace(b"\r\n", b"\n"), 400),
    "a space before the colon": (LINE + HOST + KEY + b"X-A : b\r\n" + LENGTH + b"\r\n" + BODY, 400),
    "a header without a name": (LINE + HOST + KEY + b": b\r\n" + LENGTH + b"\r\n" + BODY, 400),
    "a zero byte": (LINE + HOST + KEY + b"X-A: a\0b\r\n" + LENGTH + b"\r\n" + BODY, 400),
    "gzip, then chunked": (LINE + HOST + KEY + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNKS, 400),
    "a coding that only looks like chunked": (LINE + HOST + KEY + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKS, 400),
    "a negative chunk": (LINE + HOST + KEY + CHUNKED + b"\r\n-1\r\na\r\n0\r\n\r\n", 400),
    "a coded body": (LINE + HOST + KEY + b"Content-Encoding: gzip\r\n" + LENGTH + b"\r\n" + BODY, 415),
    "an upgrade": (LINE + HOST + KEY + b"Connection: upgrade\r\nUpgrade: h2c\r\n" + LENGTH + b"\r\n" + BODY, 400),
    "a tunnel": (b"CONNECT vendor:443 HTTP/1.1\r\n" + HOST + KEY + b"\r\n", 400),
    "HTTP/1.0": (GOOD.replace(b"HTTP/1.1", b"HTTP/1.0"), 505),
    "HTTP/2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a whole address": (GOOD.replace(b"POST /", b"POST http://other/"), 400),
    "a head alone": (b"HEAD /v1/models HTTP/1.1\r\n" + HOST + KEY + b"\r\n", 405),
    "an expectation": (LINE + HOST + KEY + b"Expect: 100-continue\r\n" + LENGTH + b"\r\n", 417),
    "a head that is too large": (LINE + HOST + KEY + b"X-A: " + b"a" * 5000 + b"\r\n" + LENGTH + b"\r\n" + BODY, 431),
    "a head of many lines": (LINE + HOST + KEY + b"X-A: aaaaaaaaaaaaaaaa\r\n" * 300 + LENGTH + b"\r\n" + BODY, 431),
    "a body that is too large": (LINE + HOST + KEY + b"Content-Length: 70000\r\n\r\n", 413),
    "chunks that are too large": (
        LINE + HOST + KEY + CHUNKED + b"\r\n11170\r\n" + b"a" * 70000 + b"\r\n0\r\n\r\n",
        413,
    ),
    "chunks of a stranger": (LINE + HOST + CHUNKED + b"\r\n", 401),
    "a chunk with an endless extension": (LINE + HOST + KEY + CHUNKED + b"\r\n1;" + b"a" * 100_000, 400),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_read_in_two_ways_is_refused_and_ends_the_connection(
    gateway: Running, vendor: Vendor, sent: bytes, status: int
) -> None:
    before = len(gateway.records())

    assert answers(gateway, sent + GOOD) == [status]

    assert vendor.seen == []
    assert [record for record in gateway.records()[before:] if record["kind"] == "intent"] == []


def test_trailers_are_not_taken(gateway: Running, vendor: Vendor) -> None:
    sent = LINE + HOST + KEY + CHUNKED + b"\r\n%x\r\n%b\r\n0\r\nX-A: b\r\n\r\n" % (len(BODY), BODY)

    assert answers(gateway, sent) == [400]
    assert vendor.seen == []


def test_a_body_in_chunks_is_taken_as_one_with_its_length(gateway: Running, vendor: Vendor) -> None:
    with connect(gateway) as client:
        for byte in LINE + HOST + KEY + CHUNKED + b"Connection: close\r\n\r\n" + CHUNKS:
            client.sendall(bytes([byte]))
        told = received(client)

    assert told.startswith(b"HTTP/1.1 200 ")
    assert vendor.seen[0].headers["content-length"] == str(len(vendor.seen[0].raw))
    assert "transfer-encoding" not in vendor.seen[0].headers


def test_a_body_in_chunks_of_one_byte_each_is_taken(gateway: Running, vendor: Vendor) -> None:
    body = BODY.replace(b"hi", b"hi" * 5_000)
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"

    with connect(gateway) as client:
        client.sendall(LINE + HOST + KEY + CHUNKED + b"Connection: close\r\n\r\n" + chunks)
        told = received(client)

    assert told.startswith(b"HTTP/1.1 200 ")
    assert b"hi" * 5_000 in vendor.seen[0].raw


def test_one_connection_serves_one_call_after_the_other(gateway: Running, vendor: Vendor) -> None:
    with connect(gateway) as client:
        for _ in range(3):
            client.sendall(GOOD)
            told = b""
            while b'"total_tokens"' not in told:
                told += client.recv(65536)
            assert told.startswith(b"HTTP/1.1 200 ")

    assert len(vendor.seen) == 3


def test_a_call_that_comes_before_the_answer_to_the_one_before_it_is_never_read(
    gateway: Running, vendor: Vendor
) -> None:
    with connect(gateway) as client:
        client.sendall(GOOD + GOOD)
        told = received(client)

    assert told.count(b"HTTP/1.1 200 ") == 1
    assert len(vendor.seen) == 1


@pytest.mark.parametrize(
    "sent", [b"", LINE, LINE + HOST + KEY + LENGTH + b"\r\n" + BODY[:9]], ids=["nothing", "head", "body"]
)
def test_a_client_that_does_not_finish_is_not_waited_for(gateway: Running, sent: bytes) -> None:
    start = time.monotonic()
    with connect(gateway) as client:
        client.sendall(sent)
        told = received(client)

    assert time.monotonic() - start < 15
    assert told[9:12] == (b"408" if sent else b"")


def test_more_clients_than_was_set_are_turned_away(gateway: Running) -> None:
    clients = [connect(gateway) for _ in range(40)]
    try:
        time.sleep(0.2)
        with connect(gateway) as one_more:
            told = received(one_more)
    finally:
        for client in clients:
            client.close()

    assert told.startswith(b"HTTP/1.1 503 ")
    assert b"as many clients" in told


def test_a_refusal_is_told_in_the_dialect_of_its_path(gateway: Running) -> None:
    with connect(gateway) as client:
        client.sendall(b"POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Encoding: br\r\nContent-Length: 0\r\n\r\n")
        told = received(client)

    assert json.loads(told.partition(b"\r\n\r\n")[2])["type"] == "error"
