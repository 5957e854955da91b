"""Values that are costly to make and only depend on what they are named after, kept between runs of the program.

They are read only from a folder where nobody but this user can write, as with the interpreter's own caches. Whatever is
wrong with a kept value costs time and never an answer: it is made again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from muniment.stores.packed import packed, unpacked
from muniment.stores.tree.cache import is_private
from muniment.stores.whole_file import draft_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Value = TypeVar("Value")
_MOST: Final = 24
"""Values that are kept; those not used for longest, by the times of their files, are forgotten."""


def kept(
    folder: Path | None, name: str, make: Callable[[], Value], *, apart: Callable[[], object] | None = None
) -> Value:
    """Return the value called `name`, which must say all that it depends on, from `folder` or made by `make`.

    `apart` has another process keep it first, so that the memory that making it takes goes with that process. Where
    that did not come to anything, it is made here.
    """
    if folder is None or not is_private(folder):
        return make()
    path = folder / f"kept-{name}.pickle"
    if apart is not None and not path.exists():
        apart()
    try:
        found: Value = unpacked(path.read_bytes())
    except Exception:  # noqa: BLE001  (there is none, or whatever damaged bytes may raise)
        found = make()
        _keep(path, found)
    else:
        with suppress(OSError):
            os.utime(path)
    return found


def _keep(path: Path, value: object) -> None:
    """Write beside and rename, so that nobody reads half of it."""
    beside = draft_of(path)
    with suppress(OSError):
        try:
            beside.write_bytes(packed(value))
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        known = sorted(path.parent.glob("kept-*.pickle"), key=lambda each: each.stat().st_mtime)
        for old in known[:-_MOST]:
            old.unlink(missing_ok=True)
