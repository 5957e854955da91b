"""Counts of what the gateway does, in the text format that Prometheus reads.

Source: Prometheus text exposition format 0.0.4.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_BUCKETS: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)

_HELP: Final = {
    "muniment_calls_total": ("counter", "Calls, by route, dialect and what came of them."),
    "muniment_refused_total": ("counter", "Requests that were denied or refused, by reason."),
    "muniment_tools_total": ("counter", "Tools that answers asked for, by ruling."),
    "muniment_tokens_total": ("counter", "Tokens as vendors told them, by contract, vendor and direction."),
}
_LABELS: Final = {
    "muniment_calls_total": ("route", "dialect", "how"),
    "muniment_refused_total": ("why",),
    "muniment_tools_total": ("ruling",),
    "muniment_tokens_total": ("contract", "vendor", "direction"),
}


class Metrics:
    """Counts. The names of labels are fixed; their values come from the configuration, never from a request."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._counts: dict[str, Counter[tuple[str, ...]]] = {name: Counter() for name in _HELP}
        self._delays = [0] * (len(_BUCKETS) + 1)
        self._delay_sum = 0.0

    def count(self, name: str, *values: str, by: int = 1) -> None:
        """Add to the count whose labels have these `values`."""
        if by:
            self._counts[name][values] += by

    def delayed(self, seconds: float) -> None:
        """Note how long a call waited from its last byte to the first byte that went to the vendor."""
        self._delays[bisect_left(_BUCKETS, seconds)] += 1
        self._delay_sum += seconds

    def text(self, gauges: Mapping[str, tuple[str, float | Mapping[str, float]]]) -> str:
        """Return everything; `gauges` are values of this instant, or one for each replica, each with what it means."""
        lines: list[str] = []
        for name, (kind, meaning) in _HELP.items():
            lines += (f"# HELP {name} {meaning}", f"# TYPE {name} {kind}")
            counts = self._counts[name].items()
            lines += [f"{name}{_labelled(_LABELS[name], values)} {count}" for values, count in counts]
        lines += self._histogram()
        for name, (meaning, value) in gauges.items():
            lines += (f"# HELP {name} {meaning}", f"# TYPE {name} gauge")
            if isinstance(value, float | int):
                lines.append(f"{name} {value:.15g}")
            else:
                lines += [f"{name}{_labelled(('replica',), (each,))} {one:.15g}" for each, one in value.items()]
        return "\n".join(lines) + "\n"

    def _histogram(self) -> list[str]:
        name = "muniment_admission_seconds"
        lines = [
            f"# HELP {name} Time from the last byte of a call to the first that goes to the vendor.",
            f"# TYPE {name} histogram",
        ]
        total = 0
        for limit, count in zip((*_BUCKETS, float("inf")), self._delays, strict=True):
            total += count
            lines.append(f'{name}_bucket{{le="{"+Inf" if limit == float("inf") else limit}"}} {total}')
        return [*lines, f"{name}_sum {self._delay_sum:.9f}", f"{name}_count {total}"]


def _labelled(labels: tuple[str, ...], values: tuple[str, ...]) -> str:
    told = ",".join(f'{name}="{_escaped(value)}"' for name, value in zip(labels, values, strict=True))
    return "{" + told + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
