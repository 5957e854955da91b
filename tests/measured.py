"""How long work takes: in time of the processor, and the least of a few tries, as a busy machine may make one long."""

from __future__ import annotations

import time
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_TRIES = 3


def takes(work: Callable[[], object], most: float) -> float:
    """Return the seconds that `work` took; it is done again where they were more than `most`, so it begins anew."""
    least = inf
    for _ in range(_TRIES):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
        if least <= most:
            break
    return least
