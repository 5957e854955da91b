"""Patterns with `*` for any run of characters, also none, and `#` for one digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterable


def expression(glob: str) -> str:
    """Return the regular expression that matches what `glob` does, case and all."""
    return re.escape(glob).replace(r"\*", ".*").replace(r"\#", "[0-9]")


def in_a_path(glob: str) -> str:
    """Return the regular expression for a name in a path: case counts only where `glob` is written with capitals."""
    return expression(glob) if glob != glob.lower() else f"(?i:{expression(glob)})"


def any_name(globs: Iterable[str]) -> re.Pattern[str] | None:
    """Return one expression for the whole of a name in a path that any of `globs` matches; nothing for no globs."""
    patterns = [in_a_path(glob) for glob in globs]
    return lazily(f"(?:{'|'.join(patterns)})\\Z", re.DOTALL) if patterns else None


def any_folder(globs: Iterable[str]) -> re.Pattern[str] | None:
    """Return one expression to search a path for a folder, or folders in a row, that any of `globs` matches."""
    patterns = [in_a_path(glob).replace(".*", "[^/]*") for glob in globs]
    return lazily(f"(?:^|/)(?:{'|'.join(patterns)})/") if patterns else None
