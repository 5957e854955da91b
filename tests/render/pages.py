"""Printing to text, and comparing with a file that a person has read.

`MUNIMENT_REWRITE_EXPECTED=1 pytest tests/render` writes the files anew; the change is then reviewed as a difference.
"""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from muniment.render.terminal import THEME

if TYPE_CHECKING:
    from collections.abc import Callable

EXPECTED = Path(__file__).parent / "expected"


def printed(write: Callable[[Console], None], width: int = 80, *, color: str | None = None) -> str:
    """Return what `write` prints on a console of `width` columns."""
    out = StringIO()
    write(
        Console(
            file=out,
            width=width,
            theme=THEME,
            highlight=False,
            markup=False,
            emoji=False,
            force_terminal=color is not None,
            color_system="standard" if color else None,
            no_color=color is None,
        )
    )
    return out.getvalue()


def expected(name: str, text: str) -> str:
    """Return the content of the expected file `name`; on demand it is first written with `text`."""
    path = EXPECTED / name
    if os.environ.get("MUNIMENT_REWRITE_EXPECTED"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")
