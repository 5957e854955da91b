"""Calls to models as a gateway recorded them, added up by `muniment gateway usage --evidence`.

They show more than any file can declare: which model was asked, and where. The file lies among the sources of the
system whose calls it tells, and says nothing of other systems.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from muniment.domain.evidence import Context, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind
from muniment.readers.observe import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "muniment.gateway-usage/1"
_NAME: Final = "gateway-usage.json"


def wants(path: str) -> bool:
    """Say whether the path is that of such a file."""
    return path.endswith(_NAME)


def read(path: str, text: str) -> Iterator[Observation | NotUnderstood]:
    """Yield every model that was asked, and the service that was."""
    del path
    try:
        value = json.loads(text)
        if value["format"] != FORMAT:
            yield NotUnderstood(1, f"`format` is not {FORMAT}")
            return
        used: list[dict[str, Any]] = value["used"]
        lines = _lines(text, len(used))
        for line, each in zip(lines, used, strict=True):
            yield from _seen(each, line)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        yield NotUnderstood(1, f"no account of calls ({type(error).__name__})")


def _lines(text: str, number: int) -> list[int]:
    """Return the lines on which entries begin, as the program writes them; the first line for a file written anew."""
    found = [at for at, line in enumerate(text.split("\n"), 1) if line.strip().startswith('"model":')]
    return found if len(found) == number else [1] * number


def _seen(each: dict[str, Any], line: int) -> Iterator[Observation]:
    """Yield the model by its vendor's name, and the host; calls that nobody counted are none."""
    told = excerpt(f"{each['calls']:,} calls of {each['model']}, {each['first'][:10]} to {each['last'][:10]}")
    if each["calls"] < 1:
        return
    named = [(IdentifierKind.MODEL, str(each["model"]).lower())]
    host = str(each.get("host", "")).rpartition("@")[2].partition(":")[0].lower()
    if host:
        named.append((IdentifierKind.HOST, host))
    for kind, name in named:
        yield Observation(Identifier(kind, name), line, Context.CALL, Rung.OBSERVED, told)
