"""Addresses of databases on a server, which stand where the name of a file may stand as well."""

from __future__ import annotations

from typing import Final

_SCHEMES: Final = ("postgresql://", "postgres://")


def on_server(place: str) -> bool:
    """Say whether `place` is the address of a database, and no file."""
    return place.startswith(_SCHEMES)
