"""A small real server: it reads what a client sends as the gateway reads it, and guards the answer of a model."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from threading import Thread
from typing import TYPE_CHECKING

from enforce.transcripts import JSON, ONE, SSE, Use, stream, whole
from muniment.domain.call import Dialect, Ruling
from muniment.domain.gateway import Ruled
from muniment.enforce.allowance import Allowance
from muniment.enforce.guards import Passed, guard_for
from muniment.enforce.requests import read_call

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from muniment.enforce.guards import Guard

BAD_GATEWAY = 502
RELEASE = Ruled(ruling=Ruling.RELEASE)
WITHHOLD = Ruled(ruling=Ruling.WITHHOLD, notice="[withheld: the valve stays as it is]")
HOLD = Ruled(ruling=Ruling.HOLD, notice="[held: two people are asked]", hold_id="hold-7")
PATHS = {
    "/v1/chat/completions": Dialect.CHAT,
    "/v1/responses": Dialect.RESPONSES,
    "/v1/messages": Dialect.MESSAGES,
    "/chat/completions": Dialect.CHAT,
    "/responses": Dialect.RESPONSES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the model answers, and how its uses are ruled. Where `broken` stands, the vendor breaks off."""

    ruled: Ruled
    uses: Sequence[Use] = ONE
    broken: bytes = b""
    piece: int = 50
    said: str = "Let me check."


@contextmanager
def serving(turn: Turn) -> Iterator[str]:
    """Serve `turn` to whoever asks, on a port of its own; give the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(turn))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(turn: Turn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            call = read_call(PATHS[self.path.partition("?")[0]], raw, listed=lambda _: Allowance())
            kind = SSE if call.stream else JSON
            answer = (stream if call.stream else whole)(call.dialect, turn.uses, turn.said)
            whole_at = answer.index(turn.broken) + 1 if turn.broken else len(answer)
            guard = guard_for(call, kind, 200)
            parts = guarded(guard, answer[:whole_at], turn)
            first = next((part for part in parts if part.out or part.cut), Passed())
            self.send_response(BAD_GATEWAY if first.cut else 200)
            self.send_header("content-type", kind)
            self.end_headers()
            for part in chain((first,), parts):
                self.wfile.write(part.out)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            """Say nothing."""

    return Handler


def guarded(guard: Guard, answer: bytes, turn: Turn) -> Iterator[Passed]:
    """Give what the client gets, piece by piece, with a keepalive wherever a use waits."""
    for at in range(0, len(answer), turn.piece):
        yield from _answered(guard, guard.feed(answer[at : at + turn.piece]), turn)
    yield from _answered(guard, guard.end(), turn)


def _answered(guard: Guard, passed: Passed, turn: Turn) -> Iterator[Passed]:
    yield passed
    while passed.asks:
        yield Passed(out=guard.keepalive())
        passed = guard.answer({use.call_id: turn.ruled for use in passed.asks})
        yield passed


def tool(dialect: Dialect, name: str) -> dict[str, object]:
    """Return the declaration of a tool as the dialect has it."""
    schema = {"type": "object", "properties": {"valve": {"type": "string"}, "open": {"type": "boolean"}}}
    match dialect:
        case Dialect.CHAT:
            return {"type": "function", "function": {"name": name, "parameters": schema}}
        case Dialect.MESSAGES:
            return {"name": name, "input_schema": schema}
        case Dialect.RESPONSES | Dialect.EMBEDDINGS:
            return {"type": "function", "name": name, "parameters": schema, "strict": False}


ARGUMENTS = json.loads(ONE[0].arguments)
