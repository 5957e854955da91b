"""What the logs of replicas come to when they are held against each other."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from muniment.render.layout import columns, indented, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, RenderableType

    from muniment.app.gateway.compared_logs import ComparedLog

_FORMAT: Final = "muniment.gateway-replicas/1"
_ALONE: Final = "no other log holds a checkpoint of it, so nothing shows whether its end is missing"


def print_compared(found: Sequence[ComparedLog], missing: Sequence[str], to: Console) -> None:
    """Print a row for each log, what is wrong, and in one sentence whether all is well."""
    show(_page(found, missing), to)


def compared_value(found: Sequence[ComparedLog], missing: Sequence[str]) -> dict[str, Any]:
    """Return everything for a program."""
    return {
        "format": _FORMAT,
        "holds": not missing and all(each.holds for each in found),
        "logs": [_value(each) for each in found],
        "missing": list(missing),
    }


def _value(each: ComparedLog) -> dict[str, Any]:
    seen = None
    if each.seen is not None:
        seen = {"by": each.seen.by, "at": each.seen.at, "lines": each.seen.vouched.head.lines}
    return {
        "file": each.file,
        "replica": each.replica or None,
        "chain": asdict(each.head),
        "begins": asdict(each.begins),
        "seen": seen,
        "problems": list(each.problems),
        "holds": each.holds,
    }


def _page(found: Sequence[ComparedLog], missing: Sequence[str]) -> Iterator[RenderableType]:
    rows = [(visible(each.replica or "?"), visible(each.file), _lines(each), _seen(each)) for each in found]
    yield columns(("replica", "log", "lines", "others vouch for"), rows, ratios=(None, 1, None, 2))
    yield ""
    for each in found:
        for what in each.problems or (() if each.seen else (_ALONE,)):
            yield indented(Text(f"{visible(each.file)}: {visible(what)}", style="prohibited"))
    for name in missing:
        yield indented(Text(f"{visible(name)}: no log of this replica was given", style="prohibited"))
    if missing or not all(each.holds for each in found):
        yield Text("✗ the logs do not hold together", style="prohibited")
    else:
        yield Text(f"✓ {count(len(found), 'log')}: each holds all that others have seen of it", style="permitted")


def _lines(each: ComparedLog) -> str:
    return f"{each.begins.lines + 1:,} to {each.head.lines:,}" if each.begins.lines else f"{each.head.lines:,}"


def _seen(each: ComparedLog) -> str:
    if each.seen is None:
        return "nothing"
    claim = each.seen
    return f"line {claim.vouched.head.lines:,}, by {visible(claim.by)} on {visible(claim.at[:19].replace('T', ' '))}"
