"""Server-sent events, cut into the bytes of each.

Source: HTML Standard, 9.2 Server-sent events. Stricter than it: readers differ on a byte order mark, on unknown fields
and on line ends of Unicode, so that the first two break the answer and the third is written as an escape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from muniment.enforce import strict_json
from muniment.enforce.guards.shape import BrokenError

if TYPE_CHECKING:
    from muniment.domain.call import Read

EVENT = 8 * 1024 * 1024
"""The longest event, in bytes: a picture in parts."""
LINES = 200
"""The most lines of one event: each that arrives alone costs as much as all before it."""
_END = re.compile(rb"(?>\r\n|\n|\r)(?>\r\n|\n|\r)")
_LINE = re.compile(rb"\r\n|\n|\r")
_PLAIN = re.compile(rb"[\x20-\x7e]*")
_UNICODE_LINE_ENDS = ("\u2028", "\u2029", "\x85")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event: its bytes with the empty line that ends it, its name, and its data, None where it has none."""

    raw: bytes
    name: str | None
    data: str | None


class Splitter:
    """Collects bytes, cut anywhere, and gives them out event by event. `held` and `at` are for whoever looks ahead."""

    def __init__(self) -> None:
        self.held = b""
        self.at = 0
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> bool:
        """Take `data`; say whether an event may have ended in it."""
        self._parts.append(data)
        self._size += len(data)
        if b"\n" not in data and b"\r" not in data:
            self._bear(self._size)
            return False
        self.held = b"".join((self.held[self.at :], *self._parts))
        self.at, self._parts = 0, []
        return True

    @property
    def is_empty(self) -> bool:
        """Whether everything that came was given out."""
        return not self._parts and self.at == len(self.held)

    def took(self, end: int) -> bytes:
        """Return what stands before `end`, and go on from there."""
        taken = self.held[self.at : end]
        self.at = end
        self._size = len(self.held) - end
        return taken

    def next(self, *, ended: bool = False) -> bytes | None:
        """Return the bytes of the next event, or None where it has not ended yet.

        A carriage return at the very end may be the first half of a line end, unless the vendor has `ended`.
        """
        end = _END.search(self.held, self.at)
        if end is None or (not ended and end.end() == len(self.held) and self.held.endswith(b"\r")):
            self._bear(len(self.held) - self.at, self.held.count(b"\n", self.at))
            return None
        self._bear(end.end() - self.at, self.held.count(b"\n", self.at, end.end()))
        return self.took(end.end())

    def _bear(self, size: int, lines: int = 0) -> None:
        if size > EVENT or lines > LINES:
            message = f"an event is longer than {EVENT} bytes or {LINES} lines"
            raise BrokenError(message)

    def rest(self) -> bytes:
        """Return what came after the last whole event."""
        return b"".join((self.held[self.at :], *self._parts))


def read_event(raw: bytes) -> Event:
    """Return the event in `raw`, with line ends of Unicode as escapes where they stand in its data.

    Some readers take these for the end of a line: text of a model could then hold an event of its own.
    Raises: BrokenError for what readers would read differently.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        message = "an event is no UTF-8"
        raise BrokenError(message) from None
    event = _fields(raw)
    if text.isascii() or not any(sign in text for sign in _UNICODE_LINE_ENDS):
        return event
    for sign in _UNICODE_LINE_ENDS:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return _fields(text.encode())


def _fields(raw: bytes) -> Event:
    name: str | None = None
    data: list[bytes] = []
    for line in _LINE.split(raw):
        field, colon, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            data.append(value)
        elif not _PLAIN.fullmatch(line):
            message = "an event has signs outside its data that readers take differently"
            raise BrokenError(message)
        elif field == b"event" and name is None:
            name = value.decode()
        elif line and not (field in {b"id", b"retry"} or (colon and not field)):
            message = f"an event has the field `{strict_json.shown(field.decode())}`, which readers take differently"
            raise BrokenError(message)
    if name is not None and not data:
        message = "an event has a name and no data"
        raise BrokenError(message)
    return Event(raw=raw, name=name, data=b"\n".join(data).decode() if data else None)


def read_data(event: Event) -> dict[str, Read]:
    """Return the object in the data of `event`. Raises: BrokenError where it is none, or not read by all alike."""
    try:
        value = strict_json.read(event.data or "", limit=EVENT, whole_signs=False)
    except strict_json.NotStrictError as error:
        message = f"an event holds what is not read by all alike: {error}"
        raise BrokenError(message) from None
    if not isinstance(value, dict):
        message = "an event holds no object"
        raise BrokenError(message)
    return value


def write_event(value: dict[str, Read], name: str | None = None) -> bytes:
    """Return an event of `value`, in ASCII."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {strict_json.write_ascii(value)}\n\n".encode()
