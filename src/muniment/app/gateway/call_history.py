"""Calls as the log of calls tells them: each put together again from its records."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_BEGINNING: Final = lazily(
    rb'\{"prev":"[0-9a-f]{64}","seq":[0-9]+,"kind":"([a-z]+)",(?:"call":"([^"\\]*)",)?'
    rb'"at":"([0-9]{4}-[0-9-]{5}T[0-9:.]{8,15}\+00:00)"'
)
_OPENED: Final = lazily(
    rb'\{"prev":"[0-9a-f]{64}","seq":[0-9]+,"kind":"opened","at":"[^"]*","passed":"([0-9]{4}-[0-9-]{5}T[0-9:.]{8,15}\+00:00)"'
)
OPENED: Final = b',"kind":"opened",'
"""What stands in every line that tells of a start, and nowhere else: within text, quotes are escaped."""
HANDED_ON: Final = "handed-on"
"""How a call ends here that a proxy in front sends on itself."""


class Result(Enum):
    """What came of a call."""

    DENIED = "denied"
    COMPLETE = "complete"
    BROKEN_OFF = "broken off"
    NOT_SENT = "not sent"
    HANDED_ON = "handed on"
    """It was let through, and a proxy in front sends it; what came of it is not seen here."""
    UNKNOWN = "sent, result unknown"
    """The record says that the call was about to be sent, and nothing says what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedCall:
    """One call: what was decided and sent, how held tools were ruled on, and the outcome, where there is one."""

    decided: dict[str, Any]
    rulings: tuple[dict[str, Any], ...]
    outcome: dict[str, Any] | None

    @property
    def name(self) -> str:
        """Return the name of the call, which is that of its decision."""
        return str(self.decided.get("call", ""))

    @property
    def result(self) -> Result:
        """Return what came of it."""
        if self.decided.get("kind") == "denied":
            return Result.DENIED
        if self.outcome is None:
            return Result.BROKEN_OFF if self.decided.get("kind") == "resumed" else Result.UNKNOWN
        how = self.outcome.get("how")
        if how in {"not-sent", "client-gone-before"}:
            return Result.NOT_SENT
        if how == HANDED_ON:
            return Result.HANDED_ON
        return Result.COMPLETE if how == "complete" else Result.BROKEN_OFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A start of the gateway, or that it read its file anew: by what it decided from then on, and what it found."""

    told: dict[str, Any]


class CallHistory:
    """Notes, of every line of a log, the latest instant, and which calls have no outcome yet."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._latest = b""
        self._sent: dict[str, None] = {}

    def take(self, line: bytes) -> None:
        """Take a line of the log, of which only the beginning is read: it is always written in this order."""
        found = _BEGINNING.match(line)
        if found is None:
            return
        kind, call, at = found.groups()
        self._latest = max(self._latest, at)
        if kind == b"intent":
            self._sent[call.decode()] = None
        elif kind == b"outcome":
            self._sent.pop(call.decode(), None)
        elif kind == b"opened":
            self._sent.clear()
            passed = _OPENED.match(line)
            self._latest = max(self._latest, passed[1]) if passed is not None else self._latest

    @property
    def latest(self) -> float:
        """Return the latest instant that a line tells, in seconds since 1970; 0 where none does."""
        return datetime.fromisoformat(self._latest.decode()).timestamp() if self._latest else 0.0

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Return the calls of the last run that were sent, and of which nobody knows what came of them."""
        return tuple(self._sent)


def tells_of_before(line: bytes) -> bool:
    """Say whether `line` tells of a start, and with it what the next one has to know of all lines before it."""
    return _OPENED.match(line) is not None


def opened_record(  # noqa: PLR0913  (what a record holds)
    at: datetime,
    *,
    passed: datetime,
    version: str,
    configuration: str,
    rulebook: str,
    torn: int,
    unknown: Sequence[str],
    replica: str = "",
    peers: Mapping[str, tuple[int, str]] | None = None,
) -> bytes:
    """Return the record that a gateway begins. `unknown` are calls of the run before whose result is not known.

    `torn` is the number of bytes of an interrupted write that were cut off; `replica` is which of several gateways this
    one is, and `peers` what the log holds of the others: lines and digest. `passed` is the latest instant that the log
    tells, or this one.
    """
    told = {
        "kind": "opened",
        "at": at.isoformat(timespec="milliseconds"),
        "passed": max(at, passed).isoformat(timespec="milliseconds"),
        **({"replica": replica, "peers": peers or {}} if replica else {}),
        "version": version,
        "configuration": configuration,
        "rulebook": rulebook,
        "torn_bytes": torn,
        "unknown": list(unknown),
    }
    return json.dumps(told, separators=(",", ":")).encode()


def reloaded_record(at: datetime, *, version: str, configuration: str, rulebook: str, refused: Sequence[str]) -> bytes:
    """Return the record that a gateway read its file anew, and goes on by `configuration`.

    That is the one from before where the new one was `refused`, for the problems that are told.
    """
    told = {
        "kind": "reloaded",
        "at": at.isoformat(timespec="milliseconds"),
        "version": version,
        "configuration": configuration,
        "rulebook": rulebook,
        "refused": list(refused),
    }
    return json.dumps(told, separators=(",", ":")).encode()


@dataclass(slots=True)
class _Open:
    decided: dict[str, Any]
    rulings: list[dict[str, Any]] = field(default_factory=list)


def calls_in(lines: Iterable[bytes]) -> Iterator[LoggedCall | Opening]:
    """Yield each start, and each call once its outcome is there; those without one come when the run has ended.

    Where the first lines lie elsewhere, what came of a call in them is passed over.
    """
    waiting: dict[str, _Open] = {}
    begun = False
    for line in lines:
        told = json.loads(line)
        name = str(told.get("call", ""))
        match told.get("kind"):
            case "opened":
                begun = True
                yield from _left(waiting)
                waiting.clear()
                yield Opening(told=told)
            case "reloaded":
                yield Opening(told=told)
            case "peer":
                continue
            case "denied":
                yield LoggedCall(decided=told, rulings=(), outcome=None)
            case "intent" | "resumed":
                waiting[name] = _Open(told)
            case "ruling" if name in waiting:
                waiting[name].rulings.append(told)
            case "outcome" if name in waiting:
                found = waiting.pop(name)
                yield LoggedCall(decided=found.decided, rulings=tuple(found.rulings), outcome=told)
            case "ruling" | "outcome" if not begun:
                continue
            case _:
                yield LoggedCall(decided=told, rulings=(), outcome=None)
    yield from _left(waiting)


def _left(waiting: dict[str, _Open]) -> Iterator[LoggedCall]:
    for found in waiting.values():
        yield LoggedCall(decided=found.decided, rulings=tuple(found.rulings), outcome=None)
