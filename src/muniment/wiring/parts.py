"""Packages that only some commands need, and that are installed with an extra."""

from __future__ import annotations

import importlib.util

from muniment.errors import InputError, Problem


def refuse_without_parts(*names: str, where: str) -> None:
    """Refuse to go on where one of the packages `names` of the extra `gateway` is not installed. Raises: InputError."""
    missing = [name for name in names if importlib.util.find_spec(name) is None]
    if missing:
        what = f"needs {' and '.join(f'`{name}`' for name in missing)}"
        raise InputError(Problem(where=where, what=what, help="install `muniment[gateway]`"))
