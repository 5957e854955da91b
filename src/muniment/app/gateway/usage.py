"""The use case of `muniment gateway usage`: what was asked of which model, under which contract."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from muniment.app.gateway.call_history import LoggedCall, Result
from muniment.domain.call_usage import CalledModel, CallUsage, Used

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from muniment.app.gateway.call_history import Opening


@dataclass(slots=True)
class _Sum:
    first: datetime
    last: datetime
    counts: Counter[str] = field(default_factory=Counter)


class Adding:
    """Adds up calls as they are read: those of one system, or all where none is named, from the day `since` on."""

    def __init__(self, system: str = "", since: date | None = None) -> None:
        """Begin with nothing."""
        self._system = system
        self._since = "" if since is None else str(since)
        self._sums: dict[CalledModel, _Sum] = {}
        self._denied = self._not_sent = 0

    def take(self, calls: Iterable[LoggedCall | Opening]) -> None:
        """Add every call that was sent; one that never left is no use of anything."""
        for call in calls:
            if not isinstance(call, LoggedCall) or self._system not in {"", call.decided.get("system")}:
                continue
            if str(call.decided.get("at", "")) >= self._since:
                self._take(call)

    def _take(self, call: LoggedCall) -> None:
        if call.result is Result.DENIED:
            self._denied += 1
            return
        if call.result is Result.NOT_SENT or call.decided.get("kind") != "intent":
            self._not_sent += call.result is Result.NOT_SENT
            return
        told = call.decided
        at = datetime.fromisoformat(told["at"])
        found = self._sums.setdefault(_called(told), _Sum(at, at))
        found.first, found.last = min(found.first, at), max(found.last, at)
        usage = (call.outcome or {}).get("usage") or {}
        found.counts["calls"] += 1
        found.counts["unknown"] += call.result is Result.UNKNOWN
        found.counts["moved"] += "moved" in told
        found.counts["uncounted"] += usage.get("input_tokens") is usage.get("output_tokens") is None
        found.counts["taken"] += usage.get("input_tokens") or 0
        found.counts["given"] += usage.get("output_tokens") or 0

    def usage(self, *, head: str, lines: int, begins: int = 0) -> CallUsage:
        """Return what was added from a log that was read to its end, from its line `begins` on."""
        used = (_used(called, found) for called, found in self._sums.items())
        return CallUsage(
            used=tuple(sorted(used, key=lambda each: (-each.calls, each.called.contract, each.called.model))),
            denied=self._denied,
            not_sent=self._not_sent,
            head=head,
            lines=lines,
            begins=begins,
            since=self._since,
        )


def _called(told: dict[str, Any]) -> CalledModel:
    return CalledModel(
        contract=str(told["contract"]),
        system=str(told["system"]),
        vendor=str(told["maker"]),
        operator=str(told.get("operator") or ""),
        model=str(told["sent_as"]),
        host=str(told.get("host", "")),
    )


def _used(called: CalledModel, found: _Sum) -> Used:
    counts = found.counts
    return Used(
        called=called,
        calls=counts["calls"],
        unknown=counts["unknown"],
        moved=counts["moved"],
        first=found.first,
        last=found.last,
        taken=counts["taken"],
        given=counts["given"],
        uncounted=counts["uncounted"],
    )
