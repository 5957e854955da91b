"""Versions of rulebooks and rule packs: numbers with dots between them, so that there is one order of them."""

from __future__ import annotations

import re
from typing import Final

from muniment.domain.patterns import lazily

_VERSION: Final = lazily(r"\d{1,9}(?:\.\d{1,9}){0,7}", re.ASCII)
VERSION_HELP: Final = "write numbers with dots between them, such as `2026.11.2`"


def is_version(text: str) -> bool:
    """Say whether `text` is a version: up to eight numbers of up to nine digits."""
    return _VERSION.fullmatch(text) is not None


def version_order(version: str) -> tuple[int, ...]:
    """Return what grows from one version to the next. Raises: ValueError where it is none."""
    return tuple(int(part) for part in version.split("."))
