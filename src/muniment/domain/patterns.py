"""Regular expressions that are compiled when they are first used.

The program knows some hundreds, each for one format or language. Compiling them all would take longer than most scans.
"""

from __future__ import annotations

import re
from typing import Any, Final, overload

_USED: Final = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")
_TOLD: Final = ("pattern", "flags", "groups", "groupindex")


@overload
def lazily(text: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def lazily(text: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def lazily(text: str | bytes, flags: int = 0) -> Any:
    """Return what behaves as `re.compile(text, flags)` does. An error in `text` shows at the first use."""
    return _Lazy(text, flags)


class _Lazy:
    """Compiles at the first use, and from then on has the compiled expression's own methods."""

    def __init__(self, text: Any, flags: int) -> None:  # noqa: ANN401  (text or bytes, as the expression is)
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  (whatever a compiled expression has)
        if name not in _USED and name not in _TOLD:
            raise AttributeError(name)
        compiled = re.compile(self._text, self._flags)
        vars(self).update({each: getattr(compiled, each) for each in (*_USED, *_TOLD)})
        return getattr(compiled, name)
