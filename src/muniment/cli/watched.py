"""Progress for whoever watches; what draws it is not even loaded where nobody does."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from muniment.app.ports import Progress


def shown_progress(doing: str = "Reading", things: str = "files") -> AbstractContextManager[Progress | None]:
    """Return a context that yields a function for the `things` done and known; nothing where nobody watches."""
    if sys.stderr is None or not sys.stderr.isatty():
        return nullcontext()
    from muniment.render.progress import progress_on
    from muniment.render.terminal import console

    return progress_on(console(stderr=True), doing, things)
