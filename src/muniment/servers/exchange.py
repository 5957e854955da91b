"""One call that was let through: sent once its record is durable, its answer guarded on the way back."""

from __future__ import annotations

import asyncio
import time
from functools import lru_cache, partial
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from muniment.app.beside import beside
from muniment.app.gateway.call_entries import Ending, outcome_record
from muniment.enforce.denials import DENIED, Denial, body_of
from muniment.enforce.guards import guard_for, media_type
from muniment.enforce.guards.shape import NOTHING
from muniment.enforce.translate.moving import Came, returning, said_again
from muniment.enforce.translate.rechecked import Rechecked
from muniment.enforce.translate.shared import OriginalCall
from muniment.errors import MunimentError, Problem, RefusedError
from muniment.prove.any_json import canonical_any
from muniment.prove.hold import arguments_in
from muniment.servers.http_requests import head_of, lines_of
from muniment.servers.tool_uses import ToolUses

if TYPE_CHECKING:
    from _hashlib import HASH
    from collections.abc import Iterable, Mapping

    from muniment.app.gateway.calls import Sending
    from muniment.domain.call import ModelCall
    from muniment.domain.gateway import Ruled
    from muniment.enforce.guards import Guard, Passed
    from muniment.enforce.translate.moving import Returning
    from muniment.servers.means import Client, Means
    from muniment.servers.upstream import Roundtrip

_KEPT_HEADERS: Final = ("retry-after", "retry-after-ms", "request-id", "x-request-id", "x-should-retry")
_KEPT_PREFIXES: Final = ("x-ratelimit-", "anthropic-ratelimit-")
_PLAIN: Final = frozenset({"identity", "chunked"})
_MOST_LEFT_OUT: Final = 50
"""Names of what was left out of one answer that are told."""


class Exchange:
    """One call from its durable record to its outcome. It is the receiver of the vendor's answer."""

    def __init__(self, means: Means, sending: Sending, client: Client) -> None:
        """Wait for `send`."""
        self._means, self._sending, self._client = means, sending, client
        self._time = means.time
        self.began_at = self.heard_at = self._time()
        self._under: Roundtrip | None = None
        self._guard: Guard | None = None
        self._back: Returning | None = None
        self._status = 0
        self._vendor_request = ""
        self._head = b""
        self._streams = self._head_sent = self._vendor_done = self._over = False
        self._whole: list[bytes] = []
        self._size = self._let_out = 0
        self._most = means.answer_bytes
        self._digest: HASH | None = None
        self._uses: ToolUses | None = None
        self._resuming: asyncio.Task[None] | None = None
        self._left_out: set[str] = set()

    def send(self, *, since: float) -> None:
        """Send the call; its record is durable. `since` is when it had come in whole, by `perf_counter`."""
        sending, means = self._sending, self._means
        means.under_way.add(self)
        if sending.resumes:
            self._resuming = asyncio.get_running_loop().create_task(self._resume())
            return
        opening = means.opening(sending)
        means.metrics.delayed(time.perf_counter() - since)
        self._under = means.upstreams[sending.way.setup.route.id].send(opening, sending.body, self)

    async def _resume(self) -> None:
        """Take the calls of a parked turn for the vendor's answer: they go the way of any answer."""
        sending, rules = self._sending, self._means.rules
        try:
            if rules is None:
                raise RefusedError(Problem(where="[approvals]", what="is not in the gateway's file"))  # noqa: TRY301  (told as any other refusal)
            uses = await beside(partial(rules.parked, sending.resumes, sending.call, sending.context))
            kind, body = said_again(uses, sending.call, sending.decision, int(sending.seconds))
        except Exception as error:  # noqa: BLE001  (whatever it was, the client is told, and nothing leaves)
            if not self._over:
                told = error.problems[0] if isinstance(error, MunimentError) else None
                why = f"{told.where} {told.what}" if told is not None else f"a fault: {type(error).__name__}"
                self._break_off("not-sent", why, status=DENIED, code="turn_not_open")
            return
        if not self._over:
            self.began(200, {"content-type": kind})
            self.came(body)
            self.completed()

    def not_sent(self, how: str) -> None:
        """Note that the call did not leave, though its record says that it was about to."""
        self._finish(how)

    # The vendor's side.

    def began(self, status: int, headers: Mapping[str, str]) -> None:
        """Take the head of the answer."""
        self.heard_at = self._time()
        self._status = status
        self._vendor_request = headers.get("request-id", headers.get("x-request-id", ""))[:200]
        if 300 <= status < 400:  # noqa: PLR2004  (HTTP)
            self._refuse_answer("vendor_redirects", "the vendor answered with a redirect, which is not followed")
            return
        codings = headers.get("content-encoding", "identity"), headers.get("transfer-encoding", "chunked")
        if codings != ("identity", "chunked") and not _PLAIN.issuperset(codings):
            self._refuse_answer("answer_coded", "the vendor coded its answer, so that nobody could guard it")
            return
        content_type = headers.get("content-type", "")
        try:
            self._guard = guard_for(self._sending.call, content_type, status)
        except MunimentError as error:
            self._refuse_answer("answer_unreadable", error.problems[0].what)
            return
        if self._sending.asked is not None:
            self._back = self._way_back(self._sending.asked, status, content_type)
        content_type = content_type if self._back is None else self._back.content_type
        self._streams = media_type(content_type) == "text/event-stream"
        self._head = b"Content-Type: %b\r\n%b" % (content_type.encode("latin-1"), _kept(headers))

    def came(self, data: bytes) -> None:
        """Take a part of the answer."""
        self.heard_at = self._time()
        guard, most = self._guard, self._most
        if guard is None or self._over:
            return
        if self._back is None and guard.passes(data):
            self._put(data)
        else:
            self._pass(guard.feed(data))
        if (self._size > most or self._let_out > most) and not self._over:
            self._break_off("too-large", "the answer is larger than was set")

    def completed(self) -> None:
        """Take the end of the answer."""
        self._under = None
        self._vendor_done = True
        if self._guard is None or self._over:
            return
        self._pass(self._guard.end())
        self._finish_if_whole()

    def failed(self, why: str, *, sent: bool) -> None:
        """Take that no more of the answer comes, or that there never was one."""
        self._under = None
        if self._over:
            return
        self._means.say("vendor failed", {"route": self._sending.way.setup.route.id, "why": why, "sent": sent})
        if sent:
            self._break_off("cut", why)
        else:
            self._break_off("not-sent", why)

    # The client's side.

    def client_gone(self) -> None:
        """Nobody waits any more: end the call at the vendor, too."""
        if not self._over:
            self._stop()
            self._finish("client-gone")

    def pause(self) -> None:
        """Take no more from the vendor: the client is slow."""
        if self._under is not None:
            self._under.pause()

    def resume(self) -> None:
        """Go on: the client takes more again."""
        if self._under is not None:
            self._under.resume()

    def overdue(self, now: float, *, answer_seconds: float, stall_seconds: float) -> None:
        """Break off what takes too long, at `now` by the loop's clock; a hold has its own time."""
        if self._over or self._waits:
            return
        if self._guard is None and now - self.began_at > answer_seconds:
            self._break_off("late", f"the vendor did not begin to answer within {answer_seconds:g} s", status=504)
        elif self._guard is not None and now - self.heard_at > stall_seconds:
            self._break_off("late", f"the vendor sent nothing for {stall_seconds:g} s", status=504)

    # What an answer goes through.

    def _pass(self, passed: Passed) -> None:
        """Write what may leave now, and rule on what it asks for; what one read brought is written at once."""
        if passed is NOTHING:
            return
        if passed.left_out:
            self._tell_left_out(passed.left_out)
        if not passed.asks and passed.cut is None:
            self._write(passed.out)
            return
        out = [passed.out] if passed.out else []
        while passed.asks and passed.cut is None:
            ruled = self._tools.rule(passed)
            if not ruled:
                break
            assert self._guard is not None  # noqa: S101  (only a guard asks)
            passed = self._guard.answer(ruled)
            out += [passed.out] if passed.out else []
        self._write(b"".join(out))
        if passed.cut is not None and not self._over:
            self._stop()
            self._means.say("answer cut", {"route": self._sending.way.setup.route.id, "why": passed.cut})
            if self._streams:
                self._end_answer("cut", whole=False)
            else:  # nothing of it has gone out
                self._break_off("cut", passed.cut)

    def _tell_left_out(self, names: Iterable[str]) -> None:
        """Say once by what names the vendor sent what nobody here understands, and what did not go on."""
        new = sorted(set(names) - self._left_out)
        if new and len(self._left_out) < _MOST_LEFT_OUT:
            self._left_out.update(new)
            self._means.say(
                "left out", {"route": self._sending.way.setup.route.id, "what": ", ".join(new[:_MOST_LEFT_OUT])}
            )

    def keep_alive(self) -> None:
        """Show the client of a stream that there is still somebody."""
        if self._streams and self._guard is not None and not self._over:
            self._write(self._guard.keepalive())

    def settled(self, ruled: Mapping[str, Ruled]) -> None:
        """Pass on what was ruled."""
        if self._guard is not None and not self._over:
            self._pass(self._guard.answer(ruled))
            self._finish_if_whole()

    def unsettled(self) -> None:
        """End an answer of which nobody can tell what becomes of a tool."""
        if not self._over:
            self._break_off("cut", "what became of a held tool could not be told")

    def _way_back(self, asked: ModelCall, status: int, content_type: str) -> Returning | None:
        """Return what says the answer in the dialect of what was `asked`; nothing where the vendor speaks it."""
        sending = self._sending
        if asked.dialect is sending.call.dialect:
            return None
        came = Came(spoken=sending.call.dialect, onto=asked.dialect, status=status, content_type=content_type)
        back = returning(came, OriginalCall(body=asked.body, at=int(sending.seconds)))
        guard = guard_for(asked, back.content_type, back.status)
        return Rechecked(back, guard, self._tools.released, lambda text: canonical_any(arguments_in(text)))

    def _write(self, data: bytes) -> None:
        """Write what the guard let out, in the client's dialect."""
        if self._back is None:
            self._put(data)
        elif data:
            self._let_out += len(data)
            self._put(self._back.feed(data))

    def _end_back(self) -> str:
        """Write what is left of an answer in another dialect, and return why it is not whole, if it is not."""
        if self._back is None:
            return ""
        self._put(self._back.end())
        return self._back.broke

    def _put(self, data: bytes) -> None:
        if not data or self._over:
            return
        self._size += len(data)
        if not self._streams:
            self._whole.append(data)
            return
        chunk = b"%x\r\n%b\r\n" % (len(data), data)
        if self._digest is None:
            self._digest = sha256()
            self._head_sent = True
            chunk = self._stream_head() + chunk
        self._digest.update(data)
        self._client.write(chunk)

    def _stream_head(self) -> bytes:
        return head_of(self._status, b"%b%bTransfer-Encoding: chunked\r\n" % (self._head, self._decision))

    @property
    def _tools(self) -> ToolUses:
        """Return what rules on the uses of tools in the answer; most answers have none."""
        if self._uses is None:
            self._uses = ToolUses(self._means, self._sending, self)
        return self._uses

    @property
    def _waits(self) -> bool:
        """Return whether any use of a tool waits, for people or for its record."""
        return self._uses is not None and self._uses.waiting

    def _finish_if_whole(self) -> None:
        if self._vendor_done and not self._over and (self._uses is None or not self._uses.waiting):
            self._end_answer("complete", whole=True)

    def _end_answer(self, how: str, *, whole: bool) -> None:
        """End the answer as it stands; one that is not whole is broken off, so that nobody takes it for whole."""
        if self._back is not None and (broke := self._end_back()):
            self._means.say("answer cut", {"route": self._sending.way.setup.route.id, "why": broke})
            how, whole = "cut", whole and not self._streams
        if not self._streams:
            body = b"".join(self._whole)
            lines = b"%b%bContent-Length: %d\r\n" % (self._head, self._decision, len(body))
            self._client.write(head_of(self._status if self._back is None else self._back.status, lines) + body)
        elif whole:
            if not self._head_sent:
                self._client.write(self._stream_head())
            self._client.write(b"0\r\n\r\n")
        self._finish(how)
        if whole:
            self._client.answered()
        else:
            self._client.abort()

    def _refuse_answer(self, code: str, why: str) -> None:
        self._break_off(code.replace("_", "-"), why, code=code)

    def _break_off(self, how: str, why: str, *, status: int = 502, code: str = "vendor_failed") -> None:
        """End without a whole answer: by an error where nothing has gone out yet, or else by breaking it off."""
        self._stop()
        if self._head_sent and self._guard is not None:
            self._write(self._guard.end().out)
            self._end_back()
            self._finish(how)
            self._client.abort()
            return
        denial = Denial(status=status, code=code, message=why, decision=self._sending.decision)
        body = body_of(denial, self._sending.spoken)
        self._size, self._whole = len(body), [body]
        lines = b"Content-Type: application/json\r\n%bContent-Length: %d\r\n" % (self._decision, len(body))
        self._client.write(head_of(status, lines) + body)
        self._finish(how)
        self._client.answered()

    def _stop(self) -> None:
        """End what is under way at the vendor, and every wait."""
        under, self._under = self._under, None
        if under is not None:
            under.abort()
        if self._uses is not None:
            self._uses.stop()

    def _finish(self, how: str) -> None:
        self._over = True
        means, sending = self._means, self._sending
        means.under_way.discard(self)
        usage = self._guard.usage if self._guard is not None else None
        told = () if self._uses is None else tuple(self._uses.told.values())
        ending = Ending(
            how=how,
            status=self._status,
            bytes=self._size,
            sha256=(self._digest or sha256(b"".join(self._whole))).hexdigest(),
            usage=usage,
            tools=told,
            seconds=self._time() - self.began_at,
            vendor_request=self._vendor_request,
            lost=() if self._back is None else self._back.lost,
        )
        means.log.append(outcome_record(sending.decision, means.seconds(), ending))
        count, way = means.metrics.count, sending.way
        count("muniment_calls_total", *way.labels, how)
        for each in told:
            count("muniment_tools_total", each.ruling)
        if usage is not None:
            contract, maker = way.known.caller.contract, way.model.maker
            count("muniment_tokens_total", contract, maker, "input", by=usage.input_tokens or 0)
            count("muniment_tokens_total", contract, maker, "output", by=usage.output_tokens or 0)

    @property
    def _decision(self) -> bytes:
        """Return the lines by which a client learns of the decision, and of who answers in place of whom."""
        sending = self._sending
        told = b"Muniment-Decision: %b\r\n" % sending.decision.encode()
        if sending.asked is not None:
            told += b"Muniment-Replacement: %b\r\n" % sending.call.model.encode("ascii", "replace")
        if self._uses is not None and (holds := self._uses.held):
            told += b"Muniment-Hold: %b\r\n" % ", ".join(holds).encode()
        return told


def _kept(headers: Mapping[str, str]) -> bytes:
    """Return what of a vendor's head goes on to the client, as lines of a head."""
    kept = [name for name in headers if _is_kept(name)]
    return lines_of((name.encode("ascii"), headers[name].encode("latin-1")) for name in kept) if kept else b""


@lru_cache(maxsize=512)
def _is_kept(name: str) -> bool:
    return name in _KEPT_HEADERS or name.startswith(_KEPT_PREFIXES)
