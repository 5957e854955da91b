"""Server-sent events, read from bytes cut anywhere.   Source: WHATWG HTML, section 9.2 (server-sent events)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from muniment.enforce.translate.losses import UntranslatableError
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.call import AnyJson

COMMENT: Final = b": wait\n\n"
"""What every client passes over."""
_LINE: Final = re.compile(rb"\r\n|\n|\r")
_LARGEST: Final = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Without data it is a comment, by which the other side says that it is still there."""

    name: str
    data: str


class EventReader:
    """Joins bytes to events."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []
        self._size = 0
        self._name = ""
        self._data: list[str] = []

    def feed(self, data: bytes) -> Iterator[Event]:
        """Yield the events that `data` completes.

        Raises: UntranslatableError for what is not UTF-8, and for an event without end.
        """
        self._size += len(data)
        if self._size > _LARGEST:
            raise UntranslatableError(Problem(where="stream", what="one event is larger than 32 MiB"))
        held = bool(self._rest) and self._rest[-1].endswith(b"\r")
        self._rest.append(data)
        if not held and b"\n" not in data and b"\r" not in data:
            return
        text = b"".join(self._rest)
        ends = len(text) - text.endswith(b"\r")
        *lines, rest = _LINE.split(text[:ends])
        self._rest = [rest + text[ends:]]
        for line in lines:
            found = self._line(line)
            if found is not None:
                self._size = len(text)
                yield found

    def _line(self, line: bytes) -> Event | None:
        if not line:
            return self._dispatch()
        try:
            field, _, value = line.decode().partition(":")
        except UnicodeDecodeError:
            raise UntranslatableError(Problem(where="stream", what="is not UTF-8")) from None
        match field:
            case "":
                return Event("", "")
            case "data":
                self._data.append(value.removeprefix(" "))
            case "event":
                self._name = value.removeprefix(" ")
            case _:  # `id` and `retry` are about connecting again, which no client of a model does
                pass
        return None

    def _dispatch(self) -> Event | None:
        name, data = self._name, "\n".join(self._data)
        self._name, self._data = "", []
        return Event(name, data) if data else None


def written(value: AnyJson, name: str = "") -> bytes:
    """Return an event with `value` as its data."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()
