"""A key together with its value, where neither word says enough by itself: `device_type: northwind`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from muniment.discover.text.calls import called_around
from muniment.discover.text.lexis import Form
from muniment.domain.evidence import Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

_KEY = r"(?<![A-Za-z_])(?P<key>[A-Za-z_][\w.-]{0,60}+)"
_LONGEST: Final = 200
"""Characters in which every setting ends."""
_SETTING = lazily(
    _KEY + r"[\"'\])}]{0,3}\s{0,8}(?:=>|:=|==|=|:)\s{0,8}"
    r"(?:(?P<quote>[\"'])(?P<quoted>[^\"'\n]{1,100})(?P=quote)|(?P<bare>[\w./+-][\w./:+-]{0,100}))"
    r"|<" + _KEY.replace("key", "tag") + r">\s{0,8}(?P<text>[^<>\n]{1,100}?)\s{0,8}</"
)
"""`key: value`, `key = "value"`, `"key": "value"`, `ATTR{key}=="value"` and `<key>value</key>`."""


def settings(spot: Spot) -> Iterator[Found]:
    """Yield `key=value` for each setting on the line that holds the hit, with the keys or the call around it."""
    for key, value in pairs(spot.line, spot.at, spot.at + len(spot.matched)):
        yield f"{key.rpartition('.')[2]}={value}", Rung.CONFIGURED
        if spot.profile.form is Form.CODE and (call := called_around(spot.text, spot.hit.start)):
            yield f"{call}.{key}={value}", Rung.CONFIGURED
        if len(spot.keys) > 1 and spot.keys[-1] == key:
            yield f"{'.'.join(spot.keys)}={value}", Rung.CONFIGURED


def pairs(line: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield key and value of each setting that holds `line[start:end]`.

    The bare key is the last part of a dotted one, for its owner may lie at any depth.
    """
    for found in _SETTING.finditer(line, max(0, start - _LONGEST), start + _LONGEST):
        if found.start() > start:
            return
        if end <= found.end():
            yield found["key"] or found["tag"], found["quoted"] or found["bare"] or found["text"]
