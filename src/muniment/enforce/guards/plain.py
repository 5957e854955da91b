"""Events that are plainly text, told without reading them in full: every key can hold no call, every value is plain.

A pattern knows such an event by its grammar. From one that it knew, the next ones are told faster still: they are the
same bytes but for the text, a number that counts, and the noise that hides how long the text is. What fits neither is
read in full, so that neither has to be complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BODY = rb'(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+'
_COUNT = rb"(?:0|[1-9][0-9]{0,14})"
STRING = rb'"' + _BODY + rb'"'
TEXT = rb'"(?P<text>' + _BODY + rb')"'
"""A string that differs from event to event. Stands once in a pattern, as do the next two."""
NOISE = rb'"(?P<noise>' + _BODY + rb')"'
COUNT = rb"(?P<count>" + _COUNT + rb")"
WHOLE = rb"-?" + _COUNT
LINE = rb"(?:\n|\r\n)"
END = rb"(?:\n\n|\r\n\r\n)"
_DIFFERS = {"text": re.compile(_BODY), "noise": re.compile(_BODY), "count": re.compile(_COUNT)}


def pair(keys: str, value: bytes) -> bytes:
    """Return the pattern of one of `keys`, parted by `|`, with `value`."""
    return rb'"(?:' + keys.encode() + rb')": ?' + value


def pairs(*patterns: bytes) -> bytes:
    """Return the pattern of an object of one or more of the `patterns`."""
    return rb"\{" + listed(*patterns) + rb" *\}"


def listed(*patterns: bytes) -> bytes:
    """Return the pattern of one or more of the `patterns`, parted by commas, before the end of an object."""
    return rb"(?:(?:" + rb"|".join(patterns) + rb')(?:, ?(?=")|(?= *\})))++'


@dataclass(frozen=True, slots=True)
class Likeness:
    """The bytes of an event that was known by its pattern, with what may stand between them in the next ones.

    It begins with `first`; each of `gaps` tells what may follow, which bytes come after that, and how many these are.
    """

    first: bytes
    gaps: tuple[tuple[re.Pattern[bytes], bytes, int], ...]

    @staticmethod
    def of(found: re.Match[bytes]) -> Likeness:
        """Return the likeness of the event that a pattern `found`."""
        names = [name for name in _DIFFERS if found.groupdict().get(name) is not None]
        names.sort(key=found.start)
        ends = [*(found.start(name) for name in names), found.end()]
        same = [found.string[at:end] for at, end in zip((found.start(), *map(found.end, names)), ends, strict=True)]
        after = zip(names, same[1:], strict=True)
        return Likeness(same[0], tuple((_DIFFERS[name], one, len(one)) for name, one in after))

    def end(self, held: bytes, at: int) -> int:
        """Return where the event that begins at `at` ends if it is of this likeness, else -1."""
        if not held.startswith(self.first, at):
            return -1
        at += len(self.first)
        for differs, same, size in self.gaps:
            found = differs.match(held, at)
            if found is None or not held.startswith(same, at := found.end()):
                return -1
            at += size
        return at

    def is_all_of(self, data: bytes) -> bool:
        """Say whether `data` is one or more whole events of this likeness."""
        at, size = self.end(data, 0), len(data)
        while 0 < at < size:
            at = self.end(data, at)
        return at == size
