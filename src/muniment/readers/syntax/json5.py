"""JSON5 as the JSON that it means: bare keys, single quotes, comments and last commas. Every line stays.

Source: JSON5 specification 1.0.0, sections 3 (objects), 5 (strings) and 7 (comments).
"""

from __future__ import annotations

import json
import re

from muniment.domain.patterns import lazily

_TOKEN = lazily(
    r"(?P<double>\"(?:[^\"\\]++|\\.)*+\")"
    r"|'(?P<single>(?:[^'\\]++|\\.)*+)'"
    r"|(?P<comment>//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)"
    r"|(?P<key>[A-Za-z_$][\w$]*+)(?=\s*+:)"
    r"|(?P<comma>,)(?=(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+[}\]])",
    re.DOTALL,
)
_ESCAPED = lazily(r"\\(.)", re.DOTALL)
_NOT_NEEDED = frozenset("'\n")
"""What JSON has no escape for: a quote of the other kind, and the end of a line that goes on."""


def as_json(text: str) -> str:
    """Return `text` as JSON; what is no JSON5 stays as it is."""
    return _TOKEN.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    if found["double"] is not None:
        return found["double"]
    if found["single"] is not None:
        return _quoted(found["single"])
    return json.dumps(found["key"]) if found["key"] else re.sub(r"[^\n]", " ", found[0])


def _quoted(inside: str) -> str:
    bare = _ESCAPED.sub(lambda found: found[1] if found[1] in _NOT_NEEDED else found[0], inside)
    return '"' + re.sub(r'(?<!\\)"', r"\"", bare) + '"'
