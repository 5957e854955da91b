"""Events of a running gateway, one JSON object a line, for the program that collects logs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime


def event_writer(to: TextIO, now: Callable[[], datetime]) -> Callable[[str, Mapping[str, object]], None]:
    """Return what writes an event with its fields to `to`."""

    def say(event: str, fields: Mapping[str, object]) -> None:
        told = {"at": now().isoformat(timespec="milliseconds"), "event": event, **fields}
        to.write(json.dumps(told, default=str) + "\n")
        to.flush()

    return say
