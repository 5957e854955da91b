"""Making many values that last, without looking through them meanwhile for what could be thrown away."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


_SELDOM: Final = 100_000
"""New values after which is looked for those that only hold each other; the interpreter's own number is 700."""


@contextmanager
def seldom() -> Iterator[None]:
    """Look less often for values that only hold each other, of which reading and deciding leave hardly any.

    Processes that are forked meanwhile do the same.
    """
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def lasting() -> Iterator[None]:
    """Leave out the search for values that only hold each other: nothing in a rulebook does.

    The interpreter repeats that search as values grow in number, and it takes a seventh of the time to load a rulebook.
    All other values are thrown away at once, as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
