"""Whether a clock can be believed: it may not be behind an instant that has surely passed."""

from __future__ import annotations

from typing import Final

_BACKWARDS: Final = 2.0
"""Seconds by which the clock may go back before nothing is decided by it."""


class Watch:
    """Knows the latest instant that has passed, in seconds since 1970."""

    def __init__(self) -> None:
        """Know of none."""
        self._latest = 0.0

    def passed(self, instant: float) -> None:
        """Take `instant` as one that has surely passed."""
        self._latest = max(self._latest, instant)

    @property
    def latest(self) -> float:
        """Return the latest instant that has surely passed."""
        return self._latest

    def doubt(self, now: float) -> str:
        """Return why nothing can be decided at `now`; empty where it can, and then `now` has passed."""
        if now >= self._latest:
            self._latest = now
            return ""
        if now < self._latest - _BACKWARDS:
            return f"the clock is {self._latest - now:.0f} s behind an instant that has passed, so the day is in doubt"
        return ""
