"""JSON5 as the JSON that it means: bare keys, single quotes, comments and last commas. Every line stays.

Source: JSON5 specification 1.0.0, sections 3 (objects), 5 (strings) and 7 (comments).
"""

from __future__ import annotations

import json
import re

from muniment.domain.patterns import lazily

_TOKEN = lazily(
    r"(?P<double>\"(?:[^\"\\]++|\\.)*+(?:\"|\Z))"
    r"|'(?P<single>(?:[^'\\]++|\\.)*+)(?:'|(?P<open>\Z))"
    r"|(?P<comment>//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)|/\*[\s\S]*+"
    r"|(?P<word>[A-Za-z_$][\w$]*+)(?P<key>(?=\s*+:))?"
    r"|(?P<comma>,)(?=(?:\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/))*+\*/)*+[}\]])",
    re.DOTALL,
)
"""Each part is taken whole, also one that never ends: so no place of a text is looked at from many others."""
_ESCAPED = lazily(r"\\(.)", re.DOTALL)
_NOT_NEEDED = frozenset("'\n")
"""What JSON has no escape for: a quote of the other kind, and the end of a line that goes on."""


def as_json(text: str) -> str:
    """Return `text` as JSON; what is no JSON5 stays as it is."""
    return _TOKEN.sub(_meant, text)


def _meant(found: re.Match[str]) -> str:
    if found["single"] is not None and found["open"] is None:
        return _quoted(found["single"])
    if found["key"] is not None:
        return json.dumps(found["word"])
    return re.sub(r"[^\n]", " ", found[0]) if found["comment"] or found["comma"] else found[0]


def _quoted(inside: str) -> str:
    bare = _ESCAPED.sub(lambda found: found[1] if found[1] in _NOT_NEEDED else found[0], inside)
    return '"' + re.sub(r'(?<!\\)"', r"\"", bare) + '"'
