"""What was asked of models, for people, for programs, and as evidence that a check reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from muniment.render.layout import columns, heading, indented, show
from muniment.render.visible import visible
from muniment.render.words import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from muniment.domain.call_usage import CallUsage, Used

_FORMAT: Final = "muniment.gateway-usage/1"


def print_usage(usage: CallUsage, to: Console) -> None:
    """Print a row for each model under each contract."""
    show(_page(usage), to)


def usage_value(usage: CallUsage) -> dict[str, Any]:
    """Return everything for a program; written into a file among a system's sources, it is evidence for a check."""
    return {
        "format": _FORMAT,
        "log": {"head": usage.head, "lines": usage.lines, "begins": usage.begins},
        "since": usage.since or None,
        "used": [_value(each) for each in usage.used],
        "denied": usage.denied,
        "not_sent": usage.not_sent,
    }


def _value(used: Used) -> dict[str, Any]:
    called = used.called
    return {
        "model": called.model,
        "vendor": called.vendor,
        "operator": called.operator or None,
        "host": called.host,
        "contract": called.contract,
        "system": called.system,
        "calls": used.calls,
        "result_unknown": used.unknown,
        "moved_here": used.moved,
        "first": used.first.isoformat(timespec="seconds"),
        "last": used.last.isoformat(timespec="seconds"),
        "tokens_in": used.taken,
        "tokens_out": used.given,
        "calls_without_tokens": used.uncounted,
    }


def _row(each: Used) -> tuple[str, ...]:
    called = each.called
    moved = f", {each.moved:,} moved here" if each.moved else ""
    named = visible(f"{called.model} ({called.vendor}){moved}")
    return named, f"{each.calls:,}", f"{each.taken:,}", f"{each.given:,}", str(each.first.date()), str(each.last.date())


def _page(usage: CallUsage) -> Iterator[RenderableType]:
    groups: dict[str, list[Used]] = {}
    for each in usage.used:
        groups.setdefault(f"{each.called.contract}, {each.called.system}", []).append(each)
    for title, group in groups.items():
        yield heading(visible(title))
        titles = ("model (vendor)", "calls", "tokens in", "out", "from", "to")
        yield indented(columns(titles, map(_row, group), ratios=(1, None, None, None, None, None)))
    if not groups:
        yield "No call was sent."
    unknown = sum(each.unknown for each in usage.used)
    uncounted = sum(each.uncounted for each in usage.used)
    rest = [
        *([f"{count(unknown, 'call')} sent, result unknown"] if unknown else []),
        *(
            [f"{count(uncounted, 'call')} of which no tokens were told, which are in no sum of them"]
            if uncounted
            else []
        ),
        *([f"{usage.denied:,} denied"] if usage.denied else []),
        *([f"{usage.not_sent:,} not sent"] if usage.not_sent else []),
        *([f"up to line {usage.begins:,} the log lies elsewhere, and was not looked at"] if usage.begins else []),
    ]
    if rest:
        yield indented("; ".join(rest))
