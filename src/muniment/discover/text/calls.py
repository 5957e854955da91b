"""Which call a place in code is an argument of: `northwind.Account` around `kind` in `northwind.Account({kind: 1})`."""

from __future__ import annotations

import re
from typing import Final

from muniment.domain.patterns import lazily

_REACH: Final = 600
"""So many characters before a place are looked at."""
_CALLED = lazily(r"(?P<head>[A-Za-z_$][\w$]*)(?P<rest>(?:(?:\.|::)[A-Za-z_$][\w$]*)*)\s*$")


def called_around(text: str, place: int) -> str:
    """Return the name of the innermost call around `place`, with the module that it is of; nothing for a bare name.

    A bracket inside a string counts like any other, so what is found there is approximate.
    """
    opens = _opened(text, place)
    found = _CALLED.search(text, max(0, opens - _REACH), opens) if opens >= 0 else None
    if found is None:
        return ""
    if module := _module_of(text, found["head"]):
        own = "" if module[1] else f".{found['head']}"
        return f"{module[0]}{own}{found['rest']}"
    return f"{found['head']}{found['rest']}" if found["rest"] else ""


def callee(text: str, place: int) -> str:
    """Return the name of the innermost call around `place`, as it stands there; nothing where there is none."""
    opens = _opened(text, place)
    found = _CALLED.search(text, max(0, opens - _REACH), opens) if opens >= 0 else None
    return f"{found['head']}{found['rest']}" if found else ""


def _opened(text: str, place: int) -> int:
    """Return where the bracket stands that is open at `place`; -1 where none is."""
    depth = 0
    for at in range(place - 1, max(-1, place - _REACH), -1):
        if text[at] == ")":
            depth += 1
        elif text[at] == "(":
            if depth == 0:
                return at
            depth -= 1
    return -1


def _module_of(text: str, name: str) -> tuple[str, bool] | None:
    """Return the last part of the module that `name` comes from, and whether `name` stands for the whole of it."""
    own = re.escape(name)
    brought = re.search(
        rf"\bimport\s+(?:\*\s+as\s+(?P<whole>{own})|\{{[^}}]*\b{own}\b[^}}]*\}})\s+from\s+[\"'](?P<module>[^\"']+)"
        rf"|\bimport\s+(?P<dotted>[\w.]+)\s+as\s+{own}\b|\bfrom\s+[\w.]+\s+import\s+(?P<child>\w+)\s+as\s+{own}\b",
        text,
    )
    if brought is None:
        return None
    whole = brought["whole"] is not None or brought["module"] is None
    named = brought["module"] or brought["dotted"] or brought["child"]
    return re.split(r"[/.]", named)[-1], whole
